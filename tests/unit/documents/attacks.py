"""Files that somebody could make to pass for a sealed record, each built here from one.

The published kinds are those of the studies of PDF signatures: universal forgery (USF), incremental saving (ISA),
signature wrapping (SWA), shadow attacks, and certification attacks; the others were found in this very program.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.signers import PdfTimeStamper

from documents import container
from documents.seal import Appender, seal
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import Authority
from tests.unit.documents.time_authority import TimeAuthority

Attack = tuple[str, bytes]
Change = Callable[[Appender], None]


def stamped(data: bytes, service: TimeAuthority, change: Change = lambda _: None) -> bytes:
    """The file with a change behind the seal, and a time-stamp over both."""
    writer = Appender(BytesIO(data))
    change(writer)
    output = PdfTimeStamper(service.service().client(), field_name="TimeStamp1").timestamp_pdf(writer, "sha256")
    made: bytes = output.getvalue()
    return made


def _other_metadata(writer: Appender) -> None:
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x>REFUSED</x>"))
    writer.update_root()


def _other_metadata_in_place(writer: Appender) -> None:
    reference = writer.root.raw_get("/Metadata")
    stream = reference.get_object()
    stream._data = stream.data.replace(b"</rdf:RDF>", b"<!-- REFUSED --></rdf:RDF>")
    stream._encoded_data = None
    writer.mark_update(reference)


def _other_info(writer: Appender) -> None:
    info = writer.trailer_view["/Info"] if "/Info" in writer.trailer_view else generic.DictionaryObject()
    info[pdf_name("/Title")] = generic.TextStringObject("REFUSED")
    writer.set_info(writer.add_object(generic.DictionaryObject(dict(info.items()))))


def _orphan(writer: Appender) -> None:
    writer.add_object(generic.StreamObject(stream_data=os.urandom(500)))


def _orphan_text(writer: Appender) -> None:
    writer.add_object(generic.TextStringObject("a message"))


def _junk_evidence(writer: Appender) -> None:
    junk = writer.add_object(generic.StreamObject(stream_data=b"MZ" + os.urandom(500)))
    writer.root["/DSS"] = writer.add_object(generic.DictionaryObject({pdf_name("/Certs"): generic.ArrayObject([junk])}))
    writer.update_root()


def _named_evidence(writer: Appender) -> None:
    writer.root["/DSS"] = writer.add_object(
        generic.DictionaryObject({pdf_name("/Junk"): generic.TextStringObject("a message")})
    )
    writer.update_root()


def _extension(writer: Appender) -> None:
    writer.root["/Extensions"] = generic.DictionaryObject(
        {pdf_name("/EVIL"): generic.DictionaryObject({pdf_name("/BaseVersion"): pdf_name("/1.7")})}
    )
    writer.update_root()


def _version(writer: Appender) -> None:
    writer.root["/Version"] = pdf_name("/2.0")
    writer.update_root()


def _form_appearance(writer: Appender) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/DA")] = generic.TextStringObject("a message")
    writer.update_container(form)


def _overlay(writer: Appender) -> None:
    page: Any = writer.root["/Pages"]["/Kids"][0].get_object()
    over = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 900 900 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), over])
    writer.update_container(page)


CHANGES: dict[str, Change] = {
    "other metadata": _other_metadata,
    "metadata changed in place": _other_metadata_in_place,
    "another title in the information dictionary": _other_info,
    "a stream that nothing refers to": _orphan,
    "a text that nothing refers to": _orphan_text,
    "junk among the evidence": _junk_evidence,
    "another entry beside the evidence": _named_evidence,
    "an extension": _extension,
    "another version of PDF": _version,
    "a text in the form": _form_appearance,
    "a white page over the first": _overlay,
}


def by_strangers(data: bytes, stranger: TimeAuthority, trusted: TimeAuthority) -> Iterator[Attack]:
    """Changes behind the seal under a time-stamp, of a stranger and of the service that is trusted."""
    for name, change in CHANGES.items():
        yield f"{name}, stamped by a stranger", stamped(data, stranger, change)
        yield f"{name}, stamped by the trusted service", stamped(data, trusted, change)


def between_objects(data: bytes, trusted: TimeAuthority) -> Iterator[Attack]:
    """Bytes in an update that belong to no object, under a trusted time-stamp, which anybody can buy."""
    for name, hidden in (("a comment", b"\n% a message"), ("an object in no table", b"\n999 0 obj\n(a)\nendobj\n")):
        yield f"{name} between the objects", stamped(data + hidden, trusted)


def of_the_same_root(rendered: bytes, root: Authority) -> Iterator[Attack]:
    """Sealed by other certificates of the authority that certified the council's."""
    for name in ("Mallory Ltd", "Fernleigh County Council seal"):
        made = seal(rendered, root.issue(name), reference=sample.RECORD.reference, at=sample.SEALED_AT)
        yield f"sealed by {name}, of the same root", made.data


def recased(data: bytes) -> bytes:
    """The digits of the seal in small letters: other bytes with the same meaning."""
    (found,) = container.find_all(data)
    gap = data[found.gap_from : found.gap_to]
    return data[: found.gap_from] + gap.lower() + data[found.gap_to :]


