"""The folder of sealing keys: the council's own authority, its sealing certificates, and the trusted roots.

    authority/              the council's own root: certificate.pem and key.pem
    seals/0001/ 0002/ …     each sealing certificate: certificate.pem, key.pem and chain.pem (its intermediate
                            certificates); the last one seals. For a key on a token, token.json instead of key.pem
    trusted/                root certificates of other authorities that certify sealing certificates of the council's
    trust.json, revoked/    documents/trust.py

Private keys are encrypted PKCS#8. Writes are atomic (a folder is filled beside its place and renamed into it), files
can be read by their owner only, and are never overwritten.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from documents import certificate_path, certificates
from documents.certificate_path import CertificatePath
from documents.certificates import SealKeyError as SealKeyError

if TYPE_CHECKING:  # its module needs python-pkcs11, which whoever only checks documents has not
    from documents.token import Token

ASK_THE_ISSUER = (
    "Ask whoever issued the sealing certificate for one whose whole certificate path is valid and stays so, and "
    "install it with 'flask seal install'."
)

NO_CERTIFICATE = (
    "There is no sealing certificate in {folder}. Make or install one first; or, if there ever was one, copy seal/ "
    "from another host or from the backup."
)

SealingKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Signer:
    """A sealing certificate, its private key or the token that holds it, and the intermediates below its root."""

    certificate: x509.Certificate
    key: SealingKey | Token
    intermediates: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The certificate's SHA-256, in hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def exists(folder: Path) -> bool:
    """Whether the folder holds a sealing certificate."""
    return _latest(folder) is not None


def has_authority(folder: Path) -> bool:
    """Whether the folder holds an authority of the council's own, which can issue sealing certificates."""
    return (folder / "authority" / "key.pem").is_file()


def make_local_authority(folder: Path, council_name: str, passphrase: str, now: datetime) -> None:
    """Make the council's own authority and its first sealing certificate.

    Resumes an attempt that was interrupted between the two. Raises SealKeyError where the folder already holds a
    sealing certificate, or the passphrase is too short.
    """
    _check_passphrase(passphrase)
    if exists(folder):
        raise SealKeyError(f"{folder} holds a sealing certificate already. To begin anew, move that folder away first.")
    if not (folder / "authority").exists():
        key = certificates.new_key()
        root = certificates.make_root(council_name, key, now)
        with _new_folder(folder / "authority") as place:
            _write(place / "certificate.pem", _pem(root))
            _write(place / "key.pem", _encrypted(key, passphrase))
    renew_local_seal(folder, council_name, passphrase, now)


def renew_local_seal(folder: Path, council_name: str, passphrase: str, now: datetime) -> None:
    """Issue a further sealing certificate from the council's own authority, which seals from now on.

    Raises SealKeyError, and changes nothing, where the authority has expired or its key cannot be unlocked.
    """
    root, root_key = _authority(folder, passphrase)
    if not certificates.is_in_date(root, now):
        raise SealKeyError(
            f"The council's own sealing authority is valid from {root.not_valid_before_utc:%-d %B %Y} until "
            f"{root.not_valid_after_utc:%-d %B %Y}. Check this machine's clock. If it is right: {begin_anew(folder)}"
        )
    key = certificates.new_key()
    seal = certificates.make_seal(council_name, key, root, root_key, now)
    add_seal(folder, Signer(seal, key), passphrase)


def add_seal(folder: Path, signer: Signer, passphrase: str) -> None:
    """Store a further sealing certificate, which seals from now on, with its key (or token) and intermediates."""
    name, key = _stored_key(signer.key, passphrase)
    latest = _latest(folder)
    number = int(latest.name) + 1 if latest else 1
    with _new_folder(folder / "seals" / f"{number:04}") as place:
        _write(place / "certificate.pem", _pem(signer.certificate))
        _write(place / name, key)
        _write(place / "chain.pem", b"".join(map(_pem, signer.intermediates)))


