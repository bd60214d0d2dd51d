"""flask records: sealed records that leave the service, into a folder or a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commands.context import CommandGroup, get_migration_problem
from records import clock
from records.exporting import archive
from records.exporting.places import ExportError
from records.sealing import authority

AGAIN = "What is there is whole. Put that right and run the same again: it goes on from there."
FOLDER = click.Path(path_type=Path)

records_group = CommandGroup("records", help="Sealed records: export them into a folder, with a list of hashes.")


class Day(click.ParamType):
    """A day as 2026-11-30."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; one that is none is refused."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"'{value}' is no day. Give it as year, month and day: 2026-11-30.", param, ctx)


@records_group.command("export")
@click.option("--since", type=Day(), required=True, help="The first day of sealing, as 2026-11-30.")
@click.option("--until", type=Day(), help="The last day of sealing. Without it: today.")
@click.option("--to", "folder", type=FOLDER, required=True, help="An empty folder, or that of an earlier export.")
def export(folder: Path, since: date, until: date | None) -> None:
    """Export what was sealed into a folder: each PDF, the JSON attached to it, SHA256SUMS and index.csv.

    Run again, it adds what is new and touches nothing else. Restricted parts are left out. It is noted in the trail of
    each record. Exit code 1 when a file there is not as it was written.
    """
    last = until or clock.today()
    _refuse_days(since, last)
    if why_not := get_migration_problem():
        raise click.ClickException(why_not)
    try:
        done = archive.export(folder, since=since, until=last, by=authority.whoever_types())
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}. {AGAIN}") from error
    click.echo(f"{_documents(done.added)} added, {done.there} there already, in {folder}.")
    for problem in done.problems:
        click.echo(f"! {problem}")
    raise SystemExit(1 if done.problems else 0)


def _refuse_days(since: date, until: date) -> None:
    if until < since:
        raise click.UsageError("The last day is before the first. Change --since or --until.")
    if since > clock.today():
        raise click.UsageError("The first day is still to come: nothing was sealed then. Change --since.")


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"
