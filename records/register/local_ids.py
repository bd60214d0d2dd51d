"""Children's local ids as the register writes them, where a file writes them in other letters, such as av104233."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from models import Child
from protocol.folding import fold
from records.register.files import KEYS, Line, RegisterFiles
from records.register.problems import Problem

COLUMNS = ("local_id", "child")
ZEROS_IN_FRONT = re.compile(r"(?<!\d)0+(?=\d)")
LIKELY = "This is likely {0}, of the same name, with other zeros in front. If so, write {0}: now it is another child."


def as_known(files: RegisterFiles) -> RegisterFiles:
    """These files with each local id in the letters that the register has, else in those of children.csv.

    One that the register has letter by letter stays, whatever other is like it.
    """
    stored = {child.local_id for child in Child.select(Child.local_id)}
    known: dict[str, str] = {}
    for local_id in (*sorted(stored), *(line.row.local_id for line in files.children)):
        known.setdefault(local_id.casefold(), local_id)
    known |= {local_id: local_id for local_id in stored}
    changed: dict[str, Any] = {
        name: [_as_known(line, column, known) for line in lines]
        for name, lines in files
        if (column := KEYS[name][1][0]) in COLUMNS
    }
    return replace(files, **changed)


def likely_same(files: RegisterFiles, stored: Mapping[str, Child]) -> Iterator[Problem]:
    """Of each new child who may be one of the register whose local id a spreadsheet took for a number."""
    by_rest = {_without_zeros(local_id): child for local_id, child in stored.items()}
    for line in files.children:
        other = by_rest.get(_without_zeros(line.row.local_id))
        if other and line.row.local_id not in stored and fold(other.name) == fold(line.row.name):
            yield line.problem("local_id", LIKELY.format(other.local_id))


def _without_zeros(local_id: str) -> str:
    return ZEROS_IN_FRONT.sub("", local_id).casefold()


def _as_known(line: Line[Any], column: str, known: Mapping[str, str]) -> Line[Any]:
    written = getattr(line.row, column)
    meant = known.get(written) or known.get(written.casefold(), written)
    return line if meant == written else replace(line, row=line.row.model_copy(update={column: meant}))
