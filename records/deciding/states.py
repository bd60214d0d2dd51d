"""The states of a record as one table: in which state what may happen, who may do it, where it leads, who is told."""

from __future__ import annotations

from dataclasses import dataclass

from models import State
from records.errors import NotNowError


@dataclass(frozen=True)
class Transition:
    """One row: the event `event` in `state` leads to `leads_to`. `who` may cause it, and `tells` who is told by mail,
    but whoever did it (who takes a step back gets a link of their own again): both are words for people."""

    state: State
    event: str
    leads_to: State
    who: str
    tells: str


AUTHOR = "its author, or who acts for one who has left"
NOBODY = "nobody"
NEXT = "whoever is asked now"
ASKED = "everybody who was asked, and the author"
HAD_IT = "whoever had the step"
WAITING = "those whom it waits for"
RELYING = "the same of each transfer that rests on it"

TABLE = (
    Transition(State.DRAFT, "submitted", State.SUBMITTED, AUTHOR, NEXT),
    Transition(State.DRAFT, "withdrawn", State.WITHDRAWN, AUTHOR, NOBODY),
    Transition(State.RETURNED, "submitted", State.SUBMITTED, AUTHOR, NEXT),
    Transition(State.RETURNED, "withdrawn", State.WITHDRAWN, AUTHOR, ASKED),
    Transition(State.SUBMITTED, "confirmed", State.SUBMITTED, "the worker named", NEXT),
    Transition(State.SUBMITTED, "approved", State.SUBMITTED, "whose step it is", NEXT),
    Transition(State.SUBMITTED, "returned", State.RETURNED, "whose step it is", ASKED),
    Transition(State.SUBMITTED, "cannot_agree", State.SUBMITTED, "whose step it is", f"{NEXT}; {ASKED}"),
    Transition(State.SUBMITTED, "passed_on", State.SUBMITTED, "whose step it is", NEXT),
    Transition(State.SUBMITTED, "taken_back", State.SUBMITTED, "whom the record names", f"{NEXT}; {HAD_IT}"),
    Transition(State.SUBMITTED, "stood_in", State.SUBMITTED, "the worker process, of somebody away", NEXT),
    Transition(State.SUBMITTED, "left", State.SUBMITTED, "the worker process, of somebody gone", NEXT),
    Transition(State.SUBMITTED, "nudged", State.SUBMITTED, f"{AUTHOR}, once a day", WAITING),
    Transition(State.SUBMITTED, "recalled", State.RETURNED, AUTHOR, ASKED),
    Transition(State.SUBMITTED, "withdrawn", State.WITHDRAWN, AUTHOR, ASKED),
    Transition(State.SUBMITTED, "agreed", State.APPROVED, "the last approval", NOBODY),
    Transition(State.APPROVED, "recalled", State.RETURNED, f"{AUTHOR}, when held back", ASKED),
    Transition(State.APPROVED, "withdrawn", State.WITHDRAWN, f"{AUTHOR}, when held back", ASKED),
    Transition(State.SEALED, "withdrawn", State.WITHDRAWN, f"{AUTHOR}, an exception", f"{ASKED}; {RELYING}"),
    Transition(State.APPROVED, "sealed", State.SEALED, "the worker process", ASKED),
)

UNSUBMITTED = (State.DRAFT, State.RETURNED)  # in which a draft is written in
_BY_STATE = {(row.state, row.event): row for row in TABLE}

NOT_NOW = {
    State.DRAFT: "This record is a draft.",
    State.RETURNED: "This record is back with its author, to be changed.",
    State.SUBMITTED: "This record has already been submitted.",
    State.APPROVED: "This record has already been approved and is being sealed.",
    State.SEALED: "This record is sealed and can no longer be changed.",
    State.WITHDRAWN: "This record has been withdrawn.",
}


def after(state: str, event: str) -> State:
    """The state that `event` leads to from `state`. Raises NotNowError when it cannot happen there."""
    row = _BY_STATE.get((State(state), event))
    if row is None:
        raise NotNowError(f"{event} in state {state}", NOT_NOW[State(state)])
    return row.leads_to


def as_diagram() -> str:
    """The table as a Mermaid state diagram and as rows, for docs/states.md, which is written from it."""
    arrows = [f"    {row.state} --> {row.leads_to}: {row.event}" for row in TABLE]
    rows = [f"| {row.state} | {row.event} | {row.who} | {row.leads_to} | {row.tells} |" for row in TABLE]
    head = ["| in state | what happens | who may | leads to | who is told |", "|---|---|---|---|---|"]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *arrows, "```", "", *head, *rows, ""])
