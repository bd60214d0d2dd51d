"""Who reads the reasons of an earlier refusal. That somebody refused, in which posts and when, is told to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models import Record, Staff, Step
from records import access, searches
from records.deciding.telling import RefusalText


def for_reader(told: Iterable[RefusalText], staff: Staff, *, later: Record | None = None) -> list[RefusalText]:
    """Refusals as this person may read them, before the record `later`; None: before one is started.

    Their reasons are for those who may read the refused record, who are asked to decide on the later one, or who write
    in it and have the child in a team of theirs.
    """
    found = list(told)
    if not found or (later is not None and _needs_them(later, staff)):
        return found
    seen = access.visible_to(staff).where(Record.reference.in_([one.reference for one in found]))
    readable = {record.reference for record in seen}
    return [one if one.reference in readable else without_reasons(one) for one in found]


def without_reasons(told: RefusalText) -> RefusalText:
    """The same without anybody's reasons, of the refusal and of its settlement."""
    return replace(told, reason="", settled=f"{told.settled.partition(':')[0]}." if told.settled else "")


def _needs_them(later: Record, staff: Staff) -> bool:
    mine = (Step.assignee == staff) | (Step.decided_by == staff) | (Step.instead_of == staff)
    if Step.select().where((Step.record == later) & mine).exists():
        return True
    of_their_team = later.child is not None and bool(searches.ids_of_teams([later.child], staff))
    return of_their_team and access.may_edit(later, staff)
