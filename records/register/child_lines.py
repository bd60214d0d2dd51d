"""Loads the lines about children: children.csv, and the files of their spells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from models import About, Child, ChildSpell, Family
from records.register import line_days
from records.register.dated import Spells
from records.register.files import ChildLine, Line, RegisterFiles
from records.register.loaded import Known, Load, change, upsert
from records.register.problems import Problem

CATEGORY = "child_protection_category"
OF_SPELLS = (*About, CATEGORY, *(f"{about}_since" for about in About))
PROTECTED = "child_protection"
RUNS_TWICE = "Say when one of them ended: line {} says what runs too."


def load_child(
    line: Line[ChildLine], children: dict[str, Child], families: dict[str, Family], load: Load
) -> list[Problem]:
    """Load a line of children.csv, less the facts that have spells; returns its problems."""
    values = {column: value for column, value in line.given.items() if column not in OF_SPELLS}
    if "family" in values:
        name = values.pop("family")
        if name and name not in families:
            families[name] = Family.create(name=name)
        values["family_id"] = families[name].id if name else None
    before = children.get(line.row.local_id)
    if values.get("date_of_birth", before.date_of_birth if before else None):
        values["expected_date_of_birth"] = None  # born: exports go on giving the day that was expected
    child = children[line.row.local_id] = upsert(before, Child, values, load.tally)
    if child.date_of_birth and child.date_of_birth > load.today:
        return [line.problem("date_of_birth", "Enter a day in the past, or use expected_date_of_birth.")]
    return _ends_of_life(line, child, load)


def _ends_of_life(line: Line[ChildLine], child: Child, load: Load) -> list[Problem]:
    """Problems of the days from which records are kept: neither is to come, nor before the birth."""
    first = child.date_of_birth or date.min
    days = {column: getattr(child, column) for column in ("date_of_death", "adoption_order_on") if column in line.given}
    return [
        line.problem(column, "Enter a day after the birth that has passed, or leave it blank.")
        for column, day in days.items()
        if day and not first <= day <= load.today
    ]


def load_spells(files: RegisterFiles, known: Known, load: Load) -> list[Problem]:
    """Load the files of spells, then what children.csv says of today, and keep the columns of Child equal to that.

    Returns the problems.
    """
    found = _Children(load)
    problems = []
    for about, lines in files.spells.items():
        for line in lines:
            problems += _load_spell(line, about, known, found)
    for line in files.children:
        problems += [problem for about in About for problem in _load_today(line, about, known, found)]
    found.store_today()
    return problems


class _Children:
    """The spells of the children that the files mention, and the lines that say what runs."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.running: dict[tuple[int, About], Line[Any]] = {}
        self._children: dict[int, tuple[Child, dict[About, Spells]]] = {}

    def spells_of(self, child: Child, about: About) -> Spells:
        """A child's spells about one thing."""
        if child.id not in self._children:
            rows = list(ChildSpell.select().where(ChildSpell.child == child).order_by(ChildSpell.id))
            of_child = {about: self._spells(child, about, rows) for about in About}
            self._children[child.id] = (child, of_child)
        return self._children[child.id][1][about]

    def _spells(self, child: Child, about: About, rows: list[ChildSpell]) -> Spells:
        owner = {"child_id": child.id, "about": str(about)}
        return Spells(ChildSpell, owner, [row for row in rows if row.about == about], self.load)

    def store_today(self) -> None:
        """Make the columns of Child equal to what runs today."""
        for child, of_child in self._children.values():
            running = {about: next(iter(spells.running), None) for about, spells in of_child.items()}
            values = {str(about): spell.value if spell else "" for about, spell in running.items()}
            status = running[About.STATUS]
            change(child, {**values, CATEGORY: status.category if status else None})


def _load_spell(line: Line[Any], about: About, known: Known, found: _Children) -> list[Problem]:
    row, child = line.row, known.children.get(line.row.child)
    if child is None:
        return [line.problem("child", f"Add '{row.child}' to children.csv, or correct the local id.")]
    if problems := line_days.check_order(line, row.started_on):
        return problems
    if line_days.is_left_out(line, found.load):
        return []
    ended_on = line_days.end_of(line, found.load)
    before = None if ended_on else found.running.setdefault((child.id, about), line)
    if before and before is not line:
        return [line.problem("ended_on", RUNS_TWICE.format(before.number))]
    more = {"category": getattr(row, CATEGORY)} if CATEGORY in line.given else {}
    _store(found.spells_of(child, about), {"value": getattr(row, about)}, (row.started_on, ended_on), more)
    return []


def _store(spells: Spells, values: dict[str, Any], days: tuple[date | None, date | None], more: dict[str, Any]) -> None:
    started_on, ended_on = days
    row = spells.record(values, started_on, ended_on, more)
    if row is None:
        before = spells.find_running(values) or next(iter(spells.running), None)
        spells.state(before, values, since=started_on, more=more)
        row = spells.find_running(values)
    if ended_on is None:
        for other in [one for one in spells.running if one is not row]:
            spells.end(other, started_on)


def _load_today(line: Line[ChildLine], about: About, known: Known, found: _Children) -> list[Problem]:
    """Load what a line of children.csv says of today."""
    if about not in line.given:
        return []
    child, value = known.children[line.row.local_id], line.given[about]
    said = found.running.get((child.id, about))
    if said and getattr(said.row, about) != value:
        text = f"Make it agree with {said.file}, line {said.number}, which says that {getattr(said.row, about)} runs."
        return [line.problem(about, text)]
    spells = found.spells_of(child, about)
    running = next(iter(spells.running), None)
    if value:
        since = line_days.since_of(line, f"{about}_since", found.load)
        spells.state(running, {"value": value}, since=since, more=dict(_category(line, about)))
    elif running:
        spells.end(running, None)
    return []


def _category(line: Line[ChildLine], about: About) -> Iterator[tuple[str, str | None]]:
    """The category that goes with a status, where it is given or there is none."""
    if about == About.STATUS and (CATEGORY in line.given or line.row.status != PROTECTED):
        yield "category", line.row.child_protection_category
