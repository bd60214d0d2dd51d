"""Guessing passwords: few from one place at all accounts, and no guess of a stranger shuts out whoever is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from documents import codes
from models import Staff
from records import clock
from records.register import accounts, tallies
from records.reporting import health
from records.reporting.health import Found, Level
from settings import Settings
from tests.data import story
from tests.data.load import PASSWORD, QUICK_HASHER
from tests.support.reader import ORIGIN, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

WRONG = "a wrong guess"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check unknown addresses as quickly as known ones in tests."""
    monkeypatch.setattr(accounts, "_DUMMY_HASH", QUICK_HASHER.hash("nobody's"))


def give(reader: Reader, email: str, password: str = WRONG, place: str = "192.0.2.1") -> Page:
    """Fill in the sign-in page and send it from a place."""
    form = reader.open("/sign-in").form("/sign-in")
    fields = form.filled({"email": email, "password": password})
    response = reader.client.post(
        "/sign-in", base_url=ORIGIN, data=fields, headers={"Origin": ORIGIN}, environ_overrides={"REMOTE_ADDR": place}
    )
    return Page(response, by_htmx=False)


def addresses(count: int) -> list[str]:
    """Addresses of staff, and of nobody where there are too few."""
    known = [staff.email for staff in Staff.select().where(Staff.active)]
    return [*known, *(f"nobody{number}@ashbournevale.example" for number in range(count))][:count]


def test_one_password_at_forty_addresses_is_refused_before_the_last(app: Flask) -> None:
    said = [give(Reader(app), email).errors for email in addresses(40)]

    assert said[:30] == [[accounts.SIGN_IN_FAILED]] * 30
    assert said[30:] == [[accounts.TOO_MANY_HERE]] * 10


@pytest.mark.both_databases
def test_operators_see_how_many_and_not_who_and_are_told_of_many(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for email in addresses(32):
        give(Reader(app), email)
    Reader(app).open("/verify?code=" + codes.new_code())

    def found() -> Found:
        return next(one for part, one in health.look(settings).items() if part.name == "guessing")

    assert found() == Found(
        says="In the last day: wrong passwords 30, codes that no document has 1, "
        "searches of children beyond the limit 0, tries refused as too many 2."
    )
    assert "wrong passwords 30" in app.test_cli_runner().invoke(args=["status"]).output
    monkeypatch.setitem(tallies.MANY, tallies.REFUSED, 2)
    assert (found().word, found().level) == ("many", Level.ATTENTION)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=1, hours=1))
    assert found().word == "ok"


def test_another_place_is_not_shut_out_by_it(app: Flask) -> None:
    for email in addresses(31):
        give(Reader(app), email)

    assert give(Reader(app), story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY_HERE]
    assert give(Reader(app), story.AUTHOR, PASSWORD, "192.0.2.2").status == 302


def test_a_place_of_version_six_is_a_network_of_64_bits(app: Flask) -> None:
    for number, email in enumerate(addresses(30)):
        give(Reader(app), email, place=f"2001:db8:0:1::{number + 1:x}")

    assert give(Reader(app), story.AUTHOR, place="2001:db8:0:1:ffff::1").errors == [accounts.TOO_MANY_HERE]
    assert give(Reader(app), story.AUTHOR, place="2001:db8:0:2::1").errors == [accounts.SIGN_IN_FAILED]


def test_whoever_signed_in_from_a_browser_before_is_not_locked_out_by_a_strangers_guesses(app: Flask) -> None:
    hers = Reader(app)
    give(hers, story.AUTHOR, PASSWORD)
    hers.forget()
    for _ in range(11):
        stranger = give(Reader(app), story.AUTHOR, place="198.51.100.7")
    assert stranger.errors == [accounts.TOO_MANY]

    assert give(Reader(app), story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY], "a browser that nobody knows"
    assert give(hers, story.AUTHOR, PASSWORD).status == 302


def test_a_browser_that_was_lost_is_a_stranger_once_its_owner_signs_out_everywhere(app: Flask) -> None:
    lost, hers = Reader(app), Reader(app)
    give(lost, story.AUTHOR, PASSWORD)
    lost.forget()
    give(hers, story.AUTHOR, PASSWORD)
    hers.press(hers.open("/account").form("/account/sign-out-everywhere"))
    for _ in range(11):
        give(Reader(app), story.AUTHOR)

    assert give(lost, story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY]
    assert give(hers, story.AUTHOR, PASSWORD).status == 302, "the browser in which she did so"


def test_a_browser_that_nobody_knew_is_not_known_for_signing_out_everywhere(app: Flask) -> None:
    with_her_session = Reader(app, Staff.get(Staff.email == story.AUTHOR))
    with_her_session.press(with_her_session.open("/account").form("/account/sign-out-everywhere"))
    for _ in range(11):
        give(Reader(app), story.AUTHOR)

    assert give(with_her_session, story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY]


def test_nor_by_guesses_from_the_same_office(app: Flask) -> None:
    hers = Reader(app)
    give(hers, story.AUTHOR, PASSWORD)
    hers.forget()
    for email in addresses(31):
        give(Reader(app), email)

    assert give(hers, story.AUTHOR, PASSWORD).status == 302


def test_a_known_browser_has_ten_guesses_too_and_at_its_own_account_alone(app: Flask) -> None:
    hers = Reader(app)
    give(hers, story.AUTHOR, PASSWORD)
    hers.forget()

    said = [give(hers, story.AUTHOR).errors for _ in range(11)]
    assert said == [[accounts.SIGN_IN_FAILED]] * 10 + [[accounts.TOO_MANY]]

    for _ in range(10):
        give(Reader(app), story.RECEIVING_WORKER, place="198.51.100.7")
    assert give(hers, story.RECEIVING_WORKER, PASSWORD).errors == [accounts.TOO_MANY]


@pytest.mark.parametrize("made_up", ["", "x", "eyIxIjoieCJ9.aaaa.bbbb"])
def test_a_browser_that_only_says_that_it_is_known_is_a_stranger(app: Flask, made_up: str) -> None:
    for _ in range(10):
        give(Reader(app), story.AUTHOR)
    reader = Reader(app)
    reader.client.set_cookie("__Host-handover-browser", made_up, domain="handover.example", secure=True)

    assert give(reader, story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY]


def test_several_people_of_one_computer_are_each_known(app: Flask) -> None:
    shared = Reader(app)
    for email in (story.AUTHOR, story.RECEIVING_WORKER):
        give(shared, email, PASSWORD)
        shared.forget()
    for email in (story.AUTHOR, story.RECEIVING_WORKER):
        for _ in range(10):
            give(Reader(app), email, place="198.51.100.7")

    assert give(shared, story.AUTHOR, PASSWORD).status == 302
    shared.forget()
    assert give(shared, story.RECEIVING_WORKER, PASSWORD).status == 302
