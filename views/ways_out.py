"""Where a record leads that cannot go on as it is: to an exception, or to a record of another kind."""

from __future__ import annotations

from dataclasses import dataclass

from forms import KINDS, get_kind
from forms.record_kind import TurnsInto
from models import Record
from protocol import BY_ID, Finding, Outcome
from records.deciding import exception_decisions, states
from views.web.guard import me


@dataclass(frozen=True)
class WayOut:
    """A button: what it says, and the `action` that it sends with what stands on the page."""

    text: str
    action: str


def ways_out(record: Record, finding: Finding) -> list[WayOut]:
    """The buttons beside a finding: those that lift it, or that lead to the record that fits."""
    turn = continues_as(record)
    if turn and finding.statement == turn.at:
        return [WayOut(turn.button, f"continue-as:{KINDS[turn.kind].slug}")]
    if finding.outcome != Outcome.UNMET or not BY_ID[finding.statement].liftable:
        return []
    usable = exception_decisions.usable(record=record, statement=finding.statement, staff=me())
    asked = exception_decisions.asked_for(record, finding.statement)
    ask = f"Go on with exception decision {asked.reference}" if asked else "Ask for an exception"
    return [
        *(
            WayOut(f"Use exception decision {one.reference}", f"use:{finding.statement}:{one.reference}")
            for one in usable
        ),
        WayOut(ask, f"exception:{finding.statement}"),
    ]


def continues_as(record: Record) -> TurnsInto | None:
    """What to go on with when this draft is the wrong record for what it says; None while it is the right one."""
    turn = get_kind(record.kind).turns_into
    is_wrong = turn and record.state in states.UNSUBMITTED and turn.when(record.answers)
    return turn if is_wrong else None
