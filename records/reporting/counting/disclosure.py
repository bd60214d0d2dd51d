"""Numbers as they may be seen: what the reader may open exactly, of everything else whole tens.

So fewer than ten things that the reader may not open change no number of theirs, and the numbers of several tables,
periods and places together leave open how many there are (docs/decisions/0045).
"""

from __future__ import annotations

from dataclasses import dataclass

from records.reporting import small_numbers


@dataclass(frozen=True)
class Number:
    """How many things there are that a reader may open, and how many others.

    hides: whether nothing told is HIDDEN, as for those who do not lead the place, or 0: they have none.
    """

    readable: int = 0
    others: int = 0
    hides: bool = False

    @property
    def told(self) -> int:
        """As much of it as is told."""
        return self.readable + small_numbers.tens(self.others)

    @property
    def shown(self) -> int | str:
        """As text or number for a table."""
        return small_numbers.HIDDEN if self.is_hidden else self.told

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is told."""
        return self.hides and not self.told

    @property
    def height(self) -> int:
        """As high as it is drawn: what is hidden always as high as it could be at the most."""
        return small_numbers.TEN if self.is_hidden else self.told


def total(numbers: list[Number]) -> int | None:
    """The sum of what is told, and of nothing else; None beside what is hidden, always."""
    return None if any(one.is_hidden for one in numbers) else sum(one.told for one in numbers)
