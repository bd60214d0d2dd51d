"""What whoever looks after the service should know: how the seal stands, and rules of the protocol that fail."""

from __future__ import annotations

from dataclasses import dataclass

from documents import install, keys
from mail import outbox
from models import Staff
from protocol import Weighing
from records import clock
from records.sealing import renewing
from records.transaction import tell_worker, transaction
from settings import Settings


@dataclass(frozen=True)
class Seal:
    """`warning` is what the certificate needs, in words, '' for nothing; `fall_short` counts documents whose level is
    lower than can be had."""

    warning: str
    fall_short: int

    @property
    def is_well(self) -> bool:
        """Whether nothing needs anybody."""
        return not (self.warning or self.fall_short)


def look(settings: Settings) -> Seal:
    """How the seal stands."""
    needed = warning(settings)
    return Seal(needed, 0 if needed else renewing.how_many_fall_short(settings))


def warning(settings: Settings) -> str:
    """What the sealing certificate needs now, in words, '' for nothing."""
    return install.expiry_warning(settings.seal_folder, clock.now()) or ""


def warn_operators(settings: Settings) -> int:
    """Queue a mail about the certificate to each operator, once a week from 60 days before it runs out.

    Returns how many were queued.
    """
    if not warning(settings):
        return 0
    try:
        number = keys.sealing_certificate(settings.seal_folder).serial_number
    except keys.SealKeyError:
        number = 0
    return _tell_operators(settings, "certificate", f"{number:x}")


def tell_of_faults(settings: Settings, weighing: Weighing) -> int:
    """Queue a mail to each operator about every rule that failed, once a week for a statement. Returns how many."""
    with transaction():
        told = [_tell_operators(settings, "fault", one.statement, statement=one.statement) for one in weighing.faults]
    if any(told):
        tell_worker()
    return sum(told)


def _tell_operators(settings: Settings, kind: str, what: str, **about: str) -> int:
    """Queue a mail to each operator, once a week for each of them about one thing."""
    if not settings.operators:
        return 0
    now = clock.now()
    year, week, _ = clock.in_london(now).isocalendar()
    operators = Staff.select().where((Staff.email << [*settings.operators]) & Staff.active)
    names = {f"{kind}:{what}:{year}-{week}:{one.id}": one for one in operators}
    done = outbox.already_put(names)
    fresh = [once for once in names if once not in done]
    return sum(bool(outbox.put(to=names[once], kind=kind, now=now, about=about, once=once)) for once in fresh)
