"""flask demo: accounts of the demonstration council."""

from __future__ import annotations

import click

from commands.context import CommandGroup
from records.demo import DEMO_PASSWORD, demo_accounts

demo_group = CommandGroup("demo", help="The demonstration's people.")


@demo_group.command("accounts")
def show_accounts() -> None:
    """List the demonstration's accounts, in the order of the tour."""
    for account in demo_accounts():
        team = f" ({account.team})" if account.team else ""
        click.echo(f"{account.email:<45} {account.name}, {account.role}{team}\n{'':<45} {account.finds}")
    click.echo(f"Password for all of them: {DEMO_PASSWORD}")
