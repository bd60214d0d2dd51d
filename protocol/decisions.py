"""Decisions on a record, and exception decisions linked to it, as inputs of the protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

APPROVED = "approved"
RETURNED = "returned"
CANNOT_AGREE = "cannot_agree"
REFUSED = "refused"

TEAM_LEADERS = "team_leaders"
SERVICE_DELIVERY_MANAGERS = "service_delivery_managers"
HEADS_OF_SERVICE = "heads_of_service"

# The name under which a decider states the date of the file audit.
FILE_CHECKED_ON = "file_checked_on"
# The name under which a decider states that the record's corrections of the register are right: 'yes'.
CORRECTIONS_RIGHT = "corrections_right"

_ACCEPTS = "accepts_"


def acceptance_of(statement: str) -> str:
    """The name under which a decider states that a statement is accepted as not met: 'accepts_142_5_1'."""
    return _ACCEPTS + statement.replace(".", "_")


def statement_accepted(name: str) -> str:
    """The inverse of `acceptance_of`; '' for the name of anything else that is stated."""
    return name.removeprefix(_ACCEPTS).replace("_", ".") if name.startswith(_ACCEPTS) else ""


# The questions about to whom a child moves; an exception decision that a transfer rests on gives the same answers.
MOVES_TO = ("new_worker", "new_team")
# The question about the day on which a transfer takes effect: an exception decision that it rests on stands until then.
TAKES_EFFECT = "transfer_date"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision at one step, on the version that is weighed.

    step: key of its StepSpec. outcome: approved, returned, cannot_agree or refused; a confirmation counts as approved.
    by: {"id", "name"}. on: London date. stated: Ask name → answer, dates as YYYY-MM-DD. part: the decider's part.
    """

    step: str
    outcome: str
    by: Mapping[str, Any]
    on: date
    stated: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionDecision:
    """An exception decision record that is linked to the record being weighed, about the same child.

    authority: the ranks that agreed, each by all of its members who had to: team_leaders, service_delivery_managers,
    heads_of_service. It is valid up to and including `review_on`, unless `withdrawn`. refused: those
    who decide last did not agree to it. child_stays: what it decides is
    that the child does not move, so that it lifts nothing of a transfer. moves_to: question of a transfer → to whom the
    child may move by it; moves_on: the first day of that move; blank where it does not say.
    """

    reference: str
    statement: str
    authority: frozenset[str]
    approved: bool
    review_on: date | None = None
    withdrawn: bool = False
    refused: bool = False
    child_stays: bool = False
    moves_to: Mapping[str, Any] = field(default_factory=dict)
    moves_on: date | None = None

    def lifts_on(self, today: date) -> bool:
        """Whether it is approved for a child who moves, and not past its review date."""
        return self.approved and not self.child_stays and (self.review_on is None or today <= self.review_on)
