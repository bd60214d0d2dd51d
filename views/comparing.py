"""What changed between two versions, answer by answer, in the words of the form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from forms import RecordKind, display
from forms.engine.display import Shown
from forms.engine.term_filler import term_filler
from forms.restricted import restricted_statements
from models import RecordVersion
from protocol import BY_ID
from records.renamed import answers_in
from records.weighing import DEPARTURE

NOT_ANSWERED = ("Not answered",)


@dataclass(frozen=True)
class Change:
    """One answer that differs: what it said before and what it says now, as lines; of a table, the rows that differ."""

    question: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Every change since a version, in the form's order. `since.void_reason` says why that one no longer counts."""

    since: RecordVersion
    changes: list[Change]


def compare(
    form: RecordKind,
    since: RecordVersion,
    now: Mapping[str, Any],
    *,
    terms: Mapping[str, str],
    hidden: Collection[str] = (),
) -> Comparison:
    """What the answers `now` say otherwise than a version did. `hidden`: the questions that the reader may not see."""
    answers = answers_in(since)
    before = _in_words(form, answers, terms, hidden)
    after = _in_words(form, now, terms, hidden)
    reasons = [f"{DEPARTURE}{statement}" for statement in BY_ID]
    asked = dict.fromkeys([*form.questions, *reasons])
    names = [*asked, *sorted((before.keys() | after.keys()) - asked.keys())]  # those of statements that are gone, last
    exchanged = {name for name in before if _is_somebody_else(answers.get(name), now.get(name))}
    differing = [name for name in names if before.get(name) != after.get(name) or name in exchanged]
    changes = [Change(_title(form, name, terms), *_sides(before.get(name), after.get(name))) for name in differing]
    return Comparison(since, changes)


def _in_words(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str], hidden: Collection[str]
) -> dict[str, Shown]:
    asked = {
        q.name: display(q, answers.get(q.name), terms) for _, shown in form.shown_questions(answers) for q in shown
    }
    closed = {f"{DEPARTURE}{statement}" for statement in restricted_statements(form)} if hidden else set()
    reasons = {name: str(said) for name, said in answers.items() if name.startswith(DEPARTURE) and name not in closed}
    return {name: said for name, said in (asked | reasons).items() if said and name not in hidden}


def _is_somebody_else(before: Any, now: Any) -> bool:
    """Whether a person was exchanged for another, perhaps of the same name."""
    return isinstance(before, dict) and isinstance(now, dict) and before.get("id") != now.get("id")


def _title(form: RecordKind, name: str, terms: Mapping[str, str]) -> str:
    if name in form.questions:
        return term_filler(terms)(form.questions[name].label.text)
    return f"Reason for departing from {name.removeprefix(DEPARTURE)}"


def _sides(before: Shown | None, now: Shown | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = _lines(before), _lines(now)
    if isinstance(before, tuple) and isinstance(now, tuple):
        gone, come = tuple(line for line in old if line not in new), tuple(line for line in new if line not in old)
        return (gone, come) if gone or come else (old, new)  # in another order, or one of them twice
    if old == new:
        return old, (f"{new[0]} (somebody else of the same name)",)
    return old or NOT_ANSWERED, new or NOT_ANSWERED


def _lines(said: Shown | None) -> tuple[str, ...]:
    if isinstance(said, tuple):
        return tuple(", ".join(cell for cell in row if cell) for row in said[1:])
    return (said,) if said else ()
