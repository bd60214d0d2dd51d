"""What is wrong in the register's files, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

MOST_QUOTED = 60  # characters of a cell


@dataclass(frozen=True)
class Problem:
    """An error in a file. `line` counts from 1, 0 where no line is meant; `text` says how to correct it.

    file: its name; '' where all files together are meant.
    value: what was read there, as far as it is shown. follows: this line is right, and depends on one that is refused.
    """

    file: str
    line: int
    column: str
    text: str
    value: str = ""
    follows: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.file else self.text

    @property
    def place(self) -> str:
        """File, line, column and what was read there."""
        line = f", line {self.line}" if self.line else ""
        return f"{_quoted(self.file)}{line}, {self.at}"

    @property
    def at(self) -> str:
        """Column, and what was read there."""
        column = _quoted(self.column)
        return f"{column} '{_quoted(self.value)}'" if self.value else column

    @property
    def reason(self) -> str:
        """What is put beside the line itself."""
        return f"{self.at}: {self.text}"

    def because_of(self, other: Problem) -> Problem:
        """The same place, refused because a line that it depends on is."""
        text = f"This depends on {other.file}, line {other.line}, which is refused. Correct that first."
        return replace(self, text=text, follows=True)


class RegisterError(ValueError):
    """The files are invalid; nothing was loaded. `problems` lists every error."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def _quoted(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return shown if len(shown) <= MOST_QUOTED else f"{shown[:MOST_QUOTED]}…"
