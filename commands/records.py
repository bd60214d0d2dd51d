"""flask records: sealed records that leave the service, into a folder or a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commands.context import CommandGroup, get_migration_problem, settings
from documents.subprocess_render import RenderingError
from models import Staff
from records import clock
from records.errors import RecordError
from records.exporting import archive, by_operator
from records.exporting.choosing import Chosen
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


class Period(click.ParamType):
    """Two days, both included, as 2026-01-01..2026-03-31."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        """The days; raises click's error for anything else."""
        first, dots, last = str(value).partition("..")
        if not dots:
            self.fail(f"'{value}' is no period. Give its first and last day: 2026-01-01..2026-03-31.", param, ctx)
        since, until = Day().convert(first, param, ctx), Day().convert(last, param, ctx)
        _refuse_days(since, until)
        return since, until


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
    if since > clock.today():
        raise click.UsageError("The first day is still to come: nothing was sealed then. Change it.")
    if until < since:
        raise click.UsageError("The last day is before the first. Change one of them.")


@records_group.command("pack")
@click.option("--child", "children", multiple=True, help="A child's local ID; give it once for each child.")
@click.option("--period", type=Period(), help="The days of sealing, as 2026-01-01..2026-03-31.")
@click.option(
    "--for",
    "email",
    default="",
    help="Email of an auditor, an inspector or whoever heads a service: only what they may read.",
)
@click.option("--to", "file", type=FOLDER, required=True, help="The ZIP file to make.")
def pack(children: tuple[str, ...], period: tuple[date, date] | None, email: str, file: Path) -> None:
    """Make an inspection pack: sealed records of children, or of a period, with what was found of each.

    It says of each child who their workers were, and which clauses were departed from and who agreed. Restricted parts
    are left out. It is noted in the trail of each record.
    """
    if bool(children) == bool(period):
        raise click.UsageError("Give --child, once or more often, or --period.")
    if why_not := get_migration_problem():
        raise click.ClickException(why_not)
    since, until = period or (None, None)
    reader = _reader(email) if email else None
    try:
        made = by_operator.make(file, Chosen(children, since, until), reader, settings(), authority.whoever_types())
    except RecordError as error:
        raise click.ClickException(error.shown) from error
    except RenderingError as error:
        raise click.ClickException(f"{file} was not made: {error}.") from error
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already, and was left as it is. Name another file.") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror}. Nothing was left there.") from error
    click.echo(f"{file}: {_documents(made.documents)}, {made.size / 1e6:.1f} MB. SHA-256: {made.sha256}")


def _reader(email: str) -> Staff:
    found = Staff.get_or_none((Staff.email == email.strip().casefold()) & Staff.active)
    if found is None:
        raise click.ClickException(f"Nobody of this email works here: {email}")
    return found


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"
