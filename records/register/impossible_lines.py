"""Checks the children of loaded files for what cannot be true, and says in which line it stands.

These are warnings: a register that holds an old error is still loaded, because all its other lines would grow old.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from models import Child
from protocol.consistency.impossible import WORKER, Life, Spell, check
from records.register.files import Line, RegisterFiles
from records.register.loaded import Known
from records.register.posts import HOLDS_NO_CASES
from records.register.problems import Problem

Place = tuple[str, str, str, date | None]  # local id, what it is about, value, first day


def find(files: RegisterFiles, known: Known, today: date) -> list[Problem]:
    """What cannot be true of the children whom the files mention, all that is known of them considered."""
    lines = dict(_lines_of_spells(files, known))
    children = {line.row.local_id: line for line in files.children}
    ids = children.keys() | {place[0] for place in lines}
    problems: list[Problem] = []
    for child in [known.children[local_id] for local_id in sorted(ids)]:
        said = [*_of_who_holds_no_cases(child, known)]
        said += [(found.spell, found.text) for found in check(_life(child, known, today), of_register=True)]
        for spell, text in said:
            place = (child.local_id, spell.about, spell.value, spell.started_on)
            problems.append(_problem(child, spell, text, lines.get(place) or children.get(child.local_id)))
    return problems


def _of_who_holds_no_cases(child: Child, known: Known) -> Iterator[tuple[Spell, str]]:
    """Of a child whose worker of today is somebody who holds no cases."""
    for time in known.times.get(child.id, ()):
        worker = known.people[time.worker_id]
        if time.ended_on is None and worker.role in HOLDS_NO_CASES:
            text = f"{worker.email} is {worker.role.replace('_', ' ')} and holds no cases. Give the child's worker."
            yield Spell(WORKER, worker.email, time.started_on), text


def _lines_of_spells(files: RegisterFiles, known: Known) -> Iterator[tuple[Place, Line[Any]]]:
    for about, lines in files.spells.items():
        for line in lines:
            yield (line.row.child, str(about), getattr(line.row, about), line.row.started_on), line
    for line in files.allocations:
        yield (line.row.child, WORKER, known.staff[line.row.worker].email, line.row.started_on), line


def _life(child: Child, known: Known, today: date) -> Life:
    """A child with what is known of them."""
    spells = [Spell(row.about, row.value, row.started_on, row.ended_on) for row in known.spells.get(child.id, ())]
    times = [
        Spell(WORKER, known.people[time.worker_id].email, time.started_on, time.ended_on)
        for time in known.times.get(child.id, ())
    ]
    return Life(today, (*spells, *times), child.date_of_birth, child.expected_date_of_birth)


def _problem(child: Child, spell: Spell, text: str, line: Line[Any] | None) -> Problem:
    if line is None:
        return Problem(f"child {child.local_id}", 0, spell.about, text)
    return line.problem(spell.about, text)
