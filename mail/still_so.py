"""Whether there is still what a mail says when it is sent."""

from __future__ import annotations

from typing import Any

from models import InspectionPack, OutboxMail, PackState, State


def is_needed(mail: OutboxMail) -> bool:
    """Whether what the mail is about is still so; True for a kind of which nothing is asked here."""
    asked = _ASKED.get(mail.kind)
    return asked is None or asked(mail)


def _is_untouched(mail: OutboxMail) -> bool:
    """Whether the draft that a mail is about is still one, and nobody has written in it since."""
    draft: Any = mail.record
    return bool(draft.state == State.DRAFT and draft.saved_at < mail.queued_at)


def _is_ready(mail: OutboxMail) -> bool:
    """Whether the pack of whoever a mail is to is there still."""
    ready = (InspectionPack.staff == mail.to) & (InspectionPack.state == PackState.READY)
    return bool(InspectionPack.select().where(ready).exists())


_ASKED = {"draft_ends": _is_untouched, "pack_ready": _is_ready}
