"""Numbers as they may be seen by whoever may not open everything that is counted (docs/decisions/0045).

What a reader may open is counted exactly, and of the rest whole fives: each number by itself, a total too. Where there
can be a rest, every number looks as if there was one: so no number under five is what the others leave of a total, of
another period or of a wider place, nor what is left when each of them must be one at least.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records.reporting import small_numbers


@dataclass(frozen=True)
class Number:
    """How many things there are that a reader may open, and how many others.

    is_exact: whether the reader may open whatever can be counted in this number.
    """

    readable: int = 0
    others: int = 0
    is_exact: bool = True

    @property
    def told(self) -> int:
        """As much of it as is told."""
        return self.readable + small_numbers.fives(self.others)

    @property
    def most(self) -> int:
        """As much as it can be, for whoever reads what is told."""
        return self.told + (0 if self.is_exact else small_numbers.FIVE - 1)

    @property
    def shown(self) -> int | str:
        """As text or number for a table."""
        return small_numbers.HIDDEN if self.is_hidden else self.told

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is told, also where it is none."""
        return not self.told and not self.is_exact

    @property
    def is_rounded(self) -> bool:
        """Whether it is marked as at least so many, and at most four more."""
        return bool(self.told) and not self.is_exact

    @property
    def height(self) -> int:
        """As high as it is drawn: what is hidden always as high as it could be at the most."""
        return small_numbers.FIVE if self.is_hidden else self.told


def together(numbers: Iterable[Number]) -> Number:
    """Several numbers as one, of which as much is told as of any number: so sums of a figure agree."""
    there = list(numbers)
    return Number(
        sum(one.readable for one in there), sum(one.others for one in there), all(one.is_exact for one in there)
    )


def total(numbers: list[Number]) -> int | None:
    """The sum of what is told; None where nothing is told that could be something."""
    told = sum(one.told for one in numbers)
    return told if told or all(one.is_exact for one in numbers) else None
