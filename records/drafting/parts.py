"""Who holds a part of a record, and in which team, by the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from forms import RecordKind
from forms.engine.holders import Holders
from forms.engine.picker import PickerQuestion, TeamQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from models import Child, Role, Staff, Team
from protocol.days import date_from
from protocol.people import person_from, same_person
from records.drafting import named_people
from records.register import lookup, posts

Answers = Mapping[str, Any]


def can_hold(holders: Holders, number: int) -> bool:
    """Whether a member of staff can hold a part today."""
    return bool(lookup.of_holders(Staff.select().left_outer_join(Team), holders).where(Staff.id == number).exists())


def can_all_be_held(question: Question, answer: Any, answers: Answers) -> bool:
    """Whether everybody whom an answer names, in its rows too, can hold the part today, by the record's answers."""
    return all(_fits(picker, value, answers) for picker, value in _parts(question, answer))


def _parts(question: Question, answer: Any) -> list[tuple[PickerQuestion, Any]]:
    """(picker, answer) of those in a question, its rows included, whose part only some can hold."""
    if isinstance(question, RowsQuestion):
        rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
        cells = [(cell, row.get(name)) for row in rows for name, cell in question.columns.items()]
    else:
        cells = [(question, answer)]
    return [(one, value) for one, value in cells if isinstance(one, PickerQuestion) and one.holders and not one.keeps]


def _fits(picker: PickerQuestion, value: Any, answers: Answers) -> bool:
    number = named_people.get_id(value)
    return number is None or picker.holders is None or can_hold(picker.holders.among(answers.get), number)


def holders_of(form: RecordKind, question: Question, known: Answers, child: Child | None) -> list[Staff]:
    """Who holds the post that a question is about, the first of its posts that somebody holds; [] for any other."""
    roles = question.posts if isinstance(question, PickerQuestion) else ()
    if not roles or known.get(question.follows) is None:
        return []
    team = get_team(form.questions[question.follows], known[question.follows], child)
    held = (posts.holders_for(Role(role), team, _day(question, known)) for role in roles)
    return next(filter(None, held), [])


def post_without_cases(worker: Any) -> str:
    """The post of a worker who by it holds no cases, in words; '' for any other."""
    staff = _get_staff(worker)
    return posts.HOLDS_NO_CASES.get(staff.role, "") if staff else ""


def _day(question: Question, known: Answers) -> date | None:
    """The day on which the register answers a question; None for today."""
    if question.day is None:
        return None
    name, days = question.day
    day = date_from(known.get(name))
    return day + timedelta(days=days) if day else None


def team_for(question: TeamQuestion, known: Answers, child: Child | None) -> Team | None:
    """The team of the worker whom a question about a team follows; None where the register does not know it."""
    worker, day = known[question.follows], _day(question, known)
    if question.unless_same and _are_same(worker, known.get(question.unless_same)):
        return None
    return posts.team_of(_get_staff(worker), day) or _team_of_case(worker, child, day)


def _are_same(one: Any, other: Any) -> bool:
    return same_person(person_from(one), person_from(other))


def _team_of_case(worker: Any, child: Child | None, day: date | None) -> Team | None:
    """The team in which the child's worker took the case, for somebody who has no team any more."""
    allocation = lookup.current_allocation(child) if child and day is None else None
    return allocation.team if allocation and allocation.worker_id == named_people.get_id(worker) else None


def get_team(source: Question, answer: Any, child: Child | None) -> Team | None:
    """The team that an answer names, or that of the worker whom it names."""
    if isinstance(source, TeamQuestion):
        number = named_people.get_id(answer)
        return Team.get_or_none(Team.id == number) if number is not None else None
    return posts.team_of(_get_staff(answer)) or _team_of_case(answer, child, None)


def _get_staff(answer: Any) -> Staff | None:
    number = named_people.get_id(answer)
    return lookup.get_staff(number) if number is not None else None
