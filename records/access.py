"""Access rules: who may see, edit and read the restricted sections of a record.

For anybody without access a record appears not to exist (404 rather than 403), so that references cannot be probed.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import Select, fn

from forms import get_kind
from forms.engine.readers import Readers
from forms.restricted import restricted_statements
from models import (
    CASE_HOLDERS,
    RANK,
    READ_FOR_A_PURPOSE,
    Post,
    ReadingPurpose,
    Record,
    RecordPerson,
    RecordTeam,
    RecordWriter,
    Role,
    SealedDocument,
    Staff,
    State,
    Step,
    Team,
)
from protocol.corrections import PREFIX
from records import clock
from records.amending import family
from records.deciding import states
from records.errors import ConflictError, ForbiddenError, NotFoundError
from records.prepared import PreparedSelect, parameter
from records.register import posts
from records.weighing import DEPARTURE

NOT_FOUND = "This record does not exist, or it is not one that you can see."
HANDED_OVER_WORKER = "worker"  # the question that names the worker of a management handover
PRINTED = (State.SEALED, State.REFUSAL_SEALED, *states.REPLACED)  # what business support print and file
NOT_PRINTED = [state for state in State if state not in PRINTED]
LISTED = tuple(state for state in State if state != State.DISPOSED)
NEVER_RESTRICTED = (*CASE_HOLDERS, Role.BUSINESS_SUPPORT, *READ_FOR_A_PURPOSE)

_Own = Record.alias()
_OWN = PreparedSelect(
    Record,
    lambda: Record.select().where(
        (Record.reference == parameter(Record.reference))
        & (Record.author == parameter(Record.author))
        & (Record.state != State.DISPOSED)
    ),
)


def supervised_teams(staff: Staff) -> Any:
    """A peewee condition on Team: the teams whose records this person sees because of their posts. None: no teams."""
    held: list[Any] = [staff, *posts.held_beside(staff)]
    return _any_equal(*(place for post in held for place in _places(post)))


def supervises(staff: Staff, service: str) -> bool:
    """Whether any team of a service is one whose records this person sees because of their posts."""
    above = supervised_teams(staff)
    return above is not None and bool(Team.select().where(above & (Team.service == service)).exists())


def own_teams(staff: Staff) -> Any:
    """A peewee condition on Team: the teams that somebody works in, and those above which a post of theirs stands."""
    held: list[Any] = [staff, *posts.held_beside(staff)]
    return _any_equal(*(place for post in held for place in _places(post) or ((Team.id, post.team_id),)))


def _places(post: Staff | Post) -> tuple[tuple[Any, Any], ...]:
    """(column of Team, value): the teams that a post supervises have one of them."""
    match post.role:
        case Role.TEAM_LEADER:
            return ((Team.id, post.team_id),)
        case Role.LOCALITY_LEADER:
            return ((Team.locality, post.locality),)
        case Role.SERVICE_DELIVERY_MANAGER | Role.HEAD_OF_SERVICE:
            return ((Team.service, post.service),)
        case Role.BUSINESS_SUPPORT:
            return ((Team.locality, post.locality), (Team.service, post.service))
        case _:
            return ()


def _any_equal(*pairs: tuple[Any, Any]) -> Any:
    """OR of `column == value` over the pairs. Blank values are left out: teams may have blanks too."""
    return reduce(or_, [column == value for column, value in pairs if value] or [None])


def visible_to(staff: Staff) -> Select:
    """Query of the records that this person may see: their own, those naming them, those they decide, their teams'.

    Business support see only sealed records, of their locality or service; auditors and inspectors sealed ones, while
    they have said what they read them for.
    """
    return Record.select().where(is_visible(staff))


def opening_a_child(staff: Staff) -> Select:
    """Query of the records through which this person may read what is held of the child, beyond the record itself.

    One that was withdrawn unsealed opens nothing: whoever started it has no need of the child any more.
    """
    is_sealed = fn.EXISTS(SealedDocument.select().where(SealedDocument.record == Record.id))
    return visible_to(staff).where((Record.state != State.WITHDRAWN) | is_sealed)


def is_visible(staff: Staff, record: Any = Record.id) -> Any:
    """A condition: this person may see a record (visible_to). record: the column with its id."""
    concerned = concerning(staff)
    above = supervised_teams(staff)
    # Few records belong to one person or team, so their ids are a subquery. A service has many: there EXISTS is checked
    # row by row until the page is full, which is faster (docs/speed.md).
    if staff.role == Role.TEAM_LEADER and above is not None:
        concerned |= RecordTeam.select(RecordTeam.record).join(Team).where(above)
    condition: Any = record.in_(concerned)
    by_post = _post_condition(staff) if staff.role != Role.TEAM_LEADER else None
    return condition if by_post is None else condition | by_post


def concerning(staff: Staff) -> Any:
    """Query of the ids of the records that concern this person themselves: theirs, naming them, or theirs to decide."""
    own = _Own.select(_Own.id).where((_Own.author == staff) & (_Own.state != State.DISPOSED))
    named = RecordPerson.select(RecordPerson.record).where(RecordPerson.staff == staff)
    found = own | named
    for column in (Step.assignee, Step.decided_by, Step.instead_of):  # each by an index that has the record too
        found |= Step.select(Step.record).where(column == staff)
    return found


def sees_whole_services(staff: Staff) -> bool:
    """Whether the records that this person sees are too many to begin with them (visible_to)."""
    return staff.role != Role.TEAM_LEADER and _post_condition(staff) is not None


def states_seen(staff: Staff) -> tuple[State, ...]:
    """The states of the records that somebody can see, of those that are not their own."""
    prints = staff.role == Role.BUSINESS_SUPPORT or staff.role in READ_FOR_A_PURPOSE
    return PRINTED if prints else LISTED


def visible_by_post(staff: Staff) -> Select:
    """Query of the records that somebody sees through their post alone: those of the teams they supervise."""
    return Record.select().where(is_of_post(staff))


def is_of_post(staff: Staff) -> Any:
    """A peewee condition on Record: somebody sees it through their post alone."""
    by_post = _post_condition(staff)
    return False if by_post is None else by_post


def purpose_of(staff: Staff) -> ReadingPurpose | None:
    """What an auditor or inspector reads records for now; None while they have not said, and for everybody else."""
    if staff.role not in READ_FOR_A_PURPOSE:
        return None
    mine = (ReadingPurpose.staff == staff) & ReadingPurpose.ended_at.is_null()
    current = ReadingPurpose.select().where(mine & (ReadingPurpose.last_day >= clock.today()))
    found: ReadingPurpose | None = current.order_by(ReadingPurpose.id.desc()).first()
    return found


def _post_condition(staff: Staff) -> Any:
    """A peewee condition on Record for access by post; None for a post that gives none."""
    # 'Not in', so that SQLite does not begin with all that are sealed, by an index of the state (docs/speed.md).
    is_printed = Record.state.not_in(NOT_PRINTED)
    if purpose_of(staff):
        return is_printed
    above = supervised_teams(staff)
    if above is None:
        return None
    by_post: Any = fn.EXISTS(RecordTeam.select().join(Team).where((RecordTeam.record == Record.id) & above))
    return is_printed & by_post if staff.role == Role.BUSINESS_SUPPORT else by_post


def get_record(*, reference: str, staff: Staff) -> Record:
    """The record with this reference. Raises NotFoundError when there is none that this person may see."""
    own = _OWN.first(reference=reference, author=staff)
    record = own or visible_to(staff).where(Record.reference == reference).first()
    if record is None:
        raise NotFoundError(f"no record for staff {staff.id}", NOT_FOUND)
    return record


def find_record_about(child: int, reference: str, staff: Staff) -> Record | None:
    """The record about this child with this reference, if it counts or still may and this person may see it."""
    fallen = (State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED, *states.REPLACED)
    wanted = (Record.child == child) & (Record.reference == reference) & Record.state.not_in(list(fallen))
    found: Record | None = visible_to(staff).where(wanted).first()
    return found


def references_about(record: Record, kind: str, staff: Staff) -> dict[str, bool]:
    """Reference → whether it is still open, of the records of a kind about a record's child that this person or its
    author may see.
    """
    of_child = (Record.kind == kind) & (Record.child == record.child_id) & (Record.id != record.id)
    rows = [one for who in {staff, record.author} for one in visible_to(who).where(of_child).order_by(Record.id)]
    return {one.reference: one.state not in states.CLOSED for one in rows}


def may_edit(record: Record, staff: Staff) -> bool:
    """Whether this person may edit the draft: its author, and people named in a part that its kind lists as writers.

    Nobody edits a cancellation: it has the answers of what it cancels.
    """
    if record.state not in states.UNSUBMITTED or family.is_cancellation(record):
        return False
    if acts_as_author(record, staff):
        return True
    writers = get_kind(record.kind).writers_by(record.answers)
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff) & RecordPerson.part.in_(writers)
    return bool(RecordPerson.select().where(named).exists())


def acts_as_author(record: Record, staff: Staff) -> bool:
    """Whether this person may submit, withdraw and recall: the author or, once they have left, a leader of its teams.

    Without the second, records of authors who have left could never be finished.
    """
    if record.author_id == staff.id or record.author.active:
        return bool(record.author_id == staff.id)
    leads = staff.rank >= RANK[Role.TEAM_LEADER]
    return leads and bool(visible_by_post(staff).where(Record.id == record.id).exists())


def require_edit(record: Record, staff: Staff) -> None:
    """Raise ConflictError when the record is no longer a draft, ForbiddenError when this person may not edit it."""
    if record.state not in states.UNSUBMITTED:
        raise ConflictError(f"edit in state {record.state}", states.STATE_CONFLICTS[State(record.state)])
    if not may_edit(record, staff):
        raise ForbiddenError("not a writer", "You can read this record, but you cannot write in it.")


def may_read_restricted(record: Record, staff: Staff) -> bool:
    """Whether this person may read all restricted sections of the record. Being its author is not enough."""
    return not closed_sections(record, staff)


def closed_sections(record: Record, staff: Staff) -> frozenset[str]:
    """Keys of the record's sections that this person may not read."""
    restricted = get_kind(record.kind).restricted
    parts = _parts_of(record, staff) if restricted else set()
    return frozenset(key for key, readers in restricted.items() if not _may_read(record, staff, parts, readers))


