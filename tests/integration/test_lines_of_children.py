"""The lines of children are read from the register's spells and the sealed records, many children in a few queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import Allocation, Child, Post, Record, RecordPerson, Role, SealedDocument, State
from records import clock
from records.reporting import read_lines
from records.reporting.worker_lines import Kind
from tests import factories
from tests.data import story

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def sealed_with_its_change(apart: int = 0) -> tuple[Record, date]:
    """Maya's sealed record, and the change that it decides as the register tells it, so many days later."""
    record = factories.in_state(State.SEALED)
    assert record.takes_effect_on
    day = record.takes_effect_on + timedelta(days=apart)
    running = (Allocation.child == record.child_id) & Allocation.ended_on.is_null()
    Allocation.update(ended_on=day).where(running).execute()
    worker = factories.person(story.RECEIVING_WORKER)
    Allocation.create(child=record.child_id, worker=worker, team=worker.team_id, started_on=day, reason_code="TSPROC")
    return record, day


def test_a_sealed_record_is_found_with_the_change_that_it_decided() -> None:
    record, _ = sealed_with_its_change(apart=3)
    change = read_lines.read([record.child_id])[record.child_id].changes[-1]

    assert change.record
    assert (change.record.reference, change.apart) == (record.reference, 3)
    at = SealedDocument.get(SealedDocument.record == record).sealed_at
    assert change.record.sealed_on == clock.in_london(at).date()


@pytest.mark.parametrize("state", [State.CANCELLED, State.CORRECTED, State.APPROVED, State.WITHDRAWN])
def test_a_record_that_does_not_stand_is_not(state: State) -> None:
    record, _ = sealed_with_its_change()
    Record.update(state=state).where(Record.id == record.id).execute()

    assert read_lines.read([record.child_id])[record.child_id].changes[-1].record is None


def test_a_leader_who_took_the_team_on_is_found_with_the_handover_of_that_worker() -> None:
    child = factories.child()
    spell = Allocation.get((Allocation.child == child) & Allocation.ended_on.is_null())
    leader, day = factories.person(factories.OTHER_TEAM_LEADER), clock.today() - timedelta(days=20)
    known = {"role": Role.TEAM_LEADER, "team": spell.team, "first_seen_on": day, "seen_on": day}
    Post.create(staff=leader, started_on=day, **known)
    record = factories.in_state(State.SEALED)
    Record.update(kind="management_handover", child=None, takes_effect_on=day).where(Record.id == record.id).execute()
    RecordPerson.delete().where(RecordPerson.record == record).execute()
    for part, staff in (("worker", spell.worker), ("new_team_leader", leader)):
        RecordPerson.create(record=record, staff=staff, part=part)

    found = read_lines.read([child.id])[child.id]

    assert [(one.day, one.leader, one.record and one.record.id) for one in found.leaders] == [
        (day, leader.id, record.id)
    ]


def test_many_children_are_read_together_and_each_has_a_line() -> None:
    children = [child.id for child in Child.select()]
    found = read_lines.read(children)

    assert set(found) == set(children)
    spells = Allocation.select().where(Allocation.child == children[0]).count()
    assert len(found[children[0]].changes) == spells
    assert all(line.changes[0].kind == Kind.FIRST for line in found.values() if line.changes)
