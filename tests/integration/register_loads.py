"""Files of the register that a test writes and loads, on one day after another."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models import About, Child, ChildSpell
from records import clock
from records.register import loading
from records.register.facts import facts_on
from records.register.files import RegisterFiles
from records.register.loaded import Tally
from records.register.problems import RegisterError
from records.register.reading import read_folder
from tests import factories
from tests.integration.conftest import changes_since, everything
from tests.integration.register_csv import write

Rows = list[dict[str, Any]]
BORN = date(2014, 3, 27)
ANN = {"local_id": "T1", "name": "Ann Example", "date_of_birth": BORN, "status": "child_in_need"}


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


class Register:
    """Loads files on one day after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, **files: Rows) -> RegisterFiles:
        """These files alone."""
        for path in self.folder.glob("*.csv"):
            path.unlink()
        for name, rows in files.items():
            if rows:
                write(self.folder, name, rows)
        return read_folder(self.folder, today=clock.today())

    def load(self, days_ago: int = 0, /, **files: Rows) -> Tally:
        """Load these files alone, so many days ago."""
        return loading.load(self.read(**files), today=ago(days_ago))

    def refused(self, **files: Rows) -> str:
        """What is said to files that are refused, which changes nothing."""
        before = everything()
        with pytest.raises(RegisterError) as error:
            self.load(**files)
        assert changes_since(before) == []
        return str(error.value)

    def warned(self, **files: Rows) -> list[str]:
        """What is said of files that are loaded all the same."""
        return [str(problem) for problem in self.load(**files).warnings]


def ann(**changes: Any) -> Rows:
    return [ANN | changes]


def spell(code: str, about: About = About.STATUS, **days: Any) -> dict[str, Any]:
    return {"child": "T1", str(about): code, "started_on": "", "ended_on": ""} | days


def history(about: About = About.STATUS) -> list[tuple[str, date | None, date | None]]:
    """Ann's spells: value, first day, end."""
    rows = ChildSpell.select().where((ChildSpell.child == child()) & (ChildSpell.about == about))
    return [(row.value, row.started_on, row.ended_on) for row in rows.order_by(ChildSpell.id)]


def child() -> Child:
    return factories.child("T1")


def fact(about: About, on: date | None = None) -> tuple[str, date | None] | None:
    """The value of a fact about Ann, and since when; None where it is unknown."""
    found = facts_on(child(), on).get(about)
    return (found.value, found.since) if found else None
