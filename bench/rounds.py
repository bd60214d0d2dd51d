"""Rounds in which everything that is compared takes its turn, so that what slows the machine slows all of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

Asked = Callable[[], object]  # something to be done
Work = Callable[[], float]  # does one thing once and returns the seconds that it took


@dataclass(frozen=True)
class Series:
    """Seconds for one time of something, one figure a round."""

    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median round."""
        return median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles: half of the rounds lie between them."""
        low, _, high = quantiles(self.seconds, n=4)
        return low, high

    def over(self, other: Series) -> Series:
        """This series in shares of another, round by round: what disturbs a round disturbs both."""
        return Series(tuple(one / two for one, two in zip(self.seconds, other.seconds, strict=True)))


def timed(work: Asked, clock: Callable[[], float] = time.perf_counter) -> Work:
    """Something to do, with a clock around it."""

    def once() -> float:
        begun = clock()
        work()
        return clock() - begun

    return once


def compare(
    works: Mapping[str, Work], *, rounds: int, round_seconds: float = 0.0, warm_up: int = 3
) -> dict[str, Series]:
    """Name → series. A round does each of the works in turn, as often as fits into `round_seconds`, at least once.

    Where a round does something several times, its figure is the mean, as throughput is: what a database does now and
    then (a checkpoint, say) counts. The order turns from round to round.
    """
    times = {name: _times(work, round_seconds, warm_up) for name, work in works.items()}
    taken: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            taken[name].append(sum(works[name]() for _ in range(times[name])) / times[name])
    return {name: Series(tuple(seconds)) for name, seconds in taken.items()}


def _times(work: Work, round_seconds: float, warm_up: int) -> int:
    """How often a work fits into a round, found while it warms up (templates compiled, caches filled)."""
    return max(1, int(round_seconds / min(work() for _ in range(max(1, warm_up)))))
