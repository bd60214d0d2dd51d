"""What whoever looks after the service should know of the seal: its certificate, and documents of too low a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from documents import install, keys
from mail import outbox
from models import Staff
from records import clock, renewing
from settings import Settings

MOST_AT_ONCE = 50  # documents raised in one run of the worker, which has mail to send besides


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
    warning = install.expiry_warning(settings.seal_folder, clock.now()) or ""
    return Seal(warning, 0 if warning else renewing.how_many_fall_short(settings))


def warn_operators(settings: Settings) -> int:
    """Queue a mail about the certificate to each operator, once a week from 60 days before it runs out.

    Returns how many were queued.
    """
    now = clock.now()
    warning = install.expiry_warning(settings.seal_folder, now)
    if not warning or not settings.operators:
        return 0
    names = {_once(settings, one, now): one for one in Staff.select().where(Staff.email << [*settings.operators])}
    done = outbox.already_put(names)
    about = {"said": warning}
    return sum(
        bool(outbox.put(to=names[once], kind="certificate", now=now, about=about, once=once))
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


def renew_what_is_due(settings: Settings) -> renewing.Tally:
    """Raise and renew levels of seals, some at a time."""
    return renewing.renew_what_is_due(settings, most=MOST_AT_ONCE)