def universal(data: bytes) -> Iterator[Attack]:
    """USF: what the signature is, or what it covers, is missing or makes no sense."""
    (found,) = container.find_all(data)
    covered = re.search(rb"/ByteRange \[[^\]]*\]", data)
    hidden = data[found.gap_from : found.gap_to]
    for name, other in (
        ("no range", b"/ByteRangE"),
        ("an empty range", b"/ByteRange []"),
        ("negative numbers", b"/ByteRange [0 -1 0 -1]"),
        ("nothing covered", b"/ByteRange [0 0 0 0]"),
        ("null", b"/ByteRange null"),
    ):
        yield f"USF: {name}", data.replace(covered[0], other.ljust(len(covered[0])), 1)
    for name, gap in (("no contents", b"<>"), ("zeros", b"<" + b"00" * 40 + b">"), ("null", b"null")):
        yield f"USF: {name}", data.replace(hidden, gap.ljust(len(hidden)), 1)


def saved_behind(data: bytes) -> Iterator[Attack]:
    """ISA: an update without a signature, whole, without its table, and with the signature copied into it."""
    writer = Appender(BytesIO(data))
    _overlay(writer)
    output = BytesIO()
    writer.write(output)
    more = output.getvalue()[len(data) :]
    (found,) = container.find_all(data)
    yield "ISA: an update", data + more
    yield "ISA: without its table", data + more[: more.rfind(b"endobj") + 7]
    yield "ISA: with a copy of the seal", data + more + data[found.gap_from - 2000 : found.end]


def wrapped(data: bytes) -> Iterator[Attack]:
    """SWA: the second signed stretch is moved behind something new."""
    (found,) = container.find_all(data)
    new = b"\n1 0 obj\n<</Type/Catalog>>\nendobj\n" + b" " * 4000
    for name, gap in (("behind the gap", b""), ("within a gap that grew", b"0" * 2)):
        moved = data[: found.gap_to - 1] + gap + data[found.gap_to - 1 : found.gap_to] + new + data[found.gap_to :]
        numbers = f"/ByteRange [0 {found.gap_from} {found.gap_to + len(gap) + len(new)} {len(data) - found.gap_to}]"
        covered = re.search(rb"/ByteRange \[[^\]]*\] *", moved)
        yield f"SWA: {name}", moved.replace(covered[0], numbers.encode().ljust(len(covered[0])), 1)


def flooded(ranges: int, gap: int) -> bytes:
    """Many ranges that all name one large gap."""
    head = b"%PDF-1.7\n"
    one = f"/ByteRange [0 {len(head)} {len(head) + gap + 2} 0]\n".encode()
    return head + b"<" + b"0" * gap + b">\n" + one * ranges


def inflating(size: int) -> bytes:
    """A small file whose table of objects inflates to `size` bytes."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _ in range(size // 1_000_000):
        packed += packer.compress(b"\0" * 1_000_000)
    packed += packer.flush()
    about = f"<</Type/XRef/Size 50000000/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length {len(packed)}>>".encode()
    return b"%PDF-1.7\n1 0 obj\n" + about + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


def with_certificate(certificate: x509.Certificate) -> Change:
    """Puts a certificate among the evidence."""
    return with_evidence("/Certs", certificate.public_bytes(Encoding.DER))


def with_evidence(sort: str, *data: bytes) -> Change:
    """Puts certificates ('/Certs'), revocation lists ('/CRLs') or OCSP responses ('/OCSPs') among the evidence."""
    return with_evidences({sort: data})


def with_evidences(told: Mapping[str, Iterable[bytes]]) -> Change:
    """Puts several sorts among it."""

    def change(writer: Appender) -> None:
        held = {
            pdf_name(sort): generic.ArrayObject(
                [writer.add_object(generic.StreamObject(stream_data=one)) for one in data]
            )
            for sort, data in told.items()
        }
        store = generic.DictionaryObject(held)
        writer.root["/DSS"] = writer.add_object(store)
        writer.update_root()

    return change


def in_the_gap(data: bytes) -> Iterator[bytes]:
    """The seal with another certificate beside the council's, and with an attribute that it does not sign."""
    (found,) = container.find_all(data)
    theirs = Authority("Somebody").certificate.public_bytes(Encoding.DER)
    for place in ("certificates", "unsigned_attrs"):
        content = cms.ContentInfo.load(found.encoded)
        signed = content["content"]
        if place == "certificates":
            signed["certificates"] = [one.chosen for one in signed["certificates"]] + [
                asn1_x509.Certificate.load(theirs)
            ]
        else:
            attribute = {"type": "1.3.6.1.4.1.99999.1", "values": [core.UTF8String("a message")]}
            signed["signer_infos"][0]["unsigned_attrs"] = [cms.CMSAttribute(attribute)]
        encoded = (
            cms.ContentInfo({"content_type": "signed_data", "content": signed.copy()}).dump(force=True).hex().upper()
        )
        room = found.gap_to - found.gap_from - 2
        yield data[: found.gap_from + 1] + encoded.ljust(room, "0").encode() + data[found.gap_to - 1 :]
