"""Dates of a record as calendar files (.ics). They hold the reference and no name, because calendars are shared."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event

from forms import get_kind
from forms.calendar import calendar_days
from forms.record_kind import CalendarDay
from models import Record
from records import audit
from records.amending import family
from records.deciding import states, telling
from views import reading, replacing
from views.web import sessions
from views.web.guard import is_read, me, readers_only, this_record

bp = Blueprint("calendar", __name__)


def days_of(record: Record) -> list[tuple[CalendarDay, date]]:
    """(entry, date) of the current version, or of the draft; [] where it does not go ahead."""
    if record.state in (*telling.REFUSED, *states.REPLACED) or family.is_cancellation(record):
        return []
    return calendar_days(get_kind(record.kind), reading.answers_of(record))


@bp.get("/records/<reference:reference>/calendar/<key>")
@readers_only
def download_day(key: str) -> ResponseReturnValue:
    """One date as a calendar file. UID and SEQUENCE make a later download replace an earlier one."""
    record = this_record()
    replacing.follow_register(record)
    found = next(((day, when) for day, when in days_of(record) if day.key == key), None)
    day, when = found or abort(404)
    if is_read():
        audit.log_once(record=record, by=me(), event="exported")
    content = _calendar(record, day, when).to_ical()
    name = f"{record.reference}-{day.key}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/calendar", headers=headers)


def _calendar(record: Record, day: CalendarDay, when: date) -> Calendar:
    event = Event()
    event.add("uid", f"{record.reference}-{day.key}@{sessions.settings().mail_from.partition('@')[2]}")
    event.add("summary", f"{day.title} ({record.reference})")
    event.add("dtstart", when)
    event.add("dtend", when + timedelta(days=1))
    event.add("dtstamp", record.saved_at)
    event.add("sequence", record.revision)
    event.add("class", "PRIVATE")
    path = url_for("records.show_record", reference=record.reference)
    event.add("url", f"{sessions.settings().base_url}{path}")
    calendar = Calendar()
    calendar.add("prodid", "-//Handover//Case transfers//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar
