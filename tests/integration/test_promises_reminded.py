"""Reminders of what approved records promise: one mail a person, the working day before and weekly when overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from models import OutboxMail, PromisedDay, Record, Staff, State
from protocol.formatting import day as as_date
from records import clock
from records.following import promises, reminding
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.integration.mailing import forget_mail, parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases

MONDAY = date(2026, 11, 2)  # three weeks without a bank holiday
CORE_GROUP, WEEKLY = ("service_actions", 0), ("service_actions", 1)  # both by the new worker
CARD = ("relationship_actions", 1)  # by the author

At = Callable[..., datetime]


@pytest.fixture
def record(app: Flask) -> Record:
    """Kayleigh's emergency, sealed, of whose promises none is due."""
    with app.app_context():
        sealed = four.sealed(four.submitted(four.emergency()))
    PromisedDay.update(due_on=date(2027, 11, 1)).execute()
    forget_mail()
    return sealed


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to ten o'clock of a day so many days after that Monday."""

    def set_to(days: int) -> datetime:
        then = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 10, tzinfo=UTC) + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: then)
        return then

    return set_to


def due(place: tuple[str, int], days: int) -> PromisedDay:
    """Make a promise due so many days after that Monday."""
    day: PromisedDay = PromisedDay.get((PromisedDay.question == place[0]) & (PromisedDay.row == place[1]))
    day.due_on = MONDAY + timedelta(days=days)
    day.save()
    return day


def reminded() -> list[tuple[str, int]]:
    """(address, number of promises) of each reminder."""
    mails = OutboxMail.select(OutboxMail, Staff).join(Staff).where(OutboxMail.kind == "promised")
    return [(mail.to.email, len(mail.about["promises"])) for mail in mails.order_by(OutboxMail.id)]


def test_whoever_does_it_is_reminded_once_on_the_working_day_before(record: Record, at: At) -> None:
    due(CORE_GROUP, 7)
    for day in range(4):
        reminding.queue_due(at(day))
    assert reminded() == []

    for _ in range(3):
        reminding.queue_due(at(4))

    assert reminded() == [(other.EMERGENCY_NEW_WORKER, 1)]


def test_all_that_falls_due_for_a_person_is_in_one_mail(record: Record, at: At) -> None:
    due(CORE_GROUP, 2)
    due(WEEKLY, 2)
    due(CARD, 1)

    reminding.queue_due(at(1))

    assert sorted(reminded()) == [(other.EMERGENCY_NEW_WORKER, 2), (other.REALLOCATING_LEADER, 1)]


def test_what_is_overdue_is_told_weekly_to_whoever_does_it_and_to_the_author(record: Record, at: At) -> None:
    due(CORE_GROUP, 2)

    for day in range(3, 21):
        reminding.queue_due(at(day))

    weekly = [(other.EMERGENCY_NEW_WORKER, 1), (other.REALLOCATING_LEADER, 1)]
    first = [(other.REALLOCATING_LEADER, 1)]
    assert sorted(reminded()) == sorted([*first, (other.EMERGENCY_NEW_WORKER, 1), *weekly, *weekly])


def test_what_was_done_is_told_to_nobody_and_a_mail_about_it_that_waits_is_not_sent(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    day = due(CORE_GROUP, 2)
    reminding.queue_due(at(1))
    OutboxMail.delete().where(OutboxMail.kind != "promised").execute()
    promises.save_what_became(day, by=record.author, became="done", on=MONDAY, why="")

    send(app)
    reminding.queue_due(at(14))

    assert smtp_server.messages == []
    assert reminded() == [(other.EMERGENCY_NEW_WORKER, 1)]


def test_a_mail_lists_references_and_days_and_says_nothing_of_the_child(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    due(CORE_GROUP, 2)
    reminding.queue_due(at(1))
    OutboxMail.delete().where(OutboxMail.kind != "promised").execute()

    send(app)

    [message] = smtp_server.messages
    assert message["Subject"] == "Promised and due: 1 thing"
    for text in parts(message).values():
        assert record.reference in text
        assert "due 4 November 2026" in text
        assert "Kayleigh" not in text
        assert "Core group" not in text


def test_the_weekly_mail_of_managers_names_what_is_overdue_in_their_teams(
    app: Flask, smtp_server: MailServer, record: Record, at: At
) -> None:
    due(CORE_GROUP, -4)
    due(WEEKLY, -2)
    due(CARD, 2)
    reminding.queue_due(at(0))
    later = due(WEEKLY, 3)  # put off before the mail is sent
    send(app)

    [mail] = [one for one in smtp_server.sent_to(other.REALLOCATING_LEADER) if "this week" in str(one["Subject"])]
    assert mail["Subject"] == "In your teams this week: 1 promise is overdue"
    for text in parts(mail).values():
        assert "1 promise is overdue in records of the teams you manage" in text
        assert record.reference in text
        assert "promised by 29 October 2026" in text
        assert as_date(later.due_on) not in text
        assert "Kayleigh" not in text
        assert "Core group" not in text
    assert not [
        one for one in smtp_server.sent_to(factories.OTHER_LOCALITY_LEADER) if "this week" in str(one["Subject"])
    ]


def test_where_whoever_does_it_has_left_the_author_is_reminded_and_then_the_leaders(record: Record, at: At) -> None:
    due(CORE_GROUP, 2)
    Staff.update(active=False).where(Staff.email == other.EMERGENCY_NEW_WORKER).execute()
    reminding.queue_due(at(1))
    assert reminded() == [(other.REALLOCATING_LEADER, 1)]

    forget_mail()
    Staff.update(active=False).where(Staff.email == other.REALLOCATING_LEADER).execute()
    reminding.queue_due(at(1))

    assert reminded() == [(other.EMERGENCY_RECEIVING_LEADER, 1)]


def test_of_a_record_that_is_no_longer_approved_nobody_is_reminded(record: Record, at: At) -> None:
    due(CORE_GROUP, 2)
    Record.update(state=State.WITHDRAWN).where(Record.id == record.id).execute()

    reminding.queue_due(at(1))

    assert reminded() == []


@pytest.mark.parametrize(
    "due_on, today, reached",
    [
        (date(2026, 11, 9), date(2026, 11, 6), date(2026, 11, 6)),
        (date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 9)),
        (date(2026, 11, 9), date(2026, 11, 11), date(2026, 11, 6)),
        (date(2026, 11, 9), date(2026, 11, 18), date(2026, 11, 16)),
        (date(2027, 3, 25), date(2027, 3, 30), date(2027, 3, 30)),  # after Easter Monday
    ],
)
def test_the_days_of_reminders_are_the_working_day_before_and_then_the_first_of_each_week(
    due_on: date, today: date, reached: date
) -> None:
    assert reminding.promise_reminder(due_on, today) == reached


def test_what_is_due_is_found_for_whoever_wrote_leads_or_does_it(record: Record) -> None:
    due(CORE_GROUP, 2)
    asked = (other.REALLOCATING_LEADER, other.EMERGENCY_RECEIVING_LEADER, other.EMERGENCY_NEW_WORKER)
    for email in asked:
        [(found, [line])] = promises.get_due_of(factories.person(email), until=MONDAY + timedelta(days=2))
        assert (found, line.says) == (record, "Core group brought forward")

    assert promises.get_due_of(factories.person(other.CONFIRMING_MANAGER), until=date(2028, 1, 1)) == []
