"""How the letters of a record stand: drafted, written, agreed, or overtaken by what the record says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import get_kind
from forms.letters import RECIPIENTS, Contacts, LetterText, draft, drafting, why_none
from models import Letter, Record, RecordVersion, Role, Staff, State
from protocol.statements import EMERGENCY
from protocol.terms import fill_terms, term_filler
from records import clock
from records.amending import family
from records.deciding import states
from records.renamed import answers_in
from records.sealing.describing import ROLE_TERMS
from settings import Settings

WRITABLE = (State.SUBMITTED, State.APPROVED, State.SEALED)
GIVEN_IN = (State.APPROVED, State.SEALED)


@dataclass(frozen=True)
class LetterNow:
    """One letter of a record as it stands.

    text: as it was saved last, else the draft; None where there is no letter, for `why_none`. drafted: the draft of
    today. saved: the row, None while nobody has saved it. changed: what the record now says otherwise, as names of
    questions. given: whether the record is such that a letter may be given.
    replaced: whether a later text was agreed to.
    """

    recipient: str
    text: LetterText | None
    drafted: LetterText | None = None
    why_none: str = ""
    saved: Letter | None = None
    changed: tuple[str, ...] = ()
    given: bool = False
    replaced: bool = False

    @property
    def is_agreed(self) -> bool:
        """Whether the receiving leader has agreed to this text, and the record still says what it rests on."""
        return bool(self.saved and self.saved.agreed and not self.changed)

    @property
    def waits(self) -> bool:
        """Whether it is written and waits for an answer."""
        return bool(self.text and self.saved and self.saved.agreed is None and not self.changed)

    @property
    def is_to_write(self) -> bool:
        """Whether it is to be written, or written again."""
        return self.text is not None and not (self.waits or self.is_agreed)

    @property
    def may_be_given(self) -> bool:
        """Whether it can be handed over: agreed, as its record is."""
        return self.is_agreed and self.given


def letters_of(record: Record, settings: Settings) -> list[LetterNow]:
    """The letters of a record, that to the child first; [] for a kind without letters, and for a cancellation."""
    if not get_kind(record.kind).has_letters or family.is_cancellation(record):
        return []
    answers, today, saved = answers_of(record), clock.today(), _saved(record)
    contacts = contacts_of(answers, settings)
    return [_as_it_stands(record, answers, to, today, saved.get(to), contacts, settings) for to in RECIPIENTS]


def agreed_before(record: Record, settings: Settings) -> list[LetterNow]:
    """The texts that were agreed to before another was saved, the latest first. Families may have them."""
    last = {one.recipient: one.saved.number for one in letters_of(record, settings) if one.saved}
    rows = Letter.select(Letter, Staff).join(Staff, on=(Letter.written_by == Staff.id))
    mine = rows.where((Letter.record == record) & Letter.agreed).order_by(Letter.number.desc())
    answers, later, found = answers_of(record), dict[str, bool](), []
    for row in mine:
        if row.number < last.get(row.recipient, 0):
            found.append(_as_agreed(record, row, answers, replaced=later.get(row.recipient, False)))
        later[row.recipient] = True
    return found


def _as_agreed(record: Record, row: Letter, answers: Mapping[str, Any], *, replaced: bool) -> LetterNow:
    text, changed = LetterText.from_data(row.text), _changed(record, row.facts, answers)
    given = record.state in GIVEN_IN and not replaced
    return LetterNow(row.recipient, text, saved=row, changed=changed, given=given, replaced=replaced)


def answers_of(record: Record) -> dict[str, Any]:
    """The applicable answers of the current version, or of a draft."""
    if record.state in states.UNSUBMITTED or not record.version:
        return get_kind(record.kind).applicable_answers(record.answers)
    of_version = (RecordVersion.record == record) & (RecordVersion.number == record.version)
    return answers_in(RecordVersion.get(of_version))


def contacts_of(answers: Mapping[str, Any], settings: Settings) -> Contacts:
    """What the register says of the workers, and the council of whom to turn to."""
    new, old = (_staff(answers, part) for part in ("new_worker", "current_worker"))
    return Contacts(
        email=new.email if new else "",
        worker=_post(new, settings),
        old_worker=_post(old, settings),
        advocacy=settings.family_contacts.advocacy,
        complaints=settings.family_contacts.complaints,
    )


def writer_of(record: Record, answers: Mapping[str, Any]) -> Staff | None:
    """Who writes the letters: the new worker, or the author once that worker has left."""
    new = _staff(answers, "new_worker")
    return new if new is None or new.active else record.author


def may_write(record: Record, staff: Staff) -> bool:
    """Whether this person may write the letters of this record now."""
    is_open = record.state in WRITABLE and get_kind(record.kind).has_letters and not family.is_cancellation(record)
    if not is_open:
        return False
    writer = writer_of(record, answers_of(record))
    return writer is not None and bool(writer.id == staff.id)


def _saved(record: Record) -> dict[str, Letter]:
    """Recipient → the letter saved last."""
    rows = Letter.select(Letter, Staff).join(Staff, on=(Letter.written_by == Staff.id)).where(Letter.record == record)
    return {row.recipient: row for row in rows.order_by(Letter.number)}


def _as_it_stands(
    record: Record,
    answers: Mapping[str, Any],
    to: str,
    today: date,
    saved: Letter | None,
    contacts: Contacts,
    settings: Settings,
) -> LetterNow:
    if why := why_none(answers, to, today):
        return LetterNow(to, None, why_none=why, saved=saved)
    is_emergency = record.kind == EMERGENCY
    terms = term_filler(settings.displayed_terms)
    drafted = draft(answers, to, today, contacts=contacts, emergency=is_emergency, terms=terms)
    text = LetterText.from_data(saved.text) if saved else drafted
    changed = _changed(record, saved.facts, answers) if saved else ()
    return LetterNow(to, text, drafted, saved=saved, changed=changed, given=record.state in GIVEN_IN)


def _changed(record: Record, facts: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[str, ...]:
    now, questions = drafting.facts_in(answers), get_kind(record.kind).questions
    names = [name for name in drafting.READS if facts.get(name) != now.get(name)]
    return tuple(questions[name].thing for name in names if name in questions)


def _staff(answers: Mapping[str, Any], part: str) -> Staff | None:
    person = answers.get(part)
    found: Staff | None = Staff.get_or_none(Staff.id == person.get("id")) if isinstance(person, Mapping) else None
    return found


def _post(staff: Staff | None, settings: Settings) -> str:
    role = Role(staff.role) if staff else Role.SOCIAL_WORKER
    return fill_terms(ROLE_TERMS[role], settings.displayed_terms)
