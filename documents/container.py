"""The byte ranges and the CMS object of each signature in a file, read without parsing the PDF.

A signed PDF has a ByteRange of four numbers (ISO 32000-1, 12.8.1): two signed ranges, and between them the gap that
holds the signature in hexadecimal. The gap is the only part that a signature does not cover, so it must have exactly
the encoding that the seal was written with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from asn1crypto import cms, x509

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
# Capital letters alone, as seals are written: a letter in the other case would be a changed byte with the same meaning.
_GAP = re.compile(rb"<([0-9A-F]+)>")

# Far above any record, whose seal has under 20,000 digits and is renewed a few times in 75 years. Each range costs the
# reading of its gap, so both are counted before any is read.
MOST_RANGES = 40
LONGEST_GAP = 262_144


_ONE_TIME_STAMP = [("signature_time_stamp_token", 1)]
ALGORITHMS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


class TooManyRangesError(ValueError):
    """There are more signatures, or larger ones, than any record has: nothing was read of them."""


class BrokenSignatureError(ValueError):
    """There is no readable signature in the gap, or not in the form in which it is written."""


@dataclass(frozen=True)
class Container:
    """One signature: the offsets of its gap and of the end of the signed file, and its CMS object."""

    gap_from: int
    gap_to: int
    end: int
    encoded: bytes
    signed_data: cms.SignedData

    def digest(self, data: bytes) -> bytes:
        """The SHA-256 of the signed ranges: the file up to `end` without the gap."""
        hasher = hashlib.sha256(memoryview(data)[: self.gap_from])
        hasher.update(memoryview(data)[self.gap_to : self.end])
        return hasher.digest()


def find_all(data: bytes) -> list[Container]:
    """Every signature of a file, in file order. Raises BrokenSignatureError, TooManyRangesError."""
    return [_read(data, *one) for one in ranges(data)]


def ranges(data: bytes) -> list[tuple[int, int, int]]:
    """The numbers of each ByteRange but its first, 0. Raises TooManyRangesError."""
    found = [tuple(map(int, one.groups())) for one in islice(_RANGE.finditer(data), MOST_RANGES + 1)]
    if len(found) > MOST_RANGES or any(gap_to - gap_from > LONGEST_GAP for gap_from, gap_to, _ in found):
        raise TooManyRangesError("more or larger signatures than a record has")
    return [(gap_from, gap_to, length) for gap_from, gap_to, length in found]


def _read(data: bytes, gap_from: int, gap_to: int, length: int) -> Container:
    gap = _GAP.fullmatch(data, gap_from, gap_to)
    if gap is None or gap_to + length > len(data):
        raise BrokenSignatureError("the signed ranges do not fit the file")
    return Container(gap_from, gap_to, gap_to + length, *_signed_data(bytes.fromhex(gap[1].decode())))


def is_as_written(signature: Container, signer: x509.Certificate, issuers: Iterable[bytes]) -> bool:
    """Whether a signature has exactly the encoding that sealing produces.

    `issuers` are the certificates (DER) that it may hold beside the signer's, and a time-stamp is all that it may hold
    unsigned: what else is put there could be anything.

    A signature does not cover all of itself: version numbers and the identifiers of algorithms and signer can change
    and it still verifies. So it is encoded again from the parts that are signed or checked otherwise, and the result
    must be identical: no byte of a sealed file can change unnoticed.
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
        if [(one["type"].native, len(one["values"])) for one in given["unsigned_attrs"]] != _ONE_TIME_STAMP:
            return False
        signer_info["unsigned_attrs"] = given["unsigned_attrs"]
    held = [one.dump() for one in signature.signed_data["certificates"]]
    if len(held) != len(set(held)) or not set(held) <= {signer.dump(), *issuers}:
        return False
    rebuilt = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": signature.signed_data["certificates"],
        "signer_infos": [signer_info],
    }
    written = cms.ContentInfo({"content_type": "signed_data", "content": rebuilt}).dump()
    return bool(written == signature.encoded)


def _signed_data(padded: bytes) -> tuple[bytes, cms.SignedData]:
    """The CMS object before the padding: (encoding, parsed)."""
    try:
        content = cms.ContentInfo.load(padded)
        encoded = content.dump()
        signed_data = content["content"]
    except (ValueError, TypeError, KeyError) as error:
        raise BrokenSignatureError("the signature cannot be read") from error
    if padded[len(encoded) :].strip(b"\0"):
        raise BrokenSignatureError("the padding of the signature is not empty")
    return encoded, signed_data
