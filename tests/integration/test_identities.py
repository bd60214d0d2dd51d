"""Who somebody is at the council's own sign-in service: its subject after the first time, and only with a signature."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from flask import Flask

from models import SignInIdentity, Staff
from records.register import identities
from settings import Settings
from tests.data import story
from tests.integration.conftest import changes_since, everything, make_app
from tests.integration.council_service import come_from, go, sign_in
from tests.support.reader import Reader
from tests.support.sign_in_service import SignInService, running_service
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


def test_coming_back_from_the_service_writes_who_somebody_is_there_once(nobody: Reader, service: SignInService) -> None:
    before = everything()

    sign_in(nobody, service, HER)
    (known,) = SignInIdentity.select()
    nobody.forget()
    sign_in(nobody, service, HER)

    assert (known.issuer, known.subject, known.staff.email) == (service.issuer, HER, HER)
    assert changes_since(before) == ["SignInIdentity: 1 new, 0 gone"]
    assert SignInIdentity.select().count() == 1


def test_after_the_first_time_somebody_is_who_they_were_whatever_address_the_service_says(
    nobody: Reader, service: SignInService
) -> None:
    service.set_claims("her-number", email=HER)
    sign_in(nobody, service, "her-number")
    nobody.forget()

    service.set_claims("her-number", email=HIM)
    sign_in(nobody, service, "her-number")
    assert "Sign out Hannah Whitcombe" in nobody.follow().words

    nobody.forget()
    service.set_claims("her-number", email=HER, email_verified=False)
    assert sign_in(nobody, service, "her-number").location == "/"


def test_another_account_that_takes_over_an_address_is_nobody_here(nobody: Reader, service: SignInService) -> None:
    service.set_claims("her-number", email=HER)
    sign_in(nobody, service, "her-number")
    nobody.forget()
    service.set_claims("a-guest", email=HER)

    assert sign_in(nobody, service, "a-guest").errors == [identities.ANOTHER_ACCOUNT]
    nobody.open("/", status=302)


def test_an_operator_lets_the_address_decide_again(app: Flask, nobody: Reader, service: SignInService) -> None:
    service.set_claims("her-number", email=HER)
    sign_in(nobody, service, "her-number")
    nobody.forget()
    service.set_claims("her-new-number", email=HER)

    said = app.test_cli_runner().invoke(args=["accounts", "forget-sign-in", HER]).output

    assert said == "Their next sign-in decides.\n"
    assert sign_in(nobody, service, "her-new-number").location == "/"


def test_somebody_who_left_is_not_signed_in_by_the_account_they_had(nobody: Reader, service: SignInService) -> None:
    sign_in(nobody, service, HER)
    Staff.update(active=False).where(Staff.email == HER).execute()

    assert sign_in(nobody, service, HER).errors == [identities.NOT_KNOWN_HERE]


def unsigned(token: str) -> str:
    """The same claims without a signature, as whoever answers in the service's place would write them."""
    header = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


@pytest.mark.parametrize("listed", [["none"], ["none", "RS256"], ["HS256", "none"], None], ids=str)
def test_an_answer_without_a_signature_signs_nobody_in_whatever_the_service_lists(
    nobody: Reader, service: SignInService, monkeypatch: pytest.MonkeyPatch, listed: list[str] | None
) -> None:
    whole, fetch = FlaskOAuth2App.load_server_metadata, FlaskOAuth2App.fetch_access_token
    monkeypatch.setattr(
        FlaskOAuth2App,
        "load_server_metadata",
        lambda client: whole(client) | {"id_token_signing_alg_values_supported": listed},
    )
    back = ""
    if listed != ["none"] and listed != ["HS256", "none"]:
        back = come_from(service, go(nobody), HER)
        monkeypatch.setattr(
            FlaskOAuth2App,
            "fetch_access_token",
            lambda client, **how: (token := fetch(client, **how)) | {"id_token": unsigned(token["id_token"])},
        )

    page = nobody.open(back or "/sign-in/council")

    assert page.errors == [council_sign_in.NOT_CONFIRMED if back else council_sign_in.AWAY]
    nobody.open("/", status=302)
