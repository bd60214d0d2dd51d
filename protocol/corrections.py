"""Corrections: what a record says of a child where the register says something else.

A correction is {"register": what the register says, None for 'there is none', "value": what the record says, "how": how
that is known, "by": name of whoever wrote it, "beside": question → what the register answers to it where it answers
otherwise because of the correction, such as the team of the worker who was corrected}. It is stored as the answer
'correction-<question>', beside the question's own answer, which has the corrected value. Weighing and chains have them
under 'corrections', by question.

Of a table "rows" stand in place of "value" and "how": what is corrected in each row (forms/engine/register_rows.py).
"beside" has the table itself too, with the register's rows and what is written in them.

Until the corrections are confirmed, the stricter of both is weighed (docs/decisions/0021).
"""

from collections.abc import Mapping
from typing import Any

from protocol.outcomes import Finding, Outcome, Provisional

PREFIX = "correction-"
CORRECTIONS = "corrections"
FROM_REGISTER = "from_register"  # in a version's answers: the names of the questions that the register answered
# In the answers of a later version of a sealed record: {"reference", "version", "sealed_on": of what it corrects or
# cancels, "why": what was wrong with it and why, "cancels": whether it never happened, "register": question → what the
# register said then, "refused_by": names of those who refused it, of a refusal only}.
AMENDS = "amends"
STANDS = "The {what} was not agreed to. Version {version} stands and counts."

# The facts about a child that can be corrected, by question.
CORRECTABLE = (
    "child_local_id",
    "child_name",
    "child_date_of_birth",
    "child_expected_date_of_birth",
    "child_status",
    "child_status_since",
    "child_protection_category",
    "legal_status",
    "legal_status_since",
    "placement",
    "placement_since",
    "ceasing_looked_after",
    "current_worker",
)
# The tables in which rows of the register can be.
CORRECTABLE_ROWS = ("siblings", "earlier_workers")
_ALL = (*CORRECTABLE, *CORRECTABLE_ROWS)
STORED = frozenset(PREFIX + question for question in _ALL)

_IF_RIGHT = "If the register is right: {}"
_STRICTER = (*(Outcome.MET, Outcome.LIFTED, Outcome.DEPARTED, Outcome.ACCEPTED, Outcome.UNANSWERED, Outcome.UNMET),)
_STRICTNESS = {Outcome.DOES_NOT_APPLY: 0} | {outcome: place for place, outcome in enumerate(_STRICTER)}


def stored_in(answers: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Question → correction, of stored answers. What the register has not been compared with yet is none."""
    if STORED.isdisjoint(answers):
        return {}
    found = {question: answers.get(PREFIX + question) for question in _ALL}
    return {question: one for question, one in found.items() if isinstance(one, Mapping) and "register" in one}


def called(amends: Mapping[str, Any]) -> str:
    """'correction' or 'cancellation': what a later version is (AMENDS); '' for a first one."""
    return "" if not amends else "cancellation" if amends.get("cancels") else "correction"


def stands(amends: Mapping[str, Any]) -> str:
    """What is left if a later version (AMENDS) is refused; '' for a first one, and where that was refused too."""
    if not amends or amends.get("refused_by"):
        return ""
    return STANDS.format(what=called(amends), version=amends.get("version"))


def readings(answers: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Stored answers as the record has them and, where there are corrections, as the register would have them."""
    corrections = stored_in(answers)
    return (answers, _by_register(answers, corrections)) if corrections else (answers,)


def by_register(answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answers to weigh, with the register's in place of corrected ones; None where nothing is corrected."""
    corrections = answers.get(CORRECTIONS)
    if not isinstance(corrections, Mapping) or not corrections:
        return None
    return _by_register(answers, {question: one for question, one in corrections.items() if isinstance(one, Mapping)})


def _by_register(answers: Mapping[str, Any], corrections: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for question, correction in corrections.items():
        beside = correction.get("beside")
        values |= {question: correction.get("register"), **(beside if isinstance(beside, Mapping) else {})}
    others = {name: value for name, value in answers.items() if name not in STORED and name != CORRECTIONS}
    return {name: value for name, value in (others | values).items() if value is not None}


def stricter(said: Finding, register: Finding) -> Finding:
    """Of the findings with the record's values and with the register's, the stricter.

    What is open by the register's values alone stays open without stopping submission, until those who decide have
    confirmed the corrections; then the record's own finding stands.
    """
    if said.stops_submission or _STRICTNESS[register.outcome] <= _STRICTNESS[said.outcome]:
        return said
    before = register.provisional or Provisional(
        register.outcome, register.message, register.question, register.stage, (), ()
    )
    return register._replace(
        message=_if_right(register.message),
        parts=tuple(part._replace(message=_if_right(part.message)) for part in register.parts),
        by_register=True,
        provisional=before._replace(message=_if_right(before.message), confirmed=said),
    )


def _if_right(message: str) -> str:
    return _IF_RIGHT.format(message) if message else ""
