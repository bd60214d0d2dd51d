"""Signing in with the council's own service: a real provider of OpenID Connect on loopback, kind, rude and away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from flask import Flask

from models import Record, Staff, StepState
from records.register import identities
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import make_app
from tests.integration.council_service import come_from, go, sign_in
from tests.support.reader import ORIGIN, Reader
from tests.support.sign_in_service import CLIENT_ID, UNSAID, SignInService, running_service
from views.pages import council_sign_in

HER, HIM = story.AUTHOR, story.RECEIVING_WORKER


@pytest.fixture(scope="module")
def service() -> Iterator[SignInService]:
    with running_service() as running:
        yield running


@pytest.fixture
def app(settings: Settings, service: SignInService) -> Flask:
    """The app of a council whose staff sign in with its own service."""
    return make_app(settings.model_copy(update=service.settings()))


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for him to confirm."""
    return factories.submitted()


def test_whoever_the_council_knows_is_signed_in_and_comes_where_they_were_going(
    nobody: Reader, service: SignInService
) -> None:
    nobody.open("/records", status=302)

    assert sign_in(nobody, service, HER, "/records").location == "/records"
    assert "Sign out Hannah Whitcombe" in nobody.follow().words


def test_the_service_is_asked_for_a_code_with_a_state_a_nonce_and_a_challenge_and_sends_back_to_the_base_address(
    nobody: Reader, service: SignInService
) -> None:
    asked = service.authorisation_request(go(nobody))

    assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT_ID, "S256")
    assert asked["redirect_uri"] == f"{ORIGIN}/sign-in/council/back"
    assert "openid" in asked["scope"].split()
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    assert "prompt" not in asked


def test_an_address_is_the_same_however_the_service_spells_it(nobody: Reader, service: SignInService) -> None:
    service.set_claims("upper", email=HER.upper())

    assert sign_in(nobody, service, "upper").location == "/"


@pytest.mark.parametrize("email", [UNSAID, None, "another@ashbournevale.example"], ids=["unsaid", "null", "another"])
def test_after_the_first_time_somebody_is_known_whatever_the_service_says_of_their_address(
    nobody: Reader, service: SignInService, email: object
) -> None:
    service.set_claims("marries", email=HER)
    assert sign_in(nobody, service, "marries").location == "/"
    nobody.forget()
    service.set_claims("marries", email=email, email_verified=UNSAID)

    assert sign_in(nobody, service, "marries").location == "/"


@pytest.mark.parametrize("email", ["stranger@ashbournevale.example", story.WORKER_WHO_LEFT])
def test_whoever_is_not_in_post_here_is_told_so_and_not_signed_in(
    nobody: Reader, service: SignInService, email: str
) -> None:
    assert sign_in(nobody, service, email).errors == [identities.NOT_KNOWN_HERE]
    nobody.open("/", status=302)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email": None},
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"exp": 1},
        {"nonce": "another"},
        {"aud": "another", "azp": CLIENT_ID},
        {"email_verified": "false"},
        {"email_verified": "true"},
        {"email": ["a", "b"]},
        {"email_verified": UNSAID},
        {"email_verified": None},
        {"email_verified": 1},
        {"auth_time": "soon"},
        {"auth_time": 4_000_000_000},
        {"auth_time": True},
        {"auth_time": 1_760_000_000_000},
        {"auth_time": 1e20},
        {"auth_time": -1e20},
    ],
    ids=lambda claims: ", ".join(f"{name}: {'unsaid' if said is UNSAID else said}" for name, said in claims.items()),
)
def test_an_answer_that_is_not_as_it_must_be_signs_nobody_in(
    nobody: Reader, service: SignInService, claims: dict[str, object]
) -> None:
    service.set_claims("forged", **{"email": HER} | claims)

    assert len(sign_in(nobody, service, "forged").errors) == 1
    nobody.open("/", status=302)


def test_an_answer_counts_once_in_the_browser_that_asked(app: Flask, nobody: Reader, service: SignInService) -> None:
    back = come_from(service, go(nobody), HER)
    assert Reader(app).open(back).errors == [council_sign_in.NOT_CONFIRMED]

    assert nobody.open(back, status=302).location == "/"
    assert nobody.open(back).errors == [council_sign_in.NOT_CONFIRMED]


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?state=x&code=x", "?error=access_denied", "?state=%00&code=%FF"]
)
def test_an_answer_made_up_signs_nobody_in(nobody: Reader, query: str) -> None:
    assert nobody.open(f"/sign-in/council/back{query}").errors == [council_sign_in.NOT_CONFIRMED]
    nobody.open("/", status=302)


def test_whoever_turns_back_at_the_service_is_not_signed_in(nobody: Reader, service: SignInService) -> None:
    back = come_from(service, go(nobody), HER, agrees=False)

    assert nobody.open(back).errors == [council_sign_in.NOT_CONFIRMED]


def test_a_service_that_is_away_is_said_to_be_away(settings: Settings) -> None:
    away = {"sign_in_issuer": "http://127.0.0.1:9", "sign_in_client_id": "handover"}
    reader = Reader(make_app(settings.model_copy(update=away)))

    assert reader.open("/sign-in/council").errors == [council_sign_in.AWAY]


