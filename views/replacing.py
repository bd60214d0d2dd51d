"""Lines for the author of a draft: what the register says now, and what the record said before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from forms import display, get_kind
from forms.engine.picker import ChildQuestion, StaffQuestion
from forms.engine.question import Question
from forms.engine.register_rows import facts_of, key_of, written_of
from forms.engine.rows import RowsQuestion
from models import Record
from protocol.terms import fill_terms
from records.deciding import states
from records.drafting import from_register
from records.drafting.from_register import Replaced
from views.web import sessions

Cells = Mapping[str, Any]
SETTLED = "The register has changed. The correction of {} is not needed any more."
ENDED = "The correction of {} has ended, since the register no longer has them. What it said is kept with this record."


def follow_register(record: Record, questions: Collection[str] | None = None) -> list[str]:
    """Put today's answers of the register into a draft, in memory; a line for each that replaces another answer.

    questions: those to say it of; None: all. What was submitted stays as it was.
    """
    if record.state not in states.UNSUBMITTED:
        return []
    draft = from_register.refreshed(record)
    record.answers, record.typed = draft.answers, draft.typed
    form, terms = get_kind(record.kind), sessions.settings().displayed_terms
    told = [one for one in draft.replaced if questions is None or one.question in questions]
    return [line for one in told for line in describe(form.questions[one.question], one, terms)]


def describe(question: Question, replaced: Replaced, terms: Mapping[str, str]) -> list[str]:
    """A line for an answer that is another, or for each row of a table that came, went or has another fact."""
    if isinstance(question, RowsQuestion):
        asked = fill_terms(question.label.text, terms)
        lines = [
            *_rows(question, replaced.before or [], replaced.now or [], terms),
            *(SETTLED.format(_title(question, row, terms)) for row in replaced.settled),
            *(ENDED.format(_title(question, row, terms)) for row in replaced.ended),
        ]
        return [f"{asked}: {line}" for line in lines]
    return [_answer(question, replaced, terms)]


def _answer(question: Question, replaced: Replaced, terms: Mapping[str, str]) -> str:
    now, before, corrected = (
        _said(question, value, terms) for value in (replaced.now, replaced.before, replaced.corrected)
    )
    asked = fill_terms(question.label.text, terms)
    asked = asked if asked.endswith("?") else f"{asked}:"
    says = now or _nothing_said(question)
    if not corrected:
        return f"{asked} The register says {says}. This record said {before}, which no longer counts."
    if now == corrected:
        return f"{asked} The register now says {says}, as this record did. The correction is not needed any more."
    return f"{asked} The register now says {says}, no longer {before}. This record still says {corrected} in its place."


def _rows(question: RowsQuestion, before: list[Cells], now: list[Cells], terms: Mapping[str, str]) -> Iterator[str]:
    old, new = ({key_of(row, question.key): row for row in rows} for rows in (before, now))
    for key, row in old.items():
        if key not in new:
            kept = " What was written about them is kept with this record." if question.gone and written_of(row) else ""
            yield f"{_title(question, row, terms)} is no longer there, says the register.{kept}"
    for key, row in new.items():
        if key not in old:
            yield f"{_title(question, row, terms)} is there now, says the register."
        else:
            yield from _changes(question, old[key], row, terms)


def _changes(question: RowsQuestion, before: Cells, now: Cells, terms: Mapping[str, str]) -> Iterator[str]:
    for column in facts_of(now):
        said, says = (_said(question.columns[column], row.get(column), terms) for row in (before, now))
        if said and said != says:
            asked = fill_terms(question.columns[column].label.text, terms)
            says = says or _nothing_said(question.columns[column])
            yield f"{_title(question, now, terms)}, {asked}: the register says {says}, not {said}."


def _title(question: RowsQuestion, row: Cells, terms: Mapping[str, str]) -> str:
    first = question.key[0]
    return _said(question.columns[first], row.get(first), terms)


def _said(question: Question, answer: Any, terms: Mapping[str, str]) -> str:
    return str(display(question, answer, terms))


def _nothing_said(question: Question) -> str:
    """What the register says where it has no answer to a question: nobody of a person, else nothing."""
    return question.none.lower() or ("nobody" if isinstance(question, StaffQuestion | ChildQuestion) else "nothing")
