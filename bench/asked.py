"""What each role waits for: pages, which are home, lists with each filter, figures and others; searches; the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask

import models
from bench import council, leading
from bench.many import FIRST, LEADERS
from bench.rounds import Asked
from bench.wsgi import Answer
from mail import outbox
from models import Allocation, Child, Staff
from records import clock
from records.demo import story
from records.register import contradicted, lookup
from records.register.invented import address
from records.reporting import finders, health, listing, of_child, operations
from records.reporting.listing import Filters
from records.sealing import sealer
from settings import Settings
from views.pages.operations import LATEST

LOOKED_AT = ("mail", "sealing")
WORKER, LEADER = 1003, LEADERS + 1002  # of the many: each has as much to do among few records as among many
ORDERS = (listing.FIRST_SAVED, listing.LAST_DAY, listing.FIRST_DAY, listing.FIRST_DUE)
PEOPLE: dict[str, str] = {
    "a social worker": "w3@ashbournevale.example",
    "a team leader": "l2@ashbournevale.example",
    "a locality leader": address("denise.holroyd"),
    "a service delivery manager": story.CLUSTER_MANAGER,
    "a head of service": story.CLUSTER_HEAD,
    "business support": story.BUSINESS_SUPPORT,
    "business support of the smaller service": address("jordan.tuckwell"),
    "an auditor": story.AUDITOR,
}
LEADING = ("a team leader", "a locality leader", "a service delivery manager", "a head of service")
LISTING = ("a team leader", "a locality leader", "a head of service", "business support", "an auditor")
FOLLOWING = ("a social worker", "a team leader", "a locality leader", "a head of service")


@dataclass
class Once:
    """Something that is asked of one council; called, the seconds that it took.

    They are processor time, as SQLite answers in this process: what else the machine does is left out. letters: of the
    page that answered last, 0 where none does.
    """

    ask: Asked
    database: Any
    letters: int = 0

    def __call__(self) -> float:
        models.database.initialize(self.database)
        begun = time.process_time()
        answer = self.ask()
        taken = time.process_time() - begun
        self.letters = len(answer.body) if isinstance(answer, Answer) else 0
        return taken


def works(app: Flask) -> dict[str, Once]:
    """What is asked, by name: of the council that was opened last, whatever others are opened afterwards."""
    database = models.database.obj
    known = listing.get_page(Staff.get(Staff.email == story.CLUSTER_HEAD), Filters(), 3).records[-1].reference
    leading.auditor()  # reads for a purpose from here on
    _let_in()
    asked = dict(_pages(app, known)) | _searches() | _of_the_service() | leading.works()
    return {name: Once(ask, database) for name, ask in asked.items()}


def _let_in() -> None:
    """Give those of the many who are asked for pages the password of the demo's people."""
    head = Staff.get(Staff.email == story.CLUSTER_HEAD)
    Staff.update(password_hash=head.password_hash).where(Staff.id.in_([WORKER, LEADER])).execute()


def _pages(app: Flask, known: str) -> Iterator[tuple[str, Asked]]:
    browsers = {who: council.sign_in(app, email) for who, email in PEOPLE.items()}
    for name, who, path, query in _addresses(known):
        yield f"{name}: {who}", partial(browsers[who].get, f"{path}?{query}")


def _addresses(known: str) -> Iterator[tuple[str, str, str, str]]:
    """(name, who, path, query) of each page."""
    for who in PEOPLE:
        yield "home page", who, "/", ""
        yield "tenth page of the list", who, "/records", "page=10"
    for who in LISTING:
        for name, chosen in _filters(known).items():
            yield f"list by {name}", who, "/records", urlencode(chosen)
    for who in FOLLOWING:
        for name, chosen in {"all": {}, "overdue": {"due": finders.OVERDUE}, "a team": {"team": "Team 00004"}}.items():
            yield f"follow-up, {name}", who, "/follow-up", urlencode(chosen)
    for who in LEADING:
        yield "changes without a record", who, "/changes", ""
        yield from _figures(who)
        yield "children coming up", who, "/children/coming-up", ""
    for who in ("a team leader", "a locality leader", "a head of service", "an auditor"):
        yield "the page of a child", who, f"/children/{_child(PEOPLE[who])}", ""
    for who in ("a head of service", "an auditor"):
        for name, chosen in leading.BEHIND.items():
            yield f"behind figures, {name}", who, "/figures/behind", urlencode(chosen)
    yield from _figures("an auditor")
    yield "keeping", "a head of service", "/keeping", ""
    yield "the protocol", "a head of service", "/protocol", ""


def _figures(who: str) -> Iterator[tuple[str, str, str, str]]:
    yield "figures of children", who, "/figures", ""
    yield "figures of records", who, "/figures/records", ""


def _child(email: str) -> str:
    """The local id of a child of the many whose page somebody may read: where they lead a team, of that team."""
    who = Staff.get(Staff.email == email)
    children = Child.select().join(Allocation).where((Child.id > FIRST) & Allocation.ended_on.is_null())
    children = children.where(Allocation.team == who.team_id) if who.team_id else children
    some = list(children.order_by(Allocation.id.desc()).limit(200))
    opened = of_child.open_to(who, some)
    return next(str(child.local_id) for child in some if child.id in opened)


def _filters(known: str) -> dict[str, dict[str, str]]:
    def day(before: int) -> str:
        return (clock.today() - timedelta(days=before)).isoformat()

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
        "overdue, saved last": {"due": finders.OVERDUE, "sort": listing.LAST_SAVED},
        "due soon": {"due": finders.SOON},
        "a month": {"since": day(400), "until": day(370)},
        "since a week": {"since": day(7)},
        "until four years ago": {"until": day(1460)},
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


def _searches() -> dict[str, Asked]:
    return {
        "search: a child by name": lambda: lookup.find_children("maya ade"),
        "search: a child by a first name that many have": lambda: lookup.find_children("leo"),
        "search: a child by local id": lambda: lookup.find_children("AV104315"),
        "search: a member of staff": lambda: lookup.find_staff("whitcombe"),
        "search: a team": lambda: lookup.find_teams("northgate"),
    }


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
    }
