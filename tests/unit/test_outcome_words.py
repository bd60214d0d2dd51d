"""How a finding stands, in words: whoever reads that something waits for a decision reads whose."""

from __future__ import annotations

import pytest

from models import Staff, Step, StepState
from protocol import Finding, Level, Outcome, Stage
from views.outcomes import in_words

CHECKED = Finding("142.2.6", Outcome.UNANSWERED, Level.REQUIRED, "Not checked yet.", None, Stage.DECISION)
NOTE = Finding("142.3.5", Outcome.UNMET, Level.EXPECTED, "Not noted yet.", "file_note_date", Stage.FOLLOW_UP)
DEPARTED = Finding("142.3.2", Outcome.DOES_NOT_APPLY, Level.EXPECTED, "", None)


def step(name: str, state: StepState, *statements: str) -> Step:
    return Step(assignee=Staff(name=name), state=state, statements=list(statements))


@pytest.mark.parametrize(
    "steps, said",
    [
        ([step("Ana", StepState.OPEN, "142.2.6"), step("Bo", StepState.OPEN, "315.2.4.1")], "Waits for Ana"),
        ([step("Ana", StepState.WAITING, "142.2.6"), step("Bo", StepState.OPEN, "142.2.6")], "Waits for Ana and Bo"),
        ([step("Ana", StepState.OPEN, "315.7.5"), step("Bo", StepState.APPROVED, "142.2.6")], "Waits for Ana"),
        ([step("Ana", StepState.APPROVED, "142.2.6"), step("Bo", StepState.VOID, "142.2.6")], "Unanswered"),
    ],
)
def test_what_a_decision_is_missing_for_waits_for_whoever_decides_it(steps: list[Step], said: str) -> None:
    assert in_words(CHECKED, steps, is_draft=False) == said


def test_before_submission_it_waits_for_nobody_by_name() -> None:
    assert in_words(CHECKED, [], is_draft=True) == "Waits for the decisions"


def test_what_may_follow_and_everything_else_says_how_it_stands() -> None:
    assert in_words(NOTE, [step("Ana", StepState.OPEN)], is_draft=False) == "May follow"
    assert in_words(DEPARTED, [], is_draft=False) == "Does not apply"
