"""What the answers of a record promise: each day to come, with what is to happen and who does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from forms.engine.conditions import holds
from forms.engine.date import DateQuestion
from forms.engine.display import display
from forms.engine.promise import Promise
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Answers
from forms.record_kind import RecordKind
from protocol.days import date_from
from protocol.terms import term_filler

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Promised:
    """Something that a record promises.

    question: the date question, or the table. row: of the table, from 0; None for a date question. says: what is
    to happen, as typed. who: names, or as typed; '' where nobody is named. staff: ids in the register of those named.
    due: its day. first: the earliest day of submission on which that day was one that had passed.
    """

    question: str
    row: int | None
    what: str
    says: str
    who: str
    staff: tuple[int, ...]
    due: date
    first: date

    @property
    def place(self) -> tuple[str, int | None]:
        """Where it stands in the record."""
        return self.question, self.row

    def was_to_come(self, submitted_on: date) -> bool:
        """Whether its day was still to come when the record was submitted."""
        return submitted_on < self.first


def promised_in(form: RecordKind, answers: Answers, terms: Mapping[str, str] | None = None) -> list[Promised]:
    """All that the answers promise, in the order of the form. terms: the council's displayed terms."""
    return [one for question in form.questions.values() for one in _promised_at(form, question, answers, terms)]


def _promised_at(
    form: RecordKind, question: Question, answers: Answers, terms: Mapping[str, str] | None
) -> Iterator[Promised]:
    if isinstance(question, RowsQuestion):
        yield from _in_rows(question, answers, terms)
    elif isinstance(question, DateQuestion):
        found = _promised(question, (question.name, None), form.questions, answers, answers, terms)
        yield from filter(None, (found,))


def _in_rows(table: RowsQuestion, answers: Answers, terms: Mapping[str, str] | None) -> Iterator[Promised]:
    columns = [one for one in table.columns.values() if isinstance(one, DateQuestion) and one.promises]
    rows = answers.get(table.name) if columns else None
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        for column in columns:
            if found := _promised(column, (table.name, index), table.columns, row, answers, terms):
                yield found


def _promised(
    question: DateQuestion,
    place: tuple[str, int | None],
    questions: Mapping[str, Question],
    beside: Answers,
    answers: Answers,
    terms: Mapping[str, str] | None,
) -> Promised | None:
    """What one date promises; None where it is blank or its conditions do not hold. beside: the answers of its row."""
    promise = question.promises
    due = date_from(beside.get(question.short_name)) or (date_from(answers.get(promise.or_on)) if promise else None)
    if promise is None or due is None or not holds(promise.when, beside):
        return None
    who, staff = _who(promise, beside, answers)
    says = str(display(questions[promise.says], beside.get(promise.says), terms)) if promise.says else ""
    first = due + ONE_DAY if promise.when else due
    return Promised(*place, term_filler(terms)(promise.what), says, who, staff, due, first)


def _who(promise: Promise, beside: Answers, answers: Answers) -> tuple[str, tuple[int, ...]]:
    named = [_person(beside.get(name, answers.get(name)), answers) for name in promise.who]
    people = [one for one in named if isinstance(one, dict)]
    words = [str(one.get("name", "")) if isinstance(one, dict) else one for one in named]
    return " and ".join(filter(None, words)), tuple(one["id"] for one in people if isinstance(one.get("id"), int))


def _person(answer: Any, answers: Answers) -> dict[str, Any] | str:
    """Who is meant by an answer: the person whom it names, or whom the question names that was chosen, or words."""
    if isinstance(answer, str):
        chosen = answers.get(answer)
        return chosen if isinstance(chosen, dict) else answer
    return answer if isinstance(answer, dict) else ""
