"""Fills what figures count (records/reporting/counting/things.py) from the database, some hundreds at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from models import (
    About,
    Acceptance,
    Allocation,
    Child,
    ChildSpell,
    Departure,
    Record,
    RecordTeam,
    RecordVersion,
    Role,
    SealedDocument,
    Staff,
    State,
    Step,
    StepState,
    Team,
    WorkerChange,
)
from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER
from protocol.days import date_from
from protocol.rules.events import events_near
from records import access, clock
from records.deciding.states import BEING_SEALED
from records.renamed import answers_in
from records.reporting import unusual
from records.reporting.counting.of_records import CHANGES_WORKER, NOT_ASKED
from records.reporting.counting.things import ChildThing, RecordThing, Span, StepThing, WorkerSpell
from records.reporting.plain_rows import rows_of
from records.reporting.worker_lines import Standing
from records.weighing import STATEMENT, figures_on, for_protocol

IN_FORCE = (State.APPROVED, State.SEALED)
REFUSED = (State.REFUSED, State.REFUSAL_SEALED)
DECIDED = (StepState.APPROVED, StepState.CANNOT_AGREE, StepState.REFUSED, StepState.RETURNED)
OPENS = "new_worker"  # the question that names to whom the child goes
NO_SOCIAL_WORKERS = (Role.LEAD_PRACTITIONER, Role.PERSONAL_ADVISER)
# Questions that name the team that gives and the one that takes.
TEAM_PARTS = ("current_team", "new_team", "outgoing_team")
EXCEPTION = "exception_decision"


def children(ids: list[int]) -> list[ChildThing]:
    """These children, with the workers, the care and the records that figures look at."""
    born: dict[int, date | None] = dict(rows_of(Child.select(Child.id, Child.date_of_birth).where(Child.id.in_(ids))))
    workers = _workers(ids)
    cared, legal = _spells(ids, About.STATUS, LOOKED_AFTER), _spells(ids, About.LEGAL_STATUS)
    return [
        ChildThing(one, tuple(workers[one]), tuple(cared[one]), tuple(legal[one]), day) for one, day in born.items()
    ]


def _workers(ids: list[int]) -> Mapping[int, list[WorkerSpell]]:
    columns = (Allocation.child, Allocation.worker, Allocation.team, Allocation.started_on, Allocation.ended_on)
    change = (WorkerChange.standing, WorkerChange.before)
    rows = Allocation.select(*columns, Allocation.reason_code, Staff.role, Team.kind, *change)
    rows = rows.join(Staff, on=Allocation.worker == Staff.id).join(Team, on=Allocation.team == Team.id)
    rows = rows.join(WorkerChange, JOIN.LEFT_OUTER, on=WorkerChange.allocation == Allocation.id)
    rows = rows.where(Allocation.child.in_(ids)).order_by(Allocation.started_on, Allocation.id)
    found: dict[int, list[WorkerSpell]] = defaultdict(list)
    for child, worker, team, began, ended, reason, role, kind, standing, before in rows_of(rows):
        is_social_worker, is_recorded = role not in NO_SOCIAL_WORKERS, standing == Standing.RECORD
        follows = before if standing else None  # without a standing, the worker is the one before
        spell = WorkerSpell(worker, team, began, ended, reason, is_social_worker, kind, follows, is_recorded)
        found[child].append(spell)
    return found


def _spells(ids: list[int], about: About, value: str = "") -> Mapping[int, list[Span]]:
    columns = (ChildSpell.child, ChildSpell.started_on, ChildSpell.ended_on, ChildSpell.value)
    rows = ChildSpell.select(*columns).where(ChildSpell.child.in_(ids) & (ChildSpell.about == about))
    found: dict[int, list[Span]] = defaultdict(list)
    for child, *span in rows_of(rows.where(ChildSpell.value == value if value else True)):  # noqa: FBT003
        found[child].append(Span(*span))
    return found


def records(ids: list[int]) -> list[RecordThing]:
    """These records, with the current version's answers and the steps of all."""
    rows = rows_of(Record.select(*_COLUMNS).where(Record.id.in_(ids) & (Record.state != State.DISPOSED)))
    versions = {
        one.record_id: one for one in RecordVersion.select().join(Record).where(_current(RecordVersion.number, ids))
    }
    first = dict(
        rows_of(
            RecordVersion.select(RecordVersion.record, fn.MIN(RecordVersion.submitted_at))
            .where(RecordVersion.record.in_(ids))
            .group_by(RecordVersion.record)
        )
    )
    sealed = dict(
        rows_of(
            SealedDocument.select(SealedDocument.record, fn.MIN(SealedDocument.sealed_at))
            .where(SealedDocument.record.in_(ids))
            .group_by(SealedDocument.record)
        )
    )
    noted = unusual.statements_of(ids)  # none that a restricted section is about: who leads a place may not read it
    teams, steps = _teams(ids), _steps(ids)
    return [
        _record(
            row,
            versions.get(row[0]),
            teams=tuple(teams[row[0]])[:2],
            submitted=_day(first.get(row[0])),
            sealed=_day(sealed.get(row[0])),
            steps=tuple(steps[row[0]]),
            departed=tuple(noted[Departure].get(row[0], ())),
            accepted=tuple(noted[Acceptance].get(row[0], ())),
        )
        for row in rows
    ]


