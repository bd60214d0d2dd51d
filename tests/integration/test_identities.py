"""Who somebody is at the council's own sign-in service: its subject after the first time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from models import SignInIdentity, Staff
from records.register import identities
from settings import Settings
from tests.data import story
from tests.integration.conftest import changes_since, everything, make_app
from tests.integration.council_service import sign_in
from tests.support.reader import Reader
from tests.support.sign_in_service import SignInService, running_service

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
    assert changes_since(before) == ["SignInAttempt: 2 new, 0 gone", "SignInIdentity: 1 new, 0 gone"]
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
