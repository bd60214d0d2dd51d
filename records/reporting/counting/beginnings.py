"""From when on the register's spells are whole: before, it does not know who the children's workers were.

One child of long ago, or one worker's long time, must not move that day. So it is the first day of a month from which
on looked after children have a worker in the register nearly as often as they have today, and there are not far fewer
of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from protocol.days import months_from
from records.reporting.counting.things import ChildThing, Span

NEARLY = 0.9  # of the share of looked after children who have a worker today
FAR_FEWER = 0.5  # of today's number of looked after children


class Beginnings:
    """Counts the looked after children of days, and those of them who have a worker then."""

    def __init__(self, first: date, today: date) -> None:
        """first: the first day of a month; every month from it, and today, is looked at."""
        number = (today.year - first.year) * 12 + today.month - first.month + 1
        self.days = [*(months_from(first, step) for step in range(number)), today]
        self._cared: Counter[int] = Counter()
        self._with_worker: Counter[int] = Counter()

    def add(self, child: ChildThing) -> None:
        """Count one more child."""
        if cared := self._held(child.looked_after):
            self._cared.update(cared)
            self._with_worker.update(cared & self._held(one.span for one in child.workers))

    def _held(self, spans: Iterable[Span]) -> set[int]:
        there = list(spans)
        return {place for place, day in enumerate(self.days) if any(one.holds_on(day) for one in there)}

    def whole_since(self) -> date | None:
        """The day from which on the spells are whole; None where no looked after child has a worker today."""
        now = len(self.days) - 1
        if not self._with_worker[now]:
            return None
        share = NEARLY * self._with_worker[now] / self._cared[now]
        found = now
        while found and self._is_whole(found - 1, share):
            found -= 1
        return self.days[found]

    def _is_whole(self, place: int, share: float) -> bool:
        enough = self._cared[place] >= FAR_FEWER * self._cared[len(self.days) - 1]
        return enough and self._with_worker[place] >= share * self._cared[place]
