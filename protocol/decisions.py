"""What the people who decide have said, as the protocol needs to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

APPROVED = "approved"
RETURNED = "returned"
CANNOT_AGREE = "cannot_agree"

TEAM_LEADERS = "team_leaders"
SERVICE_DELIVERY_MANAGERS = "service_delivery_managers"
HEADS_OF_SERVICE = "heads_of_service"

# What the person states when deciding, by name: the day on which the file was audited.
FILE_CHECKED_ON = "file_checked_on"


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of the chain, decided on the version that is weighed.

    `step` is the key of its StepSpec, `outcome` approved, returned or cannot_agree (a confirmation given is
    approved), `by` {"id", "name"}, `on` the London day, and `stated` what the step asked the person to
    state, dates as YYYY-MM-DD.
    """

    step: str
    outcome: str
    by: Mapping[str, Any]
    on: date
    stated: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExceptionDecision:
    """An exception decision record for this child that is linked to the record which is weighed.

    `authority` holds the ranks whose members, all of those who had to, agreed to it: team_leaders,
    service_delivery_managers, heads_of_service. It stands up to and including `review_on`, unless `withdrawn`.
    """

    reference: str
    statement: str
    authority: frozenset[str]
    approved: bool
    review_on: date | None = None
    withdrawn: bool = False

    def stands_on(self, today: date) -> bool:
        """Whether it is approved and not past its review date."""
        return self.approved and (self.review_on is None or today <= self.review_on)
