"""Shared by the command groups: settings, file arguments, and how a command reports what can be put right."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from cryptography import x509
from flask import current_app
from flask.cli import AppGroup
from peewee import PeeweeException, SqliteDatabase
from playhouse.migrations import Runner

import faults
import models
from documents import keys, trust
from documents.keys import SealKeyError
from faults import code_of, why_unavailable
from records.register import invented
from records.sealing import authority
from settings import VERSION, Settings

MIGRATIONS = Path(__file__).parents[1] / "migrations"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEWER = (
    "A newer version of Handover has migrated this database ({name}), and this version ({version}) does not know what "
    "it holds. Start the newer version, or restore a backup of before the upgrade."
)
DEMONSTRATION_IS_IN_IT = (
    "This database holds the demonstration's accounts, whose password everybody knows, so it is not for production. "
    "Restore a backup of before 'setup --demo', or begin with a new database."
)
OF_A_COUNCIL = (
    "This database has {what} of its own, and HANDOVER_ENV is {env}, whose secrets everybody knows. Name another "
    "database (HANDOVER_DATABASE_URL) or folder (HANDOVER_DATA_FOLDER) for it."
)

LOST = (
    "The database {file} is gone, but the log of its last commits, {log}, is there: it was moved away or is lost. "
    "Put it back, or move that log away and restore a backup (flask restore)."
)
SEAL_ALONE = (
    "{folder} has sealed for a database, and the one here ({where}) is gone or empty: a seal without its database is "
    "no first start. Restore a backup ('flask restore', after moving that folder away), or move that folder away where "
    "a new database is meant."
)
NO_DATABASE = (
    "There is no database {file}. Before the first start: flask --app app setup. If there was one, put it back, or "
    "restore a backup (flask restore)."
)
ASK = "Does its server run, and may this account read and write there?"
HELP = {
    faults.MISSING: "Make it (createdb), or correct its name in HANDOVER_DATABASE_URL.",
    faults.NOT_LET_IN: "Look at account, password and rights: those in HANDOVER_DATABASE_URL, and those on the server.",
}


def settings() -> Settings:
    """The current app's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def get_start_problem(settings: Settings) -> str | None:
    """Why web and worker must not start, in one line; None when they may."""
    try:
        if problem := get_migration_problem():
            return problem
        return get_stranger_problem(settings) or None
    finally:
        models.database.obj.close_all()  # gunicorn forks after this: processes must not share a pooled connection


def get_migration_problem() -> str | None:
    """Why nothing can run on this database, in one line; None when all migrations are applied."""
    if problem := get_lost_problem() or get_missing_problem():
        return problem
    try:
        status = migrations()
    except PeeweeException as error:
        return why_closed(error)
    if newer := _newer(status):
        return newer
    pending = [migration.name for migration in status if migration.path and not migration.applied]
    if not pending:
        return None
    return f"The database lacks migrations, from {pending[0]} on. Run: flask --app app setup"


def why_closed(error: Exception, what: str = "The database") -> str:
    """Why the database cannot be opened, in one line, by what its server said of it."""
    code, words = code_of(error) or type(error).__name__, why_unavailable(error)
    return f"{what} cannot be opened ({', '.join(filter(None, (code, words)))}). {HELP.get(words, ASK)}"


def get_lost_problem() -> str:
    """That SQLite's file is gone while the log of its last commits is there, in one line; '' otherwise."""
    log = models.lost_log()
    return LOST.format(file=models.database.obj.database, log=log) if log else ""


def get_missing_problem() -> str:
    """That there is no file of SQLite, in one line; '' otherwise."""
    return "" if _has_database() else NO_DATABASE.format(file=models.database.obj.database)


def get_seal_alone_problem(settings: Settings) -> str:
    """That a seal which a database has known is here without one, in one or two lines; '' otherwise.

    A seal that was made before the first set-up has no trust.json yet.
    """
    is_known = keys.exists(settings.seal_folder) and (settings.seal_folder / trust.FILE).exists()
    if not is_known or get_lost_problem() or (_has_database() and _is_begun()):
        return ""
    where = "HANDOVER_DATABASE_URL" if settings.database_url else models.database.obj.database
    return SEAL_ALONE.format(folder=settings.seal_folder, where=where)


