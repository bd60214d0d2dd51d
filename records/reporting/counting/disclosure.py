"""Numbers as they may be seen by somebody who may not read what is behind them.

Under five is HIDDEN, and beside it no total is told. Anything else is given to the nearest five, so that no other team,
figure or period gives the hidden number by subtraction: what is published of England is rounded for the same reason. A
number of which somebody may read everything is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

from records.reporting import small_numbers

NEAREST = 5


@dataclass(frozen=True)
class Number:
    """A number and whether everything behind it may be read."""

    exact: int = 0
    may_read: bool = True

    def __add__(self, other: Number) -> Number:
        return Number(self.exact + other.exact, self.may_read and other.may_read)

    @property
    def shown(self) -> int | str:
        """As text or number for a table."""
        seen = small_numbers.shown(self.exact, may_read=self.may_read)
        return seen if self.may_read or isinstance(seen, str) else rounded(seen)

    @property
    def is_hidden(self) -> bool:
        """Whether it is not told."""
        return isinstance(self.shown, str)

    @property
    def height(self) -> int:
        """As high as it is drawn: what is hidden always as high as it could be at the most."""
        return self.shown if isinstance(self.shown, int) else small_numbers.SMALL

    def percent_of(self, whole: int) -> int | None:
        """Its share, as it is shown, of a whole, in percent; None where it is hidden, or where there is nothing."""
        mine = self.shown
        return None if isinstance(mine, str) or not whole else int(100 * mine / whole + 0.5)


def rounded(number: int) -> int:
    """To the nearest five."""
    return NEAREST * ((number + NEAREST // 2) // NEAREST)


def total(numbers: list[Number]) -> Number | None:
    """Their sum; None beside a number that is hidden, always, so that its absence says nothing either."""
    return None if any(one.is_hidden for one in numbers) else sum(numbers, Number())
