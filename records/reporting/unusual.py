"""Records of which something is unusual, for lists: departed from, accepted as not met, refused, corrected.

Of statements that a restricted section is about nobody learns here, as a list would tell it to people who may not read
that section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from forms import KINDS
from forms.restricted import restricted_statements
from models import Acceptance, Departure, Record, RecordVersion, Refusal
from protocol import STATEMENTS
from records import listed_by
from records.planning import Narrow, by_index, require_few

ANY = "any"
BINDS, SETTLED = "binds", "settled"
REGISTER, EARLIER = "register", "earlier"

Noted = type[Departure] | type[Acceptance]


def departed_from(value: str, narrow: Narrow) -> Any:
    """Ids of the records that depart, with a reason, from a statement: ANY, or its id or that of its section."""
    return _of_statements(Departure, value, narrow)


def accepted(value: str, narrow: Narrow) -> Any:
    """Ids of the records in which managers accepted by name that a statement is not met."""
    return _of_statements(Acceptance, value, narrow).where(narrow(Acceptance.accepted_at).is_null(False))


def is_noted(column: Any, value: str) -> Any:
    """A condition: what is noted of a record in this column, departs or accepts, is of such a statement."""
    return column.is_null(False) & (True if value == ANY else listed_by.is_noted_of(column, ids_of(value)))


def refused(value: str, narrow: Narrow) -> Any:
    """Ids of the records that were refused: the refusal still binds (BINDS), or is settled (SETTLED)."""
    settled = narrow(Refusal.settled_at).is_null(value == BINDS)
    return Refusal.select(Refusal.record.alias("found")).where(settled)


def corrected(value: str, narrow: Narrow) -> Any:
    """Ids of the records that correct what the register says (REGISTER), or an earlier record (EARLIER)."""
    return Record.select(Record.id.alias("found")).where(corrects(value, narrow))


def corrects(value: str, narrow: Narrow = by_index) -> Any:
    """A condition: a record corrects what the register says (REGISTER), or an earlier record (EARLIER)."""
    if value == EARLIER:
        return narrow(Record.amends).is_null(False)
    return narrow(Record.has_corrections) == True  # noqa: E712 - SQL


def statements_of(records: Iterable[int]) -> dict[type, dict[int, list[str]]]:
    """Departure and Acceptance → record id → the statements that are listed as such, in their order."""
    return {model: _listed(model, list(records)) for model in (Departure, Acceptance)}


def _listed(model: Noted, records: list[int]) -> dict[int, list[str]]:
    rows = _current(model).where(RecordVersion.record.in_(records) & _open(model))
    if model is Acceptance:
        rows = rows.where(Acceptance.accepted_at.is_null(False))
    found: dict[int, list[str]] = {}
    for record, statement in rows.order_by(model.id).tuples():
        found.setdefault(record, []).append(statement)
    return found


def _current(model: Noted) -> Any:
    rows = model.select(RecordVersion.record.alias("found"), model.statement).join(RecordVersion).join(Record)
    return rows.where(RecordVersion.number == Record.version)


def _of_statements(model: Noted, value: str, narrow: Narrow) -> Any:
    wanted = True if value == ANY else narrow(model.statement).in_(ids_of(value))
    if narrow is by_index:
        require_few(model.select(model.id).where(wanted))
    return _current(model).select(RecordVersion.record.alias("found")).where(_open(model) & wanted)


def ids_of(value: str) -> list[str]:
    """The statements whose id, or whose section's, is `value`; that alone where there is none any more."""
    return [one.id for one in STATEMENTS if one.id == value or one.id.startswith(f"{value}.")] or [value]


def _open(model: Noted) -> Any:
    """A condition: the statement is none that a restricted section of the record's kind is about."""
    closed = ((key, sorted(restricted_statements(form))) for key, form in KINDS.items())
    pairs = [(Record.kind == key) & model.statement.in_(statements) for key, statements in closed if statements]
    return ~reduce(or_, pairs) if pairs else True


FINDERS: Mapping[str, Callable[[str, Narrow], Any]] = {
    "departed": departed_from,
    "accepted": accepted,
    "refused": refused,
    "corrected": corrected,
}
