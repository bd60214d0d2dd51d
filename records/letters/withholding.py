"""What a letter of a record must not hold, by what the record and the register say when it is asked."""

from __future__ import annotations

from peewee import fn

from forms import get_kind
from forms.letters import LetterText, checking, pointed_out, unlike_record, words
from forms.letters.unlike_record import Unlike
from models import Allocation, Child, Record, Staff
from protocol.folding import fold
from protocol.terms import fill_terms
from records.letters import standing
from records.letters.standing import LetterNow
from records.register import lookup
from settings import Settings

BEGINNING = 3  # letters of a folded name by which the register is asked; the rest is compared here
STILL = "{title}: {why}. Say that something has to change first."


def problems(record: Record, by: Staff, text: LetterText, drafted: LetterText, settings: Settings) -> dict[str, str]:
    """Part → what must not stand in it. by: the writer."""
    answers = {**record.answers, **standing.answers_of(record)}
    return checking.problems(
        text, get_kind(record.kind), answers, drafted, _others(record, by, text, settings.council_address)
    )


def to_look_at(record: Record, letter: LetterNow) -> list[Unlike]:
    """Where a letter that was saved may say something else than its record, or what is not for its reader."""
    if letter.text is None or letter.saved is None:
        return []
    answers, drafted = standing.answers_of(record), letter.drafted or LetterText("", "", "", "", "")
    others = _others(record, letter.saved.written_by, letter.text)
    return pointed_out.pointed_out(letter.text, letter.recipient, answers, drafted, others)


def _staff_in(text: LetterText) -> list[str]:
    """The names in a letter that are those of staff, as the letter writes them."""
    names = unlike_record.names_in(text)
    begin = {fold(one)[:BEGINNING] for one in names}
    alike = Staff.select(Staff.name).where(fn.SUBSTR(Staff.search, 1, BEGINNING).in_(begin)) if begin else ()
    called = {way for one in alike for way in unlike_record.ways_of(one.name)}
    return [name for name in names if fold(name) in called]


def _others(record: Record, by: Staff, text: LetterText, office: str = "") -> checking.Others:
    """What the register has of others. A refusal tells of no child whom the writer does not know."""
    staff = _staff_in(text)
    if record.child is None:
        return checking.Others(staff=staff, office=office)
    running = (Allocation.worker == by) & Allocation.ended_on.is_null() & (Allocation.child != record.child)
    mine = Child.select(Child.id, Child.name, Child.local_id).join(Allocation).where(running)
    siblings = [sibling for sibling, _ in lookup.siblings_of(record.child)]
    others = [child for child in mine if child not in siblings]
    local_ids = [one.local_id for one in (*siblings, *others)]
    names = [one.name for one in siblings], [one.name for one in others]
    return checking.Others(*names, staff, local_ids, office)


def why_not_agreed(record: Record, letters: list[LetterNow], settings: Settings) -> str:
    """Why letters cannot be agreed to, '' where they can: the record or the register may say more since the writing."""
    for one in letters:
        if one.text and one.saved:
            found = problems(record, one.saved.written_by, one.text, one.drafted or one.text, settings)
            for why in found.values():
                return fill_terms(STILL.format(title=words.TITLES[one.recipient], why=why), settings.displayed_terms)
    return ""
