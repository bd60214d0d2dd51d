"""Why a change of worker has no record: said by those who lead the team that took the child, and undone by them."""

from __future__ import annotations

from peewee import JOIN

from models import RANK, Allocation, ChangeExplained, Child, Role, Staff, Team, WorkerChange
from records import access, clock
from records.errors import ConflictError, NotFoundError
from records.reporting import worker_changes
from records.reporting.worker_lines import COVER, FIRST, Standing
from records.transaction import transaction
from records.weighing import figures_on

REASONS = (FIRST, COVER)
NOT_FOUND = "This change does not exist, or it is not one that you can see."
HAS_ONE = "Somebody has explained this change already, or a record of it has been sealed."
NOT_EXPLAINED = "This explanation has been undone already."
TOO_LONG = (
    "This worker has had the child for {lasted} days. Cover of {most} days or more needs a record: start it instead."
)
NOBODY_BEFORE = "The register knows no worker before this one, so there is nobody to cover for."


def leads(staff: Staff) -> bool:
    """Whether this person leads a team, a locality or a service, and so may explain changes."""
    return staff.rank >= RANK[Role.TEAM_LEADER] and access.supervised_teams(staff) is not None


def get_change(number: int, staff: Staff) -> WorkerChange:
    """The change of a spell (its id) that a team of this person's took on. Raises NotFoundError for any other."""
    before = Staff.alias()
    found = WorkerChange.select(WorkerChange, Allocation, Child, Team, Staff, before).join(Allocation)
    found = found.join(Staff, on=(Allocation.worker == Staff.id)).switch(WorkerChange).join(Child)
    found = found.switch(WorkerChange).join(Team).switch(WorkerChange)
    found = found.join(before, JOIN.LEFT_OUTER, on=(WorkerChange.before == before.id))
    above = access.supervised_teams(staff) if leads(staff) else None
    wanted = (WorkerChange.allocation == number) & (WorkerChange.standing != "")
    change: WorkerChange | None = found.where(wanted & above).first() if above is not None else None
    if change is None:
        raise NotFoundError(f"no change for staff {staff.id}", NOT_FOUND)
    return change


def why_not(change: WorkerChange, reason: str) -> str:
    """Why this reason does not explain a change; '' where it does."""
    if reason != COVER:
        return ""
    if change.before_id is None:
        return NOBODY_BEFORE
    today, spell = clock.today(), change.allocation
    lasted, most = ((spell.ended_on or today) - spell.started_on).days, figures_on(today)["cover_days"]
    return TOO_LONG.format(lasted=lasted, most=most) if lasted >= most else ""


def explain(change: WorkerChange, *, by: Staff, reason: str, words: str = "") -> ChangeExplained:
    """Keep why a change has no record. Raises ConflictError where it has one, or an explanation, by now."""
    with transaction():
        current = WorkerChange.get_by_id(change.id)
        if current.standing != Standing.OPEN or explanation_of(change):
            raise ConflictError("not open", HAS_ONE)
        said = ChangeExplained.create(
            allocation=change.allocation_id, reason=reason, words=words, staff=by, explained_at=clock.now()
        )
        worker_changes.recount([change.child_id])
    return said


def undo(change: WorkerChange, *, by: Staff) -> None:
    """Take an explanation back: it stays with who undid it. Raises ConflictError where there is none any more."""
    with transaction():
        said = explanation_of(change)
        if said is None:
            raise ConflictError("not explained", NOT_EXPLAINED)
        said.undone_by, said.undone_at = by, clock.now()
        said.save()
        worker_changes.recount([change.child_id])


def explanation_of(change: WorkerChange) -> ChangeExplained | None:
    """The explanation of this very change that nobody has undone."""
    mine = (ChangeExplained.allocation == change.allocation_id) & ChangeExplained.undone_at.is_null()
    found: ChangeExplained | None = ChangeExplained.select(ChangeExplained, Staff).join(Staff).where(mine).first()
    return found


def all_of(change: WorkerChange) -> list[ChangeExplained]:
    """Every explanation of a change, undone ones too, the oldest first."""
    undoer = Staff.alias()
    rows = ChangeExplained.select(ChangeExplained, Staff, undoer)
    rows = rows.join(Staff, on=(ChangeExplained.staff == Staff.id)).switch(ChangeExplained)
    rows = rows.join(undoer, JOIN.LEFT_OUTER, on=(ChangeExplained.undone_by == undoer.id))
    return list(rows.where(ChangeExplained.allocation == change.allocation_id).order_by(ChangeExplained.id))
