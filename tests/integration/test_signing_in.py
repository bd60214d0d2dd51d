"""Signing in: guesses are few, nobody learns who has an account, and a session ends when it should."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask, session

from models import SignInAttempt, Staff
from protocol import addresses
from records import clock
from records.register import accounts, hashing
from records.register import sessions as kept_sessions
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD, QUICK_HASHER
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import ORIGIN, Page, Reader
from views.web import sessions

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check unknown addresses as quickly as known ones in tests."""
    monkeypatch.setattr(accounts, "_DUMMY_HASH", QUICK_HASHER.hash("nobody's"))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """A clock that goes on as far as the list says."""
    ahead = [timedelta()]
    real = clock.now

    def now() -> datetime:
        return real() + ahead[0]

    monkeypatch.setattr(clock, "now", now)
    return ahead


def give(reader: Reader, email: str, password: str, to: str = "/") -> Page:
    """Fill in the sign-in page and send it."""
    form = reader.open("/sign-in").form("/sign-in")
    return reader.press(form, {"email": email, "password": password, "next": to})


def guess(reader: Reader, email: str = story.AUTHOR) -> Page:
    """Guess wrongly."""
    return give(reader, email, "a wrong guess")


def test_the_right_password_signs_in(nobody: Reader) -> None:
    assert give(nobody, story.AUTHOR, PASSWORD).location == "/"
    assert "Sign out Hannah Whitcombe" in nobody.follow().words


@pytest.mark.parametrize("email", [story.AUTHOR.upper(), f"  {story.AUTHOR} "])
def test_an_address_is_the_same_however_it_is_typed(nobody: Reader, email: str) -> None:
    assert give(nobody, email, PASSWORD).status == 302


def test_ten_guesses_in_five_minutes_and_then_not_even_the_right_one(nobody: Reader) -> None:
    for _ in range(10):
        assert guess(nobody).errors == [accounts.SIGN_IN_FAILED]

    refused = guess(nobody)
    assert (refused.status, refused.errors) == (429, [accounts.TOO_MANY])
    assert refused.response.headers["Retry-After"] == "300"
    assert refused.form("/sign-in").fields["email"] == story.AUTHOR
    assert give(nobody, story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY]


def test_another_spelling_of_an_address_is_no_new_chance(nobody: Reader) -> None:
    for spelling in (story.AUTHOR, story.AUTHOR.upper(), f" {story.AUTHOR} ") * 4:
        guess(nobody, spelling)

    assert give(nobody, story.AUTHOR, PASSWORD).errors == [accounts.TOO_MANY]


def test_after_five_minutes_the_right_one_is_good_again(nobody: Reader, later: list[timedelta]) -> None:
    for _ in range(11):
        guess(nobody)
    later[0] = timedelta(minutes=5, seconds=1)

    assert give(nobody, story.AUTHOR, PASSWORD).status == 302


def test_guesses_at_one_address_shut_nobody_else_out(nobody: Reader) -> None:
    for _ in range(11):
        guess(nobody)

    assert give(nobody, story.RECEIVING_WORKER, PASSWORD).status == 302


def test_the_right_password_takes_no_chance_away(nobody: Reader) -> None:
    for _ in range(12):
        assert give(nobody, story.AUTHOR, PASSWORD).status == 302
        nobody.forget()

    assert SignInAttempt.select().count() == 0


def test_guesses_are_counted_without_the_address(nobody: Reader) -> None:
    guess(nobody)

    assert story.AUTHOR not in str(SignInAttempt.get().__data__)


UNKNOWN = ["nobody@ashbournevale.example", story.WORKER_WHO_LEFT, "a@b.example"]


@pytest.mark.parametrize("email", UNKNOWN)
def test_whoever_cannot_sign_in_looks_like_a_wrong_password(nobody: Reader, email: str) -> None:
    wrong = guess(nobody).words

    unknown = give(nobody, email, PASSWORD)

    assert unknown.errors == [accounts.SIGN_IN_FAILED]
    assert unknown.words == wrong


NO_ADDRESSES = [
    *("not an address", "a" * 10_000, "é@ü.example", "<a@b.uk>", "a,b@c.uk", "a@b..uk", "a@b", "a@-b.uk", "a@b@c.uk"),
    *(".a@b.uk", "a..b@c.uk", "a" * 65 + "@b.uk", "a@b.1", "a\u0301\u0316" * 50_000 + "@b.uk"),
    *(story.AUTHOR.replace("i", "\u0131"), story.AUTHOR.replace("h", "\uff48"), f"{story.AUTHOR},x@b.uk"),
]


@pytest.mark.parametrize("email", NO_ADDRESSES, ids=range(len(NO_ADDRESSES)))
def test_what_is_no_work_address_is_said_to_be_none_and_asks_nobody(nobody: Reader, email: str) -> None:
    assert give(nobody, email, PASSWORD).errors == [addresses.WANTED]
    assert SignInAttempt.select().count() == 0


def test_no_letter_that_becomes_another_in_small_letters_is_taken_for_it(app: Flask) -> None:
    katherine = factories.person()
    Staff.update(email="katherine@ashbournevale.example").where(Staff.id == katherine.id).execute()

    assert accounts.find_active_staff(" Katherine@Ashbournevale.example ") == katherine
    assert accounts.find_active_staff("\u212aatherine@ashbournevale.example") is None


def test_an_unknown_address_is_throttled_too(nobody: Reader) -> None:
    for _ in range(10):
        guess(nobody, "nobody@ashbournevale.example")

    assert guess(nobody, "nobody@ashbournevale.example").errors == [accounts.TOO_MANY]


