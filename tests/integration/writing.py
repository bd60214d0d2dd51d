"""What tests do at a draft: open a section, change some answers, come back later."""

from __future__ import annotations

from typing import Any

from models import Record, State
from tests import factories
from tests.data import story
from tests.support.reader import Form, Page, Reader

AUTHOR, OTHER = story.AUTHOR, story.RECEIVING_WORKER


def draft() -> Record:
    """Maya's record, complete and not yet submitted."""
    return factories.in_state(State.DRAFT)


def section(reader: Reader, record: Record, key: str) -> Form:
    """The form of a section's page, opened now."""
    return reader.open(f"/records/{record.reference}/sections/{key}").form(id="section-form")


def later(reader: Reader, form: Form, **changes: Any) -> Page:
    """Press 'Save and come back later'."""
    return reader.press(form, {"action": "later"} | changes, status=302)


def overruled(reader: Reader, form: Form, **changes: Any) -> list[str]:
    """Press 'Save and come back later' with something else than the register has; what the page says of that."""
    return reader.press(form, {"action": "later"} | changes, status=200).errors


def saved(record: Record) -> dict[str, Any]:
    """What the draft holds now, understood or not."""
    record = factories.fresh(record)
    return record.answers | record.typed
