"""Choosing a password by an emailed link: for whoever forgot theirs, or never had one; for nobody else."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask

import models
from mail import links
from models import PasswordLink, Staff
from records import clock
from records.errors import LinkError
from records.register import accounts, hashing, passwords
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD, QUICK_HASHER
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import addresses_in, forget_mail, parts, send
from tests.support.mail_server import MailServer
from tests.support.reader import ORIGIN, Page, Reader

pytestmark = pytest.mark.both_databases

HER = story.AUTHOR
NEW = "otter lantern gravel"


@pytest.fixture(autouse=True)
def quickly(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash quickly, and begin with an empty outbox."""
    monkeypatch.setattr(hashing, "_hasher", QUICK_HASHER)
    monkeypatch.setattr(accounts, "_DUMMY_HASH", QUICK_HASHER.hash("nobody's"))
    forget_mail()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """A clock that goes on as far as the list says."""
    ahead, real = [timedelta()], clock.now

    def now() -> datetime:
        return real() + ahead[0]

    monkeypatch.setattr(clock, "now", now)
    return ahead


def ask(reader: Reader, email: str = HER) -> Page:
    """Ask for a link on the sign-in page's own page for it."""
    reader.open("/sign-in")
    assert "/password" in reader.page.links
    return reader.press(reader.open("/password").form("/password"), {"email": email})


def link_in(server: MailServer) -> str:
    """The path of the link in the last mail."""
    (address,) = {address for address in addresses_in(server.messages[-1]) if "/password/" in address}
    return address.removeprefix(ORIGIN)


def mailed_link(app: Flask, server: MailServer, reader: Reader, email: str = HER) -> str:
    """The path of a link that somebody asked for and was mailed."""
    ask(reader, email)
    assert send(app) == 1
    return link_in(server)


def choose(reader: Reader, link: str, password: str = NEW) -> Page:
    """Fill in the page that a link leads to."""
    return reader.press(reader.open(link).form(link), {"password": password})


def sign_in_with(reader: Reader, password: str, email: str = HER) -> Page:
    """Sign in on the page for it."""
    return reader.press(reader.open("/sign-in").form("/sign-in"), {"email": email, "password": password, "next": "/"})


