"""What stands beside a finding: its reason box, and buttons to an exception decision or to another kind of record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forms import KINDS, get_kind
from forms.record_kind import TurnsInto
from models import Record
from protocol import BY_ID, Finding, Outcome, Stage
from records import weighing
from records.deciding import exception_decisions, states
from views.web.guard import me


@dataclass(frozen=True)
class Remedy:
    """A button of the section's form. action: its value, which views.pages.start.follow_remedy interprets."""

    text: str
    action: str


def remedies(record: Record, finding: Finding) -> list[Remedy]:
    """The buttons beside a finding: switch to another kind of record, or use or ask for an exception."""
    turn = continues_as(record)
    if turn and finding.statement == turn.at:
        return [Remedy(turn.button, f"continue-as:{KINDS[turn.kind].slug}")]
    if finding.by_register or finding.outcome != Outcome.UNMET or not BY_ID[finding.statement].lifted_on(record.kind):
        return []
    usable = exception_decisions.find_usable(record=record, statement=finding.statement, staff=me())
    asked = exception_decisions.find_requested(record, finding.statement)
    ask = f"Go on with exception decision {asked.reference}" if asked else "Ask for an exception"
    return [
        *(
            Remedy(f"Use exception decision {one.reference}", f"use:{finding.statement}:{one.reference}")
            for one in usable
        ),
        Remedy(ask, f"exception:{finding.statement}"),
    ]


def continues_as(record: Record) -> TurnsInto | None:
    """The kind of record to continue this draft as, if its answers show that it is of the wrong kind; else None."""
    turn = get_kind(record.kind).turns_into
    is_wrong = turn and record.state in states.UNSUBMITTED and turn.when(record.answers)
    return turn if is_wrong else None


def asks_reason(finding: Finding, record: Record, opened: Collection[str] = ()) -> bool:
    """Whether to show a reason box: for an unmet expectation, and where a reason is stored already.

    An unanswered expectation has one only if somebody opened it, so that a blank page is not full of boxes.
    """
    written = weighing.DEPARTURE + finding.statement in record.answers
    if finding.acceptable and finding.reason:
        return written
    if finding.outcome == Outcome.DEPARTED:
        return written and finding.stage == Stage.SUBMISSION
    return finding.takes_reason and (finding.outcome == Outcome.UNMET or written or finding.statement in opened)
