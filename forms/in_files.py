"""What a file of answers says that no form could: unknown questions, columns, choices, and values of another shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.picker import PickerQuestion
from forms.engine.question import Question
from forms.engine.register_rows import ABOUT
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from protocol.corrections import AMENDS, CORRECTIONS, FROM_REGISTER, STORED
from protocol.days import date_from
from protocol.formatting import listed

DEPARTURES = "departures"
# In a record's answers, and no questions.
_ELSEWHERE = frozenset({DEPARTURES, CORRECTIONS, FROM_REGISTER, AMENDS, *STORED})
_LONGEST = 60  # characters of a value that a line repeats


def problems(form: RecordKind, answers: Mapping[str, Any]) -> list[str]:
    """A line for each name, choice or value in these answers that the record does not have, with what it has."""
    earlier = form.retired.questions() if form.retired else {}
    return list(_of_names(answers, {**earlier, **form.questions}, "question", _ELSEWHERE)) + list(
        _of_departures(form, answers.get(DEPARTURES))
    )


def people(form: RecordKind, answers: Mapping[str, Any]) -> Iterator[tuple[str, PickerQuestion, Any]]:
    """(where, question, value) of each entry of the register that these answers name."""
    for name, question in form.questions.items():
        value = answers.get(name)
        if isinstance(question, PickerQuestion) and value is not None:
            yield name, question, value
        elif isinstance(question, RowsQuestion) and isinstance(value, list):
            for index, row in enumerate(value):
                for column, cell in question.columns.items():
                    if isinstance(cell, PickerQuestion) and row.get(column) is not None:
                        yield f"{name}, row {index + 1}, {column}", cell, row[column]


def _of_names(
    values: Mapping[str, Any], known: Mapping[str, Question], noun: str, others: Collection[str] = (), where: str = ""
) -> Iterator[str]:
    for name, value in values.items():
        if name in others or value is None:
            continue
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"do you mean {near[0]}?" if near else f"it has {listed(list(known))}" if where else "see its fields"
            yield f"{where}{_short(name)}: there is no such {noun}: {hint}"
        else:
            yield from _of_value(known[name], value, where + name)


def _of_value(question: Question, value: Any, where: str) -> Iterator[str]:
    if isinstance(question, RowsQuestion):
        yield from _of_rows(question, value, where)
    elif isinstance(question, ChoiceQuestion):
        if not isinstance(value, str) or value not in question.choices:
            yield f"{where}: {_short(value)} is not one of {', '.join(question.choices)}"
    elif isinstance(question, PickerQuestion):
        if not _is_entry(value):
            yield f"{where}: must be a name, or a name with the id in the register"
    else:
        is_right, wanted = _SHAPES.get(question.kind, (_is_text, "text, in quotes if it looks like a number"))
        if not is_right(value):
            yield f"{where}: {_short(value)} must be {wanted}"


def _of_rows(question: RowsQuestion, rows: Any, where: str) -> Iterator[str]:
    if not isinstance(rows, list):
        yield f"{where}: must be a list of rows, each with columns"
        return
    columns = {**question.retired, **question.columns}
    for index, row in enumerate(rows):
        here = f"{where}, row {index + 1}"
        if isinstance(row, dict):
            yield from _of_names(row, columns, "column", {FROM_REGISTER, *ABOUT}, f"{here}, ")
        else:
            yield f"{here}: must be columns with values"


def _of_departures(form: RecordKind, reasons: Any) -> Iterator[str]:
    if reasons is None:
        return
    if not isinstance(reasons, dict):
        yield f"{DEPARTURES}: must be statements with reasons"
        return
    known = {statement.id for statement in form.statements}
    for statement, reason in reasons.items():
        if statement not in known:
            yield f"{DEPARTURES}: {form.title} has no statement {_short(statement)}"
        elif reason is not None and not _is_text(reason):
            yield f"{DEPARTURES}, {statement}: the reason must be text"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    return date_from(value) is not None


def _is_entry(value: Any) -> bool:
    if not isinstance(value, dict):
        return _is_text(value)
    return (
        _is_text(value.get("name"))
        and ("id" not in value or _is_number(value["id"]))
        and value.keys() <= {"id", "name"}
    )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "date": (_is_date, "a real date, such as 2026-03-01"),
    "number": (_is_number, "a whole number"),
}
