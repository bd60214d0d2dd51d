"""The updates after a seal: whether they are document time-stamps and validation data (PAdES) and nothing else.

pyHanko's difference policy finds changed objects. Its default lets metadata change, and orphans and extensions in, none
of which renewing a seal needs; and it sees objects alone. So its rules for those are left out, each object must be of
the few kinds that an update needs, with the keys that it needs, and every byte must belong to one of them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.x509 import ocsp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.xref import read_object_header
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

from documents.reader import QuickReader

# It warns of each changed object with every path to it, thousands of lines; what comes of that is the verdict.
logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.ERROR)

STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS"})),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]  # type: ignore[no-untyped-call]
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)

_BLANK = rb"[\r\n ]{0,4}"
_END_OF_OBJECT = re.compile(_BLANK + rb"endobj" + _BLANK)
_TAIL = re.compile(_BLANK + rb"startxref" + _BLANK + rb"\d{1,10}" + _BLANK + rb"%%EOF" + _BLANK)
_TABLE = re.compile(rb"xref[\r\n ]+(?:\d+ \d+[\r\n ]+|\d{10} \d{5} [nf][\r\n ]+)*trailer" + _BLANK)

SIGNATURE = frozenset({"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"})
FIELD = frozenset({"/FT", "/T", "/TU", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"})
STREAM = frozenset({"/Length", "/Filter"})
TRAILER = frozenset({"/Type", "/W", "/Index", "/Filter", "/Length", "/Size", "/Root", "/Info", "/ID", "/Prev"})
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")

EVIDENCE: dict[str, Callable[[bytes], object]] = {
    "/Certs": x509.load_der_x509_certificate,
    "/CRLs": x509.load_der_x509_crl,
    "/OCSPs": ocsp.load_der_ocsp_response,
}


class OtherUpdateError(ValueError):
    """An update holds something else; the message names it, for tests and the log."""


def check(reader: QuickReader, data: bytes, sealed: int) -> None:
    """Check every update after revision `sealed`. Raises OtherUpdateError, or what pyHanko raises."""
    seal = reader.embedded_signatures[0]
    seal.compute_integrity_info(diff_policy=STRICT)
    if not seal.summarise_integrity_info()["docmdp_ok"]:
        raise OtherUpdateError("an object was changed or added that has no place in an update")
    evidence = dict(_evidence(reader))
    for revision in range(sealed + 1, reader.xrefs.total_revisions):
        _check_trailer(reader, revision, sealed)
        _check_objects(reader, revision, sealed, evidence)
        _check_bytes(reader, data, revision)


def _evidence(reader: QuickReader) -> Iterator[tuple[int, str]]:
    """(number of the object, key in the document security store) of all validation data, each of its kind."""
    for revision in range(reader.xrefs.total_revisions):
        root = reader.get_historical_resolver(revision).root
        if "/DSS" not in root:
            continue
        store = root["/DSS"]
        if not set(store) <= {"/Type", *EVIDENCE}:
            raise OtherUpdateError("the document security store has other entries")
        for key in EVIDENCE.keys() & set(store):
            for one in store[key]:
                yield one.reference.idnum, key


def _check_trailer(reader: QuickReader, revision: int, sealed: int) -> None:
    now, before = reader.trailer.flatten(revision), reader.trailer.flatten(sealed)
    if not set(now) <= TRAILER or any(now.get(key) != before.get(key) for key in ("/Info", "/Root")):
        raise OtherUpdateError("the trailer has other entries")


def _check_objects(reader: QuickReader, revision: int, sealed: int, evidence: dict[int, str]) -> None:
    resolver, before = reader.get_historical_resolver(revision), reader.get_historical_resolver(sealed)
    container = reader.xrefs.get_xref_container_info(revision).stream_ref
    form = resolver.root["/AcroForm"]
    if set(form) != set(before.root["/AcroForm"]) or not set(form) <= {"/Fields", "/SigFlags"}:
        raise OtherUpdateError("the form has other entries")
    for reference in reader.xrefs.explicit_refs_in_revision(revision):
        one = resolver(reference)
        if isinstance(one, generic.StreamObject) and reference != container:
            _check_evidence(one, evidence.get(reference.idnum, ""))
        elif isinstance(one, generic.DictionaryObject) and before.is_ref_unassignable(reference):
            _check_dictionary(one)


def _check_evidence(stream: generic.StreamObject, key: str) -> None:
    if not key or not set(stream) <= STREAM:
        raise OtherUpdateError("a stream is no validation data")
    if stream.get("/Filter", "/FlateDecode") != "/FlateDecode":
        raise OtherUpdateError("validation data are encoded in another way")
    try:
        EVIDENCE[key](stream.data)
    except ValueError as error:
        raise OtherUpdateError(f"what is among {key} is none") from error


def _check_dictionary(one: Any) -> None:
    """A new dictionary: a time-stamp, its field, or the document security store, which has been looked at."""
    if one.get("/Type") == "/DocTimeStamp":
        right = set(one) <= SIGNATURE
    elif "/FT" in one:
        right = set(one) <= FIELD and one["/FT"] == "/Sig" and bool(_NAME.fullmatch(str(one.get("/T", ""))))
        right = right and str(one.get("/TU", "Timestamp")) == "Timestamp" and list(one.get("/Rect", [0] * 4)) == [0] * 4
    else:
        right = set(one) <= {"/Type", *EVIDENCE} or one.get("/Type") == "/XRef"
    if not right:
        raise OtherUpdateError("an object has other entries")


def _check_bytes(reader: QuickReader, data: bytes, revision: int) -> None:
    """Check that nothing lies between the objects of a revision, or in a comment."""
    xrefs = reader.xrefs
    references = xrefs.explicit_refs_in_revision(revision)
    places: set[Any] = {xrefs.get_historical_ref(one, revision) for one in references}
    if not all(isinstance(place, int) for place in places):
        raise OtherUpdateError("an object stands in a stream of objects")
    at = _end_of(reader, data, revision - 1)
    for place in sorted({*places, xrefs.get_startxref_for_revision(revision)}):
        if not re.fullmatch(_BLANK, data[at:place]):
            raise OtherUpdateError("bytes lie between the objects")
        table = _TABLE.match(data, place)
        at = _after_dictionary(reader, data, table.end()) if table else _after_object(reader, data, place)
    if _TAIL.fullmatch(data, at, _end_of(reader, data, revision)) is None:
        raise OtherUpdateError("bytes lie before the end of a revision")


def _end_of(reader: QuickReader, data: bytes, revision: int) -> int:
    """The offset behind a revision: that of its %%EOF and the line end after it."""
    if revision == reader.xrefs.total_revisions - 1:
        return len(data)
    found = re.compile(rb"%%EOF[\r\n]{0,2}").search(data, reader.xrefs.get_xref_container_info(revision).end_location)
    if found is None:
        raise OtherUpdateError("a revision has no end")
    return found.end()


def _after_object(reader: QuickReader, data: bytes, place: int) -> int:
    stream = BytesIO(data)
    stream.seek(place)
    number, generation = read_object_header(stream, strict=True)  # type: ignore[no-untyped-call]
    one = generic.read_object(stream, generic.Reference(number, generation, reader))
    end = _END_OF_OBJECT.match(data, stream.tell())
    written = data[place : stream.tell()]
    if isinstance(one, generic.StreamObject):
        written = written.partition(b"stream")[0]
    if end is None or b"%" in written:
        raise OtherUpdateError("an object holds more than it says")
    return end.end()


def _after_dictionary(reader: QuickReader, data: bytes, place: int) -> int:
    stream = BytesIO(data)
    stream.seek(place)
    generic.read_object(stream, generic.Reference(0, 0, reader))
    if b"%" in data[place : stream.tell()]:
        raise OtherUpdateError("the trailer holds more than it says")
    return stream.tell()
