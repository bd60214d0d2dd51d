"""A question rendered once, with holes for what changes from one page to the next.

The design system's macros are slow (an input takes about a hundred times as long as joining its
pieces), and nearly all that they render is the same each time: label, hint, help, ids. So a macro is
given marks in place of the value, the error and the number of the row, and what it renders is cut at the
marks and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

# Two characters of Unicode's private area: no macro escapes them, and none of the project's words holds one.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_EMPTY_LINES = re.compile(r"\s*\n\s*")


def hole(name: str) -> Markup:
    """The mark to give to a macro where something is to be filled in later."""
    return Markup(f"{_OPEN}{name}{_CLOSE}")  # noqa: S704 - names of holes are the project's own


class Skeleton:
    """Rendered HTML with holes. `fill` takes the HTML of each hole by name."""

    def __init__(self, html: str) -> None:
        # The macros leave more empty lines than markup; what a person typed is not in it yet.
        pieces = _MARK.split(_EMPTY_LINES.sub("\n", html).strip())
        self._pieces = pieces
        self._holes = [(place, pieces[place]) for place in range(1, len(pieces), 2)]

    def fill(self, fillings: Mapping[str, str]) -> Markup:
        """The HTML with every hole filled. The fillings are HTML already: escape what a person typed."""
        pieces = self._pieces.copy()
        for place, name in self._holes:
            pieces[place] = fillings[name]
        return Markup("".join(pieces))  # noqa: S704 - macro output joined with escaped fillings
