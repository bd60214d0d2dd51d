"""The table of what cannot be true together, and the one function that looks for all of it.

It stops submission, and drops and changes nothing. Answers behind a 'no' or 'none' are found by what the forms declare
of their questions (`behind`). Each row has its cases in tests/protocol/test_contradictions.py.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from protocol.answers import Answers
from protocol.consistency.behind import Asking, behind_others
from protocol.consistency.contradiction import Clash, Contradiction
from protocol.consistency.days import DAYS
from protocol.consistency.the_change import THE_CHANGE
from protocol.consistency.the_child import THE_CHILD
from protocol.consistency.the_exception import THE_EXCEPTION
from protocol.consistency.the_gone import THE_GONE
from protocol.consistency.the_handover import THE_HANDOVER
from protocol.outcomes import question_of
from protocol.parameters import Parameters

log = logging.getLogger(__name__)

TABLE: tuple[Contradiction, ...] = (*THE_CHILD, *THE_CHANGE, *THE_GONE, *THE_HANDOVER, *THE_EXCEPTION, *DAYS)
NOTHING: Mapping[str, Any] = MappingProxyType({})
UNCHECKED = (
    "Whether these go together could not be checked because of a fault in the system. Tell the people who run it."
)


@cache
def rows_for(kind: str) -> tuple[Contradiction, ...]:
    """The rows of the table that are looked for in a kind of record."""
    return tuple(row for row in TABLE if row.serves(kind))


def contradictions_in(
    kind: str,
    answers: Mapping[str, Any],
    *,
    today: date,
    parameters: Parameters,
    asking: Asking = NOTHING,
    typed: Mapping[str, Any] = NOTHING,
    of_register: Callable[[], Collection[str]] = tuple,
    strict: bool = False,
) -> tuple[Clash, ...]:
    """What cannot be true in all answers of a record, those that do not apply among them; () for none.

    asking, typed, of_register: see `behind_others`. strict: for tests; errors propagate, and an undeclared read raises
    UndeclaredReadError.
    """
    found = in_table(kind, answers, today=today, parameters=parameters, strict=strict)
    named = {question_of(place) for clash in found for place in clash.places}
    widened = parameters.switches
    hidden = behind_others(asking, answers, typed, widened=widened, of_register=of_register, named=named)
    return (*found, *hidden)


def in_table(
    kind: str, answers: Mapping[str, Any], *, today: date, parameters: Parameters, strict: bool = False
) -> tuple[Clash, ...]:
    """The clashes of the table alone."""
    asked = Answers(dict(answers), kind=kind, today=today)
    found: dict[tuple[str, str, str], Clash] = {}
    for row in rows_for(kind):
        if row.reads is None or not row.reads.isdisjoint(answers):
            for clash in _found(row, asked, parameters, strict):
                found.setdefault((clash.name, *clash.places), clash)
    return tuple(found.values())


def clashes_with(
    names: Collection[str], kind: str, answers: Mapping[str, Any], *, today: date, parameters: Parameters
) -> dict[str, str]:
    """Question → the message of the first clash in the table of its answer with others. names: the questions."""
    found: dict[str, str] = {}
    for clash in in_table(kind, answers, today=today, parameters=parameters):
        for name in map(question_of, clash.places):
            if name in names:
                found.setdefault(name, clash.message)
    return found


def _found(row: Contradiction, asked: Answers, parameters: Parameters, strict: bool) -> tuple[Clash, ...]:
    if strict:
        return tuple(row.find(asked if row.reads is None else asked.limited_to(row.reads), parameters))
    try:
        return tuple(row.find(asked, parameters))
    except Exception as fault:  # any error: fail closed
        # The message and traceback may contain record data, so only the type is logged.
        log.error("contradiction %s failed with %s", row.name, type(fault).__name__)
        return (Clash(row.name, UNCHECKED, *row.between),)
