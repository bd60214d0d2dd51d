"""What the register has and its files no longer list. Nothing happens to it; a preview names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from models import Allocation, Child, Staff, Team
from records.register.files import RegisterFiles
from records.register.staff_lines import People


def find(files: RegisterFiles) -> dict[str, list[str]]:
    """Name of file → what is stored and runs, and no line of that file is about, nor a refused line may be."""
    return {name: sorted(_unlisted(files, name)) for name in FINDERS if name in files.paths}


def _unlisted(files: RegisterFiles, name: str) -> Iterable[str]:
    for about, shown in FINDERS[name](files):
        if not files.refused.find(name, about):
            yield shown


def _teams(files: RegisterFiles) -> Iterable[tuple[str, str]]:
    listed = {line.row.name for line in files.teams}
    return ((team.name, team.name) for team in Team.select().where(Team.active) if team.name not in listed)


def _staff(files: RegisterFiles) -> Iterable[tuple[str, str]]:
    """Of staff. Whom the files know by number and another address is listed."""
    stored = list(Staff.select())
    people = People(stored, files.staff)
    listed = {person.id for person, _ in map(people.find, files.staff) if person}
    return ((one.email, one.email) for one in stored if one.active and one.id not in listed)


def _children(files: RegisterFiles) -> Iterable[tuple[str, str]]:
    listed = {line.row.local_id for line in files.children}
    stored = (child.local_id for child in Child.select(Child.local_id))
    return ((local_id, local_id) for local_id in stored if local_id not in listed)


def _allocations(files: RegisterFiles) -> Iterable[tuple[str, str]]:
    """Of workers' times. Each by its child, the worker and the first day."""
    listed = {(line.row.child, line.row.started_on) for line in files.allocations}
    times = Allocation.select(Allocation.started_on, Child.local_id, Staff.email)
    for time in times.join(Child).switch(Allocation).join(Staff).where(Allocation.ended_on.is_null()):
        if (time.child.local_id, time.started_on) not in listed:
            yield time.child.local_id, f"{time.child.local_id}, {time.worker.email} since {time.started_on}"


FINDERS: Mapping[str, Callable[[RegisterFiles], Iterable[tuple[str, str]]]] = {
    "teams": _teams,
    "staff": _staff,
    "children": _children,
    "allocations": _allocations,
}
