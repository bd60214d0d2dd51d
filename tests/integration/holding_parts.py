"""People of the register in tests: as answers, as posts of a form, with posts of their own."""

from __future__ import annotations

from typing import Any

from models import Post, Record, Role, Team
from records import clock
from tests import factories


def named(email: str) -> dict[str, Any]:
    person = factories.person(email)
    return {"id": person.id, "name": person.name}


def team_named(name: str) -> dict[str, Any]:
    return {"id": Team.get(Team.name == name).id, "name": name}


def posted(email: str, question: str) -> dict[str, Any]:
    """The controls of a picker in which this person was chosen."""
    person = factories.person(email)
    return {question: person.name, f"{question}-id": str(person.id)}


def hold(email: str, role: Role, **place: Any) -> None:
    """Somebody holds one more post from today on."""
    today = clock.today()
    Post.create(staff=factories.person(email), role=role, first_seen_on=today, seen_on=today, **place)


def vacate(email: str) -> None:
    """Nobody holds this person's posts any more."""
    Post.update(ended_on=clock.today()).where(Post.staff == factories.person(email)).execute()


def write_behind(record: Record, **answers: Any) -> None:
    """Put answers into a draft as an earlier version of the app would have saved them."""
    Record.update(answers=factories.fresh(record).answers | answers).where(Record.id == record.id).execute()
