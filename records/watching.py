"""What whoever looks after the service should know of the seal: its certificate, and documents of too low a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from documents import install, keys
from mail import outbox
from models import Staff
from records import clock, renewing
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
    if not warning(settings) or not settings.operators:
        return 0
    now = clock.now()
    names = {_once(settings, one, now): one for one in Staff.select().where(Staff.email << [*settings.operators])}
    done = outbox.already_put(names)
    return sum(
        bool(outbox.put(to=names[once], kind="certificate", now=now, once=once))
        for once in names
        if once not in done and names[once].active
    )


def _once(settings: Settings, staff: Staff, now: datetime) -> str:
    """One mail a week to one person about one certificate."""
    year, week, _ = clock.in_london(now).isocalendar()
    try:
        number = keys.sealing_certificate(settings.seal_folder).serial_number
    except keys.SealKeyError:
        number = 0
    return f"certificate:{number:x}:{year}-{week}:{staff.id}"
