"""Reads what the lines of children are made of: their spells, the sealed records about them, who led their teams."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from peewee import chunked, fn

from models import Allocation, ChangeExplained, Post, Record, RecordPerson, Role, SealedDocument, State
from protocol.statements.statement import EMERGENCY, MANAGEMENT, TRANSFER
from records import clock, planning
from records.deciding import states
from records.reporting.joined_lines import line_of
from records.reporting.worker_lines import COVER, Explained, HandedOver, Led, Limits, Line, Recorded, Spell
from records.weighing import figures_on

OF_A_CHANGE = (TRANSFER, EMERGENCY)  # the kinds of record by which a child's worker changes
WERE_SEALED = (State.SEALED, *states.REPLACED)
TOGETHER = 500  # children in one query
OPENS = "new_worker"  # the question that names who takes the child
LED_BY = "new_team_leader"
HANDED_OVER = "worker"


def read(children: Collection[int], today: date | None = None) -> dict[int, Line]:
    """Child id → line, of these children."""
    day = today or clock.today()
    figures = figures_on(day)
    limits = Limits(figures["record_match_days"], figures["cover_days"], day)
    found: dict[int, Line] = {}
    for some in chunked(sorted(set(children)), TOGETHER):
        found |= _lines(list(some), limits)
    return found


def _lines(children: list[int], limits: Limits) -> dict[int, Line]:
    spells = _spells(children)
    records = _records(children)
    explained = _explained(children)
    of_all = [one for mine in spells.values() for one in mine]
    led = _led({one.team for one in of_all})
    handovers = _handovers({one.worker for one in of_all})
    return {
        child: line_of(
            mine := spells.get(child, []),
            records.get(child, []),
            limits=limits,
            explained=explained.get(child, []),
            led=[one for team in {spell.team for spell in mine} for one in led.get(team, ())],
            handovers=[one for worker in {spell.worker for spell in mine} for one in handovers.get(worker, ())],
        )
        for child in children
    }


def _spells(children: list[int]) -> Mapping[int, list[Spell]]:
    found: dict[int, list[Spell]] = {}
    for row in Allocation.select().where(Allocation.child.in_(children)):
        spell = Spell(row.id, row.worker_id, row.team_id, row.started_on, row.ended_on, row.reason_code)
        found.setdefault(row.child_id, []).append(spell)
    return found


def _records(children: list[int]) -> Mapping[int, list[Recorded]]:
    named = (RecordPerson.record == Record.id) & (RecordPerson.part == OPENS)
    was_sealed = planning.not_by_index(Record.state).in_(WERE_SEALED)
    wanted = Record.child.in_(children) & Record.kind.in_(OF_A_CHANGE) & was_sealed
    rows = _thin(RecordPerson.staff.alias("worker")).left_outer_join(RecordPerson, on=named).where(wanted)
    found: dict[int, list[Recorded]] = {}
    for row in rows.dicts():
        known = {"worker": row["worker"], "sealed_on": _day(row["sealed_at"]), "stands": row["state"] == State.SEALED}
        one = Recorded(row["id"], row["reference"], row["kind"], day=row["takes_effect_on"], **known)
        found.setdefault(row["child"], []).append(one)
    return found


def _explained(children: list[int]) -> Mapping[int, list[Explained]]:
    rows = ChangeExplained.select(ChangeExplained, Allocation).join(Allocation)
    found: dict[int, list[Explained]] = {}
    stands = ChangeExplained.undone_at.is_null() & (ChangeExplained.reason == COVER)
    for row in rows.where(Allocation.child.in_(children) & stands):
        on = clock.in_london(row.explained_at).date()
        one = Explained(row.id, row.allocation_id, row.reason, row.words, row.staff_id, on)
        found.setdefault(row.allocation.child_id, []).append(one)
    return found


def _handovers(workers: set[int]) -> Mapping[int, list[HandedOver]]:
    worker, leader = RecordPerson.alias(), RecordPerson.alias()
    of_worker = (worker.record == Record.id) & (worker.part == HANDED_OVER)
    of_leader = (leader.record == Record.id) & (leader.part == LED_BY)
    rows = _thin(worker.staff.alias("worker"), leader.staff.alias("leader")).join(worker, on=of_worker)
    rows = rows.switch(Record).left_outer_join(leader, on=of_leader)
    # Few records name these workers so, and a great many were sealed.
    was_sealed = planning.not_by_index(Record.state).in_(WERE_SEALED)
    wanted = worker.staff.in_(list(workers)) & (Record.kind == MANAGEMENT) & was_sealed
    found: dict[int, list[HandedOver]] = {}
    for row in rows.where(wanted).dicts():
        known = {"day": row["takes_effect_on"], "stands": row["state"] == State.SEALED}
        one = HandedOver(row["id"], row["reference"], row["worker"], row["leader"], **known)
        found.setdefault(one.worker, []).append(one)
    return found


def _thin(*more: Any) -> Any:
    """Query of the columns of records that lines need, without their answers."""
    sealed = SealedDocument.select(fn.MIN(SealedDocument.sealed_at)).where(SealedDocument.record == Record.id)
    columns = (Record.id, Record.reference, Record.kind, Record.state, Record.child, Record.takes_effect_on)
    return Record.select(*columns, sealed.alias("sealed_at"), *more)


def _day(moment: Any) -> date | None:
    at = SealedDocument.sealed_at.python_value(moment)
    return clock.in_london(at).date() if at else None


def _led(teams: set[int]) -> Mapping[int, list[Led]]:
    leading = Post.select().where((Post.role == Role.TEAM_LEADER) & Post.team.in_(list(teams)))
    found: dict[int, list[Led]] = {}
    for row in leading:
        found.setdefault(row.team_id, []).append(Led(row.team_id, row.staff_id, row.started_on, row.ended_on))
    return found
