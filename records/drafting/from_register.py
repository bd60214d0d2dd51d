"""What the register answers in a record: facts about the child, teams, their kinds and leaders, managers.

Nobody types it, and no post sets it; facts about the child can be corrected (protocol/corrections.py).

A question says with whose answer the register answers it (`Question.follows`). The answers are stored under its name
like any other, so that rules, chains, documents and versions read them; only the functions here give them their values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms import RecordKind, get_kind
from forms.engine.correction import same_answer
from forms.engine.picker import PickerQuestion, TeamQuestion
from forms.engine.question import Question
from forms.engine.register_rows import corrections_of
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from models import Child, Record
from protocol.choices import LOOKED_AFTER
from protocol.corrections import FROM_REGISTER, PREFIX, STORED
from records.drafting import as_then, parts, register_rows
from records.drafting.register_rows import Filled
from records.register import lookup

Answers = Mapping[str, Any]
_ASKED = object()  # the register has no answer, so the question is asked


@dataclass(frozen=True)
class Replaced:
    """An answer that is not the register's today: what the record said, and what the register says, if anything.

    corrected: what the record says in place of the register, where the register has come to say the same, or a third.
    settled, ended: of a table, the register's rows, as they were, that were corrected and are not now: since the
    register says the same, and since it has them no more.
    """

    question: str
    before: Any
    now: Any
    corrected: Any = None
    settled: tuple[Answers, ...] = ()
    ended: tuple[Answers, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Answers and typed input of a draft, and the answers in it that the register has replaced."""

    answers: dict[str, Any]
    typed: dict[str, Any]
    replaced: list[Replaced]


def answers_for(
    form: RecordKind, answers: Answers, child: Child | None, before: Answers | None = None
) -> dict[str, Any]:
    """Question → what the register answers, None where it has nobody; those that have to be asked are left out.

    A fact that the record corrects has the corrected value, with the correction as 'correction-<question>': None for
    one that says what the register says, or that corrects what the register does not know. before: the answers as
    stored, where `answers` has changes that are not.
    """
    facts = _facts(form, child, answers)
    corrections = _standing(form, answers, facts)
    values = {name: one["value"] for name, one in corrections.items()}
    found = _found(form, answers, child, facts, values, before)
    tables = _corrected_tables(form, answers)
    if child and (corrections or tables):
        found |= _compared(form, {**answers, **found}, child, facts, corrections, tables)
    return {name: None for name in answers if name in STORED} | found


