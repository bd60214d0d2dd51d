"""What a post says of what the register answers, or of whom a record is about: it changes nothing, and that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.engine.display import typed_text
from forms.engine.picker import ChildQuestion, PickerQuestion, StaffQuestion
from forms.engine.question import Posted, Question
from forms.engine.register_rows import key_of
from forms.engine.rows import RowsQuestion
from protocol.formatting import lower_first

SAYS = "{asked} {who} {says}. What was sent in its place was not taken. {way}"
ABOUT = "This record is about {says}. What was sent in place of that was not taken: somebody else has their own record"
CORRECT = "If the register is behind, use 'Correct this'"
LOST = "{who} is not in the register's list any more, so what was entered there was not taken. It was: {typed}"
IN_REGISTER = "If that is wrong, have it put right in the register"


def overrule(settled: Iterable[Question], posted: Posted, before: Mapping[str, Any]) -> dict[str, str]:
    """Question → error, of those of which the post says something else than the record has; the errors are set too.

    settled: of the page as saved (`Section.settled`). before: the answers as stored until then. A blank says nothing,
    nor does what was answered for somebody in whose place this post names another, such as their team.
    """
    found: dict[str, str] = {}
    for question in settled:
        if isinstance(question, RowsQuestion):
            told = ". ".join((*_rows(question, posted), *lost_rows(question, posted)))
        elif _says_otherwise(question, posted, question.name) and not _repeats(question, posted, before):
            told = _fixed(question) if question.fixed else _fact(question)
        else:
            told = ""
        if told:
            found[question.name] = question.error = told
    return found


def _rows(table: RowsQuestion, posted: Posted) -> Iterator[str]:
    """A message for each fact of a row of which the post says something else. A row is found by its key."""
    place = re.compile(rf"{re.escape(table.name)}-(\d{{1,4}})-key", re.ASCII)
    sent = {posted.get(name): match[1] for name in posted if (match := place.fullmatch(name))}
    rows = zip(table.keys(), (row for row in table.rows if row.facts), strict=True)
    for row, index in ((row, sent[key]) for key, row in rows if key in sent):
        for cell in (row.cells[column] for column in row.facts):
            if _says_otherwise(cell, posted, f"{table.name}-{index}-{cell.short_name}"):
                way = CORRECT if cell.short_name in table.corrects else IN_REGISTER
                yield _message(cell, f"{row.title}, {_asked(cell)}", "The register says", way)


def lost_rows(table: RowsQuestion, posted: Posted) -> list[str]:
    """A message, with all that was entered, for each row of a post that the register gives no more, or never did.

    What was saved of it before is kept by the table's `gone`, and is not said again.
    """
    place, keys = re.compile(rf"{re.escape(table.name)}-(\d{{1,4}})-", re.ASCII), {*table.keys()}
    kept = {key_of(row, table.key): row for row in table.kept_elsewhere()}
    found = []
    for index in sorted({match[1] for name in posted if (match := place.match(name))}, key=int):
        key = posted.get(f"{table.name}-{index}-key")
        if key in keys or (key is None and table.more):
            continue
        before = kept.get(key or "", {})
        if typed := typed_text(table, [_entered(table, posted, index, before)]):
            who = typed_text(table.columns[table.key[0]], before.get(table.key[0]))
            found.append(LOST.format(who=who or f"A {table.noun} of this page", typed=typed))
    return found


def tables_with_lost_rows(settled: Iterable[Question], posted: Posted) -> set[str]:
    """The tables of which a post has such rows."""
    return {one.short_name for one in settled if isinstance(one, RowsQuestion) and lost_rows(one, posted)}


def _entered(table: RowsQuestion, posted: Posted, index: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Column → what a post has in a row, beside what is kept of it."""
    cells = {name: (cell, cell.posted(posted, f"{table.name}-{index}-{name}")) for name, cell in table.columns.items()}
    tidied = {name: (cell, cell.tidy(raw)) for name, (cell, raw) in cells.items() if raw is not None}
    return {name: raw for name, (cell, raw) in tidied.items() if raw not in (cell.blank, cell.as_raw(kept.get(name)))}


def _says_otherwise(question: Question, posted: Posted, name: str) -> bool:
    raw = question.posted(posted, name)
    if raw is None or (raw := question.tidy(raw)) == question.blank:
        return False
    if isinstance(question, PickerQuestion) and isinstance(question.data, dict):
        raw = {**raw, "id": raw["picked"] or raw["id"] or str(question.data.get("id", "")), "picked": ""}
    same: Any = raw == question.as_raw(question.data) or question.parse(raw, question.data)[0] == question.data
    return question.data is None or not same


def _repeats(question: Question, posted: Posted, before: Mapping[str, Any]) -> bool:
    """Whether the page had asked this, and the post has what was stored of it."""
    raw, stored = question.posted(posted, question.name), before.get(question.short_name)
    return question.was_posted and stored is not None and question.tidy(raw) == question.as_raw(stored)


def _fixed(question: Question) -> str:
    return question.message(ABOUT.format(says=question.as_text(question.data)))


def _fact(question: Question) -> str:
    corrected = question.correction is not None and bool(question.correction.stored)
    who = "This record says" if corrected else "The register says"
    return _message(question, _asked(question), who, CORRECT if question.takes_corrections else IN_REGISTER)


def _message(question: Question, asked: str, who: str, way: str) -> str:
    nothing = "nobody" if isinstance(question, StaffQuestion | ChildQuestion) else "nothing"
    says = question.shown_fact or lower_first(question.none) or nothing
    return SAYS.format(asked=asked, who=who, says=says, way=way)


def _asked(question: Question) -> str:
    return question.text if question.text.endswith("?") else f"{question.text}:"
