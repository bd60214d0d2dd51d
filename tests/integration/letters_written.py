"""Letters to the child and the parents as people write and agree to them, for tests."""

from __future__ import annotations

from typing import Any

from models import OutboxMail, Record
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader

PHONE = "01632 960 148"
AGREED = {"outcome": "approved", "letters": "agreed"}


def letters(record: Record, *more: str) -> str:
    return "/".join([f"/records/{record.reference}/letters", *more])


def write(reader: Reader, record: Record, to: str, **changes: Any) -> Page:
    """Save a letter from its page, as drafted but for these fields."""
    form = reader.open(letters(record, to)).form(id="letter")
    return reader.press(form, {"phone": PHONE} | changes, status=302)


def written(sign_in: SignIn) -> tuple[Record, Reader]:
    """Maya's record before its receiving leader, both letters written by her new worker."""
    record = factories.submitted()
    writer = sign_in(story.RECEIVING_WORKER)
    write(writer, record, "child")
    write(writer, record, "parents")
    return factories.approve(record, "new_worker", "transferring_team_leader"), writer


def decide(reader: Reader, record: Record, fields: dict[str, str], *, status: int = 302) -> Page:
    step = factories.step_of(record, "receiving_team_leader")
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    return reader.press(form, fields, status=status)


def kinds_of_mail(record: Record, kind: str) -> list[str]:
    return [mail.to.email for mail in OutboxMail.select().where(OutboxMail.record == record) if mail.kind == kind]
