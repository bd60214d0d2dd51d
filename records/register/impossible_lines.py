"""Checks the children of loaded files for what cannot be true, and says in which line it stands.

These are warnings: a register that holds an old error is still loaded, because all its other lines would grow old.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from peewee import chunked

from models import Allocation, Child, ChildSpell, Staff
from protocol.consistency.impossible import WORKER, Life, Spell, check
from records.register.files import Line, RegisterFiles
from records.register.loaded import CHUNK, Known
from records.register.posts import HOLDS_NO_CASES
from records.register.problems import Problem

Place = tuple[str, str, str, date | None]  # local id, what it is about, value, first day


def find(files: RegisterFiles, known: Known, today: date) -> list[Problem]:
    """What cannot be true of the children whom the files mention, the whole of what is stored of them considered."""
    lines = dict(_lines_of_spells(files, known))
    children = {line.row.local_id: line for line in files.children}
    ids = children.keys() | {place[0] for place in lines}
    problems: list[Problem] = []
    for some in chunked(sorted(ids), CHUNK):
        problems += _of_who_holds_no_cases(some, lines, children)
        for child, life in _lives([known.children[local_id] for local_id in some], today):
            for found in check(life, of_register=True):
                spell = found.spell
                place = (child.local_id, spell.about, spell.value, spell.started_on)
                problems.append(_problem(child, spell, found.text, lines.get(place) or children.get(child.local_id)))
    return problems


def _of_who_holds_no_cases(
    local_ids: list[str], lines: Mapping[Place, Line[Any]], children: Mapping[str, Line[Any]]
) -> Iterator[Problem]:
    """Of each of these children whose worker of today is somebody who holds no cases."""
    held = Allocation.select(Allocation, Staff, Child).join(Staff).switch(Allocation).join(Child)
    held = held.where(Child.local_id.in_(local_ids) & Allocation.ended_on.is_null() & Staff.role.in_([*HOLDS_NO_CASES]))
    for time in held.order_by(Allocation.id):
        child, worker = time.child, time.worker
        line = lines.get((child.local_id, WORKER, worker.email, time.started_on)) or children.get(child.local_id)
        text = f"{worker.email} is {worker.role.replace('_', ' ')} and holds no cases. Give the child's worker."
        yield _problem(child, Spell(WORKER, worker.email), text, line)


def _lines_of_spells(files: RegisterFiles, known: Known) -> Iterator[tuple[Place, Line[Any]]]:
    for about, lines in files.spells.items():
        for line in lines:
            yield (line.row.child, str(about), getattr(line.row, about), line.row.started_on), line
    for line in files.allocations:
        yield (line.row.child, WORKER, known.staff[line.row.worker].email, line.row.started_on), line


def _lives(children: list[Child], today: date) -> Iterator[tuple[Child, Life]]:
    """Each of these children with what is stored of them."""
    by_child: Mapping[int, list[Spell]] = {child.id: [] for child in children}
    spells = ChildSpell.select().where(ChildSpell.child.in_([*by_child])).order_by(ChildSpell.id)
    for row in spells:
        by_child[row.child_id].append(Spell(row.about, row.value, row.started_on, row.ended_on))
    times = Allocation.select(Allocation, Staff.email).join(Staff).where(Allocation.child.in_([*by_child]))
    for time in times.order_by(Allocation.id):
        by_child[time.child_id].append(Spell(WORKER, time.worker.email, time.started_on, time.ended_on))
    for child in children:
        yield child, Life(today, tuple(by_child[child.id]), child.date_of_birth, child.expected_date_of_birth)


def _problem(child: Child, spell: Spell, text: str, line: Line[Any] | None) -> Problem:
    if line is None:
        return Problem(f"child {child.local_id}", 0, spell.about, text)
    return line.problem(spell.about, text)
