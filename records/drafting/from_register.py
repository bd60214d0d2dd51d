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
from datetime import date, timedelta
from typing import Any

from forms import RecordKind, get_kind
from forms.engine.correction import same_answer
from forms.engine.holders import Holders
from forms.engine.picker import PickerQuestion, TeamQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from models import Child, Record, Role, Staff, Team
from protocol.choices import LOOKED_AFTER
from protocol.corrections import FROM_REGISTER, PREFIX, STORED
from protocol.days import date_from
from protocol.people import person_from, same_person
from records.drafting import named_people, register_rows
from records.drafting.register_rows import Filled
from records.register import lookup, posts

Answers = Mapping[str, Any]
_ASKED = object()  # the register has no answer, so the question is asked


@dataclass(frozen=True)
class Replaced:
    """An answer that is not the register's today: what the record said, and what the register says, if anything.

    corrected: what the record says in place of the register, where the register has come to say the same, or a third.
    """

    question: str
    before: Any
    now: Any
    corrected: Any = None


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
    facts = _facts(form, child)
    corrections = _standing(form, answers, facts)
    values = {name: one["value"] for name, one in corrections.items()}
    found = _found(form, answers, child, facts, values, before)
    if corrections:
        found |= _compared(form, found, child, facts, corrections)
    return {name: None for name in answers if name in STORED} | found


def typed_for(form: RecordKind, answers: Answers, typed: Answers, child: Child | None) -> dict[str, Any]:
    """Question → its typed rows with what the register says put in, of tables in which something could not be read."""
    tables = {name: one for name, one in form.following.items() if name in typed and isinstance(one, RowsQuestion)}
    filled = {name: register_rows.fill(one, typed[name], answers, child) for name, one in tables.items()}
    return {name: found.rows if found else typed[name] for name, found in filled.items()}


def put(form: RecordKind, answers: Answers, typed: Answers, child: Child | None) -> Draft:
    """Answers and typed input with what the register answers put in, without blanks."""
    answered = answers_for(form, answers, child)
    rows = typed_for(form, {**answers, **answered}, typed, child)
    typed = {name: raw for name, raw in typed.items() if _is_typed(name, answered)} | rows
    now = {**answers, **answered}
    return Draft({name: one for name, one in now.items() if one is not None and name not in rows}, typed, [])


def sources(form: RecordKind, answers: Answers, child: Child | None) -> dict[str, Source]:
    """Question → where its answer is from, of those that the register answers."""
    facts, answered = _facts(form, child), answers_for(form, answers, child)
    return {name: _source(name, facts, answered) for name in answered.keys() & form.following.keys()}


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
    names = [name for name in form.following if name in answers and name in told and PREFIX + name not in answers]
    return known | ({FROM_REGISTER: names} if names else {})


def refreshed(record: Record) -> Draft:
    """A draft with today's answers of the register; nothing is saved.

    Somebody who can no longer hold their part goes back to what is typed, so that the section says why and asks anew.
    """
    form, answers, typed = get_kind(record.kind), dict(record.answers), dict(record.typed)
    for name, question in form.questions.items():
        if name in answers and not all(_fits(picker, value) for picker, value in _parts(question, answers[name])):
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
    if isinstance(form.following[name], RowsQuestion):
        before, now = (one.answers.get(name, one.typed.get(name)) for one in (record, draft))
        return None if before is None or before == now else Replaced(name, before, now)
    before, now = (one.answers.get(name) for one in (record, draft))
    was, correction = (one.answers.get(PREFIX + name) for one in (record, draft))
    if isinstance(was, dict) and "register" in was:
        register = correction["register"] if correction else now
        return None if register == was["register"] else Replaced(name, was["register"], register, was.get("value"))
    return None if before is None or before == now or name in draft.typed else Replaced(name, before, now)


def _facts(form: RecordKind, child: Child | None) -> dict[str, lookup.Known]:
    asked = child and any(question.is_correctable for question in form.following.values())
    return lookup.known_of(child) if child and asked else {}


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
    found: Answers,
    child: Child | None,
    facts: Mapping[str, lookup.Known],
    corrections: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """The corrections beside what the register says, with what it would answer to other questions without them."""
    without = _found(form, found, child, facts, {})
    otherwise = {name: value for name, value in without.items() if name not in found or found[name] != value}
    beside: dict[str, dict[str, Any]] = {name: {} for name in corrections}
    for name in otherwise.keys() - corrections.keys():
        root = _corrected_root(form, name, corrections)
        if root:
            beside[root][name] = otherwise[name]
    return {
        PREFIX + name: {**one, "register": facts[name].answer, "beside": beside[name]}
        for name, one in corrections.items()
    }


