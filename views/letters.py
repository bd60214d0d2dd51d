"""Letters as pages show them: on their own page, on the record's, and beside a decision."""

from __future__ import annotations

from dataclasses import dataclass

from forms.letters import checking, words
from forms.letters.drafting import calls
from forms.letters.plain_words import Hints, hints
from forms.letters.section import heading
from forms.letters.unlike_record import Unlike
from models import Record, Staff, Step
from records.letters import agreeing, printing, standing, withholding
from records.letters.standing import LetterNow
from views.web import sessions


@dataclass(frozen=True)
class LetterView:
    """One letter with its words. parts: (name, heading, text). note: what stands above one that may not be given."""

    letter: LetterNow
    title: str
    parts: tuple[tuple[str, str, str], ...]
    note: str
    hints: Hints
    doubtful: tuple[str, ...] = ()
    unlike: tuple[Unlike, ...] = ()

    @property
    def has_pointed_out(self) -> bool:
        """Whether something in it is to be looked at again."""
        return bool(self.doubtful or self.unlike)

    @property
    def state(self) -> tuple[str, str]:
        """Its state in words, with the colour of the tag."""
        letter = self.letter
        if letter.text is None:
            return "No letter", "govuk-tag--grey"
        if letter.saved is None:
            return "Not written yet", "govuk-tag--grey"
        if letter.changed:
            return "To be written again", "govuk-tag--orange"
        if letter.saved.agreed is None:
            return "Waiting to be agreed", "govuk-tag--yellow"
        return ("Agreed", "govuk-tag--green") if letter.is_agreed else ("To be changed", "govuk-tag--orange")


@dataclass(frozen=True)
class LettersOfRecord:
    """The letters of a record for one reader."""

    letters: tuple[LetterView, ...]
    may_write: bool
    may_agree: bool

    @property
    def waiting(self) -> list[LetterNow]:
        """Those that wait for an answer."""
        return [one.letter for one in self.letters if one.letter.waits]

    @property
    def to_write(self) -> bool:
        """Whether the reader still has a letter to write, or to write again."""
        return self.may_write and any(one.letter.is_to_write for one in self.letters)


def of_record(record: Record, staff: Staff) -> LettersOfRecord | None:
    """The letters of a record; None where there are none."""
    settings = sessions.settings()
    letters = standing.letters_of(record, settings)
    if not letters:
        return None
    may_agree = any(one.waits for one in letters) and agreeing.may_agree(record, staff)
    return LettersOfRecord(
        tuple(shown(record, one) for one in letters), standing.may_write(record, staff), bool(may_agree)
    )


def agreed_before(record: Record) -> list[LetterView]:
    """The letters that were agreed to before they were written anew, the latest first."""
    return [shown(record, one) for one in standing.agreed_before(record, sessions.settings())]


def are_to_write(record: Record, staff: Staff) -> bool:
    """Whether this person still has letters of the record to write."""
    shown = of_record(record, staff) if standing.may_write(record, staff) else None
    return bool(shown and shown.to_write)


def at_step(step: Step) -> list[LetterView]:
    """The letters that are agreed to with the decision at a step."""
    return [shown(step.record, one) for one in agreeing.waiting_for(step, sessions.settings())]


def shown(record: Record, letter: LetterNow) -> LetterView:
    """A letter with its words."""
    called = worker_called(record)
    parts = (
        tuple((name, heading(name, called), said) for name, said in letter.text.parts.items()) if letter.text else ()
    )
    could_be_plainer = hints(letter.text) if letter.text else Hints((), ())
    drafted = letter.drafted or letter.text
    doubtful = checking.doubtful_sentences(letter.text, drafted, letter.recipient) if letter.text and drafted else []
    note = printing.why_not_given(record, letter) if letter.text else ""
    return LetterView(
        letter,
        words.TITLES[letter.recipient],
        parts,
        note,
        could_be_plainer,
        tuple(doubtful),
        tuple(withholding.to_look_at(record, letter)),
    )


def worker_called(record: Record) -> str:
    """What the new worker is called in the letters."""
    person = standing.answers_of(record).get("new_worker")
    return calls(str(person.get("name") or "")) if isinstance(person, dict) else ""