_COLUMNS = (Record.id, Record.kind, Record.state, Record.takes_effect_on, Record.created_at)


def _current(number: Any, ids: list[int]) -> Any:
    return Record.id.in_(ids) & (number == Record.version)


def _teams(ids: list[int]) -> Mapping[int, list[int]]:
    rows = RecordTeam.select(RecordTeam.record, RecordTeam.team).where(RecordTeam.record.in_(ids))
    found: dict[int, list[int]] = defaultdict(list)
    for record, team in rows_of(rows.where(RecordTeam.part.in_(TEAM_PARTS)).order_by(RecordTeam.team)):
        if team not in found[record]:
            found[record].append(team)
    return found


def _steps(ids: list[int]) -> Mapping[int, list[StepThing]]:
    columns = (Step.record, Step.key, Step.opened_at, Step.decided_at, Step.due_on, Step.state, Record.state)
    rows = Step.select(*columns).join(Record).where(Step.record.in_(ids)).order_by(Step.id)
    found: dict[int, list[StepThing]] = defaultdict(list)
    for record, key, opened, decided, due, state, stands in rows_of(rows):
        ended = _day(decided) if state in DECIDED else None
        is_open = state == StepState.OPEN and stands == State.SUBMITTED
        found[record].append(StepThing(key, _day(opened), ended, due, is_open))
    return found


def _record(row: tuple[Any, ...], version: RecordVersion | None, **known: Any) -> RecordThing:
    number, kind, state, day, created = row
    decided = max((step.decided for step in known["steps"] if step.decided), default=None)
    in_force = state in IN_FORCE
    is_decided = in_force or known["sealed"] or state in (*REFUSED, *BEING_SEALED)
    said = answers_in(version) if version and in_force else {}
    return RecordThing(
        number,
        kind,
        day=day,
        created=_day(created) or date.min,
        decided=decided if is_decided else None,
        in_force=in_force,
        is_refused=state in REFUSED,
        is_printed=state in access.PRINTED,
        **known,
        **(_answers(kind, said, version.weighed_on) if version and in_force else {}),
    )


def _answers(kind: str, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    if kind == EXCEPTION:
        return {"ground": _text(said, "ground"), "departs_from": _text(said, STATEMENT)}
    if kind not in CHANGES_WORKER:
        return {}
    near = events_near(Answers(for_protocol(said), kind=kind, today=on), figures_on(on))
    told, told_on = _told(said)
    return {
        "nearest_event": near[0].days if near else None,
        "joint_visit": _text(said, "joint_visit"),
        "joint_visit_on": date_from(said.get("joint_visit_date")),
        "told": told,
        "told_on": told_on,
        "views_how": _text(said, "child_views_how") or _not_asked(said),
    }


def _not_asked(said: Mapping[str, Any]) -> str:
    """NOT_ASKED where records ask nothing of a child's views: those of who is not looked after; '' for any other."""
    status = _text(said, "child_status")
    was = LOOKED_AFTER in (status, "") or _text(said, "ceasing_looked_after") == "yes"
    return "" if was else NOT_ASKED


def _told(said: Mapping[str, Any]) -> tuple[str, date | None]:
    """Whether the child was told, and when: with the family, or by themselves."""
    told, together = _text(said, "family_told"), date_from(said.get("family_told_on"))
    if told != "one_by_one":
        return told, together
    told = _text(said, "child_told")
    return ("not" if told == "does_not_apply" else told), date_from(said.get("child_told_on")) or together


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _day(moment: Any) -> date | None:
    """The day in London of an instant as a query of a function gives it, or as a column does."""
    if moment is None:
        return None
    at: Any = moment if isinstance(moment, datetime) and moment.tzinfo else Record.created_at.python_value(moment)
    return clock.in_london(at).date()
