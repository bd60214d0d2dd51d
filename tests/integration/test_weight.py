"""What a page weighs: few requests, little to load at first, and of that nothing again (figures: docs/speed.md)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import factories
from tests.data import story
from tests.integration import full_lists
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR
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
    "/records/{}/sections/meeting": (13, MOST_BYTES),  # rows of several questions
    "/records/{}/sections/reasons": (13, 80_000),
    "/records/{}/sections/telling-family": (13, MOST_BYTES),
    "/records/{}/sections/workers": (14, MOST_BYTES),  # with the picker, and what the register says of each worker
}
# Pages of fifty rows, and who reads them.
FULL = {
    story.RECEIVING_LEADER: ("/records?due=overdue", "/", "/follow-up", "/changes"),
    story.LOOKED_AFTER_HEAD: ("/records?due=overdue", "/follow-up", "/changes"),
    story.BUSINESS_SUPPORT: ("/records?due=overdue", "/"),
    story.AUDITOR: ("/records?due=overdue", "/"),
}
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


def weight(reader: Reader, address: str, assets: dict[str, Loaded], accepted: str) -> int:
    """The bytes of a page with its assets."""
    return loaded(answer_to(reader, address, accepted)).bytes + sum(one.bytes for one in assets.values())


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br"])
@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_for_little_and_keeps_all_of_it(
    reader: Reader, nobody: Reader, reference: str, address: str, accepted: str
) -> None:
    who, (most_requests, most_bytes) = nobody if address == "/sign-in" else reader, MOST[address]
    address = address.format(reference)
    assets = assets_of(who.open(address), who, accepted)
    whole = weight(who, address, assets, accepted)

    assert len(assets) + 1 <= most_requests, sorted(assets)
    assert whole <= most_bytes + (0 if "br" in accepted else GZIP_MORE), assets
    assert all("immutable" in one.kept for one in assets.values()), assets


def test_a_page_of_fifty_rows_is_light_for_every_role(sign_in: SignIn) -> None:
    full_lists.fill()
    weighed = dict[tuple[str, str], int]()
    for email, addresses in FULL.items():
        reader = sign_in(email)
        for address in addresses:
            page = reader.open(address)
            assert len([*page.each("tr"), *page.each("li")]) >= full_lists.ROWS, (email, address)
            assets = assets_of(page, reader, "gzip, br")
            weighed[email, address] = weight(reader, address, assets, "gzip, br")

    assert max(weighed.values()) <= MOST_OF_FULL, weighed
