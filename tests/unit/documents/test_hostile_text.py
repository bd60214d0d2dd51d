"""Whatever people type is printed as they typed it, and does nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from documents import render
from documents.render import render_html, render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.sample_sections import long_text, table, text

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=file:///etc/passwd><link rel=attachment href='file:///etc/passwd'>",
    "style": "</style><style>body{display:none}</style>",
    "templates": "{{ 7 * 7 }} {% include 'record.html' %} {# gone #}",
    "entities": "&lt;b&gt; &#x202e; &nbsp;",
    "control": "bell\x07 null\x00 escape\x1b[31m form\x0cfeed",
    "turned": "approved\u202edevorppa ton",
    "surrogate": "half \ud83d of a pair",
    "private": "\ue000 \uffff",
    "emoji": "sad 😢, family 👨‍👩‍👧, wave 👋🏽, too new for any font \U0001fae8, pleading 🥺",
    "combining": "Z̸̢͗a̷̛͜l̶͎̈́g̷̈o",
    "quotes": "'\"><b onmouseover=alert(1)>",
}


@pytest.fixture(scope="module")
def hostile() -> Reading:
    answers = [text(name, f"{name}?", value) for name, value in HOSTILE.items()]
    rows = table("rows", "Rows?", tuple(HOSTILE), tuple(HOSTILE.values()))
    longer = long_text("longer", "Longer?", "\n\n".join(HOSTILE.values()))
    return Reading(render_pdf(sample.asking(*answers, rows, longer)))


def test_markup_is_printed_and_not_obeyed(hostile: Reading) -> None:
    assert "<script>alert(1)</script>" in hostile.text
    assert "</style><style>body{display:none}</style>" in hostile.text
    assert list(hostile.pdf.attachments) == ["answers.json"]


def test_template_braces_are_printed_and_not_filled(hostile: Reading) -> None:
    assert "{{ 7 * 7 }} {% include 'record.html' %} {# gone #}" in hostile.text


def test_what_looks_like_an_entity_is_printed_as_typed(hostile: Reading) -> None:
    assert "&lt;b&gt; &#x202e; &nbsp;" in hostile.text


def test_control_characters_are_spelled_out(hostile: Reading) -> None:
    assert "bell[U+0007] null[U+0000] escape[U+001B][31m form[U+000C]feed" in hostile.text


def test_text_cannot_turn_the_order_of_what_follows(hostile: Reading) -> None:
    assert "approved[U+202E]devorppa ton" in hostile.text


def test_half_a_character_is_spelled_out_and_kept_in_the_attached_answers(hostile: Reading) -> None:
    assert "half [U+D83D] of a pair" in hostile.text
    attached = json.loads(hostile.pdf.attachments["answers.json"].get_file().read_bytes())
    printed = {question["name"]: question["printed"] for question in attached["sections"][0]["questions"]}
    assert printed["surrogate"] == HOSTILE["surrogate"]


def test_a_character_that_no_font_has_is_spelled_out(hostile: Reading) -> None:
    assert "too new for any font [U+1FAE8], pleading [face with pleading eyes]" in hostile.text
    assert "[U+E000] [U+FFFF]" in hostile.text


def test_nothing_is_drawn_as_an_empty_box(hostile: Reading) -> None:
    for number in range(len(hostile.pages)):
        assert 0 not in set(hostile.codes(number))
    assert {str(font.Encoding) for font in hostile.fonts.values()} == {"/Identity-H"}


def test_very_long_words_stay_on_the_page() -> None:
    word = "pneumono" * 60
    asked = sample.asking(
        text("a", word[:200], word),
        long_text("b", "Long?", word * 3),
        table("c", "Rows?", ("Name", word), (word, "x"), ("y", word)),
    )
    # On one page, since each page repeats the headings of a table.
    reading = Reading(render_pdf(replace(asked, departures=(), exceptions=(), findings=(), decisions=())))
    assert reading.text.replace(" ", "").count("pneumono") == 25 + 60 + 180 + 180
    for page in reading.pdf.pages:
        assert _furthest_right(reading, page.index) <= float(page.MediaBox[2]) - 17 / 25.4 * 72 + 1


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_separators_that_other_programs_write_part_words_and_stop_no_record(separator: str) -> None:
    said = f"one{separator}two {separator} three"
    reading = Reading(
        render_pdf(sample.asking(text("a", "Short?", said), table("b", "Rows?", ("Said", "By"), (said, "x"))))
    )
    assert reading.blocks.count("one two three") == 2


def test_nothing_is_fetched_whatever_the_address() -> None:
    for address in ("https://example.org/", "file:///etc/passwd", "data:text/css,body{}", "handover:other"):
        with pytest.raises(ValueError, match="fetches nothing"):
            render._InMemory().fetch(address)


def test_names_that_read_from_right_to_left_begin_on_their_own_side() -> None:
    html = render_html(sample.asking(text("a", "Name?", "أمينة"), long_text("b", "Note?", "שלום עולם\nline two")))
    assert '<td dir="rtl">أمينة</td>' in html
    assert '<p class="prose" dir="rtl">שלום עולם<br>line two</p>' in html


def _furthest_right(reading: Reading, page: int) -> float:
    boxes = reading._pdftotext("-bbox", "-f", str(page + 1), "-l", str(page + 1))
    return max(float(part.split('"')[1]) for part in boxes.split() if part.startswith("xMax="))
