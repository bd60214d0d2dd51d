"""Loads the lines about children: children.csv, and the files of their spells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from models import About, Child, ChildSpell, Family
from protocol.choices import UNBORN
from protocol.consistency.impossible import is_to_come
from protocol.folding import fold
from records.register import line_days, numbers
from records.register.dated import Spells, Values
from records.register.files import ChildLine, Line, RegisterFiles
from records.register.loaded import Known, Load
from records.register.problems import Problem
from records.register.rows import in_order

CATEGORY = "child_protection_category"
OF_SPELLS = (*About, CATEGORY, *(f"{about}_since" for about in About))
PROTECTED = "child_protection"
RUNS_TWICE = "Say when one of them ended: line {} says what runs too."
CHECKED = {"upn": numbers.upn_fault, "nhs_number": numbers.nhs_fault}  # and not kept
IS_TWICE = "Another line has this number too. A child has one line, and an adopted child a number of their own."
USED_AGAIN = (
    "Give this child a number of their own: this one was given to another, of another name and day of birth. If it is "
    "the same child, load the new name first, and the new day after it."
)


def load_child(
    line: Line[ChildLine], children: dict[str, Child], families: dict[str, Family], load: Load
) -> list[Problem]:
    """Load a line of children.csv, less the facts that have spells; returns its problems."""
    values = {column: value for column, value in line.given.items() if column not in (*OF_SPELLS, *CHECKED)}
    before = children.get(line.row.local_id)
    if before and _is_another(before, line.row):
        return [line.problem("local_id", USED_AGAIN)]
    if is_to_come(line.row.date_of_birth, load.today):
        return [line.problem("date_of_birth", "Enter a day in the past, or use expected_date_of_birth.")]
    if "family" in values:
        name = values.pop("family")
        if name and name not in families:
            families[name] = load.rows.add(Family, {"name": name})
        values["family_id"] = families[name].id if name else None
    if values.get("date_of_birth", before.date_of_birth if before else None):
        values["expected_date_of_birth"] = None  # born: exports go on giving the day that was expected
    if problems := _ends_of_life(line, values.get("date_of_birth", before.date_of_birth if before else None), load):
        return problems
    if before and before.date_of_birth:
        load.births[before.id] = before.date_of_birth
    children[line.row.local_id] = load.upsert(before, Child, values)
    _name_wrong_numbers(line, load)
    return []


def _ends_of_life(line: Line[ChildLine], born_on: date | None, load: Load) -> list[Problem]:
    """Problems of the days from which records are kept: neither is to come, nor before the birth."""
    days = {column: getattr(line.row, column) for column in ("date_of_death", "adoption_order_on")}
    return [
        line.problem(column, "Enter a day after the birth that has passed, or leave it blank.")
        for column, day in days.items()
        if day and not (born_on or date.min) <= day <= load.today
    ]


def _is_another(before: Child, row: ChildLine) -> bool:
    """Whether a line is about another child than the one who was given its local id: another name and another birth.

    A twin has the surname too, so that the first names tell them apart; Ann and Annie may be one child.
    """
    born_then, born = before.date_of_birth, row.date_of_birth
    if not (born_then and born and born_then != born):
        return False
    one, other = (fold(name).split() for name in (before.name, row.name))
    pairs = (*product(one[:1], other[:-1] or other), *product(other[:1], one[:-1] or one))
    return not any(_may_be_one(*pair) for pair in pairs)


def _may_be_one(name: str, other: str) -> bool:
    """Whether two first names may be one, shortened or not."""
    shorter, longer = sorted((name, other), key=len)
    return name == other or (len(shorter) > 1 and longer.startswith(shorter))


def _name_wrong_numbers(line: Line[ChildLine], load: Load) -> None:
    for column, fault in CHECKED.items():
        number = getattr(line.row, column)
        if text := fault(number):
            load.tally.warnings.append(line.problem(column, text))
        elif load.is_second(column, numbers.told_by(number)):
            load.tally.warnings.append(line.problem(column, IS_TWICE))


def load_spells(files: RegisterFiles, known: Known, load: Load) -> None:
    """Load the files of spells, then what children.csv says of today, and keep the columns of Child equal to that."""
    found = _Children(known, load)
    for about, lines in files.spells.items():
        for line in load.each(lines):
            load.refuse(line, _load_spell(line, about, known, found))
    for line in load.each(files.children):
        if line.row.local_id in known.children and not load.refused.find("children", line.row.local_id):
            load.refuse(line, [problem for about in About for problem in _load_today(line, about, known, found)])
    found.store_today()


class _SpellsOfChild(Spells):
    """A child's spells about one thing. Nobody is unborn beyond birth, whenever a load first says what followed.

    What ended or runs since the day of birth goes with it where that is corrected: it is no spell of its own.
    """

    def __init__(self, child: Child, about: About, rows: list[ChildSpell], load: Load) -> None:
        super().__init__(ChildSpell, {"child_id": child.id, "about": str(about)}, rows, load)
        self._born_on = child.date_of_birth
        before = load.births.get(child.id)
        if before and self._born_on and before != self._born_on:
            self._move(before, self._born_on)

    def _move(self, before: date, born_on: date) -> None:
        """Correct the day of birth in the spells that begin or end with it."""
        for row in self.rows:
            if row.value == UNBORN and row.ended_on == before:
                self._change(row, {"ended_on": max(born_on, row.started_on or date.min)})
            elif row.started_on == before and row.ended_on is None:
                self._change(row, {"started_on": born_on})

    def state(self, before: Any, values: Values, *, since: date | None, more: Values | None = None) -> None:
        """Say that a status runs: a plan that was made before the birth of a child who was unborn begins then."""
        was_unborn = any(row.value == UNBORN for row in self.rows)
        if was_unborn and values["value"] != UNBORN and since and self._born_on:
            since = max(since, self._born_on)
        super().state(before, values, since=since, more=more)

    def end(self, row: ChildSpell, day: date | None) -> None:
        """End a spell on a day; where that is unknown, on the day of this load, or at birth."""
        if row.value == UNBORN and self._born_on and self._born_on >= (row.started_on or date.min):
            day = min(self._born_on, day or self.load.today)
        super().end(row, day)


class _Children:
    """The spells of the children that the files mention, and the lines that say what runs."""

    def __init__(self, known: Known, load: Load) -> None:
        self.known, self.load = known, load
        self.running: dict[tuple[int, About], Line[Any]] = {}
        self._children: dict[int, tuple[Child, dict[About, Spells]]] = {}

    def spells_of(self, child: Child, about: About) -> Spells:
        """A child's spells about one thing."""
        if child.id not in self._children:
            rows = self.known.spells.get(child.id, [])
            of_child = {about: self._spells(child, about, rows) for about in About}
            self._children[child.id] = (child, of_child)
        return self._children[child.id][1][about]

    def _spells(self, child: Child, about: About, rows: list[ChildSpell]) -> Spells:
        return _SpellsOfChild(child, about, [row for row in rows if row.about == about], self.load)

    def store_today(self) -> None:
        """Make the columns of Child equal to what runs today."""
        for child, of_child in self._children.values():
            running = {about: next(iter(spells.running), None) for about, spells in of_child.items()}
            values = {str(about): spell.value if spell else "" for about, spell in running.items()}
            status = running[About.STATUS]
            self.load.rows.change(child, {**values, CATEGORY: status.category if status else None})
            self.known.spells[child.id] = sorted((row for one in of_child.values() for row in one.rows), key=in_order)


def _load_spell(line: Line[Any], about: About, known: Known, found: _Children) -> list[Problem]:
    row, child = line.row, known.children.get(line.row.child)
    if problems := found.load.depends(line, "child", "children"):
        return problems
    if child is None:
        return found.load.missing(line, "child", "children", "local id")
    if problems := line_days.check_order(line, row.started_on):
        return problems
    if line_days.is_left_out(line, found.load):
        return []
    ended_on = line_days.end_of(line, found.load)
    before = None if ended_on else found.running.setdefault((child.id, about), line)
    if before and before is not line:
        return [line.problem("ended_on", RUNS_TWICE.format(before.number))]
    more = {"category": getattr(row, CATEGORY)} if CATEGORY in row.model_fields_set else {}
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
    if about not in line.row.model_fields_set:
        return []
    child, value = known.children[line.row.local_id], getattr(line.row, about)
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
    if about == About.STATUS and (CATEGORY in line.row.model_fields_set or line.row.status != PROTECTED):
        yield "category", line.row.child_protection_category
