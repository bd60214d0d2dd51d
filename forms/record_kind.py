"""A kind of record, declared in one place: its sections and whatever else depends on the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms.engine.conditions import Condition, holds
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Answers, Section
from protocol import STATEMENTS, Statement
from protocol.chains.step import CHAINS, Chain


class UnknownSectionError(KeyError):
    """The record has no section of that key."""


@dataclass(frozen=True)
class CalendarDay:
    """A whole day in somebody's calendar. `key` is its name in addresses; the title holds no name of anybody."""

    key: str
    title: str
    question: str


@dataclass(frozen=True)
class TurnsInto:
    """The kind of record that a draft goes on as, `when` its answers say that it is the wrong one.

    kind: the key of that kind. at: the statement beside which the button stands. button: its words.
    """

    kind: str
    at: str
    button: str
    when: Callable[[Answers], bool]


@dataclass(frozen=True)
class RecordKind:
    """A kind of record. Its statements, rules and chain are those that the protocol has under its key.

    key: its name in the code and in the database. title, short: its names on the page ('Transfer meeting record',
    'TMR'). prefix: how its references begin. about: whom it is started for, 'child' or 'worker'.
    glance: its lines at a glance, each a label and the questions whose answers it shows.
    writers: the questions that name people who may write in the draft beside its author.
    restricted_readers: the questions that name who reads its restricted sections; restricted_deciders: the steps whose
    people do, once they are asked. readers_settled_by: the questions that only those readers change once a restricted
    section is answered.
    calendar: its days for people's calendars. may_follow: the questions that may be answered after approval.
    promised_rows, promised_days: the questions whose days become overdue: rows with `state` and `by_when`, and single
    days with what is promised.
    turns_into: what a draft goes on as that is the wrong record.
    """

    key: str
    title: str
    short: str
    prefix: str
    sections: tuple[type[Section], ...]
    glance: tuple[tuple[str, tuple[str, ...]], ...]
    about: str = "child"
    writers: tuple[str, ...] = ()
    restricted_readers: tuple[str, ...] = ()
    restricted_deciders: tuple[str, ...] = ()
    readers_settled_by: tuple[str, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    may_follow: tuple[str, ...] = ()
    promised_rows: tuple[str, ...] = ()
    promised_days: tuple[tuple[str, str], ...] = ()
    turns_into: TurnsInto | None = None

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return self.key.replace("_", "-")

    @property
    def chain(self) -> Chain:
        """Who signs it. Raises KeyError when the protocol has no chain for it."""
        return CHAINS[self.key]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that are about it, in the order of the protocol."""
        return tuple(statement for statement in STATEMENTS if statement.is_about(self.key))

    def section(self, key: str) -> type[Section]:
        """The section of an address. Raises UnknownSectionError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise UnknownSectionError(key)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Name → question, blank, of every section, in order."""
        return {name: question for section in self.sections for name, question in section.questions().items()}

    @cached_property
    def section_of(self) -> Mapping[str, type[Section]]:
        """Question → the section that asks it."""
        return {name: section for section in self.sections for name in section.questions()}

    def reachable(self, name: str, answers: Answers) -> str:
        """The question that a link about `name` goes to: itself, or the one to answer first so that it is asked."""
        for parent, values in self.questions[name].when:
            if answers.get(parent) not in values:
                return parent
        return name

    def applicable_answers(self, answers: Answers) -> dict[str, Any]:
        """The answers without those to questions that do not apply, for weighing, documents and display.

        What is stored keeps them. Names that are no question ('departures') stay.
        """
        kept = dict(answers)
        for name, conditions in self._conditions.items():
            if name in kept and not holds(conditions, answers):
                del kept[name]
        for name, columns in self._conditions_of_columns.items():
            if isinstance(kept.get(name), list):
                kept[name] = [_applicable_cells(columns, row) for row in kept[name]]
        return kept

    @cached_property
    def _conditions(self) -> Mapping[str, tuple[Condition, ...]]:
        return _conditions_of(self.questions)

    @cached_property
    def _conditions_of_columns(self) -> Mapping[str, Mapping[str, tuple[Condition, ...]]]:
        rows = {name: one for name, one in self.questions.items() if isinstance(one, RowsQuestion)}
        return {name: found for name, one in rows.items() if (found := _conditions_of(one.columns))}

    def errors(self, answers: Answers, typed: Answers | None = None, **kwargs: Any) -> dict[str, dict[str, str]]:
        """Section key → name → message: what stands between the draft and a whole record. Empty: nothing.

        Takes what `Section.from_answers` takes.
        """
        found = {}
        for section in self.sections:
            page = section.from_answers(answers, typed, **kwargs)
            if problems := page.errors_on_continue(answers):
                found[section.key] = problems
        return found

    def shown_questions(self, answers: Answers) -> Iterator[tuple[type[Section], list[Question]]]:
        """Each section with its questions that apply, in order, hung ones too, as 'Check your answers' lists them."""
        for section in self.sections:
            yield section, [question for question in section.questions().values() if question.applies(answers)]


def _conditions_of(questions: Mapping[str, Question]) -> dict[str, tuple[Condition, ...]]:
    return {name: question.when for name, question in questions.items() if question.when}


def _applicable_cells(conditions: Mapping[str, tuple[Condition, ...]], row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {name: said for name, said in row.items() if name not in conditions or holds(conditions[name], row)}
