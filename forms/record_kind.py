"""RecordKind: everything that depends on the kind of a record, declared in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from forms.engine.choice import ChoiceQuestion
from forms.engine.conditions import holds
from forms.engine.question import Applicability, Question
from forms.engine.readers import Readers
from forms.engine.rows import RowsQuestion
from forms.engine.section import Answers, Section
from forms.responsibility import passing_of_responsibility, responsibility_passes
from protocol import STATEMENTS, Statement
from protocol.chains.step import CHAINS, Chain
from protocol.consistency import Asked
from protocol.corrections import PREFIX, STORED, readings
from protocol.days import date_from
from protocol.statements.scope import EVERY_CHILD
from protocol.terms import TermFiller


class UnknownSectionError(KeyError):
    """The kind of record has no section with this key."""


@dataclass(frozen=True)
class CalendarDay:
    """An all-day calendar entry. key: its part of the URL. title: contains no personal data. question: its date."""

    key: str
    title: str
    question: str


@dataclass(frozen=True)
class TurnsInto:
    """Another kind of record that a draft can be continued as, `when` its answers show that it is of the wrong kind.

    kind: key of the other kind. at: statement whose finding offers the switch. button: text of the button.
    renamed: (question, what the other kind calls it) pairs, where that is not the same.
    """

    kind: str
    at: str
    button: str
    when: Callable[[Answers], bool]
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RecordKind:
    """A kind of record. The protocol has its statements, rules and chain under the same key.

    key: its name in code and database. title, short: displayed names ('Transfer meeting record', 'TMR').
    prefix: start of its references. about: what it is started for, 'child' or 'worker'.
    glance: lines of its summary, each (label, questions whose answers it shows).
    first_line: (answers, filler of terms) → what the record decides, in one sentence; '' while they do not say.
    asked_for: (answers, filler of terms) → what is asked for, to follow 'did not agree that' where it is refused.
    takes_effect: the question that says on which day responsibility passes.
    writers: questions that name people who may edit the draft besides the author.
    calendar: its calendar entries. may_follow: questions that may be answered after approval.
    turns_into: another kind that a draft can be continued as. starts_from: other kinds of which a record of the same
    child can be started from, beside its own (forms/carrying.py).
    retired: questions that earlier versions of the record asked: their answers are shown, and nobody changes them.
    has_letters: whether letters to the child and the parents go with it (forms/letters).
    """

    key: str
    title: str
    short: str
    prefix: str
    sections: tuple[type[Section], ...]
    glance: tuple[tuple[str, tuple[str, ...]], ...]
    about: str = "child"
    first_line: Callable[[Answers, TermFiller], str] = responsibility_passes
    asked_for: Callable[[Answers, TermFiller], str] = passing_of_responsibility
    takes_effect: str = "transfer_date"
    writers: tuple[str, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    may_follow: tuple[str, ...] = ()
    turns_into: TurnsInto | None = None
    starts_from: tuple[str, ...] = ()
    retired: type[Section] | None = None
    has_letters: bool = False

    @property
    def slug(self) -> str:
        """Its part of a URL."""
        return self.key.replace("_", "-")

    def takes_effect_on(self, answers: Answers) -> date | None:
        """The day on which responsibility passes, None where the answers do not say."""
        return date_from(answers.get(self.takes_effect))

    @property
    def chain(self) -> Chain:
        """Its approval chain. Raises KeyError when the protocol has none."""
        return CHAINS[self.key]

    @cached_property
    def restricted(self) -> Mapping[str, Readers]:
        """Key → readers, of its restricted sections."""
        return {section.key: section.readers for section in self.sections if section.readers}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that apply to it, in protocol order."""
        return tuple(statement for statement in STATEMENTS if statement.is_about(self.key))

    def writers_by(self, answers: Answers) -> tuple[str, ...]:
        """Questions that name people who may edit the draft besides the author, in the place of others too."""
        in_place = (readers.named_by(answers)[len(readers.named) :] for readers in self.restricted.values())
        return (*self.writers, *dict.fromkeys(question for questions in in_place for question in questions))

    def section(self, key: str) -> type[Section]:
        """The section with this key. Raises UnknownSectionError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise UnknownSectionError(key)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Name → blank question, of all sections, in order."""
        return {name: question for section in self.sections for name, question in section.questions().items()}

    @cached_property
    def section_of(self) -> Mapping[str, type[Section]]:
        """Name of question → its section."""
        return {name: section for section in self.sections for name in section.questions()}

    @cached_property
    def following(self) -> Mapping[str, Question]:
        """Name → question, of those that the register answers with the answer to another, in order."""
        return {name: question for name, question in self.questions.items() if question.follows}

    def settling_readers(self, readers: Readers) -> frozenset[str]:
        """The questions that settle who the readers are: those that name them, and what the register names them by."""
        found, left = set[str](), [*readers.naming]
        while left:
            question = self.questions[left.pop()]
            found.add(question.name)
            left += {question.follows, *(question.day or ())[:1]} - {"", *found}
        return frozenset(found)

    @cached_property
    def settling(self) -> frozenset[str]:
        """The questions whose answers the register answers others with, those others, and corrections."""
        sources = {name for one in self.following.values() for name in (one.follows, *(one.day or ())[:1])}
        sources |= {name for one in self.following.values() if isinstance(one, RowsQuestion) for name in one.heeds}
        corrections = {PREFIX + name for name in self.following if PREFIX + name in STORED}
        return frozenset(sources | self.following.keys() | corrections)

    def reachable(self, name: str, answers: Answers) -> str:
        """The question that a link to `name` should target: itself, the one with which the register answers it, or the
        unanswered condition that hides it.
        """
        while (follows := self.questions[name].follows) and not _is_asked(self.questions[name], answers):
            name = follows
        conditions = self.questions[name].when
        if not any(holds(conditions, one) for one in readings(answers)):
            return next(parent for parent, values in conditions if answers.get(parent) not in values)
        return name

    @cached_property
    def applicable_answers(self) -> Applicability:
        """Call it with answers for those that apply, for weighing, documents and display. Not for storing."""
        tables = {name: one.columns for name, one in self.questions.items() if isinstance(one, RowsQuestion)}
        columns = {name: found for name, one in tables.items() if (found := _sometimes(one))}
        return Applicability(_sometimes(self.questions), columns)

    @cached_property
    def asking(self) -> Mapping[str, Asked]:
        """Name → question, as the protocol looks for answers behind a 'no' or 'none'."""
        return {name: _asked(question) for name, question in self.questions.items()}

    def shown_questions(self, answers: Answers) -> Iterator[tuple[type[Section], list[Question]]]:
        """Each section with its applicable questions, nested ones included, in order, as on 'Check your answers'.

        A section without any is left out, and of two facts of which there is only one, the other. Every answer but an
        unseen one is shown: those of a submitted version applied then, and those to retired questions come last.
        """
        for section in self.sections:
            seen = {name: one for name, one in section.questions().items() if not one.unseen}
            asked = {name: one for name, one in seen.items() if not self._is_said_by_another(name, answers)}
            shown = [one for name, one in asked.items() if name in answers or one.applies(answers)]
            if shown:
                yield section, shown
        if self.retired and (kept := [one for name, one in self.retired.questions().items() if name in answers]):
            yield self.retired, kept

    def _is_said_by_another(self, name: str, answers: Answers) -> bool:
        """Whether a blank needs no line: who is born has no expected date, and the other way round."""
        other = self._alternatives.get(name)
        return other is not None and name not in answers and answers.get(other) is not None

    @cached_property
    def _alternatives(self) -> Mapping[str, str]:
        """Question → the one that there is in its place, of facts of which there is only one."""
        pairs = [(name, one.goes_with) for name, one in self.questions.items() if one.alternative]
        return dict(pairs) | {other: name for name, other in pairs}

    def question(self, name: str) -> Question | None:
        """The question of this name, retired ones included; None where no version of the record asked it."""
        kept = self.retired.questions() if self.retired else {}
        return self.questions.get(name) or kept.get(name)

    def asked_sections(self, answers: Answers) -> tuple[type[Section], ...]:
        """The sections of which any question applies."""
        shown = self.shown_questions(self.applicable_answers(answers))
        return tuple(section for section, _ in shown if section is not self.retired)


def _asked(question: Question) -> Asked:
    columns = (
        {name: _asked(one) for name, one in question.columns.items()} if isinstance(question, RowsQuestion) else {}
    )
    choices = question.choices if isinstance(question, ChoiceQuestion) else {}
    return Asked(question.label.text, question.when, question.scope, choices, columns)


def _is_asked(question: Question, answers: Answers) -> bool:
    """Whether a question that follows from another may be asked: where the register leaves it blank."""
    return question.asked_if_unknown and question.follows in answers


def _sometimes(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The questions that do not always apply."""
    return {name: one for name, one in questions.items() if one.when or one.scope is not EVERY_CHILD}
