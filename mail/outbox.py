"""Transactional outbox: mails are rows of the transaction that caused them, sent at least once by the worker."""

from __future__ import annotations

import io
import logging
import smtplib
import ssl
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from faults import describe, log_exception
from models import MailState, OutboxMail, Record, Staff, Step, database
from settings import Settings
from timed_reading import TimedFile

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)
MAX_ERROR_LENGTH = 500  # characters of an error
LEASE = timedelta(minutes=5)  # how long a mail is reserved for the worker that claimed it
LONGEST_WAIT = 2 * LONGEST_DELAY  # no mail is put off or reserved for as long, but by a clock that was ahead
MAX_UNANSWERED = 3  # times that a server has a whole mail and does not answer, after which it is not sent again
LONGEST_ANSWER = 64 * 1024  # bytes of all lines of an answer: servers need a few hundred
# How many times as long the answer to a whole mail is waited for as any other (RFC 5321, 4.5.3.2.6: it takes longest,
# and who gives up too early sends the mail twice).
LAST_ANSWER = 3

Compose = Callable[[OutboxMail], EmailMessage | None]


class ServerUnavailableError(Exception):
    """The mail server could not be reached, or did not answer in time."""


class UnansweredError(smtplib.SMTPException):
    """The mail server has the whole mail and has not said whether it took it: sent again, it may arrive twice."""


class _Conversation(smtplib.SMTP):
    """Waits for each answer as a whole, and longer for the last: it knows whether the end of a message has gone out."""

    handed_over = False
    sock: Any
    _read: TimedFile

    def getreply(self) -> tuple[int, bytes]:
        """An answer, all of whose lines come within the time-out. Raises TimeoutError for one that goes on and on."""
        wait = self.sock.gettimeout()
        if self.file is None:
            self._read = TimedFile(self.sock)
            self.file = io.BufferedReader(self._read)
        self._read.until, self._read.most = time.monotonic() + wait, LONGEST_ANSWER
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise error.__context__ from None
            raise
        finally:
            if self.sock:
                self.sock.settimeout(wait)

    def send(self, s: Any) -> None:
        """Send, as the base class does."""
        super().send(s)
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n") and self.sock:
            self.handed_over = True
            self.sock.settimeout(LAST_ANSWER * self.timeout)


