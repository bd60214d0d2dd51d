"""Numbers so small that they could tell of one child, hidden from whoever may not read what is behind them.

Whole fives are told of what is not read, never the nearest, and nothing below: nought is hidden too, since 'none' also
tells of a child (docs/decisions/0045).
"""

from __future__ import annotations

FIVE = 5
HIDDEN = f"<{FIVE}"


def fives(number: int) -> int:
    """As much of a number as is told to whoever may not read what is behind it."""
    return number - number % FIVE
