"""A brother or sister said to be grown up is held against the date of birth that the register has of them."""

from __future__ import annotations

from datetime import date

import pytest

from forms import get_kind
from models import Child, Record
from records import clock, weighing
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import saved, section

pytestmark = pytest.mark.usefixtures("app")

PLACE = next(one.key for one in get_kind(factories.TRANSFER_MEETING).sections if "siblings" in one.questions())


@pytest.fixture
def brother() -> Child:
    return Child.get(Child.name == "Josiah Adeyemi-Clarke")


def born(brother: Child, day: date | None) -> None:
    Child.update(date_of_birth=day).where(Child.id == brother.id).execute()


def clashes(record: Record) -> list[str]:
    found = weighing.contradictions_in(factories.fresh(record))
    return [one.name for one in found if one.at.startswith("siblings-")]


@pytest.mark.parametrize(
    "known, named", [("fourteen", ["grown_up_too_young"]), ("nothing", ["sibling_of_another_status"])]
)
def test_who_is_not_grown_up_by_the_register_is_named_where_it_is_said(
    sign_in: SignIn, brother: Child, known: str, named: list[str]
) -> None:
    today = clock.today()
    born(brother, today.replace(year=today.year - 14, day=1) if known == "fourteen" else None)
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(author, record, PLACE)

    author.press(form, {"action": "later", "siblings-0-same_worker_after": "adult"}, status=302)

    assert saved(record)["siblings"][0]["same_worker_after"] == "adult"
    assert clashes(record) == named


def test_who_comes_of_age_by_the_register_is_grown_up_without_being_asked(brother: Child) -> None:
    today = clock.today()
    born(brother, date(today.year - 18, today.month, 1))
    record = factories.start_draft()
    assert saved(record)["siblings"][0]["same_worker_after"] == "adult"
    assert clashes(record) == []
