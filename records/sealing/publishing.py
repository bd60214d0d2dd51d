"""What is published of the seal: its root certificate, and the certificates that ever sealed here."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from documents import keys, words
from documents.certificates import printable
from documents.trust import Pin
from records import clock
from records.sealing import pins
from settings import Settings

UNUSED = "It has sealed nothing yet."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Published:
    """A certificate: whose, its SHA-256 (hex), and since when it seals or from when it is distrusted."""

    name: str
    fingerprint: str
    said: str
    has_sealed: bool


@dataclass(frozen=True)
class Trusted:
    """The SHA-256 of the root that the seal leads to ('' for none), and every certificate that sealed here."""

    root: str
    pins: tuple[Published, ...]


def what_is_trusted(settings: Settings) -> Trusted:
    """For the page. With a damaged folder nothing is published, and the log says why: the page opens all the same."""
    try:
        found = pins.trusted(settings).pins.values()
        return Trusted(keys.root_fingerprint(settings.seal_folder), tuple(map(_published, _in_order(found))))
    except keys.SealKeyError as error:
        log.error("nothing can be published of the seal: %s", error)
        return Trusted("", ())


def _in_order(found: Iterable[Pin]) -> list[Pin]:
    return sorted(found, key=lambda pin: pin.certificate.not_valid_before_utc)


def _published(pin: Pin) -> Published:
    said = f"First used on {words.in_time(pin.first_used)}." if pin.first_used else UNUSED
    if pin.distrusted_from:
        why = f": {printable(pin.why)}" if pin.why else ""
        said = f"{said} Not trusted from {words.in_date(pin.distrusted_from)} on{why}".strip()
    elif pin.said_at:
        said = f"{said} Trusted again since {words.in_date(pin.said_at)}: {printable(pin.why)}".strip()
    return Published(printable(pin.certificate.subject.rfc4514_string()), pin.fingerprint, said, bool(pin.first_used))


def root(settings: Settings) -> str:
    """The root certificate (PEM); '' for none."""
    try:
        return keys.root_certificate(settings.seal_folder).decode()
    except keys.SealKeyError:
        return ""


def trust_file(settings: Settings) -> str:
    """What a check without this service's database needs. Raises documents.keys.SealKeyError for a damaged folder."""
    return pins.trusted(settings).to_json(clock.today())
