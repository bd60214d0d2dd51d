"""What a decision record says, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from documents.content import Answer, Council, DecisionLine
from documents.render import qr_code, render_html, render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.sample_sections import long_text, table, text
from tests.unit.documents.sample_statements import DECIDED_AGAINST, a_finding


def test_the_decision_comes_first_then_departures_answers_protocol_decisions_versions_and_checking(
    reading: Reading,
) -> None:
    headings = [reading.words_of(heading) for heading in reading.tree.find("H1", "H2")]
    assert headings == [
        "Transfer meeting record",
        "Decision",
        "Departures and exceptions",
        "Answers",
        "The protocol, statement by statement",
        "Decisions in full",
        "Versions of this record",
        "Checking this record",
    ]


def test_the_title_block_says_what_it_is_and_under_which_protocol(reading: Reading) -> None:
    first = reading.pages[0]
    for said in ("Fernleigh County Council", "TMR-7K3M-Q2XD", "version 2", "protocol version 2026.1", "FE204518"):
        assert said in first


def test_the_first_page_says_what_was_decided_and_by_whom(reading: Reading) -> None:
    first = " ".join(reading.pages[0].split())
    assert sample.RECORD.outcome_sentence in first
    assert "Rhys Bevan, for Siân Llewellyn" in first
    assert "Approved 17 March 2026 at 11:08am (GMT)" in first


def test_a_departure_is_printed_with_its_reason(reading: Reading) -> None:
    assert "142.3.2 Both workers and both team leaders attend." in reading.text
    assert f"Reason for the departure {sample.RECORD.departures[0].reason}" in reading.text


def test_an_exception_is_printed_with_its_reference(reading: Reading) -> None:
    assert f"Lifted by exception decision EXC-7Q2M-84KD {sample.RECORD.exceptions[0].reason}" in reading.text


def test_what_was_decided_against_a_statement_is_printed_with_the_departures() -> None:
    html = render_html(sample.a_record(departures=(), exceptions=(), decided_against=(DECIDED_AGAINST,)))

    assert "departs from no statement" not in html
    assert html.index("settled the following otherwise than the protocol asks") < html.index(DECIDED_AGAINST.message)
    assert html.index(DECIDED_AGAINST.message) < html.index("The protocol, statement by statement")


def test_what_was_still_to_be_done_when_it_was_approved_is_printed_before_the_answers() -> None:
    html = render_html(sample.a_record(departures=(), exceptions=(), to_follow=(DECIDED_AGAINST,)))

    assert "departs from no statement" in html
    assert html.index("was still to be done on the day of approval") < html.index(DECIDED_AGAINST.message)
    assert html.index(DECIDED_AGAINST.message) < html.index("<h2>Answers</h2>")


def test_a_record_without_departures_says_so() -> None:
    html = render_html(sample.a_record(departures=(), exceptions=()))
    assert "departs from no statement of the protocol" in html


def test_a_reason_that_stands_in_no_departure_is_printed_with_its_statement() -> None:
    met = a_finding("142.1.1", reason="The family moved twice.")
    assert "Reason: The family moved twice." in render_html(sample.a_record(findings=(met,)))


def test_every_question_and_answer_is_printed_in_the_order_of_the_form(reading: Reading) -> None:
    start = reading.text.index("Answers The child")
    for section in sample.RECORD.sections:
        for answer in section.answers:
            start = reading.text.index(answer.question, start)
            for word in _words(answer):
                assert word in reading.text[start:], answer.name


def test_a_question_that_was_not_answered_says_so() -> None:
    html = render_html(sample.asking(text("a", "First question", ""), table("b", "A table", ("Name", "Role"))))
    for question in ("First question", "A table"):
        assert re.search(rf"{question}</th><td><span class=\"blank\">Not answered", html)


def test_a_section_without_questions_says_so() -> None:
    assert "Not answered" in render_html(sample.asking())


def test_every_statement_is_printed_with_what_it_asks_and_its_outcome(reading: Reading) -> None:
    start = reading.text.index("The protocol, statement by statement")
    for line in sample.RECORD.findings:
        start = reading.text.index(line.statement, start)
        assert line.wording in reading.text[start : start + 400]


def test_the_outcomes_are_counted(reading: Reading) -> None:
    assert "22 met, 1 not met, 1 departed from, 1 lifted by exception, 1 not applicable." in reading.text


def test_a_decision_says_what_was_stated_and_for_whom(reading: Reading) -> None:
    full = reading.text[reading.text.index("Decisions in full") :]
    assert "Stood in for Siân Llewellyn" in full
    assert "Stated The receiving team accepts responsibility from 6 April 2026." in full
    assert "Wrote Please bring the review forward if the school place falls through." in full


def test_times_are_londons_with_their_zone() -> None:
    summer = DecisionLine("Sign-off", "A", "B", "approved", "C", "", datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert "2 July 2026 at 12:30am (BST)" in render_html(sample.a_record(decisions=(summer,)))


def test_the_last_page_is_for_checking(reading: Reading) -> None:
    last = reading.pages[-1]
    said = " ".join(last.split())
    assert "7KQM-4XDT-H9CR" in last
    assert "https://handover.fernleigh.example/verify" in last
    assert "a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f" in said
    assert "3b9d3b9d" in said
    assert "B-B: sealed with the council’s certificate." in said


def test_no_page_calls_the_seal_a_qualified_signature(reading: Reading) -> None:
    assert "qualified" not in reading.text.lower()
    assert "not the signature of any person" in reading.text


def test_every_page_but_the_first_has_a_header_and_every_page_its_number(reading: Reading) -> None:
    for number, page in enumerate(reading.pages, start=1):
        assert f"Page {number} of {len(reading.pages)}" in page
        assert "TMR-7K3M-Q2XD" in page


def test_no_child_is_named_in_the_title_of_the_file(reading: Reading) -> None:
    assert str(reading.pdf.docinfo.Title) == "Transfer meeting record TMR-7K3M-Q2XD, version 2"


def test_a_draft_says_so_across_each_page_and_has_nothing_to_check() -> None:
    reading = Reading(render_pdf(sample.a_draft()))
    for page in reading.pages:
        assert re.match(r"D\s*r\s*a\s*f\s*t\s", page), page
        assert "Draft: not decided, not sealed" in page
    assert "there is nothing to check yet" in reading.text
    assert "QR" not in "".join(figure.alt for figure in reading.tree.find("Figure"))


def test_a_record_that_is_decided_does_not_say_draft(reading: Reading) -> None:
    assert "Draft" not in reading.text


def test_the_same_record_gives_the_same_bytes(rendered: bytes) -> None:
    assert render_pdf(sample.a_record()) == rendered


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "red; } body { display: none", ""])
def test_a_colour_that_cannot_be_read_on_white_is_darkened(colour: str) -> None:
    html = render_html(sample.a_record(council=Council("A council", colour)))
    (used,) = re.findall(r"--council: (.*?) }", html)
    assert re.fullmatch(r"#[0-9a-f]{6}", used)
    assert used not in ("#ffff00", "#ffffff")


def test_the_qr_code_leads_to_the_checking_page_and_has_its_quiet_zone() -> None:
    drawn = str(qr_code("https://handover.example/verify?code=7KQM-4XDT-H9CR"))
    size = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
    corners = [tuple(map(int, found)) for found in re.findall(r"M(\d+) (\d+)h1", drawn)]
    assert min(column for column, _ in corners) == min(row for _, row in corners) == 4
    assert max(column for column, _ in corners) == max(row for _, row in corners) == size - 5
    assert "<title>QR code that leads to https://handover.example/verify?code=7KQM-4XDT-H9CR</title>" in drawn


def test_long_answers_are_set_across_the_page_and_keep_their_paragraphs() -> None:
    html = render_html(sample.asking(long_text("a", "What happened?", "First.\nSecond line.\n\nSecond paragraph.")))
    assert "<h4>What happened?</h4>" in html
    assert "First.<br>Second line.</p>" in html
    assert '<p class="prose" dir="ltr">Second paragraph.</p>' in html


def test_an_exception_whose_reason_is_not_here_says_where_it_stands() -> None:
    silent = replace(sample.RECORD.exceptions[0], reason="")
    html = render_html(sample.a_record(exceptions=(silent,)))
    assert "The ground and the reasons stand in that decision’s own record." in html
    assert "Not stated." not in html


def test_an_unknown_outcome_is_shown_rather_than_lost() -> None:
    odd = replace(sample.DECISIONS[0], outcome="passed_on")
    assert "Passed on" in render_html(sample.a_record(decisions=(odd,)))


def _words(answer: Answer) -> list[str]:
    """The words of an answer; brackets are mirrored beside Arabic, so that poppler finds them on the other side."""
    cells = [answer.value] if isinstance(answer.value, str) else [cell for row in answer.rows for cell in row]
    return [word.strip("()") for cell in cells for word in cell.split()]
