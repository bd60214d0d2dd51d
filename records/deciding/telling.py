"""Who could not agree, who decided, and earlier refusals, in words: for pages and the sealed record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms import get_kind
from models import Record, Refusal, State, Step, StepState
from protocol import formatting
from protocol.chains import telling
from protocol.corrections import stands
from protocol.terms import term_filler
from records import clock
from records.amending import family
from records.deciding import refusals
from records.weighing import answers_decided_on

REFUSED = (State.REFUSED, State.REFUSAL_SEALED)


@dataclass(frozen=True)
class RefusalText:
    """The refusals of a record as they are shown. ids: of these. sentence: who did not agree to what, for whom.

    reason: by whom where there are several. settled: who said so and why, or ''.
    """

    ids: tuple[int, ...]
    reference: str
    sentence: str
    reason: str
    at: datetime
    settled: str = ""


def how_decided(record: Record, steps: Iterable[Step], terms: Mapping[str, str], *, reader: int | None = None) -> str:
    """Who decided on the current version of an approved or refused record, and who did not agree."""
    left = stands(family.told_in(record.answers))
    return telling.how_decided(standing(steps), terms, reader=reader, stands=left)


def standing(steps: Iterable[Step]) -> list[Step]:
    """The steps that have not become needless."""
    return [step for step in steps if step.state != StepState.VOID]


def tell(found: Iterable[Refusal], terms: Mapping[str, str], *, reader: int | None = None) -> list[RefusalText]:
    """Refusals in words: who did not agree to what, for whom, and why; those of one record together.

    Those that are settled are apart from those that are not. reader: id of who reads it, who is 'you' in it.
    """
    together: dict[tuple[int, bool], list[Refusal]] = {}
    for refusal in found:
        together.setdefault((refusal.record_id, refusal.settled_at is not None), []).append(refusal)
    return [_tell_together(sorted(group, key=lambda one: int(one.id)), terms, reader) for group in together.values()]


def _tell_together(group: Sequence[Refusal], terms: Mapping[str, str], reader: int | None) -> RefusalText:
    record, steps = group[0].record, [refusal.step for refusal in group]
    what = get_kind(record.kind).asked_for(answers_decided_on(record), term_filler(terms))
    days = dict.fromkeys(formatting.day(clock.in_london(one.refused_at)) for one in group)
    sentence = f"On {formatting.listed(days)} {telling.named(steps, terms, reader=reader)} did not agree that {what}."
    reasons = dict.fromkeys(step.reason for step in steps)
    if len(reasons) > 1:
        reasons = dict.fromkeys(f"{telling.called(step, reader, begins=True)}: {step.reason}" for step in steps)
    settled = " ".join(dict.fromkeys(filter(None, (_settled(one, reader) for one in group))))
    ids, at = tuple(int(one.id) for one in group), max(one.refused_at for one in group)
    return RefusalText(ids, record.reference, sentence, "\n\n".join(reasons), at, settled)


def _settled(refusal: Refusal, reader: int | None) -> str:
    if not refusal.settled_at:
        return ""
    day = formatting.day(clock.in_london(refusal.settled_at))
    if refusal.settled_by is None:
        return f"On {day}: {refusal.settled_reason}"
    by = telling.YOU if refusal.settled_by_id == reader else refusal.settled_by.name
    return f"Settled on {day} by {by}: {refusal.settled_reason}"


def earlier_refusals(
    record: Record,
    answers: Mapping[str, object],
    steps: Iterable[Step],
    terms: Mapping[str, str],
    *,
    reader: int | None = None,
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
    return tell(found, terms, reader=reader)
