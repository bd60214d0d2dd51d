"""What the register said then: when a record was sealed, for later versions of it, and before a change that happened.

A transfer that has happened leaves the register with another worker, another team and, often, another status. Who holds
a post is asked of today's register all the same, and so is whether somebody has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from forms import RecordKind
from forms.engine.correction import same_answer
from forms.engine.picker import PickerQuestion, TeamQuestion
from forms.engine.question import Question
from forms.engine.register_rows import ABOUT, facts_of
from forms.engine.rows import RowsQuestion
from models import Allocation, Child, Staff
from protocol import parameters_on
from protocol.corrections import AMENDS, FROM_REGISTER, stored_in
from protocol.days import date_from
from records import clock, council
from records.drafting import named_people
from records.register import lookup
from records.register.lookup import Known

Answers = Mapping[str, Any]
# What today's register and rows say all the same: whether the worker has left, and what rows say together.
OPENS, PASSES = "new_worker", "transfer_date"  # who takes the child, and when
OF_TODAY = ("current_worker_leaving", "has_siblings", "siblings_all_share")


def to_keep(form: RecordKind, sealed: Answers) -> dict[str, Any]:
    """What a later version keeps of the answers of a sealed one: "register", and "followed" from which that follows."""
    told, corrections = set(sealed.get(FROM_REGISTER, ())), stored_in(sealed)
    said: dict[str, Any] = {}
    for name, question in form.following.items():
        if name in corrections:
            said[name] = corrections[name]["register"]
        elif isinstance(question, RowsQuestion):
            if rows := _given(sealed.get(name)):
                said[name] = rows
        elif name in told:
            said[name] = sealed.get(name)
    for name, question in form.following.items():
        if question.alternative and (name in said) != (question.goes_with in said):
            said.setdefault(name, None)
            said.setdefault(question.goes_with, None)
    followed = {question.follows for question in form.following.values()}
    return {"register": said, "followed": {name: sealed[name] for name in followed if name in sealed}}


def _given(rows: Any) -> list[dict[str, Any]]:
    """The register's rows of a stored table, as the register gave them."""
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [_facts(row) for row in found if facts_of(row)]


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: row.get(column) for column in (*_about(row), *facts_of(row))}


def _about(row: Mapping[str, Any]) -> Iterable[str]:
    return (column for column in ABOUT if column in row)


def said_then(answers: Answers) -> Mapping[str, Any] | None:
    """Question → what the register said then; None for a record that is no later version of another."""
    kept = answers.get(AMENDS)
    return kept["register"] if isinstance(kept, Mapping) else None


def facts_then(form: RecordKind, said: Mapping[str, Any]) -> dict[str, Known]:
    """The facts that can be corrected, as the register said them then."""
    return {name: Known(value) for name, value in said.items() if form.following[name].is_correctable}


def holds(question: Question, answers: Answers) -> bool:
    """Whether a question is answered as it was then: nothing that its answer follows from is another now."""
    if isinstance(question, RowsQuestion) or question.name in OF_TODAY:
        return False
    if isinstance(question, PickerQuestion) and not isinstance(question, TeamQuestion):
        return False
    return was_named_then(question.follows, answers.get(question.follows), answers)


def was_named_then(name: str, answer: Any, answers: Answers) -> bool:
    """Whether a question from whose answer others follow was answered so in the sealed version."""
    kept = answers.get(AMENDS)
    return isinstance(kept, Mapping) and same_answer(kept["followed"].get(name), answer)


def rows_then(table: str, answers: Answers) -> list[dict[str, Any]] | None:
    """The register's rows of a table as they were then; None for a record that is no later version of another."""
    said = said_then(answers)
    return None if said is None else [dict(row) for row in said.get(table) or ()]


def known_of(child: Child, answers: Answers) -> dict[str, Known]:
    """What the register says of a child; where it has the change of a record already, the worker is the one before."""
    told = lookup.known_of(child)
    if before := _before(child, named_people.get_id(answers.get(OPENS)), date_from(answers.get(PASSES))):
        told["current_worker"] = before
    return told


def _before(child: Child, new: int | None, day: date | None) -> Known | None:
    """Who had the child until a new worker (id) took them on, about a day; None where the register has no such change.

    The days may lie as far apart as those of a change and the record that explains it.
    """
    if new is None or day is None:
        return None
    figures, mine = parameters_on(clock.today(), council.current().figures), Allocation.child == child
    apart = timedelta(days=figures["record_match_days"])
    near = Allocation.started_on.between(day - apart, min(day + apart, clock.today()))
    began = Allocation.select().where(mine & (Allocation.worker == new) & near).order_by(Allocation.started_on).first()
    if began is None:
        return None
    earlier = Allocation.select(Allocation, Staff).join(Staff)
    earlier = earlier.where(mine & (Allocation.worker != new) & (Allocation.started_on <= began.started_on))
    had = max(earlier, key=lambda one: (one.ended_on or date.max, one.started_on, one.id), default=None)
    return Known(lookup.as_answer(had.worker), had.started_on, began.started_on) if had else None
