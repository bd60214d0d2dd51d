"""Local ids, teams, localities and families as the register writes them, where a file writes them in other letters.

Capitals, the width of letters, and the kind of hyphens, apostrophes and blanks make no difference, as in av104233.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from models import Child, Family, Team
from records.register.files import Line, RegisterFiles
from records.register.numbers import of_a_keyboard

# What is told by its letters → the columns of the files that have it. The first file is the one that adds more of it.
COLUMNS: Mapping[Any, Mapping[str, str]] = {
    Child.local_id: {
        "children": "local_id",
        **dict.fromkeys(("statuses", "legal_statuses", "placements", "allocations"), "child"),
    },
    Team.name: {"teams": "name", **dict.fromkeys(("staff", "posts", "allocations"), "team")},
    Team.locality: dict.fromkeys(("teams", "staff", "posts"), "locality"),
    Family.name: {"children": "family"},
}
ALIKE = 0.8  # of 1, from which a name may be meant by another


def key(text: str) -> str:
    """A text by what tells it from another."""
    return of_a_keyboard(text).casefold()


def as_known(files: RegisterFiles) -> RegisterFiles:
    """These files with each of them in the letters that the register has, else in those of the file that adds it.

    One that the register has letter by letter stays, whatever other is like it.
    """
    for column_of_table, columns in COLUMNS.items():
        known = _known(files, column_of_table, columns)
        changed: dict[str, Any] = {
            name: [_as_known(line, column, known) for line in getattr(files, name)] for name, column in columns.items()
        }
        files = replace(files, **changed)
    return files


@lru_cache(maxsize=1_000)  # a file that names an unknown team does so in many lines
def nearest(written: str, known: tuple[str, ...]) -> list[str]:
    """Those of these that are likely meant, two at the most: East and West are as near to Eest."""
    by_key = {key(one): one for one in known}
    return [by_key[found] for found in get_close_matches(key(written), by_key, 2, ALIKE)]


def _known(files: RegisterFiles, column_of_table: Any, columns: Mapping[str, str]) -> dict[str, str]:
    """Each spelling, and what tells it from another → the spelling that counts."""
    stored = {value for (value,) in column_of_table.model.select(column_of_table).distinct().tuples() if value}
    adding, column = next(iter(columns.items()))
    known: dict[str, str] = {}
    for spelling in (*sorted(stored), *_values(getattr(files, adding), column)):
        known.setdefault(key(spelling), spelling)
    return known | {spelling: spelling for spelling in stored}


def _values(lines: Iterable[Line[Any]], column: str) -> Iterable[str]:
    return (value for line in lines if (value := getattr(line.row, column)))


def _as_known(line: Line[Any], column: str, known: Mapping[str, str]) -> Line[Any]:
    written = getattr(line.row, column)
    meant = written and (known.get(written) or known.get(key(written), written))
    if meant == written:
        return line
    return replace(line, row=line.row.model_copy(update={column: meant}), written={column: written, **line.written})
