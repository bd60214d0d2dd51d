"""Counts when each closed record is due, so that what is due is found by an index. The worker keeps it up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import chunked, fn

from models import Record, Retention
from protocol.parameters import Parameters
from records import clock
from records.deciding import states
from records.keeping import known
from records.reporting.plain_rows import rows_of
from records.transaction import transaction

AT_ONCE = 500  # records whose clocks are counted together
A_RUN = 20_000  # records: an hour's run ends after so many, so that a million take two days


def count_due(figures: Parameters, *, most: int = A_RUN) -> int:
    """Count the clocks of the records that were not counted today, those that never were first. Returns how many."""
    ids = _next(most)
    for some in chunked(ids, AT_ONCE):
        _count(list(Record.select().where(Record.id.in_(list(some))).order_by(Record.id)), figures)
    return len(ids)


def recount(figures: Parameters) -> int:
    """Count every clock anew, as after a change of the council's figures. Returns how many records there are."""
    Retention.update(counted_on=date.min).where(Retention.counted_on == clock.today()).execute()
    counted, now = 0, 1
    while now:
        now = count_due(figures)
        counted += now
    return counted


def _next(most: int) -> list[int]:
    """Ids of first versions that are closed and were not counted today. Those that never were are sought once a run:
    for that every record is looked at.
    """
    is_first = Record.amends.is_null() & Record.state.in_(states.KEPT)
    never = ~fn.EXISTS(Retention.select(Retention.id).where(Retention.record == Record.id))
    found = [number for (number,) in rows_of(Record.select(Record.id).where(is_first & never).limit(most))]
    oldest = Retention.select(Retention.record).where(Retention.counted_on < clock.today())
    oldest = oldest.order_by(Retention.counted_on, Retention.id).limit(most - len(found))
    return list(dict.fromkeys([*found, *(number for (number,) in rows_of(oldest))]))


def _count(firsts: Sequence[Record], figures: Parameters) -> None:
    """Store when these are due. What was disposed of meanwhile is left out: its row went with it."""
    today = clock.today()
    rows: list[dict[str, Any]] = [
        {"record": one.first.id, "part": part, "rule": due.rule, "due_on": due.on, "counted_on": today}
        for one, part, due in known.count(known.families(firsts), figures)
    ]
    with transaction():
        ids = [record.id for record in firsts]
        still = {row.id for row in Record.select(Record.id).where(Record.id.in_(ids) & Record.state.in_(states.KEPT))}
        for row in rows:
            if row["record"] in still:
                _store(row)
        Retention.delete().where(Retention.record.in_([number for number in ids if number not in still])).execute()


def _store(row: dict[str, Any]) -> None:
    changed = {getattr(Retention, name): row[name] for name in ("rule", "due_on", "counted_on")}
    Retention.insert(row).on_conflict(conflict_target=[Retention.record, Retention.part], update=changed).execute()
