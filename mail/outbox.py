"""The outbox: a mail is a row of the transaction that caused it, sent by the worker at least once as one Message-ID."""

from __future__ import annotations

import logging
import smtplib
import ssl
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

from models import MailState, OutboxMail, Record, Staff, Step, database
from settings import Settings

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)
GIVE_UP_AFTER = 40  # attempts: about three days
LEASE = timedelta(minutes=5)  # while one worker holds a mail, no other takes it

Compose = Callable[[OutboxMail], EmailMessage | None]


def put(*, to: Staff, kind: str, record: Record, now: datetime, step: Step | None = None) -> OutboxMail:
    """Queue a mail in the caller's transaction. It holds ids only; its words are made when it is sent."""
    return OutboxMail.create(
        message_id=uuid.uuid4().hex, to=to, kind=kind, record=record, step=step, about={},
        next_attempt_at=now, queued_at=now,
    )  # fmt: skip


def delay_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: doubling from half a minute to two hours."""
    return min(FIRST_DELAY * 2 ** min(attempts, 12), LONGEST_DELAY)


def take_one(now: datetime) -> OutboxMail | None:
    """Take a due mail for this worker alone: its next attempt moves ahead by the lease, so that a crash frees it."""
    with database.atomic():
        due = (OutboxMail.state == MailState.QUEUED) & (OutboxMail.next_attempt_at <= now)
        mail = OutboxMail.select().where(due).order_by(OutboxMail.next_attempt_at, OutboxMail.id).first()
        if mail is None:
            return None
        taken = OutboxMail.update(next_attempt_at=now + LEASE, attempts=OutboxMail.attempts + 1)
        mine = taken.where((OutboxMail.id == mail.id) & (OutboxMail.attempts == mail.attempts)).execute()
    return OutboxMail.get_by_id(mail.id) if mine else take_one(now)


def send_due(*, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> int:
    """Send everything that is due. Returns how many were sent; failures are noted and tried again later."""
    sent = 0
    while (mail := take_one(now())) is not None:
        sent += _send_one(mail, settings=settings, compose=compose, now=now)
    return sent


def _send_one(mail: OutboxMail, *, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> bool:
    try:
        message = compose(mail)
        if message is not None:
            deliver(message, settings)
    except Exception as error:  # whatever is wrong with one mail, the others are sent
        _note_failure(mail, error, now())
        return False
    state, sent_at = (MailState.SENT, now()) if message is not None else (MailState.NOT_NEEDED, None)
    done = OutboxMail.update(state=state, sent_at=sent_at, last_error="")
    done.where(OutboxMail.id == mail.id).execute()
    return message is not None


def _note_failure(mail: OutboxMail, error: Exception, now: datetime) -> None:
    given_up = mail.attempts >= GIVE_UP_AFTER or _is_permanent(error)
    state = MailState.GIVEN_UP if given_up else MailState.QUEUED
    log.warning("mail %s not sent (%s), attempt %s", mail.id, type(error).__name__, mail.attempts)
    failed = OutboxMail.update(
        state=state, last_error=type(error).__name__, next_attempt_at=now + delay_after(mail.attempts)
    )
    failed.where(OutboxMail.id == mail.id).execute()


def _is_permanent(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _ in error.recipients.values())


def deliver(message: EmailMessage, settings: Settings) -> None:
    """One SMTP conversation. Raises OSError or smtplib.SMTPException when the server did not take the message."""
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.smtp_timeout_seconds) as server:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_username:
            server.login(settings.smtp_username, settings.smtp_password.get_secret_value())
        server.send_message(message)
