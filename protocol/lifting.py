"""Why a linked exception decision does not lift a statement of a transfer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from protocol.decisions import MOVES_TO, ExceptionDecision
from protocol.formatting import day, either
from protocol.people import person_from, same_person


def of_another_move(exception: ExceptionDecision, answers: Mapping[str, Any], effective: date | None) -> str:
    """How an exception decision that stands is about another move than the record's; '' where it is about this one."""
    if exception.withdrawn or exception.refused or exception.child_stays:
        return ""
    for question in MOVES_TO:
        allowed, named = person_from(exception.moves_to.get(question)), person_from(answers.get(question))
        if allowed and named and not same_person(allowed, named):
            return f"Exception decision {exception.reference} is for a move to {allowed.name}, not to {named.name}."
    if exception.moves_on and effective and effective < exception.moves_on:
        moves = f"for a move on {day(exception.moves_on)} or later, not on {day(effective)}"
        return f"Exception decision {exception.reference} is {moves}."
    return ""


def why_not(exception: ExceptionDecision, ranks: tuple[str, ...], today: date, last: date) -> str:
    """Why a linked exception decision about this move does not lift its statement on the day `last`."""
    name = f"Exception decision {exception.reference}"
    if exception.withdrawn:
        return f"{name} was withdrawn."
    if exception.refused:
        return f"{name} was refused."
    if not exception.approved:
        return f"{name} is not approved."
    if exception.child_stays:
        return f"{name} is that the child stays."
    if not exception.lifts_on(today):
        return f"{name} is past its review date."
    if not exception.lifts_on(last):
        return f"{name} ends before the transfer takes effect on {day(last)}."
    return f"{name} was not agreed by the {either(f'{{{rank}}}' for rank in ranks)}."
