"""The rows that the register gives a record: open cases, brothers and sisters, a child's workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.engine.question import Question
from forms.engine.register_rows import (
    ABOUT,
    KEY,
    NOT_ONE,
    by_key,
    corrected,
    corrections_of,
    facts_of,
    key_of,
    keys_of,
    put_together,
    standing,
    with_keys,
    without_source,
    written_of,
)
from forms.engine.rows import RowsQuestion
from models import Allocation, Child, Staff
from protocol.ages import BY_REGISTER, FROM_18, age_group
from protocol.choices import HAS_LEFT
from protocol.corrections import PREFIX
from protocol.days import date_from
from protocol.people import Person, person_from, same_person
from protocol.staying import held_by
from records import clock
from records.drafting import as_then, named_people
from records.register import lookup

Answers = Mapping[str, Any]
Rows = list[dict[str, Any]]
# The register said it of the rows that were stored and does not now, so that it is asked, beginning with a blank.
NO_LONGER = ""
SAME_WORKER = "same_worker_after"
HOW = "how"  # in a row that the register has no more: how the record's correction of it was known
# Question → the table from whose rows the register answers it.
OF_TABLE = {"has_siblings": "siblings", "siblings_all_share": "siblings"}


@dataclass(frozen=True)
class Filled:
    """rows: a table with the register's facts put in. gone: what was written in rows that the register has no more."""

    rows: Rows
    gone: Rows


def fill(question: RowsQuestion, written: Any, known: Answers, child: Child | None, before: Answers) -> Filled | None:
    """The table with the register's rows, as the record corrects them. written: as stored or typed.

    before: the answers as stored, whose correction of a row ends where the register has that row no more.

    None where the register has none and had none, and it is asked.
    """
    given, stored, kept = _given(question, known, child), _dicts(written), _dicts(known.get(question.gone))
    if not given and question.more and not any(map(facts_of, [*stored, *kept])):
        return None
    told = _as_corrected(question, given, corrections_of(known.get(PREFIX + question.short_name)))
    corrections = by_key(corrections_of(before.get(PREFIX + question.short_name)), given, question.key)
    ended = {key: one for key, one in corrections.items() if key not in keys_of(given, question.key)}
    back = [row for row in kept if HOW not in row]
    rows, left = put_together(told, [*stored, *back], question.key)
    added = [row for row in left if row in stored and not facts_of(row)] if question.more else []
    lost = [row for row in left if row not in added]
    said = [
        _as_gone(question, row, ended)
        for row in lost
        if key_of(row, question.key) in ended or _says_more(row, question)
    ]
    return Filled(
        [*rows, *map(_as_added, added)],
        _each_once(question, [row for row in kept if HOW in row] + missing(question, said, rows)),
    )


def _each_once(question: RowsQuestion, gone: Rows) -> Rows:
    return list({(key_of(row, question.key), row.get(HOW)): row for row in gone}.values())


def _as_added(row: dict[str, Any]) -> dict[str, Any]:
    return {column: cell for column, cell in row.items() if column not in ABOUT}


