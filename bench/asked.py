"""What each role waits for: home pages, lists with each filter, searches, the operators' page; and the next mail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import models
from bench import leading
from bench.many import LEADERS
from bench.rounds import Asked, Work, timed
from mail import outbox
from models import Child, Staff
from records import access, clock
from records.council import Council, council_context
from records.deciding import passing_on
from records.demo import story
from records.letters import waiting
from records.register import contradicted, lookup
from records.register.invented import address
from records.reporting import (
    behind_figures,
    due_first,
    finders,
    health,
    history,
    list_changes,
    listing,
    of_child,
    operations,
    places,
    promised,
    work,
)
from records.reporting.counting import periods
from records.reporting.figures_drawn import pages
from records.reporting.figures_drawn.sums import Reading
from records.reporting.listing import Filters
from records.sealing import sealer
from settings import Settings
from views.pages.operations import LATEST

LOOKED_AT = ("mail", "sealing")
CHILD_OF_MANY = "ZZ77"
WORKER, LEADER = 1003, LEADERS + 1002  # of the many: each has as much to do among few records as among many
ORDERS = (listing.FIRST_SAVED, listing.LAST_DAY, listing.FIRST_DAY, listing.FIRST_DUE)
PEOPLE: dict[str, int | str] = {
    "a social worker": WORKER,
    "a team leader": LEADER,
    "a locality leader": address("denise.holroyd"),
    "a service delivery manager": story.CLUSTER_MANAGER,
    "a head of service": story.CLUSTER_HEAD,
    "business support": story.BUSINESS_SUPPORT,
    "business support of the smaller service": address("jordan.tuckwell"),
    "an auditor": story.AUDITOR,
}


def _figures(known: int | str) -> Asked:
    """The page of figures of the widest place that somebody sees, and what is behind its changes."""

    def ask() -> None:
        who = _person(known)
        there = places.of_staff(who)
        period = periods.read(periods.LAST_TWELVE, clock.today())
        pages.page(there[0], period, Reading.LEADING, there)
        behind_figures.find(who, there[0], period, {"figure": "changes", "key": "TSPROC"}, None)

    return ask


def works(database: Any) -> dict[str, Work]:
    """What is asked, by name: on this database, whatever was used before."""
    models.database.initialize(database)
    known = listing.get_page(_person(story.CLUSTER_HEAD), Filters(), 3).records[-1].reference
    leading.auditor()  # reads for a purpose from here on
    asked = dict(_of_each()) | dict(_narrowed(known)) | dict(_promised()) | _searches(known) | _of_the_service()
    asked |= dict(_of_changes()) | leading.works()
    return {name: _on(database, ask) for name, ask in asked.items()}


def _on(database: Any, ask: Asked) -> Work:
    # Processor time, as SQLite answers in this process: what else the machine does is left out.
    once = timed(ask, time.process_time)

    def work() -> float:
        models.database.initialize(database)
        return once()

    return work


def _person(known: int | str) -> Staff:
    found: Staff = Staff.get_by_id(known) if isinstance(known, int) else Staff.get(Staff.email == known)
    return found


LEADING = ("a team leader", "a locality leader", "a service delivery manager", "a head of service")


def _home(known: int | str) -> Asked:
    """What the home page reads, with the number in the heading; for those who start nothing the list is on it."""

    def ask() -> None:
        who = _person(known)
        work.count_to_do(who)
        work.get_work(who)
        waiting.waiting_for(who, Settings(env="demo"))
        passing_on.given_to_others(who)
        listing.get_page(who, Filters())

    return ask


def _list(known: int | str, page: int = 1, **chosen: Any) -> Asked:
    """What the page of records reads."""

    def ask() -> None:
        who, filters = _person(known), Filters(**chosen)
        search = listing.Search(who, filters)
        shown = search.get_page(page)
        search.count_states()
        due_first.due_days([record.id for record in shown.records])
        work.get_open_steps(shown.records)

    return ask


def _of_each() -> Iterator[tuple[str, Asked]]:
    for who, known in PEOPLE.items():
        yield f"home page: {who}", _home(known)
        yield f"tenth page of the list: {who}", _list(known, 10)
    for who in LEADING:
        yield f"figures: {who}", _figures(PEOPLE[who])


def _filters(known: str) -> dict[str, dict[str, Any]]:
    today = clock.today()
    return {
        "a child": {"find": "maya ade"},
        "a first name that many have": {"find": "leo"},
        "a reference": {"find": known},
        "an emergency": {"kind": "emergency_transfer"},
        **{f"state {state}": {"state": state} for state in listing.STATES},
        "whose it was": {"giving": "team 00004"},
        "whose it becomes": {"taking": "worker00011"},
        "whom it waits for": {"waits_for": "leader00002"},
        "overdue": {"due": finders.OVERDUE},
        "due soon": {"due": finders.SOON},
        "a month": {"since": today - timedelta(days=400), "until": today - timedelta(days=370)},
        "since a week": {"since": today - timedelta(days=7)},
        "until four years ago": {"until": today - timedelta(days=1460)},
        "their own": {"whose": "mine"},
        "a reason that one in five give": {"reason": "MANAGE"},
        "a team": {"team": "Team 00004"},
        "a service": {"service": "looked_after"},
        "what departs from anything": {"departed": "any"},
        "what departs from a section": {"departed": "315.7"},
        "what was accepted as not met": {"accepted": "any"},
        "refusals that bind": {"refused": "binds"},
        "refusals that are settled": {"refused": "settled"},
        "corrections of the register": {"corrected": "register"},
        "corrections of earlier records": {"corrected": "earlier"},
        **{f"order {order}": {"sort": order} for order in ORDERS},
    }


def _narrowed(known: str) -> Iterator[tuple[str, Asked]]:
    for who in ("a team leader", "a locality leader", "a head of service", "business support", "an auditor"):
        for name, chosen in _filters(known).items():
            yield f"list by {name}: {who}", _list(PEOPLE[who], **chosen)


def _promised() -> Iterator[tuple[str, Asked]]:
    for who in ("a social worker", "a team leader", "a locality leader", "a head of service"):
        for name, chosen in {"all": {}, "overdue": {"due": finders.OVERDUE}, "a team": {"team": "Team 00004"}}.items():
            yield f"follow-up, {name}: {who}", partial(_follow_up, PEOPLE[who], promised.Filters(**chosen))


def _follow_up(known: int | str, filters: promised.Filters) -> None:
    promised.get_page(_person(known), filters, 1)


def _searches(known: str) -> dict[str, Asked]:
    return {
        "search: a child by name": lambda: lookup.find_children("maya ade"),
        "search: a child by a first name that many have": lambda: lookup.find_children("leo"),
        "search: a child by local id": lambda: lookup.find_children("AV104315"),
        "search: a member of staff": lambda: lookup.find_staff("whitcombe"),
        "search: a team": lambda: lookup.find_teams("northgate"),
        "a record by its reference": lambda: access.get_record(reference=known, staff=_person(story.CLUSTER_HEAD)),
    }


def _of_changes() -> Iterator[tuple[str, Asked]]:
    """The changes of worker without a record, and the page of a child."""
    today = clock.today()
    for who in ("a team leader", "a locality leader", "a head of service"):
        yield (
            f"changes without a record, how many: {who}",
            _ask_for_changes(PEOPLE[who], today, list_changes.count_open),
        )
        yield f"changes without a record, a page: {who}", partial(_page_of_changes, PEOPLE[who])
    for who in ("a team leader", "a head of service"):
        yield f"the page of a child: {who}", partial(_page_of_child, PEOPLE[who])


def _ask_for_changes(known: int | str, today: date, ask: Callable[[Staff, date], object]) -> Asked:
    return lambda: ask(_person(known), today)


def _page_of_changes(known: int | str) -> None:
    who, asked = _person(known), list_changes.lately(clock.today())
    with council_context(Council()):
        list_changes.get_page(who, asked)
        list_changes.counts(list_changes.teams_of(who), asked)


def _page_of_child(known: int | str) -> None:
    who, child = _person(known), Child.get(Child.local_id == CHILD_OF_MANY)
    with council_context(Council()):
        of_child.open_to(who, [child])
        of_child.read(child, who, {})


def _of_the_service() -> dict[str, Asked]:
    long_ago = clock.now() - timedelta(days=10_000)
    return {
        "operations: its lists": operations.get_status,
        **{
            f"operations: {part.name}": partial(part.look, Settings(env="demo"))
            for part in health.PARTS
            if part.name in LOOKED_AT
        },
        "operations: what the register contradicts": lambda: sum(1 for _ in contradicted.find({}, latest=LATEST)),
        "worker: the next mail": lambda: outbox.claim_next(long_ago),
        "worker: records to seal": sealer.get_unsealed,
        "the protocol's page: departures": history.departures_by_statement,
    }
