"""Where a signature sits in a file, byte by byte, before anything in the file is believed.

A signed PDF names four numbers (ISO 32000-1, 12.8.1): two stretches that are signed, and between them the gap that
holds the signature as hexadecimal digits. Those digits are the only bytes that a signature does not cover, so they are
held to the one form in which the seal is written.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms, x509

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
# Digits of one case: a letter changed to its other case would be a changed byte that means the same.
_GAP = re.compile(rb"<([0-9A-F]+|[0-9a-f]+)>")


ALGORITHMS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


class BrokenSignatureError(ValueError):
    """What stands where the signature should be is none, or not in the form in which it is written."""


@dataclass(frozen=True)
class Container:
    """One signature: where its gap begins and ends, where the file that it signs ends, and the CMS object."""

    gap_from: int
    gap_to: int
    end: int
    encoded: bytes
    signed_data: cms.SignedData

    def digest(self, data: bytes) -> bytes:
        """The SHA-256 of what it signs: the file up to `end`, but for the gap."""
        hasher = hashlib.sha256(memoryview(data)[: self.gap_from])
        hasher.update(memoryview(data)[self.gap_to : self.end])
        return hasher.digest()


def find_all(data: bytes) -> list[Container]:
    """Every signature of a file, in its order. Raises BrokenSignatureError."""
    return [_read(data, *map(int, found.groups())) for found in _RANGE.finditer(data)]


def _read(data: bytes, gap_from: int, gap_to: int, length: int) -> Container:
    gap = _GAP.fullmatch(data, gap_from, gap_to)
    if gap is None or gap_to + length > len(data):
        raise BrokenSignatureError("the signed ranges do not fit the file")
    return Container(gap_from, gap_to, gap_to + length, *_signed_data(bytes.fromhex(gap[1].decode())))


def is_as_written(signature: Container, signer: x509.Certificate) -> bool:
    """Whether a signature has the one encoding that the seal gives it.

    A signature does not sign all of itself: version numbers, the names of its algorithms and of its signer can change
    and it still verifies. Here it is written anew from the parts that are signed, or checked in themselves, and must
    come out the same, so that no byte of a sealed file can change unnoticed.
    """
    given = signature.signed_data["signer_infos"][0]
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": {"issuer": signer.issuer, "serial_number": signer.serial_number}}
        ),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": given["signed_attrs"],
        "signature_algorithm": {"algorithm": ALGORITHMS[signer.public_key.algorithm]},
        "signature": given["signature"],
    }
    if given["unsigned_attrs"]:
        signer_info["unsigned_attrs"] = given["unsigned_attrs"]
    anew = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": signature.signed_data["certificates"],
        "signer_infos": [signer_info],
    }
    written = cms.ContentInfo({"content_type": "signed_data", "content": anew}).dump()
    return bool(written == signature.encoded)


def _signed_data(padded: bytes) -> tuple[bytes, cms.SignedData]:
    """The CMS object at the head of the padding, and its encoding."""
    try:
        content = cms.ContentInfo.load(padded)
        encoded = content.dump()
        signed_data = content["content"]
    except (ValueError, TypeError, KeyError) as error:
        raise BrokenSignatureError("the signature cannot be read") from error
    if padded[len(encoded) :].strip(b"\0"):
        raise BrokenSignatureError("the padding of the signature is not empty")
    return encoded, signed_data
