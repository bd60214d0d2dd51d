"""What a letter of a record must not hold, by what the record and the register say when it is asked."""

from __future__ import annotations

from forms import get_kind
from forms.letters import LetterText, checking, unlike_record, words
from forms.letters.unlike_record import Unlike
from models import Allocation, Child, Record, Staff
from protocol.terms import fill_terms
from records.letters import standing
from records.letters.standing import LetterNow
from records.register import lookup
from settings import Settings

STILL = "{title}: {why}. Say that something has to change first."


def problems(record: Record, by: Staff, text: LetterText, drafted: LetterText) -> dict[str, str]:
    """Part → what must not stand in it. by: the writer."""
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


def why_not_agreed(record: Record, letters: list[LetterNow], settings: Settings) -> str:
    """Why letters cannot be agreed to, '' where they can: the record or the register may say more since the writing."""
    for one in letters:
        if one.text and one.saved:
            found = problems(record, one.saved.written_by, one.text, one.drafted or one.text)
            for why in found.values():
                return fill_terms(STILL.format(title=words.TITLES[one.recipient], why=why), settings.displayed_terms)
    return ""
