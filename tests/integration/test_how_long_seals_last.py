"""Until when others can check a seal: printed in the record, and told to whoever looks after the service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from documents import install
from models import SealedDocument, State
from records import clock
from records.sealing import lasting
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, blank_page


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With somebody to look after the service."""
    return settings.model_copy(update={"operators": frozenset({story.AUDITOR})})


def test_how_long_others_can_check_the_seals_is_said_by_level_with_what_to_do(
    app: Flask, settings: Settings, sign_in: SignIn
) -> None:
    ends = install.status(settings.seal_folder, clock.now()).until
    first = SealedDocument.get()
    for number, (level, stamp_ends) in enumerate(
        [("B-LTA", datetime(2031, 5, 3, 11, tzinfo=UTC)), ("B-LTA", datetime(2033, 5, 3, 11, tzinfo=UTC))]
    ):
        SealedDocument.create(
            record=first.record,
            version=90 + number,
            code=f"CODE{number}",
            sha256="",
            data=b"",
            level=level,
            certificate=first.certificate,
            sealed_at=first.sealed_at,
            stamp_ends_at=stamp_ends,
        )

    page = sign_in(story.AUDITOR).open("/operations")

    assert [(one.level, one.count, one.earliest, one.first) for one in lasting.by_level()] == [
        ("B-B", 1, ends, 1),
        ("B-LTA", 2, datetime(2031, 5, 3, 11, tzinfo=UTC), 1),
    ]
    assert "1 document. Other programs can check it until" in page.words
    assert "2 documents. Other programs can check each until 3 May 2031" in page.words
    assert "at least, when the first ends." in page.words
    assert " ".join(lasting.WITHOUT_SERVICE) in page.words


def test_a_document_of_before_the_end_of_its_time_stamp_was_kept_has_that_of_its_certificate(
    app: Flask, settings: Settings
) -> None:
    SealedDocument.update(level="B-T").execute()

    (one,) = lasting.by_level()

    assert (one.level, one.earliest) == ("B-T", install.status(settings.seal_folder, clock.now()).until)


def test_a_record_prints_the_end_of_its_certificate(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []

    def draw(document: Any) -> bytes:
        drawn.append(document.seal_until)
        return blank_page()

    monkeypatch.setattr("records.sealing.sealer.render_in_subprocess", draw)
    factories.in_state(State.APPROVED)

    with app.app_context():
        factories.seal_what_waits()

    assert drawn == [clock.in_london(install.status(settings.seal_folder, clock.now()).until).date()]


def test_the_next_time_stamp_is_expected_to_last_as_long_as_the_last_one(app: Flask) -> None:
    now = clock.now()
    assert lasting.stamp_to_expect(now) is None

    SealedDocument.update(stamp_ends_at=now + timedelta(days=9)).execute()

    assert lasting.stamp_to_expect(now) == now + timedelta(days=9)
    assert lasting.stamp_to_expect(now + timedelta(days=10)) is None


def test_the_command_line_says_the_same_and_what_it_means_that_there_is_no_time_stamp_service(
    app: Flask, settings: Settings
) -> None:
    said = app.test_cli_runner().invoke(args=["seal", "status"])

    assert said.exit_code == 0, said.output
    assert "B-B            1 document; others can check each until" in said.output
    assert all(sentence in said.output for sentence in lasting.WITHOUT_SERVICE)
    assert "up to 75 years" in said.output
