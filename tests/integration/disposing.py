"""Records that are due, and what is done so that they are disposed of."""

from __future__ import annotations

from datetime import date

from models import Child, Disposal, Record, Retention
from protocol.parameters import Parameters
from records import clock
from records.keeping import agreeing, counting, disposing, known
from records.keeping.certificates import Certificate
from records.weighing import figures_on
from tests import factories
from tests.data import story

HEAD, OTHER_HEAD = story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD
OPERATOR = story.AUDITOR
DIED = date(2009, 5, 6)


def figures() -> Parameters:
    """Today's, with those of the current council."""
    return figures_on(clock.today())


def died_long_ago(local_id: str = story.CASE_ONE_CHILD) -> Child:
    """A child's records are due: they were looked after, and died as a child, more than 15 years ago."""
    dead = {"date_of_birth": date(2004, 2, 29), "date_of_death": DIED, "status": "looked_after"}
    Child.update(**dead).where(Child.local_id == local_id).execute()
    return factories.child(local_id)


def clock_of(record: Record, part: str = known.WHOLE) -> Retention:
    """When a record is due, counted now."""
    counting.recount(figures())
    return Retention.get((Retention.record == record) & (Retention.part == part))


def agreed(record: Record, *people: str, part: str = known.WHOLE) -> Disposal:
    """These agree that a record is disposed of, by default both heads of service."""
    row = clock_of(record, part)
    for email in people or (HEAD, OTHER_HEAD):
        found = agreeing.agree(clock_row=row, by=factories.person(email), figures=figures())
    return found


def disposed(record: Record, part: str = known.WHOLE) -> list[Certificate]:
    """A record that two people agreed to is disposed of."""
    return disposing.dispose(agreed(record, part=part), figures=figures(), done_by="ops")
