"""The words of a record, read back from its structure tree: as they were written, whatever the lines on paper do."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from weasyprint import HTML

from documents import actual_text
from documents.actual_text import set_actual_text
from documents.arranging import given
from documents.render import render_pdf
from documents.tags import elements_of
from documents.words import in_groups
from tests.unit.documents import sample
from tests.unit.documents.reading import Element, Reading
from tests.unit.documents.sample_sections import long_text, table

ADDRESS = "https://handover.fernleigh.example/records/" + "transfer-meeting-record/" * 6 + "read?version=2"
WRITTEN = {
    "arabic": "أمينة بنت يوسف تحب الرسم والمشي في الحديقة مع أخيها إدريس كل يوم بعد المدرسة. " * 4,
    "mixed": "She writes her name أمينة (not آمنة), and her brother’s إدريس; the school spells both as said. " * 3,
    "hebrew": "שלום עולם, זה מה שנאמר בפגישה עם המשפחה והמורה. " * 5,
    "bengali": "আমিনা প্রতিদিন বিকেলে তার ভাইয়ের সাথে পার্কে হাঁটতে যায় এবং ছবি আঁকতে ভালোবাসে। " * 4,
    "hyphens": "A well-being and safety-planning follow-up with two-way hand-over of case-notes. " * 5,
    "soft": "The inter\u00addisciplinary re\u00adassess\u00adment of accom\u00admodation. " * 8,
    "protected": "On 14\u00a0March 2026 and 3\u00a0April 2026 the workers met. " * 6,
    "ligatures": "The official file of the difficult affair was first found in the office. " * 5,
    "address": ADDRESS,
    "digest": "a94fa94f" * 20,
    "chinese": "李明喜欢在放学以后和弟弟一起去公园散步画画。" * 8,
}


@pytest.fixture(scope="module")
def written() -> Reading:
    answers = [long_text(name, f"{name}?", value) for name, value in WRITTEN.items()]
    rows = [table(f"{name} row", f"{name} row?", ("What", "Who"), (value, "She")) for name, value in WRITTEN.items()]
    return Reading(render_pdf(sample.asking(*answers, *rows)))


@pytest.mark.parametrize("name", WRITTEN)
def test_what_was_written_is_read_letter_by_letter_across_its_lines(written: Reading, name: str) -> None:
    said = WRITTEN[name].strip()
    paragraphs = [paragraph for paragraph in written.tree.find("P", "TD") if written.words_of(paragraph) == said]
    assert [paragraph.kind for paragraph in paragraphs] == ["P", "TD"]
    assert all(_lines(paragraph) > 1 for paragraph in paragraphs)


def test_every_answer_of_a_record_is_read_in_the_order_of_the_form(reading: Reading) -> None:
    start = 0
    for section in sample.RECORD.sections:
        for answer in given(section.answers):
            cells = [answer.value] if isinstance(answer.value, str) else [cell for row in answer.value for cell in row]
            for said in (answer.question, *cells):
                start = reading.aloud.index(" ".join(said.split()), start)


def test_every_statement_is_read_with_its_level_and_wording(reading: Reading) -> None:
    for line in sample.RECORD.findings:
        if line.outcome != "does_not_apply":
            assert f" {line.level} {line.wording} " in reading.aloud
            assert f" {line.place} " in reading.aloud


def test_a_name_in_arabic_is_read_from_its_first_letter_to_its_last(reading: Reading) -> None:
    assert "Amina Šmídová (أمينة)" in reading.blocks


def test_a_digest_is_read_in_the_groups_in_which_it_is_printed(reading: Reading) -> None:
    assert " ".join(in_groups(sample.RECORD.version_digest).split()) in reading.blocks


def test_typed_lines_of_one_paragraph_are_read_apart() -> None:
    lines = "Rang the school.\nNobody answered.\n\nWrote to them."
    reading = Reading(render_pdf(sample.asking(long_text("a", "What happened?", lines))))
    start = reading.blocks.index("What happened?")
    assert reading.blocks[start + 1 : start + 3] == ["Rang the school. Nobody answered.", "Wrote to them."]


def test_a_table_over_many_pages_is_read_with_its_headings_on_each() -> None:
    header = ("What was agreed with the family and with the school", "Who completes it, and who looks at it afterwards")
    rows = [(f"Row {number}: " + "more words than one line holds, " * 9, "Somebody") for number in range(40)]
    reading = Reading(render_pdf(sample.asking(table("a", "Rows?", header, *rows))))
    heads = [tuple(map(reading.words_of, head.find("TH"))) for head in reading.tree.find("THead")]
    assert heads.count(header) > 3
    assert [block for block in reading.blocks if block.startswith("Row ")] == [row[0].strip() for row in rows]


def test_a_cell_that_goes_on_over_the_page_is_read_on() -> None:
    longest = " ".join(f"word{number}" for number in range(2500))
    reading = Reading(render_pdf(sample.asking(table("a", "Rows?", ("Note", "Who"), (longest, "Somebody")))))
    parts = [words for cell in reading.tree.find("TD") if (words := reading.words_of(cell)).startswith("word")]
    assert len(parts) > 1
    assert "".join(parts) == longest


def test_only_what_holds_text_itself_says_what_it_stands_for(reading: Reading) -> None:
    """A text on an element replaces all that is below it."""
    speaking = [element for element in reading.tree.walk() if element.actual is not None]
    assert {element.kind for element in speaking} == {"Span"}
    assert not [element for element in speaking if element.kids]
    assert [element for element in reading.tree.walk() if element.marks and element not in speaking] == (
        reading.tree.find("Figure")
    )


def test_words_that_a_style_sheet_changes_or_adds_are_read_as_they_are_drawn() -> None:
    page = HTML(string="<html lang=en><p style='text-transform: uppercase'>Said aloud</p><p><q>Quoted</q></p>")
    data = page.render().write_pdf(
        pdf_tags=True, finisher=lambda document, pdf: set_actual_text(document, elements_of(pdf))
    )
    assert Reading(data).blocks == ["SAID ALOUD", "“Quoted”"]


def _lines(paragraph: Element) -> int:
    return sum(len(element.marks) for element in paragraph.walk())


def test_a_record_whose_lines_cannot_be_told_is_drawn_all_the_same_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(actual_text, "_lines", lambda _: iter([]))

    drawn = render_pdf(sample.asking(long_text("why", "Why?", "She asked for it.")))

    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert not [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing]
    assert "She asked for it." in "".join(Reading(drawn).pages)
    assert "0 lines of text for" in caplog.text
