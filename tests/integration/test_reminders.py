"""Reminders, nudges and the weekly digest: on working days, each once, and only while something waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from flask import Flask

from models import OutboxMail, Record, State, Step
from records import clock
from records.deciding import absences, passing_on, submission
from records.errors import ConflictError, ForbiddenError
from records.following import reminding, working_days
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.mailing import forget_mail, link_in, parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases

HIM = story.RECEIVING_WORKER
MONDAY = date(2026, 11, 2)  # a week without a bank holiday

At = Callable[..., datetime]


@pytest.fixture
def record(app: Flask) -> Record:
    """A record whose new worker was asked on Monday morning, and nothing else that waits."""
    record = factories.in_state(State.SUBMITTED)
    Step.update(state="void").where(Step.record != record).execute()
    asked = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 9, tzinfo=UTC)
    Step.update(opened_at=asked, asked_at=asked, due_on=working_days.after(MONDAY, 5)).where(
        (Step.record == record) & (Step.key == "new_worker")
    ).execute()
    forget_mail()
    return record


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to an hour of a day so many days after that Monday."""

    def set_to(days: int, hour: int = 10) -> datetime:
        then = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=UTC) + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: then)
        return then

    return set_to


def reminders() -> list[OutboxMail]:
    return list(OutboxMail.select().where(OutboxMail.kind == "reminder").order_by(OutboxMail.id))


# When


def test_the_days_of_reminders_are_two_and_five_working_days_and_then_weekly() -> None:
    days = list(islice(reminding.reminder_days(MONDAY), 4))

    assert days == [
        MONDAY + timedelta(days=2),
        MONDAY + timedelta(days=7),
        MONDAY + timedelta(days=14),
        MONDAY + timedelta(days=21),
    ]


def test_englands_bank_holidays_are_no_working_days() -> None:
    christmas_week = date(2026, 12, 23)

    assert working_days.after(christmas_week, 2) == date(2026, 12, 29)
    assert not working_days.is_working_day(date(2026, 12, 28))
    assert working_days.on_or_after(date(2026, 12, 25)) == date(2026, 12, 29)


def test_a_weekly_reminder_that_falls_on_a_bank_holiday_comes_on_the_next_working_day() -> None:
    good_friday = date(2027, 3, 26)
    days = list(islice(reminding.reminder_days(date(2027, 3, 12)), 4))

    assert days[1] == date(2027, 3, 19)
    assert good_friday not in days
    assert days[2] == date(2027, 3, 30)


@pytest.mark.parametrize("days, number", [(1, 0), (2, 1), (4, 1), (7, 2), (14, 3), (35, 6)])
def test_whoever_has_waited_is_reminded_once_of_the_last_that_fell_due(
    record: Record, at: At, days: int, number: int
) -> None:
    now = at(days)
    for _ in range(3):
        reminding.queue_due(now)

    step = factories.step_of(record, "new_worker")
    expected = [f"reminder:{step.id}:{step.assignee_id}:{MONDAY}:{number}"] if number else []
    assert [mail.once for mail in reminders()] == expected


def test_each_reminder_is_sent_once_however_often_the_worker_looks(record: Record, at: At) -> None:
    for day in range(23):
        for hour in (9, 12, 17):
            reminding.queue_due(at(day, hour))

    assert len(reminders()) == 4


def test_nobody_is_reminded_at_night_or_at_the_weekend(record: Record, at: At) -> None:
    reminding.queue_due(at(2, 6))
    reminding.queue_due(at(5))
    reminding.queue_due(at(6))
    assert reminders() == []

    reminding.queue_due(at(2, 8))
    assert len(reminders()) == 1


def test_a_decision_stops_the_reminders(app: Flask, smtp_server: MailServer, record: Record, at: At) -> None:
    reminding.queue_due(at(2))
    factories.approve(record, "new_worker")
    forget_but = OutboxMail.kind == "reminder"
    OutboxMail.delete().where(~forget_but).execute()

    assert send(app) == 0
    step = factories.step_of(record, "new_worker")
    reminding.queue_due(at(60))
    assert not [mail for mail in reminders() if mail.step_id == step.id and mail.state == "queued"]


def test_a_withdrawn_record_reminds_nobody(record: Record, at: At) -> None:
    submission.withdraw(record=record, by=factories.person(), reason="Started twice by mistake")

    reminding.queue_due(at(30))

    assert reminders() == []


def test_whoever_takes_a_step_over_is_reminded_from_when_they_were_asked(record: Record, at: At) -> None:
    at(0)
    factories.approve(record, "new_worker")
    at(4)
    step = factories.step_of(record, "transferring_team_leader")
    passing_on.pass_on(
        step=step, by=factories.person(story.TRANSFERRING_LEADER), to=factories.person(factories.OTHER_TEAM_LEADER)
    )

    reminding.queue_due(at(7))
    assert reminders() == []
    reminding.queue_due(at(8))
    assert [mail.to.email for mail in reminders()] == [factories.OTHER_TEAM_LEADER]


