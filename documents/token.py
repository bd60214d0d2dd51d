"""A sealing key on a smart card or hardware security module, used through PKCS#11."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, ObjectClass, PKCS11Error, Session
from pkcs11.exceptions import PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from documents.certificates import SealKeyError

WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange, PinExpired, PinLocked)
REFUSED = (
    "The token refused its PIN. It is not tried again until this process is started anew, because tokens lock "
    "themselves after a few wrong PINs. Correct HANDOVER_SEAL_TOKEN_PIN, then restart the worker."
)

# Hashes of PINs that a token refused: the worker retries every minute, which would lock the token within the hour.
_refused: set[str] = set()


@dataclass(frozen=True)
class Token:
    """Where a key is: the PKCS#11 module's path, the token's label, the key's label, and the PIN."""

    module: str
    label: str
    key_label: str
    pin: str = field(default="", repr=False)

    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The certificates on the token, the key's own first. Raises SealKeyError where the key has none."""
        with self._session() as session:
            keys = list(
                session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: self.key_label})
            )
            if len(keys) != 1:
                raise SealKeyError(
                    f"The token has {len(keys)} private keys with the label {self.key_label!r}, not one."
                )
            wanted = keys[0][Attribute.ID]
            found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
            found.sort(key=lambda one: one[Attribute.ID] != wanted)
            if not found or found[0][Attribute.ID] != wanted:
                raise SealKeyError("The token holds no certificate with the same id as that key. Put it there first.")
            return tuple(x509.load_der_x509_certificate(one[Attribute.VALUE]) for one in found)

    async def sign(self, data: bytes, certificate: x509.Certificate) -> bytes:
        """The SHA-256 signature of `data` with the token's key. Raises SealKeyError."""
        shown = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        with self._session() as session:  # raw mechanisms: every token supports them, for RSA and ECDSA
            signer = PKCS11Signer(session, signing_cert=shown, key_label=self.key_label, use_raw_mechanism=True)
            made: bytes = await signer.async_sign_raw(data, "sha256")
            return made

    @contextmanager
    def _session(self) -> Iterator[Session]:
        attempt = hashlib.sha256(f"{self.module} {self.label} {self.pin}".encode()).hexdigest()
        if attempt in _refused:
            raise SealKeyError(REFUSED)
        try:
            with self._opened() as session:
                yield session
        except WRONG_PIN as error:
            _refused.add(attempt)
            raise SealKeyError(REFUSED) from error
        except (PKCS11Error, RuntimeError, OSError) as error:
            raise SealKeyError(
                f"The token {self.label!r} could not be used through {self.module} ({type(error).__name__}). Check "
                "that it is plugged in, and that the module and the labels are right."
            ) from error

    def _opened(self) -> Any:
        criteria = TokenCriteria(label=self.label)
        return open_pkcs11_session(self.module, token_criteria=criteria, user_pin=self.pin or None)
