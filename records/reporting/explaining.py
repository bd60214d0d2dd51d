"""Why a change of worker has no record: said by those who lead the team that took the child, and undone by them.

Only cover is explained, and held to what the register says, like any claim. A first allocation and a case that was
opened again are known by the register itself (records/reporting/worker_lines.py).
"""

from __future__ import annotations

from peewee import JOIN

from forms.shared.codes import TRANSFER_REASONS
from models import RANK, Allocation, ChangeExplained, Child, Role, Staff, Team, WorkerChange
from records import access, clock
from records.errors import ConflictError, NotFoundError
from records.reporting import read_lines, worker_changes
from records.reporting.worker_lines import COVER, NotCover, Standing
from records.transaction import transaction
from records.weighing import figures_on

NOT_FOUND = "This change does not exist, or it is not one that you can see."
HAS_ONE = "Somebody has explained this change already, or a record of it has been sealed."
NOT_EXPLAINED = "This explanation has been undone already."
WHY_NOT = {
    NotCover.NOBODY: "The register knows no worker before this one, so there is nobody to cover for.",
    NotCover.TOO_LONG: "This has lasted {lasted} days. Cover of {most} days or more needs a record: start it instead.",
    NotCover.ANOTHER_REASON: "The register gives another reason for this change: {reason}. Start the record, or have "
    "the reason put right in the register.",
    NotCover.FOLLOWED: "{before} did not come back after this worker, so this was no cover. Start the record instead.",
    NotCover.PART: "{first} had the child before {worker}. If both covered for the same worker, explain the change to "
    "{first} as cover: it explains this one too. If not, start the record.",
    NotCover.RETURN: "This is the return of {worker}. If {first} covered for them, explain that change as cover: it "
    "explains the return too. If not, start the record.",
    NotCover.RETURN_ALONE: "This is the return of {worker}. Only a return from cover of fewer than {most} days needs "
    "no record, and what came before it was none. Start the record instead.",
}
HAS_LEFT = "{before} has left the council and does not come back, so this is no cover. Start the record instead."


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


def why_not(change: WorkerChange) -> str:
    """Why a change cannot be explained as cover, by what the register says; '' where it can."""
    line = read_lines.read([change.child_id])[change.child_id]
    found = next((one for one in line.changes if one.spell.id == change.allocation_id), None)
    if found is None:
        return WHY_NOT[NotCover.NOBODY]
    before = change.before.name if change.before else ""
    if found.not_cover is None:
        return "" if change.before and change.before.active else HAS_LEFT.format(before=before)
    spell = change.allocation
    return WHY_NOT[found.not_cover].format(
        lasted=found.lasted,
        most=figures_on(clock.today())["cover_days"],
        reason=TRANSFER_REASONS.get(spell.reason_code, spell.reason_code),
        before=before,
        worker=spell.worker.name,
        first=Staff.get_by_id(found.cover.worker).name if found.cover else "",
    )


def explain(change: WorkerChange, *, by: Staff, words: str) -> ChangeExplained:
    """Keep that a change is cover, for whom and until when. Raises ConflictError where it is not open, or no cover."""
    with transaction():
        current = WorkerChange.get_by_id(change.id)
        if current.standing != Standing.OPEN or explanation_of(change):
            raise ConflictError("not open", HAS_ONE)
        if wrong := why_not(change):
            raise ConflictError("no cover", wrong)
        said = ChangeExplained.create(
            allocation=change.allocation_id, reason=COVER, words=words, staff=by, explained_at=clock.now()
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
