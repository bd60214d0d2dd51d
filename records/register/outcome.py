"""What a load did, or would do, told file by file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from records.register.files import RegisterFiles
from records.register.loaded import Change
from records.register.loading import Loaded
from records.register.problems import Problem


@dataclass(frozen=True)
class FileOutcome:
    """A file. new, changed: (line number, what it is about with what changes). gone: what it no longer lists.

    as_before: number of lines that change nothing. lines_refused: number of lines, which may have several problems.
    """

    file: str
    new: list[tuple[int, str]]
    changed: list[tuple[int, str]]
    gone: list[str]
    refused: list[Problem]
    as_before: int
    lines_refused: int


def of_files(files: RegisterFiles, loaded: Loaded) -> list[FileOutcome]:
    """What was or would be done with each file, in loading order."""
    return list(_outcomes(files, loaded))


def _outcomes(files: RegisterFiles, loaded: Loaded) -> Iterator[FileOutcome]:
    for name, lines in files:
        if name not in files.paths:
            continue
        changes = {number: change for (of, number), change in sorted(loaded.tally.changes.items()) if of == name}
        new = [(number, change.about) for number, change in changes.items() if change.is_new]
        changed = [(number, _told(change)) for number, change in changes.items() if not change.is_new]
        refused = loaded.refused.of_file(name)
        good = sum(1 for line in lines if line.number not in refused)
        yield FileOutcome(
            file=files.paths[name].name,
            new=new,
            changed=changed,
            gone=loaded.gone.get(name, []),
            refused=[problem for number in sorted(refused) for problem in refused[number]],
            as_before=good - len(changes),
            lines_refused=len(refused),
        )


def _told(change: Change) -> str:
    columns = ", ".join(sorted(change.columns))
    return f"{change.about} ({columns})" if columns else change.about
