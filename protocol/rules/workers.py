"""Counting the social workers whom a child has had."""

from collections.abc import Iterable
from datetime import date

from protocol.answers import Answers, Values
from protocol.outcomes import Verdict, unmet
from protocol.people import Person, same_person

CHANGE_QUESTIONS = ("current_worker", "current_team", "new_worker", "new_team")
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


def worker_stays(a: Answers) -> bool:
    """Whether the child keeps the {social_worker}, so that only the team changes."""
    return same_person(a.person("current_worker"), a.person("new_worker"))


def took_the_case_on(a: Answers) -> date | None:
    """The day on which the current {social_worker} took the case, the last time; None where it is not known."""
    current = a.person("current_worker")
    theirs = (row for row in a.rows("earlier_workers") if same_person(row.person("worker"), current))
    return max(filter(None, (row.date("started_on") for row in theirs)), default=None)


def nothing_changes(a: Answers) -> Verdict | None:
    """Unmet where the same {social_worker} stays in the same team: that is no transfer."""
    worker, team, new_worker, new_team = (a.person(question) for question in CHANGE_QUESTIONS)
    if not same_person(worker, new_worker) or not same_person(team, new_team):
        return None
    ask = "Select a different {social_worker}, or the team that they move to with the child."
    return unmet(f"The same {{social_worker}} in the same team is no change. {ask}", "new_worker")
