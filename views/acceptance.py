"""What is required and cannot be met, as pages show it: who has accepted it or has to, and why it cannot be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms import get_kind
from models import Record
from protocol import Weighing
from protocol.statements import place_of
from records.deciding import accepting, states, submission
from records.editions import StatementText
from records.errors import CannotSubmitError
from records.reporting import history


@dataclass(frozen=True)
class Line:
    """One statement. place: '1.4.2, Transfer meeting'. who: whoever has to accept it, or has, with what they accepted.

    fact: what is the case, of one that is not accepted. state: 'to be accepted', 'accepted by name' or 'not accepted'.
    """

    statement: str
    place: str
    wording: str
    who: str
    fact: str
    reason: str
    state: str


def lines(record: Record, weighed: Weighing, statements: Mapping[str, StatementText]) -> tuple[Line, ...]:
    """A line for each statement that is accepted or waits for it. weighed: what the reader may see of it."""
    waiting = [finding.statement for finding in weighed.to_accept]
    if not waiting and not weighed.accepted:
        return ()
    said = _said(record, waiting) if waiting else {}
    return tuple(
        Line(
            one.statement,
            place_of(statements[one.statement].chapter, statements[one.statement].section_title),
            statements[one.statement].wording,
            said[one.statement] if one.statement in waiting else one.message,
            one.fact if one.statement in waiting else "",
            one.reason,
            _state_of(said.get(one.statement)),
        )
        for one in weighed.findings
        if one.waits_for_acceptance or one in weighed.accepted
    )


def _state_of(said: str | None) -> str:
    if said is None:
        return "accepted by name"
    return "not accepted" if said == accepting.NOT_ACCEPTED else "to be accepted"


def _said(record: Record, statements: Sequence[str]) -> dict[str, str]:
    """Statement → the sentence that says who has to accept it."""
    if record.state in states.UNSUBMITTED:
        planned = would_accept(record, statements)
        return {one: accepts(planned, one) for one in statements}
    asked = accepting.acceptors(history.steps_of(record))
    return {one: accepts(asked, one) if one in asked else accepting.NOT_ACCEPTED for one in statements}


def would_accept(record: Record, statements: Sequence[str]) -> dict[str, str]:
    """Statement → who would have to accept it if the draft were submitted now; {} while nobody is known."""
    answers = get_kind(record.kind).applicable_answers(record.answers)
    try:
        planned = submission.plan_assignments(record=record, answers=answers, by=record.author, accepts=statements)
    except CannotSubmitError:
        return {}
    asks = (([{"name": ask.name} for ask in one.spec.asks], one.staff, one.spec.part) for one in planned)
    return accepting.who_accepts(asks)


def accepts(people: Mapping[str, str], statement: str) -> str:
    """The sentence that says who has to accept a statement."""
    who = people.get(statement, accepting.SOMEBODY_ABOVE)
    return f"{who[:1].upper()}{who[1:]} must accept this before the record goes ahead."
