"""What a page weighs: few requests, little to load at first, and of that nothing again (figures: docs/speed.md)."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from flask import Flask

from tests import factories
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR
from tests.support.reader import ORIGIN, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

MOST_REQUESTS = 15  # with the page itself and its icon
MOST_BYTES = 345_000  # of all that the page loads beside itself, as it lies there
IMPORTED = re.compile(r'import\s(?:[^"]*?from\s)?"(\./[^"]+)"')


@pytest.fixture
def reader(sign_in: SignIn) -> Reader:
    return sign_in(AUTHOR)


def assets_of(page: Page, reader: Reader) -> dict[str, tuple[int, str]]:
    """Address → (bytes, for how long it is kept) of the files that a page loads, with what its modules import."""
    named = [one.get("href") for one in page.each("link")] + [one.get("src") for one in page.each("script")]
    waiting, found = [address for address in named if address], dict[str, tuple[int, str]]()
    while waiting:
        if (address := waiting.pop()) in found:
            continue
        answer = reader.client.get(address, base_url=ORIGIN, buffered=True)
        assert answer.status_code == 200, address
        found[address] = (len(answer.data), answer.headers.get("Cache-Control", ""))
        if address.endswith(".js"):
            waiting += [urljoin(address, one) for one in IMPORTED.findall(answer.text)]
    return found


@pytest.mark.parametrize("address", ["/", "/records", "/records/{}/sections/reasons", "/records/{}/check"])
def test_a_page_asks_for_little_and_keeps_all_of_it(app: Flask, reader: Reader, address: str) -> None:
    with app.app_context():
        record = factories.ready_draft()
    assets = assets_of(reader.open(address.format(record.reference)), reader)

    assert "rows.js" in " ".join(assets), "what modules import is not seen"
    assert len(assets) + 1 <= MOST_REQUESTS, sorted(assets)
    assert sum(size for size, _ in assets.values()) <= MOST_BYTES, assets
    asked_again = [one for one, (_, kept) in assets.items() if "immutable" not in kept]
    assert len(asked_again) <= 1, asked_again  # the council's colours
