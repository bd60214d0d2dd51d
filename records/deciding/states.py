"""The state machine of a record as one table: event and state → next state, who may cause it, who is mailed."""

from __future__ import annotations

from dataclasses import dataclass

from models import State
from records.errors import ConflictError


@dataclass(frozen=True)
class Transition:
    """`event` in `state` leads to `leads_to`. `who`: who may cause it. `tells`: who is mailed, excluding the actor
    (except that taking a step back mails the actor a new link). Both are text for documentation."""

    state: State
    event: str
    leads_to: State
    who: str
    tells: str


AUTHOR = "its author, or who acts for one who has left"
NOBODY = "nobody"
NEXT = "whoever is asked now"
ASKED = "everybody who was asked, and the author"
PREVIOUS = "whoever had the step"
WAITING = "those whom it waits for"
LAST = "whose step it is, of those who decide last"
POST = "who holds a post today that refused"
LAPSED = "whoever no longer has to accept, since the same has been refused"
LATER = "the authors of records that it binds, and whoever no longer has to decide on them"
RELYING = "the same of each transfer that rests on it"
LATER_SEALED = "the worker process, when its correction is sealed"
CANCELLATION_SEALED = "the worker process, when its cancellation is sealed"
SAME_OF_EARLIER = "the same of what it cancels"
SAME_OF_LATER = "the same of the later version"

TABLE = (
    Transition(State.DRAFT, "submitted", State.SUBMITTED, AUTHOR, NEXT),
    Transition(State.DRAFT, "withdrawn", State.WITHDRAWN, AUTHOR, NOBODY),
    Transition(State.RETURNED, "submitted", State.SUBMITTED, AUTHOR, NEXT),
    Transition(State.RETURNED, "withdrawn", State.WITHDRAWN, AUTHOR, ASKED),
    Transition(State.SUBMITTED, "confirmed", State.SUBMITTED, "the worker named", NEXT),
    Transition(State.SUBMITTED, "approved", State.SUBMITTED, "whose step it is", f"{NEXT}; {LAPSED}"),
    Transition(State.SUBMITTED, "returned", State.RETURNED, "whose step it is", ASKED),
    Transition(State.SUBMITTED, "cannot_agree", State.SUBMITTED, "whose step it is", f"{NEXT}; {ASKED}"),
    Transition(State.SUBMITTED, "refused", State.SUBMITTED, LAST, f"{NEXT}; {ASKED}"),
    Transition(State.SUBMITTED, "passed_on", State.SUBMITTED, "whose step it is", NEXT),
    Transition(State.SUBMITTED, "taken_back", State.SUBMITTED, "whom the record names", f"{NEXT}; {PREVIOUS}"),
    Transition(State.SUBMITTED, "stood_in", State.SUBMITTED, "the worker process, of somebody away", NEXT),
    Transition(State.SUBMITTED, "left", State.SUBMITTED, "the worker process, of somebody gone", NEXT),
    Transition(State.SUBMITTED, "nudged", State.SUBMITTED, f"{AUTHOR}, once a day", WAITING),
    Transition(State.SUBMITTED, "recalled", State.RETURNED, f"{AUTHOR}, while nobody disagrees", ASKED),
    Transition(State.SUBMITTED, "withdrawn", State.WITHDRAWN, f"{AUTHOR}, while nobody has refused", ASKED),
    Transition(State.SUBMITTED, "agreed", State.APPROVED, "the last approval", NOBODY),
    Transition(State.APPROVED, "recalled", State.RETURNED, f"{AUTHOR}, when held back", ASKED),
    Transition(State.APPROVED, "withdrawn", State.WITHDRAWN, f"{AUTHOR}, when held back", ASKED),
    Transition(State.SEALED, "withdrawn", State.WITHDRAWN, f"{AUTHOR}, an exception", f"{ASKED}; {RELYING}"),
    Transition(State.APPROVED, "sealed", State.SEALED, "the worker process", ASKED),
    Transition(State.SEALED, "corrected", State.CORRECTED, LATER_SEALED, f"{ASKED}; {SAME_OF_LATER}"),
    Transition(State.REFUSAL_SEALED, "corrected", State.CORRECTED, LATER_SEALED, f"{ASKED}; {SAME_OF_LATER}"),
    Transition(State.SEALED, "cancelled", State.CANCELLED, CANCELLATION_SEALED, f"{ASKED}; {SAME_OF_LATER}"),
    Transition(
        State.APPROVED,
        "cancelled",
        State.CANCELLED,
        "the worker process, of a cancellation",
        f"{ASKED}; {SAME_OF_EARLIER}",
    ),
    Transition(State.SUBMITTED, "not_agreed", State.REFUSED, "the last refusal", NOBODY),
    Transition(State.REFUSED, "sealed", State.REFUSAL_SEALED, "the worker process", ASKED),
    Transition(State.REFUSED, "settled", State.REFUSED, POST, f"{ASKED}; {LATER}"),
    Transition(State.REFUSAL_SEALED, "settled", State.REFUSAL_SEALED, POST, f"{ASKED}; {LATER}"),
)

BEING_SEALED = (State.APPROVED, State.REFUSED)
# States in which a later version of it, or its cancellation, is sealed in its place.
REPLACED = (State.CORRECTED, State.CANCELLED)
# States that a record does not leave by itself while it is kept (records/keeping).
KEPT = (State.SEALED, State.REFUSAL_SEALED, State.WITHDRAWN, *REPLACED)
CLOSED = (*KEPT, State.DISPOSED)
UNSUBMITTED = (State.DRAFT, State.RETURNED)  # states in which the draft can be edited
_BY_STATE = {(row.state, row.event): row for row in TABLE}

STATE_CONFLICTS = {
    State.DRAFT: "This record is a draft.",
    State.RETURNED: "This record is back with its author, to be changed.",
    State.SUBMITTED: "This record has already been submitted.",
    State.APPROVED: "This record has already been approved and is being sealed.",
    State.REFUSED: "This record has been refused and is being sealed as a refusal.",
    State.REFUSAL_SEALED: "This record was refused, and is sealed as a refusal. It can no longer be changed.",
    State.SEALED: "This record is sealed and can no longer be changed.",
    State.CORRECTED: "This record has been corrected: its later version counts in its place.",
    State.CANCELLED: "This record has been cancelled: what it says did not happen.",
    State.WITHDRAWN: "This record has been withdrawn.",
    State.DISPOSED: "This record has been disposed of.",
}


def next_state(state: str, event: str) -> State:
    """The state after `event` in `state`. Raises ConflictError when the table has no such transition."""
    row = _BY_STATE.get((State(state), event))
    if row is None:
        raise ConflictError(f"{event} in state {state}", STATE_CONFLICTS[State(state)])
    return row.leads_to


def as_diagram() -> str:
    """The table as a Mermaid state diagram and a Markdown table, the content of docs/states.md."""
    arrows = [f"    {row.state} --> {row.leads_to}: {row.event}" for row in TABLE]
    rows = [f"| {row.state} | {row.event} | {row.who} | {row.leads_to} | {row.tells} |" for row in TABLE]
    head = ["| in state | what happens | who may | leads to | who is told |", "|---|---|---|---|---|"]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *arrows, "```", "", *head, *rows, ""])
