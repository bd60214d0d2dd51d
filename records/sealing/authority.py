"""The one authority under which records are sealed here: the database names it, and every host keeps to it.

Each host has a sealing folder. Two that made an authority each would seal records that the other's root does not vouch
for, so a folder under another root is refused, until an operator says on purpose that a new authority begins.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from peewee import IntegrityError

from documents import keys, trust
from documents.trust import Pin
from models import SealAuthority, SealedDocument
from records import clock
from records.sealing import pins
from records.transaction import transaction
from settings import Settings

LACKS = (
    "Records of this database are sealed under {theirs}, and {folder} holds no sealing certificate. Copy seal/ into it "
    "from a host that has it, or from the backup; or run 'flask seal init --another' to begin a new authority on "
    "purpose."
)
ANOTHER = (
    "Records of this database are sealed under {theirs}, and {folder} is under another: {here}. Move that folder away, "
    "and copy seal/ there from a host that has it, or from the backup; or run 'flask seal init --another' to say on "
    "purpose that this new one begins."
)
MEANWHILE = "Another host named an authority a moment ago. Run the command again: it says what to do."


def current() -> SealAuthority | None:
    """The authority that the database names; None before the first 'flask setup'."""
    found: SealAuthority | None = SealAuthority.select().order_by(SealAuthority.number.desc()).first()
    return found


def problem(settings: Settings) -> str:
    """Why this host must not seal into this database, in one line; '' where it may.

    Raises documents.keys.SealKeyError for a damaged folder.
    """
    folder, known = settings.seal_folder, current()
    here = keys.root_fingerprint(folder)
    if known is not None and known.fingerprint == here:
        return ""
    if known is None and (here or not keys.exists(folder)) and not _sealed_by_others(settings):
        return ""
    theirs = f"the authority {known.fingerprint} ({known.name})" if known else f"the certificate {_latest_sealer()}"
    if not keys.exists(folder):
        return LACKS.format(theirs=theirs, folder=folder)
    return ANOTHER.format(theirs=theirs, folder=folder, here=here or "a root that is not in it")


def may_make_one(settings: Settings) -> bool:
    """Whether a first authority can be made here: the database names none, and nothing was ever sealed."""
    return not keys.exists(settings.seal_folder) and not problem(settings)


def claim(settings: Settings) -> bool:
    """Name the authority of this host's folder as the one of the database; whether it was not that already.

    The first time, the other roots that the folder trusts are named as earlier ones.
    Raises documents.keys.SealKeyError where the folder has none, or another host was first.
    """
    root, known = x509.load_pem_x509_certificate(keys.root_certificate(settings.seal_folder)), current()
    if known is not None and known.fingerprint == trust.fingerprint_of(root):
        return False
    earlier = [one for one in keys.load_roots(settings.seal_folder) if known is None and one != root]
    first, said = (known.number if known else 0) + 1, {"since": clock.now(), "said_by": whoever_types()}
    try:
        with transaction():
            for number, one in enumerate((*earlier, root), first):
                name = one.subject.rfc4514_string()
                SealAuthority.create(number=number, fingerprint=trust.fingerprint_of(one), name=name, **said)
    except IntegrityError as error:
        raise keys.SealKeyError(MEANWHILE) from error
    return True


def whoever_types() -> str:
    """The operator, by the name of their account on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def strangers(settings: Settings) -> list[Pin]:
    """Certificates that sealed into this database under an authority that nobody named as the council's.

    Distrusted ones are left out: of them it is said already. Raises documents.keys.SealKeyError for a damaged folder.
    """
    named = {row.fingerprint for row in SealAuthority.select(SealAuthority.fingerprint)}
    trusted = pins.trusted(settings)
    own = [root for root in trusted.roots if trust.fingerprint_of(root) in named]
    return [pin for pin in pins.in_order() if pin.first_used and not pin.distrusted_from and not _leads_to(pin, own)]


def _sealed_by_others(settings: Settings) -> bool:
    """Whether something is sealed here, and none of it under a root in this host's folder."""
    if not SealedDocument.select(SealedDocument.id).exists():
        return False
    roots = keys.load_roots(settings.seal_folder)
    return not any(_leads_to(pin, roots) for pin in pins.in_order())


def _latest_sealer() -> str:
    latest = SealedDocument.select(SealedDocument.certificate).order_by(SealedDocument.id.desc()).first()
    return str(latest.certificate)


def _leads_to(pin: Pin, roots: Iterable[x509.Certificate]) -> bool:
    """Whether one of these roots issued the certificate, or one of those above it."""
    path = (pin.certificate, *pin.issuers)
    return any(one == root or _issued(root, one) for root in roots for one in path)


def _issued(root: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
