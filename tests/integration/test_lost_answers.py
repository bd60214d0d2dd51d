"""Answers of the live check that never came, or came for another page: the next one brings what the page has not."""

from __future__ import annotations

import pytest

from models import Record
from tests import factories
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.correcting import correction
from tests.integration.writing import AUTHOR, later, section
from tests.support.reader import Form, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

APPEARS = "question-legal_status_since"


@pytest.fixture
def record() -> Record:
    """A draft about a child of whom the register knows no legal status, so that nobody is asked since when."""
    register_says(factories.child(), legal_status="none", legal_status_since=None)
    return factories.ready_draft()


def opened(reader: Reader, record: Record, key: str) -> tuple[Form, set[str]]:
    """The form of a section that is opened now, and the ids on its page."""
    form = section(reader, record, key)
    return form, {found for one in reader.page.html.iter() if (found := one.get("id"))}


def put_in(page: Page) -> set[str]:
    """The ids of what an answer of the check puts in somewhere on the page."""
    swaps = [(one.get("hx-swap-oob", ""), one.get("id", "")) for one in page.html.iter()]
    return {how.partition("#")[2] or own for how, own in swaps if how}


def test_the_answer_after_a_lost_one_brings_the_question_that_the_page_has_not(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(AUTHOR)
    form, there = opened(reader, record, "child")
    lost = reader.press(form, correction("C2"), status=200, htmx=True)
    assert APPEARS in put_in(lost)

    page = reader.press(form, correction("C2"), status=200, htmx=True)

    assert APPEARS in put_in(page)
    assert put_in(page) <= there


def test_the_answer_after_a_lost_one_takes_away_what_the_page_still_has(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(AUTHOR)
    later(reader, section(reader, record, "child"), **correction("C2"))
    form, there = opened(reader, record, "child")
    reader.press(form, correction("", ""), status=200, htmx=True)

    page = reader.press(form, correction("", ""), status=200, htmx=True)

    assert APPEARS in put_in(page)
    assert put_in(page) <= there
    assert "legal_status_since" not in {one.get("id") for one in page.html.iter()}


def test_a_question_that_another_tab_made_asked_is_brought_with_the_next_answer(
    sign_in: SignIn, record: Record
) -> None:
    here, there_too = sign_in(AUTHOR), sign_in(AUTHOR)
    form, there = opened(here, record, "child")
    later(there_too, section(there_too, record, "child"), **correction("C2"))

    page = here.press(form, {"child_pronouns": "she"}, status=200, htmx=True)

    assert APPEARS in put_in(page)
    assert put_in(page) <= there


def test_what_the_page_has_already_is_left_alone(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(AUTHOR)
    later(reader, section(reader, record, "child"), **correction("C2"))
    form, _ = opened(reader, record, "child")

    page = reader.press(form, {}, status=200, htmx=True)

    assert not {one for one in put_in(page) if one.startswith("question-")}


@pytest.mark.parametrize("key", ["child", "workers", "reasons", "plan", "readiness", "meeting", "introduction"])
def test_whatever_somebody_else_wrote_meanwhile_an_answer_names_no_place_that_the_page_has_not(
    sign_in: SignIn, key: str
) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    form, there = opened(reader, record, key)
    complete = factories.ready_draft().answers
    factories.save(record, editor="another tab", **complete)

    assert put_in(reader.press(form, {}, status=200, htmx=True)) <= there
