"""Auditors and inspectors read sealed records for a stated purpose, for a time; the leaders concerned see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from models import AuditEvent, ReadForPurpose, Role, Staff, State
from records import access, audit, clock, purposes
from records.errors import ForbiddenError
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

WHAT_FOR = "The yearly audit of transfers, asked for by the board."


@pytest.fixture(params=[Role.AUDITOR, Role.INSPECTOR])
def auditor(request: pytest.FixtureRequest, sign_in: SignIn) -> Reader:
    """Somebody whose post reads records for a purpose alone."""
    Staff.update(role=request.param).where(Staff.email == story.AUDITOR).execute()
    return sign_in(story.AUDITOR)


def boxes(day: date) -> Mapping[str, str]:
    return {"last_day-day": str(day.day), "last_day-month": str(day.month), "last_day-year": str(day.year)}


def begin(reader: Reader, days: int = 7, status: int = 302, **fields: Any) -> Reader:
    """Fill in the page on which it is said."""
    given = {"purpose": "audit", "what_for": WHAT_FOR, **boxes(clock.today() + timedelta(days=days))} | fields
    reader.press(reader.open("/reading").form("/reading", id="reading-form"), given, status=status)
    return reader


def test_without_a_purpose_no_record_exists_for_them(auditor: Reader) -> None:
    for state in factories.IN_DATABASE:
        auditor.open(f"/records/{factories.in_state(state).reference}", status=404)
    assert "There are no records that you can see" in auditor.open("/records").words
    assert "Say what you read records for" in auditor.open("/").words


def test_with_one_they_read_what_is_sealed_and_nothing_else(auditor: Reader) -> None:
    begin(auditor)

    seen = [
        state
        for state in factories.IN_DATABASE
        if auditor.open(f"/records/{factories.in_state(state).reference}", status=None).status == 200
    ]

    assert seen == [State.SEALED]
    assert factories.in_state(State.SEALED).reference in auditor.open("/records").words


def test_they_read_no_restricted_part() -> None:
    auditor = factories.person(story.AUDITOR)
    purposes.begin(by=auditor, purpose="audit", what_for=WHAT_FOR, last_day=clock.today())

    assert access.closed_sections(four.handover(), auditor) == {"capability-and-hr", "worker-capability-and-hr"}


def test_they_correct_nothing_of_what_they_read(auditor: Reader) -> None:
    record = factories.in_state(State.SEALED)
    page = begin(auditor).open(f"/records/{record.reference}")

    assert "Correct this record" not in page.words
    auditor.open(f"/records/{record.reference}/correct", status=403)


def test_what_they_read_is_in_its_trail_with_the_purpose_and_shown_to_who_leads_its_teams(
    auditor: Reader, sign_in: SignIn
) -> None:
    record = factories.in_state(State.SEALED)
    begin(auditor).open(f"/records/{record.reference}")
    auditor.open(f"/records/{record.reference}/answers")

    events = AuditEvent.select().where((AuditEvent.record == record) & (AuditEvent.event == "viewed_for"))
    assert [event.detail for event in events] == [{"purpose": "audit"}]
    assert list(audit.find_faults(record.id)) == []
    assert ReadForPurpose.select().count() == 1
    history = sign_in(story.AUTHOR).open(f"/records/{record.reference}/history").words
    assert "Record read by an auditor or inspector: Audit of files" in history
    for leader in (story.TRANSFERRING_LEADER, story.RECEIVING_LEADER):
        work = sign_in(leader).open("/").words
        assert WHAT_FOR in work
        assert record.reference in work
    assert WHAT_FOR not in sign_in(factories.OTHER_TEAM_LEADER).open("/").words


def test_it_ends_with_its_last_day_or_by_a_press(auditor: Reader) -> None:
    address = f"/records/{factories.in_state(State.SEALED).reference}"
    begin(auditor, days=2).open(address)

    after = clock.today() + timedelta(days=3)
    with patch.object(clock, "today", lambda: after):
        auditor.open(address, status=404)

    auditor.open(address)
    auditor.press(auditor.open("/reading").form("/reading/end"), status=302)
    auditor.open(address, status=404)


@pytest.mark.parametrize(
    "fields, error",
    [
        ({"purpose": ""}, "Select what kind of reading it is"),
        ({"what_for": ""}, "Enter what exactly it is for"),
        (boxes(date(2020, 1, 1)), ""),
        (boxes(clock.today() + timedelta(days=31)), "The last day can be"),
    ],
)
def test_what_is_missing_or_too_long_is_said_and_opens_nothing(
    auditor: Reader, fields: dict[str, str], error: str
) -> None:
    begin(auditor, 7, 200, **fields)

    (said,) = auditor.page.errors
    assert said.startswith(error)
    assert access.purpose_of(factories.person(story.AUDITOR)) is None


@pytest.mark.parametrize("email", [story.AUTHOR, story.TRANSFERRING_LEADER, story.BUSINESS_SUPPORT])
def test_for_everybody_else_there_is_no_such_page_and_no_purpose(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    reader.open("/reading", status=404)
    reader.send("/reading", {"csrf_token": reader.token(), "purpose": "audit"}, status=404)
    with pytest.raises(ForbiddenError):
        purposes.begin(by=factories.person(email), purpose="audit", what_for=WHAT_FOR, last_day=clock.today())
