"""Making, checking and restoring the folder that is a backup: the database, seal/ and manifest.json."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

from peewee import SqliteDatabase

from commands.keeping import half_made, manifest, postgres, sqlite
from commands.keeping.manifest import BackupError, Contents, Manifest
from documents import keys, trust
from documents.keys import SealKeyError
from models import database
from settings import VERSION, Settings

SEAL = "seal"
BACKING_UP, RESTORING = ".handover-backup-", ".restoring-"
HALF_MADE = shutil.ignore_patterns(".making-*", ".trust-*")
TAKEN = "{folder} holds something already. Name a new folder for each backup."
INSIDE = "{folder} is inside the data folder, and would be lost with it. Name a folder elsewhere, best on another disk."
OTHER_KIND = "This backup is of {theirs}, and the database of this service is {ours}: see HANDOVER_DATABASE_URL."
NOT_EMPTY = "{what} is not empty, and nothing is ever restored over what is there. Name an empty {kind} first."
UNUSABLE = "Its seal/ could not be set up: {why} If that does not help, use another backup."
BROKEN_OFF = (
    "A restore was broken off and left {left}: the database here, if any, may lack its seal/. Run 'flask restore' "
    "again into an empty database and data folder, which removes that. Where both are whole, remove it by hand."
)
FOREIGN = (
    "Its database names the authority {theirs}, and its seal/ is under another: {here}. They are of two services, or "
    "seal/ was changed while it was made: use another backup."
)
NEWER = (
    "This backup was made by version {version}, whose database this version ({ours}) does not know. Restore it with "
    "that version, or a later one."
)


def make(settings: Settings, folder: Path, at: datetime) -> Manifest:
    """Make a backup in a new folder, which has its name only when it is whole. Raises BackupError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(TAKEN.format(folder=folder))
    if folder.resolve().is_relative_to(settings.data_folder.resolve()):
        raise BackupError(INSIDE.format(folder=folder))
    kind = _kind()
    with _becoming(folder) as place:
        contents = kind.copy(settings.database, place / kind.FILE)
        # After the database, so that every certificate that the database names is in it.
        if settings.seal_folder.is_dir():
            shutil.copytree(settings.seal_folder, place / SEAL, ignore=HALF_MADE)
        made = Manifest(at, VERSION, _name(kind), contents, manifest.hash_files(place))
        (place / manifest.FILE).write_text(made.to_json(), encoding="utf-8")
    return made


def remove_broken_off(folder: Path) -> list[Path]:
    """Remove what backups left beside `folder` that were ended before they were whole, and say which."""
    left = half_made.find_left(folder.parent, BACKING_UP)
    for one in left:
        shutil.rmtree(one)
    return left


@contextmanager
def _becoming(folder: Path) -> Iterator[Path]:
    """A folder to fill beside `folder`, which is for its owner alone, is written to the disk and then renamed."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with half_made.folder(folder.parent, BACKING_UP) as place:
        yield place
        for path in (*place.rglob("*"), place):
            path.chmod(0o700 if path.is_dir() else 0o600)
            _sync(path)
        place.rename(folder)
        _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check(folder: Path) -> tuple[Manifest, list[str]]:
    """A backup's manifest, and what is wrong with its files, a sentence each. Raises BackupError where it is none."""
    said = manifest.read(folder)
    found = manifest.hash_files(folder)
    wrong = [f"{name} is missing." for name in sorted(said.files.keys() - found.keys())]
    wrong += [f"{name} was not in the backup when it was made." for name in sorted(found.keys() - said.files.keys())]
    changed = sorted(name for name in said.files.keys() & found.keys() if said.files[name] != found[name])
    wrong += [f"{name} was changed after the backup was made, or is damaged." for name in changed]
    kind = KINDS.get(said.database)
    if kind is None or kind.FILE not in said.files:
        wrong.append("It names no database.")
    elif not wrong:
        try:
            found_in_it = kind.read(folder / kind.FILE)
            wrong += _differences(said.contents, found_in_it)
            wrong += _wrong_with_seal(folder / SEAL, found_in_it.authority)
        except BackupError as error:
            wrong.append(str(error))
    return said, wrong


