"""What is wrong in the register's files, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """An error in a file. `line` counts from 1, 0 where no line is meant; `text` says how to correct it."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}, {self.column}: {self.text}"


class RegisterError(ValueError):
    """The files are invalid; nothing was loaded. `problems` lists every error."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
