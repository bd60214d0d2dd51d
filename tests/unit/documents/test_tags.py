"""The structure of a record, as a screen reader meets it."""

from __future__ import annotations

from itertools import pairwise

import pikepdf
import pytest

from documents.arranging import given
from documents.render import render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading


def test_the_document_says_its_language_and_shows_its_title(reading: Reading) -> None:
    root = reading.pdf.Root
    assert str(root.Lang) == "en-GB"
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert root.MarkInfo.Marked is True


def test_no_level_of_heading_is_skipped(reading: Reading) -> None:
    levels = [int(heading.kind[1]) for heading in reading.tree.find("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {3, 4} <= set(levels)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_heading_says_something(reading: Reading) -> None:
    assert all(reading.words_of(heading).strip() for heading in reading.tree.find("H1", "H2", "H3", "H4"))


def test_every_header_cell_says_whether_it_heads_a_column_or_a_row(reading: Reading) -> None:
    for table in reading.tree.find("Table"):
        head = [cell for group in table.find("THead") for cell in group.find("TH")]
        body = [cell for group in table.find("TBody") for cell in group.find("TH")]
        assert {str(cell.attributes["/Scope"]) for cell in head} <= {"/Column"}
        assert {str(cell.attributes["/Scope"]) for cell in body} <= {"/Row"}


def test_every_cell_has_a_header_that_exists(reading: Reading) -> None:
    for table in reading.tree.find("Table"):
        known = {cell.identifier for cell in table.find("TH")}
        for cell in table.find("TD"):
            headers = [bytes(header) for header in cell.attributes["/Headers"]]
            assert headers
            assert set(headers) <= known


def test_header_cells_are_in_the_index_of_the_structure(reading: Reading) -> None:
    names = list(reading.pdf.Root.StructTreeRoot.IDTree.Names)
    indexed = [bytes(name) for name in names[::2]]
    assert indexed == sorted(cell.identifier for cell in reading.tree.find("TH"))


def test_every_row_of_a_table_has_as_many_cells_as_its_head(reading: Reading) -> None:
    for table in reading.tree.find("Table"):
        assert len({sum(int(cell.attributes.get("/ColSpan", 1)) for cell in row.kids) for row in table.find("TR")}) == 1


def test_the_only_figure_is_the_qr_code_and_has_its_alternative_text(reading: Reading) -> None:
    (figure,) = reading.tree.find("Figure")
    assert figure.alt == f"QR code that leads to {sample.RECORD.verify_url}"


def test_the_box_of_the_figure_lies_on_its_page_in_points(reading: Reading) -> None:
    (figure,) = reading.tree.find("Figure")
    left, bottom, right, top = (float(side) for side in figure.attributes["/BBox"])
    _, _, width, height = (float(side) for side in reading.pdf.pages[0].MediaBox)
    assert width / 2 < left < right < width
    assert height / 2 < bottom < top < height
    assert right - left == pytest.approx(top - bottom, abs=0.01)


def test_steps_are_a_list_with_labels(reading: Reading) -> None:
    *others, steps = reading.tree.find("L")
    assert [item.kind for item in steps.kids] == ["LI"] * 3
    for item in (item for one in (*others, steps) for item in one.kids):
        assert [part.kind for part in item.kids] == ["Lbl", "LBody"]


def test_text_is_read_in_the_order_in_which_it_was_drawn(reading: Reading) -> None:
    """The numbers of a list and the QR code aside: they are drawn beside their text, after it."""
    beside = {mark for one in reading.tree.find("Lbl", "Figure") for element in one.walk() for mark in element.marks}
    read = [mark for element in reading.tree.walk() for mark in element.marks if mark not in beside]
    assert read == sorted(read)


def test_headers_and_footers_are_not_read(reading: Reading) -> None:
    assert "Page" not in reading.aloud
    for number in range(1, len(reading.pages) + 1):
        assert f"{number} of {len(reading.pages)}" not in reading.aloud


def test_everything_else_on_a_page_is_read_word_by_word(reading: Reading) -> None:
    """With its spaces. Brackets aside: poppler, which reads the pages here, finds those beside Arabic elsewhere."""
    aloud = _without(reading.aloud, "()")
    for page in reading.pages:
        for line in page.splitlines():
            margin = line.startswith(("Transfer meeting record TMR", "Fernleigh County Council Page"))
            assert margin or " ".join(_without(line, "()\u202a\u202b\u202c").split()) in aloud, line


def test_every_mark_on_a_page_leads_back_to_its_element(reading: Reading) -> None:
    marks = {mark for element in reading.tree.walk() for mark in element.marks}
    numbers = list(reading.pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {
        (page, mark)
        for page, row in zip(numbers[::2], numbers[1::2], strict=True)
        for mark, parent in enumerate(row)
        if isinstance(parent, pikepdf.Dictionary)
    }
    assert parents == marks


def test_bookmarks_follow_the_headings_down_to_sections(reading: Reading) -> None:
    with reading.pdf.open_outline() as outline:
        (title,) = outline.root
        chapters = {chapter.title: [section.title for section in chapter.children] for chapter in title.children}
    assert list(chapters)[2:4] == ["Answers", "The protocol"]
    assert chapters["Answers"] == [section.title for section in sample.RECORD.sections if given(section.answers)]


def test_a_draft_reads_its_watermark_to_nobody() -> None:
    reading = Reading(render_pdf(sample.a_draft()))
    assert "Draft" not in reading.words_of(reading.tree)


def _without(text: str, letters: str) -> str:
    return text.translate(dict.fromkeys(map(ord, letters)))
