"""flask accounts: passwords of local accounts."""

from __future__ import annotations

import click

from commands.context import CommandGroup
from records.register import accounts

accounts_group = CommandGroup(
    "accounts", help="The passwords of those who do not sign in with the council's own sign-in."
)


@accounts_group.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Give the member of staff with this address a password. It is asked for twice and never shown."""
    try:
        accounts.get_active_staff(email=email)
        password = click.prompt("New password", hide_input=True, confirmation_prompt="The same again")
        accounts.set_password(email=email, password=password)
    except accounts.SignInError as error:
        raise click.ClickException(error.shown) from error
    click.echo("The password is set. Wherever this person was signed in, they have to sign in again.")
