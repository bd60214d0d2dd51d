"""Drafts: saved however incomplete, and never overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from models import AnswerChange, Record, Staff
from records import access, audit, clock
from records.deciding import managers
from records.drafting import named_people
from records.errors import NotAllowedError
from records.prepared import Prepared, parameter
from records.register import lookup
from records.transaction import locked_again

Value = list[Any] | None  # ["answer", value] or ["typed", what was typed], None for blank

# What a choice fills in: for a child's record the team and leader of a worker, for a worker's the leaders of a team.
FILLED_BY = {"current_worker": "current", "new_worker": "new"}
FILLED_BY_TEAM = {"outgoing_team": "outgoing", "new_team": "new"}

_SAVED = (Record.answers, Record.typed, Record.revision, Record.saved_at)
_KEEP = Prepared(
    lambda: Record.update({one: parameter(one) for one in _SAVED}).where(Record.id == parameter(Record.id))
)
_LOGGED = (
    AnswerChange.record,
    AnswerChange.revision,
    AnswerChange.question,
    AnswerChange.before,
    AnswerChange.after,
    AnswerChange.staff,
    AnswerChange.editor,
    AnswerChange.changed_at,
)
_LOG = Prepared(lambda: AnswerChange.insert({one: parameter(one) for one in _LOGGED}))


@dataclass(frozen=True)
class Conflict:
    """One question that somebody else changed meanwhile: what they left, and what this person typed."""

    question: str
    theirs: Value
    mine: Value
    by: str


@dataclass
class Saved:
    """What a save did. `seen` is the revision to send with the next save: it stays behind while the page shows
    answers that others have changed since (`others`: question → name)."""

    record: Record
    seen: int
    conflicts: list[Conflict] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)


def value_of(record: Record, question: str) -> Value:
    """A question's value as it stands in the draft, whether it was understood or not."""
    if question in record.typed:
        return ["typed", record.typed[question]]
    return ["answer", record.answers[question]] if question in record.answers else None


def save_answers(
    *,
    record: Record,
    by: Staff,
    editor: str,
    base_revision: int,
    questions: Collection[str],
    answers: Mapping[str, Any],
    typed: Mapping[str, Any],
    keep_mine: Collection[str] = (),
) -> Saved:
    """Save the posted `questions` of a draft; blank ones are those in neither `answers` nor `typed`.

    `base_revision` is what the person had before them; one that the draft has not reached counts as none. A question
    that somebody else (another `editor`) changed since then is left as it is: unseen changes are kept, and a clash is
    returned as a conflict, unless `keep_mine` says that this person has seen it and chose theirs. Raises
    NotAllowedError when the draft is not theirs to write.
    """
    with locked_again(record) as current:
        if not access.may_edit(current, by):
            raise NotAllowedError(f"record {current.id} is not editable", "This record can no longer be changed.")
        base_revision = base_revision if base_revision <= current.revision else 0
        posted = {question: _posted(question, answers, typed) for question in questions}
        changes = {q: value for q, value in posted.items() if value != value_of(current, q)}
        others = _others_changes(current, base_revision, editor) if base_revision != current.revision else {}
        conflicts = _take_out_conflicts(current, changes, others, keep_mine)
        filled = _filled_in(current, changes)
        if changes:
            _store(current, changes | filled, by=by, editor=editor)
        seen = base_revision if others else current.revision
        return Saved(current, seen, conflicts, list(filled), list(changes), {q: who for q, (_, who) in others.items()})


def _posted(question: str, answers: Mapping[str, Any], typed: Mapping[str, Any]) -> Value:
    if question in typed:
        return ["typed", typed[question]]
    return ["answer", answers[question]] if question in answers else None


def _others_changes(current: Record, base_revision: int, editor: str) -> dict[str, tuple[Value, str]]:
    """Questions whose last change since `base_revision` another editor made: the value before it, and by whom."""
    since = (
        AnswerChange.select(AnswerChange, Staff)
        .join(Staff)
        .where((AnswerChange.record == current) & (AnswerChange.revision > base_revision))
    )
    others: dict[str, tuple[Value, str]] = {}
    for change in since.order_by(AnswerChange.id):
        if change.editor == editor:
            others.pop(change.question, None)
        else:
            before = others[change.question][0] if change.question in others else change.before
            others[change.question] = (before, change.staff.name)
    return others


def _take_out_conflicts(
    current: Record, changes: dict[str, Value], others: Mapping[str, tuple[Value, str]], keep_mine: Collection[str]
) -> list[Conflict]:
    conflicts = []
    for question in [q for q in changes if q in others and q not in keep_mine]:
        mine = changes.pop(question)
        before, by = others[question]
        if mine != before:
            conflicts.append(Conflict(question, value_of(current, question), mine, by))
    return conflicts


def _filled_in(current: Record, changes: Mapping[str, Value]) -> dict[str, Value]:
    """What follows from a person or team newly chosen, for questions that are blank or still hold the last facts."""
    filled: dict[str, Value] = {}
    for question in FILLED_BY if current.child_id else FILLED_BY_TEAM:
        value = changes.get(question)
        if not value or value[0] != "answer":
            continue
        facts, before = _facts(question, value[1]), _facts(question, current.answers.get(question))
        for name, fact in facts.items():
            untouched = value_of(current, name) in (None, ["answer", before.get(name)]) or name in changes
            if untouched and (name not in changes or changes[name] in (None, ["answer", before.get(name)])):
                filled[name] = ["answer", fact]
    return filled


def _facts(question: str, answer: Any) -> dict[str, Any]:
    if question in FILLED_BY:
        return lookup.worker_facts(named_people.staff_named(answer), FILLED_BY[question])
    return managers.team_facts(managers.team_named(answer), FILLED_BY_TEAM[question])


def _store(current: Record, changes: Mapping[str, Value], *, by: Staff, editor: str) -> None:
    revision, now = current.revision + 1, clock.now()
    named = {question for question in changes if named_people.id_in(current.answers.get(question)) is not None}
    for question, value in changes.items():
        _LOG.run(
            record=current,
            revision=revision,
            question=question,
            before=value_of(current, question),
            after=value,
            staff=by,
            editor=editor,
            changed_at=now,
        )
        current.answers.pop(question, None)
        current.typed.pop(question, None)
        if value:
            (current.answers if value[0] == "answer" else current.typed)[question] = value[1]
    current.revision, current.saved_at = revision, now
    _KEEP.run(id=current.id, answers=current.answers, typed=current.typed, revision=revision, saved_at=now)
    if any(value and isinstance(value[1], dict) or name in named for name, value in changes.items()):
        named_people.keep(current)
    if not audit.was_noted(record=current, by=by, event="wrote"):
        audit.write(record=current, event="wrote", by=by)