def _corrected_root(form: RecordKind, name: str, corrections: Collection[str]) -> str:
    """The corrected question from which the register's answer to another follows; '' for none."""
    while name and name not in corrections:
        question = form.following.get(name)
        name = (question.goes_with or question.follows) if question else ""
    return name


def _found(
    form: RecordKind,
    answers: Answers,
    child: Child | None,
    facts: Mapping[str, lookup.Known],
    corrected: Answers,
    before: Answers | None = None,
) -> dict[str, Any]:
    stored = answers if before is None else before
    known: dict[str, Any] = dict(answers)
    found: dict[str, Any] = {}
    for name, question in form.following.items():
        if question.is_correctable:
            value = _fact(question, facts, corrected)
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


def can_hold(holders: Holders, number: int) -> bool:
    """Whether a member of staff can hold a part today."""
    return bool(lookup.of_holders(Staff.select().left_outer_join(Team), holders).where(Staff.id == number).exists())


def _parts(question: Question, answer: Any) -> list[tuple[PickerQuestion, Any]]:
    """(picker, answer) of those in a question, its rows included, whose part only some can hold."""
    if isinstance(question, RowsQuestion):
        rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        cells = [(cell, row.get(name)) for row in rows for name, cell in question.columns.items()]
    else:
        cells = [(question, answer)]
    return [(one, value) for one, value in cells if isinstance(one, PickerQuestion) and one.holders and not one.keeps]


def _fits(picker: PickerQuestion, value: Any) -> bool:
    number = named_people.get_id(value)
    return number is None or picker.holders is None or can_hold(picker.holders, number)


def _answer(form: RecordKind, question: Question, known: Answers, child: Child | None, before: Answers) -> Any:
    source = known.get(question.follows)
    if source is None:
        return None
    if isinstance(question, RowsQuestion):
        return register_rows.fill(question, known.get(question.short_name), known, child) or _ASKED
    if question.short_name in register_rows.COUNTED:
        counted = register_rows.COUNTED[question.short_name](known, child, before)
        if counted == register_rows.NO_LONGER:
            return None
        return _ASKED if counted is None else counted
    day = _day(question, known)
    if isinstance(question, TeamQuestion):
        return _team_answer(question, known, child, day)
    team = _get_team(form.questions[question.follows], source, child)
    if isinstance(question, PickerQuestion):
        held = (posts.holder_for(Role(role), team, day) for role in question.posts)
        return lookup.as_answer(next(filter(None, held), None))
    return team.kind if team else None


def _day(question: Question, known: Answers) -> date | None:
    """The day on which the register answers a question; None for today."""
    if question.day is None:
        return None
    name, days = question.day
    day = date_from(known.get(name))
    return day + timedelta(days=days) if day else None


def _team_answer(question: TeamQuestion, known: Answers, child: Child | None, day: date | None) -> Any:
    if question.unless_same and _are_same(known.get(question.follows), known.get(question.unless_same)):
        return _ASKED
    team = posts.team_of(_get_staff(known[question.follows]), day) or _team_of_case(known[question.follows], child, day)
    return lookup.as_answer(team) or _ASKED


def _are_same(one: Any, other: Any) -> bool:
    return same_person(person_from(one), person_from(other))


def _team_of_case(worker: Any, child: Child | None, day: date | None) -> Team | None:
    """The team in which the child's worker took the case, for somebody who has no team any more."""
    allocation = lookup.current_allocation(child) if child and day is None else None
    return allocation.team if allocation and allocation.worker_id == named_people.get_id(worker) else None


def _get_team(source: Question, answer: Any, child: Child | None) -> Team | None:
    """The team that an answer names, or that of the worker whom it names."""
    if isinstance(source, TeamQuestion):
        number = named_people.get_id(answer)
        return Team.get_or_none(Team.id == number) if number is not None else None
    return posts.team_of(_get_staff(answer)) or _team_of_case(answer, child, None)


def _get_staff(answer: Any) -> Staff | None:
    number = named_people.get_id(answer)
    return lookup.get_staff(number) if number is not None else None
