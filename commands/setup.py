"""flask setup, migrate, worker, version and states: set-up of an installation, and its worker process."""

from __future__ import annotations

import logging
import os

import click
from flask import current_app
from flask.cli import with_appcontext
from peewee import InterfaceError, OperationalError
from playhouse.migrations import Runner

import logs
import models
from commands.context import MIGRATIONS, Command, get_migration_problem, settings
from documents import fonts, keys
from documents.subprocess_render import RENDER_NICENESS
from forms import KINDS
from records import clock
from records.deciding.states import as_diagram
from records.demo import STORIES, load_demo_council, write_records
from records.sealing import pins
from records.transaction import notify_worker
from settings import VERSION


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    apply_migrations()


def apply_migrations() -> None:
    """Apply pending migrations and print their names. Raises ClickException where the database cannot be opened."""
    try:
        for name in Runner(models.database.obj, str(MIGRATIONS)).up():
            click.echo(f"Applied {name}")
    except (OperationalError, InterfaceError) as error:
        why = f"The database of {_where()} cannot be opened or changed ({type(error).__name__})."
        raise click.ClickException(f"{why} Does its server run, and may this account write there?") from error


def _where() -> str:
    return "HANDOVER_DATABASE_URL" if settings().database_url else f"HANDOVER_DATA_FOLDER ({settings().data_folder})"


@click.command(cls=Command)
@click.option("--demo", is_flag=True, help="Load the demonstration council too. Refused in production.")
@with_appcontext
def setup(demo: bool) -> None:
    """Make everything that is missing: database, sealing certificate and, for a demonstration, its council."""
    if demo and settings().env == "production":
        raise click.ClickException("Demonstration data is refused in production. Leave out --demo.")
    folder = settings().data_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"HANDOVER_DATA_FOLDER: {folder} cannot be made ({error.strerror})."
        raise click.ClickException(f"{why} Name a folder that this account may write to.") from error
    apply_migrations()
    if not keys.exists(settings().seal_folder):
        passphrase = settings().seal_passphrase.get_secret_value()
        keys.make_local_authority(settings().seal_folder, settings().council_name, passphrase, clock.now())
        click.echo(f"Made a sealing certificate in {settings().seal_folder}")
    pins.keep(settings())
    if demo:
        load_demo_council(clock.today())
        write_records(STORIES, KINDS)
        notify_worker()


@click.command()
@with_appcontext
def worker() -> None:
    """Run the background worker: it sends mail and seals records until it is told to stop."""
    if why_not := get_migration_problem():
        raise click.ClickException(why_not)
    pins.keep(settings())
    os.nice(RENDER_NICENESS)
    logs.configure(settings().log_format, level=logging.INFO)
    try:
        fonts.check_fonts()
    except fonts.FontsMissingError as error:
        raise click.ClickException(str(error)) from error
    current_app.extensions["run_worker"]()


@click.command()
def states() -> None:
    """Print the states of a record as a diagram and a table, as docs/states.md holds them."""
    click.echo(as_diagram())


@click.command()
def version() -> None:
    """Print the version of Handover."""
    click.echo(VERSION)
