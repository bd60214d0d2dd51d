"""flask accounts: passwords of local accounts, sessions, and identities of the council's sign-in."""

from __future__ import annotations

import click

from commands.context import CommandGroup
from records.register import accounts, identities, sessions

accounts_group = CommandGroup("accounts", help="Passwords, sessions, and who somebody is at the council's own sign-in.")


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


@accounts_group.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End every session of the member of staff with this address."""
    try:
        sessions.end_all_sessions(accounts.get_active_staff(email=email))
    except accounts.SignInError as error:
        raise click.ClickException(error.shown) from error
    click.echo("Wherever this person was signed in, they have to sign in again.")


@accounts_group.command("forget-sign-in")
@click.argument("email")
def forget_sign_in(email: str) -> None:
    """Let the address decide once more who somebody is at the council's sign-in, as for an account made anew."""
    try:
        forgotten = identities.forget_identity(email=email)
    except accounts.SignInError as error:
        raise click.ClickException(error.shown) from error
    click.echo("Their next sign-in decides." if forgotten else "Nothing was known of this person's sign-in.")
