"""What a transfer promises is kept when it is approved, and who reads that something waits reads for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import PromisedDay, Record
from records import clock
from records.following import promises
from records.register.invented import days_ahead
from records.reporting import history
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

FIRST = factories.DECIDERS[0]


def ahead(days: int) -> str:
    """A day so many days from today."""
    return (clock.today() + timedelta(days=days)).isoformat()


def approved(**changes: Any) -> Record:
    """Maya's transfer with these answers, approved."""
    return factories.approve(factories.submitted(**changes), *factories.DECIDERS)


def told_later() -> dict[str, Any]:
    """A professional who will be told next week."""
    return {"professionals_told_by": ahead(7)}


def due(record: Record) -> dict[str, int]:
    """What is promised → in how many days."""
    return {one.what: (one.day.due_on - clock.today()).days for one in promises.get_promises(record) if one.is_open}


def test_a_professional_who_will_be_told_next_week_is_followed_up_and_overdue_if_nothing_is_added() -> None:
    record = approved(**told_later())
    [line] = [one for one in promises.get_promises(record) if one.what.startswith("Telling the professionals")]
    assert line.who == factories.person(story.RECEIVING_WORKER).name
    assert not line.is_overdue

    PromisedDay.update(due_on=clock.today() - timedelta(days=1)).where(PromisedDay.id == line.day.id).execute()

    [late] = [one for one in promises.get_promises(record) if one.is_overdue]
    assert late.what == line.what


def test_a_visit_and_meetings_to_come_are_promised_and_what_was_held_is_not() -> None:
    planned = due(approved(joint_visit="planned", joint_visit_date=ahead(5)))

    assert planned["Joint visit of both social workers to the family"] == 5
    assert planned["Meeting that ends the transition"] == (days_ahead(clock.today(), 70) - clock.today()).days
    assert "Joint visit of both social workers to the family" not in due(approved(joint_visit="held"))


def test_a_day_that_passes_while_a_record_waits_to_be_decided_is_overdue_on_approval() -> None:
    record = factories.submitted(joint_visit="planned", joint_visit_date=ahead(5))
    version = history.version_of(record)
    version.weighed_on = clock.today() - timedelta(days=4)
    version.answers = version.answers | {"joint_visit_date": ahead(-2)}
    version.save()

    assert due(factories.approve(record, *factories.DECIDERS))["Joint visit of both social workers to the family"] == -2


def test_what_had_passed_when_it_was_submitted_was_no_promise() -> None:
    record = factories.submitted()
    version = history.version_of(record)
    version.answers = version.answers | {"closing_meeting_date": ahead(-2)}
    version.save()

    assert "Meeting that ends the transition" not in due(factories.approve(record, *factories.DECIDERS))


def test_nothing_is_promised_by_a_record_that_is_not_approved() -> None:
    record = factories.submitted(**told_later())

    assert promises.get_promises(record) == []
    assert not PromisedDay.select().where(PromisedDay.record == record).exists()


def test_whoever_decides_reads_for_whom_it_waits_and_nothing_that_is_for_the_author(sign_in: SignIn) -> None:
    record = factories.submitted()
    step = factories.open_step(record)

    said = sign_in(step.assignee.email).open(f"/records/{record.reference}/steps/{step.id}").words

    assert f"Waits for {factories.person(story.TRANSFERRING_LEADER).name}" in said
    assert "Unanswered" not in said
    assert "you submit" not in said


def test_on_a_sealed_record_nothing_waits(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        record = approved()
        factories.seal_what_waits()

    said = sign_in(story.AUTHOR).open(f"/records/{record.reference}/answers").words

    assert "Waits for" not in said
    assert "Unanswered" not in said
    assert "This is how it stood when it was submitted" in said
