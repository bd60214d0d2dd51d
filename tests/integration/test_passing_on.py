"""A step is passed to a colleague, with a link of their own, and taken back: nobody has two, or one on their own."""

from __future__ import annotations

import pytest
from flask import Flask

from models import DecisionLink, Record, Staff, State, StepState
from records import access
from records.deciding import absences, passing_on
from records.errors import ConflictError, ForbiddenError
from records.following import reminding
from tests import factories
from tests.data import story
from tests.integration.changing_hands import ABOVE, COLLEAGUE, HER, LEADER, go_away, her_step, pass_on
from tests.integration.conftest import SignIn, everything
from tests.integration.mailing import forget_mail, link_in, mailed_link, send
from tests.support.mail_server import MailServer
from tests.support.reader import Reader

pytestmark = pytest.mark.both_databases


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for the transferring team leader's decision."""
    return factories.approve(factories.in_state(State.SUBMITTED), "new_worker")


def test_a_step_is_passed_on_with_a_new_link_and_the_old_one_ends(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    hers = mailed_link(app, smtp_server, record)
    reader = sign_in(HER)
    page = reader.open(hers)
    (way,) = [link for link in page.links if link.endswith("/pass-on")]
    reader.press(reader.open(way).form("/records/"), {"to": "Gareth Pemberton"}, status=302)
    assert "Passed to Gareth Pemberton" in reader.follow().words
    send(app)

    reader.open(hers, status=410)
    theirs = link_in(smtp_server.sent_to(COLLEAGUE)[-1])
    form = sign_in(COLLEAGUE).open(theirs).form(id="decision")
    assert form.fields["digest"] == factories.digest_of(record)
    assert DecisionLink.select().where(DecisionLink.revoked_at.is_null(False)).exists()


@pytest.mark.parametrize(
    "to",
    [story.AUTHOR, story.RECEIVING_LEADER, story.RECEIVING_WORKER, HER, story.WORKER_WHO_LEFT, story.BUSINESS_SUPPORT],
    ids=["who wrote it", "who has a step", "of a lower rank", "oneself", "who has left", "who decides nothing"],
)
def test_a_step_is_passed_to_nobody_who_may_not_take_it(record: Record, to: str) -> None:
    before = everything()

    with pytest.raises(ForbiddenError):
        pass_on(record, to)

    assert everything() == before


def test_whoever_gave_their_step_away_takes_no_other_of_the_same_record(record: Record) -> None:
    pass_on(record)
    factories.approve(record, LEADER)

    with pytest.raises(ForbiddenError):
        pass_on(record, HER, by=story.RECEIVING_LEADER, key="receiving_team_leader")


def test_a_step_is_passed_to_nobody_who_is_away(record: Record) -> None:
    go_away(COLLEAGUE, ABOVE)

    with pytest.raises(ForbiddenError):
        pass_on(record)


def test_whoever_cannot_take_it_is_refused_in_words(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(HER)
    form = reader.open(f"/records/{record.reference}/steps/{her_step(record).id}/pass-on").form("/records/")

    page = reader.press(form, {"to": "Marcus Bellweather"}, status=200)

    assert len(page.errors) == 1
    assert "Marcus Bellweather cannot take this: choose somebody of the same rank or above" in page.errors[0]
    assert page.form("/records/").fields["to"] == "Marcus Bellweather"


@pytest.mark.parametrize("email", [story.AUTHOR, story.RECEIVING_LEADER, story.CLUSTER_MANAGER])
def test_nobody_passes_on_the_step_of_another(sign_in: SignIn, record: Record, email: str) -> None:
    reader, path = sign_in(email), f"/records/{record.reference}/steps/{her_step(record).id}/pass-on"

    reader.open(path, status=404)
    reader.send(path, {"to": "Gareth Pemberton", "csrf_token": reader.token()}, status=404)
    with pytest.raises(ForbiddenError):
        pass_on(record, by=email)


def test_a_confirmation_is_not_passed_on(sign_in: SignIn, app: Flask) -> None:
    record = factories.in_state(State.SUBMITTED)
    step, reader = factories.step_of(record, "new_worker"), sign_in(story.RECEIVING_WORKER)

    path = f"/records/{record.reference}/steps/{step.id}"
    assert not [link for link in reader.open(path).links if link.endswith("/pass-on")]
    reader.open(f"{path}/pass-on", status=403)


def test_she_takes_it_back_and_the_stand_in_is_told_once(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    pass_on(record)
    forget_mail()
    reader = sign_in(HER)
    form = reader.open("/").form(f"/records/{record.reference}/steps/")

    reader.press(form, status=302)
    send(app)

    step = her_step(record)
    assert (step.assignee.email, step.instead_of) == (HER, None)
    assert [str(message["Subject"]) for message in smtp_server.sent_to(COLLEAGUE)] == [
        f"No longer for you to decide: Transfer meeting record {record.reference}"
    ]
    assert "asks you to decide" in str(smtp_server.sent_to(HER)[-1]["Subject"])
    reader.press(form, status=403)


def test_what_is_decided_is_not_taken_back(record: Record) -> None:
    pass_on(record)
    factories.approve(record, LEADER)

    with pytest.raises(ConflictError):
        passing_on.take_back(step=her_step(record), by=factories.person(HER))


def test_whoever_took_it_over_sees_it_as_long_as_they_have_it(record: Record) -> None:
    pass_on(record, ABOVE)
    sees = access.visible_to(factories.person(ABOVE)).where(Record.id == record.id)
    assert sees.exists()

    other = factories.person(factories.OTHER_LOCALITY_LEADER)
    assert not access.visible_to(other).where(Record.id == record.id).exists()
    passing_on.pass_on(step=her_step(record), by=factories.person(ABOVE), to=other)
    assert access.visible_to(other).where(Record.id == record.id).exists()
    assert her_step(record).instead_of.email == HER


def test_the_audit_says_who_passed_what_to_whom(record: Record) -> None:
    pass_on(record)

    event = record.audit.order_by(record.audit.model.sequence.desc()).first()
    assert (event.event, event.staff.email) == ("passed_on", HER)
    ids = {"from": factories.person(HER).id, "to": factories.person(COLLEAGUE).id}
    assert event.detail == {"step": LEADER, "version": record.version, **ids}


def test_the_history_says_in_words_who_gave_what_to_whom(sign_in: SignIn, record: Record) -> None:
    reminding.nudge(record=record, by=factories.person())
    pass_on(record)
    passing_on.take_back(step=her_step(record), by=factories.person(HER))
    go_away()
    Staff.update(active=False).where(Staff.email == COLLEAGUE).execute()
    absences.reassign_stuck_steps()

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/history").words
    for said in (
        "Reminder sent to Priya Raghunathan",
        "Step passed to Gareth Pemberton",
        "Step taken back from Gareth Pemberton",
        "Step went to Gareth Pemberton, standing in for Priya Raghunathan",
        "because Gareth Pemberton has left",
    ):
        assert said in words


def test_two_tabs_pass_on_and_decide_and_one_of_them_counts(sign_in: SignIn, record: Record) -> None:
    reader: Reader = sign_in(HER)
    step = her_step(record)
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    pass_on(record)

    reader.press(form, {"outcome": "approved"}, status=410)

    assert her_step(record).state == StepState.OPEN