def _as_gone(question: RowsQuestion, row: dict[str, Any], ended: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A row that the register has no more, as it was, with how a correction of it was known that ended with it."""
    how = ended.get(key_of(row, question.key), {}).get("how")
    return without_source(row) | ({HOW: how} if how else {})


def _as_corrected(question: RowsQuestion, given: Rows, corrections: Rows) -> Rows:
    """The register's rows as corrected; what followed from a fact that is corrected follows from its correction."""
    rows = corrected(given, corrections, question.key)
    others = {one["row"]: one["value"] for one in standing(given, corrections, question.key)}
    follow = FOLLOWING.get(question.short_name)
    return [follow(row, others.get(key, {})) if follow else row for key, row in rows.items()]


def _after_correction(row: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """Who will work with a sibling whose worker is corrected is known where they have nobody, else it is asked."""
    if "worker" not in value or SAME_WORKER in value:
        return row
    others = {column: cell for column, cell in row.items() if column != SAME_WORKER}
    return others if value["worker"] else others | {SAME_WORKER: "no_worker"}


def standing_in(question: RowsQuestion, stored: Any, known: Answers, child: Child) -> dict[str, Any] | None:
    """A stored correction of a table with what the register says today; None where it says the same.

    known: the answers with what the register says of others, and no corrections.
    """
    given = _given(question, known, child)
    rows = standing(given, corrections_of(stored), question.key)
    return {**stored, "rows": rows, "register": given} if rows else None


def _given(question: RowsQuestion, known: Answers, child: Child | None) -> Rows:
    """The register's rows of a table: of a later version of a sealed record those that it had then.

    That somebody shares the new worker goes where that worker is another one than then.
    """
    then = as_then.rows_then(question.short_name, known)
    if then is None:
        return GIVEN[question.short_name](known, child)
    if as_then.was_named_then("new_worker", known.get("new_worker"), known):
        return then
    return [{column: cell for column, cell in row.items() if (column, cell) != (SAME_WORKER, "yes")} for row in then]


def given_today(question: RowsQuestion, answers: Answers, child: Child) -> Rows:
    """The register's rows of a table, as they are and not as the answers correct them."""
    return GIVEN[question.short_name](answers, child)


def contradicted(question: RowsQuestion, correction: Answers, today: Rows) -> Rows:
    """The rows of a correction that the register contradicts; not in what follows from the register and the record."""
    told = [{column: cell for column, cell in row.items() if column != SAME_WORKER} for row in today]
    return standing(told, corrections_of(correction), question.key)


def as_known(question: RowsQuestion, rows: Any, now: Any) -> Rows:
    """Stored rows, those from before rows had a KEY with that of the row that it is now."""
    return with_keys(_dicts(rows), _dicts(now), question.key)


def as_today(question: Question, correction: Mapping[str, Any], today: Any) -> dict[str, Any]:
    """A stored correction; of a table, with its rows known by whom they are today."""
    if not isinstance(question, RowsQuestion):
        return dict(correction)
    return {**correction, "register": as_known(question, correction.get("register"), today)}


def withdrawn(
    question: RowsQuestion, before: Any, now: Any, answers: Answers, child: Child | None
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """(the register's rows whose correction it has come to agree with, those that it has no more), as they were.

    before, now: a stored correction of the table, and with what the register says today.
    """
    if not corrections_of(before):
        return (), ()
    given = _given(question, answers, child)
    told = with_keys(_dicts(before.get("register")), given, question.key)
    today = keys_of(given, question.key)
    stand = by_key(corrections_of(now), given, question.key)
    corrections = by_key(corrections_of(before), given, question.key)
    lost = [(key, row) for key, row in zip(keys_of(told, question.key), told, strict=True) if key in corrections]
    lost = [(key, row) for key, row in lost if key not in stand]
    agreed = [key in today or NOT_ONE in corrections[key] for key, _ in lost]
    settled = tuple(row for (_, row), same in zip(lost, agreed, strict=True) if same)
    return settled, tuple(row for (_, row), same in zip(lost, agreed, strict=True) if not same)


def missing(question: RowsQuestion, before: Any, now: Any) -> Rows:
    """The rows of a table that were there before and are not now."""
    rows = with_keys(_dicts(now), _dicts(before), question.key)
    keys = {key_of(row, question.key) for row in rows}
    return [row for row in with_keys(_dicts(before), rows, question.key) if key_of(row, question.key) not in keys]


def _says_more(row: Mapping[str, Any], question: RowsQuestion) -> bool:
    """Whether anything is written in a row beside what the register said and what tells it from others."""
    return not written_of(row).keys() <= set(question.key)


def open_cases(known: Answers, _child: Child | None, _before: Answers) -> int:
    """How many cases the worker of a management handover had open on the day of the meeting."""
    return len(_cases(known, None))


def has_siblings(known: Answers, child: Child | None, _before: Answers) -> str | None:
    """'yes' where the register has brothers or sisters; None where it has none and it is asked.

    'no' where the record says of each that they are none, and has no others.
    """
    given = as_then.rows_then("siblings", known)
    given = _siblings(known, child) if given is None else given
    if not given:
        return None
    left = corrected(given, corrections_of(known.get(PREFIX + "siblings")), ("name",))
    return "yes" if left or any(not facts_of(row) for row in _dicts(known.get("siblings"))) else "no"


def siblings_all_share(known: Answers, child: Child | None, before: Answers) -> str | None:
    """'yes' where the register has all of them, none with another worker than the child's new one; None: it is asked.

    'no' where a correction says that one of them will not share the worker.
    known: with today's rows of the table. before: as stored; NO_LONGER where the register settled it by those.
    """
    if _are_settled(known.get("siblings")):
        return "no" if any(row.get(SAME_WORKER) == "no" for row in _dicts(known["siblings"])) else "yes"
    return NO_LONGER if child and _are_settled(before.get("siblings")) else None


def child_age(known: Answers, _child: Child | None, _before: Answers) -> str | None:
    """The group of the child's age today, as the date of birth says."""
    born = date_from(known.get("child_date_of_birth"))
    return age_group(born, clock.today()) if born else None


def has_left(known: Answers, _child: Child | None, before: Answers) -> str | None:
    """Whether the current worker's account is closed; None: whether they are leaving is asked, of another one anew."""
    if _is_closed(known.get("current_worker")):
        return HAS_LEFT
    return NO_LONGER if _is_closed(before.get("current_worker")) else None


def _is_closed(worker: Any) -> bool:
    found = lookup.get_staff(number) if (number := named_people.get_id(worker)) is not None else None
    return found is not None and not found.active


def _are_settled(rows: Any) -> bool:
    """Whether there are rows, and in each the register says who will work with them."""
    facts = [facts_of(row) for row in _dicts(rows)]
    return bool(facts) and all(SAME_WORKER in columns for columns in facts)


def _cases(known: Answers, _child: Child | None) -> Rows:
    """Those that were open on the day of the meeting, or are today until it has been held (142.5.4)."""
    worker, today = named_people.get_id(known.get("worker")), clock.today()
    met = min(date_from(known.get("three_way_date")) or today, today)
    until_then = Allocation.ended_on.is_null() | (Allocation.ended_on > met)
    open_then = (Allocation.worker == worker) & (Allocation.started_on <= met) & until_then
    found = Allocation.select(Allocation, Child).join(Child).where(open_then).order_by(Child.name, Child.id)
    moves = known.get("handover_reason") == "worker_moves_team"
    still_theirs = {one.child_id: not one.ended_on or one.ended_on > today for one in found}
    children = {one.child_id: one.child for one in found}
    return [_case(child, moves=moves and still_theirs[number]) for number, child in children.items()]


def _case(child: Child, *, moves: bool) -> dict[str, Any]:
    """What holds the child is known to be nothing where the worker does not move or has the child no more."""
    held = held_by(child.legal_status, child.placement) if moves else ""
    return {"child": lookup.as_answer(child), "status": child.status, "held_by": held or None}


def _siblings(known: Answers, child: Child | None) -> Rows:
    """Each with whether they will share a worker with the child, once that worker is known."""
    if child is None:
        return []
    new = person_from(known.get("new_worker"))
    return [_sibling(sibling, worker, new) for sibling, worker in lookup.siblings_of(child)]


def _sibling(sibling: Child, worker: Staff | None, new: Person | None) -> dict[str, Any]:
    """Who works with them after the transfer is known where they are grown up, have nobody, or the new worker already.

    Others may move to that worker with a record of their own, so that is asked.
    """
    row = {
        KEY: sibling.local_id,
        "name": sibling.name,
        "status": sibling.status or None,
        "worker": worker.name if worker else None,
    }
    if sibling.date_of_birth:
        row |= {BY_REGISTER: age_group(sibling.date_of_birth, clock.today())}
    if row.get(BY_REGISTER) == FROM_18:
        return row | {SAME_WORKER: "adult"}
    if worker is None:
        return row | {SAME_WORKER: "no_worker"}
    return row | ({SAME_WORKER: "yes"} if same_person(new, person_from(lookup.as_answer(worker))) else {})


def _earlier_workers(_known: Answers, child: Child | None) -> Rows:
    """Each known by the worker's id and the day they started, whatever of these a record corrects."""
    rows = lookup.history(child, today=clock.today()) if child else []
    return [{KEY: f"{row['worker']['id']} {row['started_on']}", **row} for row in rows]


def _dicts(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


# Name of question → what the register says, given the answers and the child.
GIVEN: Mapping[str, Callable[[Answers, Child | None], Rows]] = {
    "cases": _cases,
    "siblings": _siblings,
    "earlier_workers": _earlier_workers,
}
# Name of question → a corrected row with what follows from its correction, given the columns that are corrected.
FOLLOWING: Mapping[str, Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]] = {"siblings": _after_correction}
# Name of question → what its rows say together, given today's answers, the child, and the answers as stored.
COUNTED: Mapping[str, Callable[[Answers, Child | None, Answers], Any]] = {
    "open_cases": open_cases,
    "has_siblings": has_siblings,
    "siblings_all_share": siblings_all_share,
    "current_worker_leaving": has_left,
    "child_age": child_age,
}