def sections_of_others(record: Record, staff: Staff) -> frozenset[str]:
    """Keys of the record's sections in which this person may not write, of whoever may edit its draft."""
    restricted = get_kind(record.kind).restricted
    parts = _parts_of(record, staff) if restricted else set()
    return frozenset(
        key
        for key, readers in restricted.items()
        if (readers.own and readers.own not in parts) or not _may_read(record, staff, parts, readers)
    )


def closed_answers(record: Record, staff: Staff) -> frozenset[str]:
    """Names of the stored answers that this person may neither write, change nor take out, by whatever page.

    The questions of restricted sections that are not theirs to write in, with the corrections of them; and the reasons
    for departing from what is weighed in a section that they may not read.
    """
    form = get_kind(record.kind)
    if not form.restricted:
        return frozenset()
    questions = {name for key in sections_of_others(record, staff) for name in form.section(key).questions()}
    unread = restricted_statements(form, closed_sections(record, staff))
    return frozenset(questions | {PREFIX + name for name in questions} | {DEPARTURE + one for one in unread})


def _parts_of(record: Record, staff: Staff) -> set[str]:
    """The parts in which the record names this person."""
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff)
    return {row.part for row in RecordPerson.select(RecordPerson.part).where(named)}


def _may_read(record: Record, staff: Staff, parts: set[str], readers: Readers) -> bool:
    """Whether somebody whom the record names in these parts is one of the readers.

    Being named as a leader gives no access to somebody whose role is not one, nor to the worker that it is about.
    """
    if readers.own in parts:
        return True
    if staff.role in NEVER_RESTRICTED:
        return False
    named = not parts.isdisjoint(readers.named_by(record.answers)) and HANDED_OVER_WORKER not in parts
    return named or _was_asked_to_decide(record, staff, parts.intersection(readers.deciders))


