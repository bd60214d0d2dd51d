"""flask register: the council's teams, staff, children, and the days of all that is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from commands.context import CommandGroup
from forms.shared import codes
from records import clock
from records.register import loading
from records.register.files import read_folder
from records.register.problems import Problem, RegisterError

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


def _shown(problems: Sequence[Problem]) -> list[str]:
    shown = [str(problem) for problem in problems[:MAX_PROBLEMS_SHOWN]]
    more = len(problems) - len(shown)
    return [*shown, f"… and {more} more."] if more else shown
