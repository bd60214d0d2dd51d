"""People as answers name them: a register number where one is known, and a name."""

import unicodedata
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody (or a team, or a child) that an answer names. `id` is None when only a name is known."""

    id: int | None
    name: str


def person_from(value: object) -> Person | None:
    """The person in an answer: {"id", "name"} or a plain name; None for blank or anything else."""
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
    """Whether two answers name one person: by number when both have one, otherwise by name."""
    if one is None or other is None:
        return False
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return bool(one.name) and folded(one.name) == folded(other.name)


def folded(name: str) -> str:
    """A name for comparison: one Unicode form, no difference of case or spacing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
