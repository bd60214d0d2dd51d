"""What the demo's register says after an agreed transfer, and a change of worker that somebody explained."""

from __future__ import annotations

from datetime import date

from models import Allocation, Child, Record, State, WorkerChange
from records import clock
from records.deciding import decisions
from records.demo.plain_answers import person
from records.reporting import explaining, worker_changes
from records.reporting.read_lines import OF_A_CHANGE
from records.reporting.worker_lines import Standing
from records.transaction import transaction

COVERED = "AV103402"
_AGREED = (State.APPROVED, State.SEALED)
LEADER = "caroline.eastaugh"
WHY = "Mei-Ling had an operation. Jamila saw Noah every week until she was back."


def write_what_followed() -> None:
    """Let the register say what agreed transfers decided by today, and explain the cover of one child. Only once."""
    with transaction():
        worker_changes.recount_all()
        for record in Record.select().where(Record.kind.in_(OF_A_CHANGE) & Record.state.in_(_AGREED)):
            if record.takes_effect_on and record.takes_effect_on <= clock.today():
                _pass_on(record, record.takes_effect_on)
        _explain_cover()


def _pass_on(record: Record, day: date) -> None:
    """End the present worker's time on the day that the record gives, and begin the new one's."""
    answers = decisions.get_version(record).answers
    now = Allocation.get((Allocation.child == record.child_id) & Allocation.ended_on.is_null())
    number = answers["new_worker"]["id"]
    if now.worker_id == number or now.started_on >= day:
        return
    now.ended_on = day
    now.save()
    team, code = answers["new_team"]["id"], answers["transfer_reason_code"]
    Allocation.create(child=record.child_id, worker=number, team=team, started_on=day, reason_code=code)
    worker_changes.recount([record.child_id])


def _explain_cover() -> None:
    child = Child.get(Child.local_id == COVERED)
    open_now = (WorkerChange.child == child) & (WorkerChange.standing == Standing.OPEN)
    change = WorkerChange.select().where(open_now).order_by(WorkerChange.started_on.desc()).offset(1).first()
    if change and change.allocation.reason_code == "ABSENC":
        explaining.explain(change, by=person(LEADER), words=WHY)
