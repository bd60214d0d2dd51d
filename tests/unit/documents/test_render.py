"""What a decision record says, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from documents.arranging import given
from documents.content import Answer, Council, DecisionLine, Section
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
        "What is unusual, in full",
        "Answers",
        "The protocol",
        "What each person stated",
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
    assert (
        "Departed from: Both workers and both team leaders attend. 1.4.2, Transfer meeting. Expected." in reading.text
    )
    assert f"Reason {sample.RECORD.departures[0].reason}" in reading.text


def test_an_exception_is_printed_with_its_reference(reading: Reading) -> None:
    assert f"Exception decision EXC-7Q2M-84KD {sample.RECORD.exceptions[0].reason}" in reading.text


def test_what_was_decided_against_a_statement_is_printed_with_the_departures() -> None:
    html = render_html(sample.a_record(departures=(), exceptions=(), decided_against=(DECIDED_AGAINST,)))

    assert "Nothing is unusual" not in html
    assert html.index("Not decided as the protocol asks") < html.index(DECIDED_AGAINST.message)
    assert html.index(DECIDED_AGAINST.message) < html.index("<h2>Answers</h2>")


def test_what_was_still_to_be_done_when_it_was_approved_is_printed_before_the_answers() -> None:
    html = render_html(sample.a_record(departures=(), exceptions=(), findings=(), to_follow=(DECIDED_AGAINST,)))

    assert "Nothing is unusual: no departure from the protocol" in html
    assert html.index("Not yet done when it was approved") < html.index(DECIDED_AGAINST.message)
    assert html.index(DECIDED_AGAINST.message) < html.index("Who decided")


def test_a_reason_that_stands_in_no_departure_is_printed_with_its_statement() -> None:
    met = a_finding("142.1.1", reason="The family moved twice.")
    assert "Reason: The family moved twice." in render_html(sample.a_record(findings=(met,)))


def test_every_question_and_answer_is_printed_in_the_order_of_the_form(reading: Reading) -> None:
    start = reading.text.index("Answers The child")
    for section in sample.RECORD.sections:
        for answer in given(section.answers):
            start = reading.text.index(answer.question, start)
            for word in _words(answer):
                assert word in reading.text[start:], answer.name


def test_a_blank_is_printed_only_where_the_protocol_asks_for_an_answer() -> None:
    asked, nobody = text("a", "Asked for", ""), text("b", "Not asked for", "")
    html = render_html(sample.asking(replace(asked, is_wanted=True), nobody, table("c", "A table", ("Name", "Role"))))
    assert re.search(r"Asked for</th><td><span class=\"blank\">Not answered", html)
    assert "Not asked for" not in html
    assert "A table" not in html


def test_a_column_in_which_nobody_said_anything_is_left_out_and_one_section_without_answers_too() -> None:
    rows = table("a", "Who?", ("Name", "Until", "Role"), ("Ada", "", "Aunt"), ("Bo", "", ""))
    silent = Section("silent", "A silent section", (text("b", "Which?", ""),))
    html = render_html(replace(sample.asking(rows), sections=(*sample.asking(rows).sections, silent)))
    assert ">Name</th>" in html
    assert ">Role</th>" in html
    assert "Until" not in html
    assert "A silent section" not in html


def test_what_the_register_answered_is_marked_so() -> None:
    html = render_html(sample.asking(replace(text("a", "Team?", "North"), is_fact=True), text("b", "Why?", "Because")))
    assert "come from the council’s register" in html
    assert re.search(r"North <span class=\"register\">register</span></td>", html)
    assert '<td dir="ltr">Because</td>' in html


def test_a_record_without_any_answer_says_so() -> None:
    assert "No question was answered." in render_html(sample.asking())


def test_a_statement_is_printed_with_what_was_said_in_the_list_of_those_that_are_met_or_counted(
    reading: Reading,
) -> None:
    start = reading.text.index("The protocol The statements")
    protocol = reading.text[start : reading.text.index("What each person stated")]
    for line in sample.RECORD.findings:
        assert line.section_title in protocol
        assert line.statement not in protocol
        assert (line.wording in protocol) == (line.outcome != "does_not_apply"), line.statement


def test_a_statement_that_is_met_without_words_stands_in_a_list() -> None:
    silent, dated = a_finding("142.1.1", message=""), a_finding("142.1.2", message="Done on 3 March.")
    explained = a_finding("142.1.3", message="Told late.", reason="She was away.")
    html = render_html(sample.a_record(findings=(silent, dated, explained)))
    listed = html.index("Met, as the answers show")
    assert html.index("Met. Told late. Reason: She was away.") < listed < html.index(silent.wording)
    assert listed < html.index(f"{dated.wording} <em>Done on 3 March.</em>")


def test_the_outcomes_are_counted(reading: Reading) -> None:
    assert "22 met, 1 not met, 1 departed from, 1 lifted by exception, 1 not applicable." in reading.text


def test_each_person_is_printed_with_what_they_stated_and_for_whom(reading: Reading) -> None:
    full = reading.text[reading.text.index("What each person stated") :]
    assert "Rhys Bevan, for Siân Llewellyn" in full
    assert "The receiving team accepts responsibility from 6 April 2026." in full
    assert "Wrote: Please bring the review forward if the school place falls through." in full


def test_a_single_version_is_one_sentence() -> None:
    html = render_html(sample.a_record(history=sample.HISTORY[1:]))
    assert "There is one version of this record. Folasade Adeyemi submitted it on 13 March 2026 at 4:04pm" in html
    assert '<th scope="col" class="number">' not in html


def test_times_are_londons_with_their_zone() -> None:
    summer = DecisionLine("Sign-off", "A", "B", "approved", "C", "", datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert "2 July 2026 at 12:30am (BST)" in render_html(sample.a_record(decisions=(summer,)))


def test_the_last_page_is_for_checking_with_its_hashes_under_details(reading: Reading) -> None:
    last = " ".join(reading.pages[-1].split())
    assert "enter the code 7KQM-4XDT-H9CR at handover.fernleigh.example/verify" in last
    details = last[last.index("Details") :]
    assert "a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f a94fa94f" in details
    assert "Digest of version 1 (recipe 1) 7c1e7c1e" in details
    assert "3b9d3b9d" in details
    assert "B-B: sealed with the council’s certificate." in details
    assert "SHA-256" not in reading.text[: reading.text.index("Details")]


def test_no_page_calls_the_seal_a_qualified_signature(reading: Reading) -> None:
    assert "qualified" not in reading.text.lower()
    assert "not the signature of any person" in reading.text


def test_others_are_told_where_the_root_is_published_and_what_their_reader_must_say(reading: Reading) -> None:
    assert (
        "Take the root certificate from handover.fernleigh.example/verify, and compare it with the fingerprint there."
        in reading.text
    )
    assert "pdfsig must also say Total document signed." in reading.text
    assert "5e07" not in reading.text  # a forger would print his own


@pytest.mark.parametrize(
    "level, until, said",
    [
        ("B-B", date(2036, 3, 16), "Other programs can check it until 16 March 2036, or longer if time-stamped since"),
        ("B-LTA", date(2031, 5, 3), "Other programs can check it until 3 May 2031, or longer if time-stamped again"),
        ("B-LTA", None, "Time-stamps may have been added to the file since, without a change to any page."),
    ],
)
@pytest.mark.parametrize("restricted", [False, True])
def test_until_when_others_can_check_the_seal_is_printed_in_each_part(
    level: str, until: date | None, said: str, restricted: bool
) -> None:
    assert said in render_html(sample.a_record(seal_level=level, seal_until=until, restricted=restricted))


def test_every_sheet_says_of_which_record_version_and_code_it_is_and_its_protective_marking() -> None:
    pages = Reading(render_pdf(sample.a_record(marking="OFFICIAL-SENSITIVE"))).pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert number == 1 or "TMR-7K3M-Q2XD · version 2 · 7KQM-4XDT-H9CR" in page


def test_no_child_is_named_in_the_title_of_the_file(reading: Reading) -> None:
    assert str(reading.pdf.docinfo.Title) == "Transfer meeting record TMR-7K3M-Q2XD, version 2"


def test_a_draft_says_so_across_each_page_and_has_nothing_to_check() -> None:
    reading = Reading(render_pdf(sample.a_draft()))
    for page in reading.pages:
        assert re.match(r"D\s*r\s*a\s*f\s*t\s", page), page
        assert "Draft: not sealed" in page
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
    assert "The ground and the reasons are in that decision’s own record." in html
    assert "Not stated." not in html


def test_an_unknown_outcome_is_shown_rather_than_lost() -> None:
    odd = replace(sample.DECISIONS[0], outcome="passed_on")
    assert "Passed on" in render_html(sample.a_record(decisions=(odd,)))


def _words(answer: Answer) -> list[str]:
    """The words of an answer; brackets are mirrored beside Arabic, so that poppler finds them on the other side."""
    cells = [answer.value] if isinstance(answer.value, str) else [cell for row in answer.rows for cell in row]
    return [word.strip("()") for cell in cells for word in cell.split()]
