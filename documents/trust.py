"""What a check trusts: the certificates that ever sealed here, the roots above them, and the roots of time-stamps.

A seal counts where its certificate is one of those that sealed here (a pin) and leads to a trusted root: under the root
of a public or corporate authority anybody may have a certificate. A pin can be distrusted from a day on.

    trust.json      in the sealing folder: all of this as one file, for checks without a database
    revoked/        in the sealing folder: revocation lists (CRL; DER or PEM) of the authorities above the seal
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from documents import keys
from documents.certificates import SealKeyError

FILE = "trust.json"
FORM = "handover-trust/1"

Certificates = tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class Pin:
    """A certificate that sealed here, and those above it that are known.

    `distrusted_from`: the first day (in London) on which its seals count no more, None while they do; `why` says why.
    `said_at`: when somebody last said that, or took it back (aware); None where nobody did, or before it was kept.
    """

    certificate: x509.Certificate
    issuers: Certificates = ()
    first_used: datetime | None = None
    distrusted_from: date | None = None
    why: str = ""
    said_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256, in hex."""
        return fingerprint_of(self.certificate)

    @property
    def pem(self) -> str:
        """The certificate and those above it."""
        return to_pem((self.certificate, *self.issuers))

    def merged(self, other: Pin) -> Pin:
        """What both say of one certificate: what was said last counts, else the earlier day that either names."""
        stricter = min((self, other), key=lambda one: (-_seconds(one.said_at), one.distrusted_from or date.max))
        used = [one.first_used for one in (self, other) if one.first_used]
        issuers = tuple(dict.fromkeys((*self.issuers, *other.issuers)))
        return replace(stricter, issuers=issuers, first_used=min(used, default=None))


@dataclass(frozen=True)
class Trust:
    """`pins` by their fingerprint; `lists` are revocation lists at hand (CRL, DER). made_on: the day of the file."""

    roots: Certificates = ()
    pins: Mapping[str, Pin] = field(default_factory=dict)
    time_roots: Certificates = ()
    lists: tuple[bytes, ...] = ()
    made_on: date | None = field(default=None, compare=False)

    def merged(self, other: Trust) -> Trust:
        """Everything that either trusts; what either distrusts is distrusted."""
        pins = dict(self.pins)
        for fingerprint, pin in other.pins.items():
            pins[fingerprint] = pins[fingerprint].merged(pin) if fingerprint in pins else pin
        return Trust(
            tuple(dict.fromkeys((*self.roots, *other.roots))),
            pins,
            tuple(dict.fromkeys((*self.time_roots, *other.time_roots))),
            tuple(dict.fromkeys((*self.lists, *other.lists))),
            self.made_on,
        )

    def with_pins(self, pins: Iterable[Pin]) -> Trust:
        """These pins too, and the roots that they name."""
        found = {pin.fingerprint: pin for pin in pins}
        roots = (one for pin in found.values() for one in pin.issuers if one.issuer == one.subject)
        return self.merged(Trust(tuple(dict.fromkeys(roots)), found))

    def with_time_roots(self, roots: Iterable[x509.Certificate]) -> Trust:
        """Time-stamps that lead to these roots are believed too."""
        return self.merged(Trust(time_roots=tuple(roots)))

    def to_json(self, made_on: date | None = None) -> str:
        """As one file, made on a day: nothing in it is secret."""
        pins = [
            {
                "sha256": pin.fingerprint,
                "subject": pin.certificate.subject.rfc4514_string(),
                "certificates": pin.pem,
                "first_used": pin.first_used.isoformat() if pin.first_used else None,
                "distrusted_from": pin.distrusted_from.isoformat() if pin.distrusted_from else None,
                "why": pin.why,
                "said_at": pin.said_at.isoformat() if pin.said_at else None,
            }
            for pin in sorted(self.pins.values(), key=lambda pin: (str(pin.first_used or ""), pin.fingerprint))
        ]
        lists = [x509.load_der_x509_crl(one).public_bytes(Encoding.PEM).decode() for one in self.lists]
        day = made_on.isoformat() if made_on else None
        told = {"form": FORM, "made_on": day, "roots": to_pem(self.roots), "time_roots": to_pem(self.time_roots)}
        return json.dumps({**told, "sealed_here": pins, "revocation_lists": lists}, indent=1) + "\n"


