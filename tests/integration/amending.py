"""Records of each kind, sealed, and what is done to correct or cancel them."""

from __future__ import annotations

from collections.abc import Callable

from models import Record
from records.amending import cancelling, correcting
from tests import factories
from tests import four_records as four

WHY = "The day of the meeting was typed wrongly: it was the day before."
NOT_SO = "The family moved away before the day, so nobody took over."
# Kind → a record of it that only waits to be submitted, and a question that its author can write in.
KINDS: dict[str, tuple[Callable[[], Record], str]] = {
    factories.TRANSFER_MEETING: (factories.ready_draft, "meeting_place"),
    four.EMERGENCY: (four.emergency, "immediate_risk"),
    four.EXCEPTION: (lambda: four.exception(four.transfer()), "proposed_instead"),
    four.HANDOVER: (four.handover, "three_way_place"),
}


def sealed(kind: str) -> Record:
    """A sealed record of a kind."""
    return four.sealed(four.submitted(KINDS[kind][0]()))


def begin(record: Record, why: str = WHY) -> Record:
    """A correction that the author of a record has begun."""
    later = correcting.start(record=factories.fresh(record), by=record.author, reason=why)
    return factories.fresh(later)


def corrected(record: Record) -> Record:
    """A correction of a record that has been sealed."""
    later = begin(record)
    factories.save(later, by=later.author.email, answers={KINDS[record.kind][1]: "In the small hall"})
    return four.sealed(four.submitted(factories.fresh(later)))


def ask(record: Record, why: str = NOT_SO) -> Record:
    """A cancellation for which the author of a record has asked."""
    return factories.fresh(cancelling.ask(record=factories.fresh(record), by=record.author, reason=why))


def cancelled(record: Record) -> Record:
    """A cancellation of a record that has been sealed."""
    return four.sealed(ask(record))
