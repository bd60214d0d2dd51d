"""A truthful record is not stuck on its pages: nothing could be done in an emergency, no meeting could be held."""

from __future__ import annotations

import pytest

from models import State
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import section

pytestmark = pytest.mark.usefixtures("app")

WHY = "Kayleigh was moved at four in the morning to a place that nobody may know, and nobody may ring it."
NO_ACTION = {"service_actions": None, "relationship_actions": None}


def test_an_emergency_in_which_nothing_can_be_done_says_why_once_and_goes_to_the_managers_above(
    sign_in: SignIn,
) -> None:
    record, leader = four.emergency(**NO_ACTION), sign_in(other.REALLOCATING_LEADER)
    where = f"/records/{record.reference}"
    assert "Enter what is done so that" in leader.open(f"{where}/check").words

    leader.press(section(leader, record, "action"), {"no_action_reason": WHY, "action": "continue"}, status=302)

    check = leader.open(f"{where}/check")
    assert "Why can't I submit?" not in check.words
    assert "must accept what is not met" in check.words
    leader.press(check.form(f"{where}/submit"), {"declared": "yes"}, status=302)
    record = factories.fresh(record)
    assert record.state == State.SUBMITTED
    declared = factories.step_of(record, "confirming_manager").declaration
    assert declared.endswith("I have read why no action can be planned or put in place.")


def test_an_emergency_whose_reason_stands_beside_the_empty_list_can_be_submitted_from_its_pages(
    sign_in: SignIn,
) -> None:
    record = four.emergency(relationship_actions=None, **{"departure-142.4.5": WHY})
    leader = sign_in(other.REALLOCATING_LEADER)

    leader.press(section(leader, record, "action"), {"action": "continue"}, status=302)

    assert "Why can't I submit?" not in leader.open(f"/records/{record.reference}/check").words


def test_of_a_meeting_that_cannot_be_held_nothing_more_is_asked_than_why(sign_in: SignIn) -> None:
    none = {"meeting_date": None, "meeting_place": None, "meeting_chair": None, "all_attended": None}
    record = factories.ready_draft(
        meeting_state="cannot_be_held", other_attendees=None, **none, **{"departure-142.3.1": WHY}
    )
    author, where = sign_in(story.AUTHOR), f"/records/{record.reference}"
    page = author.open(f"{where}/sections/meeting")

    for asked in (
        "When was it",
        "Where was it?",
        "Who chaired it?",
        "Who else was there?",
        "noted on the child's file",
    ):
        assert asked not in page.words
    author.press(page.form(id="section-form"), {"action": "continue"}, status=302)

    check = author.open(f"{where}/check")
    assert "Why can't I submit?" not in check.words
    author.press(check.form(f"{where}/submit"), {"declared": "yes"}, status=302)
    assert factories.fresh(record).state == State.SUBMITTED
