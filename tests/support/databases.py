"""Clean databases: a template of each kind is migrated and filled once, and every test gets a copy."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import models
from commands.setup import apply_migrations
from records import clock
from tests.data.load import load_council
from tests.support.postgres import copy_database, drop_database

Fill = Callable[[], None]


def leave_empty() -> None:
    """Add nothing to the migrated database."""


def fill_with_council() -> None:
    """Load the tests' council, as of today."""
    load_council(clock.today())


def _make_template(url: str, fill: Fill) -> None:
    models.disconnect()
    models.connect_to(url)
    apply_migrations()
    fill()
    models.disconnect()


class SqliteDatabases:
    """SQLite databases, as files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Yields the URL of a new database without tables; deleted afterwards."""
        file = self.folder / f"empty-{next(self.numbers)}.db"
        file.touch()
        try:
            yield f"sqlite:///{file}"
        finally:
            self._delete(file)

    @contextmanager
    def copy(self, fill: Fill) -> Iterator[str]:
        """Yields the URL of a copy of the template filled by `fill`; deleted afterwards."""
        template = self.folder / f"{fill.__name__}.db"
        if not template.exists():
            _make_template(f"sqlite:///{template}", fill)
        file = self.folder / f"copy-{next(self.numbers)}.db"
        shutil.copy(template, file)
        try:
            yield f"sqlite:///{file}"
        finally:
            self._delete(file)

    def _delete(self, file: Path) -> None:
        models.disconnect()
        for left in self.folder.glob(f"{file.name}*"):
            left.unlink()


class PostgresDatabases:
    """PostgreSQL databases on the server of `admin_url`."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.templates: set[str] = set()
        self.numbers = itertools.count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Yields the URL of a new database without tables; deleted afterwards."""
        with self._copy_of("template0") as url:
            yield url

    @contextmanager
    def copy(self, fill: Fill) -> Iterator[str]:
        """Yields the URL of a copy of the template filled by `fill`; deleted afterwards."""
        template = fill.__name__
        if template not in self.templates:
            _make_template(copy_database(self.admin_url, template, "template0"), fill)
            self.templates.add(template)
        with self._copy_of(template) as url:
            yield url

    @contextmanager
    def _copy_of(self, template: str) -> Iterator[str]:
        name = f"copy_{next(self.numbers)}"
        try:
            yield copy_database(self.admin_url, name, template)
        finally:
            models.disconnect()
            drop_database(self.admin_url, name)
