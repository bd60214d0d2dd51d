"""Counting how often a child has been transferred: each change of worker or of team, as the register has them."""

from datetime import date
from typing import NamedTuple

from protocol.answers import Answers
from protocol.people import Person, person_from, same_person

TRANSFER_QUESTIONS = ("earlier_workers", "current_worker", "current_team")


class _Spell(NamedTuple):
    """Who had the child, in which team, and since when; None for what is not known."""

    worker: Person | None
    team: Person | None
    since: date | None


def transfers_between(a: Answers, since: date, until: date) -> list[date | None]:
    """The days of the changes of {social_worker} or team in the time, this transfer left out; None for an unknown one.

    The first day counts. Whoever was the first to have the child took the case over from nobody.
    """
    spells = _spells(a)
    changes = [after.since for before, after in zip(spells, spells[1:], strict=False) if _changed(before, after)]
    return [day for day in changes if day is None or since <= day <= until]


def _spells(a: Answers) -> list[_Spell]:
    """In order; the current worker last, from the end of the spell before on where they have none of their own."""
    rows = sorted(a.rows("earlier_workers"), key=lambda row: row.date("started_on") or date.min)
    spells = [_Spell(row.person("worker"), person_from(row.raw("team")), row.date("started_on")) for row in rows]
    current = a.person("current_worker")
    if spells and current and not any(same_person(current, spell.worker) for spell in spells):
        spells.append(_Spell(current, a.person("current_team"), rows[-1].date("ended_on")))
    return spells


def _changed(before: _Spell, after: _Spell) -> bool:
    if not same_person(before.worker, after.worker):
        return True
    return bool(before.team and after.team) and not same_person(before.team, after.team)
