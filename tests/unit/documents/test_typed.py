"""Text that was pasted is set as it was meant: bullets of Word too, tabs, paragraphs."""

from __future__ import annotations

import pytest

from documents import typed
from documents.render import render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.sample_sections import long_text


@pytest.mark.parametrize(
    "text, blocks",
    [
        ("One\nTwo", [("text", ["One", "Two"])]),
        ("Ask:\n•\tschool\n\uf0b7\tnurse", [("text", ["Ask:"]), ("list", ["school", "nurse"])]),
        ("\uf0a7 school\n\to\tnurse", [("list", ["school", "nurse"])]),
        ("-\tschool\nout", [("list", ["school"]), ("text", ["out"])]),
        ("- not a list: 3 - 2", [("text", ["- not a list: 3 - 2"])]),
        ("o no", [("text", ["o no"])]),
        ("•", [("text", ["•"])]),
        ("1.\tschool", [("text", ["1.\tschool"])]),
        ("", [("text", [""])]),
    ],
)
def test_a_bullet_begins_an_item_and_a_dash_only_before_a_tab(text: str, blocks: list[typed.Block]) -> None:
    assert typed.blocks(text) == blocks


def test_pasted_bullets_are_a_list_and_tabs_part_words_on_paper() -> None:
    pasted = "Agreed:\n\uf0b7\tRing the school\n\uf0b7\tWrite to the nurse\n\nName\tDay\nAda\tMonday"
    reading = Reading(render_pdf(sample.asking(long_text("a", "What was agreed?", pasted))))

    items = [item for found in reading.tree.find("L") for item in found.kids]
    assert [reading.words_of(item).lstrip("• ") for item in items if "school" in reading.words_of(item)] == [
        "Ring the school"
    ]
    assert "[U+" not in reading.text
    assert "NameDay" not in reading.text.replace(" ", "\t")
