"""The command line (flask …), one module for each group of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import click
from flask import Flask
from peewee import PeeweeException

from commands.accounts import accounts_group
from commands.audit import audit_group
from commands.demo import demo_group
from commands.documents import documents_group
from commands.protocol import protocol_group
from commands.register import register_group
from commands.seal import seal_group
from commands.setup import get_migration_problem, migrate, setup, states, version, worker

COMMANDS = (setup, migrate, worker, states, version)
GROUPS = (protocol_group, demo_group, audit_group, register_group, accounts_group, seal_group, documents_group)


def register_commands(app: Flask) -> None:
    """Register the commands with the app."""
    for command in (*COMMANDS, *GROUPS):
        app.cli.add_command(command)


def _saying_what_the_database_lacks(run: Callable[..., Any]) -> Callable[..., Any]:
    """Report an error that comes of a database without its tables, or that cannot be opened, in one line."""

    @wraps(run)
    def reported(*args: Any, **kwargs: Any) -> Any:
        try:
            return run(*args, **kwargs)
        except PeeweeException as error:
            if why_not := get_migration_problem():
                raise click.ClickException(why_not) from error
            raise

    return reported


def _leaves(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _leaves(command)
        else:
            yield command


for _group in GROUPS:
    for _command in _leaves(_group):
        if _command.callback:
            _command.callback = _saying_what_the_database_lacks(_command.callback)