def from_json(text: str, name: str = FILE) -> Trust:
    """What `Trust.to_json` wrote. Raises SealKeyError, which names the file, where it is something else."""
    try:
        told = json.loads(text)
        if told["form"] != FORM:
            raise ValueError(f"its form is not {FORM}")
        pins = [_pin(one) for one in told["sealed_here"]]
        lists = [x509.load_pem_x509_crl(one.encode()) for one in told["revocation_lists"]]
        return Trust(
            from_pem(told["roots"]),
            {pin.fingerprint: pin for pin in pins},
            from_pem(told["time_roots"]),
            tuple(one.public_bytes(Encoding.DER) for one in lists),
            date.fromisoformat(told["made_on"]) if told.get("made_on") else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SealKeyError(
            f"{name} cannot be read ({type(error).__name__}). Download it again from the checking page, or, beside the "
            "seal, remove it and run 'flask setup'."
        ) from error


def _pin(told: Mapping[str, str]) -> Pin:
    certificate, *issuers = from_pem(told["certificates"])
    used, day = told["first_used"], told["distrusted_from"]
    return Pin(
        certificate,
        tuple(issuers),
        datetime.fromisoformat(used) if used else None,
        date.fromisoformat(day) if day else None,
        str(told["why"]),
        datetime.fromisoformat(said_at) if (said_at := told.get("said_at")) else None,
    )


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def load(folder: Path) -> Trust:
    """What the sealing folder says: its roots, each certificate that seals or sealed in it, and its trust.json.

    Raises SealKeyError for a damaged folder.
    """
    roots = keys.load_roots(folder)
    pins = [Pin(one, _up_to_root(one, issuers, roots)) for one, issuers in keys.all_seals(folder)]
    found = Trust(roots, {pin.fingerprint: pin for pin in pins}, lists=_revocation_lists(folder / "revoked"))
    stored = _stored(folder)
    return found.merged(from_json(stored)) if stored else found


def store(folder: Path, trust: Trust, made_on: date | None = None) -> bool:
    """Write trust.json where it says something else than on another day; whether it did. Nothing without a folder."""
    text, stored = trust.to_json(made_on), _stored(folder)
    if not folder.is_dir() or (stored and stored == trust.to_json(from_json(stored).made_on)):
        return False
    descriptor, made = tempfile.mkstemp(dir=folder, prefix=".trust-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(made).replace(folder / FILE)
    return True


def _stored(folder: Path) -> str:
    path = folder / FILE
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _up_to_root(certificate: x509.Certificate, issuers: Certificates, roots: Certificates) -> Certificates:
    last = (certificate, *issuers)[-1]
    return tuple(dict.fromkeys((*issuers, *(root for root in roots if root.subject == last.issuer))))


def _revocation_lists(folder: Path) -> tuple[bytes, ...]:
    """Raises SealKeyError for a file that holds no list: passing it over would trust what is revoked."""
    found = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        data = path.read_bytes()
        try:
            read = x509.load_pem_x509_crl if data.lstrip().startswith(b"-----") else x509.load_der_x509_crl
            found.append(read(data).public_bytes(Encoding.DER))
        except ValueError as error:
            raise SealKeyError(f"{path} does not hold a revocation list. Remove it, or put the list there.") from error
    return tuple(found)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """A certificate's SHA-256, in hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def to_pem(certificates: Iterable[x509.Certificate]) -> str:
    """Certificates as one PEM text."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)


def from_pem(text: str) -> Certificates:
    """The certificates in a PEM text. Raises ValueError."""
    return tuple(x509.load_pem_x509_certificates(text.encode())) if text.strip() else ()
