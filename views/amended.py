"""Page model of the versions of a sealed record: what this one corrects, what is under way, what counts instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from documents.content import Amends
from models import Record, State
from records import access
from records.amending import amending, cancelling, correcting, family
from records.amending.refused import was_refused
from records.deciding import states
from views.web.guard import me


@dataclass(frozen=True)
class Amended:
    """How a record stands to its other versions, for the current user.

    says: what it corrects or cancels, None for a first version. earlier: the record that it amends. later: what was
    sealed in its place, on `day`; last: what counts now. begun: what is under way. readable: ids of those of these that
    they may read. refused: whether it was not agreed to. what: what did not happen.
    """

    says: Amends | None = None
    earlier: Record | None = None
    later: Record | None = None
    day: date | None = None
    last: Record | None = None
    begun: Record | None = None
    readable: frozenset[int] = frozenset()
    may_correct: bool = False
    may_cancel: bool = False
    may_ask_again: bool = False
    refused: bool = False
    what: str = ""

    @property
    def begun_cancels(self) -> bool:
        """Whether what is under way is a cancellation."""
        return self.begun is not None and family.is_cancellation(self.begun)


def of_record(record: Record) -> Amended:
    """How a record stands to its other versions."""
    number = record.version + (record.state in states.UNSUBMITTED)
    refused = was_refused(record)
    says = amending.in_words(record.answers, kind=record.kind, number=number, state=record.state, refused=refused)
    counting, begun = family.counting(record), family.under_way(record)
    earlier = record.amends if record.amends_id else None
    later, last = (counting.record, counting.last) if counting else (None, None)
    others = [one.id for one in (earlier, later, last, begun) if one]
    mine = access.visible_to(me()).where(Record.id.in_(others)) if others else ()
    free = begun is None
    returned = record.state == State.RETURNED and record.author_id == me().id and family.is_cancellation(record)
    return Amended(
        says=says,
        earlier=earlier,
        later=later,
        day=counting.day if counting else None,
        last=last,
        begun=begun,
        readable=frozenset(one.id for one in mine),
        may_correct=free and correcting.may_correct(record, me()),
        may_cancel=free and cancelling.may_cancel(record, me()),
        may_ask_again=returned and earlier is not None and earlier.state == State.SEALED,
        refused=refused,
        what=amending.what_did_not_happen(record.kind),
    )
