"""Keeps what figures count and its sums, so that a page of figures takes as long among a million records.

Every five minutes the worker reads the records that the audit trail names since it last did, and their children. Once a
day, and after a load of the register, it reads every child, and the records under way, of which decisions become
overdue. `flask figures recount` reads everything anew and says where the sums were wrong. Both go through `_refresh`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import chunked, fn

from models import AuditEvent, Child, CountedFact, FigureCount, FiguresKept, Record, State, Team, TeamKind
from protocol.days import months_from
from records import clock
from records.following.working_days import is_working_day
from records.reporting import places, plain_rows, reading_things, worker_changes
from records.reporting.counting import changes, days, of_records, workers
from records.reporting.counting.beginnings import Beginnings
from records.reporting.counting.things import ChildThing, Fact, RecordThing
from records.reporting.plain_rows import rows_of
from records.transaction import transaction
from records.weighing import figures_on

YEARS = 5  # that figures of a financial year go back
TOGETHER = 400  # records or children read at once
# Events that may have been written after one with a higher number, of a transaction that ended later.
BACK = 200
COLUMNS = ("figure", "month", "key", "key2", "team", "other_team", "record", "child", "readers_team", "is_printed")

Row = tuple[Any, ...]  # in the order of COLUMNS
Sums = Counter[tuple[Any, ...]]  # (place, figure, month, key, key2, which column) → number


@dataclass(frozen=True)
class Drift:
    """What a recount found other than it was kept: things whose facts were wrong, and sums."""

    things: int
    sums: int

    @property
    def is_none(self) -> bool:
        """Whether everything was as it was kept."""
        return not (self.things or self.sums)


def register_since() -> date | None:
    """The month with which the register's spells begin; None before the first count, and where it is not known."""
    found = kept()
    return found.register_since if found else None


def kept() -> FiguresKept | None:
    """Up to where figures are counted; None before the first time."""
    return FiguresKept.get_or_none()


def keep() -> None:
    """Count what has changed since the last time; everything where nothing was counted yet, or teams have moved."""
    there, state = places.of_teams(), kept()
    if state is None or state.places != places.fingerprint(there):
        recount()
        return
    _catch_up(state, there, back=BACK)


def recount() -> Drift:
    """Count everything anew; say what was other than it was kept. What was done since the last time is no drift."""
    there, state = places.of_teams(), kept()
    if state and state.places == places.fingerprint(there):
        _catch_up(state, there, back=0)
    worker_changes.recount_all()
    newest, begun = _newest_event(), _beginnings()
    wrong = _refresh_records(_every(Record), there) + _refresh_children(_every(Child), there, begun)
    wrong += _forget_what_is_gone(there)
    drift = Drift(wrong, _mend_sums(there))
    _note(newest, places.fingerprint(there), begun.whole_since())
    return drift


def count_children_again() -> None:
    """Have the worker count every child again: the register has changed."""
    FiguresKept.update(children_on=clock.today() - timedelta(days=1)).execute()


def _catch_up(state: FiguresKept, there: Mapping[int, frozenset[str]], *, back: int) -> None:
    """Count what has changed since a time. back: so many events before the newest one then are looked at again."""
    newest, touched = _newest_event(), list(_touched(state.events_to - back))
    _refresh_records(touched, there)
    _refresh_children(_children_of(touched), there)
    since = state.register_since
    if state.children_on != clock.today():
        begun = _beginnings()
        _refresh_records(_under_way(), there)
        _refresh_children(_every(Child), there, begun)
        _forget_what_is_gone(there)
        since = begun.whole_since()
    _note(newest, state.places, since)


def _beginnings() -> Beginnings:
    today = clock.today()
    return Beginnings(date(workers.year_of(today) - YEARS, 4, 1), today)


def _newest_event() -> int:
    return int(AuditEvent.select(fn.MAX(AuditEvent.id)).scalar() or 0)


def _note(events_to: int, fingerprint: str, since: date | None) -> None:
    with transaction():
        FiguresKept.delete().execute()
        FiguresKept.create(
            counted_at=clock.now(),
            children_on=clock.today(),
            register_since=since,
            events_to=events_to,
            places=fingerprint,
        )


def _touched(events_after: int) -> Iterator[int]:
    """Ids of the records of which something happened after an event."""
    rows = AuditEvent.select(AuditEvent.record).where(AuditEvent.id > events_after).distinct()
    return iter([number for (number,) in rows_of(rows)])


