"""The certificates that ever sealed here, in the database and beside the seal, and which of them are distrusted."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cryptography import x509

from documents import keys, trust
from documents.keys import SealKeyError
from documents.trust import Pin, Trust
from models import SealCertificate, SealedDocument
from records import clock
from records.sealing import time_stamps
from records.transaction import transaction
from settings import Settings

DISTRUSTED = (
    "The certificate that seals is distrusted here, so nothing is sealed with it. Make the next one with 'flask seal "
    "renew', or install it with 'flask seal install'."
)

log = logging.getLogger(__name__)

UNKNOWN = (
    "No certificate with the SHA-256 {fingerprint} ever sealed here. 'flask seal root --all' lists those that did."
)
NOT_DISTRUSTED = "This certificate is trusted already."


class UnknownCertificateError(ValueError):
    """No certificate with this fingerprint sealed here, or it is not distrusted; the message says."""


def trusted(settings: Settings) -> Trust:
    """What a check trusts: every host with this database trusts the same, and the roots in its own folder."""
    in_folder = trust.load(settings.seal_folder).with_time_roots(time_stamps.roots(settings))
    return in_folder.with_pins(map(_pin, SealCertificate.select()))


def _pin(row: SealCertificate) -> Pin:
    certificate, *issuers = trust.from_pem(row.pem)
    return Pin(
        certificate, tuple(issuers), row.first_used_at, row.distrusted_from, row.distrusted_why, row.distrusted_at
    )


def keep(settings: Settings) -> None:
    """Bring the database and the file beside the seal to the same: what either knows, both know."""
    everything = trusted(settings)
    for pin in everything.pins.values():
        _store(pin)
    trust.store(settings.seal_folder, everything, clock.today())


def _store(pin: Pin) -> None:
    columns: dict[str, Any] = {
        "pem": pin.pem,
        "first_used_at": pin.first_used,
        "distrusted_from": pin.distrusted_from,
        "distrusted_why": pin.why,
        "distrusted_at": pin.said_at,
    }
    with transaction():
        SealCertificate.insert(fingerprint=pin.fingerprint, **columns).on_conflict_ignore().execute()
        row = SealCertificate.get(SealCertificate.fingerprint == pin.fingerprint)
        changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
        if changed:
            SealCertificate.update(changed).where(SealCertificate.id == row.id).execute()


def note_use(pin: Pin, at: datetime) -> None:
    """Keep a certificate that has sealed, in the caller's transaction."""
    SealCertificate.insert(fingerprint=pin.fingerprint, pem=pin.pem, first_used_at=at).on_conflict_ignore().execute()
    unused = (SealCertificate.fingerprint == pin.fingerprint) & SealCertificate.first_used_at.is_null()
    SealCertificate.update(first_used_at=at).where(unused).execute()


def is_distrusted(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether the council distrusts a certificate at that time."""
    row = SealCertificate.get_or_none(SealCertificate.fingerprint == trust.fingerprint_of(certificate))
    return row is not None and row.distrusted_from is not None and row.distrusted_from <= clock.in_london(at).date()


def warning(settings: Settings, at: datetime) -> str:
    """What to do where the certificate that seals is distrusted; '' while it is not, and where there is none."""
    try:
        certificate = keys.sealing_certificate(settings.seal_folder)
    except SealKeyError:
        return ""
    return DISTRUSTED if is_distrusted(certificate, at) else ""


def find(settings: Settings, fingerprint: str) -> Pin:
    """The certificate with this SHA-256, however it is typed. Raises UnknownCertificateError."""
    wanted = "".join(one for one in fingerprint.lower() if one.isalnum())
    try:
        return trusted(settings).pins[wanted]
    except KeyError:
        raise UnknownCertificateError(UNKNOWN.format(fingerprint=fingerprint[:80])) from None


def count_kept(pin: Pin, since: date) -> tuple[int, int]:
    """How many documents that are kept here it sealed, and how many of them since a day."""
    moments = [one.sealed_at for one in SealedDocument.select(SealedDocument.sealed_at).where(_sealed_by(pin))]
    return len(moments), sum(clock.in_london(at).date() >= since for at in moments)


def _sealed_by(pin: Pin) -> Any:
    return SealedDocument.certificate == pin.fingerprint


def distrust(settings: Settings, fingerprint: str, *, day: date, why: str, by: str) -> Pin:
    """Let the seals of a certificate count no more from `day` on. Raises UnknownCertificateError.

    `by` is whoever does it, as the system names them: it is kept with the reason and the time. Said again, it moves the
    day.
    """
    return _say(settings, fingerprint, day=day, why=why, by=by)


def trust_again(settings: Settings, fingerprint: str, *, why: str, by: str) -> Pin:
    """Take a distrust back, for a reason. Raises UnknownCertificateError."""
    if find(settings, fingerprint).distrusted_from is None:
        raise UnknownCertificateError(NOT_DISTRUSTED)
    return _say(settings, fingerprint, day=None, why=why, by=by)


def _say(settings: Settings, fingerprint: str, *, day: date | None, why: str, by: str) -> Pin:
    """The log keeps what was said before, which the database does not."""
    keep(settings)
    before = find(settings, fingerprint)
    columns = {"distrusted_from": day, "distrusted_why": why, "distrusted_by": by, "distrusted_at": clock.now()}
    SealCertificate.update(columns).where(SealCertificate.fingerprint == before.fingerprint).execute()
    said = f"distrusted from {day} on" if day else "trusted again"
    told = (before.fingerprint, said, by, why, before.distrusted_from or "trusted")
    log.warning("the certificate %s is %s, said %s: %r (before: %s)", *told)
    keep(settings)
    return trusted(settings).pins[before.fingerprint]


def in_order() -> Iterable[Pin]:
    """Every certificate that sealed here, in the order of its first use."""
    return map(_pin, SealCertificate.select().order_by(SealCertificate.first_used_at, SealCertificate.id))
