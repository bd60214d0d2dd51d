"""What cannot be true together in a record: the protocol's table, and answers that stand behind a 'no' or 'none'.

An answer that does not apply because of another answer is kept and named, until somebody takes it out or changes the
other: what the record is weighed, decided and sealed with never silently lacks what somebody typed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.conditions import WIDENED
from forms.engine.question import Question
from forms.engine.register_rows import written_of
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from protocol.consistency import Clash, contradictions_in
from protocol.corrections import readings
from protocol.formatting import listed
from protocol.outcomes import cell, question_of
from protocol.parameters import Parameters

Answers = Mapping[str, Any]
HIDDEN = "answer_behind_another"
NAMED = 3  # how many of the questions that are hidden a message names


def contradictions_of(
    form: RecordKind,
    answers: Answers,
    *,
    today: date,
    parameters: Parameters,
    typed: Answers | None = None,
    of_register: Callable[[], Collection[str]] = tuple,
) -> tuple[Clash, ...]:
    """Everything in a record that cannot be true together, in the order of the table.

    answers, typed: as stored, whether or not they apply. of_register: gives the questions that the register answers;
    nobody typed those, and they come back by themselves. It is asked only where it matters.
    """
    found = contradictions_in(form.key, answers, today=today, parameters=parameters)
    named = {question_of(place) for clash in found for place in clash.places}
    return (*found, *_behind_others(form, answers, typed or {}, of_register, named))


def _behind_others(
    form: RecordKind,
    answers: Answers,
    typed: Answers,
    of_register: Callable[[], Collection[str]],
    named: Collection[str],
) -> Iterator[Clash]:
    """A clash for each answer that hides others, with all that it hides; `named` ones are named already."""
    given = [name for name in form.questions if name in answers or name in typed]
    both = readings(answers)
    hidden = [name for name in given if not any(map(form.questions[name].applies_in, both))]
    hidden = [name for name in hidden if name not in named and not _is_written_nowhere(form.questions[name], answers)]
    if any(form.questions[name].follows for name in hidden):
        known = of_register()
        hidden = [name for name in hidden if name not in known or form.questions[name].kind == "rows"]
    by_parent: dict[str, list[str]] = {}
    for name in hidden:
        by_parent.setdefault(_closed_by(form.questions[name], answers), []).append(name)
    for parent, names in by_parent.items():
        yield _clash(form.questions.get(parent), answers.get(parent), names, [form.questions[one] for one in names])
    yield from _in_rows(form, answers, hidden)


def _is_written_nowhere(question: Question, answers: Answers) -> bool:
    """Whether the register gives all rows of a table, and nobody wrote anything in them."""
    rows = answers.get(question.name)
    return isinstance(question, RowsQuestion) and isinstance(rows, list) and not any(map(_written, rows))


def _written(row: Any) -> bool:
    return not isinstance(row, dict) or bool(written_of(row))


def _closed_by(question: Question, answers: Answers) -> str:
    """The question whose answer, or blank, hides this one."""
    if not question.scope.holds(answers.get, WIDENED.get()):
        reads = sorted(question.scope.reads)
        return "child_status" if "child_status" in reads else next(iter(reads), question.follows)
    closing = (parent for parent, values in question.when if answers.get(parent) not in values)
    return next(closing, question.follows)


def _in_rows(form: RecordKind, answers: Answers, hidden: Collection[str]) -> Iterator[Clash]:
    """The same within the rows of tables that apply."""
    for name, table in form.questions.items():
        rows = answers.get(name)
        if not isinstance(table, RowsQuestion) or not isinstance(rows, list) or name in hidden:
            continue
        for index, row in enumerate(rows):
            for column, parent in _hidden_cells(table, row) if isinstance(row, dict) else ():
                control = cell(name, index, column)
                said = _clash(table.columns[parent], row.get(parent), [control], [table.columns[column]])
                yield said._replace(against=cell(name, index, parent))


def _hidden_cells(table: RowsQuestion, row: Answers) -> Iterator[tuple[str, str]]:
    """(column, the column that hides it) of what a row has and does not ask for."""
    for column in row.keys() & table.columns.keys():
        conditions = table.columns[column].when
        if closing := [parent for parent, values in conditions if row.get(parent) not in values]:
            yield column, closing[0]


def _clash(parent: Question | None, answer: Any, controls: list[str], questions: list[Question]) -> Clash:
    asked = [f"‘{one.label.text}’" for one in questions]
    more = len(asked) - NAMED
    named = listed([*asked[:NAMED], f"{more} more"] if more > 0 else asked)
    fact = f"{_said(parent, answer)}, and there {'is an answer' if len(asked) == 1 else 'are answers'} to {named}"
    ask = "Change one of them, or take out what is not so."
    at = controls[0]
    return Clash(HIDDEN, f"{fact}. {ask}", at, parent.short_name if parent else at, tuple(controls))


def _said(parent: Question | None, answer: Any) -> str:
    if parent is None:
        return "This does not apply"
    if answer in (None, "", []):
        return f"‘{parent.label.text}’ has no answer"
    chosen = parent.choices.get(answer, "") if isinstance(parent, ChoiceQuestion) and isinstance(answer, str) else ""
    return f"‘{parent.label.text}’ is answered ‘{chosen}’" if chosen else f"‘{parent.label.text}’ is answered otherwise"


def without(answers: Answers, clash: Clash) -> dict[str, Any]:
    """Question → its answer without what a clash says is hidden; None for one that is taken out whole."""
    left: dict[str, Any] = {}
    for control in clash.hidden:
        name, _, place = control.partition("-")
        index, _, column = place.partition("-")
        if not column:
            left[name] = None
            continue
        rows = left.get(name) or answers.get(name) or []
        left[name] = [
            {one: value for one, value in row.items() if one != column} if str(at) == index else row
            for at, row in enumerate(rows)
        ]
    return left
