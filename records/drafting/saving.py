"""Saves drafts, however incomplete, and merges concurrent edits question by question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from forms import RecordKind, get_kind
from forms.engine.register_rows import facts_of
from forms.engine.rows import RowsQuestion
from models import AnswerChange, Record, Staff, database
from protocol.corrections import PREFIX, STORED
from records import access, audit, clock
from records.drafting import differences, editors, from_register, named_people, register_rows
from records.drafting.differences import Value, value_of
from records.errors import ForbiddenError
from records.prepared import Prepared, parameter
from records.transaction import for_update, select_for_update

# Every change of a record increments its revision or extends its audit trail: equal values mean unchanged.
_LOCK_IF_UNCHANGED = Prepared(
    lambda: for_update(
        Record.select(Record.id).where(
            (Record.id == parameter(Record.id))
            & (Record.revision == parameter(Record.revision))
            & (Record.audit_head == parameter(Record.audit_head))
        )
    )
)
_SAVED_COLUMNS = (
    Record.answers,
    Record.typed,
    Record.revision,
    Record.saved_at,
    Record.takes_effect_on,
    Record.to_read,
)
_UPDATE_DRAFT = Prepared(
    lambda: Record.update({one: parameter(one) for one in _SAVED_COLUMNS}).where(Record.id == parameter(Record.id))
)
_KEPT_COLUMNS = (
    AnswerChange.record,
    AnswerChange.revision,
    AnswerChange.question,
    AnswerChange.before,
    AnswerChange.staff,
    AnswerChange.editor,
    AnswerChange.changed_at,
)
_INSERT_CHANGE = Prepared(lambda: AnswerChange.insert({one: parameter(one) for one in _KEPT_COLUMNS}))


@dataclass(frozen=True)
class OtherChange:
    """What another page (`editor`) of somebody (`by`) changed since the base revision. before: the value until then."""

    before: Value
    by: Staff
    editor: str


@dataclass(frozen=True)
class EditConflict:
    """A question that both this page and another one, of whomever (`by`), changed since the base revision."""

    question: str
    theirs: Value
    mine: Value
    by: Staff


@dataclass
class SaveResult:
    """What a save did.

    next_base_revision: to be sent with the next save; unchanged while the page shows answers outdated by others.
    conflicts: answers not saved. filled: questions that the register answered anew. changed: questions saved.
    others: question → its last change by another page since the base revision.
    """

    record: Record
    next_base_revision: int
    conflicts: list[EditConflict] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    others: dict[str, OtherChange] = field(default_factory=dict)

    @property
    def newer(self) -> set[str]:
        """The questions that others changed since and this page did not: what it shows of them is old."""
        return self.others.keys() - {one.question for one in self.conflicts}


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
) -> SaveResult:
    """Save the posted `questions` of a draft; those in neither `answers` nor `typed` are blank.

    `base_revision`: the revision that the page showed; an impossible one counts as 0. Questions changed since then by
    another `editor` (an open page) are not overwritten but returned as conflicts, except those in `keep_mine`, where
    this person has chosen their own value: not over what was written after that choice, by a page that answered it.
    What is closed to them (access.closed_answers) no page of theirs offers, and nothing of it is saved.
    Raises ForbiddenError when `by` may not edit the draft.
    """
    with _locked_unless_changed(record) as current:
        if not access.may_edit(current, by):
            raise ForbiddenError(f"record {current.id} is not editable", "This record can no longer be changed.")
        base_revision = base_revision if base_revision <= current.revision else 0
        written = set(questions) - access.closed_answers(current, by)
        posted = {question: _signed(_posted_value(question, answers, typed), question, by) for question in written}
        changes = {q: value for q, value in posted.items() if not _is_same(value, value_of(current, q))}
        others = _others_changes(current, base_revision, editor) if base_revision != current.revision else {}
        kept = {q for q in keep_mine if q not in others or not editors.is_later(others[q].editor, editor)}
        conflicts = _pop_conflicts(current, changes, others, kept)
        filled = _follow_register(current, changes, posted.keys())
        if changes or filled:
            _save_changes(current, changes | filled, by=by, editor=editor)
        next_base = base_revision if others else current.revision
        return SaveResult(current, next_base, conflicts, list(filled), list(changes), others)


@contextmanager
def _locked_unless_changed(read: Record) -> Iterator[Record]:
    """A transaction that locks a record read earlier in this request: read again only if it has changed since."""
    with database.atomic():
        same = _LOCK_IF_UNCHANGED.run(id=read.id, revision=read.revision, audit_head=read.audit_head).fetchone()
        yield _copy_of(read) if same else select_for_update(read.id)


def _copy_of(record: Record) -> Record:
    copied: Record = record.clone()  # a shallow copy: its dicts are copied below
    copied.__data__, copied.__rel__ = dict(record.__data__), dict(record.__rel__)
    copied.answers, copied.typed = dict(record.answers), dict(record.typed)
    return copied


def _posted_value(question: str, answers: Mapping[str, Any], typed: Mapping[str, Any]) -> Value:
    if question in typed:
        return ["typed", typed[question]]
    return ["answer", answers[question]] if question in answers else None


def _signed(value: Value, question: str, by: Staff) -> Value:
    """A posted correction with the name of whoever wrote it."""
    return ["answer", {**value[1], "by": by.name}] if value and value[0] == "answer" and question in STORED else value


def _is_same(posted: Value, stored: Value) -> bool:
    """Whether a post repeats what is stored. A correction stays whosever it is until its value or reason changes."""
    if not (posted and stored and isinstance(posted[1], dict) and isinstance(stored[1], dict) and "by" in stored[1]):
        return posted == stored
    return posted == [stored[0], {**stored[1], "by": posted[1].get("by")}]


def _others_changes(current: Record, base_revision: int, editor: str) -> dict[str, OtherChange]:
    """Question → change, of the questions last changed by another editor since `base_revision`."""
    others: dict[str, OtherChange] = {}
    for change, value in _changes_since(current, base_revision):
        if editors.is_own(change.editor, editor):
            others.pop(change.question, None)
        else:
            before = others[change.question].before if change.question in others else value
            others[change.question] = OtherChange(before, change.staff, change.editor)
    return others


def _changes_since(current: Record, base_revision: int) -> list[tuple[AnswerChange, Value]]:
    """(change, value before it) of every change since a revision, the oldest first. They are led back from the last."""
    since = (
        AnswerChange.select(AnswerChange, Staff)
        .join(Staff)
        .where((AnswerChange.record == current) & (AnswerChange.revision > base_revision))
    )
    found, after = [], dict[str, Value]()
    for change in since.order_by(AnswerChange.id.desc()):
        name = change.question
        after[name] = differences.before(change.before, after[name] if name in after else value_of(current, name))
        found.append((change, after[name]))
    return found[::-1]


def _pop_conflicts(
    current: Record, changes: dict[str, Value], others: Mapping[str, OtherChange], keep_mine: Collection[str]
) -> list[EditConflict]:
    conflicts = []
    for question in [q for q in changes if q in others and q not in keep_mine]:
        mine, other = changes.pop(question), others[question]
        if mine != other.before:
            conflicts.append(EditConflict(question, value_of(current, question), mine, other.by))
    return conflicts


def _follow_register(current: Record, changes: dict[str, Value], posted: Collection[str]) -> dict[str, Value]:
    """What the register answers differently now; of `changes`, what it answers itself is taken out.

    A team that was given for another worker goes with that worker, and the day of a legal status with that status.
    """
    form = get_kind(current.kind)
    if form.settling.isdisjoint(posted):
        return {}
    answers, typed = _after(current, changes)
    for name, question in form.following.items():
        if name in posted or _is_table(form, name):
            continue
        if not changes.keys().isdisjoint((question.follows, PREFIX + question.goes_with)):
            answers.pop(name, None)
    answered = from_register.answers_for(form, answers, current.child, current.answers)
    rows, gone = from_register.typed_for(form, answers | answered, typed, current.child, current.answers)
    answered |= gone
    now = {name: ["typed", rows[name]] if name in rows else _as_value(one) for name, one in answered.items()}
    # A table is saved as it was written where the register's rows in it are still the same.
    written = {name for name in now.keys() & changes.keys() if _is_table(form, name) and now[name] == changes[name]}
    for name in now.keys() & changes.keys() - STORED - written:
        del changes[name]
    for name in STORED & changes.keys():
        if name.removeprefix(PREFIX) not in answered:
            del changes[name]  # the register does not know it, so that it is asked
        elif name in answers:
            changes[name] = _as_value(answered[name])
    now |= {name: _as_value(answers.get(name)) for name in form.following if name not in now}
    now = {name: value for name, value in now.items() if name not in changes}
    return {name: value for name, value in now.items() if value != _stored(current, name, answered)}


def _after(current: Record, changes: Mapping[str, Value]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers and the typed input of the draft with these changes."""
    now = {name: value_of(current, name) for name in {*current.answers, *current.typed}} | dict(changes)
    answers = {name: value[1] for name, value in now.items() if value and value[0] == "answer"}
    for name, question in get_kind(current.kind).following.items():
        if name in changes and isinstance(question, RowsQuestion) and question.gone:
            # The page that was posted has no more rows than the register had then.
            lost = register_rows.missing(question, current.answers.get(name), answers.get(name))
            answers[question.gone] = [*answers.get(question.gone, []), *filter(facts_of, lost)]
    return answers, {name: value[1] for name, value in now.items() if value and value[0] == "typed"}


