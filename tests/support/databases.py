"""Clean databases, cheaply: each kind is made once, migrated and filled, and every test gets a copy."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import models
from commands.setup import bring_up_to_date
from records import clock
from tests.data.load import load_council
from tests.support.postgres import copy_database, drop_database

Fill = Callable[[], None]


def nothing() -> None:
    """Leave a database as its migrations made it."""


def the_council() -> None:
    """Fill a database with the tests' council, as of today."""
    load_council(clock.today())


def _make(url: str, fill: Fill) -> None:
    models.disconnect()
    models.connect_to(url)
    bring_up_to_date()
    fill()
    models.disconnect()


class SqliteDatabases:
    """Copies of SQLite files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new database without a table; gone afterwards."""
        file = self.folder / f"empty-{next(self.numbers)}.db"
        try:
            yield f"sqlite:///{file}"
        finally:
            self._throw_away(file)

    @contextmanager
    def copy(self, fill: Fill) -> Iterator[str]:
        """A new database, filled; gone afterwards."""
        template = self.folder / f"{fill.__name__}.db"
        if not template.exists():
            _make(f"sqlite:///{template}", fill)
        file = self.folder / f"copy-{next(self.numbers)}.db"
        shutil.copy(template, file)
        try:
            yield f"sqlite:///{file}"
        finally:
            self._throw_away(file)

    def _throw_away(self, file: Path) -> None:
        models.disconnect()
        for left in self.folder.glob(f"{file.name}*"):
            left.unlink()


class PostgresDatabases:
    """Copies of databases on the server that `admin_url` administers."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.templates: set[str] = set()
        self.numbers = itertools.count(1)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new database without a table; gone afterwards."""
        with self._copy_of("template0") as url:
            yield url

    @contextmanager
    def copy(self, fill: Fill) -> Iterator[str]:
        """A new database, filled; gone afterwards."""
        template = fill.__name__
        if template not in self.templates:
            _make(copy_database(self.admin_url, template, "template0"), fill)
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
