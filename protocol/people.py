"""People in answers: a name, and the register's id where one is known."""

from typing import NamedTuple

from protocol.folding import same_name


class Person(NamedTuple):
    """A person, team or child in an answer. `id` is None when only a name is known."""

    id: int | None
    name: str


def person_from(value: object) -> Person | None:
    """Parse {"id", "name"} or a plain name; None for blank or anything else."""
    if isinstance(value, str):
        name = value.strip()
        return Person(None, name) if name else None
    if not isinstance(value, dict):
        return None
    number, written = value.get("id"), value.get("name")
    number = number if isinstance(number, int) and not isinstance(number, bool) else None
    name = written.strip() if isinstance(written, str) else ""
    return Person(number, name) if name or number is not None else None


def same_person(one: Person | None, other: Person | None) -> bool:
    """Whether two answers name the same person: by id when both have one, otherwise by name, however it is written."""
    if one is None or other is None:
        return False
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return same_name(one.name, other.name)
