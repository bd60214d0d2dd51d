"""The states of a record as one table: in which state what may happen, who may do it, where it leads, who is told."""

from __future__ import annotations

from dataclasses import dataclass

from models import State
from records.errors import NotNowError


@dataclass(frozen=True)
class Transition:
    """One row: the event `event` in `state` leads to `leads_to`; `who` and `tells` are words for people."""

    state: State
    event: str
    leads_to: State
    who: str
    tells: str


TABLE = (
    Transition(State.DRAFT, "submitted", State.SUBMITTED, "its author", "the first people of the chain"),
    Transition(State.DRAFT, "withdrawn", State.WITHDRAWN, "its author", "nobody"),
    Transition(State.RETURNED, "submitted", State.SUBMITTED, "its author", "the first people of the chain"),
    Transition(State.RETURNED, "withdrawn", State.WITHDRAWN, "its author", "everybody who was asked"),
    Transition(State.SUBMITTED, "confirmed", State.SUBMITTED, "the worker named", "the next people of the chain"),
    Transition(State.SUBMITTED, "approved", State.SUBMITTED, "whose step it is", "the next people of the chain"),
    Transition(State.SUBMITTED, "returned", State.RETURNED, "whose step it is", "everybody who was asked, the author"),
    Transition(State.SUBMITTED, "cannot_agree", State.SUBMITTED, "whose step it is", "the managers above, those told"),
    Transition(State.SUBMITTED, "passed_on", State.SUBMITTED, "whose step it is", "the colleague who is asked instead"),
    Transition(State.SUBMITTED, "taken_back", State.SUBMITTED, "whom the record names", "whoever had the step"),
    Transition(State.SUBMITTED, "stood_in", State.SUBMITTED, "the worker process, of somebody away", "the stand-in"),
    Transition(State.SUBMITTED, "left", State.SUBMITTED, "the worker process, of somebody gone", "the next in line"),
    Transition(State.SUBMITTED, "nudged", State.SUBMITTED, "its author, once a day", "those whom it waits for"),
    Transition(State.SUBMITTED, "recalled", State.RETURNED, "its author", "everybody who was asked"),
    Transition(State.SUBMITTED, "withdrawn", State.WITHDRAWN, "its author", "everybody who was asked"),
    Transition(State.SUBMITTED, "agreed", State.APPROVED, "the last approval", "nobody: sealing follows"),
    Transition(State.APPROVED, "recalled", State.RETURNED, "its author, when held back", "everybody who was asked"),
    Transition(State.APPROVED, "withdrawn", State.WITHDRAWN, "its author, when held back", "everybody who was asked"),
    Transition(State.SEALED, "withdrawn", State.WITHDRAWN, "its author, an exception", "also those of transfers on it"),
    Transition(State.APPROVED, "sealed", State.SEALED, "the worker process", "the author and everybody in the chain"),
)  # fmt: skip

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
