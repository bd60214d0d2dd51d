"""What the register says of a child, changed in tests as by a load: the columns and their spells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import models
from models import About, Allocation, Child, ChildSpell, Staff
from protocol.choices import LOOKED_AFTER, UNBORN
from records import clock
from records.register import lookup

ABOUT = {"child_status": About.STATUS, "legal_status": About.LEGAL_STATUS, "placement": About.PLACEMENT}
SINCE = {
    "child_status_since": About.STATUS,
    "legal_status_since": About.LEGAL_STATUS,
    "placement_since": About.PLACEMENT,
}
DAYS = {"child_date_of_birth": "date_of_birth", "child_expected_date_of_birth": "expected_date_of_birth"}
TEXTS = {"child_name": "name", "child_local_id": "local_id", "child_protection_category": "child_protection_category"}


def register_says(child: Child, **facts: Any) -> None:
    """Make the register say these facts today, by question; it knows nothing of those that are None."""
    known, child = lookup.known_of(child), Child.get_by_id(child.id)
    for name, value in facts.items():
        if value == known.get(name, lookup.Known(None)).answer:
            continue
        if name in ABOUT:
            _say(child, ABOUT[name], value)
        elif name in SINCE:
            _since(child, SINCE[name], value)
        elif name == "current_worker":
            _allocate(child, value)
        elif name == "ceasing_looked_after":
            if child.status not in (LOOKED_AFTER, UNBORN):  # of whom it is asked whether they will cease
                _say_when_looked_after(child, value)
        elif name in DAYS:
            setattr(child, DAYS[name], value and date.fromisoformat(value))
        else:
            setattr(child, TEXTS[name], value)
    child.save()


def _since(child: Child, about: About, day: str | None) -> None:
    running = (ChildSpell.child == child) & (ChildSpell.about == about) & ChildSpell.ended_on.is_null()
    ChildSpell.update(started_on=day and date.fromisoformat(day)).where(running).execute()


def _say(child: Child, about: About, value: str | None) -> None:
    setattr(child, about.value, value or "")
    today = clock.today()
    ChildSpell.delete().where((ChildSpell.child == child) & (ChildSpell.about == about)).execute()
    if value:
        ChildSpell.create(child=child, about=about, value=value, first_seen_on=today, seen_on=today)


def _allocate(child: Child, worker: Any) -> None:
    today, running = clock.today(), lookup.current_allocation(child)
    if worker is None:
        Allocation.delete().where(Allocation.child == child, Allocation.ended_on.is_null()).execute()
        return
    person = Staff.get_by_id(worker["id"])
    if running:
        Allocation.update(worker=person, team=person.team or running.team).where(Allocation.id == running.id).execute()
    else:
        Allocation.create(child=child, worker=person, team=person.team, started_on=today)


def _say_when_looked_after(child: Child, ceased: str | None) -> None:
    """Whether the child was looked after since the current worker took the case; None: that is not known."""
    today = clock.today()
    of_status = (ChildSpell.child == child) & (ChildSpell.about == About.STATUS)
    ChildSpell.delete().where(of_status).execute()
    seen = {"first_seen_on": today, "seen_on": today, "child": child, "about": About.STATUS}
    began = None if ceased is None else today - timedelta(days=1 if ceased == "yes" else 20_000)
    ChildSpell.create(value=child.status, started_on=began, **seen)
    if ceased == "yes":
        ChildSpell.create(value="looked_after", started_on=today - timedelta(days=20_000), ended_on=began, **seen)


@contextmanager
def register_as_it_was() -> Iterator[None]:
    """Put back, after the block, what the register said of children before it."""
    before = {table: _rows(table) for table in (Child, ChildSpell, Allocation)}
    yield
    with models.database.atomic():
        for table, rows in before.items():
            now = _rows(table)
            table.delete().where(table.id.in_(now.keys() - rows.keys())).execute()
            for number, row in rows.items():
                if number not in now:
                    table.insert(row).execute()
                elif now[number] != row:
                    table.update(row).where(table.id == number).execute()


def _rows(table: Any) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in table.select().dicts()}
