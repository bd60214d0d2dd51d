"""A pack: the same contents give the same bytes, names lead nowhere else, and its page says what was found."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from documents.content import Council
from documents.packs import drawing
from documents.packs.content import Agreed, ChildLine, Clause, Departed, PackContents, Packed, Spell
from documents.packs.zipping import PackWriter
from documents.subprocess_render import render_in_subprocess

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
RECORD = Packed(
    file="records/TMR-7K3M-4XDT-v1.pdf",
    reference="TMR-7K3M-4XDT",
    version=1,
    title="Transfer meeting record",
    child="AV104233",
    outcome="Approved on 3 March 2026.",
    sealed_at=AT,
    sha256="ab" * 32,
    is_genuine=True,
    found="Genuine",
    counts="It still counts: nothing has withdrawn it or taken its place.",
    explained="Not one byte of it has changed.",
    level="B-B",
    trail_is_whole=True,
    trail="Whole, 12 events.",
)
LINE = ChildLine("AV104233", "Maya Lee", (Spell("عائشة", "East", date(2026, 3, 1), None, "First worker", "No record"),))
CLAUSE = Clause(
    "142.3.5",
    "1.4.2, Transfer meeting",
    "Both workers attend.",
    "expected",
    (
        Departed(
            RECORD.reference,
            1,
            "Departed from",
            "He was ill <b>.",
            (Agreed("Una Sey", "team leader", date(2026, 3, 3)),),
        ),
    ),
)
PACK = PackContents(
    council=Council("Ashbourne Vale Council"),
    made_at=AT,
    made_for="Ann Cole, inspector",
    what_for="The yearly inspection",
    asked="Records about the child AV104233.",
    documents=(RECORD,),
    children=(LINE,),
    clauses=(CLAUSE,),
    verify_at="handover.ashbourne.example/verify",
    root_fingerprint="cd" * 32,
)


def zipped(**files: bytes) -> bytes:
    file = BytesIO()
    with PackWriter(file) as pack:
        for name, data in files.items():
            pack.add(name.replace("_", "."), data)
    return file.getvalue()


def test_the_same_contents_give_the_same_bytes() -> None:
    assert zipped(a_txt=b"one", b_pdf=b"two") == zipped(a_txt=b"one", b_pdf=b"two")


def test_entries_have_a_fixed_date_are_for_their_owner_alone_and_are_listed_with_their_hash() -> None:
    with zipfile.ZipFile(BytesIO(zipped(a_txt=b"one", b_pdf=b"two"))) as pack:
        assert {entry.date_time for entry in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {stat.S_IMODE(entry.external_attr >> 16) for entry in pack.infolist()} == {0o600}
        hashes = {name: hashlib.sha256(pack.read(name)).hexdigest() for name in ("a.txt", "b.pdf")}
        assert pack.read("SHA256SUMS").decode() == "".join(f"{digest}  {name}\n" for name, digest in hashes.items())


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/x", "a/../../x", "a\\b", "", "a//b", ".hidden", "Maya Lee.pdf"])
def test_a_name_that_could_lead_elsewhere_is_refused(name: str) -> None:
    with PackWriter(BytesIO()) as pack, pytest.raises(ValueError, match="not safe"):
        pack.add(name, b"")


def test_no_entry_is_there_twice() -> None:
    with PackWriter(BytesIO()) as pack:
        pack.add("a.txt", b"")
        with pytest.raises(ValueError, match="taken"):
            pack.add("a.txt", b"")


def test_the_page_leads_to_the_record_and_says_what_was_found() -> None:
    page = drawing.as_html(PACK)
    assert f'<a href="{RECORD.file}">{RECORD.reference}</a>' in page
    assert "The sealed record in this pack is genuine, and its audit trail is whole." in page
    assert 'dir="rtl">عائشة</th>' in page
    assert "Una Sey, team leader, 3 March 2026" in page


def test_what_somebody_wrote_is_text_on_the_page() -> None:
    assert "He was ill &lt;b&gt;." in drawing.as_html(PACK)


def test_the_page_fetches_nothing() -> None:
    page = drawing.as_html(PACK)
    assert not any(word in page for word in ("http:", "https:", "<script", "<img", "@import", "url("))


@pytest.mark.parametrize("wrong", [{"is_genuine": False}, {"trail_is_whole": False}], ids=["file", "trail"])
def test_a_record_of_which_a_check_failed_is_named_first(wrong: dict[str, Any]) -> None:
    page = drawing.as_html(replace(PACK, documents=(RECORD, replace(RECORD, reference="EDR-1", **wrong))))
    assert "1 of 2 sealed records needs a closer look:</strong> EDR-1, version 1." in page


def test_without_departures_the_page_says_so() -> None:
    assert "None of these records departs from the protocol." in drawing.as_html(replace(PACK, clauses=()))


def test_on_paper_it_is_a_tagged_document_with_a_title_and_a_language() -> None:
    with pikepdf.open(BytesIO(render_in_subprocess(PACK))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]).startswith("Inspection pack, 4 March 2026")
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_the_readme_says_how_to_check_in_lines_that_fit_a_terminal() -> None:
    text = drawing.readme(PACK)
    assert "pdfsig records/NAME.pdf" in text
    assert "documents verify records/NAME.pdf" in text
    assert PACK.verify_at in text
    assert max(map(len, text.splitlines())) <= 80
