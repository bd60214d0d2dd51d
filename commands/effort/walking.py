"""Walks a form as a person would: looks at 'What is left', opens the pages that it names, answers what it lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from commands.effort.page import Page, read_page
from commands.effort.sheets import count_sheets
from commands.effort.situations import Situation
from forms import Section, get_kind
from forms.engine.question import Question
from forms.engine.register_rows import FACTS
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from forms.what_is_left import Matter, what_is_left
from protocol import Weighing, parameters_on, weigh
from protocol.corrections import FROM_REGISTER
from protocol.outcomes import cell, question_of

# A keystroke-level estimate, in seconds: one answer of each type (others as a short text), one look at 'What is left'.
SECONDS = {"choice": 5, "yes_no": 5, "date": 12, "text": 12, "long_text": 75}
SECONDS_A_ROUND = 60
WORDS_A_MINUTE = 240

Cells = dict[str, Any]


@dataclass(frozen=True)
class Effort:
    """The work of one record, from its first page to the moment at which it can be submitted.

    pages: sections opened. shown: questions on them when each was first opened. answers: those that the person gave,
    each cell one. help: words of intro, hints and help on those pages. rounds: how often 'What is left' listed
    anything. minutes: of somebody who does it often; first_minutes: of somebody who reads everything once.
    lacking: what was listed and the situation has no (other) answer for, as 'question: message'. sheets: pages of the
    sealed record, 0 where that was not drawn.
    """

    pages: int
    shown: int
    answers: int
    help: int
    rounds: int
    minutes: int
    first_minutes: int
    lacking: tuple[str, ...]
    sheets: int = 0


def measure(situation: Situation) -> Effort:
    """Fill in the record of a situation, and count the sheets on which it is sealed."""
    person, effort = _fill_in(situation)
    return replace(effort, sheets=count_sheets(situation, person.record()))


def walk(situation: Situation) -> Effort:
    """Fill in the record of a situation."""
    return _fill_in(situation)[1]


def _fill_in(situation: Situation) -> tuple[_Person, Effort]:
    """Ends when nothing is left, or when nothing that is left can be answered."""
    person = _Person(situation)
    while left := person.what_is_left():
        person.rounds += 1
        if not person.answer(left):
            return person, person.effort(lacking=left)
    return person, person.effort(lacking=[])


class _Person:
    def __init__(self, situation: Situation) -> None:
        self.situation, self.form = situation, get_kind(situation.kind)
        self.answers = {
            name: _known(self.form.questions[name], one) for name, one in self._asked(situation.known).items()
        }
        self.of_register = {*self.answers}
        self.reasons: dict[str, str] = {}
        self.pages: dict[str, Page] = {}
        self.given: Counter[str] = Counter()
        self.rounds = 0

    def _asked(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answers.items() if name in self.form.questions}

    def what_is_left(self) -> list[Matter]:
        return what_is_left(self.form, self.answers, self._weighed(), today=self.situation.today)

    def _weighed(self) -> Weighing:
        told = self.form.applicable_answers(self.answers) | {"departures": self.reasons}
        today = self.situation.today
        return weigh(self.form.key, told, today=today, parameters=parameters_on(today))

    def answer(self, left: list[Matter]) -> bool:
        """Open each page that is listed, in order, and answer what is listed on it. Whether anything was answered."""
        sections = {matter.section.key: matter.section for matter in left if matter.section}
        return sum(self._fill_in(section, left) for section in sections.values()) > 0

    def _fill_in(self, section: type[Section], left: list[Matter]) -> bool:
        self._open(section)
        answered = self._settle(matter for matter in left if matter.section is section)
        while self._settle(self._revealed(section)):
            pass
        return answered > 0

    def _open(self, section: type[Section]) -> None:
        known = {name: Source() for name, one in self.form.following.items() if name in self.answers}
        page = section.from_answers(self.answers, today=self.situation.today, known=known)
        self.pages.setdefault(section.key, read_page(page))

    def _revealed(self, section: type[Section]) -> list[Matter]:
        """What is left among the questions under an answer of this page and in its rows: nobody overlooks those."""
        nested, here = section.layout().nested, (one for one in self.what_is_left() if one.section is section)
        return [matter for matter in here if _name(matter) in nested or _name(matter) != matter.question]

    def _settle(self, matters: Iterable[Matter]) -> int:
        """How many of these could be answered or explained; one that another answer has closed needs nothing."""
        return sum(self._is_open(one) and (self._tell(one.question) or self._explain(one)) for one in matters)

    def _is_open(self, matter: Matter) -> bool:
        return any(_name(one) == _name(matter) for one in self.what_is_left())

    def _tell(self, control: str) -> bool:
        """Answer with the truth, unless it has been told. A question that a condition hides has that answered first."""
        name = question_of(control)
        truth, question = self.situation.answers.get(name), self.form.questions.get(name)
        parent = self.form.reachable(name, self.answers) if question else name
        if parent != name:
            return self._tell(parent)
        if question is None or truth is None:
            return False
        before, after = self.answers.get(name), _merged(question, self.answers.get(name), truth, control)
        if after == before:
            return False
        self.given += _given(question, before, after)
        picked = self._asked(self.situation.picked.get(name, {}))
        self.of_register |= {*picked}
        self.answers |= {name: after} | {one: _known(self.form.questions[one], told) for one, told in picked.items()}
        return True

    def _explain(self, matter: Matter) -> bool:
        reasons = self.situation.reasons
        statement = next((one for one in matter.statements if one in reasons and one not in self.reasons), None)
        if statement is None:
            return False
        self.reasons[statement] = reasons[statement]
        self.given["long_text"] += 1
        return True

    def record(self) -> dict[str, Any]:
        """The answers as the protocol weighs them, with the reasons for departing and what the register answered."""
        posts = {name: self.situation.answers.get(name) for name in self.form.following if name not in self.answers}
        register = {name: known for name, known in posts.items() if known is not None}
        told = self.form.applicable_answers(self.answers | register)
        return {**told, "departures": self.reasons, FROM_REGISTER: sorted(self.of_register | register.keys())}

    def effort(self, *, lacking: list[Matter]) -> Effort:
        typing = sum(SECONDS.get(kind, SECONDS["text"]) * times for kind, times in self.given.items())
        working = typing + self.rounds * SECONDS_A_ROUND
        reading = sum(page.words for page in self.pages.values()) * 60 / WORDS_A_MINUTE
        return Effort(
            pages=len(self.pages),
            shown=sum(page.questions for page in self.pages.values()),
            answers=self.given.total(),
            help=sum(page.help for page in self.pages.values()),
            rounds=self.rounds,
            minutes=round(working / 60),
            first_minutes=round((working + reading) / 60),
            lacking=tuple(f"{matter.question or 'nothing'}: {matter.text}" for matter in lacking),
        )


def _name(matter: Matter) -> str:
    return question_of(matter.question)


def _known(question: Question, answer: Any) -> Any:
    """An answer of the register; of a table with its columns as facts."""
    if not isinstance(question, RowsQuestion) or not question.follows:
        return answer
    return [row | {FACTS: list(row)} for row in answer]


def _merged(question: Question, before: Any, truth: Any, control: str) -> Any:
    """The truth as this form asks it: a table's rows begin with what is known.

    Of its columns a row has those that must be filled in, and the cell that is asked for; the others stay blank.
    """
    if not isinstance(question, RowsQuestion):
        return truth
    rows: Iterable[tuple[Cells, Cells]] = zip_longest(before or [], truth, fillvalue={})
    wanted = {name for name, column in question.columns.items() if column.required}
    return [
        row
        | {
            column: value
            for column, value in told.items()
            if column in wanted or cell(question.short_name, index, column) == control
        }
        for index, (row, told) in enumerate(rows)
    ]


def _given(question: Question, before: Any, after: Any) -> Counter[str]:
    """How many answers of each type were given."""
    if not isinstance(question, RowsQuestion):
        return Counter({question.kind: 1})
    pairs: Iterable[tuple[Cells, Cells]] = zip_longest(before or [], after, fillvalue={})
    cells = ((column, row.get(column), given) for row, told in pairs for column, given in told.items())
    return Counter(question.columns[column].kind for column, known, given in cells if given != known)
