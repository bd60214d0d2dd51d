"""Long records: nothing is orphaned, split badly or pushed off a page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from documents.arranging import columns
from documents.content import DecisionDocument, Section
from documents.render import render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.sample_sections import SECTIONS, long_text, table, task, text, work
from tests.unit.documents.sample_statements import a_finding

PARAGRAPH = "The visit was on a wet afternoon and Amina wanted to show the den that she and Idris had made. " * 9
HEADINGS = (r"What happened in week \d+\?", r"Week \d+ to \d+", r"Which week\?")


@pytest.fixture(scope="module")
def long_record() -> Reading:
    """A record of about thirty pages, with a table of forty rows in it."""
    weeks = [
        Section(
            f"weeks{start}",
            f"Week {start} to {start + 4}",
            (
                text(f"which{start}", "Which week?", "The weeks of the autumn term"),
                *(
                    long_text(
                        f"week{week}", f"What happened in week {week}?", "\n\n".join([PARAGRAPH] * (week % 3 + 1))
                    )
                    for week in range(start, start + 5)
                ),
            ),
        )
        for start in range(1, 76, 5)
    ]
    return Reading(
        render_pdf(sample.a_record(sections=(*SECTIONS, Section("all", "All the work", (work(40),)), *weeks)))
    )


def test_a_record_of_thirty_pages_is_numbered_to_its_end(long_record: Reading) -> None:
    total = len(long_record.pages)
    assert 28 <= total <= 45
    assert all(f"Page {number} of {total}" in page for number, page in enumerate(long_record.pages, start=1))


def test_no_page_ends_with_a_heading(long_record: Reading) -> None:
    for page in long_record.pages:
        last = _body(page)[-1]
        assert not any(re.fullmatch(heading, last) for heading in HEADINGS), last


def test_no_page_ends_with_the_head_of_a_table(long_record: Reading) -> None:
    for page in long_record.pages:
        assert not re.search(r"completes it|do list$|Statement What it asks", _body(page)[-1])


def test_no_paragraph_leaves_one_line_alone(long_record: Reading) -> None:
    """The first and last line of a paragraph never stand on a page by themselves."""
    for page in long_record.pages:
        lines = _body(page)
        assert not (lines[-1].startswith("The visit was") and not lines[-2].startswith("The visit was"))


def test_tables_of_one_row_do_not_hold_on_to_the_tables_after_them() -> None:
    """An only row is the first and the last: holding on to what follows, three of them leave half a page blank."""
    parts = [(part, 5 if part % 4 == 3 else 1) for part in range(56)]
    lines = (f"Part {part}" for part, size in parts for _ in range(size))
    weighed = tuple(a_finding("142.1.1", outcome="departed", section_title=title) for title in lines)
    pages = Reading(render_pdf(bare(findings=weighed))).pages
    rows = [page.count("1.4.2, Part") for page in pages if "1.4.2, Part" in page]
    assert min(rows[1:-1]) >= 10


def test_the_protocol_begins_on_the_page_that_its_heading_stands_on() -> None:
    weighed = (a_finding("142.1.1", outcome="departed"), a_finding("142.3.2"))
    for count in range(6, 36, 3):
        lines = [text(f"q{number}", "Which?", "This one") for number in range(count)]
        pages = Reading(render_pdf(bare(sections=(Section("s", "Section", tuple(lines)),), findings=weighed))).pages
        (begun,) = [page for page in pages if "The protocol The statements" in " ".join(page.split())]
        assert weighed[0].place in " ".join(begun.split()), count


def test_no_row_of_a_table_stands_on_a_page_by_itself() -> None:
    tables = [
        table(
            f"t{number}", "Rows?" + " and more" * (number % 5) * 8, ("Note", "Who"), *((f"Row of {number}.", "A"),) * 4
        )
        for number in range(10, 50)
    ]
    pages = Reading(render_pdf(bare(sections=(Section("s", "Section", tuple(tables)),)))).pages
    alone = [number for number in range(10, 50) for page in pages if page.count(f"Row of {number}.") == 1]
    assert len(pages) > 5
    assert alone == []


def test_the_rows_of_a_long_table_are_whole_and_in_order(long_record: Reading) -> None:
    row = re.escape(f"{task(0)} New worker 2 April 2026 Yes").replace("0", r"(\d+)", 1)
    pages = [" ".join(page.split()) for page in long_record.pages]
    found = [int(number) for page in pages for number in re.findall(row, page)]
    assert found == [1, 2, 3, 4, *range(1, 41)]


def test_each_page_of_a_long_table_repeats_its_headings(long_record: Reading) -> None:
    pages = [page for page in long_record.pages if task(1)[:12] in page]
    assert len(pages) > 2
    for page in pages:
        said = " ".join(page.split())
        assert said.index("completes it") < said.index("Piece of work")


def test_a_row_taller_than_a_page_goes_on_over_the_page() -> None:
    longest = "word " * 2500
    reading = Reading(render_pdf(sample.asking(table("a", "Rows?", ("Note", "Who"), (longest, "Somebody")))))
    assert reading.text.count("word ") >= 2499
    assert "Checking this record" in reading.pages[-1]


def test_columns_are_as_wide_as_their_text_within_bounds() -> None:
    widths = dict(columns(table("a", "Rows?", ("Note", "Who", "Due"), ("x" * 500, "Somebody", "2 May"))))
    assert widths == {"Note": 66, "Who": 16, "Due": 16}


def test_a_long_heading_takes_no_room_from_dates() -> None:
    question = "Is it in the to-do list of the case system?"
    widths = dict(columns(table("a", "Rows?", ("Note", "By when?", question), ("x" * 40, "17 November 2026", "Yes"))))
    assert widths == {"Note": 54, "By when?": 24, question: 21}


def test_a_table_of_more_columns_than_paper_has_room_for_is_set_row_by_row() -> None:
    header = ("Child", *(f"Question number {number}?" for number in range(1, 10)))
    rows = [(name, *(f"{name}’s answer {number}" for number in range(1, 10))) for name in ("Alfie", "أمينة")]
    reading = Reading(render_pdf(sample.asking(table("cases", "The children", header, *rows))))
    headings = [reading.words_of(heading) for heading in reading.tree.find("H5")]
    assert headings[0] == "Child: Alfie"
    assert len(headings) == 2
    for number in range(1, 10):
        assert f"Question number {number}? Alfie’s answer {number}" in reading.text


def test_a_departure_is_not_parted_from_its_reason() -> None:
    departures = tuple(
        replace(
            sample.RECORD.departures[0], wording=f"Statement number {number}.", reason=f"Because of {number}. " * number
        )
        for number in range(10, 50)
    )
    pages = [" ".join(page.split()) for page in Reading(render_pdf(bare(departures=departures))).pages]
    assert len(pages) > 5
    for number in range(10, 50):
        (page,) = [page for page in pages if f"Departed from: Statement number {number}." in page]
        assert page.count(f"Because of {number}.") == number


def test_no_page_before_the_last_is_more_than_half_empty() -> None:
    """Whatever is kept together, such as how to check a record, leaves no stub where it moves to the next page."""
    for count in range(6, 46, 4):
        lines = [text(f"q{number}", "Which?", "This one") for number in range(count)]
        reading = Reading(render_pdf(sample.a_record(sections=(Section("s", "Section", tuple(lines)),))))
        assert min([1.0, *map(reading.filled, range(len(reading.pages) - 1))]) > 0.5, count


def test_a_long_reason_goes_on_over_the_page_and_leaves_no_stub() -> None:
    reason = "She asked for it again. " * 190
    departures = tuple(replace(sample.RECORD.departures[0], wording=f"No. {n}.", reason=reason) for n in range(3))
    decided = tuple(replace(one, reason=reason) for one in sample.DECISIONS)
    reading = Reading(render_pdf(bare(departures=departures, decisions=decided)))
    assert len(reading.pages) > 4
    assert min(map(reading.filled, range(len(reading.pages) - 1))) > 0.5


def test_a_restricted_part_of_two_answers_is_one_sheet() -> None:
    answers = (text("a", "Has the worker been advised?", "Yes"), long_text("b", "Of what?", "A matter of HR. " * 20))
    part = bare(
        kind_title="Management handover record, restricted part",
        sections=(Section("hr", "Capability and HR", answers),),
        findings=(a_finding("142.1.1"),),
        decisions=tuple(replace(one, part="Outgoing team leader") for one in sample.DECISIONS[:3]),
        history=sample.HISTORY[:1],
        restricted=True,
    )
    assert len(Reading(render_pdf(part)).pages) == 1


def bare(**changes: Any) -> DecisionDocument:
    """The sample with nothing but what is asked for."""
    nothing = ("sections", "findings", "departures", "exceptions", "decisions", "history")
    return sample.a_record(**{**dict.fromkeys(nothing, ()), **changes})


def test_an_empty_record_still_makes_a_document() -> None:
    bare = sample.a_record(sections=(), findings=(), departures=(), exceptions=(), decisions=(), history=(), about=())
    reading = Reading(render_pdf(bare))
    assert "No statement was weighed." in reading.text
    assert "Nobody has decided on this record yet." in reading.text
    assert len(reading.pages) == 1


def _body(page: str) -> list[str]:
    """The lines of a page between its header and its footer."""
    lines = [line for line in page.splitlines() if line.strip()]
    return [line for line in lines if not re.match(r"Transfer meeting record TMR|Fernleigh County Council Page", line)]
