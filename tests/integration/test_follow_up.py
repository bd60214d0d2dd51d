"""What follows an approved record: what was open is added beside it, what is overdue shows, a closing note ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from models import AuditEvent, FollowUp, PromisedDay, Record, RecordVersion, SealedDocument, State
from protocol import formatting
from records import clock
from records.deciding import submission
from records.following import follow_up, promises, working_days
from records.following.promises import PromiseLine
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

LATE = "Core group brought forward"
PROMISED = "The full handover, or the closing meeting"
IN_PLACE = "Carol from family support visits as before"
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
    """The same, after years in which nothing was heard of it."""
    PromisedDay.update(due_on=date(2020, 1, 31)).execute()
    RecordVersion.update(weighed_on=date(2020, 1, 2)).execute()
    return factories.fresh(sealed)


def of(record: Record, words: str) -> PromiseLine:
    """The promise that is said in these words."""
    return next(one for one in promises.get_promises(record) if words in (one.what, one.says))


def overdue_in(record: Record) -> list[str]:
    """What is overdue of what a record promised."""
    return [one.says or one.what for one in promises.get_promises(record) if one.is_overdue]


def said_of(record: Record, words: str) -> str:
    """Where it is said what became of a promise."""
    return f"/records/{record.reference}/promised/{of(record, words).day.id}"


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
    assert IN_PLACE not in reader.open("/").words


def test_what_is_in_place_or_not_due_yet_is_not_overdue(sealed: Record) -> None:
    assert overdue_in(sealed) == []
    assert IN_PLACE not in [one.says for one in promises.get_promises(sealed)]


def test_nobody_else_has_it_at_home_as_theirs_to_do(overdue: Record, sign_in: SignIn) -> None:
    assert LATE not in sign_in(story.UNINVOLVED_WORKER).open("/").words


def test_whoever_is_named_as_doing_it_has_what_is_theirs_at_home(overdue: Record, sign_in: SignIn) -> None:
    home = sign_in(other.EMERGENCY_NEW_WORKER).open("/").words

    assert LATE in home
    assert "A card from Ibrahim" not in home


def test_what_is_promised_for_today_or_the_next_working_day_is_due_next(sealed: Record, sign_in: SignIn) -> None:
    PromisedDay.update(due_on=clock.today()).where(PromisedDay.question == "service_actions").execute()

    home = sign_in(other.REALLOCATING_LEADER).open("/").words

    assert "Due next" in home
    assert "Overdue" not in home
    assert LATE in home


# What became of it


def test_what_was_promised_is_said_to_be_done_beside_the_sealed_record(overdue: Record, sign_in: SignIn) -> None:
    leader, document = sign_in(other.REALLOCATING_LEADER), bytes(SealedDocument.get(record=overdue).data)
    where = said_of(overdue, LATE)
    assert where in leader.open(f"/records/{overdue.reference}").links

    leader.press(leader.open(where).form(where), {"became": "done"} | in_boxes("done_on", 2), status=302)

    page = leader.follow()
    assert f"Done on {formatting.day(clock.today() - timedelta(days=2))}" in page.words
    assert where not in page.links
    assert LATE not in overdue_in(overdue)
    assert bytes(SealedDocument.get(record=overdue).data) == document
    assert AuditEvent.select().where(AuditEvent.event == "promise_answered").count() == 1


def test_nothing_was_done_before_the_record_said_that_it_was_still_to_be_done(sealed: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), said_of(sealed, LATE)

    page = leader.press(leader.open(where).form(where), {"became": "done"} | in_boxes("done_on", 1))

    assert "says that it was still to be done" in page.words
    assert of(sealed, LATE).is_open
    leader.press(page.form(where), {"became": "done"} | in_boxes("done_on"), status=302)
    assert not of(sealed, LATE).is_open


@pytest.mark.parametrize("days_ago, taken", [(5_800, False), (1, True)])
def test_what_is_added_contradicts_nothing_in_the_record(
    sealed: Record, sign_in: SignIn, days_ago: int, taken: bool
) -> None:
    author, where = sign_in(other.REALLOCATING_LEADER), f"/records/{sealed.reference}/follow-up"
    happened = date.fromisoformat(history.version_of(sealed).answers["happened_on"])
    assert (clock.today() - happened).days >= 1

    page = author.press(
        author.open(where).form(where), in_boxes("no_handover_filed_on", days_ago), status=302 if taken else 200
    )

    assert taken or "before what happened on" in page.words
    assert FollowUp.select().where(FollowUp.question == "no_handover_filed_on").count() == int(taken)


def test_what_did_not_happen_wants_a_reason_and_is_due_no_more(overdue: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), said_of(overdue, LATE)

    page = leader.press(leader.open(where).form(where), {"became": "not_done"}, status=200)
    assert page.errors == ["Enter why it did not happen"]
    assert not FollowUp.select().exists()
    leader.press(page.form(where), {"became": "not_done", "not_done_why": "The family moved away"}, status=302)

    assert "Did not happen: The family moved away" in leader.follow().words
    assert LATE not in overdue_in(overdue)


def test_what_is_put_off_is_due_on_its_new_day_and_not_on_one_that_has_passed(overdue: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), said_of(overdue, LATE)
    put_off = {"became": "put_off", "put_off_why": "She is ill"}

    page = leader.press(leader.open(where).form(where), put_off | in_boxes("put_off_to", 1), status=200)
    assert page.errors[0].startswith("Day to which it is put off must be between")
    leader.press(page.form(where), put_off | in_boxes("put_off_to", -9), status=302)

    assert of(overdue, LATE).day.due_on == clock.today() + timedelta(days=9)
    assert LATE not in overdue_in(overdue)
    assert where in leader.open(f"/records/{overdue.reference}").links


def test_what_became_of_it_is_said_once(overdue: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), said_of(overdue, LATE)
    form = leader.open(where).form(where)
    leader.press(form, {"became": "done"} | in_boxes("done_on"), status=302)

    leader.press(form, {"became": "not_done", "not_done_why": "Pressed again"}, status=302)

    assert "Somebody has said already what became of this." in leader.follow().words
    assert FollowUp.select().count() == 1


@pytest.mark.parametrize("email, status", [(other.EMERGENCY_NEW_WORKER, 200), (other.CONFIRMING_MANAGER, 403)])
def test_whoever_does_it_or_may_add_says_what_became_of_it(
    overdue: Record, sign_in: SignIn, email: str, status: int
) -> None:
    sign_in(email).open(said_of(overdue, LATE), status=status)


def test_there_is_no_promise_of_another_record_or_of_a_record_that_is_not_approved(
    overdue: Record, sign_in: SignIn
) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), said_of(overdue, LATE)
    leader.open(where.rpartition("/")[0] + "/999999", status=404)
    Record.update(state=State.RETURNED).where(Record.id == overdue.id).execute()

    leader.open(where, status=404)


def test_what_may_follow_is_due_within_days_of_approval_and_ends_when_it_is_added(
    sealed: Record, sign_in: SignIn
) -> None:
    note = PromisedDay.get(PromisedDay.statement == "142.4.3")
    assert note.due_on == working_days.after(clock.today(), 5)
    later = clock.today() + timedelta(days=20)
    follow_up.add(record=sealed, by=sealed.author, answers={"no_handover_filed_on": later.isoformat()})
    assert PromisedDay.get_by_id(note.id).due_on == later

    follow_up.add(record=sealed, by=sealed.author, answers={"no_handover_filed_on": clock.today().isoformat()})

    assert PromisedDay.get_by_id(note.id).ended_at
    assert "Done: see below" in sign_in(other.REALLOCATING_LEADER).open(f"/records/{sealed.reference}").words


def test_a_closing_note_ends_what_is_overdue(overdue: Record, sign_in: SignIn) -> None:
    leader, where = sign_in(other.REALLOCATING_LEADER), f"/records/{overdue.reference}/follow-up"

    leader.press(leader.open(where).form(where), FILED | CLOSED, status=302)

    page = leader.follow()
    assert "Ended by the closing note" in page.words
    assert "overdue" not in page.words
    assert LATE not in leader.open("/").words
    leader.open(where, status=404)


def test_a_note_written_in_the_draft_does_not_end_a_record_before_it_begins(overdue: Record) -> None:
    version = history.version_of(overdue)
    version.answers = version.answers | {"closing_note": "Written too early"}
    version.save()

    assert LATE in overdue_in(overdue)


def test_a_closing_note_can_be_added_when_nothing_is_open_or_overdue(app: Flask, sign_in: SignIn) -> None:
    filed = four.emergency(no_handover_filed_on=clock.today().isoformat())
    with app.app_context():
        record = four.sealed(four.submitted(filed))
    leader = sign_in(other.REALLOCATING_LEADER)
    where = f"/records/{record.reference}/follow-up"
    assert where in leader.open(f"/records/{record.reference}").links

    page = leader.open(where)

    assert "When was that put on the child's file" not in page.words
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
