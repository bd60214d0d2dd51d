"""The days to come in a child's life that the register and readable records know, against a planned transfer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import get_kind
from forms.calendar import calendar_days
from forms.engine.choice import ChoiceQuestion
from forms.engine.rows import RowsQuestion
from models import Child, Record, State
from protocol.days import age_on, birthday, date_from, months_from
from records.deciding import decisions, refusals, states
from records.renamed import answers_in
from records.reporting.read_lines import OF_A_CHANGE

TABLES = ("dates_ahead", "key_events")
FALLEN = (State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED, *states.REPLACED)
BIRTHDAY_MONTHS = 12  # how far ahead a birthday is listed


@dataclass(frozen=True)
class Planned:
    """A transfer that is to come. is_refused: it is a draft of what was refused, which is settled first."""

    record: Record
    day: date
    is_refused: bool = False

    @property
    def is_agreed(self) -> bool:
        """Whether everybody who decides has approved it."""
        return self.record.state in (State.APPROVED, State.SEALED)


@dataclass(frozen=True)
class Ahead:
    """A day to come. what: in words. record: which says so, None for the register.

    apart: days after the planned transfer that is nearest, negative before it, None where none is planned.
    is_near: whether that is nearer than the council's figure for key events.
    """

    day: date
    what: str
    record: Record | None
    apart: int | None = None
    is_near: bool = False

    @property
    def is_same_week(self) -> bool:
        """Whether it falls within a week of the transfer."""
        return self.apart is not None and abs(self.apart) < 7


def find(
    child: Child, records: Sequence[Record], *, today: date, near: int, birthdays: Iterable[int], is_with_worker: bool
) -> tuple[tuple[Planned, ...], tuple[Ahead, ...]]:
    """(transfers that are planned, the days to come), each by day.

    records: those that may be read. near: days between a transfer and a key event that need a reason. birthdays: the
    ages that are key events. Of a child who has died there is none, and of one without a worker no birthday.
    """
    if child.date_of_death:
        return (), ()
    standing = [one for one in records if one.state not in FALLEN]
    planned = sorted(_planned(standing, today), key=lambda one: one.day)
    of_register = _of_register(child, today, birthdays) if is_with_worker else ()
    known = {(one.day, one.what): one for one in (*_of_records(standing), *of_register)}
    going_ahead = [one for one in planned if not one.is_refused]
    ahead = [_against(one, going_ahead, near) for one in known.values() if one.day >= today]
    return tuple(planned), tuple(sorted(ahead, key=lambda one: (one.day, one.what)))


def passes_on(record: Record) -> bool:
    """Whether a record still stands, so that responsibility passes on its day."""
    return record.state not in FALLEN


def _planned(records: Sequence[Record], today: date) -> Iterator[Planned]:
    for one in records:
        if one.kind in OF_A_CHANGE and one.takes_effect_on and one.takes_effect_on >= today:
            is_draft = one.state in states.UNSUBMITTED
            yield Planned(one, one.takes_effect_on, is_draft and bool(refusals.binding(one, _answers_of(one))))


def _of_register(child: Child, today: date, birthdays: Iterable[int]) -> Iterator[Ahead]:
    born, expected = child.date_of_birth, child.expected_date_of_birth
    if born is None:
        if expected:
            yield Ahead(expected, "The birth that is expected", None)
        return
    following = age_on(born, today) + 1
    on = birthday(born, following)
    if on <= months_from(today, BIRTHDAY_MONTHS):
        key = ", a key event" if following in set(birthdays) else ""
        yield Ahead(on, f"Birthday: {following}{key}", None)


def _of_records(records: Sequence[Record]) -> Iterator[Ahead]:
    for record in records:
        form = get_kind(record.kind)
        answers = form.applicable_answers(_answers_of(record))
        for entry, day in calendar_days(form, answers):
            yield Ahead(day, entry.title, record)
        for name in TABLES:
            table = form.question(name)
            if isinstance(table, RowsQuestion):
                yield from _of_rows(table, answers.get(name), record)


def _of_rows(table: RowsQuestion, rows: Any, record: Record) -> Iterator[Ahead]:
    kind = table.columns["kind"]
    words: Mapping[str, str] = kind.choices if isinstance(kind, ChoiceQuestion) else {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and (day := date_from(row.get("date"))):
            note = str(row.get("note") or "").strip()
            kind_of = row.get("kind")
            what = "" if kind_of == "other" and note else words.get(str(kind_of), table.noun)
            yield Ahead(day, ": ".join(filter(None, (what, note))), record)


def _answers_of(record: Record) -> dict[str, Any]:
    """What a record says: its draft, or the version that was submitted."""
    if record.state in states.UNSUBMITTED:
        return dict(record.answers)
    return answers_in(decisions.get_version(record))


def _against(one: Ahead, planned: Sequence[Planned], near: int) -> Ahead:
    apart = min(((one.day - transfer.day).days for transfer in planned), key=abs, default=None)
    return Ahead(one.day, one.what, one.record, apart, apart is not None and abs(apart) <= near)
