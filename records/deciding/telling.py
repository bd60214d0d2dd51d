"""Who could not agree, who decided, and earlier refusals, in words: for pages and the sealed record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from forms import get_kind
from models import Record, Refusal, State, Step, StepState
from protocol import formatting
from protocol.chains import telling
from protocol.terms import term_filler
from records import clock
from records.deciding import refusals
from records.weighing import answers_decided_on

REFUSED = (State.REFUSED, State.REFUSAL_SEALED)


@dataclass(frozen=True)
class RefusalText:
    """A refusal as it is shown. sentence: who did not agree to what, for whom. settled: who said so and why, or ''."""

    id: int
    reference: str
    sentence: str
    reason: str
    at: datetime
    settled: str = ""


def how_decided(steps: Iterable[Step], terms: Mapping[str, str]) -> str:
    """Who decided on the current version of an approved or refused record, and who did not agree."""
    return telling.how_decided(standing(steps), terms)


def standing(steps: Iterable[Step]) -> list[Step]:
    """The steps that have not become needless."""
    return [step for step in steps if step.state != StepState.VOID]


def tell(refusal: Refusal, terms: Mapping[str, str]) -> RefusalText:
    """A refusal in words: who did not agree to what, for whom, and why."""
    record, step = refusal.record, refusal.step
    what = get_kind(record.kind).asked_for(answers_decided_on(record), term_filler(terms))
    on = formatting.day(clock.in_london(refusal.refused_at))
    settled = ""
    if refusal.settled_at and refusal.settled_by:
        day = formatting.day(clock.in_london(refusal.settled_at))
        settled = f"Settled on {day} by {refusal.settled_by.name}: {refusal.settled_reason}"
    sentence = f"On {on} {telling.named([step], terms)} did not agree that {what}."
    return RefusalText(refusal.id, record.reference, sentence, step.reason, refusal.refused_at, settled)


def earlier_refusals(
    record: Record, answers: Mapping[str, object], steps: Iterable[Step], terms: Mapping[str, str]
) -> list[RefusalText]:
    """The refusals to be read before a record: those that bind it, and those with whose posts its version ends.

    While a draft says neither team nor worker, all that there are about the child.
    """
    sought = refusals.sought_by(answers)
    if record.child_id and sought.team is None and sought.worker is None:
        found = refusals.of_child(record.child_id, but=record)
    else:
        found = refusals.binding(record, answers)
    keys = {step.key for step in steps}
    there = {refusal.id for refusal in found}
    found += [one for one in refusals.with_keys(keys) if one.id not in there]
    return [tell(refusal, terms) for refusal in found]
