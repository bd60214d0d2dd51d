"""Lists as full as a page of them gets: thin rows, written many at once, with long names."""

from __future__ import annotations

from datetime import timedelta

from models import (
    Allocation,
    Child,
    PromisedDay,
    Record,
    RecordTeam,
    RecordVersion,
    State,
    Step,
    StepState,
    WorkerChange,
)
from records import clock, listed_by, purposes
from records.reporting.worker_lines import Standing
from tests import factories
from tests.data import story

ROWS = 50
NAME = "Katherine Adeyemi-Clarke {}"


def fill() -> None:
    """Fifty records that wait for a decision and fifty sealed ones, of which everything is overdue; fifty changes of
    worker without a record; a purpose for the auditor.
    """
    today, author = clock.today(), factories.person(story.RECEIVING_WORKER)
    child = factories.child()
    same = {"status": child.status, "legal_status": child.legal_status, "placement": child.placement, "search": ""}
    same |= {"communication_needs": "", "interpreter_language": ""}
    Child.insert_many([{"local_id": f"AV2{n:05}", "name": NAME.format(n), **same} for n in range(ROWS)]).execute()
    children = [one.id for one in Child.select().where(Child.local_id.startswith("AV2")).order_by(Child.id)]
    records = [
        number
        for state, days in ((State.SEALED, 30), (State.SUBMITTED, 10))
        for number in _records(state, children, author.id, days)
    ]
    teams = {"current_team": factories.person(story.AUTHOR).team_id, "new_team": author.team_id}
    parts = [{"record": one, "team": team, "part": part} for one in records for part, team in teams.items()]
    RecordTeam.insert_many(parts).execute()
    Step.insert_many([_step(number) for number in records[ROWS:]]).execute()
    yesterday = {"question": "closing_meeting_date", "staff": author.id, "due_on": today - timedelta(days=1)}
    PromisedDay.insert_many([{"record": number, **yesterday} for number in records[:ROWS]]).execute()
    listed_by.note_all(Record.id.in_(records))
    _changes(children)
    auditor = factories.person(story.AUDITOR)
    purposes.begin(by=auditor, purpose="inspection", what_for="The visit of March", last_day=today)


def _records(state: State, children: list[int], author: int, days: int) -> list[int]:
    when = clock.now() - timedelta(days=days)
    same = {"kind": "transfer_meeting", "state": state, "author": author, "answers": {}, "typed": {}, "to_read": []}
    same |= {"created_at": when, "saved_at": when, "takes_effect_on": clock.today(), "protocol_version": "1"}
    rows = [
        {"reference": f"TMR-{state[:4].upper()}-F{n:03}", "child": child, **same} for n, child in enumerate(children)
    ]
    Record.insert_many([{"version": 1, **row} for row in rows]).execute()
    found = Record.select(Record.id).where(Record.reference.startswith(f"TMR-{state[:4].upper()}-F"))
    version = {"number": 1, "answers": {}, "findings": [], "digest": "", "recipe": 1, "protocol_version": "1"}
    version |= {"weighed_on": when.date(), "submitted_by": author, "submitted_at": when}
    RecordVersion.insert_many([{"record": one.id, **version} for one in found]).execute()
    return [one.id for one in found]


def _step(record: int) -> dict[str, object]:
    asked = {
        "version": 1,
        "key": "receiving_team_leader",
        "order": 1,
        "action": "decide",
        "title": "",
        "declaration": "",
    }
    asked |= {"part": "receiving {team_leader}", "statements": [], "asks": [], "state": StepState.OPEN}
    when = clock.now() - timedelta(days=10)
    asked |= {"opened_at": when, "asked_at": when, "due_on": clock.today() - timedelta(days=1)}
    return {"record": record, "assignee": factories.person(story.RECEIVING_LEADER).id, **asked}


def _changes(children: list[int]) -> None:
    before, worker = factories.person(story.AUTHOR), factories.person(story.RECEIVING_WORKER)
    began = clock.today() - timedelta(days=10)
    spell = {"worker": worker.id, "team": worker.team_id, "started_on": began, "reason_code": "ABSENC"}
    Allocation.insert_many([{"child": child, **spell} for child in children]).execute()
    spells = Allocation.select().where(Allocation.child.in_(children))
    change = {"team": worker.team_id, "started_on": began, "before": before.id, "standing": Standing.OPEN}
    WorkerChange.insert_many([{"allocation": one.id, "child": one.child_id, **change} for one in spells]).execute()
