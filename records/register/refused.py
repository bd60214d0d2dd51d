"""The lines that a load refuses, with their problems, and what depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from records.register.problems import Problem


class Refused:
    """Refused lines by the name of their file, as in files.KEYS, and number.

    A line is known by what it is about, such as a local id. Where that could not be read, it may be any of its cells.
    """

    def __init__(self) -> None:
        self._problems: dict[tuple[str, int], list[Problem]] = {}
        self._about: dict[tuple[str, str], Problem] = {}

    def __len__(self) -> int:
        return len(self._problems)

    def __contains__(self, place: tuple[str, int]) -> bool:
        return place in self._problems

    def add(self, about: Iterable[str], problems: Collection[Problem]) -> None:
        """Refuse a line for these problems of it."""
        for problem in problems:
            name = Path(problem.file).stem.lower()
            known = self._problems.setdefault((name, problem.line), [])
            if problem not in known:
                known.append(problem)
            for key in about:
                if key:
                    self._about.setdefault((name, key.casefold()), problem)

    def find(self, name: str, key: str) -> Problem | None:
        """The first problem of a line of the file `name` that is refused and is about `key`, or may be."""
        return self._about.get((name, key.casefold()))

    @property
    def problems(self) -> list[Problem]:
        """All problems: those of lines that are wrong by themselves first, then of those that depend on them."""
        found = [problem for problems in self._problems.values() for problem in problems]
        return sorted(found, key=lambda problem: problem.follows)

    def of_file(self, name: str) -> dict[int, list[Problem]]:
        """Line number → problems, of one file."""
        return {number: problems for (of, number), problems in self._problems.items() if of == name}
