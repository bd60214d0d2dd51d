"""flask status: the parts of the service, each with a word about its state, for people, monitors and timers."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from commands.context import Command, settings
from commands.keeping import folders
from records.reporting import alerts, health
from records.reporting.health import Found, Level

LEVELS = {Level.OK: "ok", Level.ATTENTION: "needs attention", Level.FAILS: "fails"}


class StatusCommand(Command):
    """What keeps it from looking at all, such as a refused setting or a newer database, is 'cannot work' too."""

    def invoke(self, ctx: click.Context) -> Any:
        """Say how the service is, or why that cannot be said, in the form that was asked for."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if ctx.params["as_json"]:
                data = {"level": LEVELS[Level.FAILS], "parts": {}, "says": error.message}
                click.echo(json.dumps(data, indent=2))
            else:
                error.show()
            if ctx.params["mail"]:
                _tell_refusal(error.message)
            ctx.exit(int(Level.FAILS))


@with_appcontext
def _tell_refusal(why: str) -> None:
    """Mail the operators why web and worker do not start either, unless the settings are refused that mail needs."""
    if "settings" in current_app.extensions:
        alerts.tell(settings(), {health.STARTING: Found("refused", why, Level.FAILS)})


@click.command(cls=StatusCommand)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--mail", is_flag=True, help="Mail the operators what they have not been told: for a timer.")
@with_appcontext
def status(as_json: bool, mail: bool) -> None:
    """Say how the service is: exit code 0 if all is well, 1 if something needs attention, 2 if it cannot work."""
    if why_not := current_app.extensions.get("refused") or folders.broken_off(settings()):
        raise click.ClickException(why_not)
    found = health.look(settings())
    level = health.level_of(found)
    if as_json:
        parts = {part.name: _as_data(one) for part, one in found.items()}
        click.echo(json.dumps({"level": LEVELS[level], "parts": parts}, indent=2))
    else:
        for part, one in found.items():
            click.echo(f"{part.title + ':':<28} {one.word}{f'. {one.says}' if one.says else ''}")
    if mail:
        alerts.tell(settings(), found | {health.STARTING: Found()})
    click.get_current_context().exit(int(level))


def _as_data(found: Found) -> dict[str, str]:
    return {"word": found.word, "level": LEVELS[found.level], "says": found.says}
