"""Assets come from WhiteNoise: compressed when built, kept for ever, and without the app's session or database."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from settings import Settings
from tests import factories
from tests.integration.conftest import SignIn, make_app
from tests.integration.writing import AUTHOR
from tests.support.reader import ORIGIN, Reader
from views.web.assets import Assets
from views.web.security import FILE_HEADERS

pytestmark = pytest.mark.usefixtures("app")

BUILD = Path(__file__).parents[2] / "static" / "build"
FORMER, LATER = "0123456789ab", "ba9876543210"


def get(reader: Reader, address: str, accepted: str = "gzip, deflate, br") -> TestResponse:
    return reader.client.get(address, base_url=ORIGIN, headers={"Accept-Encoding": accepted}, buffered=True)


def stylesheets(reader: Reader) -> list[str]:
    return [link.get("href", "") for link in reader.open("/sign-in").each("link", rel="stylesheet")]


@pytest.fixture
def stylesheet(nobody: Reader) -> str:
    return stylesheets(nobody)[0]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A folder with two builds, of which the former has no compressed twins."""
    for name in (FORMER, LATER):
        (tmp_path / name).mkdir()
        (tmp_path / name / "handover.js").write_text(f"// {name}")
    (tmp_path / "manifest.json").write_text("{}")
    return tmp_path


def app_asked(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
    raise AssertionError("the app was asked")


@pytest.mark.parametrize(
    "accepted, encoding, read",
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_browser_gets_the_smallest_twin_that_it_takes(
    nobody: Reader, stylesheet: str, accepted: str, encoding: str | None, read: Any
) -> None:
    answer = get(nobody, stylesheet, accepted)

    assert answer.headers.get("Content-Encoding") == encoding
    assert read(answer.data) == (BUILD / stylesheet.removeprefix("/static/build/")).read_bytes()
    assert len(answer.data) == int(answer.headers["Content-Length"])


def test_an_asset_knows_nobody_even_where_the_session_is_due_to_be_prolonged(sign_in: SignIn, stylesheet: str) -> None:
    reader = sign_in(AUTHOR)
    with reader.client.session_transaction(base_url=ORIGIN) as session:
        session["prolonged_at"] = 0

    for address in stylesheets(reader):
        headers = get(reader, address).headers
        assert "Set-Cookie" not in headers
        assert headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert headers["Cache-Control"].endswith("immutable")


def test_pages_are_not_compressed_because_they_hold_a_token(sign_in: SignIn, app: Flask) -> None:
    with app.app_context():
        reference = factories.start_draft().reference
    reader = sign_in(AUTHOR)

    for address in ("/sign-in", "/", f"/records/{reference}/sections/reasons"):
        page = get(reader, address)
        assert b"csrf_token" in page.data
        assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/",
        "/static/build/manifest.json",
        "/static/src/js/saving.js",
        f"/static/build/{FORMER}/none.js",
        f"/static/build/{FORMER}/../manifest.json",
        f"/static/build/{FORMER}/%2e%2e/manifest.json",
        f"/static/build/{FORMER}/handover.js/",
        "/static/build/000000000000/handover.js",
        "/static/build/%00/handover.js",
        "/static/council/000000000000/council.css",
        f"/static/build/{FORMER}/{'long' * 100}.js",
        f"/static/build/{FORMER}/{'long' * 10}.js",
    ],
)
def test_what_is_not_there_is_said_without_asking_the_app(build: Path, address: str) -> None:
    answer = Client(Assets(app_asked, build)).get(address)

    assert (answer.status_code, answer.data) == (404, b"Not found\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_assets_are_only_read(nobody: Reader, stylesheet: str) -> None:
    css, colours = stylesheets(nobody)

    for address in (css, colours):
        refused = nobody.client.post(address, base_url=ORIGIN)
        assert refused.status_code == 405
        assert FILE_HEADERS.items() <= dict(refused.headers).items()
        head = nobody.client.head(address, base_url=ORIGIN)
        assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize(
    "accepted, encoding",
    [
        ("gzip;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;Q=0.5, *;q=0", "gzip"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("brr, xgzip", None),
        ("", None),
    ],
)
def test_no_coding_is_sent_that_was_refused(
    nobody: Reader, stylesheet: str, accepted: str, encoding: str | None
) -> None:
    answer = get(nobody, stylesheet, accepted)

    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)


@pytest.mark.parametrize("accepted", ["identity;q=0", "*;q=0", "identity;q=0, deflate, br;q=0"])
def test_whoever_takes_nothing_that_there_is_is_told(nobody: Reader, accepted: str) -> None:
    for address in stylesheets(nobody):
        refused = get(nobody, address, accepted)
        assert (refused.status_code, refused.headers["Vary"]) == (406, "Accept-Encoding")


def test_what_a_browser_has_is_not_sent_again_however_it_says_so(nobody: Reader) -> None:
    for address in stylesheets(nobody):
        etag = get(nobody, address).headers["ETag"]
        for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
            same = nobody.client.get(address, base_url=ORIGIN, headers={"If-None-Match": known})
            assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
        for other in ('"other"', 'W/"other", "more"', ""):
            sent = nobody.client.get(address, base_url=ORIGIN, headers={"If-None-Match": other}, buffered=True)
            assert sent.status_code == 200


@pytest.mark.parametrize("asked", ["0-0", "-0", "5-2", "0-1,4-5", "99999999-", "-" + "9" * 5_000, "--5", "x"])
def test_a_range_is_answered_with_the_whole(nobody: Reader, asked: str) -> None:
    for address in stylesheets(nobody):
        headers = {"Range": f"bytes={asked}", "If-Range": '"other"'}
        whole = nobody.client.get(address, base_url=ORIGIN, headers=headers, buffered=True)
        assert (whole.status_code, len(whole.data)) == (200, int(whole.headers["Content-Length"]))


def test_a_page_that_is_still_open_finds_the_assets_of_the_former_build(build: Path) -> None:
    served = Client(Assets(app_asked, build))

    assert [served.get(f"/static/build/{name}/handover.js", buffered=True).text for name in (FORMER, LATER)] == [
        f"// {FORMER}",
        f"// {LATER}",
    ]


def test_a_process_serves_what_is_built_while_it_runs_and_misses_what_is_removed(build: Path) -> None:
    served, newest = Client(Assets(app_asked, build)), "abcdefabcdef"

    shutil.move(build / FORMER, build / newest)

    assert (
        served.get(f"/static/build/{newest}/handover.js", buffered=True).headers["Cache-Control"].endswith("immutable")
    )
    assert served.get(f"/static/build/{FORMER}/handover.js").status_code == 404


def test_apps_of_two_councils_in_one_process_each_have_their_own_colour(settings: Settings) -> None:
    colours = ("#0b4f55", "#5b1a4e")
    readers = [Reader(make_app(settings.model_copy(update={"council_colour": colour}))) for colour in colours]
    addresses = [stylesheets(reader)[1] for reader in readers]

    assert [get(*pair).text for pair in zip(readers, addresses, strict=True)] == [
        f":root{{--handover-brand:{colour}}}" for colour in colours
    ]
    assert get(readers[0], addresses[1]).status_code == 404
