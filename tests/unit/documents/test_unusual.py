"""What is unusual about a record is the first thing that its document says, heaviest first."""

from __future__ import annotations

from dataclasses import replace

from documents.content import CorrectionLine, RefusalLine
from documents.render import render_html
from documents.unusual import nothing_unusual, unusual
from tests.unit.documents import sample
from tests.unit.documents.sample_statements import DECIDED_AGAINST, DEPARTURE, EXCEPTION, a_finding

REFUSAL = RefusalLine("TMR-1111-2222", "Two managers did not agree to it.", "Too soon.")
CORRECTION = CorrectionLine("legal_status", "Legal status", "C1", "C2", "The order is on the file")
ACCEPTED = a_finding("142.3.1", outcome="accepted")
AGAINST = replace(sample.DECISIONS[2], outcome="cannot_agree", reason="Not before the summer.")
EVERYTHING = sample.a_record(
    refusals=(REFUSAL,),
    accepted=(ACCEPTED,),
    decided_against=(DECIDED_AGAINST,),
    corrections=(CORRECTION,),
    decisions=(*sample.DECISIONS, AGAINST),
    findings=(ACCEPTED, DECIDED_AGAINST, DEPARTURE, EXCEPTION, a_finding("142.1.5", outcome="unmet")),
)
NOTHING = sample.a_record(findings=(), departures=(), exceptions=())


def test_what_is_unusual_is_listed_heaviest_first_and_each_thing_once() -> None:
    assert [(line.label, line.text[:14]) for line in unusual(EVERYTHING)] == [
        ("Refused before, TMR-1111-2222:", "Two managers d"),
        ("Not agreed:", "Gareth Pryce, "),
        ("Required, not met, and accepted by managers:", "A handover mee"),
        ("Lifted by an exception:", "No transfer ta"),
        ("Not decided as the protocol asks:", "The transferri"),
        ("Departed from, with a reason:", "Both workers a"),
        ("Advised and not met:", "Those who are "),
        ("Register corrected:", "Legal status: "),
    ]


def test_it_stands_before_who_decided_and_before_the_answers() -> None:
    html = render_html(EVERYTHING)
    places = [
        html.index(said) for said in (">What is unusual<", ">Who decided<", ">What is unusual, in full<", ">Answers<")
    ]
    assert places == sorted(places)


def test_what_nobody_accepted_is_not_called_accepted() -> None:
    for changes in ({"draft": True}, {"refused": True}):
        assert unusual(sample.a_record(accepted=(ACCEPTED,), **changes))[0].label == "Required and not met:"


def test_a_refusal_of_this_record_is_its_outcome_and_not_listed_again() -> None:
    refused = replace(AGAINST, outcome="refused")
    assert unusual(replace(NOTHING, refused=True, decisions=(refused,))) == []


def test_where_nothing_is_unusual_that_is_said_of_each_kind_as_it_is_true() -> None:
    assert nothing_unusual(NOTHING).startswith("Nothing is unusual: no departure")
    assert nothing_unusual(replace(NOTHING, kind="exception_decision")).startswith("Nothing else is unusual")
    assert nothing_unusual(replace(NOTHING, draft=True)) == "Nothing is unusual so far."
    assert nothing_unusual(replace(NOTHING, restricted=True)) == nothing_unusual(replace(NOTHING, refused=True)) == ""
