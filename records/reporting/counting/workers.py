"""Workers per looked after child, as the stability measure of the Department for Education (DfE) counts them.

Source: 'Stability measures for children looked after in England', DfE, explore-education-statistics.service.gov.uk.
There, a year ends on 31 March and is about those looked after on that day; two years are about those who had been
looked after throughout. A worker who returns counts once. Children looked after under a series of short breaks alone
(V3, V4) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from protocol.choices import SHORT_BREAKS
from records.reporting.counting.things import ChildThing, Fact, Span

WORKERS = "workers"
BANDS = ("1", "2", "3")  # '3' is three or more
NO_WORKER = "0"  # of whom the register names no social worker in that time
ONE_YEAR, TWO_YEARS = "1", "2"


def year_of(day: date) -> int:
    """The year in which its financial year begins, on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def band_of(number: int) -> str:
    """The band of so many workers."""
    return BANDS[min(number, len(BANDS)) - 1]


def workers_in_year(child: ChildThing, year: int, today: date) -> Iterator[Fact]:
    """Its facts for the year that begins on 1 April of `year`, to today while it runs: over one year and over two."""
    last = min(date(year + 1, 3, 31), today)
    for years in (ONE_YEAR, TWO_YEARS):
        first = date(year + 1 - int(years), 4, 1)
        if not _is_in(child, first, last, throughout=years == TWO_YEARS):
            continue
        found = _workers(child, first, last)
        band = band_of(len(found)) if found else NO_WORKER
        yield Fact(WORKERS, date(year, 4, 1), band, years, _teams_on(child, last), None, child.child, child.team_now)


def _teams_on(child: ChildThing, day: date) -> tuple[int, ...]:
    """The team that has a child on a day, or where none has, the first to have them after it."""
    held = [one.team for one in reversed(child.workers) if one.span.holds_on(day)]
    later = [one.team for one in child.workers if one.began > day]
    return tuple((held + later)[:1])


def _is_in(child: ChildThing, first: date, last: date, *, throughout: bool) -> bool:
    """Whether they are looked after on the last day (and all the time before), not in short breaks alone."""
    care = _care(child)
    if not any(one.holds_on(last) for one in care):
        return False
    legal = [one.value for one in child.legal if one.overlaps(first, last)]
    if legal and all(value in SHORT_BREAKS for value in legal):
        return False
    return not throughout or _covers(care, first, last)


def _care(child: ChildThing) -> tuple[Span, ...]:
    """When they were looked after.

    A time whose first day nobody knows began with the first legal status, since nobody is looked after without one.
    Where that is not known either, it has always been.
    """
    began = [one.began for one in child.legal]
    if not began or None in began:
        return child.looked_after
    first = min(filter(None, began))
    unknown = (one for one in child.looked_after if one.began is None and (one.ended is None or one.ended > first))
    return (*(replace(one, began=first) for one in unknown), *(one for one in child.looked_after if one.began))


def _covers(spans: tuple[Span, ...], first: date, last: date) -> bool:
    """Whether there was no day between on which none of them held."""
    day = first
    for span in sorted(spans, key=lambda one: one.began or date.min):
        if span.holds_on(day):
            day = span.ended or last + timedelta(days=1)
    return day > last


def _workers(child: ChildThing, first: date, last: date) -> set[int]:
    """The social workers whom they had between these days, while they were looked after."""
    found: set[int] = set()
    for one in child.workers:
        for care in _care(child):
            begin = max(first, one.began, care.began or date.min)
            end = min([last, *(ended - timedelta(days=1) for ended in (one.ended, care.ended) if ended)])
            if one.is_social_worker and begin <= end:
                found.add(one.worker)
    return found
