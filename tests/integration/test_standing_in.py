"""The approver is away or has left: the record goes on, with both names on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

import tasks
from models import Absence, OutboxMail, Post, Record, Role, Staff, State, StepState
from records import access, clock
from records.deciding import absences, decisions, passing_on
from records.errors import ForbiddenError
from tests import factories
from tests.data import story
from tests.integration.changing_hands import ABOVE, COLLEAGUE, HER, LEADER, go_away, her_step, pass_on
from tests.integration.conftest import SignIn, everything
from tests.integration.mailing import forget_mail, link_in, mailed_link, send
from tests.support.mail_server import MailServer
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.both_databases


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for the transferring team leader's decision."""
    return factories.approve(factories.in_state(State.SUBMITTED), "new_worker")


def days_away(first: date, last: date, stand_in: str, number: int | str = "") -> dict[str, str]:
    """What is typed on the page to say so."""
    days = {"first_day": first, "last_day": last}
    boxes = {
        f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }
    return boxes | {"stand_in": stand_in, "stand_in-id": str(number)}


# Being away


def test_what_waits_moves_to_the_stand_in_and_both_names_are_on_the_record(sign_in: SignIn, record: Record) -> None:
    go_away()

    step = her_step(record)
    assert (step.assignee.email, step.instead_of.email) == (COLLEAGUE, HER)
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert "Waiting for Gareth Pemberton" in words
    assert "(in place of Priya Raghunathan)" in words


