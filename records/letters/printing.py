"""A letter as it is printed, with what stands above one that may not be given."""

from __future__ import annotations

from documents.content import Council
from documents.letter import LetterDocument
from forms.letters import words
from forms.letters.drafting import calls
from forms.letters.section import heading
from forms.letters.text import LetterText
from models import Record, State
from protocol.formatting import day, upper_first
from records import clock, council
from records.letters import standing
from records.letters.standing import LetterNow
from settings import Settings

NOT_AHEAD = (State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED, State.CANCELLED)


def why_not_given(record: Record, letter: LetterNow) -> str:
    """What is said of a letter that may not be given, '' of one that may."""
    if letter.may_be_given:
        return ""
    if record.state in NOT_AHEAD:
        return words.NOTES["not_ahead"]
    if record.state == State.CORRECTED:
        return words.NOTES["corrected"]
    if letter.replaced:
        return words.NOTES["replaced"]
    if letter.changed:
        return words.NOTES["changed"]
    return words.NOTES["undecided" if letter.is_agreed else "draft"]


def to_print(record: Record, letter: LetterNow, text: LetterText, settings: Settings, *, large: bool) -> LetterDocument:
    """A letter as its document. text: of the letter."""
    answers = standing.answers_of(record)
    person = answers.get("new_worker")
    name = str(person.get("name") or "") if isinstance(person, dict) else ""
    at = letter.saved.answered_at if letter.saved and letter.is_agreed else None
    number = letter.saved.number if letter.saved else 0
    called = calls(name)
    lines = ((words.PHONE, text.phone or words.TO_COME), (words.EMAIL, text.email))
    return LetterDocument(
        title=words.TITLES[letter.recipient],
        council=Council(
            settings.council_name, settings.council_colour, settings.council_address, council.current().logo
        ),
        greeting=text.greeting,
        parts=tuple((heading(part, called), said) for part, said in text.parts.items()),
        lines=tuple((label, value) for label, value in lines if value),
        lines_under=heading("reach", called),
        sent_by=(name, upper_first(standing.contacts_of(answers, settings).worker), settings.council_name),
        date=day(clock.in_london(at).date() if at else clock.today()),
        reference=f"{record.reference}, version {number}" if number else record.reference,
        note=why_not_given(record, letter),
        large=large,
        made_at=clock.now(),
    )
