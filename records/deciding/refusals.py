"""Refusals: what a post refused, which later records it binds, and who can say that it is settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models import RANK, Absence, Child, Record, RecordVersion, Refusal, Role, Staff, State, Step, Team
from protocol.chains.refused import Post
from protocol.choices import STAYS
from records import access, clock, listed_by
from records.amending import family
from records.deciding import assignment, managers
from records.drafting.named_people import get_id
from records.register import lookup, posts
from records.renamed import answers_in
from records.weighing import DECIDED

_KEY = "refused_before_"  # of the step at which a post that refused decides on a later record, with the refusal's id


@dataclass(frozen=True)
class Sought:
    """What a record would bring about: with which team and worker (ids) the child would be. stays: and is already."""

    team: int | None
    worker: int | None
    stays: bool = False


def sought_by(answers: Mapping[str, Any]) -> Sought:
    """What a record with these answers would bring about."""
    stays = answers.get(DECIDED) == STAYS
    side = "current" if stays else "new"
    return Sought(get_id(answers.get(f"{side}_team")), get_id(answers.get(f"{side}_worker")), stays)


def store(record: Record, version: RecordVersion, steps: Iterable[Step]) -> None:
    """Store what these steps refused, so that it binds, in the caller's transaction.

    Who refuses to correct or cancel what was approved refuses nothing else.
    """
    if not would_bind(record):
        return
    answers = answers_in(version)
    sought = sought_by(answers)
    for step in steps:
        Refusal.create(
            record=record,
            step=step,
            child=record.child_id,
            rank=assignment.rank_held(step.rank, step.decided_by or step.assignee),
            team=_team_of(step, answers),
            to_team=sought.team,
            to_worker=sought.worker,
            stays=sought.stays,
            refused_at=step.decided_at,
        )
    listed_by.note(record.id)


def would_bind(record: Record) -> bool:
    """Whether a refusal of this record binds later ones: it is about a child, and leaves nothing approved in place."""
    return record.child_id is not None and not (record.amends_id is not None and record.amends.state == State.SEALED)


def _team_of(step: Step, answers: Mapping[str, Any]) -> Team | None:
    questions = managers.TEAMS.get(step.side, ())
    return next((team for question in questions if (team := managers.get_named_team(answers.get(question)))), None)


def of_child(child: Child | int | None, *, but: Record | None = None) -> list[Refusal]:
    """Unsettled refusals about a child, the newest first, without those of the record `but`."""
    if child is None:
        return []
    found = Refusal.select(Refusal, Step).join(Step, on=(Refusal.step == Step.id))
    unsettled = (Refusal.child == child) & Refusal.settled_at.is_null()
    if but is not None:
        unsettled &= Refusal.record != but
    return list(found.where(unsettled).order_by(Refusal.refused_at.desc(), Refusal.id))


def binding(record: Record, answers: Mapping[str, Any]) -> list[Refusal]:
    """Unsettled refusals of what a record with these answers would bring about, the newest first.

    A management handover brings it about for the children who go along with the worker to another team. What was
    refused in a record binds its correction whatever that says; none binds a cancellation, which brings nothing about.
    """
    if family.is_cancellation(record):
        return []
    corrected, sought = record.amends_id, sought_by(answers)
    children = [record.child_id] if record.child_id else _going_along(answers)
    return [one for child in children for one in of_child(child, but=record) if _binds(one, sought, corrected)]


def _binds(refusal: Refusal, sought: Sought, corrected: int | None) -> bool:
    return (corrected is not None and refusal.record_id == corrected) or _is_the_same(refusal, sought)


def _going_along(answers: Mapping[str, Any]) -> list[int]:
    """Ids of the children whom a management handover takes along to another team."""
    if get_id(answers.get("outgoing_team")) == get_id(answers.get("new_team")):
        return []
    rows = answers.get("cases")
    going = (row for row in (rows if isinstance(rows, list) else ()) if row.get("what_becomes") != STAYS)
    return [child for row in going if (child := get_id(row.get("child"))) is not None]


def _is_the_same(refusal: Refusal, sought: Sought) -> bool:
    same_team = sought.team is not None and refusal.to_team_id == sought.team
    same_worker = sought.worker is not None and refusal.to_worker_id == sought.worker
    return refusal.stays == sought.stays and (same_team or same_worker)


def holder_of(refusal: Refusal) -> Staff | None:
    """Who holds the post today that refused."""
    if refusal.rank == Role.TEAM_LEADER:
        return posts.leader_of(refusal.team)
    return posts.manager_above(Role(refusal.rank), refusal.team)


def posts_of(refusals: Iterable[Refusal]) -> list[Post]:
    """The posts with which a record that these refusals bind has to end, each once, the oldest refusal's first."""
    found: dict[tuple[str, Any], Post] = {}
    for refusal in sorted(refusals, key=lambda one: int(one.id)):
        holder = holder_of(refusal)
        post = Post(
            key_of(refusal),
            refusal.rank,
            refusal.step.side,
            f"{{{refusal.rank}}}",
            refusal.record.reference,
            tuple(refusal.step.statements),
            lookup.as_answer(holder),
        )
        found.setdefault((refusal.rank, holder.id if holder else refusal.team_id), post)
    return list(found.values())


