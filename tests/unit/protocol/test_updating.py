"""What decisions, additions and exceptions make of a finding, by data alone."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from protocol import Decision, Outcome, Stage
from protocol.casefile import Case as CaseFile
from protocol.casefile import accepting, weigh_case
from protocol.outcomes import Case, Finding, Level, Provisional
from protocol.people import Person
from protocol.updating import (
    Condition,
    Known,
    answered,
    approved,
    cannot_agree,
    decided,
    decided_after,
    decided_before,
    decided_by,
    every,
    from_data,
    has_come,
    holds,
    otherwise,
    some,
    stated,
    to_come,
    to_data,
    updated,
)
from tests.protocol.loading import load_cases

TODAY = date(2026, 3, 10)
ANN, BEN = Person(1, "Ann Lee"), Person(2, "Ben Ash")
ANSWERS = {"note_on": "2026-03-10", "meeting_on": "2026-03-11", "reference": "A 7", "blank": " "}


def decision(step: str, outcome: str = "approved", on: int = 4, **said: Any) -> Decision:
    return Decision(step, outcome, ANN._asdict(), date(2026, 3, on), said)


KNOWN = Known(
    TODAY,
    (decision("one", on=4, checked="2026-03-03"), decision("two", "cannot_agree", on=5), decision("back", "returned")),
    ANSWERS,
)


@pytest.mark.parametrize(
    "condition",
    [
        approved("one"),
        cannot_agree("two"),
        cannot_agree("one", "two"),
        decided("one", "two"),
        decided_by("one", ANN),
        decided_after("one", date(2026, 3, 3)),
        decided_before("one", "two"),
        stated("one", "checked"),
        stated("one", "checked", after=date(2026, 3, 2)),
        answered("reference"),
        has_come("note_on"),
        to_come("meeting_on"),
        every(),
        every(approved("one"), cannot_agree("two")),
        some(approved("two"), approved("one")),
        otherwise(approved("two")),
    ],
    ids=str,
)
def test_a_condition_holds_by_what_is_known(condition: Condition) -> None:
    assert holds(condition, KNOWN)
    assert holds(json.loads(json.dumps(condition)), KNOWN)


@pytest.mark.parametrize(
    "condition",
    [
        approved("two"),
        approved("nobody"),
        approved("one", "two"),
        cannot_agree("one"),
        decided("back"),
        decided_by("one", BEN),
        decided_by("one", None),
        decided_after("one", date(2026, 3, 4)),
        decided_before("two", "one"),
        decided_before("one", "nobody"),
        stated("two", "checked"),
        stated("one", "checked", after=date(2026, 3, 3)),
        answered("blank"),
        answered("never_asked"),
        has_come("meeting_on"),
        has_come("reference"),
        to_come("note_on"),
        to_come("reference"),
        some(approved("two"), cannot_agree("one")),
        otherwise(every()),
    ],
    ids=str,
)
def test_a_condition_does_not_hold_otherwise(condition: Condition) -> None:
    assert not holds(condition, KNOWN)


def finding(*cases: Case, outcome: Outcome = Outcome.UNANSWERED, stage: Stage = Stage.DECISION) -> Finding:
    provisional = Provisional(outcome, "Waits.", "asked", stage, cases)
    return Finding("142.2.6", outcome, Level.REQUIRED, "Waits.", "asked", stage, provisional=provisional)


def test_the_first_case_that_holds_settles_it() -> None:
    cases = (
        Case(approved("two"), Outcome.UNMET, "Never."),
        Case(approved("one"), Outcome.MET, "{one.by} checked it on {one.checked} and said so on {one.on}."),
        Case(every(), Outcome.UNMET, "Too late."),
    )
    now = updated(finding(*cases), KNOWN)
    assert (now.outcome, now.stage, now.question) == (Outcome.MET, Stage.SUBMISSION, None)
    assert now.message == "Ann Lee checked it on 3 March 2026 and said so on 4 March 2026."


def test_where_no_case_holds_it_stays_as_it_was() -> None:
    before = finding(Case(approved("two"), Outcome.MET, "Never."))
    assert updated(before, KNOWN) == before


def test_what_was_settled_is_open_again_when_the_decision_is_gone() -> None:
    before = finding(Case(approved("one"), Outcome.MET, "Done."))
    assert updated(updated(before, KNOWN), Known(TODAY)) == before


@pytest.mark.parametrize(
    "start,stage,question",
    [
        (Stage.DECISION, Stage.DECISION, None),
        (Stage.SUBMISSION, Stage.DECISION, None),
        (Stage.FOLLOW_UP, Stage.FOLLOW_UP, "asked"),
    ],
)
def test_what_is_still_open_waits_for_those_who_decide_or_for_what_follows(
    start: Stage, stage: Stage, question: str | None
) -> None:
    now = updated(finding(Case(every(), Outcome.UNMET, "On {answer.meeting_on}."), stage=start), KNOWN)
    assert (now.stage, now.question, now.message) == (stage, question, "On 11 March 2026.")


def test_somebody_without_a_name_is_somebody() -> None:
    nameless = Known(TODAY, (Decision("one", "approved", {"name": ""}, TODAY),))
    assert updated(finding(Case(approved("one"), Outcome.MET, "{one.by} did.")), nameless).message == "Somebody did."


@pytest.mark.parametrize(
    "case", [one for one in load_cases() if one.decisions or one.exceptions], ids=lambda one: one.name
)
def test_what_was_stored_is_settled_as_if_it_were_weighed_again(case: CaseFile) -> None:
    whole, first = weigh_case(case), weigh_case(replace(case, decisions=(), exceptions=()))
    before, decided = first.findings, accepting(case, whole)
    stored = json.loads(json.dumps(to_data(before)))
    provisional = {statement: from_data(one) for statement, one in stored.items()}
    read = [one._replace(provisional=provisional.get(one.statement)) for one in before]
    known = Known(case.today, answers=case.answers, exceptions=case.exceptions, **decided)

    assert tuple(updated(one, known) for one in read) == whole.findings
