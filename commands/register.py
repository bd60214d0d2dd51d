"""flask register: the council's teams, staff, children and allocations."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from forms.shared import codes
from records import clock
from records.register import loading
from records.register.files import RegisterError, read_folder

MAX_PROBLEMS_SHOWN = 20
CODES = {
    "status": codes.STATUSES,
    "child_protection_category": codes.PROTECTION_CATEGORIES,
    "legal_status": codes.LEGAL_STATUSES,
    "placement": codes.PLACEMENTS,
    "reason_code": codes.TRANSFER_REASONS,
}

register_group = AppGroup("register", help="The council's teams, staff, children and allocations.")


@register_group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Load teams.csv, staff.csv, children.csv and allocations.csv of FOLDER, those of them that are there.

    It can be run again: what is known is updated and nothing is deleted. When a line is wrong, nothing is changed.
    """
    try:
        tally = loading.load(read_folder(folder, CODES), today=clock.today())
    except RegisterError as error:
        shown = [str(problem) for problem in error.problems[:MAX_PROBLEMS_SHOWN]]
        more = len(error.problems) - len(shown)
        last = [f"… and {more} more."] if more else []
        raise click.ClickException("\n".join(["Nothing was changed.", *shown, *last])) from error
    for table, counted in tally.counted.items():
        click.echo(
            f"{table:<12} {counted['added']} added, {counted['changed']} changed, {counted['as they were']} as before"
        )
