"""What follows an approved record: what was open is added beside it, what is overdue shows, a closing note ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import FollowUp, Record, RecordVersion, SealedDocument
from records import clock
from records.deciding import submission
from records.following import follow_up
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

LATE = "Core group brought forward"
PROMISED = "The full handover, or the closing meeting"
OPEN = "The child's file does not show this yet"


def in_boxes(name: str, days_ago: int = 0) -> dict[str, str]:
    """A date as its three boxes are posted."""
    day = clock.today() - timedelta(days=days_ago)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


FILED = in_boxes("no_handover_filed_on")
CLOSED = {"closing_note": "Everything planned was done. Kayleigh is well."} | in_boxes("closing_note_on")


@pytest.fixture
def sealed(app: Flask) -> Record:
    """Kayleigh's emergency, sealed, with a note for the file still to be made."""
    with app.app_context():
        return four.sealed(four.submitted(four.emergency()))


@pytest.fixture
def overdue(sealed: Record) -> Record:
    """The same, after two months in which nothing was heard of it."""
    version = history.version_of(sealed)
    version.answers = version.answers | {
        "service_actions": [row | {"by_when": "2020-01-31"} for row in version.answers["service_actions"]],
        "full_handover_on": "2020-02-28",
    }
    version.save()
    return factories.fresh(sealed)


def test_those_who_decide_read_what_is_still_to_be_done_before_the_answers(sign_in: SignIn) -> None:
    record = four.submitted(four.emergency())
    step = factories.open_step(record)
    said = sign_in(step.assignee.email).open(f"/records/{record.reference}/steps/{step.id}").words

    assert said.index("Still to be done") < said.index(OPEN) < said.index("At a glance")


def test_of_a_withdrawn_record_nothing_is_still_to_be_done(sign_in: SignIn) -> None:
    record = four.submitted(four.emergency())
    submission.withdraw(record=record, by=record.author, reason="He is back at work")

    assert "Still to be done" not in sign_in(record.author.email).open(f"/records/{record.reference}/answers").words


def test_what_was_done_since_is_not_said_to_be_still_to_do(sealed: Record, sign_in: SignIn) -> None:
    leader = sign_in(other.REALLOCATING_LEADER)
    where = f"/records/{sealed.reference}/follow-up"
    leader.press(leader.open(where).form(where), FILED, status=302)

    assert "Still to be done" not in leader.open(f"/records/{sealed.reference}/answers").words
    assert "Still to be done" not in leader.open(f"/records/{sealed.reference}").words


def test_what_was_open_when_it_was_approved_is_asked_for_and_can_be_added(sealed: Record, sign_in: SignIn) -> None:
    leader, document = sign_in(other.REALLOCATING_LEADER), bytes(SealedDocument.get(record=sealed).data)
    where = f"/records/{sealed.reference}/follow-up"
    assert OPEN in leader.open(f"/records/{sealed.reference}").words

    leader.press(leader.open(where).form(where), FILED, status=302)

    page = leader.follow()
    assert OPEN not in page.words
    assert "added by Gareth Pemberton" in page.words
    assert bytes(SealedDocument.get(record=sealed).data) == document
    assert RecordVersion.select().where(RecordVersion.record == sealed).count() == 1


def test_what_was_done_on_a_later_day_than_the_record_was_weighed_on_is_no_longer_open(sealed: Record) -> None:
    version = history.version_of(sealed)
    version.weighed_on = clock.today() - timedelta(days=3)
    version.save()
    assert [finding.statement for finding in follow_up.get_open(sealed)] == ["142.4.3"]

    follow_up.add(record=sealed, by=sealed.author, answers={"no_handover_filed_on": clock.today().isoformat()})

    assert follow_up.get_open(sealed) == []


def test_a_closing_note_needs_its_date_and_what_was_still_open(sealed: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), f"/records/{sealed.reference}/follow-up"

    page = leader.press(leader.open(where).form(where), {"closing_note": CLOSED["closing_note"]}, status=200)

    assert page.errors == [
        "Enter when that was put on the child's file, before the closing note ends this record",
        "Enter the date of the closing note",
    ]
    assert not FollowUp.select().exists()


def test_nothing_at_all_is_not_added(sealed: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), f"/records/{sealed.reference}/follow-up"

    assert leader.press(leader.open(where).form(where), status=200).errors == ["Enter what you want to add"]


@pytest.mark.parametrize("email", [other.REALLOCATING_LEADER, other.EMERGENCY_RECEIVING_LEADER])
def test_what_is_overdue_shows_to_the_author_and_the_team_leader_on_the_record_and_at_home(
    overdue: Record, sign_in: SignIn, email: str
) -> None:
    reader = sign_in(email)

    for page in (reader.open(f"/records/{overdue.reference}"), reader.open("/")):
        assert LATE in page.words
        assert PROMISED in page.words
        assert "due 31 January 2020" in page.words
    assert "Carol from family support visits as before" not in reader.open("/").words


def test_what_is_in_place_or_not_due_yet_is_not_overdue(sealed: Record) -> None:
    assert follow_up.get_overdue(sealed, today=clock.today()) == []


@pytest.mark.parametrize("email", [story.UNINVOLVED_WORKER, other.EMERGENCY_NEW_WORKER])
def test_nobody_else_has_it_at_home_as_theirs_to_do(overdue: Record, sign_in: SignIn, email: str) -> None:
    assert LATE not in sign_in(email).open("/").words


def test_a_closing_note_ends_what_is_overdue(overdue: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), f"/records/{overdue.reference}/follow-up"

    leader.press(leader.open(where).form(where), FILED | CLOSED, status=302)

    assert LATE not in leader.follow().words
    assert LATE not in leader.open("/").words
    leader.open(where, status=404)


def test_a_note_written_in_the_draft_does_not_end_a_record_before_it_begins(overdue: Record) -> None:
    version = history.version_of(overdue)
    version.answers = version.answers | {"closing_note": "Written too early"}
    version.save()

    assert [one.what for one in follow_up.get_overdue(overdue, today=clock.today())][0] == LATE


def test_a_closing_note_can_be_added_when_nothing_is_open_or_overdue(app: Flask, sign_in: SignIn) -> None:
    filed = four.emergency(no_handover_filed_on=clock.today().isoformat())
    with app.app_context():
        record = four.sealed(four.submitted(filed))
    leader = sign_in(other.REALLOCATING_LEADER)
    where = f"/records/{record.reference}/follow-up"
    assert where in leader.open(f"/records/{record.reference}").links

    page = leader.open(where)

    assert "When was that put on the child's file?" not in page.words
    leader.press(page.form(where), CLOSED, status=302)


@pytest.mark.parametrize("email", [other.CONFIRMING_MANAGER, story.CLUSTER_HEAD])
def test_somebody_who_only_reads_the_record_adds_nothing(sealed: Record, sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    reader.open(f"/records/{sealed.reference}/follow-up", status=403)
    reader.send(f"/records/{sealed.reference}/follow-up", FILED | {"csrf_token": reader.token()}, status=403)

    assert not FollowUp.select().exists()


def test_before_it_is_approved_nothing_follows(sign_in: SignIn) -> None:
    record, leader = four.submitted(four.emergency()), sign_in(other.REALLOCATING_LEADER)

    leader.open(f"/records/{record.reference}/follow-up", status=403)
