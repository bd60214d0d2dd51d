"""What tests do with mail: have the worker send it, and read what arrived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from flask import Flask

import tasks
from mail import messages, outbox
from models import InspectionPack, MailState, OutboxMail, PackState, PromisedDay, Record
from records import clock
from tests import factories
from tests.support.mail_server import MailServer

LINK = re.compile(r"https?://[^\s\"<>]+")


def send(app: Flask) -> int:
    """Let the worker send what is due; how many mails it sent."""
    with app.app_context():
        return tasks.send_due_mail()


def forget_mail(but_of: Record | None = None) -> None:
    """Take everything out of the outbox, or all but one record's mail."""
    OutboxMail.delete().where((OutboxMail.record != but_of) if but_of else OutboxMail.id.is_null(False)).execute()


def again(mail: OutboxMail) -> OutboxMail:
    """A mail as it stands now."""
    return OutboxMail.get_by_id(mail.id)


def make_due() -> None:
    """Let the time pass that failed mails wait."""
    OutboxMail.update(next_attempt_at=clock.now()).where(OutboxMail.state == MailState.QUEUED).execute()


def parts(message: EmailMessage) -> dict[str, str]:
    """'plain' and 'html' of a message."""
    return {kind: message.get_body((kind,)).get_content() for kind in ("plain", "html")}


def addresses_in(message: EmailMessage) -> Iterator[str]:
    """Every address that a scanner of mails would find in a message."""
    for text in parts(message).values():
        yield from LINK.findall(text)


def link_in(message: EmailMessage) -> str:
    """The path of the link to decide by."""
    (address,) = {address for address in addresses_in(message) if "/links/" in address}
    return "/links/" + address.rpartition("/")[2]


def mailed_link(app: Flask, server: MailServer, record: Record) -> str:
    """The path of the link that the worker mails to whoever the record waits for."""
    forget_mail(but_of=record)
    send(app)
    return link_in(server.messages[-1])


def every_kind(record: Record) -> int:
    """Queue a mail of each kind that there is while this record waits; how many they are."""
    forget_mail()
    step, untouched = factories.open_step(record), factories.start_draft()
    him, now = step.assignee, clock.now()
    Record.update(saved_at=now - timedelta(days=338)).where(Record.id == untouched.id).execute()
    due = PromisedDay.create(record=record, question="joint_visit_date", staff=him, due_on=clock.today())
    InspectionPack.delete().where(InspectionPack.staff == him).execute()
    InspectionPack.create(
        staff=him, what_for="A test", children=[], documents=0, state=PackState.READY, asked_at=now, ends_at=now
    )
    about: dict[str, dict[str, Any]] = {
        "digest": {"steps": [step.id]},
        "fault": {"statement": "142.1.1"},
        "promised": {"promises": [due.id]},
    }
    kinds = [(kind, action) for kind, action in messages.MAIL_TEXTS if action in (step.action, "")]
    for kind, action in kinds:
        if kind in about:
            outbox.queue(to=him, kind=kind, about=about[kind], now=now)
        elif kind == "draft_ends":
            outbox.queue(to=him, kind=kind, record=untouched, about={"days": 366}, now=now)
        else:
            outbox.queue(to=him, kind=kind, record=record, step=step if action else None, now=now)
    return len(kinds)