def _was_asked_to_decide(record: Record, staff: Staff, parts: set[str]) -> bool:
    """Whether somebody has been asked to decide a step of one of these parts, in which the record names them."""
    mine = (Step.record == record) & (Step.version == record.version) & (Step.assignee == staff)
    asked = mine & Step.key.in_(parts) & Step.opened_at.is_null(False)
    # Whoever decides instead of another, or for a vacant post, does so without reading the restricted sections.
    return bool(parts) and bool(Step.select().where(asked & Step.instead_of.is_null()).exists())


def get_writer_ids(record: Record) -> set[int]:
    """Staff ids of everybody who edited or submitted the record, or one that it corrects or was started from.

    They may not decide on it: their words carried over.
    """
    line: Any = Record.select(Record.id, Record.amends, Record.started_from).where(Record.id == record.id)
    line = line.cte("line", recursive=True, columns=("id", "amends", "started_from"))
    earlier = Record.select(Record.id, Record.amends, Record.started_from)
    earlier = earlier.join(line, on=(Record.id == fn.COALESCE(line.c.amends, line.c.started_from)))
    line = line.union(earlier)
    wrote = RecordWriter.select(RecordWriter.staff).join(line, on=(RecordWriter.record == line.c.id)).with_cte(line)
    return {row.staff_id for row in wrote.distinct()}
