"""What the register has and its files no longer list. Nothing happens to it; a preview names it.

Where most of it is no longer listed a load says so too: the export was cut off or filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from models import Allocation, Child, Staff, Team
from records.register.files import RegisterFiles
from records.register.problems import Problem
from records.register.staff_lines import People
from records.reporting.plain_rows import rows_of

MOST_GONE = (
    "Check that it is whole, and neither cut off nor filtered: {:,} of the {:,} that the register has are not in it. "
    "A load leaves them as they are."
)
Stored = tuple[str, str, bool]  # what a line would be about, how it is shown, whether a line is


def find(files: RegisterFiles) -> tuple[dict[str, list[str]], list[Problem]]:
    """Name of file → what is stored and runs, and no line of that file is about, nor a refused line may be.

    Also a problem of each file in which more than half is missing. A file of lines that were refused is a part, and
    lists no more than them.
    """
    gone: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name in [name for name in FINDERS if name in files.paths and name not in files.parts]:
        stored = list(FINDERS[name](files))
        gone[name] = sorted(shown for about, shown, listed in stored if not (listed or files.refused.find(name, about)))
        if len(gone[name]) * 2 > len(stored):
            text = MOST_GONE.format(len(gone[name]), len(stored))
            problems.append(Problem(files.paths[name].name, 0, "whole file", text))
    return gone, problems


def _teams(files: RegisterFiles) -> Iterable[Stored]:
    listed = {line.row.name for line in files.teams}
    return ((team.name, team.name, team.name in listed) for team in Team.select().where(Team.active))


def _staff(files: RegisterFiles) -> Iterable[Stored]:
    """Of staff. Whom the files know by number and another address is listed."""
    stored = list(Staff.select())
    people = People(stored, files.staff)
    listed = {person.id for person, _ in map(people.find, files.staff) if person}
    return ((one.email, one.email, one.id in listed) for one in stored if one.active)


def _children(files: RegisterFiles) -> Iterable[Stored]:
    listed = {line.row.local_id for line in files.children}
    return ((local_id, local_id, local_id in listed) for (local_id,) in rows_of(Child.select(Child.local_id)))


def _allocations(files: RegisterFiles) -> Iterable[Stored]:
    """Of workers' times. Each by its child, the worker and the first day."""
    listed = {(line.row.child, line.row.started_on) for line in files.allocations}
    times = Allocation.select(Child.local_id, Staff.email, Allocation.started_on).join(Child).switch(Allocation)
    for local_id, email, day in rows_of(times.join(Staff).where(Allocation.ended_on.is_null())):
        yield local_id, f"{local_id}, {email} since {day}", (local_id, day) in listed


FINDERS: Mapping[str, Callable[[RegisterFiles], Iterable[Stored]]] = {
    "teams": _teams,
    "staff": _staff,
    "children": _children,
    "allocations": _allocations,
}
