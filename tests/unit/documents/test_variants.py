"""A hundred files made from a sealed record by other hands: added to, cut, saved anew, signed anew. None is genuine."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents import container
from documents.seal import Sealed, seal
from documents.trust import Trust
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import Authority
from tests.unit.documents.conftest import CHECKED_AT
from tests.unit.documents.test_verify import _countersigned

Variant = tuple[str, bytes]

REASONS = ("altered", "sealed_by_other", "not_sealed", "not_a_pdf")
QPDF = (
    "",
    "--linearize",
    "--qdf",
    "--object-streams=disable",
    "--object-streams=generate",
    "--object-streams=preserve",
    "--compress-streams=n",
    "--recompress-flate",
    "--coalesce-contents",
    "--remove-metadata",
    "--remove-structure",
    "--remove-info",
    "--remove-page-labels",
    "--newline-before-endstream",
    "--normalize-content=y",
    "--stream-data=uncompress",
    "--decrypt",
    "--flatten-annotations=all",
    "--generate-appearances",
    "--min-version=2.0",
    "--force-version=1.4",
    "--rotate=+90:1",
    "--deterministic-id",
    "--static-id",
    "--remove-attachment=answers.json",
)


@pytest.fixture(scope="module")
def variants(sealed: Sealed, rendered: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[Variant]:
    folder = tmp_path_factory.mktemp("variants")
    return [
        *added_to(sealed.data),
        *cut(sealed.data),
        *saved_anew(sealed.data, folder),
        *edited(sealed.data),
        *signed_anew(sealed.data, rendered),
    ]


def test_there_are_a_hundred_of_them_and_each_differs_from_the_record(variants: list[Variant], sealed: Sealed) -> None:
    different = {hashlib.sha256(data).hexdigest() for _, data in variants} - {sealed.sha256}
    assert len(different) >= 100


def test_none_of_them_is_called_genuine_and_each_is_told_why(variants: list[Variant], council: Trust) -> None:
    found = {name: verify(data, council, CHECKED_AT) for name, data in variants}
    assert {name: verdict.outcome for name, verdict in found.items() if verdict.outcome not in REASONS} == {}
    assert all(verdict.explanation for verdict in found.values())


def test_no_byte_of_a_sealed_file_lies_outside_what_is_signed_but_the_signature_itself(sealed: Sealed) -> None:
    """So there are none that the standard lets change: the gap holds hexadecimal digits, each of which is checked."""
    (found,) = container.find_all(sealed.data)
    assert found.end == len(sealed.data)
    assert set(sealed.data[found.gap_from : found.gap_to]) <= set(b"<0123456789abcdefABCDEF>")


def added_to(data: bytes) -> Iterator[Variant]:
    """Behind, before and within."""
    chance = random.Random(5)
    for number in range(20):
        more = chance.randbytes(chance.randrange(1, 2000))
        yield f"added behind {number}", data + more
        yield f"added before {number}", more + data
    yield "twice over", data + data
    yield "an end once more", data + b"%%EOF\n"
    yield "a blank", data + b" "


def cut(data: bytes) -> Iterator[Variant]:
    """At the end, at the start and in the middle."""
    for number in range(1, 20):
        yield f"cut at the end {number}", data[: -(number**4)]
    for number in range(1, 6):
        yield f"cut at the start {number}", data[number * 7 :]
        middle = len(data) * number // 6
        yield f"cut in the middle {number}", data[:middle] + data[middle + number :]


def saved_anew(data: bytes, folder: Path) -> Iterator[Variant]:
    """By qpdf, in each of its ways, and by pikepdf."""
    (folder / "in.pdf").write_bytes(data)
    for option in QPDF:
        done = subprocess.run(["qpdf", *option.split(), folder / "in.pdf", folder / "out.pdf"], capture_output=True)
        if done.returncode in (0, 3):  # 3: with warnings
            yield f"qpdf {option}", (folder / "out.pdf").read_bytes()
    output = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(output)
    yield "pikepdf", output.getvalue()


def edited(data: bytes) -> Iterator[Variant]:
    """By updates behind the seal: the earlier bytes stay as they were, the pages need not."""
    for name, edit in EDITS.items():
        writer = IncrementalPdfFileWriter(BytesIO(data))
        edit(writer)
        output = BytesIO()
        writer.write(output)
        assert output.getvalue().startswith(data)
        yield f"updated: {name}", output.getvalue()


def _without_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Count"] = generic.NumberObject(1)
    del pages["/Kids"][1:]
    writer.mark_update(writer.root.raw_get("/Pages"))


def _renamed(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = generic.TextStringObject("cy")
    writer.update_root()


def _without_seal(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def _without_field(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/AcroForm"] = generic.DictionaryObject({generic.NameObject("/Fields"): generic.ArrayObject()})
    writer.update_root()


def _untouched(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


EDITS: dict[str, Callable[[IncrementalPdfFileWriter], None]] = {
    "pages gone": _without_pages,
    "another language": _renamed,
    "the certification gone": _without_seal,
    "the field gone": _without_field,
    "nothing": _untouched,
}


def signed_anew(data: bytes, rendered: bytes) -> Iterator[Variant]:
    """By authorities that call themselves the council, over the record or behind the council's own seal."""
    for number in range(5):
        stranger = Authority("Fernleigh County Council sealing authority")
        signer = stranger.issue("Fernleigh County Council document seal")
        reference = sample.RECORD.reference
        yield f"sealed by another {number}", seal(rendered, signer, reference=reference, at=sample.SEALED_AT).data
        yield f"signed once more {number}", _countersigned(data, signer)
