"""Whoever looks after the service hears in time that the sealing certificate runs out, by mail and at /operations."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

import tasks
from documents import certificate_path, install, keys
from documents.subprocess_render import RENDER_NICENESS
from mail import messages
from models import OutboxMail, SealedDocument
from records import clock
from records.sealing import renewing, time_stamps, watching
from settings import Settings
from tests.data import story
from tests.integration.conftest import SignIn
from tests.unit.documents.certificates_for_tests import YEAR, Authority

OPERATOR = story.AUDITOR
SAID = "The sealing certificate runs out on"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With somebody to look after the service, and somebody who has left."""
    return settings.model_copy(update={"operators": frozenset({OPERATOR, story.WORKER_WHO_LEFT})})


@pytest.fixture
def before_its_end(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> object:
    """Sets the clock to so many days before the certificate runs out."""
    end = install.status(settings.seal_folder, clock.now()).until

    def days(number: int) -> datetime:
        now = end - timedelta(days=number)
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    return days


def warnings() -> list[OutboxMail]:
    return list(OutboxMail.select().where(OutboxMail.kind == "certificate"))


def test_sixty_days_ahead_each_operator_in_post_is_told_by_mail(
    app: Flask, settings: Settings, before_its_end: object
) -> None:
    before_its_end(59)  # type: ignore[operator]

    assert watching.mail_certificate_warning(settings) == 1

    (mail,) = warnings()
    assert mail.to.email == OPERATOR
    with app.app_context():
        message = messages.Composer(settings, {}, clock.now, lambda: watching.get_warning(settings)).compose(mail)
    assert message["Subject"] == "The certificate that seals records needs attention"
    for part in message.iter_parts():
        assert SAID in part.get_content()
        assert "https://handover.example/operations" in part.get_content()


def test_what_was_put_right_before_the_mail_is_sent_is_not_said(
    app: Flask, settings: Settings, before_its_end: object
) -> None:
    before_its_end(59)  # type: ignore[operator]
    watching.mail_certificate_warning(settings)
    before_its_end(90)  # type: ignore[operator]

    (mail,) = warnings()
    assert mail.about == {}
    assert messages.Composer(settings, {}, clock.now, lambda: watching.get_warning(settings)).compose(mail) is None


def test_nobody_is_told_before(settings: Settings, before_its_end: object) -> None:
    before_its_end(61)  # type: ignore[operator]

    assert watching.mail_certificate_warning(settings) == 0


def test_they_are_told_once_a_week_and_not_once_a_minute(settings: Settings, before_its_end: object) -> None:
    for days in (56, 56, 49, 42):
        before_its_end(days)  # type: ignore[operator]
        watching.mail_certificate_warning(settings)

    assert len(warnings()) == 3


def test_operations_says_it_too(app: Flask, settings: Settings, sign_in: SignIn, before_its_end: object) -> None:
    operator = sign_in(OPERATOR)
    assert SAID not in operator.open("/operations").words
    before_its_end(59)  # type: ignore[operator]

    page = sign_in(OPERATOR).open("/operations")

    assert f"{SAID}" in page.words
    assert "Needs attention" in page.words


def test_an_authority_above_the_certificate_that_ends_first_is_said_by_name(
    app: Flask, settings: Settings, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    root = Authority("A root", begins=now - YEAR)
    ending = Authority("An issuing authority", root, begins=now - YEAR, ends=now + timedelta(days=5, hours=1))
    leaf = ending.issue(begins=now - timedelta(days=1), ends=now + YEAR)
    found = certificate_path.find(leaf.certificate, [ending.certificate, root.certificate], now)
    monkeypatch.setattr(keys, "sealing_path", lambda *_: found)
    named = (
        "The certificate of CN=An issuing authority,O=Fernleigh County Council, above the sealing certificate, runs out"
    )

    assert watching.mail_certificate_warning(settings) == 1

    (mail,) = warnings()
    with app.app_context():
        message = messages.Composer(settings, {}, clock.now, lambda: watching.get_warning(settings)).compose(mail)
    said = [" ".join(part.get_content().split()) for part in message.iter_parts()]
    for words in (*said, " ".join(sign_in(OPERATOR).open("/operations").words.split())):
        assert named in words


def test_operations_counts_documents_of_too_low_a_level(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "count_below_highest_level", lambda _: 2)

    assert "2 sealed documents have a lower level than can be had." in sign_in(OPERATOR).open("/operations").words


def test_the_worker_warns_with_its_other_jobs_and_renews_every_hour(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(watching, "mail_certificate_warning", lambda _: done.append("warned"))
    monkeypatch.setattr(renewing, "renew_due", lambda *_, **__: done.append("renewed"))

    tasks.run_pending(app)
    tasks.run_renewal(app)

    assert list(dict.fromkeys(done)) == ["warned", "renewed"]  # it warns again after each record that it seals


def test_a_run_of_the_worker_raises_some_and_leaves_the_rest_for_the_next(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = SealedDocument.get()
    for number in range(2):
        columns = {**document.__data__, "version": 10 + number, "code": f"ZZZZ-ZZZZ-ZZZ{number + 2}"}
        SealedDocument.create(**{name: value for name, value in columns.items() if name != "id"})
    tried: list[int] = []

    def tries(document: SealedDocument, _: object) -> bool:
        tried.append(document.id)
        return False

    monkeypatch.setattr(time_stamps, "means", lambda *_: SimpleNamespace(service=True))
    monkeypatch.setattr(renewing, "_raise_level", tries)

    renewing.renew_due(settings, most=2)

    assert len(tried) == 2


def test_the_worker_gives_way_to_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(os, "nice", given.append)
    monkeypatch.setitem(app.extensions, "run_worker", lambda: None)

    assert app.test_cli_runner().invoke(args=["worker"]).exit_code == 0
    assert given == [RENDER_NICENESS]
