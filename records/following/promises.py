"""What approved records promise by a day: kept as rows from approval on, said to be done or not, and overdue when late.

What became of it is a FollowUp whose question is PROMISED and whose answer is {"promise": id of the PromisedDay,
"became": DONE, PUT_OFF or NOT_DONE, "on": the day on which it was done or to which it is put off, "why": text}.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from forms import get_kind
from forms.promises import Promised, promised_in
from models import Child, FollowUp, PromisedDay, Record, RecordPerson, RecordVersion, Staff, State, Step
from protocol.days import date_from
from protocol.folding import fold
from protocol.terms import TermFiller, term_filler
from records import clock, editions, listed_by
from records.editions import StatementText
from records.following import working_days
from records.planning import not_by_index
from records.renamed import answers_in
from records.weighing import findings_of

KEPT_IN = (State.APPROVED, State.SEALED)
PROMISED = "promised"
DONE, PUT_OFF, NOT_DONE = "done", "put_off", "not_done"
FOLLOWS_WITHIN = 5  # working days after approval, for what may follow it and names no day
LEADERS = ("current_team_leader", "new_team_leader", "reallocating_team_leader", "outgoing_team_leader")
MAX_LISTED = 50

_Author = Staff.alias()
_OF_RECORD = RecordPerson.record == PromisedDay.record


@dataclass(frozen=True)
class PromiseLine:
    """A promise as pages show it. what: in the project's words; says: as typed. who: names, or as typed; '' for nobody.

    became: what was said of it since, oldest first.
    """

    day: PromisedDay
    what: str
    says: str
    who: str
    became: list[FollowUp] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that it was done, or will not be."""
        return self.day.ended_at is None

    @property
    def is_overdue(self) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and self.day.due_on < clock.today()


def keep_promises(record: Record, version: RecordVersion, steps: Sequence[Step]) -> None:
    """Keep a row for each promise of a record that is approved now, in the caller's transaction.

    What may follow approval and is still open is due by the day that the record names, else in FOLLOWS_WITHIN days.
    """
    PromisedDay.delete().where(PromisedDay.record == record).execute()  # of an approval that was taken back
    answers = answers_in(version)
    for one in promised_in(get_kind(record.kind), answers):
        if one.was_to_come(version.weighed_on):
            staff = _who_does(one, record)
            PromisedDay.create(record=record, question=one.question, row=one.row, staff=staff, due_on=one.due)
    for finding in findings_of(version, steps).open_follow_up:
        PromisedDay.create(record=record, statement=finding.statement, due_on=_due_on(finding.question, answers))
    listed_by.note(record.id)


def _due_on(question: str | None, answers: Mapping[str, Any]) -> date:
    said, today = date_from(answers.get(question)) if question else None, clock.today()
    return said if said and said > today else working_days.after(today, FOLLOWS_WITHIN)


def _who_does(one: Promised, record: Record) -> Staff | None:
    """The active member of staff who does it: of those named, or whose name is typed and who is named in the record."""
    named = {staff.id: staff for staff in Staff.select().where(Staff.id.in_(list(one.staff)) & Staff.active)}
    if found := next((named[number] for number in one.staff if number in named), None):
        return found
    words = f" {fold(one.who or one.says)} "
    of_record = Staff.select().join(RecordPerson).where((RecordPerson.record == record) & Staff.active)
    people = [record.author, *of_record.order_by(RecordPerson.id)]
    return next((staff for staff in people if staff.active and f" {fold(staff.name)} " in words), None)


def get_promises(record: Record, terms: Mapping[str, str] | None = None) -> list[PromiseLine]:
    """All that a record promised when it was approved, by day. terms: the council's displayed terms."""
    if record.state not in KEPT_IN:
        return []
    days = PromisedDay.select(PromisedDay, Staff).left_outer_join(Staff).where(PromisedDay.record == record)
    lines = _lines(record, list(days.order_by(PromisedDay.due_on, PromisedDay.id)), _versions([record]), terms)
    became = _became(record) if lines else {}
    return [replace(line, became=became.get(line.day.id, [])) for line in lines]


def get_promise(record: Record, number: int, terms: Mapping[str, str] | None = None) -> PromiseLine | None:
    """The promise of this record with this id, None where there is none."""
    return next((one for one in get_promises(record, terms) if one.day.id == number), None)


def _versions(records: Collection[Record]) -> dict[Record, RecordVersion]:
    """Record → its current version."""
    current = RecordVersion.select(RecordVersion, Record).join(Record).where(RecordVersion.number == Record.version)
    return {version.record: version for version in current.where(Record.id.in_([one.id for one in records]))}


def _lines(
    record: Record,
    days: Sequence[PromisedDay],
    versions: Mapping[Record, RecordVersion],
    terms: Mapping[str, str] | None,
) -> list[PromiseLine]:
    if not days:
        return []
    version, fill_terms = versions[record], term_filler(terms)
    said = {one.place: one for one in promised_in(get_kind(record.kind), answers_in(version), terms)}
    statements = editions.statements_of(version) if any(day.statement for day in days) else {}
    return [_line(day, said.get((day.question, day.row)), statements, fill_terms) for day in days]


def _line(
    day: PromisedDay, said: Promised | None, statements: Mapping[str, StatementText], fill_terms: TermFiller
) -> PromiseLine:
    who = day.staff.name if day.staff else day.record.author.name if day.statement else ""
    if day.statement:
        return PromiseLine(day, fill_terms(statements[day.statement].wording), "", who)
    if said is None:
        return PromiseLine(day, "Something promised in this record", "", who)
    return PromiseLine(day, said.what, said.says, said.who or who)


