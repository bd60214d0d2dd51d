"""The keys that seal: a folder that holds the council's own authority, its sealing certificates, and whom to trust.

    authority/              the council's own root: certificate.pem and key.pem
    seals/0001/ 0002/ …     certificate.pem, key.pem and chain.pem of each sealing certificate; the last one seals.
                            token.json in place of key.pem says on which token a key is that never leaves it
    trusted/                root certificates of authorities whose seals count as the council's

Private keys are PKCS#8 under a passphrase. Files are made whole (a folder is written beside its place and renamed
into it), may be read by their owner only, and are never written over.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from documents import certificate_path, certificates
from documents.certificates import SealKeyError as SealKeyError
from documents.token import Token

SealingKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Signer:
    """A sealing certificate with its private key or the token that has it, and the certificates up to its root."""

    certificate: x509.Certificate
    key: SealingKey | Token
    chain: tuple[x509.Certificate, ...] = ()

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
    """Make the council's own authority, and the first sealing certificate that it issues.

    Takes up an attempt that was broken off between the two. Raises SealKeyError where the folder holds a sealing
    certificate already, or the passphrase is too short.
    """
    _check_passphrase(passphrase)
    if exists(folder):
        raise SealKeyError(f"{folder} holds a sealing certificate already. To begin anew, move that folder away first.")
    if not (folder / "authority").exists():
        key = certificates.new_key()
        root = certificates.make_root(council_name, key, now)
        with _new_folder(folder / "authority") as place:
            _write(place / "certificate.pem", root.public_bytes(serialization.Encoding.PEM))
            _write(place / "key.pem", _encrypted(key, passphrase))
    renew_local_seal(folder, council_name, passphrase, now)


def renew_local_seal(folder: Path, council_name: str, passphrase: str, now: datetime) -> None:
    """Issue a further sealing certificate from the council's own authority; from now on it is the one that seals.

    It ends with the authority at the latest. Raises SealKeyError, having changed nothing, where the authority has run
    out or its key cannot be unlocked.
    """
    root, root_key = _authority(folder, passphrase)
    if said := _why_authority_may_not(folder, root, now):
        raise SealKeyError(said)
    key = certificates.new_key()
    seal = certificates.make_seal(council_name, key, root, root_key, now)
    add_seal(folder, Signer(seal, key), passphrase)


def add_seal(folder: Path, signer: Signer, passphrase: str) -> None:
    """Keep a further sealing certificate with its key (or where that is) and chain; from now on it is what seals."""
    name, key = _kept(signer.key, passphrase)
    latest = _latest(folder)
    number = int(latest.name) + 1 if latest else 1
    with _new_folder(folder / "seals" / f"{number:04}") as place:
        _write(place / "certificate.pem", signer.certificate.public_bytes(serialization.Encoding.PEM))
        _write(place / name, key)
        _write(place / "chain.pem", b"".join(one.public_bytes(serialization.Encoding.PEM) for one in signer.chain))


def _kept(key: SealingKey | Token, passphrase: str) -> tuple[str, bytes]:
    """The file in which a key is kept: its name and what it holds. A token's PIN is not kept."""
    if isinstance(key, Token):
        where = {"module": key.module, "label": key.label, "key_label": key.key_label}
        return "token.json", json.dumps(where, indent=1).encode()
    _check_passphrase(passphrase)
    return "key.pem", _encrypted(key, passphrase)


def trust_root(folder: Path, root: x509.Certificate) -> None:
    """Count seals that lead to this root as the council's; again does no harm."""
    place = folder / "trusted" / f"{root.fingerprint(hashes.SHA256()).hex()}.pem"
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(place, root.public_bytes(serialization.Encoding.PEM))


def sealing_certificate(folder: Path) -> x509.Certificate:
    """The certificate that seals, without its key. Raises SealKeyError where there is none."""
    return _certificate(_sealing_place(folder) / "certificate.pem")


def load_signer(folder: Path, passphrase: str, now: datetime, pin: str = "") -> Signer:
    """The certificate that seals, with its key unlocked, or the token that has the key and wants `pin` when it seals.

    Raises SealKeyError where there is none, the passphrase is wrong, or the certificate or one of those above it has
    run out, is not valid yet or is not meant for that.
    """
    place, found = _sealing_place(folder), sealing_chain(folder, now)
    if found.trouble:
        raise SealKeyError(found.trouble)
    certificate = found.certificate
    if (place / "token.json").exists():
        return Signer(certificate, _token(place / "token.json", pin), found.between)
    key = _private_key(place / "key.pem", passphrase)
    if key.public_key() != certificate.public_key():
        raise SealKeyError(f"The key in {place} does not belong to its certificate. Restore the folder from a backup.")
    return Signer(certificate, key, found.between)


