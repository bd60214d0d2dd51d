"""The command line where a setting is refused: 'status' and 'setup --check' say that in their own forms."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup
from pydantic import ValidationError

from commands.setup import setup
from commands.status import status
from settings import Settings

SAY_SO = (status, setup)


class OnlySaying(AppGroup):
    """Has the commands that say why nothing starts, and exits with just that for any other."""

    def __init__(self, why: str) -> None:
        super().__init__(commands=list(SAY_SO))
        self.why = why

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A command that says it. Raises SystemExit for another."""
        if name not in self.commands:
            raise SystemExit(self.why)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Raises SystemExit: a list of commands would look as if they worked."""
        raise SystemExit(self.why)


def get_usable_settings() -> Settings | None:
    """The settings where nothing but names that are no settings is wrong with the environment; None otherwise."""
    try:
        return Settings()
    except ValidationError:
        return None


def say_so(app: Flask, why: str) -> Flask:
    """The app with a command line that only says why nothing starts.

    Raises SystemExit with it where no command of ours is looked for: web must not start, nor 'flask run'.
    """
    looking = click.get_current_context(silent=True)
    if looking is None or looking.parent is not None:
        raise SystemExit(why)
    app.cli = OnlySaying(why)
    app.extensions["refused"] = why
    return app
