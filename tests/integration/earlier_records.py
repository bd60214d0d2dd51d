"""A brother's draft, and what others are started from, for the tests of starting from an earlier record."""

from __future__ import annotations

from typing import Any

from forms import get_kind
from forms.carrying import Relation
from models import Record
from records.drafting import earlier
from records.register import lookup
from tests import factories
from tests.data import story
from tests.support.reader import Page, Reader

START = "/records/new/transfer-meeting"
FORM = get_kind(factories.TRANSFER_MEETING)
HARVEY, RUBY = "AV103718", "AV103719"


def chosen(reader: Reader, local_id: str, start: str = START) -> Page:
    """The page after somebody has chosen the child."""
    return reader.press(reader.open(f"{start}?name={local_id}").form("/records/new/", method="post"))


def started_by(reader: Reader, local_id: str, reference: str, start: str = START) -> Record:
    """The record that is started from that one."""
    form = chosen(reader, local_id, start).form("/records/new/", method="post")
    page = reader.press(form, {"earlier": reference}, status=302)
    return Record.get(Record.reference == page.location.rpartition("/")[2])


def brothers(**changes: Any) -> Record:
    """Harvey's draft, with a meeting, by Maya's worker."""
    record = factories.start_draft(about=HARVEY)
    said = {
        "new_worker": lookup.as_answer(factories.person(story.RECEIVING_WORKER)),
        "meeting_state": "held",
        "meeting_date": "2026-01-12",
        "meeting_place": "Northgate Family Centre",
        "child_views": "Harvey wants to keep his Thursdays.",
        "transfer_reason_code": "TSPROC",
        "transfer_reason": "Harvey's plan is long-term fostering, so the team changes.",
        "communication_needs": "Harvey signs.",
    }
    factories.save(record, answers=said | changes)
    return factories.fresh(record)


def taken(about: str, source: Record, by: str = story.AUTHOR, kind: str = factories.TRANSFER_MEETING) -> Record:
    return factories.fresh(
        earlier.start_from(
            form=get_kind(kind), about=factories.child(about), earlier=source.reference, by=factories.person(by)
        )
    )


def offered(about: str, by: str = story.AUTHOR, kind: str = factories.TRANSFER_MEETING) -> dict[str, Relation]:
    found = earlier.offers(form=get_kind(kind), about=factories.child(about), by=factories.person(by))
    return {one.record.reference: one.relation for one in found}
