"""Whoever distrusts a certificate says why, is told what it concerns, and can take it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from documents import trust
from models import SealCertificate, SealedDocument
from records import clock
from records.sealing import pins
from settings import Settings
from tests.integration.test_what_is_genuine import command, distrusted, document, settings
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

__all__ = ["settings"]


def test_what_never_sealed_here_cannot_be_distrusted(app: Flask) -> None:
    unknown = distrusted(app, "ab" * 32, "2026-01-02")

    assert (unknown.exit_code, "ever sealed here" in unknown.output) == (1, True)
    assert distrusted(app, document().certificate.upper(), "2026-01-02").exit_code == 0


@pytest.mark.parametrize("why", ["", " ", "...", "The key was stol\ue000n"])
def test_distrust_needs_a_reason_in_words(app: Flask, why: str) -> None:
    said = distrusted(app, document().certificate, "2026-01-02", why)

    told = "Correct the character U+E000" if "\ue000" in why else "Say why in words"
    assert (said.exit_code, told in said.output) == (1, True)
    assert SealCertificate.get_or_none(SealCertificate.distrusted_from.is_null(False)) is None


def test_distrust_is_not_for_a_day_that_is_still_to_come(app: Flask) -> None:
    said = distrusted(app, document().certificate, (clock.today() + timedelta(days=1)).isoformat())

    assert (said.exit_code, "still to come" in said.output) == (1, True)
    assert distrusted(app, document().certificate, "2026-02-30").exit_code == 2


@pytest.mark.parametrize("typed, code, is_done", [("n\n", 1, False), ("y\n", 0, True)])
def test_distrust_says_first_how_many_kept_documents_it_concerns(
    app: Flask, typed: str, code: int, *, is_done: bool
) -> None:
    fingerprint, day = document().certificate, clock.today().isoformat()
    words = ["seal", "distrust", fingerprint, "--from", day, "--why", "The key was stolen"]

    said = app.test_cli_runner().invoke(args=words, input=typed)

    kept = SealedDocument.select().where(SealedDocument.certificate == fingerprint).count()
    assert f"sealed {kept} of the documents that are kept here, {kept} of them since" in said.output
    assert said.exit_code == code
    assert pins_distrusted() == ([fingerprint] if is_done else [])


def pins_distrusted() -> list[str]:
    return [pin.fingerprint for pin in pins.in_order() if pin.distrusted_from]


def test_the_day_can_be_moved_and_distrust_taken_back_on_every_host(
    app: Flask, nobody: Reader, settings: Settings
) -> None:
    fingerprint, file = document().certificate, settings.seal_folder / trust.FILE
    why = ("--why", "It was another laptop")
    trusted_already = command(app, "seal", "trust", fingerprint, *why)
    days = []
    for day in ("2026-01-05", "2026-01-02", "2026-01-09"):
        distrusted(app, fingerprint, day)
        days.append(str(pins.trusted(settings).pins[fingerprint].distrusted_from))
    of_another_host = file.read_text()

    said = command(app, "seal", "trust", fingerprint, *why)
    file.write_text(of_another_host)
    pins.keep(settings)

    assert days == ["2026-01-05", "2026-01-02", "2026-01-09"]
    assert (trusted_already.exit_code, pins.NOT_DISTRUSTED in trusted_already.output) == (1, True)
    assert (said.exit_code, said.output.endswith("is trusted again.\n")) == (0, True)
    assert command(app, "seal", "trust", fingerprint, "--why", "-").exit_code == 1
    assert pins_distrusted() == []
    assert ": It was another laptop" in nobody.open("/verify").words
