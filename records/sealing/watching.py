"""Alerts for operators: state of the seal, and protocol rules that raise exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents import install, keys
from mail import outbox
from models import Staff
from protocol import Weighing
from records import clock
from records.sealing import authority, lasting, pins, renewing
from records.sealing.lasting import Lasting
from records.transaction import notify_worker, transaction
from settings import Settings


@dataclass(frozen=True)
class SealStatus:
    """warning: text about the certificate, '' for none. fall_short: number of documents below the highest level.

    lasting: how long others can check what is kept, by level; to_do: what to know and do about that, a sentence each.
    strangers: (name, SHA-256 in hex) of certificates that sealed here under an authority that is not the service's.
    """

    warning: str
    fall_short: int
    strangers: tuple[tuple[str, str], ...] = ()
    lasting: Sequence[Lasting] = ()
    to_do: Sequence[str] = ()

    @property
    def is_healthy(self) -> bool:
        """Whether nothing needs attention."""
        return not (self.warning or self.fall_short)


def get_status(settings: Settings) -> SealStatus:
    """The state of the seal. Documents are counted only when the certificate is in order."""
    try:
        needed = get_warning(settings) or authority.problem(settings)
        strangers = authority.strangers(settings)
    except keys.SealKeyError as error:
        return SealStatus(str(error), 0)
    found = tuple((pin.certificate.subject.rfc4514_string(), pin.fingerprint) for pin in strangers)
    short = 0 if needed else renewing.count_below_highest_level(settings)
    return SealStatus(needed, short, found, lasting.by_level(), lasting.what_to_do(settings))


def get_warning(settings: Settings) -> str:
    """A warning about the sealing certificate: that it is distrusted, or expires; '' for none."""
    return pins.warning(settings, clock.now()) or install.expiry_warning(settings.seal_folder, clock.now()) or ""


def mail_certificate_warning(settings: Settings) -> int:
    """Queue a mail about the certificate to each operator, once a week from 60 days before it expires.

    Returns the number of mails queued.
    """
    if not get_warning(settings):
        return 0
    try:
        number = keys.sealing_certificate(settings.seal_folder).serial_number
    except keys.SealKeyError:
        number = 0
    return _mail_operators(settings, "certificate", f"{number:x}")


def mail_rule_failures(settings: Settings, weighing: Weighing) -> int:
    """Mail each operator about every rule that raised, once a week per statement. Returns the number of mails."""
    with transaction():
        told = [_mail_operators(settings, "fault", one.statement, statement=one.statement) for one in weighing.faults]
    if any(told):
        notify_worker()
    return sum(told)


def _mail_operators(settings: Settings, kind: str, what: str, **about: str) -> int:
    """Queue a mail to each operator, once per calendar week for each subject `what`. Returns the number queued."""
    if not settings.operators:
        return 0
    now = clock.now()
    year, week, _ = clock.in_london(now).isocalendar()
    operators = Staff.select().where((Staff.email << [*settings.operators]) & Staff.active)
    names = {f"{kind}:{what}:{year}-{week}:{one.id}": one for one in operators}
    done = outbox.already_queued(names)
    fresh = [once for once in names if once not in done]
    return sum(bool(outbox.queue(to=names[once], kind=kind, now=now, about=about, once=once)) for once in fresh)