def test_what_is_shown_and_mailed_counts_from_when_the_person_it_waits_for_was_asked(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record, at: At
) -> None:
    at(0)
    factories.approve(record, "new_worker")
    at(4)
    colleague = factories.person(factories.OTHER_TEAM_LEADER)
    step = factories.step_of(record, "transferring_team_leader")
    passing_on.pass_on(step=step, by=factories.person(story.TRANSFERRING_LEADER), to=colleague)
    reader = sign_in(story.AUTHOR)

    said = f"{colleague.name} since 6 November 2026"
    assert f"Waiting for {said}" in reader.open(f"/records/{record.reference}").words
    assert "since 6 November 2026" in reader.open("/").words
    reminding.queue_due(at(7))
    send(app)
    assert f"has been waiting for {said}" in digests_to(smtp_server, story.TRANSFERRING_LEADER)[0]


def test_a_reminder_carries_a_link_that_works_and_says_by_when(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    reminding.queue_due(datetime(2026, 11, 4, 10, tzinfo=UTC))
    send(app)

    (message,) = smtp_server.sent_to(HIM)
    assert (
        message["Subject"] == f"Reminder, please confirm by 9 November 2026: Transfer meeting record {record.reference}"
    )
    assert all("in this record by 9 November 2026" in text for text in parts(message).values())
    assert sign_in(HIM).open(link_in(message)).form(id="decision")


# Nudging


def test_the_author_sees_where_it_waits_and_reminds_once_a_day(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    reader = sign_in(story.AUTHOR)
    form = reader.open(f"/records/{record.reference}").form(f"/records/{record.reference}/nudge")

    reader.press(form, status=302)
    assert "A reminder is on its way to Tomasz Zieliński" in reader.follow().words
    page = reader.press(form, status=409)
    assert "You have already sent a reminder today" in page.words
    send(app)

    (message,) = smtp_server.sent_to(HIM)
    assert message["Subject"] == f"Hannah Whitcombe asks you again to confirm by 9 November 2026: {record.reference}"


def test_tomorrow_the_author_may_remind_again(record: Record, at: At) -> None:
    at(1)
    reminding.nudge(record=record, by=factories.person())
    with pytest.raises(ConflictError):
        reminding.nudge(record=record, by=factories.person())
    at(2)
    assert [staff.email for staff in reminding.nudge(record=record, by=factories.person())] == [HIM]


def test_nobody_but_the_author_nudges(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(HIM)

    assert "Send a reminder" not in reader.open(f"/records/{record.reference}").words
    reader.send(f"/records/{record.reference}/nudge", {"csrf_token": reader.token()}, status=403)
    with pytest.raises(ForbiddenError):
        reminding.nudge(record=record, by=factories.person(HIM))


def test_nothing_is_nudged_that_waits_for_nobody(app: Flask) -> None:
    with pytest.raises(ConflictError):
        reminding.nudge(record=factories.in_state(State.SEALED), by=factories.person())


# The digest


def digests_to(server: MailServer, email: str) -> list[str]:
    return [parts(message)["plain"] for message in server.sent_to(email) if "this week" in str(message["Subject"])]


def test_managers_are_told_once_a_week_what_waits_in_their_teams(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    for day in (0, 1, 4, 7, 8):
        reminding.queue_due(at(day))
        send(app)

    said = digests_to(smtp_server, story.TRANSFERRING_LEADER)
    assert len(said) == 2
    assert f"{record.reference}, Transfer meeting record" in said[0]
    assert "has been waiting for Tomasz Zieliński since 2 November 2026" in said[0]
    assert digests_to(smtp_server, story.CLUSTER_HEAD)
    assert digests_to(smtp_server, factories.OTHER_LOCALITY_LEADER) == []
    assert digests_to(smtp_server, story.AUTHOR) == []


def test_a_digest_of_what_is_settled_before_it_is_sent_is_not_sent(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    reminding.queue_due(at(0))
    Step.update(state="void").execute()

    send(app)

    assert smtp_server.messages == []


def test_a_worker_that_was_down_on_monday_sends_the_digest_when_it_is_back(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    reminding.queue_due(at(2))
    send(app)

    assert len(digests_to(smtp_server, story.TRANSFERRING_LEADER)) == 1


def test_an_absence_moves_a_step_before_a_reminder_is_sent_to_whoever_is_away(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    at(0)
    factories.approve(record, "new_worker")
    reminding.queue_due(at(2))
    her = factories.person(story.TRANSFERRING_LEADER)
    today = clock.today()
    absences.create_absence(
        staff=her, stand_in=factories.person(factories.OTHER_TEAM_LEADER), first_day=today, last_day=today
    )

    send(app)

    assert [one for one in smtp_server.sent_to(her.email) if record.reference in str(one["Subject"])] == []
