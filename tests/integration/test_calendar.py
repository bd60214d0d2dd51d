"""Meeting, joint visit and closing meeting go into calendars, with the reference and nobody's name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from models import AuditEvent, Record, State
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

KEYS = {"meeting": "meeting_date", "joint-visit": "joint_visit_date", "closing-meeting": "closing_meeting_date"}


def event_of(data: bytes) -> Any:
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


@pytest.mark.parametrize("key", KEYS)
def test_a_day_is_downloaded_from_the_records_page(sign_in: SignIn, key: str) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.AUTHOR)
    (href,) = [link for link in reader.open(f"/records/{record.reference}").links if link.endswith(f"/{key}")]

    page = reader.open(href)

    event = event_of(page.response.data)
    assert page.response.mimetype == "text/calendar"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="{record.reference}-{key}.ics"'
    assert event["dtstart"].dt == date.fromisoformat(record.answers[KEYS[key]])
    assert record.reference in event["summary"]
    assert event["url"] == f"https://handover.example/records/{record.reference}"


@pytest.mark.parametrize("key", KEYS)
def test_a_calendar_file_holds_nobodys_name_and_no_place(sign_in: SignIn, key: str) -> None:
    record = factories.in_state(State.SUBMITTED)
    text = sign_in(story.AUTHOR).open(f"/records/{record.reference}/calendar/{key}").response.data.decode()

    named = ["Maya", "Adeyemi", "Clarke", "Hannah", "Whitcombe", record.child.local_id, record.answers["meeting_place"]]
    assert [name for name in named if name in text] == []


def test_the_trail_says_who_took_a_day_into_a_calendar(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_LEADER)
    path = f"/records/{record.reference}/calendar/meeting"

    reader.peek(path)
    assert not AuditEvent.select().where((AuditEvent.record == record) & (AuditEvent.event == "exported")).exists()
    reader.open(path)

    (noted,) = AuditEvent.select().where((AuditEvent.record == record) & (AuditEvent.event == "exported"))
    assert noted.staff.email == story.RECEIVING_LEADER


def test_the_full_handover_after_an_emergency_goes_into_calendars_too(sign_in: SignIn) -> None:
    record = four.submitted(four.emergency())
    (href,) = [a for a in sign_in(record.author.email).open(f"/records/{record.reference}").links if "/calendar/" in a]

    event = event_of(sign_in(record.author.email).open(href).response.data)

    assert event["dtstart"].dt == date.fromisoformat(record.answers["full_handover_on"])
    assert record.reference in event["summary"]


def test_downloaded_again_after_a_change_it_replaces_the_earlier_one(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/calendar/meeting"
    first = event_of(reader.open(path).response.data)
    factories.save(record, meeting_date="2026-12-01")

    second = event_of(reader.open(path).response.data)

    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["dtstart"].dt == date(2026, 12, 1)


def test_a_day_that_is_not_set_is_not_there(sign_in: SignIn) -> None:
    record: Record = factories.start_draft()
    reader = sign_in(story.AUTHOR)

    assert "For your calendar" not in reader.open(f"/records/{record.reference}").words
    reader.open(f"/records/{record.reference}/calendar/meeting", status=404)
    reader.open(f"/records/{record.reference}/calendar/none", status=404)