def typed_for(
    form: RecordKind, answers: Answers, typed: Answers, child: Child | None, before: Answers
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of tables in which something could not be read: (question → its typed rows with what the register says put in,
    question → what was written in rows that the register no longer gives).

    answers: with those of `answers_for`. before: as stored.
    """
    tables = {name: one for name, one in form.following.items() if name in typed and isinstance(one, RowsQuestion)}
    filled = {name: register_rows.fill(one, typed[name], answers, child, before) for name, one in tables.items()}
    gone = {tables[name].gone: found.gone or None for name, found in filled.items() if found and tables[name].gone}
    return {name: found.rows if found else typed[name] for name, found in filled.items()}, gone


def put(form: RecordKind, answers: Answers, typed: Answers, child: Child | None) -> Draft:
    """Answers and typed input with what the register answers put in, without blanks."""
    answered = answers_for(form, answers, child)
    rows, gone = typed_for(form, {**answers, **answered}, typed, child, answers)
    typed = {name: raw for name, raw in typed.items() if _is_typed(name, answered)} | rows
    now = {**answers, **answered, **gone}
    return Draft({name: one for name, one in now.items() if one is not None and name not in rows}, typed, [])


def sources(form: RecordKind, answers: Answers, child: Child | None) -> dict[str, Source]:
    """Question → where its answer is from, of those that the register answers."""
    facts, answered = _facts(form, child, answers), answers_for(form, answers, child)
    found = {name: _source(name, facts, answered) for name in answered.keys() & form.following.keys()}
    for name, others in _by_corrections(form, answers, answered, child).items():
        found[name] = found[name]._replace(by_correction=True, instead=others)
    known = {**answers, **answered}
    for name in found:
        if held := parts.holders_of(form, form.following[name], known, child):
            found[name] = found[name]._replace(also=tuple(other.name for other in held[1:]))
    if (worker := "current_worker") in found:
        found[worker] = found[worker]._replace(post=parts.post_without_cases(known.get(worker)))
    return found


def not_typed(form: RecordKind, answers: Answers, child: Child | None) -> set[str]:
    """The questions that the register answers, and those whose answer is still what it filled in at the start."""
    filled = lookup.child_facts(child) if child else {}
    as_filled = {name for name, answer in filled.items() if same_answer(answers.get(name), answer)}
    return as_filled | sources(form, answers, child).keys()


def _source(name: str, facts: Mapping[str, lookup.Known], answered: Answers) -> Source:
    if name in facts:
        return Source(facts[name].since, facts[name].seen_on)
    return Source(by_correction=_by_correction(name, facts, answered) is not None)


def as_submitted(record: Record, answers: Answers) -> dict[str, Any]:
    """The answers with the names of those that are the register's own, as a version stores them."""
    form, known = get_kind(record.kind), dict(answers)
    told = answers_for(form, answers, record.child)
    others = {
        *_by_corrections(form, answers, told, record.child),
        *(name.removeprefix(PREFIX) for name in answers if name in STORED),
    }
    names = [name for name in form.following if name in answers and name in told and name not in others]
    return known | ({FROM_REGISTER: names} if names else {})


def refreshed(record: Record) -> Draft:
    """A draft with today's answers of the register; nothing is saved.

    Somebody who can no longer hold their part goes back to what is typed, so that the section says why and asks anew.
    """
    form, answers, typed = get_kind(record.kind), dict(record.answers), dict(record.typed)
    for name, question in form.questions.items():
        if name not in answers or as_then.was_named_then(name, answers[name], answers):
            continue
        if not parts.can_all_be_held(question, answers[name], record.answers):
            typed[name] = question.as_raw(answers.pop(name))
    draft = put(form, answers, typed, record.child)
    return replace(draft, replaced=[one for name in form.following if (one := _replaced(form, name, record, draft))])


def _is_typed(name: str, answered: Answers) -> bool:
    """Whether what is typed under a name still asks for something: not where the register answers, or does not."""
    if name in STORED:
        return name.removeprefix(PREFIX) in answered
    return name not in answered


def _replaced(form: RecordKind, name: str, record: Record, draft: Draft) -> Replaced | None:
    """How the register has changed what a record says in answer to a question; None where it has not.

    Of a table also where something in it could not be read.
    """
    question = form.following[name]
    if isinstance(question, RowsQuestion):
        return _replaced_rows(question, record, draft)
    before, now = (one.answers.get(name) for one in (record, draft))
    was, correction = (one.answers.get(PREFIX + name) for one in (record, draft))
    if isinstance(was, dict) and "register" in was:
        register = correction["register"] if correction else now
        return None if register == was["register"] else Replaced(name, was["register"], register, was.get("value"))
    return None if before is None or before == now or name in draft.typed else Replaced(name, before, now)


def _replaced_rows(table: RowsQuestion, record: Record, draft: Draft) -> Replaced | None:
    name = table.short_name
    before, now = (one.answers.get(name, one.typed.get(name)) for one in (record, draft))
    if before is not None:
        before = register_rows.as_known(table, before, now)
    was, correction = (one.answers.get(PREFIX + name) for one in (record, draft))
    settled, ended = register_rows.withdrawn(table, was, correction, record.answers, record.child)
    same = before is None or before == now
    return None if same and not (settled or ended) else Replaced(name, before, now, settled=settled, ended=ended)


def _facts(form: RecordKind, child: Child | None, answers: Answers) -> dict[str, lookup.Known]:
    if (then := as_then.said_then(answers)) is not None:
        return as_then.facts_then(form, then)
    asked = child and any(question.is_correctable for question in form.following.values())
    return as_then.known_of(child, answers) if child and asked else {}


def _standing(form: RecordKind, answers: Answers, facts: Mapping[str, lookup.Known]) -> dict[str, dict[str, Any]]:
    """Question → correction, of those that say something else than the register."""
    found: dict[str, dict[str, Any]] = {}
    for name, question in form.following.items():
        correction = answers.get(PREFIX + name)
        if not isinstance(correction, dict) or name not in facts or question.goes_with in found:
            continue
        value = correction.get("value")
        if value is not None and not same_answer(value, facts[name].answer):
            found[name] = correction
    return found


def _compared(
    form: RecordKind,
    said: Answers,
    child: Child,
    facts: Mapping[str, lookup.Known],
    corrections: Mapping[str, dict[str, Any]],
    tables: Mapping[str, RowsQuestion],
) -> dict[str, Any]:
    """The corrections beside what the register says, with what it would answer to other questions without them.

    said: the answers with the corrected values.
    """
    without = _without(form, said, child, facts)
    known = {name: answer for name, answer in said.items() if name not in STORED} | without
    standing = {name: {**one, "register": facts[name].answer} for name, one in corrections.items()}
    for name, table in tables.items():
        if one := register_rows.standing_in(table, said[PREFIX + name], known, child):
            standing[name] = one
    otherwise = {name: value for name, value in without.items() if name not in said or said[name] != value}
    beside: dict[str, dict[str, Any]] = {name: {} for name in standing}
    for name in otherwise.keys() - corrections.keys():
        root = _corrected_root(form, name, standing)
        if root:
            beside[root][name] = otherwise[name]
    return {PREFIX + name: {**one, "beside": beside[name]} for name, one in standing.items()}


def _by_corrections(
    form: RecordKind, answers: Answers, answered: Answers, child: Child | None
) -> dict[str, tuple[Any, ...]]:
    """Question → (what the register would answer,), () where it has no answer, of what follows from a correction."""
    said = {**answers, **answered}
    if child is None or not any(said.get(name) for name in STORED):
        return {}
    without = _without(form, said, child, _facts(form, child, said))
    followed = (
        name
        for name, question in form.following.items()
        if answered.get(name) is not None and not said.get(PREFIX + name) and not isinstance(question, RowsQuestion)
    )
    return {
        name: (without[name],) if name in without else ()
        for name in followed
        if name not in without or without[name] != answered[name]
    }


def _without(form: RecordKind, said: Answers, child: Child, facts: Mapping[str, lookup.Known]) -> dict[str, Any]:
    """Question → what the register would answer without any correction."""
    return _found(form, {name: answer for name, answer in said.items() if name not in STORED}, child, facts, {})


def _corrected_tables(form: RecordKind, answers: Answers) -> dict[str, RowsQuestion]:
    """Name → table, of those whose rows the answers correct."""
    tables = ((name, one) for name, one in form.following.items() if isinstance(one, RowsQuestion) and one.corrects)
    return {name: one for name, one in tables if corrections_of(answers.get(PREFIX + name))}


def _corrected_root(form: RecordKind, name: str, corrections: Collection[str]) -> str:
    """The corrected question from which the register's answer to another follows; '' for none."""
    while name and name not in corrections:
        question = form.following.get(name)
        name = register_rows.OF_TABLE.get(name) or ((question.goes_with or question.follows) if question else "")
    return name


def _found(
    form: RecordKind,
    answers: Answers,
    child: Child | None,
    facts: Mapping[str, lookup.Known],
    corrected: Answers,
    before: Answers | None = None,
) -> dict[str, Any]:
    stored, then = answers if before is None else before, as_then.said_then(answers)
    known: dict[str, Any] = dict(answers)
    found: dict[str, Any] = {}
    for name, question in form.following.items():
        if question.is_correctable:
            value = _fact(question, facts, corrected)
        elif then is not None and as_then.holds(question, known):
            value = then.get(name, _ASKED)
        else:
            value = _answer(form, question, known, child, stored)
        if isinstance(value, Filled) and isinstance(question, RowsQuestion):
            found |= {name: value.rows or None} | ({question.gone: value.gone or None} if question.gone else {})
        elif value is not _ASKED:
            found[name] = value
        known |= found
    return found


def _fact(question: Question, facts: Mapping[str, lookup.Known], corrected: Answers) -> Any:
    name = question.name
    if name in corrected:
        return corrected[name]
    if question.goes_with in corrected:
        return None if question.alternative and name in facts else _ASKED
    if name in facts:
        return facts[name].answer
    known = _by_correction(name, facts, corrected)
    return _ASKED if known is None else known


def _by_correction(name: str, facts: Mapping[str, lookup.Known], corrected: Answers) -> str | None:
    """What follows from the register and its correction together: who was looked after and is not has ceased to be."""
    status = facts.get("child_status", lookup.Known(None)).answer
    if name != "ceasing_looked_after" or name in facts or status != LOOKED_AFTER:
        return None
    return "yes" if corrected.get("child_status", LOOKED_AFTER) != LOOKED_AFTER else None


def seen(record: Record) -> str:
    """What tells one reading of a draft from another: its revision, and the register's answers in it."""
    following = get_kind(record.kind).following
    told = {name: record.answers.get(name) for name in (*following, *(PREFIX + name for name in following))}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return f"{record.revision}-{digest[:16]}"


def _answer(form: RecordKind, question: Question, known: Answers, child: Child | None, before: Answers) -> Any:
    source = known.get(question.follows)
    if source is None:
        return None
    if isinstance(question, RowsQuestion):
        return register_rows.fill(question, known.get(question.short_name), known, child, before) or _ASKED
    if question.short_name in register_rows.COUNTED:
        counted = register_rows.COUNTED[question.short_name](known, child, before)
        if counted == register_rows.NO_LONGER:
            return None
        return _ASKED if counted is None else counted
    if isinstance(question, TeamQuestion):
        return lookup.as_answer(parts.team_for(question, known, child)) or _ASKED
    if isinstance(question, PickerQuestion):
        return lookup.as_answer(next(iter(parts.holders_of(form, question, known, child)), None))
    team = parts.get_team(form.questions[question.follows], source, child)
    return team.kind if team else None