@pytest.mark.parametrize("email", ["\0", "a\0b@ashbournevale.example", f"{story.AUTHOR}\0"])
def test_an_address_that_no_database_can_hold_is_only_wrong(nobody: Reader, email: str) -> None:
    page = give(nobody, email, "a wrong guess")

    assert page.status == 200
    assert page.errors


def test_somebody_who_left_cannot_sign_in_with_the_password_they_had(nobody: Reader) -> None:
    Staff.update(active=False).where(Staff.email == story.AUTHOR).execute()

    assert give(nobody, story.AUTHOR, PASSWORD).errors == [accounts.SIGN_IN_FAILED]


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "\\/x"])
def test_signing_in_never_leads_to_another_site(nobody: Reader, to: str) -> None:
    assert give(nobody, story.AUTHOR, PASSWORD, to=to).location == "/"


def test_signing_in_leads_to_the_page_that_was_asked_for(nobody: Reader) -> None:
    nobody.open("/protocol", status=302)
    form = nobody.follow().form("/sign-in")

    assert nobody.press(form, {"email": story.AUTHOR, "password": PASSWORD}).location == "/protocol"


def test_a_session_ends_when_the_password_is_changed_elsewhere(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    reader.open("/")

    Staff.update(sign_in_version=Staff.sign_in_version + 1).where(Staff.email == story.AUTHOR).execute()

    assert reader.open("/", status=302).location.startswith("/sign-in")


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    reader.send("/sign-out", {"csrf_token": reader.token()}, status=302)

    assert reader.open("/", status=302).location.startswith("/sign-in")


@pytest.mark.parametrize("who", ["x", "1", "1.", ".1", "1.2.3", "-1.1", "1.x"])
def test_a_session_of_nobodys_is_nobodys(who: str) -> None:
    assert kept_sessions.get_session_staff(who, "a key") is None


def test_a_session_of_its_owner_is_theirs() -> None:
    hannah = factories.person()

    assert kept_sessions.get_session_staff(hannah.get_id(), "a key") == hannah


def test_a_session_lasts_as_many_hours_as_the_council_says(settings: Settings) -> None:
    app = make_app(settings.model_copy(update={"session_hours": 3}))

    assert app.permanent_session_lifetime == timedelta(hours=3)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(nobody: Reader) -> None:
    set_here = give(nobody, story.AUTHOR, PASSWORD).response.headers.getlist("Set-Cookie")

    kept = {cookie.partition("=")[0]: {part.strip() for part in cookie.split(";")} for cookie in set_here}
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= kept["__Host-handover"]
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= kept["__Host-handover-browser"]
    assert not any("Domain" in part for parts in kept.values() for part in parts)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", "password1234", "x" * 201])
def test_a_password_that_breaks_a_rule_is_refused(password: str) -> None:
    with pytest.raises(accounts.SignInError):
        accounts.hash_password(password)


def test_a_hash_made_with_other_parameters_is_made_anew_at_the_next_sign_in(nobody: Reader) -> None:
    """The tests' council has quick ones; its own sessions go on."""
    before = factories.person()

    give(nobody, before.email, PASSWORD)

    after = factories.person()
    assert "m=19456,t=2,p=1" in after.password_hash
    assert after.sign_in_version == before.sign_in_version
    nobody.forget()
    assert give(nobody, before.email, PASSWORD).status == 302
    assert factories.person().password_hash == after.password_hash


def test_a_wrong_guess_changes_no_hash(nobody: Reader) -> None:
    before = factories.person().password_hash

    guess(nobody)

    assert factories.person().password_hash == before


def test_when_as_many_as_may_are_signing_in_the_next_is_told_so_and_keeps_the_address(nobody: Reader) -> None:
    with ExitStack() as others:
        for _ in range(hashing.AT_ONCE + hashing.WAITING):
            others.enter_context(hashing.a_place())
        page = give(nobody, story.AUTHOR, PASSWORD)

        assert (page.status, page.errors) == (429, [hashing.BUSY])
        assert page.form("/sign-in").fields["email"] == story.AUTHOR
        assert SignInAttempt.select().count() == 0, "it is no guess"

    assert give(nobody, story.AUTHOR, PASSWORD).status == 302


def test_guesses_counted_by_a_clock_that_was_ahead_lock_nobody_out(nobody: Reader, later: list[timedelta]) -> None:
    later[0] = timedelta(days=5)
    for _ in range(11):
        guess(nobody)
    later[0] = timedelta()

    assert give(nobody, story.AUTHOR, PASSWORD).status == 302


@pytest.mark.parametrize("ahead, is_fresh", [(timedelta(days=5), False), (timedelta(seconds=20), True)])
def test_a_sign_in_by_a_clock_that_was_ahead_is_not_fresh(app: Flask, ahead: timedelta, is_fresh: bool) -> None:
    with app.test_request_context():
        session[sessions.SIGNED_IN_AT] = (clock.now() + ahead).isoformat()

        assert sessions.is_fresh() == is_fresh


@pytest.mark.parametrize("path", ["/sign-in", "/password"])
def test_a_file_in_place_of_an_address_is_refused(nobody: Reader, path: str) -> None:
    fields = {
        "csrf_token": nobody.open("/sign-in").form("/sign-in").fields["csrf_token"],
        "email": (BytesIO(b"x"), "an address.txt"),
    }

    answer = nobody.client.post(path, base_url=ORIGIN, headers={"Origin": ORIGIN}, data=fields)

    assert answer.status_code == 400