def _is_begun() -> bool:
    """Whether the database has migrations, or cannot be opened: which is said elsewhere."""
    try:
        return any(migration.applied for migration in migrations())
    except PeeweeException:
        return True


def get_authority_problem(settings: Settings) -> str:
    """Why this host must not seal here, in one line; '' where it may, or the database names no authority yet."""
    try:
        with models.database.obj.connection_context():
            return authority.problem(settings)
    except SealKeyError as error:
        return str(error)
    except PeeweeException:  # a database of before the table
        return ""


def get_stranger_problem(settings: Settings) -> str:
    """Why the database or the seal is not for these settings and this host, in one line; '' where nothing is wrong.

    What is not there yet is not wrong.
    """
    of_database = _get_database_problem(settings) if _has_database() else ""
    return of_database or keys.lock_problem(settings.seal_folder, settings.seal_passphrase.get_secret_value())


def _get_database_problem(settings: Settings) -> str:
    try:
        with models.database.obj.connection_context():
            demonstration = _get_demonstration_problem(settings)
    except PeeweeException:  # a database without tables, or of before one of them
        demonstration = ""
    return demonstration or get_authority_problem(settings)


def _get_demonstration_problem(settings: Settings) -> str:
    """That the demonstration's people can sign in to production, or that anybody can to what a council made."""
    if settings.env == "production":
        return DEMONSTRATION_IS_IN_IT if invented.has_accounts() else ""
    if invented.has_others():
        return OF_A_COUNCIL.format(what="a register", env=settings.env)
    named = authority.current()
    its_name = Settings.model_fields["council_name"].default
    is_ours = named is None or its_name in named.name or invented.has_any()
    return "" if is_ours else OF_A_COUNCIL.format(what="a sealing authority", env=settings.env)


def get_register_problem(settings: Settings, addresses: Iterable[str]) -> str:
    """Why the demonstration would not start again with staff of these addresses, in one line; '' where it would."""
    is_of_council = settings.is_demo and not all(map(invented.is_address, addresses))
    return OF_A_COUNCIL.format(what="a register", env=settings.env) if is_of_council else ""


def _has_database() -> bool:
    database = models.database.obj  # opening a file of SQLite would make it
    return database is not None and not (isinstance(database, SqliteDatabase) and not Path(database.database).exists())


def get_newer_schema() -> str:
    """That a newer version migrated this database, in one line; '' where none did, or where there is no database."""
    if not _has_database():
        return ""
    try:
        return _newer(migrations())
    except PeeweeException:
        return ""


def migrations() -> list[Any]:
    """Every migration in order, `applied` None for what is pending, `path` None for what this version does not know."""
    try:
        with models.database.obj.connection_context():
            return list(Runner(models.database.obj, str(MIGRATIONS)).status())
    finally:
        models.database.obj.close_all()  # gunicorn forks after this: processes must not share a pooled connection


def _newer(status: Iterable[Any]) -> str:
    unknown = [migration.name for migration in status if not migration.path]
    return NEWER.format(name=unknown[-1], version=VERSION) if unknown else ""


class Command(click.Command):
    """Reports as one line, with exit code 1, what can be put right: a sealing key, a file, a database not set up."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, unless the database is lost or a newer version has migrated it."""
        if problem := get_lost_problem() or get_newer_schema():
            raise click.ClickException(problem)
        try:
            return super().invoke(ctx)
        except SealKeyError as error:
            raise click.ClickException(str(error)) from error
        except PeeweeException as error:
            if why_not := get_migration_problem():
                raise click.ClickException(why_not) from error
            if why := why_unavailable(error):
                raise click.ClickException(f"This could not be done: {why} ({code_of(error)}).") from error
            raise
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}.") from error


class CommandGroup(AppGroup):
    """A group of such commands."""

    command_class = Command


def load_certificates(path: Path | None) -> tuple[x509.Certificate, ...]:
    """The certificates in a PEM file; () for None. Raises ClickException for an invalid file."""
    if path is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{path} does not hold certificates (PEM).") from error


def unreadable_roots() -> str:
    """The message for an unreadable file of time-stamp roots."""
    return f"{settings().time_stamp_roots_file} could not be read: no time-stamp is asked for."