def _stored_key(key: SealingKey | Token, passphrase: str) -> tuple[str, bytes]:
    """(file name, content) for a key. A token's PIN is not stored."""
    if isinstance(key, SealingKey):
        _check_passphrase(passphrase)
        return "key.pem", _encrypted(key, passphrase)
    where = {"module": key.module, "label": key.label, "key_label": key.key_label}
    return "token.json", json.dumps(where, indent=1).encode()


def trust_root(folder: Path, root: x509.Certificate) -> None:
    """Count seals that lead to this root as the council's. Idempotent."""
    place = folder / "trusted" / f"{root.fingerprint(hashes.SHA256()).hex()}.pem"
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(place, _pem(root))


def sealing_certificate(folder: Path) -> x509.Certificate:
    """The certificate that seals, without its key. Raises SealKeyError where there is none."""
    return _certificate(_sealing_place(folder) / "certificate.pem")


def load_signer(folder: Path, passphrase: str, now: datetime, pin: str = "") -> Signer:
    """The certificate that seals, with its key unlocked, or with the token that asks for `pin` when it signs.

    Raises SealKeyError where there is none, the passphrase is wrong, or its certificate path is not valid now.
    """
    place, path = _sealing_place(folder), sealing_path(folder, now)
    if path.problem:
        raise SealKeyError(f"{path.problem} {next_step(folder, path)}")
    certificate = path.certificate
    if (place / "token.json").exists():
        return Signer(certificate, _token(place / "token.json", pin), path.intermediates)
    return Signer(certificate, _key_of(certificate, place, passphrase), path.intermediates)


def lock_problem(folder: Path, passphrase: str) -> str:
    """Why the key does not seal with this passphrase; '' where it does, or this host has no key that it reads.

    The key may be on a token, or on another host.
    """
    place = _latest(folder)
    if place is None or not os.access(place / "key.pem", os.R_OK):
        return ""
    try:
        _key_of(_certificate(place / "certificate.pem"), place, passphrase)
    except SealKeyError as error:
        return str(error)
    return ""


def _key_of(certificate: x509.Certificate, place: Path, passphrase: str) -> SealingKey:
    key = _private_key(place / "key.pem", passphrase)
    if key.public_key() != certificate.public_key():
        raise SealKeyError(f"The key in {place} does not belong to its certificate. Restore the folder from a backup.")
    return key


def sealing_path(folder: Path, now: datetime) -> CertificatePath:
    """The certificate path of the certificate that seals.

    Raises SealKeyError where there is no such certificate, or it leads to no root in the folder.
    """
    place = _sealing_place(folder)
    certificate, intermediates = _certificate(place / "certificate.pem"), _intermediates(place / "chain.pem")
    return certificate_path.find(certificate, intermediates, now, load_roots(folder))


def next_step(folder: Path, path: CertificatePath) -> str:
    """What to do about a path that has a problem, or before it expires."""
    with_issuers = path.lies_with_issuers if path.problem else path.first_to_end != path.certificate
    if not with_issuers:
        return "Run 'flask seal renew', or install the council's next certificate with 'flask seal install'."
    own = folder / "authority" / "certificate.pem"
    return begin_anew(folder) if own.is_file() and _certificate(own) == path.root else ASK_THE_ISSUER


def begin_anew(folder: Path) -> str:
    """What to do where the council's own authority expires: it cannot renew itself."""
    return (
        "Install a certificate of another authority with 'flask seal install'; or move the folder "
        f"{folder} away, make a new authority with 'flask seal init --another', and copy the old folder's trust.json "
        f"into {folder}, so that what was sealed before stays genuine."
    )


def _token(path: Path, pin: str) -> Token:
    from documents.token import Token

    try:
        return Token(**json.loads(_read(path)), pin=pin)
    except (ValueError, TypeError) as error:
        raise SealKeyError(f"{path} does not say where the key is. Install the token again.") from error


def revocation_list(folder: Path, passphrase: str, now: datetime) -> bytes:
    """The revocation list (CRL, DER) of the council's own authority, for `renew.Evidence`."""
    return certificates.make_revocation_list(*_authority(folder, passphrase), now)


