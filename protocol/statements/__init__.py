"""All statements of the two chapters and of the local practice, as data, in order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from protocol.local.statements import STATEMENTS_LOCAL, TITLE
from protocol.statements.chapter_142 import STATEMENTS_142
from protocol.statements.chapter_315 import STATEMENTS_315
from protocol.statements.chapter_315_procedure import STATEMENTS_315_PROCEDURE
from protocol.statements.departable import IN_SHORT, ranks_of
from protocol.statements.statement import EMERGENCY, EVERY, EXCEPTION, LOCAL, MANAGEMENT, TRANSFER, Statement, place_of

__all__ = [
    "BY_ID",
    "CHAPTERS",
    "EMERGENCY",
    "EVERY",
    "EXCEPTION",
    "LOCAL",
    "MANAGEMENT",
    "RECORDS",
    "SOURCES",
    "STATEMENTS",
    "TRANSFER",
    "Statement",
    "listed",
    "place_of",
    "places",
]

CHAPTERS: Mapping[str, str] = MappingProxyType(
    {
        "1.4.2": "Managing case transfers between workers and teams (May 2017)",
        "3.1.5": "Transfers of children who are looked after (June 2014)",
    }
)
# Source of statements → title. Chapters are in force unless a council switches one off, local practice only where it is
# switched on.
SOURCES: Mapping[str, str] = MappingProxyType({**CHAPTERS, LOCAL: TITLE})

STATEMENTS: tuple[Statement, ...] = tuple(
    replace(one, ranks=ranks_of(one.id), in_short=IN_SHORT.get(one.id, ""))
    for one in (*STATEMENTS_142, *STATEMENTS_315, *STATEMENTS_315_PROCEDURE, *STATEMENTS_LOCAL)
)

# All kinds of record that a statement applies to.
RECORDS: tuple[str, ...] = tuple(dict.fromkeys(kind for one in STATEMENTS for kind in one.records if kind != EVERY))

BY_ID: Mapping[str, Statement] = MappingProxyType({one.id: one for one in STATEMENTS})


def places(ids: Iterable[str]) -> dict[str, str]:
    """Where these statements stand, each place once: '1.4.2, Transfer meeting' → the first of them there.

    A statement of an earlier version, which is there no longer, stands under its id.
    """
    found: dict[str, str] = {}
    for one in ids:
        found.setdefault(BY_ID[one].place if one in BY_ID else one, one)
    return found


def listed(in_force: Collection[str]) -> tuple[Statement, ...]:
    """The statements to show: those of the chapters, in force or not, and of other sources that are in force."""
    shown = {*CHAPTERS, *in_force}
    return tuple(one for one in STATEMENTS if one.chapter in shown)
