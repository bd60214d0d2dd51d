"""What those wait for who keep and inspect: the report, what is due, packs, exports; and the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from peewee import fn

from bench.many import FIRST
from bench.rounds import Asked
from models import Record, Staff
from records import access, clock, purposes
from records.council import Council, council_context
from records.demo import story
from records.exporting import archive, choosing
from records.exporting.choosing import Chosen
from records.keeping import agreeing, certificates, holds, known
from records.reporting import places
from records.reporting.counting import changes, days, of_records, periods, workers
from records.reporting.figures_drawn import pages
from records.reporting.figures_drawn.sums import Reading
from records.weighing import figures_on

CHILD = "ZZ77"
DAYS_OF_MANY = 1_000_000  # a period is so many days, divided by the number of records: it holds as many in each file
BEHIND = {
    "children with three workers": {"figure": workers.WORKERS, "key": "3", "key2": workers.ONE_YEAR},
    "changes without a record": {"figure": changes.CHANGES, "key2": changes.WITHOUT},
    "planned transfers": {"figure": of_records.KINDS, "key": "planned"},
    "working days of all": {"figure": days.DAYS, "key": days.ALL},
    "a departure": {"figure": of_records.DEPARTED, "key": "142.2.3"},
    "children coming up": {"figure": changes.COMING_UP},
}


def works() -> dict[str, Asked]:
    """What is asked, by name."""
    return {"figures: the report": _report} | dict(_keeping()) | dict(_leaving())


def _person(email: str) -> Staff:
    found: Staff = Staff.get(Staff.email == email)
    return found


def auditor() -> Staff:
    """The auditor, who reads for a purpose."""
    auditor = _person(story.AUDITOR)
    if access.purpose_of(auditor) is None:
        purposes.begin(by=auditor, purpose="audit", what_for="Files of March", last_day=clock.today())
    return auditor


def _report() -> None:
    there = places.everywhere()
    pages.page(there[0], periods.read(periods.LAST_TWELVE, clock.today()), Reading.NONE, there)


def _keeping() -> Iterator[tuple[str, Asked]]:
    head = partial(_person, story.CLUSTER_HEAD)
    yield "what is due: an operator", lambda: agreeing.due_page(head(), is_operator=True)
    yield "what is held, and what was disposed of", lambda: (holds.in_force(), certificates.done(20))
    yield "worker: a hundred clocks", _clocks


def _clocks() -> None:
    firsts = list(Record.select().where(Record.state == "sealed").order_by(Record.id.desc()).limit(100))
    with council_context(Council()):
        list(known.count(known.families(firsts), figures_on(clock.today())))


def _leaving() -> Iterator[tuple[str, Asked]]:
    of_child = Chosen((CHILD,))
    yield "a pack of a child: a head of service", lambda: _choose(of_child, _person(story.CLUSTER_HEAD))
    yield "a pack of a child: an auditor", lambda: _choose(of_child, auditor())
    yield "a pack of some days: a head of service", lambda: _choose(_period(), _person(story.CLUSTER_HEAD))
    yield "a pack of some days: an auditor", lambda: _choose(_period(), auditor())
    yield "an export of some days", _export


def _choose(chosen: Chosen, reader: Staff) -> None:
    choosing.choose(chosen, reader, bounded=False)


def _period() -> Chosen:
    last = clock.today() - timedelta(days=100)
    length = max(1, DAYS_OF_MANY // (Record.select(fn.MAX(Record.id)).scalar() - FIRST))
    return Chosen((), last - timedelta(days=length - 1), last)


def _export() -> None:
    """What an export reads before it writes: the newest stage of each document."""
    chosen = _period()
    if chosen.since and chosen.until:
        list(archive.newest_stages(chosen.since, chosen.until))
