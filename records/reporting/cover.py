"""Which changes of worker may be cover: a short time of others between two times of the same worker.

Of two readings the one that began first holds: who had the child before the first change is stood in for, and does not
stand in by coming back. Who stands in one after another for the same worker is one cover, from the first to the return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from records.reporting.worker_lines import BY_ANOTHER, Change, Explained, Kind, Limits, NotCover, Spell

COVER_CODES = ("", "ABSENC", "OTHERS")  # SSDA903, reasons with which a spell may be cover
NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Stretch:
    """A time of others than the worker before. back: of that worker. is_followed: others went on instead."""

    changes: tuple[Change, ...]
    back: Change | None = None
    is_followed: bool = False

    @property
    def last_day(self) -> date:
        """The last day of all, date.max while somebody goes on."""
        return max(one.spell.ended_on or date.max for one in self.changes)

    def lasted(self, today: date | None) -> int:
        """Days from when the worker before ceased to when they are back, with those on which nobody had the child."""
        first = self.changes[0]
        ends = [one.spell.ended_on or today or date.max for one in self.changes]
        back = [self.back.spell.started_on] if self.back else []
        return (max(ends + back) - first.spell.started_on).days + first.without


def held_to_cover(changes: Sequence[Change], said: Mapping[int, Explained], limits: Limits) -> list[Change]:
    """The changes, with why each is no cover, or has no record. What was called cover and cannot be has no reason."""
    known = list(dict.fromkeys(change.spell.worker for change in changes))  # the longest-standing first
    held: dict[int, Change] = {}
    for place, change in enumerate(changes):
        if change.spell.id in held:
            continue
        if change.before is None:
            held[change.spell.id] = replace(change, not_cover=NotCover.NOBODY)
        elif change.record or change.kind != Kind.WORKER:  # either needs no explanation, and none is offered
            held[change.spell.id] = change
        else:
            comes_back = known.index(change.spell.worker) < known.index(change.before.worker)
            found = _held(_stretch(changes[place:], change.before), comes_back, said.get(change.spell.id), limits)
            held.update((one.spell.id, one) for one in found)
    return [held[change.spell.id] for change in changes]


def _stretch(changes: Sequence[Change], before: Spell) -> _Stretch:
    """What began with the first of these changes: all who may stand in, until the worker before is back."""
    found = _Stretch((changes[0],))
    for change in changes[1:]:
        if change.before == before and change.spell.started_on - found.last_day > NEXT_DAY:
            break  # the worker before never ceased, and was alone again in between
        if change.spell.worker == before.worker:
            return _of_several(replace(found, back=change), before)
        if change.kind in BY_ANOTHER and (change.record or change.spell.reason_code not in COVER_CODES):
            return replace(found, is_followed=change.before != before)
        found = replace(found, changes=(*found.changes, change))
    return _of_several(found, before)


def _of_several(found: _Stretch, before: Spell) -> _Stretch:
    """Whoever stood in after another is known as such only once all have ended and the worker before has the child."""
    is_over = found.last_day < date.max
    went_on = (before.ended_on or date.max) >= found.last_day
    several = len({one.spell.worker for one in found.changes}) > 1
    return replace(found, is_followed=several and not (is_over and (found.back or went_on)))


def _held(found: _Stretch, comes_back: bool, why: Explained | None, limits: Limits) -> list[Change]:
    """The first change of a stretch, and the others where it may be cover. comes_back: had the child before."""
    first, *others = found.changes
    lasted = (_Stretch((first,)) if found.is_followed else found).lasted(limits.today)
    never = _why_no_cover(found, lasted >= limits.cover)
    if comes_back and (never or not found.back):
        never = NotCover.RETURN_ALONE
    if never:
        return [replace(first, not_cover=never, lasted=lasted)]
    together = [replace(one, not_cover=NotCover.PART) for one in others]
    together += [replace(found.back, not_cover=NotCover.RETURN)] if found.back else []
    return [replace(one, explained=why, cover=first.spell) for one in (first, *together)]


def _why_no_cover(found: _Stretch, is_too_long: bool) -> NotCover | None:
    if is_too_long:
        return NotCover.TOO_LONG
    if found.changes[0].spell.reason_code not in COVER_CODES:
        return NotCover.ANOTHER_REASON
    return NotCover.FOLLOWED if found.is_followed else None
