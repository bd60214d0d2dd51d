"""The corrections of a record as displayed texts, the same on every page, in the PDF and for operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.engine.display import display
from forms.engine.register_rows import NOT_ONE, by_key, corrections_of, keys_of, suffixes
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from protocol.corrections import stored_in
from protocol.terms import term_filler

NOTHING = "Nothing"


@dataclass(frozen=True)
class CorrectionText:
    """One correction: the question, what the register says, what the record says, how that is known and by whom.

    Each row of a table that is corrected has its own, of the table's name. row: its key; '' for any other question.
    """

    name: str
    question: str
    register: str
    said: str
    how: str
    by: str
    row: str = ""


def corrections_in(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> tuple[CorrectionText, ...]:
    """The corrections in stored answers, in the form's order."""
    found = stored_in(answers)
    named = (name for name in form.questions if name in found)
    return tuple(text for name in named for text in correction_texts(form, name, found[name], terms))


def correction_texts(
    form: RecordKind, name: str, correction: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> list[CorrectionText]:
    """A correction of the question `name`: one text, or of a table one for each row that is corrected."""
    question = form.questions[name]
    if not isinstance(question, RowsQuestion):
        return [correction_text(form, name, correction, terms)]
    given = correction.get("register")
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    found = by_key(corrections_of(correction), rows, question.key)
    named = zip(keys_of(rows, question.key), rows, suffixes(rows, question.key, question.told_apart), strict=True)
    by = str(correction.get("by", ""))
    return [
        _of_row(question, row, told, {**found[key], "row": key, "by": by}, terms)
        for key, row, told in named
        if key in found
    ]


def _of_row(
    table: RowsQuestion,
    row: Mapping[str, Any],
    told: str,
    correction: Mapping[str, Any],
    terms: Mapping[str, str] | None,
) -> CorrectionText:
    """told: what is shown after its name where another one has the same."""
    fill = term_filler(terms)
    value = correction.get("value")
    other = {one: cell for one, cell in value.items() if one in row} if isinstance(value, dict) else {}
    if correction.get(NOT_ONE):
        columns = [one for one in table.corrects if row.get(one) is not None]
        register, said = _cells(table, row, columns, terms), fill(table.not_one)
    else:
        register, said = (_cells(table, one, list(other), terms) for one in (row, other))
    title = ", ".join(str(display(table.columns[one], row.get(one), terms)) for one in table.key) + told
    asked = f"{fill(table.label.text).removesuffix('?')}: {title}"
    return CorrectionText(
        table.short_name, asked, register, said, str(correction.get("how", "")), correction["by"], correction["row"]
    )


def _cells(table: RowsQuestion, row: Mapping[str, Any], columns: Iterable[str], terms: Mapping[str, str] | None) -> str:
    """Cells of a row, each with its column: 'Status: Child in need; Ended on: 4 March 2026'."""
    said = ((table.columns[one], row.get(one)) for one in columns)
    texts = ((cell.label.text, str(display(cell, answer, terms)) or cell.none or NOTHING) for cell, answer in said)
    return "; ".join(f"{term_filler(terms)(asked).removesuffix('?')}: {text}" for asked, text in texts)


def correction_text(
    form: RecordKind, name: str, correction: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> CorrectionText:
    """A correction of the question `name`."""
    question = form.questions[name]
    register, said = (str(display(question, correction.get(of), terms)) for of in ("register", "value"))
    return CorrectionText(
        name,
        term_filler(terms)(question.label.text),
        register or question.none or NOTHING,
        said,
        str(correction.get("how", "")),
        str(correction.get("by", "")),
    )
