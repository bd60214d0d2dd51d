"""Saving a letter: each text is kept as it was, and the leader who has to agree is told."""

from __future__ import annotations

import hashlib
import json

from forms import get_kind
from forms.letters import LetterText, checking, drafting, unlike_record
from forms.letters.unlike_record import Unlike
from mail import outbox
from models import Allocation, Child, Letter, Record, Staff
from records import audit, clock
from records.amending import family
from records.deciding import decisions
from records.errors import ConflictError, ForbiddenError
from records.letters import agreeing, standing
from records.letters.standing import LetterNow
from records.register import lookup
from records.transaction import locked, notify_worker
from settings import Settings

NOT_YOURS = "The new worker writes the letters, once the record is submitted."
CHANGED = "This letter was saved in another window since you opened it. What you typed is still here: compare it first."


def get_letter(record: Record, to: str, settings: Settings) -> LetterNow | None:
    """The letter to the child or the parents; None where the record has no letters."""
    return next((one for one in standing.letters_of(record, settings) if one.recipient == to), None)


def ask_new_worker(record: Record, by: Staff) -> None:
    """Mail the new worker, once, that there are letters to write, where no step of the record asks them for anything.

    In the caller's transaction, when the record is submitted.
    """
    if not get_kind(record.kind).has_letters or family.is_cancellation(record):
        return
    writer = standing.writer_of(record, standing.answers_of(record))
    if writer is None or writer == by or any(step.assignee_id == writer.id for step in decisions.steps_of(record)):
        return
    once, about = f"letters-of-{record.id}", {"by": by.id}
    outbox.queue(to=writer, kind="letters_to_write", record=record, about=about, now=clock.now(), once=once)


def problems(record: Record, by: Staff, text: LetterText, drafted: LetterText) -> dict[str, str]:
    """Part → all that must not stand in it. by: the writer."""
    answers = {**record.answers, **standing.answers_of(record)}
    return checking.problems(text, get_kind(record.kind), answers, drafted, _others(record, by, text))


def unlike(record: Record, letter: LetterNow) -> list[Unlike]:
    """Where a letter that was saved says something else than its record."""
    if letter.text is None or letter.saved is None:
        return []
    answers, drafted = standing.answers_of(record), letter.drafted or LetterText("", "", "", "", "")
    return unlike_record.unlike(letter.text, answers, drafted, _staff_in(letter.text))


def _staff_in(text: LetterText) -> list[str]:
    """The whole names in a letter that are those of staff."""
    names = unlike_record.names_in(text)
    return [one.name for one in Staff.select(Staff.name).where(Staff.name.in_(names))] if names else []


def _others(record: Record, by: Staff, text: LetterText) -> checking.Others:
    """Names in the register that are not this child's. A refusal tells of no child whom the writer does not know."""
    staff = _staff_in(text)
    if record.child is None:
        return checking.Others(staff=staff)
    running = (Allocation.worker == by) & Allocation.ended_on.is_null() & (Allocation.child != record.child)
    mine = Child.select(Child.name).join(Allocation).where(running)
    siblings = [sibling.name for sibling, _ in lookup.siblings_of(record.child)]
    return checking.Others(siblings, [child.name for child in mine], staff)


def save_letter(*, record: Record, to: str, by: Staff, text: LetterText, seen: int, settings: Settings) -> Letter:
    """Save a letter's text as its next version; unchanged, the one that there is stays as it is.

    seen: the number of the version that `by` had before them, 0 for the draft. Raises ForbiddenError when `by` may not
    write it or there is none, ConflictError when another version has been saved since.
    """
    with locked(record.id) as current:
        letter = get_letter(current, to, settings)
        if letter is None or letter.text is None or not standing.may_write(current, by):
            raise ForbiddenError("not the letter's writer", NOT_YOURS)
        last = letter.saved.number if letter.saved else 0
        if seen != last:
            raise ConflictError("letter saved since", CHANGED)
        if letter.saved and not letter.changed and letter.text == text:
            return letter.saved
        waited = any(one.waits for one in standing.letters_of(current, settings))
        saved = _create(current, to, by, text, last + 1)
        audit.append_event(
            record=current,
            event="letter_written",
            by=by,
            detail={"recipient": to, "number": saved.number, "digest": saved.digest},
        )
        if not waited and (leader := agreeing.asked_apart(current)):
            outbox.queue(to=leader, kind="letters_to_agree", record=current, about={"by": by.id}, now=clock.now())
    notify_worker()
    return saved


def _create(record: Record, to: str, by: Staff, text: LetterText, number: int) -> Letter:
    data = text.to_data()
    return Letter.create(
        record=record,
        recipient=to,
        number=number,
        text=data,
        facts=drafting.facts_in(standing.answers_of(record)),
        digest=hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest(),
        written_by=by,
        written_at=clock.now(),
    )
