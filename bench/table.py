"""The table that bench/run prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.rounds import Series

HEADINGS = ("", "against", "ours", "ratio", "half of the rounds", "target", "met?")


@dataclass(frozen=True)
class Comparison:
    """One line: ours against a peer or the bare libraries.

    `target` bounds the ratio from below, or from above if `at_most`. Where more is better the ratio is that of
    throughputs (their seconds over ours), else that of times. letters: of the pages that answered; where ours has more
    than a tenth more on it, the two are not alike, and the target says nothing of them.
    """

    what: str
    against: Series
    ours: Series
    target: float
    at_most: bool = False
    letters: tuple[int, int] = (0, 0)

    @property
    def ratio(self) -> Series:
        """The ratio, round by round."""
        return self.ours.over(self.against) if self.at_most else self.against.over(self.ours)

    @property
    def is_unlike(self) -> bool:
        """Whether our page has more on it."""
        return self.letters[1] > 1.1 * self.letters[0]

    @property
    def keeps_to_it(self) -> bool:
        """Whether the median ratio keeps to the target."""
        return self.ratio.middle <= self.target if self.at_most else self.ratio.middle >= self.target

    @property
    def met(self) -> bool:
        """Whether the target is kept to, or says nothing."""
        return self.keeps_to_it or self.is_unlike

    def cells(self) -> tuple[str, ...]:
        """The line's columns."""
        low, high = self.ratio.spread
        bound = "at most" if self.at_most else "at least"
        return (
            self.what,
            in_units(self.against.middle),
            in_units(self.ours.middle),
            f"{self.ratio.middle:.2f}",
            f"{low:.2f} to {high:.2f}",
            f"{bound} {self.target:.2f}",
            "yes" if self.keeps_to_it else self._more() if self.is_unlike else "NO",
        )

    def _more(self) -> str:
        few, many = (f"{letters / 1000:.0f}" for letters in self.letters)
        return f"a page of {many} KB, not {few}"


def in_units(seconds: float) -> str:
    """1.23 s, 12.3 ms, 45 µs."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs"


def lay_out(lines: Iterable[Comparison]) -> str:
    """The table as text, columns aligned."""
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    laid = ("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in laid)