def queue(
    *,
    to: Staff,
    kind: str,
    now: datetime,
    record: Record | None = None,
    step: Step | None = None,
    about: Mapping[str, Any] | None = None,
    once: str | None = None,
) -> OutboxMail | None:
    """Queue a mail in the caller's transaction. `about` holds only ids; the text is composed when it is sent.

    once: a unique key against duplicates. Returns None when a mail with this key was queued before.
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


def already_queued(names: Collection[str]) -> set[str]:
    """Those of the keys (`once`) under which a mail was queued before."""
    return {str(row.once) for row in OutboxMail.select(OutboxMail.once).where(OutboxMail.once.in_(list(names)))}


def retry_delay(attempts: int) -> timedelta:
    """Exponential backoff: FIRST_DELAY doubled for each failed attempt, at most LONGEST_DELAY."""
    return min(FIRST_DELAY * 2 ** min(attempts, 12), LONGEST_DELAY)


def lease(settings: Settings) -> timedelta:
    """How long a mail is reserved: no conversation of a dozen answers takes longer."""
    return max(LEASE, timedelta(seconds=(12 + LAST_ANSWER) * settings.smtp_timeout_seconds))


def free_stranded(now: datetime) -> int:
    """Let mails be tried at once that a clock which was ahead has put off, or queued. Returns their number."""
    never_tried = (OutboxMail.attempts == 0) & (OutboxMail.next_attempt_at > now)
    stranded = never_tried | (OutboxMail.next_attempt_at > now + LONGEST_WAIT)
    waiting = OutboxMail.state == MailState.QUEUED
    return int(OutboxMail.update(next_attempt_at=now).where(waiting & stranded).execute())


def claim_next(now: datetime, reserve: timedelta = LEASE) -> OutboxMail | None:
    """Claim a due mail by moving its next attempt ahead by `reserve`, so that a crash releases it; None if none is due.

    Clears last_error, which distinguishes a mail being sent from a delayed one.
    """
    with database.atomic():
        due = (OutboxMail.state == MailState.QUEUED) & (OutboxMail.next_attempt_at <= now)
        mail = OutboxMail.select().where(due).order_by(OutboxMail.next_attempt_at, OutboxMail.id).first()
        if mail is None:
            return None
        taken = OutboxMail.update(next_attempt_at=now + reserve, attempts=OutboxMail.attempts + 1, last_error="")
        mine = taken.where((OutboxMail.id == mail.id) & (OutboxMail.attempts == mail.attempts)).execute()
    return OutboxMail.get_by_id(mail.id) if mine else claim_next(now, reserve)


def send_due(*, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> int:
    """Send every due mail. Returns the number sent; failed ones are scheduled for another attempt.

    An unavailable server ends the run; the remaining mails stay due for the next run.
    """
    sent = 0
    while (mail := claim_next(now(), lease(settings))) is not None:
        try:
            sent += _send_one(mail, settings=settings, compose=compose, now=now)
        except ServerUnavailableError:
            break
    return sent


def _send_one(mail: OutboxMail, *, settings: Settings, compose: Compose, now: Callable[[], datetime]) -> bool:
    try:
        message = compose(mail)
        if message is not None:
            deliver(message, settings)
    except Exception as error:  # one mail must not stop the others
        _note_failure(mail, error, now())
        is_away = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
        if is_away or isinstance(error, UnansweredError):
            raise ServerUnavailableError from error
        return False
    state, sent_at = (MailState.SENT, now()) if message is not None else (MailState.NOT_NEEDED, None)
    done = OutboxMail.update(state=state, sent_at=sent_at, last_error="")
    done.where((OutboxMail.id == mail.id) & (OutboxMail.state == MailState.QUEUED)).execute()
    return message is not None


def _note_failure(mail: OutboxMail, error: Exception, now: datetime) -> None:
    unanswered = mail.unanswered + isinstance(error, UnansweredError)
    is_given_up = _is_permanent(error) or unanswered >= MAX_UNANSWERED
    state = MailState.GIVEN_UP if is_given_up else MailState.QUEUED
    what = f"mail {mail.id} not sent, attempt {mail.attempts}"
    if isinstance(error, OSError | smtplib.SMTPException):
        log.warning("%s: %s", what, " ".join((describe(error), *map(str, _codes(error)))))
    else:
        log_exception(log, what, error)
    failed = OutboxMail.update(
        state=state,
        unanswered=unanswered,
        last_error=describe_error(error)[:MAX_ERROR_LENGTH],
        next_attempt_at=now + retry_delay(mail.attempts),
    )
    failed.where((OutboxMail.id == mail.id) & (OutboxMail.state == MailState.QUEUED)).execute()


def describe_error(error: Exception) -> str:
    """A description of a sending error for operators: the server's response, or the connection problem.

    Of any other exception only the type is given: its message may contain record data.
    """
    if isinstance(error, UnansweredError):
        return "The mail server had the whole mail and did not answer in time: it may have arrived"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The address was refused: " + "; ".join(_format_answer(*answer) for answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered: {_format_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time"
    if isinstance(error, smtplib.SMTPException):
        return f"The conversation with the mail server failed: {error}"
    if isinstance(error, OSError):
        return f"The mail server could not be reached: {error.strerror or type(error).__name__}"
    return f"The mail could not be written ({type(error).__name__}): the log says where"


def _format_answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _codes(error: Exception) -> list[int]:
    """What a mail server answered, in figures: of every address that it refused, or the one answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused this address or this mail for good; what else it refuses may be a setting of ours."""
    is_of_the_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return is_of_the_mail and all(500 <= code < 600 for code in _codes(error))


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Send one message over SMTP. Raises OSError or smtplib.SMTPException when it was not accepted.

    Raises UnansweredError where nobody knows whether it was. What goes wrong after it was accepted is passed over.
    """
    is_accepted = False
    server = _Conversation(settings.smtp_host, settings.smtp_port, timeout=settings.smtp_timeout_seconds)
    try:
        with server:
            if settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_username:
                server.login(settings.smtp_username, settings.smtp_password.get_secret_value())
            server.send_message(message)
            is_accepted = True
    except (OSError, smtplib.SMTPException) as error:
        if is_accepted:
            return
        if server.handed_over and not isinstance(error, smtplib.SMTPResponseException):
            raise UnansweredError from error
        raise
