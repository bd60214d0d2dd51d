"""flask backup and flask restore: the database and the seal together, while the service runs."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from peewee import PeeweeException

from commands.context import (
    MIGRATIONS,
    Command,
    CommandGroup,
    get_authority_problem,
    get_migration_problem,
    migrations,
    settings,
)
from commands.keeping import folders
from commands.keeping.manifest import BackupError, Manifest
from documents import words
from faults import code_of, why_unavailable
from records import clock
from records.reporting import backups
from settings import VERSION

FOLDER = click.Path(file_okay=False, path_type=Path)
NOTHING_LEFT = "Nothing half done is left. Make room, and run it again."
NEXT = (
    "Next: 'flask setup', 'flask audit verify', then start web and worker. Mail that waited at that time is sent, "
    "though it may have been sent since."
)


class BackupGroup(CommandGroup):
    """'flask backup FOLDER' makes one, 'flask backup check FOLDER' checks one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What is no command's name is the folder of a backup to make."""
        return super().resolve_command(ctx, args if args[0] in self.commands else ["make", *args])


backup_group = BackupGroup(
    "backup",
    help="Back up database and seal: 'flask backup FOLDER', into a new folder. 'flask backup check FOLDER' checks one.",
    subcommand_metavar="FOLDER | check FOLDER",
)


@backup_group.command("make", hidden=True)
@click.argument("folder", type=FOLDER)
def make_backup(folder: Path) -> None:
    """Back up the database and the seal into a new FOLDER while the service runs, and note in the database that it was.

    The settings, the passphrase and the files that settings name are not in it. A database that lacks migrations is
    backed up as it is: so the new version can do it before an upgrade.
    """
    unusable = None if _is_set_up() else get_migration_problem()
    if why_not := unusable or get_authority_problem(settings()):
        raise click.ClickException(why_not)
    for left in folders.remove_broken_off(folder):
        click.echo(f"Removed what a backup left that was broken off: {left}")
    at = clock.now()
    made = _reported(folder, folders.make, settings(), folder, at)
    click.echo(_described(made))
    try:
        backups.note(f"{socket.gethostname()}:{folder.resolve()}", at)
    except PeeweeException:
        click.echo("The database could not note it: 'flask setup --check' knows nothing of it.")


def _is_set_up() -> bool:
    try:
        return any(migration.applied for migration in migrations())
    except PeeweeException:
        return False


@backup_group.command("check")
@click.argument("folder", type=FOLDER)
def check_backup(folder: Path) -> None:
    """Check a backup: hashes, that its database opens whole, its schema, the ends of its audit trails, and its seal.

    Nothing is restored. Exit code 1 when something is wrong.
    """
    said, wrong = _reported(folder, folders.check, folder)
    click.echo(_described(said))
    if not wrong and (why_not := folders.seal_problem(settings(), folder, said.made_at)):
        wrong = [why_not]
    if not wrong and said.contents.schema not in _known():
        wrong = [folders.NEWER.format(version=said.version, ours=VERSION)]
    for one in wrong:
        click.echo(f"! {one}")
    click.echo("This backup is not in order." if wrong else "This backup is in order.")
    raise SystemExit(1 if wrong else 0)


@click.command("restore", cls=Command)
@click.argument("folder", type=FOLDER)
@with_appcontext
def restore(folder: Path) -> None:
    """Restore the backup in FOLDER into an empty database and data folder. Anything that is there is left alone.

    Exit code 1 where nothing was restored, or what was restored cannot seal.
    """
    left = folders.find_broken_off(settings())
    said, replaced = _reported(settings().data_folder, folders.restore, settings(), folder, _known())
    click.echo(_described(said))
    if replaced:
        click.echo(f"It replaced what held nothing: {', '.join(replaced)}.")
    if left:
        click.echo(f"It removed what a restore left that was broken off: {', '.join(map(str, left))}.")
    why_not = folders.seal_problem(settings(), folder, said.made_at)
    if why_not:
        click.echo(f"! {why_not}")
    click.echo(f"Restored. {NEXT}")
    raise SystemExit(1 if why_not and (folder / folders.SEAL).is_dir() else 0)


def _reported(place: Path, work: Any, *given: Any) -> Any:
    """Raises ClickException with what a BackupError says, or why nothing can be written in `place`."""
    try:
        return work(*given)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    except shutil.Error as error:  # of several files
        raise click.ClickException(f"{place}: {error.args[0][0][-1]}. {NOTHING_LEFT}") from error
    except (sqlite3.Error, OSError) as error:
        why = why_unavailable(error)
        if not why or getattr(error, "filename", None):
            raise
        raise click.ClickException(f"{place}: {why} ({code_of(error)}). {NOTHING_LEFT}") from error


def _known() -> set[str]:
    """The migrations of this version, without opening a database."""
    return {file.stem for file in MIGRATIONS.glob("[0-9]*.py")}


def _described(made: Manifest) -> str:
    size = sum(size for _, size in made.files.values())
    holds = made.contents
    return (
        f"Backup of {words.in_time(made.made_at)}: {made.database}, migration {holds.schema}, {holds.records} records, "
        f"{holds.events} audit events, {size / 1e6:.1f} MB in {len(made.files)} files."
    )
