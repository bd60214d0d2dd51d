"""Need to know: who may see a record. For everybody else it does not exist (design, 6)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import Select, fn

from models import RANK, Record, RecordPerson, RecordTeam, RecordVersion, Role, Staff, State, Step, Team
from records import machine
from records.errors import NotAllowedError, NotNowError, NotYoursError
from records.prepared import PreparedSelect, parameter

NOT_HERE = "This record does not exist, or it is not one that you can see."
WRITERS = ("current_worker", "new_worker", "worker", "outgoing_team_leader", "reallocating_team_leader")
# Who reads a record's restricted sections (142.5.8): the two team leaders, and their locality leaders once asked.
RESTRICTED_READERS = ("outgoing_team_leader", "new_team_leader")
RESTRICTED_DECIDERS = ("outgoing_locality_leader", "new_locality_leader")
HANDED_OVER = "worker"  # whose management passes
NEVER_RESTRICTED = (Role.SOCIAL_WORKER, Role.BUSINESS_SUPPORT, Role.AUDITOR)

_Own = Record.alias()
_OWN = PreparedSelect(
    Record,
    lambda: Record.select().where(
        (Record.reference == parameter(Record.reference)) & (Record.author == parameter(Record.author))
    ),
)


def teams_above(staff: Staff) -> Any:
    """The teams whose records this person sees because of their post, as a condition on Team; None for no team."""
    match staff.role:
        case Role.TEAM_LEADER:
            return _any_of((Team.id, staff.team_id))
        case Role.LOCALITY_LEADER:
            return _any_of((Team.locality, staff.locality))
        case Role.SERVICE_DELIVERY_MANAGER | Role.HEAD_OF_SERVICE:
            return _any_of((Team.service, staff.service))
        case Role.BUSINESS_SUPPORT:
            return _any_of((Team.locality, staff.locality), (Team.service, staff.service))
        case _:
            return None


def _any_of(*pairs: tuple[Any, Any]) -> Any:
    """A condition: one of the columns holds its value. A post without a value has no part of it: teams have blanks."""
    return reduce(or_, [column == value for column, value in pairs if value] or [None])


def visible_to(staff: Staff) -> Select:
    """The records that this person may see: their own, those that name them, those they decide, and their teams'.

    Business support, who print and file, see the sealed records of their locality or service and no others.
    """
    own = _Own.select(_Own.id).where(_Own.author == staff)
    named = RecordPerson.select(RecordPerson.record).where(RecordPerson.staff == staff)
    mine = (Step.assignee == staff) | (Step.decided_by == staff) | (Step.instead_of == staff)
    concerned = own | named | Step.select(Step.record).where(mine)
    above = teams_above(staff)
    # One person's or one team's records are few and are listed; those of a service are looked at one by one, until
    # enough are found (docs/speed.md).
    if staff.role == Role.TEAM_LEADER and above is not None:
        concerned |= RecordTeam.select(RecordTeam.record).join(Team).where(above)
    condition: Any = Record.id.in_(concerned)
    by_post = _by_post(staff) if staff.role != Role.TEAM_LEADER else None
    return Record.select().where(condition if by_post is None else condition | by_post)


def of_their_teams(staff: Staff) -> Select:
    """The records that somebody sees because of their post alone: those of the teams under them."""
    by_post = _by_post(staff)
    return Record.select().where(False if by_post is None else by_post)


def _by_post(staff: Staff) -> Any:
    above = teams_above(staff)
    if above is None:
        return None
    by_post: Any = fn.EXISTS(RecordTeam.select().join(Team).where((RecordTeam.record == Record.id) & above))
    return by_post & (Record.state == State.SEALED) if staff.role == Role.BUSINESS_SUPPORT else by_post


def get_record(*, reference: str, staff: Staff) -> Record:
    """The record with this reference. Raises NotYoursError when there is none that this person may see."""
    own = _OWN.first(reference=reference, author=staff)
    record = own or visible_to(staff).where(Record.reference == reference).first()
    if record is None:
        raise NotYoursError(f"no record for staff {staff.id}", NOT_HERE)
    return record


def may_edit(record: Record, staff: Staff) -> bool:
    """Whether this person may write in the draft: its author, the workers, and the leader who hands over."""
    if record.state not in machine.UNSUBMITTED:
        return False
    if acts_as_author(record, staff):
        return True
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff) & RecordPerson.part.in_(WRITERS)
    return bool(RecordPerson.select().where(named).exists())


def acts_as_author(record: Record, staff: Staff) -> bool:
    """Whether this person submits, withdraws and takes back: the author, or once they have left, who leads the teams.

    So that no record waits for ever for somebody who is gone.
    """
    if record.author_id == staff.id or record.author.active:
        return bool(record.author_id == staff.id)
    leads = staff.rank >= RANK[Role.TEAM_LEADER]
    return leads and bool(of_their_teams(staff).where(Record.id == record.id).exists())


def require_edit(record: Record, staff: Staff) -> None:
    """Raise NotNowError when nobody may write in the record any more, NotAllowedError when this person may not."""
    if record.state not in machine.UNSUBMITTED:
        raise NotNowError(f"edit in state {record.state}", machine.NOT_NOW[State(record.state)])
    if not may_edit(record, staff):
        raise NotAllowedError("not a writer", "You can read this record, but you cannot write in it.")


def may_read_restricted(record: Record, staff: Staff) -> bool:
    """Whether this person may read the record's restricted sections. Writing the record alone does not open them.

    Somebody without a leader's post reads nothing by being named as one, nor does a worker of themselves.
    """
    if staff.role in NEVER_RESTRICTED:
        return False
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff)
    parts = {row.part for row in RecordPerson.select(RecordPerson.part).where(named)}
    return not parts.isdisjoint(RESTRICTED_READERS) and HANDED_OVER not in parts or _was_asked(record, staff)


def _was_asked(record: Record, staff: Staff) -> bool:
    """Whether this person is the locality leader named, and what is unresolved has come to them."""
    mine = (Step.record == record) & (Step.version == record.version) & (Step.assignee == staff)
    asked = mine & Step.key.in_(RESTRICTED_DECIDERS) & Step.opened_at.is_null(False)
    # Who stands in for a locality leader decides without it: nobody else reads what these sections hold.
    return bool(Step.select().where(asked & Step.instead_of.is_null()).exists())


def wrote(record: Record) -> set[int]:
    """The ids of everybody who wrote in the record: none of them may decide on it."""
    writers = {row.staff_id for row in record.changes.select(record.changes.model.staff).distinct()}
    submitters = {row.submitted_by_id for row in record.versions.select(RecordVersion.submitted_by).distinct()}
    return writers | submitters | {record.author_id}
