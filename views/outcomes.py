"""How a finding stands, in words, on the page where it is read: what waits for a decision says whose."""

from __future__ import annotations

from collections.abc import Sequence

from models import Step, StepState
from protocol import Finding, Stage
from protocol.formatting import listed

UNDECIDED = (StepState.WAITING, StepState.OPEN)


def in_words(finding: Finding, steps: Sequence[Step], *, is_draft: bool) -> str:
    """'Met', 'Departed', and so on; of what is still open, whom it waits for or that it may follow."""
    if finding.is_open and finding.stage is Stage.FOLLOW_UP:
        return "May follow"
    if finding.is_open and finding.stage is Stage.DECISION:
        return _waits_for(finding, steps) or ("Waits for the decisions" if is_draft else _outcome(finding))
    return _outcome(finding)


def _waits_for(finding: Finding, steps: Sequence[Step]) -> str:
    """Those whose decision is missing: on the statement itself, else on the record. '' where nobody's is."""
    undecided = [step for step in steps if step.state in UNDECIDED]
    theirs = [step for step in undecided if finding.statement in step.statements] or undecided
    names = list(dict.fromkeys(step.assignee.name for step in theirs))
    return f"Waits for {listed(names)}" if names else ""


def _outcome(finding: Finding) -> str:
    return finding.outcome.replace("_", " ").capitalize()
