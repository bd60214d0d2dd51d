"""Numbers so small that they could tell of one child, hidden from whoever may not read what is behind them.

Numbers of one to five are what England's statistics of children looked after suppress. Nought is hidden too, since
'none' also tells of a child. Beyond, whole sixes are told, never the nearest: so sums of parts and parts of sums leave
every number under five open (docs/decisions/0045).
"""

from __future__ import annotations

SIX = 6
HIDDEN = f"<{SIX}"


def sixes(number: int) -> int:
    """As much of a number as is told to whoever may not read what is behind it."""
    return number - number % SIX
