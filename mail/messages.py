"""What each mail says. Never a child's name, initials, date of birth or local id: anybody may read a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from flask import render_template

from mail import links
from models import OutboxMail, StepState
from protocol.terms import in_words
from settings import Settings


@dataclass(frozen=True)
class Wording:
    """The subject of a kind of mail, and what its button says. The body is in templates/mail."""

    subject: str
    button: str


WORDINGS = {
    ("step_opened", "confirm"): Wording("Please confirm your part: {kind} {reference}", "Read the record and confirm"),
    ("step_opened", "decide"): Wording("Decision needed: {kind} {reference}", "Read the record and decide"),
    ("returned", ""): Wording("Returned: {kind} {reference}", "See why it was returned"),
    ("escalated", ""): Wording("Passed to the managers above: {kind} {reference}", "See where it stands"),
    ("withdrawn", ""): Wording("Withdrawn, nothing to do: {kind} {reference}", "See the record"),
    ("exception_ended", ""): Wording("An exception no longer stands: {kind} {reference}", "See what has to be done"),
    ("sealed", ""): Wording("Approved and sealed: {kind} {reference}", "See the sealed record"),
}


def compose(
    mail: OutboxMail, *, settings: Settings, kind_titles: Mapping[str, str], now: datetime
) -> EmailMessage | None:
    """The message for a row of the outbox, its link minted now; None when there is nothing left to say."""
    if mail.step and mail.step.state != StepState.OPEN:
        return None
    action = mail.step.action if mail.step else ""
    wording = WORDINGS[mail.kind, action]
    words = {
        "kind": kind_titles[mail.record.kind],
        "reference": mail.record.reference,
        "asker": mail.record.author.name,
        "part": in_words(mail.step.part, settings.displayed_terms) if mail.step else "",
        "action": action,
        "button": wording.button,
        "url": _url(mail, settings, now),
        "council": settings.council_name,
        "days": settings.link_lifetime_days,
        "reply_to": settings.mail_reply_to,
    }
    return _message(mail, settings, wording.subject.format(**words), words, now)


def _url(mail: OutboxMail, settings: Settings, now: datetime) -> str:
    if mail.step:
        token = links.mint(step=mail.step, now=now, lifetime=settings.link_lifetime)
        return f"{settings.base_url}/links/{token}"
    return f"{settings.base_url}/records/{mail.record.reference}"


def _message(
    mail: OutboxMail, settings: Settings, subject: str, words: Mapping[str, object], now: datetime
) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.mail_from
    message["To"] = mail.to.email
    message["Reply-To"] = settings.mail_reply_to
    message["Date"] = format_datetime(now)
    domain = settings.mail_from.partition("@")[2]
    message["Message-ID"] = f"<{mail.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"Handover <handover.{domain}>"
    message.set_content(render_template(f"mail/{mail.kind}.txt", **words))
    message.add_alternative(render_template(f"mail/{mail.kind}.html", **words), subtype="html")
    return message