def _children_of(records: Sequence[int]) -> Iterator[int]:
    for some in chunked(records, TOGETHER):
        rows = Record.select(Record.child).where(Record.id.in_(list(some)) & Record.child.is_null(False)).distinct()
        yield from [child for (child,) in rows_of(rows)]


def _under_way() -> Iterator[int]:
    return iter([number for (number,) in rows_of(Record.select(Record.id).where(Record.state == State.SUBMITTED))])


def _every(table: type[Record] | type[Child]) -> Iterator[int]:
    """Every id, read in portions, so that no query stays open while facts are written."""
    after = 0
    while found := [
        one for (one,) in rows_of(table.select(table.id).where(table.id > after).order_by(table.id).limit(5000))
    ]:
        yield from found
        after = found[-1]


def _refresh_records(ids: Iterable[int], there: Mapping[int, frozenset[str]]) -> int:
    today = clock.today()

    def facts(some: list[int]) -> Iterator[Fact]:
        for one in reading_things.records(some):
            yield from facts_of_record(one, today)

    return _refresh(ids, CountedFact.record, facts, there)


def facts_of_record(one: RecordThing, today: Any) -> Iterator[Fact]:
    """Every fact of a record."""
    yield from of_records.of_record(one)
    yield from days.days_of(one, today, is_working_day)


def _refresh_children(ids: Iterable[int], there: Mapping[int, frozenset[str]], begun: Beginnings | None = None) -> int:
    """begun: what is to be told of every child, too."""
    of_child = _counter_of_children()

    def facts(some: list[int]) -> Iterator[Fact]:
        for one in reading_things.children(some):
            if begun:
                begun.add(one)
            yield from of_child(one)

    return _refresh(ids, CountedFact.child, facts, there)


def _counter_of_children() -> Callable[[ChildThing], Iterator[Fact]]:
    """A child → its facts as of today."""
    today = clock.today()
    figures, now = figures_on(today), workers.year_of(today)
    older = Team.select(Team.id).where(Team.kind == TeamKind.LOOKED_AFTER_13_PLUS)
    age, last = figures["older_team_age"], months_from(today, figures["coming_up_months"])
    left_out = frozenset(number for (number,) in rows_of(older))

    def facts(one: ChildThing) -> Iterator[Fact]:
        for year in range(now - YEARS + 1, now + 1):
            yield from workers.workers_in_year(one, year, today)
        yield from changes.changes(one)
        yield from changes.coming_up(one, today=today, age=age, last=last, left_out=left_out)

    return facts


def _refresh(
    ids: Iterable[int], column: Any, facts: Callable[[list[int]], Iterator[Fact]], there: Mapping[int, frozenset[str]]
) -> int:
    """Bring the facts of these records or children, and the sums, up to date. Returns how many had other facts."""
    return sum(_refresh_some(list(some), column, facts, there) for some in chunked(ids, TOGETHER))


def _refresh_some(
    ids: list[int], column: Any, facts: Callable[[list[int]], Iterator[Fact]], there: Mapping[int, frozenset[str]]
) -> int:
    # Without a transaction, so that nobody who saves waits: what changes meanwhile is in a trail, and read again.
    place = COLUMNS.index(column.name)
    before, after = _by_thing(_rows(column.in_(ids)), place), _by_thing(map(_row, facts(ids)), place)
    differing = [
        one for one in before.keys() | after.keys() if sorted(before[one], key=str) != sorted(after[one], key=str)
    ]
    if differing:
        with transaction():
            _replace(differing, column, after, there)
    return len(differing)


def _replace(ids: list[int], column: Any, after: Mapping[int, list[Row]], there: Mapping[int, frozenset[str]]) -> None:
    """Put facts in the place of those that are kept of these, and bring the sums to it."""
    new = [row for one in ids for row in after[one]]
    sums = _sums(Counter(new), there)
    sums.subtract(_sums(Counter(_rows(column.in_(ids))), there))
    CountedFact.delete().where(column.in_(ids)).execute()
    plain_rows.insert(CountedFact, COLUMNS, new)
    _add(sums)


def _rows(condition: Any) -> Iterator[Row]:
    return iter(rows_of(CountedFact.select(*(getattr(CountedFact, name) for name in COLUMNS)).where(condition)))


def _by_thing(rows: Iterable[Row], place: int) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[place]].append(row)
    return found


def _row(fact: Fact) -> Row:
    first, second = (*fact.teams, None, None)[:2]
    what = (fact.figure, fact.month, fact.key, fact.key2, first, second)
    return (*what, fact.record, fact.child, fact.readers_team, fact.is_printed)


