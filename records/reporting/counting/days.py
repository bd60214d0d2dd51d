"""Working days from the start of a record to its submission, through each step, and to its seal; and what was late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from records.reporting.counting.things import Fact, RecordThing, month_of

DAYS, DUE = "days", "due"
WRITING, SEALING, ALL = "writing", "sealing", "all"
IN_TIME, LATE, WAITING = "in_time", "late", "waiting"
MOST = 999  # more working days than that are counted as so many

IsWorkingDay = Callable[[date], bool]


def between(first: date, last: date, is_working_day: IsWorkingDay) -> int:
    """How many working days came after `first`, up to `last`: 0 on the same day, at most MOST."""
    count, day = 0, first
    while day < last and count < MOST:
        day += timedelta(days=1)
        count += is_working_day(day)
    return count


def days_of(one: RecordThing, today: date, is_working_day: IsWorkingDay) -> Iterator[Fact]:
    """A fact for each stretch of the record that has ended, in the month of its end, and for each step with a due day.

    key: the stretch; key2: its days as three digits (DAYS), or whether the step was in time (DUE).
    """

    def fact(figure: str, on: date, key: str, key2: str) -> Fact:
        return Fact(figure, month_of(on), key, key2, one.teams, record=one.record, is_printed=one.is_printed)

    stretches = [
        (WRITING, one.created, one.submitted),
        *((step.key, step.opened, step.decided) for step in one.steps),
        (SEALING, one.decided, one.sealed),
        (ALL, one.created, one.sealed),
    ]
    for key, began, ended in stretches:
        if began and ended:
            yield fact(DAYS, ended, key, f"{between(began, ended, is_working_day):03}")
    for step in one.steps:
        if step.due and step.decided:
            yield fact(DUE, step.decided, step.key, LATE if step.decided > step.due else IN_TIME)
        elif step.due and step.is_open and step.due < today:
            yield fact(DUE, step.due, step.key, WAITING)


@dataclass(frozen=True)
class Spread:
    """How many there were, and their median, quartiles and worst, in working days."""

    number: int
    lower: float
    median: float
    upper: float
    worst: int


def spread(times: Mapping[int, int]) -> Spread | None:
    """The spread of days → how often. Quartiles are Tukey's hinges: medians of the halves, the middle one in both."""
    number = sum(times.values())
    if not number:
        return None
    half = (number + 1) // 2
    return Spread(
        number,
        _middle(times, 0, half),
        _middle(times, 0, number),
        _middle(times, number - half, number),
        max(days for days, often in times.items() if often),
    )


def _middle(times: Mapping[int, int], first: int, last: int) -> float:
    """The median of the sorted values from place `first` up to `last`."""
    low, high = (first + last - 1) // 2, (first + last) // 2
    return (_at(times, low) + _at(times, high)) / 2


def _at(times: Mapping[int, int], place: int) -> int:
    for days in sorted(times):
        place -= times[days]
        if place < 0:
            return days
    raise IndexError(place)