def key_of(refusal: Refusal) -> str:
    """The key of the step at which a post that refused decides on a later record."""
    return f"{_KEY}{refusal.id}"


def with_keys(keys: Iterable[str]) -> list[Refusal]:
    """The refusals with whose posts a version ends, from the keys of its steps, settled or not."""
    ids = [int(key.removeprefix(_KEY)) for key in keys if key.startswith(_KEY)]
    if not ids:
        return []
    found = Refusal.select(Refusal, Step).join(Step, on=(Refusal.step == Step.id))
    return list(found.where(Refusal.id.in_(ids)).order_by(Refusal.id))


def without_step(refusals: Iterable[Refusal], steps: Sequence[Step]) -> list[Refusal]:
    """Those whose post has no part in these steps of a version."""
    there = {step.key for step in steps}
    parts = {step.assignee_id for step in steps} | {step.instead_of_id for step in steps}
    return [one for one in refusals if key_of(one) not in there and _holder_id(one) not in parts]


def _holder_id(refusal: Refusal) -> int | None:
    holder = holder_of(refusal)
    return holder.id if holder else None


def settleable_by(record: Record, staff: Staff) -> list[Refusal]:
    """Unsettled refusals of this record whose post this person holds today, or stands in for; nobody settles their own
    record's."""
    if RANK[Role(staff.role)] < RANK[Role.TEAM_LEADER] or staff.id in access.get_writer_ids(record):
        return []
    held = _and_absent(staff)
    unsettled = Refusal.select(Refusal, Step).join(Step, on=(Refusal.step == Step.id))
    found = unsettled.where((Refusal.record == record) & Refusal.settled_at.is_null()).order_by(Refusal.id)
    return [one for one in found if _holder_id(one) in held]


def settled_of(record: Record) -> list[Refusal]:
    """The refusals of this record that have been settled."""
    found = Refusal.select(Refusal, Step).join(Step, on=(Refusal.step == Step.id))
    settled = (Refusal.record == record) & Refusal.settled_at.is_null(False)
    return list(found.where(settled).order_by(Refusal.id))


def _and_absent(staff: Staff) -> Collection[int]:
    """Ids of this person and of those whom they stand in for today."""
    away = Absence.select(Absence.staff).where((Absence.stand_in == staff) & assignment.is_current())
    return {staff.id, *(one.staff_id for one in away)}


def mark_settled(refusal: Refusal, *, by: Staff | None, reason: str) -> None:
    """Mark a refusal as settled, in the caller's transaction. by: None where a later version has taken its place."""
    refusal.settled_at, refusal.settled_by, refusal.settled_reason = clock.now(), by, reason
    refusal.save(only=["settled_at", "settled_by", "settled_reason"])