def test_the_way_afterwards_never_leads_to_another_site(nobody: Reader, service: SignInService) -> None:
    location = nobody.open("/sign-in/council?" + urlencode({"next": "https://evil.example/"}), status=302).location

    assert nobody.open(come_from(service, location, HER), status=302).location == "/"


def test_many_sign_ins_begun_and_left_do_not_burst_the_cookie(nobody: Reader, service: SignInService) -> None:
    for _ in range(30):
        go(nobody)

    assert sign_in(nobody, service, HER).location == "/"


def test_a_link_to_decide_by_asks_the_service_for_the_password_again(
    nobody: Reader, service: SignInService, record: Record
) -> None:
    asked = service.authorisation_request(go(nobody, "/links/a-token"))

    assert (asked["prompt"], asked["max_age"]) == ("login", str(15 * 60))


@pytest.mark.parametrize("said", [int(time.time()) - 3600, None], ids=["an hour ago", "unsaid"])
def test_where_the_service_did_not_ask_for_the_password_again_nobody_decides_by_link(
    nobody: Reader, service: SignInService, said: object
) -> None:
    service.set_claims("earlier", email=HIM, auth_time=said)

    assert sign_in(nobody, service, "earlier", "/links/a-token").errors == [council_sign_in.NOT_FRESH]
    assert nobody.open("/links/a-token", status=302).location.startswith("/sign-in?next=")


def test_a_fresh_sign_in_by_the_mailed_link_leads_to_the_decision(
    nobody: Reader, service: SignInService, record: Record, link: str
) -> None:
    nobody.open(link, status=302)

    assert sign_in(nobody, service, HIM, link).location == link
    nobody.press(nobody.follow().form(id="decision"), {"outcome": "approved"}, status=302)

    assert factories.step_of(record, "new_worker").state == StepState.APPROVED


def test_a_decision_posted_without_a_session_is_made_after_one_fresh_sign_in(
    app: Flask, nobody: Reader, service: SignInService, record: Record, link: str
) -> None:
    sign_in(nobody, service, HIM, link)
    decision = nobody.follow().form(id="decision")
    other = Reader(app)
    kept = other.send(decision.action, decision.filled({"outcome": "approved"}).to_dict(flat=False), status=200)
    (way,) = [a.get("href") for a in kept.each("a") if a.get("href", "").startswith("/sign-in/council")]
    address = other.open(way, status=302).location

    assert service.authorisation_request(address)["prompt"] == "login"
    other.open(come_from(service, address, HIM), status=302)
    carried = other.press(kept.form("/sign-in/kept"), {}).form(decision.action)
    other.press(carried, {}, status=302)

    assert factories.step_of(record, "new_worker").state == StepState.APPROVED


def test_a_service_that_keeps_the_address_out_of_its_signed_answer_is_asked_for_it(
    nobody: Reader, service: SignInService, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = FlaskOAuth2App.parse_id_token

    def without_address(*args: Any, **kwargs: Any) -> dict[str, Any]:
        return {name: said for name, said in whole(*args, **kwargs).items() if name != "email"}

    monkeypatch.setattr(FlaskOAuth2App, "parse_id_token", without_address)

    assert sign_in(nobody, service, HER).location == "/"


def test_two_tabs_that_sign_in_at_once_each_come_where_they_were_going(nobody: Reader, service: SignInService) -> None:
    first, _ = go(nobody, "/my-tasks"), go(nobody, "/protocol")
    nobody.open("/sign-in/council/back?state=made-up&code=x")

    assert nobody.open(come_from(service, first, HER), status=302).location == "/my-tasks"


def test_what_somebody_wrote_waits_while_they_sign_in_beside_it(nobody: Reader, service: SignInService) -> None:
    record = factories.start_draft()
    kept = nobody.send(f"/records/{record.reference}/withdraw", {"reason": "Two lines\r\nof it"}, status=200)
    (way,) = [a for a in kept.each("a") if a.get("href", "").startswith("/sign-in/council")]
    assert way.get("target") == "_blank"
    waiting = kept.form("/sign-in/kept")

    nobody.open(come_from(service, nobody.open(way.get("href"), status=302).location, HER), status=302)
    assert nobody.follow().heading == "You are signed in"
    carry_on = nobody.press(waiting, {}).form(f"/records/{record.reference}/withdraw")

    assert carry_on.fields["reason"] == "Two lines\r\nof it"
    nobody.press(carry_on, {}, status=302)
    assert Record.get_by_id(record.id).state == "withdrawn"


def test_a_password_of_before_signs_nobody_in_any_more(nobody: Reader) -> None:
    token = nobody.token()

    nobody.send("/sign-in", {"email": HER, "password": PASSWORD, "csrf_token": token}, status=200)

    nobody.open("/", status=302)
    nobody.open("/password", status=404)


def test_whoever_leaves_is_signed_out_at_once(nobody: Reader, service: SignInService) -> None:
    sign_in(nobody, service, HER)
    Staff.update(active=False).where(Staff.email == HER).execute()

    nobody.open("/", status=302)
