"""flask setup, migrate, worker, version and states: set-up of an installation, and its worker process."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import click
import psycopg
from flask import current_app
from flask.cli import with_appcontext
from peewee import InterfaceError, OperationalError, PostgresqlDatabase
from playhouse.migrations import Runner

import logs
import models
from commands import before_upgrade, private_files
from commands.context import (
    MIGRATIONS,
    Command,
    get_lost_problem,
    get_newer_schema,
    get_seal_alone_problem,
    get_start_problem,
    get_stranger_problem,
    settings,
    why_closed,
)
from commands.keeping import folders
from documents import fonts, keys
from documents.certificates import SealKeyError
from documents.subprocess_render import RENDER_NICENESS
from forms import KINDS
from models import Record, RecordVersion
from records import clock
from records.deciding.states import as_diagram
from records.demo import (
    LATELY,
    STORIES,
    load_demo_council,
    write_correction,
    write_kept,
    write_letters,
    write_records,
    write_what_followed,
)
from records.reporting import keeping_figures
from records.sealing import authority, lasting, pins, sealer
from records.sealing.wording import FormText, worded
from records.transaction import notify_worker
from settings import VERSION

SETTING_UP = int.from_bytes(b"handover")  # the advisory lock's number


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    with one_at_a_time():
        _refuse_seal_alone()
        apply_migrations()


def _refuse_seal_alone() -> None:
    if why_not := get_seal_alone_problem(settings()):
        raise click.ClickException(why_not)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other host sets up the same database of PostgreSQL. Raises ClickException where it is away.

    The lock goes with a connection of its own: those of the pool are closed on the way.
    """
    if not isinstance(models.database.obj, PostgresqlDatabase):
        yield
        return
    try:
        alone = psycopg.connect(settings().database_url, autocommit=True)
    except psycopg.Error as error:
        raise click.ClickException(why_closed(error, f"The database of {_where()}")) from error
    with closing(alone):
        alone.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
        yield


def apply_migrations() -> None:
    """Apply pending migrations and print their names.

    Raises ClickException where the database cannot be opened, or a newer version has migrated it.
    """
    if why_not := get_lost_problem() or get_newer_schema():
        raise click.ClickException(why_not)
    try:
        models.make_file()
        for name in Runner(models.database.obj, str(MIGRATIONS)).up():
            click.echo(f"Applied {name}")
    except (OperationalError, InterfaceError, OSError) as error:
        raise click.ClickException(why_closed(error, f"The database of {_where()}")) from error


def _where() -> str:
    return "HANDOVER_DATABASE_URL" if settings().database_url else f"HANDOVER_DATA_FOLDER ({settings().data_folder})"


@click.command(cls=Command)
@click.option("--demo", is_flag=True, help="Load the demonstration council too. Refused in production.")
@click.option("--check", "only_check", is_flag=True, help="Say what an upgrade will do and needs. Changes nothing.")
@with_appcontext
def setup(demo: bool, only_check: bool) -> None:
    """Make everything that is missing: database, sealing certificate and, for a demonstration, its council.

    With --check, exit code 1 when something should be done before the upgrade, which a line with ! says.
    """
    if only_check:
        raise SystemExit(_report_check())
    if why_not := current_app.extensions.get("refused"):
        raise SystemExit(why_not)
    if why_not := folders.broken_off(settings()):
        raise click.ClickException(why_not)
    if demo and settings().env == "production":
        raise click.ClickException("Demonstration data is refused in production. Leave out --demo.")
    folder = settings().data_folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = f"HANDOVER_DATA_FOLDER: {folder} cannot be made ({error.strerror})."
        raise click.ClickException(f"{why} Name a folder that this account may write to.") from error
    if why_not := get_stranger_problem(settings()):  # first of all: other hosts use these tables
        raise click.ClickException(why_not)
    with one_at_a_time():
        _refuse_seal_alone()
        apply_migrations()
        _settle_authority()
    pins.keep(settings())
    if not settings().time_stamp_url:
        click.echo(" ".join(lasting.what_to_do(settings())))
    _tighten_files()
    if demo:
        load_demo_council(clock.today())
        write_records((*STORIES, *LATELY), KINDS)
        write_letters(settings())
        write_correction(_seal)
        write_kept(KINDS)
        write_what_followed()
        keeping_figures.recount()
        notify_worker()


def _seal(record: Record) -> bool:
    """Seal one record now, as the worker would."""

    def in_words(record: Record, version: RecordVersion) -> FormText:
        return worded(KINDS[record.kind], version.answers, settings().displayed_terms)

    return sealer.seal_record(record, settings=settings(), get_text=in_words)


def _report_check() -> int:
    """Print what was looked at. 1: something has to be done first."""
    known, refused = (current_app.extensions.get(name) for name in ("settings", "refused"))
    found = list(before_upgrade.report(known, refused or "", clock.now()))
    for needed, sentence in found:
        click.echo(f"! {sentence}" if needed else sentence)
    return int(any(needed for needed, _ in found))


def _tighten_files() -> None:
    changed, left = private_files.tighten(settings())
    if changed:
        click.echo(f"Took from other accounts what they could do with {changed} files and folders of this service")
    for path in left:
        click.echo(f"! Other accounts may read {path}, which belongs to another account. Give it to this one (chown).")


def _settle_authority() -> None:
    """Make the first authority, or hold this host to the one there is. Raises ClickException where it has another."""
    if why_not := authority.problem(settings()):
        raise click.ClickException(why_not)
    if authority.may_make_one(settings()):
        passphrase = settings().seal_passphrase.get_secret_value()
        keys.make_local_authority(settings().seal_folder, settings().council_name, passphrase, clock.now())
        click.echo(f"Made a sealing certificate in {settings().seal_folder}")
    authority.claim(settings())


def _refused(why_not: str) -> click.ClickException:
    """Why the worker does not start, which a log in JSON says as well."""
    if settings().log_format == "json":
        logs.refuse("json", why_not)
    return click.ClickException(why_not)


@click.command()
@with_appcontext
def worker() -> None:
    """Run the background worker: it sends mail and seals records until it is told to stop."""
    if why_not := get_start_problem(settings()):
        raise _refused(why_not)
    try:
        pins.keep(settings())
    except (SealKeyError, OSError) as error:
        raise _refused(str(error)) from error
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
