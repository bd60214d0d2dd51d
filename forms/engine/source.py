"""Where the answer to a question is from, where the register answers it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from protocol.formatting import listed


class Source(NamedTuple):
    """Of a fact: since when it holds, and the day of the last load that said it; None for unknown, and for today.

    also: the names of others who hold the same post. post: of somebody whom the register gives cases although it is one
    that holds none, in words; '' for any other.
    by_correction: it follows from what the register says and its correction together, and has none of its own.
    instead: (what the register would answer,) where it follows from a correction and the register answers otherwise.
    """

    since: date | None = None
    seen_on: date | None = None
    by_correction: bool = False
    also: tuple[str, ...] = ()
    instead: tuple[Any, ...] = ()
    post: str = ""

    @property
    def remark(self) -> str:
        """Who else holds the post, with who of them is asked, or that whoever it names holds no cases; else ''."""
        if self.post:
            return f"By the register they are {self.post} and hold no cases. Correct this if somebody else has the case"
        asked = "Whoever took the post last is asked, and another one where that is not possible"
        return f"The register also has {listed(list(self.also))} in this post. {asked}" if self.also else ""
