"""Reading for a stated purpose: auditors and inspectors say what for and until when, and leaders see what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models import (
    READ_FOR_A_PURPOSE,
    Allocation,
    Child,
    ChildEvent,
    ReadForPurpose,
    ReadingPurpose,
    Record,
    RecordTeam,
    Role,
    Staff,
)
from records import access, audit, clock
from records.errors import ForbiddenError
from records.register import posts
from records.transaction import transaction

PURPOSES: Mapping[str, str] = {
    "audit": "Audit of files",
    "inspection": "Inspection",
    "complaint": "Complaint, appeal or review of practice",
    "request": "Request of the person concerned to see their file",
}
SHOWN_FOR = timedelta(days=30)
NOT_THEIRS = "Only auditors and inspectors read records for a stated purpose."


@dataclass(frozen=True)
class ReadOfTeams:
    """What somebody read for one purpose of a leader's teams: references of records, and children whose page it was.

    The one read last comes first.
    """

    purpose: ReadingPurpose
    references: tuple[str, ...]
    children: tuple[Child, ...] = ()

    @property
    def title(self) -> str:
        """What the records were read for, in the words of the choice."""
        return PURPOSES.get(self.purpose.purpose, self.purpose.purpose)


def begin(*, by: Staff, purpose: str, what_for: str, last_day: date) -> ReadingPurpose:
    """Open sealed records to an auditor or inspector until the end of `last_day`. What they read for before ends.

    Raises ForbiddenError for everybody else.
    """
    if by.role not in READ_FOR_A_PURPOSE:
        raise ForbiddenError("no auditor", NOT_THEIRS)
    with transaction():
        end(by=by)
        return ReadingPurpose.create(
            staff=by, purpose=purpose, what_for=what_for, began_at=clock.now(), last_day=last_day
        )


def end(*, by: Staff) -> None:
    """End what this person reads for: no record is open to them any more."""
    running = (ReadingPurpose.staff == by) & ReadingPurpose.ended_at.is_null()
    ReadingPurpose.update(ended_at=clock.now()).where(running).execute()


def note_reading(*, record: Record, by: Staff) -> None:
    """Note in a record's trail that somebody reads it; of an auditor or inspector also what for, for the leaders."""
    purpose = access.purpose_of(by)
    if purpose is None:
        audit.log_once(record=record, event="viewed", by=by)
        return
    audit.log_once(record=record, event="viewed_for", by=by, detail={"purpose": purpose.purpose})
    note_for_leaders(record=record, by=by)


def note_for_leaders(*, record: Record, by: Staff) -> None:
    """Note for what an auditor or inspector reads a record, for the leaders of its teams; nothing of anybody else."""
    purpose = access.purpose_of(by)
    if purpose is None:
        return
    read = ReadForPurpose.insert(purpose=purpose, record=record, read_at=clock.now())
    read.on_conflict_ignore().execute()


def read_of_teams_of(leader: Staff) -> list[ReadOfTeams]:
    """What auditors and inspectors have read lately of the teams that this person leads."""
    teams = [post.team_id for post in (leader, *posts.held_beside(leader)) if post.role == Role.TEAM_LEADER]
    if not teams:
        return []
    theirs = RecordTeam.select(RecordTeam.record).where(RecordTeam.team.in_(teams))
    reads = (
        ReadForPurpose.select(ReadForPurpose, ReadingPurpose, Staff, Record)
        .join(ReadingPurpose)
        .join(Staff)
        .switch(ReadForPurpose)
        .join(Record)
        .where((ReadForPurpose.read_at > clock.now() - SHOWN_FOR) & ReadForPurpose.record.in_(theirs))
        .order_by(ReadForPurpose.read_at.desc(), ReadForPurpose.id.desc())
    )
    found: dict[ReadingPurpose, list[str]] = {}
    for read in reads:
        found.setdefault(read.purpose, []).append(read.record.reference)
    children = _children_read(teams)
    both = dict.fromkeys((*found, *children))
    return [ReadOfTeams(one, tuple(found.get(one, ())), tuple(children.get(one, ()))) for one in both]


def _children_read(teams: list[int]) -> dict[ReadingPurpose, list[Child]]:
    """Purpose → the children now with these teams whose page was read for it lately, the one read last first."""
    reads = ChildEvent.select(ChildEvent, ReadingPurpose, Staff, Child).join(ReadingPurpose).join(Staff)
    reads = reads.switch(ChildEvent).join(Child)
    theirs = Allocation.select(Allocation.child).where(Allocation.team.in_(teams) & Allocation.ended_on.is_null())
    lately = (ChildEvent.happened_at > clock.now() - SHOWN_FOR) & ChildEvent.purpose.is_null(False)
    found: dict[ReadingPurpose, list[Child]] = {}
    for read in reads.where(lately & ChildEvent.child.in_(theirs)).order_by(ChildEvent.id.desc()):
        of_purpose: list[Child] = found.setdefault(read.purpose, [])  # type: ignore[arg-type]  # not null here
        if read.child not in of_purpose:
            of_purpose.append(read.child)
    return found
