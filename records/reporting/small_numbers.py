"""Numbers so small that they could tell of one child, hidden from whoever may not read what is behind them.

Whole tens are told of what is not read, never the nearest, and nothing below: nought is hidden too, since 'none' also
tells of a child. Tens are what England's statistics of children looked after are rounded to. As a number under five is
far from the next ten, sums of what is shown leave it open (docs/decisions/0045).
"""

from __future__ import annotations

TEN = 10
HIDDEN = f"<{TEN}"


def tens(number: int) -> int:
    """As much of a number as is told to whoever may not read what is behind it."""
    return number - number % TEN
