"""Numbers as they may be seen by whoever may not open everything that is counted (docs/decisions/0045).

Whoever leads a place knows how much there was of it. Their numbers are exact, but where they may not open one to four
of the things: that is '<5', or from five things on told in whole fives. Everybody else is told what they may open
exactly, and whole fives of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records.reporting import small_numbers


@dataclass(frozen=True)
class Number:
    """How many things there are that a reader may open, and how many others.

    leads: whether the reader leads the place whose things they are. least: the sum of the parts of a total as they are
    told, 0 for any other number.
    """

    readable: int = 0
    others: int = 0
    leads: bool = True
    least: int = 0

    @property
    def told(self) -> int:
        """As much of it as is told."""
        if not self.leads:
            return self.readable + small_numbers.fives(self.others)
        number = self.readable + self.others
        if not 0 < self.others < small_numbers.FIVE:
            return number
        return 0 if number < small_numbers.FIVE else max(self.readable, small_numbers.fives(number), self.least)

    @property
    def shown(self) -> int | str:
        """As text or number for a table."""
        return small_numbers.HIDDEN if self.is_hidden else self.told

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is told: with others, and for those who do not lead the place also where it is none."""
        return not self.told and bool(self.others or not self.leads)

    @property
    def is_rounded(self) -> bool:
        """Whether it may be more than is told, as a part of it is told in whole fives."""
        if self.leads:
            return bool(self.told) and 0 < self.others < small_numbers.FIVE
        return self.told > self.readable

    @property
    def height(self) -> int:
        """As high as it is drawn: what is hidden always as high as it could be at the most."""
        return small_numbers.FIVE if self.is_hidden else self.told


def together(numbers: Iterable[Number]) -> Number:
    """Several numbers as one, of whose other things as many are told as of any number: so sums of a figure agree."""
    there = list(numbers)
    return Number(
        sum(one.readable for one in there),
        sum(one.others for one in there),
        all(one.leads for one in there),
        sum(one.told for one in there),
    )


def total(numbers: list[Number]) -> int | None:
    """The sum of what is told, and of nothing else; None beside what is hidden, always."""
    return None if any(one.is_hidden for one in numbers) else sum(one.told for one in numbers)