def test_whoever_forgot_their_password_chooses_another(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    ask(nobody)
    assert nobody.follow().heading == "Look in your email"
    send(app)

    choose(nobody, link_in(smtp_server))

    assert "Your new password is kept. Sign in with it." in nobody.follow().words
    assert sign_in_with(nobody, PASSWORD).errors == [accounts.SIGN_IN_FAILED]
    assert sign_in_with(nobody, NEW).location == "/"


def test_whoever_never_had_a_password_gets_their_first(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    Staff.update(password_hash="").where(Staff.email == HER).execute()

    choose(nobody, mailed_link(app, smtp_server, nobody))

    assert sign_in_with(nobody, NEW).location == "/"


def test_a_new_password_ends_every_session_of_the_old_one(
    app: Flask, smtp_server: MailServer, nobody: Reader, sign_in: SignIn
) -> None:
    elsewhere = sign_in(HER)

    choose(nobody, mailed_link(app, smtp_server, nobody))

    assert elsewhere.open("/", status=302).location.startswith("/sign-in")


def test_who_has_a_new_password_is_told_so_by_mail(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    choose(nobody, mailed_link(app, smtp_server, nobody))
    send(app)

    told = smtp_server.messages[-1]

    assert (told["To"], told["Subject"]) == (HER, "Your password for Handover was changed")
    assert all(f"{ORIGIN}/password" in text for text in parts(told).values())


@pytest.mark.parametrize("email", ["nobody@ashbournevale.example", story.WORKER_WHO_LEFT, "%@b.example"])
def test_for_an_address_without_an_account_the_page_is_the_same_and_no_mail_goes(
    app: Flask, nobody: Reader, email: str
) -> None:
    known = (ask(nobody).status, nobody.follow().words)
    forget_mail()

    assert (ask(nobody, email).status, nobody.follow().words) == known
    assert send(app) == 0


def test_a_sixth_request_in_an_hour_is_refused_whether_there_is_an_account_or_not(nobody: Reader) -> None:
    for email in (HER, "nobody@ashbournevale.example"):
        for spelling in (email, email.upper(), f" {email}", email, email):
            assert ask(nobody, spelling).location == "/password/sent"

        assert ask(nobody, email).errors == [passwords.TOO_MANY_FOR_ADDRESS]


def test_one_place_cannot_ask_for_everybody(nobody: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = dataclasses.replace(passwords.REQUESTS_PER_NETWORK, most=20)
    monkeypatch.setattr(passwords, "REQUESTS_PER_NETWORK", fewer)
    for number in range(20):
        passwords.request_link(email=f"{number}@ashbournevale.example", place="127.0.0.1")

    assert ask(nobody).errors == [passwords.TOO_MANY_FROM_NETWORK]


def test_a_password_that_an_operator_sets_ends_the_links_that_were_mailed(
    app: Flask, smtp_server: MailServer, nobody: Reader
) -> None:
    link = mailed_link(app, smtp_server, nobody)

    accounts.set_password(email=HER, password="quiet harbour at dusk")

    assert passwords.LINK_ERRORS["used"] in nobody.open(link, status=410).words


def test_an_address_is_asked_for_when_none_is_given(nobody: Reader) -> None:
    assert ask(nobody, " ").errors == ["Enter your work email address"]


def test_one_link_works_once_and_uses_up_the_others(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    first, second = (mailed_link(app, smtp_server, nobody) for _ in range(2))
    choose(nobody, second)

    for link in (first, second):
        assert passwords.LINK_ERRORS["used"] in nobody.open(link, status=410).words
        nobody.send(link, {"password": "another lantern gravel", "csrf_token": nobody.token()}, status=410)
    assert sign_in_with(nobody, NEW).location == "/"


def test_of_twenty_passwords_chosen_at_once_with_one_link_one_is_kept(app: Flask) -> None:
    her = Staff.get(Staff.email == HER)
    token = links.create_password_link(staff=her, now=clock.now())
    start, outcomes = threading.Barrier(20), []

    def work(number: int) -> None:
        start.wait()
        try:
            passwords.set_password(token=token, password=f"{NEW} {number}")
            outcomes.append(f"{NEW} {number}")
        except LinkError as error:
            outcomes.append(error.why)
        finally:
            models.database.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (kept,) = [outcome for outcome in outcomes if outcome != "used"]
    assert outcomes.count("used") == 19
    assert accounts.sign_in(email=HER, password=kept) == her


def test_an_hour_after_its_mail_a_link_is_too_old_and_another_is_offered(
    app: Flask, smtp_server: MailServer, nobody: Reader, later: list[timedelta]
) -> None:
    link = mailed_link(app, smtp_server, nobody)
    later[0] = timedelta(minutes=59)
    assert nobody.open(link).heading == "Choose a new password"
    later[0] = timedelta(hours=1)

    page = nobody.open(link, status=410)

    assert passwords.LINK_ERRORS["expired"] in page.words
    assert nobody.press(page.form("/password"), {"email": HER}).location == "/password/sent"


def test_a_link_that_nobody_was_sent_is_unknown(nobody: Reader) -> None:
    for link in ("/password/a-token-of-nobody", "/password/%00", f"/password/{'x' * 2000}"):
        assert passwords.LINK_ERRORS["unknown"] in nobody.open(link, status=404).words
        nobody.send(link, {"password": NEW, "csrf_token": nobody.token()}, status=404)


def test_who_leaves_cannot_use_the_link_they_were_sent(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    link = mailed_link(app, smtp_server, nobody)
    Staff.update(active=False).where(Staff.email == HER).execute()

    assert passwords.LINK_ERRORS["unknown"] in nobody.open(link, status=404).words


@pytest.mark.parametrize(
    "password, said",
    [
        ("", "Enter the password that you choose"),
        ("short", "Password must be 12 characters or more."),
        ("password1234", "Password must not be common. Try three random words."),
        ("x" * 201, "Password must be 200 characters or fewer."),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_and_the_link_stays_good(
    app: Flask, smtp_server: MailServer, nobody: Reader, password: str, said: str
) -> None:
    link = mailed_link(app, smtp_server, nobody)

    assert choose(nobody, link, password).errors == [said]
    assert choose(nobody, link).location == "/sign-in"


def test_scanners_that_open_the_link_change_nothing(app: Flask, smtp_server: MailServer, nobody: Reader) -> None:
    link, before = mailed_link(app, smtp_server, nobody), everything()

    for _ in range(3):
        nobody.peek(link)
        nobody.open(link)
    nobody.send(link, {"password": NEW}, status=200)

    assert changes_since(before) == []
    assert choose(nobody, link).location == "/sign-in"


def test_a_page_that_was_open_for_too_long_comes_back_without_the_password(
    app: Flask, smtp_server: MailServer, nobody: Reader
) -> None:
    link = mailed_link(app, smtp_server, nobody)

    page = nobody.send(link, {"password": NEW}, status=200)

    assert NEW not in page.text
    assert nobody.press(page.form(link), {"password": NEW}).location == "/sign-in"


def test_an_address_given_on_a_page_open_for_too_long_is_kept(nobody: Reader) -> None:
    page = nobody.send("/password", {"email": HER}, status=200)

    assert page.form("/password").fields["email"] == HER
    assert nobody.press(page.form("/password"), {}).location == "/password/sent"


def test_only_a_hash_of_the_token_is_stored_and_no_mail_holds_more_than_the_link(
    app: Flask, smtp_server: MailServer, nobody: Reader
) -> None:
    token = mailed_link(app, smtp_server, nobody).rpartition("/")[2]

    holding = [name for name, rows in everything().items() if any(token in str(row) for row in rows)]

    assert holding == []
    assert PasswordLink.get().token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_after_too_many_wrong_guesses_a_new_password_is_good_at_once(
    app: Flask, smtp_server: MailServer, nobody: Reader
) -> None:
    for _ in range(11):
        sign_in_with(nobody, "a wrong guess")

    choose(nobody, mailed_link(app, smtp_server, nobody))

    assert sign_in_with(nobody, NEW).location == "/"


def test_what_somebody_wrote_is_not_lost_when_they_have_forgotten_their_password(nobody: Reader) -> None:
    record = factories.start_draft()

    kept = nobody.send(f"/records/{record.reference}/withdraw", {"reason": "Two lines"}, status=200)

    (link,) = [a for a in kept.each("a") if a.get("href") == "/password"]
    assert link.get("target") == "_blank"