def _wrong_with_seal(place: Path, authority: str) -> list[str]:
    """What 'flask setup' could not read of a seal, its trust.json for one, or that it is under another authority."""
    if not place.is_dir():
        return []
    try:
        trust.load(place)
        here = keys.root_fingerprint(place)
    except SealKeyError as error:
        return [UNUSABLE.format(why=error)]
    return [FOREIGN.format(theirs=authority, here=here or "none")] if authority and here != authority else []


def _differences(said: Contents, found: Contents) -> list[str]:
    """What the database of a backup says otherwise than its manifest."""
    wrong = [f"The audit trail of the record with the id {one} does not end as the record says." for one in found.loose]
    if found.schema != said.schema:
        wrong.append(f"Its database is at migration {found.schema or 'none'}, its manifest says {said.schema}.")
    if (found.records, found.events, found.heads) != (said.records, said.events, said.heads):
        wrong.append("The ends of its audit trails are not those in its manifest.")
    return wrong


def seal_problem(settings: Settings, folder: Path, at: datetime) -> str:
    """Why the seal of a backup of that moment could not be used with the settings here; '' where it could."""
    if not (folder / SEAL).is_dir():
        return "It holds no seal/: nothing was sealed when it was made."
    passphrase, pin = settings.seal_passphrase.get_secret_value(), settings.seal_token_pin.get_secret_value()
    try:
        keys.load_signer(folder / SEAL, passphrase, at, pin)
    except SealKeyError as error:
        return str(error)
    return ""


def restore(settings: Settings, folder: Path, known: set[str]) -> tuple[Manifest, list[str]]:
    """Restore a backup into an empty database and data folder; `known`: this version's migrations.

    Returns its manifest, and which empty files of SQLite made room for it. What a broken off restore left goes.
    Raises BackupError, and changes nothing, where the backup is damaged, of a later version or of the other kind of
    database, or where something is there already.
    """
    said, wrong = check(folder)
    if wrong:
        raise BackupError("\n".join(wrong))
    if said.contents.schema not in known:
        raise BackupError(NEWER.format(version=said.version, ours=VERSION))
    kind = _kind()
    if said.database != _name(kind):
        raise BackupError(OTHER_KIND.format(theirs=said.database, ours=_name(kind)))
    left = find_broken_off(settings)
    try:
        _refuse_what_is_there(settings)
    except BackupError as error:
        raise BackupError("\n".join(filter(None, (str(error), broken_off(settings))))) from error
    with _half_restored(settings.seal_folder, folder / SEAL):
        replaced: list[str] = kind.restore(settings.database, folder / kind.FILE)
    for one in left:
        shutil.rmtree(one)
    return said, replaced


def find_broken_off(settings: Settings) -> list[Path]:
    """What restores left that were ended before they were done: the seal that was to come with the database."""
    return half_made.find_left(settings.seal_folder.parent, RESTORING)


def broken_off(settings: Settings) -> str:
    """That a restore was broken off here, and what to do, in one or two lines; '' where none was."""
    left = ", ".join(map(str, find_broken_off(settings)))
    return BROKEN_OFF.format(left=left) if left else ""


def _refuse_what_is_there(settings: Settings) -> None:
    if _has_tables():
        raise BackupError(NOT_EMPTY.format(what="The database", kind="one"))
    if settings.seal_folder.is_dir() and any(settings.seal_folder.iterdir()):
        raise BackupError(NOT_EMPTY.format(what=settings.seal_folder, kind="HANDOVER_DATA_FOLDER"))


def _has_tables() -> bool:
    if isinstance(database.obj, SqliteDatabase) and not Path(database.obj.database).exists():
        return False  # opening it would make it
    with database.obj.connection_context():
        return bool(database.obj.get_tables())


@contextmanager
def _half_restored(place: Path, copied: Path) -> Iterator[None]:
    """Copy the seal beside its place first, and put it there when the rest is done: both come, or neither."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with half_made.folder(place.parent, RESTORING) as half:
        if copied.is_dir():
            shutil.copytree(copied, half, dirs_exist_ok=True, copy_function=manifest.copy_plain)
        half.chmod(0o700)
        yield
        if copied.is_dir():
            half.replace(place)


KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}


def _kind() -> ModuleType:
    return sqlite if isinstance(database.obj, SqliteDatabase) else postgres


def _name(kind: ModuleType) -> str:
    return next(name for name, one in KINDS.items() if one is kind)