def _is_table(form: RecordKind, name: str) -> bool:
    return isinstance(form.questions.get(name), RowsQuestion)


def _as_value(answer: Any) -> Value:
    return None if answer is None else ["answer", answer]


def _stored(current: Record, name: str, answered: Mapping[str, Any]) -> Value:
    """The stored value to compare with: what is typed for a question that is asked stays."""
    value = value_of(current, name)
    return None if value and value[0] == "typed" and name not in answered else value


def save_register_answers(record: Record, *, by: Staff) -> list[str]:
    """Save what the register answers differently since, in the caller's transaction; returns the questions."""
    draft = from_register.refreshed(record)
    now = {name: _as_value(answer) for name, answer in draft.answers.items()}
    now |= {name: ["typed", raw] for name, raw in draft.typed.items()}
    before = {*record.answers, *record.typed}
    changes = {name: now.get(name) for name in before | now.keys() if now.get(name) != value_of(record, name)}
    if changes:
        _save_changes(record, changes, by=by, editor="register")
    return list(changes)


def _save_changes(current: Record, changes: Mapping[str, Value], *, by: Staff, editor: str) -> None:
    revision, now = current.revision + 1, clock.now()
    named_before = any(isinstance(current.answers.get(question), dict) for question in changes)
    for question, value in changes.items():
        _INSERT_CHANGE.run(
            record=current,
            revision=revision,
            question=question,
            before=differences.between(value_of(current, question), value),
            staff=by,
            editor=editor,
            changed_at=now,
        )
        current.answers.pop(question, None)
        current.typed.pop(question, None)
        if value:
            (current.answers if value[0] == "answer" else current.typed)[question] = value[1]
    current.revision, current.saved_at = revision, now
    current.to_read = [name for name in current.to_read if name not in changes]
    if (form := get_kind(current.kind)).takes_effect in changes:
        current.takes_effect_on = form.takes_effect_on(current.answers)
    _UPDATE_DRAFT.run(id=current.id, **{one.name: getattr(current, one.name) for one in _SAVED_COLUMNS})
    if named_before or any(value and isinstance(value[1], dict) for value in changes.values()):
        named_people.save_named_people(current)
    audit.note_writer(current, by, now)
    if not audit.was_logged_recently(record=current, by=by, event="wrote"):
        audit.append_event(record=current, event="wrote", by=by)


def forget_changes(record: Record) -> None:
    """Delete the changes of a record that is closed, in the caller's transaction."""
    AnswerChange.delete().where(AnswerChange.record == record).execute()