def _became(record: Record) -> dict[int, list[FollowUp]]:
    """Id of a promised day → what was said of it, oldest first."""
    rows = FollowUp.select(FollowUp, Staff).join(Staff)
    found: dict[int, list[FollowUp]] = {}
    for row in rows.where((FollowUp.record == record) & (FollowUp.question == PROMISED)).order_by(FollowUp.id):
        found.setdefault(row.answer["promise"], []).append(row)
    return found


def get_due_of(
    staff: Staff, *, until: date, terms: Mapping[str, str] | None = None
) -> list[tuple[Record, list[PromiseLine]]]:
    """(record, its open promises due by a day) of which this person is to know, those longest due first.

    These are what they are to do, and what is promised in records that they wrote or are a named leader of.
    """
    named = (RecordPerson.staff == staff) & RecordPerson.part.in_(LEADERS)
    # From the person's side: what is open and due anywhere grows with the council.
    theirs: Any = PromisedDay.select(PromisedDay.id).where(PromisedDay.staff == staff)
    theirs |= PromisedDay.select(PromisedDay.id).join(Record).where(Record.author == staff)
    theirs |= PromisedDay.select(PromisedDay.id).join(RecordPerson, on=_OF_RECORD).where(named)
    query = _open_days().where((not_by_index(PromisedDay.due_on) <= until) & PromisedDay.id.in_(theirs))
    return _by_record(query.order_by(PromisedDay.due_on, PromisedDay.id).limit(MAX_LISTED), terms)


def lines_of(days: Sequence[PromisedDay], terms: Mapping[str, str] | None = None) -> list[PromiseLine]:
    """These promises, each with its record, as pages show them; in the same order."""
    found = {line.day.id: line for _, lines in _by_record(days, terms) for line in lines}
    return [found[day.id] for day in days]


def _by_record(days: Iterable[PromisedDay], terms: Mapping[str, str] | None) -> list[tuple[Record, list[PromiseLine]]]:
    by_record: dict[Record, list[PromisedDay]] = {}
    for day in days:
        by_record.setdefault(day.record, []).append(day)
    versions = _versions(by_record)
    return [(record, _lines(record, of_record, versions, terms)) for record, of_record in by_record.items()]


def _open_days() -> Any:
    days = PromisedDay.select(PromisedDay, Staff, Record, Child).left_outer_join(Staff).switch(PromisedDay)
    days = days.join(Record).left_outer_join(Child)
    return days.where(not_by_index(PromisedDay.ended_at).is_null() & Record.state.in_(list(KEPT_IN)))


def days_to_remind_of(until: date) -> list[tuple[PromisedDay, Staff]]:
    """(open promise due by a day, author of its record), by day."""
    days = PromisedDay.select(PromisedDay, Record.id, Record.author, _Author, Staff).join(Record)
    days = days.join(_Author, on=(Record.author == _Author.id)).switch(PromisedDay).left_outer_join(Staff)
    still = PromisedDay.ended_at.is_null() & Record.state.in_(list(KEPT_IN)) & (PromisedDay.due_on <= until)
    return [(day, day.record.author) for day in days.where(still).order_by(PromisedDay.due_on, PromisedDay.id)]


def overdue_among(records: Any) -> list[int]:
    """Ids of the promises that are open and overdue in the records of a query."""
    late = PromisedDay.ended_at.is_null() & (PromisedDay.due_on < clock.today()) & Record.state.in_(list(KEPT_IN))
    found: Any = PromisedDay.select(PromisedDay.id).join(Record).where(late & Record.id.in_(records.select(Record.id)))
    return [number for (number,) in found.tuples()]


def get_leaders(record: Record) -> list[Staff]:
    """The active team leaders whom a record names."""
    named = (RecordPerson.record == record) & RecordPerson.part.in_(LEADERS)
    return list(Staff.select().join(RecordPerson).where(named & Staff.active).distinct().order_by(Staff.id))


def save_what_became(day: PromisedDay, *, by: Staff, became: str, on: date | None, why: str) -> None:
    """Keep what became of a promise, in the caller's transaction. Put off, it stays open until its new day."""
    answer = {"promise": day.id, "became": became, "on": on.isoformat() if on else None, "why": why}
    FollowUp.create(record=day.record, question=PROMISED, answer=answer, staff=by, added_at=clock.now())
    if became == PUT_OFF and on:
        day.due_on, day.reminded_at = on, None  # they are reminded of the new day
    else:
        day.ended_at = clock.now()
    day.save()
    listed_by.note(day.record_id)


def put_off(record: Record, statement: str, to: date | None) -> None:
    """What follows for a statement is due by another day, where that is still to come."""
    if to and to > clock.today():
        ours = (PromisedDay.record == record) & (PromisedDay.statement == statement) & PromisedDay.ended_at.is_null()
        PromisedDay.update(due_on=to, reminded_at=None).where(ours).execute()


def end(record: Record, statements: Iterable[str] | None = None) -> None:
    """End the open promises of a record: of these statements, or all of them, in the caller's transaction."""
    still = (PromisedDay.record == record) & PromisedDay.ended_at.is_null()
    if statements is not None:
        still &= PromisedDay.statement.in_(list(statements))
    PromisedDay.update(ended_at=clock.now()).where(still).execute()
    listed_by.note(record.id)