def load_roots(folder: Path) -> tuple[x509.Certificate, ...]:
    """The roots that a genuine seal may lead to: the council's own authority, and those that it trusts."""
    own = folder / "authority" / "certificate.pem"
    paths = [own] * own.is_file() + sorted((folder / "trusted").glob("*.pem"))
    return tuple(_certificate(path) for path in paths)


def all_seals(folder: Path) -> list[tuple[x509.Certificate, tuple[x509.Certificate, ...]]]:
    """Every sealing certificate in the folder, the oldest first, each with the issuers below its root."""
    places = sorted(path for path in (folder / "seals").glob("[0-9]*") if path.name.isdigit())
    return [(_certificate(place / "certificate.pem"), _intermediates(place / "chain.pem")) for place in places]


def root_of_seal(folder: Path) -> x509.Certificate | None:
    """The root that the present sealing certificate leads to; None where there is none."""
    place = _latest(folder)
    if place is None:
        return None
    issuer = (_intermediates(place / "chain.pem") or (_certificate(place / "certificate.pem"),))[-1].issuer
    return next((root for root in load_roots(folder) if root.subject == issuer), None)


def root_fingerprint(folder: Path) -> str:
    """The SHA-256 of that root in hex; '' where there is none."""
    root = root_of_seal(folder)
    return root.fingerprint(hashes.SHA256()).hex() if root else ""


def root_certificate(folder: Path, *, der: bool = False) -> bytes:
    """That root as a file for people who check records elsewhere: PEM, or DER for readers that want it.

    Raises SealKeyError where there is none.
    """
    root = root_of_seal(folder)
    if root is None:
        raise SealKeyError(NO_CERTIFICATE.format(folder=folder))
    return root.public_bytes(serialization.Encoding.DER if der else serialization.Encoding.PEM)


def _authority(folder: Path, passphrase: str) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = _private_key(folder / "authority" / "key.pem", passphrase)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SealKeyError(f"The key in {folder / 'authority'} was not made here. Restore the folder from a backup.")
    return _certificate(folder / "authority" / "certificate.pem"), key


def _latest(folder: Path) -> Path | None:
    return max((path for path in (folder / "seals").glob("[0-9]*") if path.name.isdigit()), default=None)


def _sealing_place(folder: Path) -> Path:
    place = _latest(folder)
    if place is None:
        raise SealKeyError(NO_CERTIFICATE.format(folder=folder))
    return place


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < 12:
        raise SealKeyError("The passphrase of the sealing key must be 12 characters or more.")


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _encrypted(key: SealingKey, passphrase: str) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def _private_key(path: Path, passphrase: str) -> SealingKey:
    try:
        key = serialization.load_pem_private_key(_read(path), passphrase.encode())
    except (ValueError, TypeError) as error:
        raise SealKeyError(
            f"The key in {path} could not be unlocked. Check that the passphrase is the one it was made with "
            "(HANDOVER_SEAL_PASSPHRASE)."
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SealKeyError(f"The key in {path} is of a kind that PDF readers cannot check. Use RSA or ECDSA.")
    return key


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(_read(path))
    except ValueError as error:
        raise SealKeyError(f"{path} does not hold a certificate. Restore it from a backup.") from error


def _intermediates(path: Path) -> tuple[x509.Certificate, ...]:
    data = _read(path)
    try:
        return tuple(x509.load_pem_x509_certificates(data)) if data else ()
    except ValueError as error:
        raise SealKeyError(f"{path} does not hold certificates. Restore it from a backup.") from error


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise SealKeyError(f"{path} is no plain file. Restore it from a backup.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealKeyError(f"{path} could not be read ({error.strerror}). Restore it from a backup.") from error


@contextmanager
def _new_folder(place: Path) -> Iterator[Path]:
    """A folder to fill, then renamed to `place` in one step; an existing folder there is left alone."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=place.parent, prefix=".making-"))
    try:
        yield made
        made.rename(place)
    except OSError as error:
        raise SealKeyError(f"{place} could not be made ({error.strerror}). Nothing was changed.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
