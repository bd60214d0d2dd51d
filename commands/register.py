"""flask register: the council's teams, staff, children, and the days of all that is known of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from commands.context import CommandGroup, settings
from forms.shared import codes
from protocol import formatting
from protocol.terms import fill_terms
from records import clock
from records.register import contradicted, loading
from records.register.files import read_folder
from records.register.problems import Problem, RegisterError
from records.reporting import worker_changes

MAX_PROBLEMS_SHOWN = 20
CODES = {
    "status": codes.STATUSES,
    "child_protection_category": codes.PROTECTION_CATEGORIES,
    "legal_status": codes.LEGAL_STATUSES,
    "placement": codes.PLACEMENTS,
    "reason_code": codes.TRANSFER_REASONS,
}

register_group = CommandGroup("register", help="The council's teams, staff and children.")


@register_group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Load the CSV files of FOLDER, those of them that are there.

    They are teams.csv, staff.csv, children.csv and allocations.csv, with their past in posts.csv, statuses.csv,
    legal_statuses.csv and placements.csv. It can be run again: what is known is updated and nothing is deleted. When a
    line is wrong, nothing is changed. What was loaded and cannot be true is named.
    """
    try:
        tally = loading.load(read_folder(folder, CODES), today=clock.today())
    except RegisterError as error:
        raise click.ClickException("\n".join(["Nothing was changed.", *_shown(error.problems)])) from error
    for table, counted in tally.counted.items():
        click.echo(
            f"{table:<12} {counted['added']} added, {counted['changed']} changed, {counted['as they were']} as before"
        )
    if tally.warnings:
        click.echo("This cannot be true. Correct it where the files come from:")
        for line in _shown(tally.warnings):
            click.echo(line)


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


def _shown(problems: Sequence[Problem]) -> list[str]:
    shown = [str(problem) for problem in problems[:MAX_PROBLEMS_SHOWN]]
    more = len(problems) - len(shown)
    return [*shown, f"… and {more} more."] if more else shown
