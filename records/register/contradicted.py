"""The corrections of records that the register still contradicts: what operators have to have put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import RecordKind, get_kind
from forms.corrections import CorrectionText, correction_texts
from forms.engine.correction import same_answer
from forms.engine.rows import RowsQuestion
from models import About, Allocation, Child, ChildSpell, Record, RecordVersion, State, Step
from protocol.corrections import stored_in
from records import clock
from records.deciding import correcting
from records.drafting import named_people, register_rows
from records.register import lookup

STATES = (State.SUBMITTED, State.APPROVED, State.SEALED)
SPELLS = {"child_status": About.STATUS, "legal_status": About.LEGAL_STATUS, "placement": About.PLACEMENT}


@dataclass(frozen=True)
class Contradicted:
    """A correction that the register contradicts today. text: with what it says today; confirmed: at which step.

    local_id: the child's in the register, to find whom to put right.
    """

    reference: str
    local_id: str
    text: CorrectionText
    since: date
    confirmed: Step | None


def find(terms: Mapping[str, str], *, latest: int | None = None) -> Iterator[Contradicted]:
    """All of them, the oldest first. terms: the council's displayed terms.

    latest: how many records with corrections are looked at, the newest first; None for all.
    """
    current = (RecordVersion.record == Record.id) & (RecordVersion.number == Record.version)
    versions = RecordVersion.select(RecordVersion, Record, Child).join(Record, on=current).join(Child)
    corrected = Record.state.in_(list(STATES)) & (RecordVersion.has_corrections == True)  # noqa: E712 - which an index finds
    versions = versions.where(corrected).order_by(RecordVersion.submitted_at, RecordVersion.id)
    if latest is not None:
        versions = versions.order_by(RecordVersion.submitted_at.desc(), RecordVersion.id.desc()).limit(latest)
    for version in versions:
        if child := version.record.child:
            yield from _of_version(version, child, terms)


def _of_version(version: RecordVersion, child: Child, terms: Mapping[str, str]) -> Iterator[Contradicted]:
    record, since = version.record, clock.in_london(version.submitted_at).date()
    steps = Step.select().where(Step.record == record, Step.version == version.number)
    confirmed = correcting.confirmed_in(steps)
    for text in _texts(get_kind(record.kind), version.answers, child, since, terms):
        yield Contradicted(record.reference, child.local_id, text, since, confirmed)


def _texts(
    form: RecordKind, answers: Mapping[str, Any], child: Child, since: date, terms: Mapping[str, str]
) -> Iterator[CorrectionText]:
    """What the register contradicts today, with what it says today."""
    known = lookup.known_of(child)
    for name, correction in stored_in(answers).items():
        question = form.questions[name]
        if isinstance(question, RowsQuestion):
            given = register_rows.given_today(question, answers, child)
            rows = register_rows.contradicted(question, correction, given)
            yield from correction_texts(form, name, {**correction, "rows": rows, "register": given}, terms)
            continue
        said, today = correction.get("value"), known.get(name, lookup.Known(None)).answer
        if not same_answer(said, today) and not _has_agreed(child, name, said, since):
            yield from correction_texts(form, name, {**correction, "register": today}, terms)


def _has_agreed(child: Child, name: str, value: Any, since: date) -> bool:
    """Whether the register has said the record's value at some time since, though it says another today."""
    if name in SPELLS:
        spells = (ChildSpell.child == child) & (ChildSpell.about == SPELLS[name]) & (ChildSpell.value == value)
        return bool(ChildSpell.select().where(spells & (ChildSpell.seen_on >= since)).exists())
    if name == "current_worker":
        theirs = (Allocation.child == child) & (Allocation.worker == named_people.get_id(value))
        return bool(Allocation.select().where(theirs & (Allocation.ended_on > since)).exists())
    return False
