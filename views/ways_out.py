"""Where a record leads that cannot go on as it is: to an exception, or to a record of another kind."""

from __future__ import annotations

from dataclasses import dataclass

from forms import FORMS, RecordForm
from models import Record
from protocol import BY_ID, Finding, Outcome
from records.deciding import exception_decisions, states
from views.web.guard import me

TRANSFER, EMERGENCY = "transfer_meeting", "emergency_transfer"
# Beside which statement each record says that it is the wrong one.
TURNS_AT = {TRANSFER: "142.3.1", EMERGENCY: "142.4.1"}
STEPS = ("step_meeting", "step_outstanding_work", "step_introduction", "step_transition", "step_former_worker")
CONTINUE = {
    EMERGENCY: "Start an emergency record with these answers",
    TRANSFER: "Start a transfer meeting record with these answers",
}


@dataclass(frozen=True)
class WayOut:
    """A button: what it says, and the `action` that it sends with what stands on the page."""

    text: str
    action: str


def ways_out(record: Record, finding: Finding) -> list[WayOut]:
    """The buttons beside a finding: those that lift it, or that lead to the record that fits."""
    form = continues_as(record)
    if form and finding.statement == TURNS_AT[record.kind]:
        return [WayOut(CONTINUE[form.kind], f"continue-as:{form.slug}")]
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


def continues_as(record: Record) -> RecordForm | None:
    """The form to go on with when this draft is the wrong record for what it says; None while it is the right one."""
    if record.state not in states.UNSUBMITTED:
        return None
    if record.kind == TRANSFER and record.answers.get("meeting_state") == "cannot_be_held":
        return FORMS[EMERGENCY]
    if record.kind == EMERGENCY and all(record.answers.get(step) == "can_be_done" for step in STEPS):
        return FORMS[TRANSFER]
    return None