def _sums(rows: Mapping[Row, int], there: Mapping[int, frozenset[str]]) -> Sums:
    """The sums of facts, of each so many."""
    sums: Sums = Counter()
    nowhere: frozenset[str] = frozenset()
    for (figure, month, key, key2, team, other, record, _, readers, is_printed), number in rows.items():
        closed = record is None or not is_printed
        open_in = there.get(readers, nowhere) if readers is not None else None
        for place in there.get(team, nowhere) | there.get(other, nowhere) | {places.COUNCIL}:
            cell = (place, figure, month, key, key2)
            sums[*cell, "number"] += number
            sums[*cell, "moved"] += number * (open_in is not None and place not in open_in)
            sums[*cell, "unsealed"] += number * closed
    return sums


def _by_cell(sums: Sums) -> dict[Row, dict[str, int]]:
    cells: dict[Row, dict[str, int]] = {}
    for (*cell, column), number in sums.items():
        cells.setdefault(tuple(cell), {})[column] = number
    return cells


NAMES = ("place", "figure", "month", "key", "key2")
COUNTS = ("number", "moved", "unsealed")
ADDING = f"ON CONFLICT ({', '.join(NAMES)}) DO UPDATE SET " + ", ".join(
    f"{name} = figure_count.{name} + excluded.{name}" for name in COUNTS
)


def _add(sums: Sums) -> None:
    """Add to the sums (a negative number takes off); what comes to nothing is not kept."""
    changed = {cell: numbers for cell, numbers in _by_cell(sums).items() if any(numbers.values())}
    rows = [(*cell, *(numbers[name] for name in COUNTS)) for cell, numbers in sorted(changed.items(), key=str)]
    plain_rows.insert(FigureCount, (*NAMES, *COUNTS), rows, ADDING)
    if any(numbers["number"] < 0 for numbers in changed.values()):
        FigureCount.delete().where(FigureCount.number == 0).execute()


def _forget_what_is_gone(there: Mapping[int, frozenset[str]]) -> int:
    """Forget the facts of records and children that are no longer kept. Returns how many of them there were."""
    gone = 0
    for column, table in ((CountedFact.record, Record), (CountedFact.child, Child)):
        kept_ids = table.select(table.id)
        lost = CountedFact.select(column).where(column.is_null(False) & column.not_in(kept_ids)).distinct()
        gone += _refresh([one for (one,) in rows_of(lost)], column, lambda _: iter(()), there)
    return gone


def _mend_sums(there: Mapping[int, frozenset[str]]) -> int:
    """Put right the sums that are not those of the facts, figure by figure. Returns how many cells there were."""
    figures = {
        figure for table in (CountedFact, FigureCount) for (figure,) in rows_of(table.select(table.figure).distinct())
    }
    return sum(_mend_sums_of(figure, there) for figure in sorted(figures))


def _mend_sums_of(figure: str, there: Mapping[int, frozenset[str]]) -> int:
    right = _by_cell(_sums(_alike(figure), there))
    fields = [getattr(FigureCount, name) for name in (*NAMES, *COUNTS)]
    rows = rows_of(FigureCount.select(*fields).where(FigureCount.figure == figure))
    known = {row[: len(NAMES)]: dict(zip(COUNTS, row[len(NAMES) :], strict=True)) for row in rows}
    nothing = {"number": 0, "moved": 0, "unsealed": 0}
    wrong = [cell for cell in right.keys() | known.keys() if right.get(cell, nothing) != known.get(cell, nothing)]
    sums: Sums = Counter()
    for cell in wrong:
        for column, number in right.get(cell, nothing).items():
            sums[*cell, column] = number - known.get(cell, nothing)[column]
    with transaction():
        _add(sums)
    return len(wrong)


def _alike(figure: str) -> dict[Row, int]:
    """The facts of a figure, of each that is counted alike how many there are: the database adds them up."""
    alike = [getattr(CountedFact, name) for name in COLUMNS if name not in ("record", "child")]
    facts = CountedFact.select(*alike, CountedFact.record.is_null(), fn.COUNT(CountedFact.id))
    rows = rows_of(facts.where(CountedFact.figure == figure).group_by(*alike, CountedFact.record.is_null()))
    found: Counter[Row] = Counter()
    for *what, readers, is_printed, no_record, number in rows:
        found[(*what, None if no_record else 0, None, readers, is_printed)] += int(number)
    return found
