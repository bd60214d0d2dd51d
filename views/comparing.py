"""Compare the displayed answers of two versions of a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from forms import RecordKind, display
from forms.corrections import corrections_in
from forms.engine.display import Shown
from forms.restricted import restricted_statements
from models import RecordVersion
from protocol import BY_ID
from protocol.corrections import PREFIX, STORED
from protocol.statements import places
from protocol.terms import term_filler
from records.renamed import answers_in
from records.weighing import DEPARTURE

NOT_ANSWERED = ("Not answered",)


@dataclass(frozen=True)
class Change:
    """One answer that differs: displayed lines before and now; of a table only the rows that differ."""

    question: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """All changes since a version, in the form's order. `since.void_reason`: why that version no longer counts."""

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
    """Compare the answers `now` with those of a version. hidden: questions that the reader may not see."""
    answers = answers_in(since)
    before = _displayed(form, answers, terms, hidden)
    after = _displayed(form, now, terms, hidden)
    reasons = [f"{DEPARTURE}{statement}" for statement in BY_ID]
    asked = dict.fromkeys([name for one in form.questions for name in (one, PREFIX + one)] + reasons)
    # Reasons for statements that no longer exist come last.
    names = [*asked, *sorted((before.keys() | after.keys()) - asked.keys())]
    exchanged = {name for name in before if _is_somebody_else(answers.get(name), now.get(name))}
    differing = [name for name in names if before.get(name) != after.get(name) or name in exchanged]
    changes = [Change(_title(form, name, terms), *_sides(before.get(name), after.get(name))) for name in differing]
    return Comparison(since, changes)


def _displayed(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str], hidden: Collection[str]
) -> dict[str, Shown]:
    asked = {
        q.name: display(q, answers.get(q.name), terms) for _, shown in form.shown_questions(answers) for q in shown
    }
    restricted = {f"{DEPARTURE}{statement}" for statement in restricted_statements(form)} if hidden else set()
    written = {name: str(reason) for name, reason in answers.items() if name.startswith(DEPARTURE)}
    reasons = {name: reason for name, reason in written.items() if name not in restricted}
    corrections: dict[str, str] = {}
    for one in corrections_in(form, answers, terms):
        row = f"{one.question}: " if form.questions[one.name].kind == "rows" else ""
        said = f"{row}{one.said}, and not {one.register}. {one.how}"
        corrections[PREFIX + one.name] = "; ".join(filter(None, (corrections.get(PREFIX + one.name), said)))
    return {name: shown for name, shown in (asked | reasons | corrections).items() if shown and name not in hidden}


def _is_somebody_else(before: Any, now: Any) -> bool:
    """Whether both answers are people with different ids, perhaps of the same name."""
    return isinstance(before, dict) and isinstance(now, dict) and before.get("id") != now.get("id")


def _title(form: RecordKind, name: str, terms: Mapping[str, str]) -> str:
    if asked := form.question(name):
        return term_filler(terms)(asked.label.text)
    if name in STORED:
        return f"Correction of the register: {_title(form, name.removeprefix(PREFIX), terms)}"
    statement = name.removeprefix(DEPARTURE)
    wording = f": {BY_ID[statement].wording}" if statement in BY_ID else ""
    place = "".join(places([statement]))
    return term_filler(terms)(f"Reason for departing from {place}{wording}")


def _sides(before: Shown | None, now: Shown | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = _lines(before), _lines(now)
    if isinstance(before, tuple) and isinstance(now, tuple):
        gone, come = tuple(line for line in old if line not in new), tuple(line for line in new if line not in old)
        return (gone, come) if gone or come else (old, new)  # only the order changed, or a row was repeated
    if old == new:
        return old, (f"{new[0]} (somebody else of the same name)",)
    return old or NOT_ANSWERED, new or NOT_ANSWERED


def _lines(shown: Shown | None) -> tuple[str, ...]:
    if isinstance(shown, tuple):
        return tuple(", ".join(cell for cell in row if cell) for row in shown[1:])
    return (shown,) if shown else ()
