"""Children's local ids of which a spreadsheet took the zeros in front."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from models import Child
from protocol.folding import fold
from records.register.files import ChildLine, RegisterFiles
from records.register.problems import Problem

ZEROS_IN_FRONT = re.compile(r"(?<!\d)0+(?=\d)")
LIKELY = "This is likely {0}, of the same name, with other zeros in front. If so, write {0}: now it is another child."


def likely_same(files: RegisterFiles, stored: Mapping[str, Child]) -> Iterator[Problem]:
    """Of each new child who may be one of the register, or of a line before, whose local id was taken for a number."""
    by_rest: dict[str, Child | ChildLine] = {_without_zeros(local_id): child for local_id, child in stored.items()}
    for line in files.children:
        if line.row.local_id not in stored:
            other = by_rest.setdefault(_without_zeros(line.row.local_id), line.row)
            if other.local_id != line.row.local_id and fold(other.name) == fold(line.row.name):
                yield line.problem("local_id", LIKELY.format(other.local_id))


def _without_zeros(local_id: str) -> str:
    return ZEROS_IN_FRONT.sub("", local_id).casefold()
