"""flask register: the council's teams, staff, children, and the days of all that is known of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from commands import loading_words
from commands.context import CommandGroup, get_register_problem, settings
from protocol import formatting
from protocol.terms import fill_terms
from records import clock
from records.register import contradicted, failed_files, loading
from records.register.decoding import BY_CHOICE, UTF_8
from records.register.files import RegisterFiles
from records.register.loading import Loaded
from records.register.problems import RegisterError
from records.register.reading import read_folder
from records.register.refused import Refused
from records.reporting import worker_changes

SOME_REFUSED = 3  # exit code
NOT_THE_REST = (
    "Not the rest either: lines of the other files may depend on what this one says. Mend it, or take it out of the "
    "folder: a file that is not there changes nothing."
)

register_group = CommandGroup("register", help="The council's teams, staff and children.")


@register_group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be new, changed, gone and refused. Change nothing.")
@click.option("--take-the-rest", is_flag=True, help="Load what is right, and write the other lines to FOLDER/failed.")
@click.option("--failed-to", type=click.Path(file_okay=False, path_type=Path), help="Another folder for them.")
@click.option("--encoding", type=click.Choice([UTF_8, *BY_CHOICE]), default=UTF_8, help="Of files that are not UTF-8.")
def load(folder: Path, *, dry_run: bool, take_the_rest: bool, failed_to: Path | None, encoding: str) -> None:
    """Load the CSV files of FOLDER, those of them that are there.

    They are teams.csv, staff.csv, children.csv and allocations.csv, with their past in posts.csv, statuses.csv,
    legal_statuses.csv and placements.csv. It can be run again: what is known is updated and nothing is deleted. When a
    line is wrong, nothing is changed, unless the rest is to be taken. What was loaded and cannot be true is named.
    The exit code is 3 where lines are refused and the rest was taken, or would be.
    """
    try:
        files = read_folder(folder, today=clock.today(), encoding=encoding)
        if stranger := get_register_problem(settings(), (line.row.email for line in files.staff)):
            raise click.ClickException(f"Nothing was changed. With these staff nothing would start again: {stranger}")
        if dry_run:
            loaded = loading.preview(files, today=clock.today(), tell=_tell)
            loading_words.show_preview(files, loaded)
            if loaded.refused:
                raise SystemExit(SOME_REFUSED)
        elif take_the_rest:
            _take_the_rest(files, failed_to or folder / "failed", encoding)
        else:
            tally = loading.load(files, today=clock.today(), tell=_tell)
            loading_words.show_loaded(files, Loaded(tally, files.refused, {}))
    except RegisterError as error:
        of_files = any(one.column != "folder" for one in error.problems)
        why_not = [NOT_THE_REST] if take_the_rest and of_files and not dry_run else []
        lines = [
            "Nothing was changed.",
            *loading_words.shown(error.problems, None if dry_run else loading_words.MOST_SHOWN),
            *why_not,
        ]
        raise click.ClickException("\n".join(lines)) from error


def _tell(how_far: str) -> None:
    """Say how far a load is to whoever sits before it; a timer's log holds the outcome alone."""
    if sys.stderr.isatty():
        click.echo(how_far, err=True)


def _take_the_rest(files: RegisterFiles, to: Path, encoding: str) -> None:
    """Load what is right; exit code 3 where lines are refused."""
    written: list[Path] = []

    def write(refused: Refused) -> None:
        written.extend(failed_files.write(files, refused, to, encoding=encoding))

    loaded = loading.load_the_rest(files, today=clock.today(), before_commit=write, tell=_tell)
    loading_words.show_loaded(files, loaded)
    if loaded.refused:
        loading_words.show_refused(loaded.refused, written)
        raise SystemExit(SOME_REFUSED)


@register_group.command("changes")
@click.option("--recount", is_flag=True, help="Count every child's anew first. Says how many were wrong.")
def changes(recount: bool) -> None:  # noqa: FBT001
    """Count the changes of worker that have a record, an explanation, or neither, of all teams."""
    if recount:
        click.echo(f"{worker_changes.recount_all()} changes were other than counted before.")
    for words, number in worker_changes.totals():
        click.echo(f"{words:<12} {number}")


@register_group.command("corrections")
@click.option("--json", "as_json", is_flag=True, help="As data, for other programs.")
def corrections(as_json: bool) -> None:
    """What records say of children in place of the register, and the register still contradicts.

    Of records that were submitted, approved or sealed. A line goes once the register says the same.
    """
    found = list(contradicted.find(settings().displayed_terms))
    if as_json:
        click.echo(json.dumps([_as_data(one) for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        click.echo(
            f"{one.reference}  child {one.local_id}  {one.text.question}: "
            f"the register says {one.text.register}, the record {one.text.said}, "
            f"since {formatting.day(one.since)}, {_confirmed(one)}"
        )
    if not found:
        click.echo("The register contradicts no correction of a record.")


def _confirmed(one: contradicted.Contradicted) -> str:
    return (
        f"confirmed by the {fill_terms(one.confirmed.part, settings().displayed_terms)}"
        if one.confirmed
        else "confirmed by nobody yet"
    )


def _as_data(one: contradicted.Contradicted) -> dict[str, str | None]:
    return {
        "reference": one.reference,
        "child_local_id": one.local_id,
        "question": one.text.name,
        "label": one.text.question,
        "register": one.text.register,
        "record": one.text.said,
        "since": one.since.isoformat(),
        "confirmed_by": fill_terms(one.confirmed.part, settings().displayed_terms) if one.confirmed else None,
    }