def test_the_stand_in_decides_by_a_link_of_their_own_and_hers_no_longer_works(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    hers = mailed_link(app, smtp_server, record)
    go_away()
    send(app)
    (theirs,) = [link_in(message) for message in smtp_server.sent_to(COLLEAGUE)]

    assert "This is with a colleague now" in sign_in(HER).open(hers, status=410).words
    page = sign_in(COLLEAGUE).open(theirs)
    assert "in place of Priya Raghunathan" in page.words


@pytest.mark.drawn
def test_the_sealed_document_says_who_decided_in_whose_place(app: Flask, record: Record) -> None:
    go_away()
    record = factories.approve(record, LEADER, "receiving_team_leader")
    with app.app_context():
        tasks.seal_one(record)

    (document,) = factories.fresh(record).documents
    text = Reading(bytes(document.data)).text
    assert "Gareth Pemberton, for Priya Raghunathan" in text


def test_what_comes_while_somebody_is_away_goes_to_the_stand_in_and_she_is_not_mailed(
    app: Flask, smtp_server: MailServer
) -> None:
    go_away()
    forget_mail()
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker")

    absences.reassign_stuck_steps()
    send(app)

    assert her_step(record).assignee.email == COLLEAGUE
    assert smtp_server.sent_to(HER) == []
    assert len(smtp_server.sent_to(COLLEAGUE)) == 1


def test_an_absence_to_come_moves_nothing_until_its_first_day(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    go_away(first=3, last=5)
    assert absences.reassign_stuck_steps() == 0
    assert her_step(record).assignee.email == HER

    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert absences.reassign_stuck_steps() >= 1
    assert her_step(record).assignee.email == COLLEAGUE


def test_an_absence_that_is_over_moves_nothing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    go_away(first=1, last=2)
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert absences.reassign_stuck_steps() == 0


def test_nobody_stands_in_who_has_a_part_already_and_the_line_above_is_asked(record: Record) -> None:
    go_away(stand_in=story.RECEIVING_LEADER)

    assert her_step(record).assignee.email == ABOVE


def test_a_confirmation_is_nobody_elses_to_give(app: Flask) -> None:
    record = factories.in_state(State.SUBMITTED)
    Staff.update(active=False).where(Staff.email == story.RECEIVING_WORKER).execute()

    absences.reassign_stuck_steps()

    assert factories.step_of(record, "new_worker").assignee.email == story.RECEIVING_WORKER


def test_the_due_day_counts_from_when_it_could_first_be_decided_whoever_has_it(record: Record) -> None:
    due = her_step(record).due_on
    pass_on(record)

    assert her_step(record).due_on == due


@pytest.mark.parametrize(
    "changes, question",
    [
        ({"first": 3, "last": 2}, "last_day"),
        ({"first": -5, "last": -1}, "last_day"),
        ({"first": 0, "last": 400}, "last_day"),
        ({"stand_in": HER}, "stand_in"),
        ({"stand_in": story.AUTHOR}, "stand_in"),
        ({"stand_in": story.BUSINESS_SUPPORT}, "stand_in"),
    ],
)
def test_an_absence_that_cannot_be_says_what_to_put_right(app: Flask, changes: dict[str, Any], question: str) -> None:
    with pytest.raises(absences.AbsenceError) as refused:
        go_away(**changes)

    assert refused.value.question == question


def test_nobody_is_away_twice_at_once_and_nobody_stands_in_who_is_away(app: Flask) -> None:
    go_away(first=1, last=4)
    with pytest.raises(absences.AbsenceError, match="first_day"):
        go_away(first=4, last=9)
    with pytest.raises(absences.AbsenceError, match="stand_in"):
        go_away(COLLEAGUE, HER, first=2, last=3)


def test_she_says_on_a_page_that_she_is_away_and_that_she_is_back(sign_in: SignIn, record: Record) -> None:
    reader, today = sign_in(HER), clock.today()
    page = reader.open("/away")
    typed = days_away(today, today + timedelta(days=4), "gareth pemb")
    reader.press(page.form("/away"), typed, status=302)
    page = reader.follow()
    assert "Gareth Pemberton stands in" in page.words
    assert her_step(record).assignee.email == COLLEAGUE

    reader.press(page.form("/away/"), status=302)
    page = reader.follow()
    assert "stands in" not in page.words
    assert "What they have stays with them until you take it back." in page.words
    reader.press(reader.open("/").form(f"/records/{record.reference}/steps/"), status=302)
    assert her_step(record).assignee.email == HER


def test_a_stand_in_who_is_back_has_nothing_to_take_back(sign_in: SignIn, record: Record) -> None:
    go_away()
    go_away(COLLEAGUE, ABOVE)
    assert her_step(record).assignee.email == ABOVE

    reader = sign_in(COLLEAGUE)
    reader.press(reader.open("/away").form("/away/"), status=302)

    assert "Nothing more goes to the person standing in." in (words := reader.follow().words)
    assert "take it back" not in words


def test_what_was_typed_comes_back_with_what_to_do(sign_in: SignIn, app: Flask) -> None:
    reader, today = sign_in(HER), clock.today()
    form = reader.open("/away").form("/away")

    page = reader.press(form, {"stand_in": "Hannah Whitcombe"}, status=200)
    assert page.errors == [
        "No one called Hannah Whitcombe can act for you here: choose somebody of the same rank or above who is in post",
        "Enter your first day away",
        "Enter your last day away",
    ]
    page = reader.press(form, days_away(today, today - timedelta(days=1), "Gareth Pemberton"), status=200)
    assert page.errors == ["Your last day away must be the same as or after your first day away"]
    assert page.form("/away").fields["stand_in"] == "Gareth Pemberton"


def test_those_who_decide_nothing_have_no_absences(sign_in: SignIn, app: Flask) -> None:
    reader = sign_in(story.AUTHOR)
    today = clock.today()

    assert "When you are away" not in reader.open("/").words
    reader.open("/away", status=404)
    typed = days_away(today, today, "Gareth Pemberton") | {"csrf_token": reader.token()}
    reader.send("/away", typed, status=403)


def test_whatever_page_says_it_nobody_is_away_who_decides_nothing(app: Flask) -> None:
    with pytest.raises(ForbiddenError):
        go_away(story.AUTHOR)


def test_nobody_ends_the_absence_of_another(sign_in: SignIn, app: Flask) -> None:
    away, reader = go_away(), sign_in(COLLEAGUE)

    reader.send(f"/away/{away.id}/end", {"csrf_token": reader.token()}, status=403)
    assert Absence.get_by_id(away.id).ended_at is None


def test_whoever_comes_back_before_their_turn_to_be_moved_keeps_the_step(record: Record) -> None:
    away = go_away(first=0, last=3)
    absences.end_absence(absence_id=away.id, by=factories.person(HER))
    passing_on.take_back(step=her_step(record), by=factories.person(HER))

    assert absences.reassign_stuck_steps() == 0
    assert her_step(record).assignee.email == HER


def test_those_in_whose_place_somebody_decided_are_told_what_became_of_it(record: Record) -> None:
    go_away()
    factories.approve(record, LEADER)
    forget_mail()
    factories.return_it(record, "receiving_team_leader")

    told = {mail.to.email for mail in OutboxMail.select().where(OutboxMail.kind == "returned")}
    assert told == {story.AUTHOR, story.RECEIVING_WORKER, HER, COLLEAGUE}


# Somebody who has left


def test_when_a_stand_in_leaves_the_step_goes_back_to_whom_the_record_names(record: Record) -> None:
    away = go_away()
    absences.end_absence(absence_id=away.id, by=factories.person(HER))
    Staff.update(active=False).where(Staff.email == COLLEAGUE).execute()

    absences.reassign_stuck_steps()

    step = her_step(record)
    assert (step.assignee.email, step.instead_of) == (HER, None)


def test_when_both_are_gone_it_goes_up_the_line_of_whom_the_record_names(record: Record) -> None:
    go_away(stand_in=factories.person(story.CLUSTER_MANAGER).email)
    Staff.update(active=False).where(Staff.email.in_([HER, story.CLUSTER_MANAGER])).execute()

    absences.reassign_stuck_steps()

    assert her_step(record).assignee.email == ABOVE


def test_the_step_of_a_team_leader_who_has_left_is_offered_to_the_locality_leader(
    app: Flask, smtp_server: MailServer, record: Record
) -> None:
    forget_mail()
    Staff.update(active=False).where(Staff.email == HER).execute()

    absences.reassign_stuck_steps()
    send(app)

    step = her_step(record)
    assert (step.assignee.email, step.instead_of.email) == (ABOVE, HER)
    assert ["asks you to decide" in str(message["Subject"]) for message in smtp_server.sent_to(ABOVE)] == [True]


def test_moving_twice_moves_once(record: Record) -> None:
    Staff.update(active=False).where(Staff.email == HER).execute()
    absences.reassign_stuck_steps()
    before = everything()

    assert absences.reassign_stuck_steps() == 0
    assert everything() == before


def test_nobody_ever_has_two_steps_of_one_record_or_one_on_their_own(record: Record) -> None:
    for away in (HER, story.RECEIVING_LEADER):
        go_away(away, ABOVE)
    factories.approve(record, LEADER)
    absences.reassign_stuck_steps()

    steps = [step for step in decisions.steps_of(factories.fresh(record)) if step.state != StepState.VOID]
    people = [step.assignee_id for step in steps]
    assert len(people) == len(set(people))
    assert not {step.assignee_id for step in steps if step.action == "decide"} & access.get_writer_ids(record)
    assert OutboxMail.select().where(OutboxMail.kind == "step_opened").exists()


def test_the_step_of_a_leader_who_has_left_goes_to_whoever_leads_the_team_now(record: Record) -> None:
    left, colleague = factories.person(HER), factories.person(COLLEAGUE)
    Post.create(
        staff=colleague, role=Role.TEAM_LEADER, team=left.team, first_seen_on=clock.today(), seen_on=clock.today()
    )
    Staff.update(active=False, team=None, service=None, locality=None).where(Staff.id == left.id).execute()

    assert absences.get_unassignable_steps(record) == []
    absences.reassign_stuck_steps()

    assert her_step(record).assignee == colleague


def test_where_nobody_leads_the_team_now_it_goes_to_the_manager_above_the_team_of_the_record(record: Record) -> None:
    Staff.update(active=False, team=None, service=None, locality=None).where(Staff.email == HER).execute()

    absences.reassign_stuck_steps()

    assert her_step(record).assignee.email == ABOVE
