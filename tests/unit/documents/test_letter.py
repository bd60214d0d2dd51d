"""A letter fits one sheet however far it was edited, is tagged, and in large print is large."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest

from documents.content import Council
from documents.letter import LetterDocument, count_pages, render_letter
from documents.subprocess_render import render_in_subprocess
from forms.letters import LetterText, checking
from forms.letters.words import NOTES
from tests.unit.documents.reading import Reading

COUNCIL = Council("Ashbourne Vale Council", "#0b4f55", "Children's Services, Town Hall, Ashbourne Vale AV1 1AA")
LETTER = LetterDocument(
    title="Letter to the young person",
    council=COUNCIL,
    greeting="Dear Maya,",
    parts=(
        ("What is changing", "Your new worker is Tomasz Zieliński.\n\nHe likes chess."),
        ("How to reach Tomasz", "-"),
    ),
    lines=(("Telephone: ", "01632 960 123"), ("Email: ", "t.zielinski@council.example")),
    lines_under="How to reach Tomasz",
    sent_by=("Tomasz Zieliński", "Social worker", "Ashbourne Vale Council"),
    date="27 November 2026",
    reference="TMR-2026-0001, version 1",
)
HEADINGS = ("What is changing", "Why", "How to reach Tomasz", "If you do not agree")
SENTENCE = "Mrs Wilmshurst will meet Maya with Tomasz at home on Wednesday morning at ten. "
BRIEF = "Ring me.\n"


def filled(part: str, unit: str) -> LetterText:
    """The longest letter that still fits by the measure, of this unit over and over: in one part, or in all four."""
    names = ("change", "why", "reach", "disagree")
    said = dict.fromkeys(names, "Yes.")
    while True:
        longer = {name: said[name] + unit if part in (name, "all") else said[name] for name in names}
        text = LetterText("Dear Maya,", **longer)
        if checking.lines_over(text):
            return LetterText("Dear Maya,", **said)
        said = longer


def heights(pdf: bytes) -> list[float]:
    """The heights of the words of a letter's paragraphs, as poppler sees them: those of the text's size first."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">Wilmshurst<', done.stdout.decode())
    return [float(end) - float(start) for start, end in found]


@pytest.mark.parametrize("part", ["change", "disagree", "all"])
@pytest.mark.parametrize("unit", [SENTENCE, BRIEF, "Ring me.\n\n", SENTENCE.upper(), f"• {SENTENCE}\n"], ids=str.split)
def test_the_longest_letter_that_is_allowed_fits_one_sheet(part: str, unit: str) -> None:
    text = filled(part, unit)
    parts = tuple(zip(HEADINGS, text.parts.values(), strict=True))

    assert count_pages(replace(LETTER, parts=parts, note=NOTES["corrected"])) == 1


def test_a_letter_is_tagged_and_says_what_it_holds() -> None:
    reading = Reading(render_in_subprocess(LETTER))

    said = " ".join(" ".join(reading.pages).split())
    for one in ("Ashbourne Vale Council", "Dear Maya,", "Zieliński", "Telephone: 01632 960 123", "Page 1 of 1"):
        assert one in said
    assert reading.pdf.Root.MarkInfo.Marked
    with reading.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == LETTER.title


def test_large_print_is_of_eighteen_points_and_may_take_more_sheets() -> None:
    parts = tuple(zip(HEADINGS, filled("all", SENTENCE).parts.values(), strict=True))
    large = replace(LETTER, parts=parts, large=True)

    assert count_pages(large) > 1
    normal, enlarged = (heights(render_letter(doc)) for doc in (replace(large, large=False), large))
    assert min(enlarged) / max(normal) > 1
    assert enlarged[0] / normal[0] == pytest.approx(18 / 12, abs=0.02)
