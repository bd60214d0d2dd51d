"""Which files of ours a post runs through, as somebody who reads along opens them: in order, and from which other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from tests.support.sources import APP, ROOT

GUARD = ("views/web/guard.py", "readers_only.<locals>.guarded")  # where a post about a record begins
RULES = ("protocol/rules/", "protocol/local/rules.py", "protocol/consistency/")
TABLES = "models.py"
OURS = (*(f"{room}/" if (ROOT / room).is_dir() else room for room in APP), "templates/")


@dataclass
class ReadingRoute:
    """The files that run for a post from the guard of its record to the response; what a rule calls left out.

    opened_from: file → the file that it was first called from, in the order of first calls. calls: pairs of files.
    """

    opened_from: dict[str, str] = field(default_factory=dict)
    calls: set[tuple[str, str]] = field(default_factory=set)
    _stack: list[str] = field(default_factory=list)

    @property
    def followed(self) -> list[str]:
        """The files that lead on to others, in order. The rest, and the tables, are taken by the names of what they do:
        they call nothing else of ours."""
        leading = {caller for caller, called in self.calls if called != TABLES}
        return [file for file in self.opened_from if file in leading]

    @property
    def jumps_back(self) -> list[tuple[str, str]]:
        """(back to, for): where the next file is not called from the one just read, but from one before it."""
        pairs = zip(self.followed, self.followed[1:], strict=False)
        return [(self.opened_from[two], two) for one, two in pairs if self.opened_from[two] != one]

    def _see(self, frame: FrameType, event: str, _: Any) -> None:
        file = _ours(frame.f_code.co_filename)
        begins = not self._stack and (file, frame.f_code.co_qualname) == GUARD
        if not file or event not in ("call", "return") or not (self._stack or begins):
            return
        if event == "return":
            self._stack.pop()
            return
        caller = self._stack[-1] if self._stack else file
        self._stack.append(caller if caller.startswith(RULES) else file)  # whatever a rule calls counts as the rule
        if not self._stack[-1].startswith(RULES):
            self.opened_from.setdefault(file, caller)
            self.calls |= {(caller, file)} if caller != file else set()


def reading_route(post: Callable[[], object]) -> ReadingRoute:
    """The route of the one post that is sent here."""
    route, before = ReadingRoute(), sys.getprofile()
    sys.setprofile(route._see)  # noqa: SLF001 - nothing else sees what runs
    try:
        post()
    finally:
        sys.setprofile(before)
    return route


def _ours(path: str) -> str:
    """A file of the app from its root on, '' for any other."""
    file = path.removeprefix(f"{ROOT}/")
    return file if file.startswith(OURS) else ""
