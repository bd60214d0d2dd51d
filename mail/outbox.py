"""The outbox: a mail is a row of the transaction that caused it, sent by the worker at least once as one Message-ID."""

from __future__ import annotations

import logging
import smtplib
import ssl
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from faults import log_fault
from models import MailState, OutboxMail, Record, Staff, Step, database
from settings import Settings

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)
MOST_KEPT = 500  # characters of an error
LEASE = timedelta(minutes=5)  # while one worker holds a mail, no other takes it

Compose = Callable[[OutboxMail], EmailMessage | None]


class ServerAwayError(Exception):
    """The mail server could not be reached, or did not answer in time."""


def put(
    *,
    to: Staff,
    kind: str,
    now: datetime,
    record: Record | None = None,
    step: Step | None = None,
    about: Mapping[str, Any] | None = None,
    once: str | None = None,
) -> OutboxMail | None:
    """Queue a mail in the caller's transaction. `about` holds ids alone; the words are made when it is sent.

    once: what may be sent a single time, however often and by however many processes it is tried; None when it was.
    """
    message_id = uuid.uuid4().hex
    queued = OutboxMail.insert(
        message_id=message_id,
        to=to,
        kind=kind,
        record=record,
        step=step,
        about=dict(about or {}),
        once=once,
        next_attempt_at=now,
        queued_at=now,
    )
    if once is not None:
        queued = queued.on_conflict_ignore()
    queued.execute()
    return OutboxMail.get_or_none(OutboxMail.message_id == message_id)


def already_put(names: Collection[str]) -> set[str]:
    """Which of these names (`once`) a mail was queued under already."""
    return {str(row.once) for row in OutboxMail.select(OutboxMail.once).where(OutboxMail.once.in_(list(names)))}


def delay_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: doubling from half a minute to two hours."""
    return min(FIRST_DELAY * 2 ** min(attempts, 12), LONGEST_DELAY)


def take_one(now: datetime) -> OutboxMail | None:
    """Take a due mail for this worker alone: its next attempt moves ahead by the lease, so that a crash frees it.

    Its last error goes, so that a mail in hand is told from one that is delayed.
    """
    with database.atomic():
        due = (OutboxMail.state == MailState.QUEUED) & (OutboxMail.next_attempt_at <= now)
        mail = OutboxMail.select().where(due).order_by(OutboxMail.next_attempt_at, OutboxMail.id).first()
        if mail is None:
            return None
        taken = OutboxMail.update(next_attempt_at=now + LEASE, attempts=OutboxMail.attempts + 1, last_error="")
        mine = taken.where((OutboxMail.id == mail.id) & (OutboxMail.attempts == mail.attempts)).execute()
    return OutboxMail.get_by_id(mail.id) if mine else take_one(now)


def send_due(*, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> int:
    """Send everything that is due. Returns how many were sent; failures are noted and tried again later.

    A server that cannot be reached ends the run: the rest stays due, and is tried when the worker looks again.
    """
    sent = 0
    while (mail := take_one(now())) is not None:
        try:
            sent += _send_one(mail, settings=settings, compose=compose, now=now)
        except ServerAwayError:
            break
    return sent


def _send_one(mail: OutboxMail, *, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> bool:
    try:
        message = compose(mail)
        if message is not None:
            deliver(message, settings)
    except Exception as error:  # whatever is wrong with one mail, the others are sent
        _note_failure(mail, error, now())
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            raise ServerAwayError from error
        return False
    state, sent_at = (MailState.SENT, now()) if message is not None else (MailState.NOT_NEEDED, None)
    done = OutboxMail.update(state=state, sent_at=sent_at, last_error="")
    done.where((OutboxMail.id == mail.id) & (OutboxMail.state == MailState.QUEUED)).execute()
    return message is not None


def _note_failure(mail: OutboxMail, error: Exception, now: datetime) -> None:
    state = MailState.GIVEN_UP if _is_permanent(error) else MailState.QUEUED
    said = f"mail {mail.id} not sent, attempt {mail.attempts}"
    if isinstance(error, OSError | smtplib.SMTPException):
        log.warning("%s: %s", said, type(error).__name__)
    else:
        log_fault(log, said, error)
    failed = OutboxMail.update(
        state=state, last_error=explain(error)[:MOST_KEPT], next_attempt_at=now + delay_after(mail.attempts)
    )
    failed.where((OutboxMail.id == mail.id) & (OutboxMail.state == MailState.QUEUED)).execute()


def explain(error: Exception) -> str:
    """What went wrong, for whoever looks after the service: a server's own words, or what could not be reached.

    An error of ours is named and no more: its text could hold what a record says.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The address was refused: " + "; ".join(_answer(*said) for said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered: {_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time"
    if isinstance(error, smtplib.SMTPException):
        return f"The conversation with the mail server failed: {error}"
    if isinstance(error, OSError):
        return f"The mail server could not be reached: {error.strerror or type(error).__name__}"
    return f"The mail could not be written ({type(error).__name__}): the log says where"


def _answer(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


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
