"""How a finding changes after submission: by decisions, answers added later and exception decisions. No rule runs.

A rule says with its verdict, as cases, what decisions make of it; before the first decision none of them holds, save of
what may follow approval. Conditions are plain data, stored with a version:

    {"step": "new_worker", "is": ["approved"]}            how the step was decided, by its key
    {"step": …, "by": {"id": 7, "name": "Ann Lee"}}       by whom
    {"step": …, "decided_after": "2026-03-15"}            on what day; {"decided_before": "other_step"} before another
    {"step": …, "stated": "file_checked_on"}              what was stated; with {"after": "2026-03-15"} a later day
    {"answer": "file_note_date"}                          that it is answered; with "to_come" a day, past or not
    {"all": […]}, {"any": […]}, {"not": …}

In messages {new_worker.by} is the name of who decided, {new_worker.on} the day, {new_worker.file_checked_on} what was
stated, and {answer.file_note_date} an answer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from protocol.answers import Values
from protocol.days import date_from
from protocol.decisions import APPROVED, CANNOT_AGREE, Decision, ExceptionDecision
from protocol.lifting import lifted_or_told
from protocol.outcomes import OPEN, Case, Finding, Outcome, Stage, Unsettled
from protocol.people import Person, person_from, same_person
from protocol.say import day

Condition = Mapping[str, Any]

_FILLED = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")


@dataclass(frozen=True)
class Known:
    """What is known when a finding is settled: decisions on its version, answers, linked exceptions, the day."""

    today: date
    decisions: tuple[Decision, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[ExceptionDecision, ...] = ()

    def decision(self, step: str) -> Decision | None:
        """The decision at a step; None before there is one, or when the record was returned from it."""
        found = [one for one in self.decisions if one.step == step and one.outcome in (APPROVED, CANNOT_AGREE)]
        return found[-1] if found else None


def approved(*steps: str) -> Condition:
    """That all of these steps are approved or confirmed."""
    return every(*({"step": step, "is": [APPROVED]} for step in steps))


def cannot_agree(*steps: str) -> Condition:
    """That somebody at one of these steps could not agree."""
    return some(*({"step": step, "is": [CANNOT_AGREE]} for step in steps))


def decided(*steps: str) -> Condition:
    """That all of these steps are decided, whichever way."""
    return every(*({"step": step, "is": [APPROVED, CANNOT_AGREE]} for step in steps))


def decided_by(step: str, person: Person | None) -> Condition:
    """That this person decided a step; nobody is None."""
    return {"step": step, "by": person._asdict() if person else None}


def stated(step: str, name: str, *, after: date | None = None) -> Condition:
    """That whoever decided a step stated the day `name`, or one after `after`."""
    return {"step": step, "stated": name} | ({"after": after.isoformat()} if after else {})


def decided_after(step: str, when: date) -> Condition:
    """That a step was decided after this day."""
    return {"step": step, "decided_after": when.isoformat()}


def decided_before(step: str, other: str) -> Condition:
    """That a step was decided on an earlier day than another."""
    return {"step": step, "decided_before": other}


def answered(question: str) -> Condition:
    """That a question is answered, now or by what was added."""
    return {"answer": question}


def to_come(question: str) -> Condition:
    """That an answer is a day that has not come yet."""
    return {"answer": question, "to_come": True}


def has_come(question: str) -> Condition:
    """That an answer is a day, today or before."""
    return {"answer": question, "to_come": False}


def every(*conditions: Condition) -> Condition:
    """That all of these hold."""
    return conditions[0] if len(conditions) == 1 else {"all": list(conditions)}


def some(*conditions: Condition) -> Condition:
    """That one of these holds."""
    return conditions[0] if len(conditions) == 1 else {"any": list(conditions)}


def otherwise(condition: Condition) -> Condition:
    """That this does not hold."""
    return {"not": condition}


def holds(condition: Condition, known: Known) -> bool:
    """Whether a condition holds. Raises KeyError for one of no kind that is known."""
    if "all" in condition:
        return all(holds(one, known) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, known) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], known)
    if "answer" in condition:
        return _is_answered(condition, known)
    return _is_decided(condition, known)


def _is_answered(condition: Condition, known: Known) -> bool:
    answers, name = Values(known.answers), condition["answer"]
    if "to_come" not in condition:
        return bool(answers.text(name))
    when = answers.date(name)
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
    said = Values(decision.stated).date(condition["stated"])
    return said is not None and ("after" not in condition or said > date.fromisoformat(condition["after"]))


def settled(finding: Finding, known: Known) -> Finding:
    """The finding as it stands by what is known; one that nothing can change stays as it is."""
    before = finding.unsettled
    if before is None:
        return finding
    start = finding._replace(
        outcome=before.outcome, message=before.message, question=before.question, stage=before.stage, exception=""
    )
    if before.ranks:
        return lifted_or_told(start, before.ranks, known.exceptions, known.today)
    if not known.decisions and before.stage is not Stage.FOLLOW_UP:
        return start  # what the people who decide settle waits for the first of them: a draft is checked often
    case = next((one for one in before.cases if holds(one.when, known)), None)
    return _by_case(start, case, known) if case else start


def _by_case(finding: Finding, case: Case, known: Known) -> Finding:
    message = _FILLED.sub(lambda found: _filling(found[1], found[2], known), case.message)
    follows = finding.stage is Stage.FOLLOW_UP
    if case.outcome in OPEN:
        question, stage = (finding.question, Stage.FOLLOW_UP) if follows else (None, Stage.DECISION)
    else:
        question, stage = None, Stage.SUBMISSION
    return finding._replace(outcome=case.outcome, message=message, question=question, stage=stage)


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
    """What can still change these findings as plain values, by statement; `from_data` reads it back."""
    return {
        one.statement: {**one.unsettled._asdict(), "cases": [case._asdict() for case in one.unsettled.cases]}
        for one in findings
        if one.unsettled
    }


def from_data(data: Mapping[str, Any]) -> Unsettled:
    """What `to_data` gave for one statement."""
    cases = tuple(Case(one["when"], Outcome(one["outcome"]), one["message"]) for one in data["cases"])
    return Unsettled(
        Outcome(data["outcome"]), data["message"], data["question"], Stage(data["stage"]), cases, tuple(data["ranks"])
    )