def sealing_chain(folder: Path, now: datetime) -> certificate_path.CertificatePath:
    """The certificate that seals with those above it, and why it may not seal now.

    Raises SealKeyError where there is none, or it leads to no root that is kept here.
    """
    place = _sealing_place(folder)
    certificate, between = _certificate(place / "certificate.pem"), _chain(place / "chain.pem")
    found = certificate_path.find(certificate, between, load_roots(folder), now)
    if found is None:
        raise SealKeyError(
            f"{folder} lacks the certificate of {certificate_path.missing(certificate, between)}, above the sealing certificate. "
            "Restore the folder from a backup, or install the certificate again."
        )
    own = _why_authority_may_not(folder, found.root, now) if is_own_root(folder, found.root) else ""
    return replace(found, trouble=own or found.trouble)


def is_own_root(folder: Path, root: x509.Certificate) -> bool:
    """Whether a root is that of the council's own authority in this folder."""
    own = folder / "authority" / "certificate.pem"
    return own.is_file() and _certificate(own) == root


def _why_authority_may_not(folder: Path, root: x509.Certificate, now: datetime) -> str:
    said = certificates.may_not_issue(root, now)
    return f"{said} {begin_anew(folder)}" if now > root.not_valid_after_utc else said


def begin_anew(folder: Path) -> str:
    """What to do where the council's own authority ends: it cannot renew itself."""
    return (
        "Install a certificate of another authority with 'flask seal install'; or move the folder "
        f"{folder} away, make a new authority with 'flask seal init', and copy the old folder's "
        f"authority/certificate.pem and the files in its trusted/ into {folder / 'trusted'}, so that what was sealed "
        "before stays genuine."
    )


def _token(path: Path, pin: str) -> Token:
    try:
        return Token(**json.loads(_read(path)), pin=pin)
    except (ValueError, TypeError) as error:
        raise SealKeyError(f"{path} does not say where the key is. Install the token again.") from error


def revocation_list(folder: Path, passphrase: str, now: datetime) -> bytes:
    """What the council's own authority has revoked, as a list in DER for `renew.Evidence`."""
    return certificates.make_revocation_list(*_authority(folder, passphrase), now)


def load_roots(folder: Path) -> tuple[x509.Certificate, ...]:
    """The roots that a genuine seal may lead to: the council's own authority, and those that it trusts."""
    own = folder / "authority" / "certificate.pem"
    paths = [own] * own.is_file() + sorted((folder / "trusted").glob("*.pem"))
    return tuple(_certificate(path) for path in paths)


def root_of_seal(folder: Path) -> x509.Certificate | None:
    """The root that the present sealing certificate leads to; None where there is none."""
    place = _latest(folder)
    if place is None:
        return None
    issuer = (_chain(place / "chain.pem") or (_certificate(place / "certificate.pem"),))[-1].issuer
    return next((root for root in load_roots(folder) if root.subject == issuer), None)


def root_fingerprint(folder: Path) -> str:
    """The SHA-256 of that root in hex, as people compare it; '' where there is none."""
    root = root_of_seal(folder)
    return root.fingerprint(hashes.SHA256()).hex() if root else ""


def root_certificate(folder: Path, *, der: bool = False) -> bytes:
    """That root as a file for people who check records elsewhere: PEM, or DER for readers that want it.

    Raises SealKeyError where there is none.
    """
    root = root_of_seal(folder)
    if root is None:
        raise SealKeyError(f"There is no sealing certificate in {folder}. Make or install one first.")
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
        raise SealKeyError(f"There is no sealing certificate in {folder}. Make or install one first.")
    return place


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < 12:
        raise SealKeyError("The passphrase of the sealing key must be 12 characters or more.")


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
            f"The key in {path} could not be unlocked. Check that the passphrase is the one it was made with."
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SealKeyError(f"The key in {path} is of a kind that PDF readers cannot check. Use RSA or ECDSA.")
    return key


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(_read(path))
    except ValueError as error:
        raise SealKeyError(f"{path} does not hold a certificate. Restore it from a backup.") from error


def _chain(path: Path) -> tuple[x509.Certificate, ...]:
    data = _read(path)
    try:
        return tuple(x509.load_pem_x509_certificates(data)) if data else ()
    except ValueError as error:
        raise SealKeyError(f"{path} does not hold certificates. Restore it from a backup.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealKeyError(f"{path} could not be read ({error.strerror}). Restore it from a backup.") from error


@contextmanager
def _new_folder(place: Path) -> Iterator[Path]:
    """A folder to fill, which then appears at `place` all at once; a folder that is there already is left alone."""
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
