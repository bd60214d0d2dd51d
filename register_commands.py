"""The command line of the register and of accounts: flask register …, flask accounts …."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from forms.shared import codes
from records import clock
from records.register import accounts, loading
from records.register.files import RegisterError, read_folder

MOST_PROBLEMS_SHOWN = 20
CODES = {
    "status": codes.STATUSES,
    "child_protection_category": codes.PROTECTION_CATEGORIES,
    "legal_status": codes.LEGAL_STATUSES,
    "placement": codes.PLACEMENTS,
    "reason_code": codes.TRANSFER_REASONS,
}

register_group = AppGroup("register", help="The council's teams, staff, children and allocations.")
accounts_group = AppGroup("accounts", help="The passwords of those who do not sign in with the council's own sign-in.")


@register_group.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def load(folder: Path) -> None:
    """Load teams.csv, staff.csv, children.csv and allocations.csv of FOLDER, those of them that are there.

    It can be run again: what is known is updated and nothing is deleted. When a line is wrong, nothing is changed.
    """
    try:
        tally = loading.load(read_folder(folder, CODES), today=clock.today())
    except RegisterError as error:
        shown = [str(problem) for problem in error.problems[:MOST_PROBLEMS_SHOWN]]
        more = len(error.problems) - len(shown)
        last = [f"… and {more} more."] if more else []
        raise click.ClickException("\n".join(["Nothing was changed.", *shown, *last])) from error
    for table, counted in tally.counted.items():
        click.echo(
            f"{table:<12} {counted['added']} added, {counted['changed']} changed, {counted['as they were']} as before"
        )


@accounts_group.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Give the member of staff with this address a password. It is asked for twice and never shown."""
    try:
        accounts.check_account(email=email)
        password = click.prompt("New password", hide_input=True, confirmation_prompt="The same again")
        accounts.set_password(email=email, password=password)
    except accounts.SignInError as error:
        raise click.ClickException(error.shown) from error
    click.echo("The password is set. Wherever this person was signed in, they have to sign in again.")
