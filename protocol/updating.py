"""Update findings after submission by decisions, later answers and exception decisions, without running any rule.

A verdict carries its `cases` as data: condition → outcome and message. They are evaluated from the first decision on,
or at once where the statement may follow approval. Conditions are JSON-serialisable and stored with a version:

    {"step": "new_worker", "is": ["approved"]}            the step has one of these outcomes
    {"step": …, "by": {"id": 7, "name": "Ann Lee"}}       it was decided by this person
    {"step": …, "decided_after": "2026-03-15"}            it was decided after this day
    {"step": …, "decided_before": "other_step"}           it was decided on an earlier day than another step
    {"step": …, "stated": "file_checked_on"}              the decider stated this date; with "after" or "before": one
                                                          after or before that day; with "older": one more than so many
                                                          days before the decision
    {"accepted": "142.5.1"}                               every step that asks to accept this statement has accepted it
    {"answer": "file_note_date"}                          the question is answered; with "to_come": true or false,
                                                          by a date after today, or not after today
    {"all": […]}, {"any": […]}, {"not": …}

Placeholders in messages: {new_worker.by} is the decider's name, {new_worker.on} the day, {new_worker.file_checked_on}
what was stated, {answer.file_note_date} an answer, {acceptance.by} who accepted the statement, as what and when.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from protocol.days import date_from
from protocol.decisions import (
    APPROVED,
    CANNOT_AGREE,
    CORRECTIONS_RIGHT,
    REFUSED,
    Decision,
    ExceptionDecision,
    acceptance_of,
)
from protocol.formatting import day, either, listed
from protocol.lifting import of_another_move, why_not
from protocol.outcomes import OPEN, Case, Finding, Level, Outcome, Provisional, Stage
from protocol.people import Person, person_from, same_person

Condition = Mapping[str, Any]

_FILLED = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")
_ACCEPTED_BY = "{acceptance.by}"
_SETTLING = (APPROVED, CANNOT_AGREE, REFUSED)
_ROUTE = "Only an approved exception decision record, agreed by the {who}, can lift this."


@dataclass(frozen=True)
class Known:
    """What conditions are evaluated against: the date, and the version's decisions, answers and linked exceptions.

    awaited: names of what steps ask for that are still undecided, or that refused the version.
    """

    today: date
    decisions: tuple[Decision, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[ExceptionDecision, ...] = ()
    awaited: frozenset[str] = frozenset()

    def decision(self, step: str) -> Decision | None:
        """The last decision at a step; None if there is none or the record was returned from it."""
        found = [one for one in self.decisions if one.step == step and one.outcome in _SETTLING]
        return found[-1] if found else None

    def accepting(self, statement: str) -> tuple[Decision, ...]:
        """The decisions by which everybody who was asked has accepted a statement; () while somebody still has to."""
        name = acceptance_of(statement)
        if name in self.awaited:
            return ()
        return tuple(one for one in self.decisions if one.outcome == APPROVED and one.stated.get(name) == "yes")

    @property
    def corrections_confirmed(self) -> bool:
        """Whether somebody has confirmed what the record corrects in the register."""
        return any(one.outcome == APPROVED and one.stated.get(CORRECTIONS_RIGHT) == "yes" for one in self.decisions)


def approved(*steps: str) -> Condition:
    """Condition: all of these steps are approved or confirmed."""
    return every(*({"step": step, "is": [APPROVED]} for step in steps))


def cannot_agree(*steps: str) -> Condition:
    """Condition: somebody at one of these steps could not agree."""
    return some(*({"step": step, "is": [CANNOT_AGREE]} for step in steps))


def refused(*steps: str) -> Condition:
    """Condition: all of these steps have refused."""
    return every(*({"step": step, "is": [REFUSED]} for step in steps))


def decided(*steps: str) -> Condition:
    """Condition: all of these steps are decided, approved or not."""
    return every(*({"step": step, "is": list(_SETTLING)} for step in steps))


def decided_by(step: str, person: Person | None) -> Condition:
    """Condition: this person decided a step. It never holds for None."""
    return {"step": step, "by": person._asdict() if person else None}


def stated(
    step: str, name: str, *, after: date | None = None, before: date | None = None, older: int | None = None
) -> Condition:
    """Condition: the decider of a step stated the date `name`; with `after` or `before`, a later or an earlier one.

    older: one that is more than so many days before the decision.
    """
    limits: dict[str, Any] = {"after": after and after.isoformat(), "before": before and before.isoformat()}
    limits |= {"older": older}
    return {"step": step, "stated": name} | {limit: value for limit, value in limits.items() if value is not None}


def decided_after(step: str, when: date) -> Condition:
    """Condition: a step was decided after this day."""
    return {"step": step, "decided_after": when.isoformat()}


def decided_before(step: str, other: str) -> Condition:
    """Condition: a step was decided on an earlier day than another step."""
    return {"step": step, "decided_before": other}


def answered(question: str) -> Condition:
    """Condition: a question is answered, before or after approval."""
    return {"answer": question}


def to_come(question: str) -> Condition:
    """Condition: an answer is a date after today."""
    return {"answer": question, "to_come": True}


def has_come(question: str) -> Condition:
    """Condition: an answer is a date, today or earlier."""
    return {"answer": question, "to_come": False}


def accepted(statement: str) -> Condition:
    """Condition: everybody who is asked to accept that a statement is unmet has accepted it."""
    return {"accepted": statement}


def every(*conditions: Condition) -> Condition:
    """Condition: all of these hold."""
    return conditions[0] if len(conditions) == 1 else {"all": list(conditions)}


def some(*conditions: Condition) -> Condition:
    """Condition: at least one of these holds."""
    return conditions[0] if len(conditions) == 1 else {"any": list(conditions)}


def otherwise(condition: Condition) -> Condition:
    """Condition: this does not hold."""
    return {"not": condition}


def holds(condition: Condition, known: Known) -> bool:
    """Evaluate a condition. Raises KeyError for an unknown kind of condition."""
    if "all" in condition:
        return all(holds(one, known) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, known) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], known)
    if "accepted" in condition:
        return bool(known.accepting(condition["accepted"]))
    if "answer" in condition:
        return _is_answered(condition, known)
    return _is_decided(condition, known)


def _is_answered(condition: Condition, known: Known) -> bool:
    answer = known.answers.get(condition["answer"])
    if "to_come" not in condition:
        return isinstance(answer, str) and bool(answer.strip())
    when = date_from(answer)
    return when is not None and (when > known.today) is condition["to_come"]


def _is_decided(condition: Condition, known: Known) -> bool:
    decision = known.decision(condition["step"])
    if decision is None:
        return False
    if "is" in condition:
        return decision.outcome in condition["is"]
    if "by" in condition:
        return same_person(person_from(decision.by), person_from(condition["by"]))
    if "decided_after" in condition:
        return decision.on > date.fromisoformat(condition["decided_after"])
    if "decided_before" in condition:
        other = known.decision(condition["decided_before"])
        return other is not None and decision.on < other.on
    value = date_from(decision.stated.get(condition["stated"]))
    return value is not None and _is_within(value, decision.on, condition)


def _is_within(value: date, decided_on: date, limits: Condition) -> bool:
    if "after" in limits and value <= date.fromisoformat(limits["after"]):
        return False
    if "before" in limits and value >= date.fromisoformat(limits["before"]):
        return False
    return "older" not in limits or (decided_on - value).days > limits["older"]


def updated(finding: Finding, known: Known) -> Finding:
    """The finding after decisions, later answers and exceptions; unchanged where it has no `provisional` data."""
    before = finding.provisional
    if before is None:
        return finding
    if before.confirmed and known.corrections_confirmed:
        return updated(before.confirmed, known)
    start = finding._replace(
        outcome=before.outcome, message=before.message, question=before.question, stage=before.stage, exception=""
    )
    if before.ranks:
        return _by_exceptions(start, before, known)
    if not known.decisions and before.stage is not Stage.FOLLOW_UP:
        return start  # cases count from the first decision on; this also keeps the check of a draft fast
    case = next((one for one in before.cases if holds(one.when, known)), None)
    return _by_case(start, case, known) if case else start


def _by_exceptions(finding: Finding, before: Provisional, known: Known) -> Finding:
    """Mark an unmet requirement as lifted if a linked exception is valid, else add to its message what would lift it.

    It is valid if a rank that can lift the statement agreed, it is about this move, and it stands today and when the
    transfer takes effect.
    """
    ranks, effective = before.ranks, date_from(before.holds_on)
    last = max(known.today, effective) if effective else known.today
    linked = [one for one in known.exceptions if one.statement == finding.statement]
    for exception in linked:
        lifts = exception.lifts_on(last) and not of_another_move(exception, known.answers, effective)
        if lifts and not exception.authority.isdisjoint(ranks):
            message = f"{finding.message} Exception decision {exception.reference} lifts this."
            return finding._replace(outcome=Outcome.LIFTED, message=message, exception=exception.reference)
    route = _ROUTE.replace("{who}", either(f"{{{rank}}}" for rank in ranks))
    because = " ".join(
        of_another_move(one, known.answers, effective) or why_not(one, ranks, known.today, last) for one in linked
    )
    return finding._replace(
        message=" ".join(filter(None, (finding.message, because, route))),
        exception=linked[0].reference if linked else "",
    )


def _by_case(finding: Finding, case: Case, known: Known) -> Finding:
    message = case.message.replace(_ACCEPTED_BY, listed(map(_acceptor, known.accepting(finding.statement)), "and by"))
    message = _FILLED.sub(lambda found: _filling(found[1], found[2], known), message)
    follows = finding.stage is Stage.FOLLOW_UP
    if case.outcome in OPEN:
        question, stage = (finding.question, Stage.FOLLOW_UP) if follows else (None, Stage.DECISION)
    else:
        question, stage = None, Stage.SUBMISSION
    return finding._replace(outcome=case.outcome, message=message, question=question, stage=stage)


def _acceptor(decision: Decision) -> str:
    person = person_from(decision.by)
    name = person.name if person and person.name else "Somebody"
    return ", ".join(filter(None, (name, decision.part, f"on {day(decision.on)}")))


def _filling(of: str, name: str, known: Known) -> str:
    if of == "answer":
        return _in_words(known.answers.get(name))
    decision = known.decision(of)
    if decision is None:
        return ""
    if name == "by":
        person = person_from(decision.by)
        return person.name if person and person.name else "Somebody"
    return day(decision.on) if name == "on" else _in_words(decision.stated.get(name))


def _in_words(value: Any) -> str:
    when = date_from(value)
    return day(when) if when else str(value or "")


def to_data(findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """Statement id → the `provisional` data of its finding as JSON-serialisable values, where it has any."""
    return {one.statement: _provisional_to_data(one.provisional) for one in findings if one.provisional}


def _provisional_to_data(provisional: Provisional) -> dict[str, Any]:
    data = {**provisional._asdict(), "cases": [case._asdict() for case in provisional.cases]}
    confirmed = data.pop("confirmed")
    return data | ({"confirmed": _finding_to_data(confirmed)} if confirmed else {})


def _finding_to_data(finding: Finding) -> dict[str, Any]:
    columns = ("statement", "outcome", "level", "message", "question", "stage", "reason", "exception")
    data = {name: getattr(finding, name) for name in columns}
    return data | ({"provisional": _provisional_to_data(finding.provisional)} if finding.provisional else {})


def from_data(data: Mapping[str, Any]) -> Provisional:
    """The inverse of `to_data`, for the value of one statement."""
    cases = tuple(Case(one["when"], Outcome(one["outcome"]), one["message"]) for one in data["cases"])
    outcome, stage, confirmed = Outcome(data["outcome"]), Stage(data["stage"]), data.get("confirmed")
    return Provisional(
        outcome,
        data["message"],
        data["question"],
        stage,
        cases,
        tuple(data["ranks"]),
        data.get("holds_on", ""),
        _finding_from_data(confirmed) if confirmed else None,
    )


def _finding_from_data(data: Mapping[str, Any]) -> Finding:
    typed = {"outcome": Outcome(data["outcome"]), "level": Level(data["level"]), "stage": Stage(data["stage"])}
    provisional = from_data(data["provisional"]) if "provisional" in data else None
    return Finding(**{**data, **typed, "provisional": provisional})
