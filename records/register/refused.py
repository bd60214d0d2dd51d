"""The lines that a load refuses, with their problems, and what depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from records.register.problems import Problem


class Refused:
    """Refused lines by the name of their file and number. names: of the files, in the order in which they are told.

    A line is known by what it is about, such as a local id. Where that could not be read, it may be any of its cells.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._order = {name: number for number, name in enumerate(names)}
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
        places = sorted(self._problems, key=lambda place: (self._order.get(place[0], 0), place[1]))
        found = [problem for place in places for problem in self._problems[place]]
        return sorted(found, key=lambda problem: problem.follows)

    def of_file(self, name: str) -> dict[int, list[Problem]]:
        """Line number → problems, of one file."""
        return {number: problems for (of, number), problems in self._problems.items() if of == name}
