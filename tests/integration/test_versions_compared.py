"""After a return, everybody who reads the next version sees what changed, answer by answer."""

from __future__ import annotations

import pytest

from models import Record, State
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, words_of

pytestmark = pytest.mark.usefixtures("app")

READERS = [story.AUTHOR, story.RECEIVING_WORKER, story.TRANSFERRING_LEADER, factories.LOCALITY_LEADER]


@pytest.fixture
def record(app: object) -> Record:
    """A returned record."""
    return factories.in_state(State.RETURNED)


def changes_on(page: Page) -> dict[str, tuple[list[str], list[str]]]:
    """What the page lists as changed: question → what it said before, what it says now."""
    (section,) = page.each("section", class_="handover-changes")
    rows = [row for row in section.iter("div") if "govuk-summary-list__row" in row.get("class", "")]
    return {
        words_of(next(row.iter("dt"))): (
            [words_of(one).removeprefix("Before: ") for one in row.iter("del")],
            [words_of(one).removeprefix("Now: ") for one in row.iter("ins")],
        )
        for row in rows
    }


def edit_and_submit(record: Record) -> Record:
    answers = dict(factories.fresh(record).answers)
    people = [*answers["other_attendees"], {"name": "Oluwaseun Adébáyò", "role": "Family time supervisor"}]
    factories.save(record, meeting_place="Northgate family centre", meeting_chair=None, other_attendees=people)
    factories.submit(record)
    return factories.fresh(record)


@pytest.mark.parametrize("email", READERS)
def test_every_reader_of_the_next_version_sees_what_changed(sign_in: SignIn, record: Record, email: str) -> None:
    before = record.answers
    edit_and_submit(record)

    page = sign_in(email).open(f"/records/{record.reference}/answers")

    changes = changes_on(page)
    assert changes["Where was it?"] == ([before["meeting_place"]], ["Northgate family centre"])
    assert changes["Who chaired it?"] == ([before["meeting_chair"]], ["Not answered"])
    assert changes["Who else was there?"] == ([], ["Oluwaseun Adébáyò, Family time supervisor"])
    assert len(changes) == 3
    assert "What changed since version 1" in page.words
    assert f"Priya Raghunathan returned this: {' '.join(factories.REASON.split())}" in page.words


def test_who_decides_reads_what_changed_before_the_rest(sign_in: SignIn, record: Record) -> None:
    record = edit_and_submit(record)
    step = factories.step_of(record, "new_worker")

    page = sign_in(story.RECEIVING_WORKER).open(f"/records/{record.reference}/steps/{step.id}")

    headings = [words_of(one) for one in page.each("h2")]
    assert headings.index("What changed since version 1") == 0


def test_the_author_sees_it_in_the_draft_too_as_it_grows(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(story.AUTHOR)
    assert "No answer has changed." in reader.open(f"/records/{record.reference}/check").words

    factories.save(record, meeting_place="Northgate family centre")
    assert list(changes_on(reader.open(f"/records/{record.reference}/check"))) == ["Where was it?"]


def test_a_changed_reason_for_a_departure_is_shown(sign_in: SignIn, record: Record) -> None:
    factories.save(record, answers={"departure-315.2.1.3": "The date could not be moved, and Maya wanted it so."})

    changes = changes_on(sign_in(story.AUTHOR).open(f"/records/{record.reference}/check"))

    reason = ["The date could not be moved, and Maya wanted it so."]
    (said,) = [changes[one] for one in changes if one.startswith("Reason for departing from 3.1.5, Child focus: ")]
    assert said == (["Not answered"], reason)


def test_a_first_version_compares_with_nothing(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)

    assert "What changed since" not in sign_in(story.AUTHOR).open(f"/records/{record.reference}/answers").words
