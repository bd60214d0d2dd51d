"""Whatever is in the data folder is for the service's own account alone: folders 0700, files 0600."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from peewee import SqliteDatabase

import models
from settings import Settings

UMASK = 0o077  # what nobody but the owner may do with what a process makes


def find_loose(settings: Settings) -> Iterator[Path]:
    """Folders and files of the service that other accounts may read or change. Links are not followed."""
    for path in _ours(settings):
        with suppress(FileNotFoundError):  # -wal and -shm come and go
            mode = path.lstat().st_mode
            if not stat.S_ISLNK(mode) and mode & UMASK:
                yield path


def tighten(settings: Settings) -> tuple[int, list[Path]]:
    """Take the rights of others away: (how many were changed, those that belong to another account)."""
    changed, left = 0, []
    for path in list(find_loose(settings)):
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~UMASK)
            changed += 1
        except FileNotFoundError:
            continue
        except PermissionError:
            left.append(path)
    return changed, left


def _ours(settings: Settings) -> Iterator[Path]:
    """The data folder with all that is in it, and the files of a SQLite database elsewhere."""
    folder = settings.data_folder
    if folder.is_dir():
        yield folder
        yield from sorted(folder.rglob("*"))
    if isinstance(models.database.obj, SqliteDatabase):
        file = Path(models.database.obj.database)
        if not file.is_relative_to(folder.resolve()):
            yield from sorted(file.parent.glob(f"{file.name}*"))
