"""Counting the social workers whom a child has had."""

from collections.abc import Iterable
from datetime import date

from protocol.answers import Answers, Values
from protocol.people import Person, same_person

WORKER_QUESTIONS = ("earlier_workers", "current_worker", "new_worker")


def workers_between(a: Answers, since: date, until: date) -> list[Person]:
    """The different workers allocated in the time, the current and the new one among them.

    The first and the last day count. A worker who came back counts once.
    """
    rows = (row for row in a.rows("earlier_workers") if _overlaps(row, since, until))
    earlier = (row.person("worker") for row in rows)
    return _different([*earlier, a.person("current_worker"), a.person("new_worker")])


def _overlaps(row: Values, since: date, until: date) -> bool:
    started, ended = row.date("started_on"), row.date("ended_on")
    return (started is None or started <= until) and (ended is None or ended >= since)


def _different(people: Iterable[Person | None]) -> list[Person]:
    found: list[Person] = []
    for person in people:
        if person is not None and not any(same_person(person, other) for other in found):
            found.append(person)
    return found
