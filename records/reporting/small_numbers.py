"""Numbers so small that they could tell of one child, hidden from whoever may not read the records behind them.

Under five is what England's statistics of children looked after suppress; nought is hidden too, since 'none' also tells
of a child.
"""

from __future__ import annotations

SMALL = 5
HIDDEN = f"<{SMALL}"


def shown(number: int, *, may_read: bool) -> int | str:
    """A number as somebody may see it: HIDDEN where it is small and they may not read every record behind it."""
    return number if may_read or number >= SMALL else HIDDEN
