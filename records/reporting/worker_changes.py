"""Keeps which changes of worker have a record, for lists and counts by team that take as long among a million.

A row stands for each spell of the register; records/reporting/worker_lines.py says what accounts for it. Rows are
counted anew with each load of the register, seal and explanation, and `flask register changes --recount` counts all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN, chunked, fn

from models import Allocation, ChangeExplained, WorkerChange
from records.reporting import plain_rows, read_lines
from records.reporting.worker_lines import COVER, Change, Standing
from records.transaction import transaction

TOGETHER = 100  # children in one transaction, for which whoever saves waits
MOST_AT_ONCE = 5_000  # children counted by one run of the worker
NAMES = ("allocation", "child", "team", "started_on", "before", "standing", "record")
COLUMNS = [getattr(WorkerChange, name).column_name for name in NAMES]
KEEPING = "ON CONFLICT (allocation_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])


def recount(children: Iterable[int]) -> int:
    """Count the changes of these children anew; returns how many rows are other than before."""
    differing = 0
    for some in chunked(sorted(set(children)), TOGETHER):
        with transaction():
            differing += _recount(list(some))
    return differing


def recount_all() -> int:
    """Count the changes of every child anew; returns how many rows were wrong."""
    return recount(row.child_id for row in Allocation.select(Allocation.child).distinct())


def recount_what_is_due() -> None:
    """Count what was never counted, and cover that is still going on, which may have become too long."""
    uncounted = Allocation.select(Allocation.child).join(WorkerChange, JOIN.LEFT_OUTER)
    uncounted = uncounted.where(WorkerChange.id.is_null()).distinct().limit(MOST_AT_ONCE)
    covers = Allocation.select(Allocation.child).join(ChangeExplained)
    going_on = Allocation.ended_on.is_null() & ChangeExplained.undone_at.is_null() & (ChangeExplained.reason == COVER)
    recount({row.child_id for query in (uncounted, covers.where(going_on)) for row in query})


def totals() -> list[tuple[str, int]]:
    """(standing, number of changes), of all that are counted."""
    number = fn.COUNT(WorkerChange.id).alias("number")
    rows = WorkerChange.select(WorkerChange.standing, number).group_by(WorkerChange.standing)
    found = {row.standing: row.number for row in rows}
    return [(str(one), found.get(one, 0)) for one in Standing]


def _recount(children: list[int]) -> int:
    lines = read_lines.read(children)
    wanted = {change.spell.id: _row(child, change) for child, line in lines.items() for change in line.changes}
    there: Any = WorkerChange.select().where(WorkerChange.child.in_(children)).dicts()
    known = {row["allocation"]: {name: value for name, value in row.items() if name != "id"} for row in there}
    differing = [row for spell, row in wanted.items() if known.get(spell) != row]
    plain_rows.insert(WorkerChange, COLUMNS, [[row[name] for name in NAMES] for row in differing], KEEPING)
    gone = known.keys() - wanted.keys()
    if gone:
        WorkerChange.delete().where(WorkerChange.allocation.in_(sorted(gone))).execute()
    return len(differing) + len(gone)


def _row(child: int, change: Change) -> dict[str, Any]:
    return {
        "allocation": change.spell.id,
        "child": child,
        "team": change.spell.team,
        "started_on": change.spell.started_on,
        "before": change.before.worker if change.before else None,
        "standing": str(change.standing or ""),
        "record": change.record.id if change.record else None,
    }
