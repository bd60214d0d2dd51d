"""What a page weighs: few requests, little to load at first, and of that nothing again (figures: docs/speed.md)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from flask import Flask
from peewee import chunked
from werkzeug.test import TestResponse

from models import Allocation, FigureCount, Team
from protocol.days import months_from
from protocol.statements import BY_ID
from records import clock
from records.reporting import places
from records.reporting.counting import changes, of_records, workers
from records.reporting.figures_drawn import words
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration import full_lists
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, later, section
from tests.support.reader import ORIGIN, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

MOST_BYTES = 90_000
MOST_OF_FULL = 85_000
GZIP_MORE = 6_000  # where a browser does not take brotli, which all take over https
# Page → most requests, with the page and its icon, and most bytes over the wire of all of them, headers included.
MOST = {
    "/sign-in": (8, 29_000),
    "/": (8, 32_000),
    "/protocol": (8, 70_000),
    "/protocol/142.1.3": (8, 30_000),  # the statement of which most is said
    "/records": (11, 60_000),
    "/records/{}/check": (8, MOST_BYTES),
    "/records/{}/sections/meeting": (12, MOST_BYTES),  # rows of several questions
    "/records/{}/sections/reasons": (12, 80_000),
    "/records/{}/sections/telling-family": (12, MOST_BYTES),
    "/records/{}/sections/workers": (12, MOST_BYTES),  # with pickers, and what the register says of each worker
}
# Pages of fifty rows, and who reads them.
FULL = {
    story.RECEIVING_LEADER: ("/records?due=overdue", "/", "/follow-up", "/changes"),
    story.LOOKED_AFTER_HEAD: ("/records?due=overdue", "/follow-up", "/changes"),
    story.BUSINESS_SUPPORT: ("/records?due=overdue", "/"),
    story.AUDITOR: ("/records?due=overdue", "/"),
}
# With a number in every cell, which hardly any council has: the demonstration's head of service loads two thirds of it.
MOST_OF_FIGURES = {"/figures": 95_000, "/figures/records": 67_000}
IMPORTED = re.compile(r'(?:import|from) ?"(\./[^"]+)"')


class Loaded(NamedTuple):
    """bytes: as they come over the wire, headers included."""

    bytes: int
    kept: str


@pytest.fixture
def reader(sign_in: SignIn) -> Reader:
    return sign_in(AUTHOR)


@pytest.fixture
def reference(app: Flask) -> str:
    """A draft with every answer."""
    with app.app_context():
        return factories.ready_draft().reference


@pytest.fixture
def much_counted(app: Flask) -> None:
    """Twelve of everything that is counted, in every month and by everything that it is counted by."""
    first, year = clock.today().replace(day=1), workers.year_of(clock.today())
    lately, ahead = ([months_from(first, step * to) for step in range(12)] for to in (-1, 1))
    of_months = {workers.WORKERS: [date(year - ago, 4, 1) for ago in range(5)], changes.COMING_UP: ahead}
    teams = [str(one.id) for one in Team.select().limit(3)]  # between which children go
    keys = {figure: (keys or [""], keys2 or ["1"]) for figure, (_, keys, keys2) in words.COUNTED.items()}
    keys |= {changes.FLOWS: (teams, teams), of_records.DEPARTED: ([*BY_ID][:9], [""])}
    counts = (
        {"place": place.name, "figure": figure, "month": month, "key": key, "key2": key2, "number": 12}
        for place, figure in product(places.of_staff(factories.person(story.CLUSTER_HEAD)), keys)
        for month, key, key2 in product(of_months.get(figure, lately), *keys[figure])
    )
    for some in chunked(counts, 5_000):  # PostgreSQL takes 65,535 values at once
        FigureCount.insert_many(some).execute()


def answer_to(reader: Reader, address: str, accepted: str) -> TestResponse:
    return reader.client.get(address, base_url=ORIGIN, headers={"Accept-Encoding": accepted}, buffered=True)


def loaded(answer: TestResponse) -> Loaded:
    headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)
    return Loaded(len(answer.data) + headers, answer.headers.get("Cache-Control", ""))


def assets_of(page: Page, reader: Reader, accepted: str) -> dict[str, Loaded]:
    """What a page loads, with what its modules import, by address."""
    named = [one.get("href") for one in page.each("link")]
    named += [one.get("src") for kind in ("script", "img") for one in page.each(kind)]
    waiting, found = [address for address in named if address], dict[str, Loaded]()
    while waiting:
        if (address := waiting.pop()) in found:
            continue
        answer = answer_to(reader, address, accepted)
        assert answer.status_code == 200, address
        found[address] = loaded(answer)
        if address.endswith(".js"):
            waiting += [urljoin(address, one) for one in IMPORTED.findall(answer_to(reader, address, "").text)]
    return found


def weighed(who: Reader, address: str, accepted: str) -> tuple[dict[str, Loaded], int]:
    """What a page loads, and the bytes of it and the page."""
    assets = assets_of(who.open(address), who, accepted)
    return assets, loaded(answer_to(who, address, accepted)).bytes + sum(one.bytes for one in assets.values())


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br"])
@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_for_little_and_keeps_all_of_it(
    reader: Reader, nobody: Reader, reference: str, address: str, accepted: str
) -> None:
    who, (most_requests, most_bytes) = nobody if address == "/sign-in" else reader, MOST[address]
    assets, whole = weighed(who, address.format(reference), accepted)

    assert len(assets) + 1 <= most_requests, sorted(assets)
    assert whole <= most_bytes + (0 if "br" in accepted else GZIP_MORE), assets
    assert all("immutable" in one.kept for one in assets.values()), assets


def test_an_emergency_with_every_answer_and_two_corrected_workers_is_light(sign_in: SignIn) -> None:
    now = Allocation.get(Allocation.child == factories.child(other.EMERGENCY_CHILD))
    days = {"started_on": now.started_on - timedelta(300), "ended_on": now.started_on}
    Allocation.create(child=now.child, worker=factories.person(AUTHOR), team=now.team, **days)
    leader, record = sign_in(other.REALLOCATING_LEADER), four.emergency()
    rows = [f"correction-earlier_workers-{place}" for place in range(2)]
    corrected = {f"{row}-{what}": "The team said so" for row in rows for what in ("team", "how")}
    later(leader, section(leader, record, "emergency"), **corrected)
    address = f"/records/{record.reference}/sections/emergency"

    assets, whole = weighed(leader, address, "gzip, br")

    assert leader.open(address).words.count("In place of the register") == len(rows)
    assert whole <= MOST_BYTES, assets


def test_a_page_of_fifty_rows_is_light_for_every_role(sign_in: SignIn) -> None:
    full_lists.fill()
    found = dict[tuple[str, str], int]()
    for email, addresses in FULL.items():
        reader = sign_in(email)
        for address in addresses:
            page = reader.open(address)
            assert len([*page.each("tr"), *page.each("li")]) >= full_lists.ROWS, (email, address)
            found[email, address] = weighed(reader, address, "gzip, br")[1]

    assert max(found.values()) <= MOST_OF_FULL, found


@pytest.mark.usefixtures("much_counted")
def test_figures_of_much_are_not_much_to_load(sign_in: SignIn) -> None:
    head = sign_in(story.CLUSTER_HEAD)

    found = {address: weighed(head, address, "gzip, br")[1] for address in MOST_OF_FIGURES}

    assert [one for one, whole in found.items() if whole > MOST_OF_FIGURES[one]] == [], found
    assert head.open("/figures").text.count("/figures/behind?") > 100, "there is much"
