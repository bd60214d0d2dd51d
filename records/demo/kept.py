"""Records of many years ago: what is due, what is held, what one has agreed to, and what was disposed of already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from forms.record_kind import RecordKind
from models import About, Child, ChildSpell, Disposal, Record, Retention
from protocol.days import months_from
from records import clock
from records.deciding import submission
from records.demo.living import HANDOVER, TRANSFER
from records.demo.plain_answers import person
from records.drafting import starting
from records.keeping import agreeing, counting, disposing, holds
from records.keeping.known import WHOLE
from records.transaction import transaction, work_waiting
from records.weighing import figures_on

DIED_YOUNG = "AV090117"
HEADS = "eleanor.stanbridge", "rajesh.chaudhuri"
MORNING = time(9, 40)
CLAIM = "A claim about the pay of those years, letter of the claimant’s solicitor"
# Worker, leader who began the record, how many years ago.
HANDOVERS = (
    ("grace.nakamura", "marcus.bellweather", 7),
    ("leon.stclair", "marcus.bellweather", 9),
    ("yvette.lamarr", "caroline.eastaugh", 11),
)


def write_kept(forms: Mapping[str, RecordKind]) -> None:
    """Write them once, and count when records are due. A second call does nothing."""
    if Child.select().where(Child.local_id == DIED_YOUNG).exists():
        return
    today = clock.today()
    with work_waiting.muted(), transaction():
        transfer = _withdrawn(forms[TRANSFER], _child(today), "hannah.whitcombe", months_from(today, -16 * 12))
        due, held, gone = (
            _withdrawn(forms[HANDOVER], worker, leader, months_from(today, -12 * years))
            for worker, leader, years in HANDOVERS
        )
    figures = figures_on(today)
    counting.recount(figures)
    _agree(transfer, HEADS[0])
    holds.place(
        record=held, of_child=False, why=CLAIM, by=person(HEADS[1]), last_day=None, review_on=today + timedelta(90)
    )
    for head in HEADS:
        agreed = _agree(gone, head)
    disposing.dispose(agreed, figures=figures, done_by="operator")


def _child(today: date) -> Child:
    """A child who was looked after, and died at six."""
    born, died = months_from(today, -23 * 12), months_from(today, -16 * 12 - 5)
    child = Child.create(
        local_id=DIED_YOUNG, name="Ewan Pascoe-Lind", date_of_birth=born, date_of_death=died, status="", legal_status=""
    )
    days = {"started_on": months_from(died, -30), "ended_on": died, "first_seen_on": died, "seen_on": died}
    ChildSpell.create(child=child, about=About.STATUS, value="looked_after", **days)
    return child


def _withdrawn(form: RecordKind, about: Child | str, by: str, day: date) -> Record:
    """A record that was begun on a day and withdrawn on the next."""
    first = datetime.combine(day, MORNING, clock.LONDON).astimezone(UTC)
    with clock.frozen_at(first):
        if isinstance(about, Child):
            record = starting.start_record(kind=form.key, prefix=form.prefix, child=about, by=person(by))
        else:
            worker = person(about)
            record = starting.start_handover(kind=form.key, prefix=form.prefix, worker=worker, by=person(by))
    with clock.frozen_at(first + timedelta(days=1)):
        submission.withdraw(record=Record.get_by_id(record.id), by=person(by), reason="It did not come to it.")
    return Record.get_by_id(record.id)


def _agree(record: Record, head: str) -> Disposal:
    row = Retention.get((Retention.record == record) & (Retention.part == WHOLE))
    return agreeing.agree(clock_row=row, by=person(head), figures=figures_on(clock.today()))
