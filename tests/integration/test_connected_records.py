"""What the pages of a record say of others with which it is connected: to each reader, of those that they may read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models import Record, State
from records import audit, clock, purposes
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration import amending
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def corrected() -> Record:
    """A sealed record of which a correction has begun, and that used the exception of a draft."""
    record = factories.in_state(State.SEALED)
    amending.begin(record)
    used = {"statement": "315.4.1", "exception": factories.start_draft().reference}
    audit.append_event(record=factories.fresh(record), event="exception_used", by=record.author, detail=used)
    return record


@pytest.fixture
def exception(app: Flask, corrected: Record) -> Iterator[Record]:
    """A sealed exception decision for a transfer that is a draft."""
    assert corrected
    with app.app_context():
        yield four.sealed(four.submitted(four.exception(four.transfer())))


@pytest.mark.parametrize("email", [story.AUDITOR, story.BUSINESS_SUPPORT])
def test_whoever_reads_what_is_sealed_alone_learns_nothing_of_drafts_beside_it(
    sign_in: SignIn, exception: Record, corrected: Record, email: str
) -> None:
    if email == story.AUDITOR:
        who = factories.person(email)
        purposes.begin(by=who, purpose="audit", what_for="The yearly audit of transfers", last_day=clock.today())
    drafts = [one.reference for one in Record.select().where(Record.state == State.DRAFT)]
    reader = sign_in(email)

    of_both = [
        [reader.open(f"/records/{one.reference}{path}") for path in ("", "/history")] for one in (exception, corrected)
    ]

    assert [one for one in drafts for pages in of_both for page in pages if one in page.text] == []
    assert "Connected records" not in of_both[0][0].words
    assert "A correction of this record is under way. Until that is sealed, this one counts." in of_both[1][0].words
    assert "Correction begun: one that you cannot read" in of_both[1][1].words
    assert "a looked after children team: one that you cannot read" in of_both[1][1].words


def test_whoever_may_read_the_other_record_is_led_to_it(sign_in: SignIn, exception: Record, corrected: Record) -> None:
    author, draft = sign_in(story.AUTHOR), exception.started_from
    later = Record.get(Record.amends == corrected)

    assert f"in transfer {draft.reference} Draft" in author.open(f"/records/{exception.reference}").words
    assert f"{exception.reference} Sealed" in author.open(f"/records/{draft.reference}").words
    assert f"/records/{later.reference}" in author.open(f"/records/{corrected.reference}").links
    assert f"Correction begun: {later.reference}" in author.open(f"/records/{corrected.reference}/history").words
