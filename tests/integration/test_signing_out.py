"""A session ends when somebody signs out, here or everywhere, and when it has lasted as long as one may."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from models import EndedSession
from records import clock
from records.register import passwords, sessions
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import ORIGIN, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

COOKIE = "__Host-handover"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """A clock that goes on as far as the list says."""
    ahead, real = [timedelta()], clock.now

    def now() -> datetime:
        return real() + ahead[0]

    monkeypatch.setattr(clock, "now", now)
    return ahead


def copy_of(reader: Reader, app: Flask) -> Reader:
    """Another browser with the same cookie, as whoever copied it has."""
    thief = Reader(app)
    held = reader.client.get_cookie(COOKIE, domain="handover.example")
    thief.client.set_cookie(COOKIE, held.value, domain="handover.example", secure=True, path="/")
    return thief


def give(reader: Reader, password: str = PASSWORD, who: str = story.AUTHOR) -> None:
    """Sign in on the page."""
    form = reader.open("/sign-in").form("/sign-in")
    reader.press(form, {"email": who, "password": password}, status=302)


def sign_out(reader: Reader) -> None:
    """Press 'Sign out'."""
    reader.send("/sign-out", {"csrf_token": reader.token()}, status=302)


def is_in(reader: Reader) -> bool:
    """Whether a page for staff opens."""
    return reader.open("/records", status=None).status == 200


def test_a_cookie_that_was_copied_before_signs_nobody_in_after_signing_out(app: Flask, sign_in: SignIn) -> None:
    hers, beside = sign_in(story.AUTHOR), sign_in(story.AUTHOR)
    thief = copy_of(hers, app)
    assert is_in(thief)

    sign_out(hers)

    assert not is_in(thief)
    assert is_in(beside), "another browser of the same person stays signed in"


@pytest.mark.parametrize("who", [story.AUTHOR, story.RECEIVING_WORKER])
def test_whoever_signs_in_ends_the_session_of_this_browser_for_its_copies_too(
    app: Flask, nobody: Reader, who: str
) -> None:
    give(nobody)
    thief = copy_of(nobody, app)

    give(nobody, who=who)

    assert (is_in(nobody), is_in(thief)) == (True, False)


def test_a_new_password_ends_the_session_of_whoever_was_signed_in_beside_it(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = sign_in(story.AUTHOR)
    thief = copy_of(hers, app)
    monkeypatch.setattr(passwords, "check_link", lambda _: None)
    monkeypatch.setattr(passwords, "set_password", lambda **_: None)

    form = hers.open("/password/of-somebody-else").form("/password/of-somebody-else")
    hers.press(form, {"password": PASSWORD}, status=302)

    assert (is_in(hers), is_in(thief)) == (False, False)


@pytest.mark.parametrize("token", ["of an older page", None])
def test_signing_out_from_a_page_that_is_out_of_date_signs_out(app: Flask, sign_in: SignIn, token: str | None) -> None:
    hers = sign_in(story.AUTHOR)

    hers.send("/sign-out", {"csrf_token": token} if token else {}, status=302)

    assert "You have signed out." in hers.follow().words
    assert not is_in(hers)


def test_signing_out_where_the_session_has_ended_signs_out_and_keeps_no_post(sign_in: SignIn) -> None:
    hers, beside = sign_in(story.AUTHOR), sign_in(story.AUTHOR)
    token = hers.token()
    beside.press(beside.open("/account").form("/account/sign-out-everywhere"), status=302)

    assert hers.send("/sign-out", {"csrf_token": token}, status=302).location == "/sign-in"

    assert "You have signed out." in hers.follow().words


@pytest.mark.parametrize(
    "to", ["/sign-out", "/sign%2Dout?again=1", "/sign-in/kept#end", "/account/sign-out-everywhere"]
)
def test_an_address_that_takes_only_posts_leads_home_after_signing_in(nobody: Reader, to: str) -> None:
    form = nobody.open(f"/sign-in?next={quote(to)}").form("/sign-in")

    assert nobody.press(form, {"email": story.AUTHOR, "password": PASSWORD}, status=302).location == "/"


def test_signing_out_everywhere_ends_every_session_of_that_person_alone(app: Flask, sign_in: SignIn) -> None:
    hers, beside, his = sign_in(story.AUTHOR), sign_in(story.AUTHOR), sign_in(story.RECEIVING_WORKER)
    thief = copy_of(hers, app)
    form = hers.open("/account").form("/account/sign-out-everywhere")

    assert hers.press(form, status=302).location == "/sign-in"

    assert "You have signed out everywhere." in hers.follow().words
    assert [is_in(one) for one in (hers, beside, thief, his)] == [False, False, False, True]
    give(hers)
    assert is_in(hers)


def test_an_operator_ends_the_sessions_of_somebody(app: Flask, sign_in: SignIn) -> None:
    hers = sign_in(story.AUTHOR)

    app.test_cli_runner().invoke(args=["accounts", "sign-out", story.AUTHOR])

    assert not is_in(hers)


def test_a_session_ends_twelve_hours_after_it_began_however_much_it_is_used(
    nobody: Reader, later: list[timedelta]
) -> None:
    give(nobody)
    for hours in range(1, 12):
        later[0] = timedelta(hours=hours)
        assert is_in(nobody), hours

    later[0] = timedelta(hours=12, seconds=1)

    assert not is_in(nobody)
    give(nobody)
    assert is_in(nobody)


def test_the_council_says_how_long_a_session_lasts_at_the_longest(settings: Settings, later: list[timedelta]) -> None:
    reader = Reader(make_app(settings.model_copy(update={"session_longest_hours": 2})), factories.person())
    later[0] = timedelta(hours=2)

    assert not is_in(reader)


@pytest.mark.parametrize("at", ["2019-01-01T09:00:00+00:00", "2199-01-01T09:00:00+00:00"])
def test_a_signed_cookie_of_another_time_is_no_session(sign_in: SignIn, at: str) -> None:
    reader = sign_in(story.AUTHOR)
    with reader.client.session_transaction(base_url=ORIGIN) as session:
        session["began_at"] = datetime.fromisoformat(at).timestamp()

    assert not is_in(reader)


@pytest.mark.parametrize("name", ["began_at", "session_key"])
def test_a_cookie_of_an_earlier_version_is_no_session(sign_in: SignIn, name: str) -> None:
    reader = sign_in(story.AUTHOR)
    with reader.client.session_transaction(base_url=ORIGIN) as session:
        session.pop(name)

    assert not is_in(reader)


def test_the_account_says_until_when_this_browser_is_signed_in(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/account")

    assert "Hannah Whitcombe" in page.words
    assert "This browser stays signed in until" in page.words


def test_ended_sessions_are_kept_no_longer_than_a_session_can_last(later: list[timedelta]) -> None:
    sessions.end_session("one")
    sessions.end_session("one")
    later[0] = sessions.KEPT_FOR + timedelta(seconds=1)
    sessions.end_session("another")

    assert EndedSession.select().count() == 1
    assert Settings.model_fields["session_longest_hours"].metadata[1].le * 3600 < sessions.KEPT_FOR.total_seconds()
