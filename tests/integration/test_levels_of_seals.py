"""Levels of seals: as high as the time-stamp service allows, true in print, and raised once it answers again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from flask import Flask

from documents import keys
from documents.content import DecisionDocument
from documents.verify import verify
from models import Record, SealedDocument, State
from records import audit, clock
from records.sealing import checking, pins, renewing, sealer, time_stamps
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, blank_page, changes_since, everything, make_app
from tests.support.reader import Reader
from tests.unit.documents.time_authority import TimeAuthority

pytestmark = pytest.mark.usefixtures("records_url", "forgetful")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), clock.now()).serving() as serving:
        (tmp_path_factory.getbasetemp() / "time-root.pem").write_bytes(
            serving.root.public_bytes(serialization.Encoding.PEM)
        )
        yield serving


@pytest.fixture
def forgetful(authority: TimeAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the service did before is forgotten, and it behaves well."""
    monkeypatch.setattr(time_stamps, "_last_reached", {})
    authority.behaviour = "well"


@pytest.fixture
def settings(settings: Settings, authority: TimeAuthority, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    service = {
        "time_stamp_url": authority.service().url,
        "time_stamp_roots_file": tmp_path_factory.getbasetemp() / "time-root.pem",
        "time_stamp_timeout_seconds": 60,
    }
    return settings.model_copy(update=service)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The levels that were printed, in order; a blank page is drawn instead of each record."""
    levels: list[str] = []

    def draw(document: DecisionDocument) -> bytes:
        levels.append(document.seal_level)
        return blank_page()

    monkeypatch.setattr("records.sealing.sealer.render_in_subprocess", draw)
    return levels


def seal(app: Flask) -> SealedDocument:
    """Have the worker seal the approved record."""
    record = factories.in_state(State.APPROVED)
    with app.app_context():
        assert factories.seal_what_waits() == 1
    return SealedDocument.get(SealedDocument.record == record)


def fresh(document: SealedDocument) -> SealedDocument:
    return SealedDocument.get_by_id(document.id)


def verdict_on(document: SealedDocument, settings: Settings) -> Any:
    return verify(bytes(document.data), pins.trusted(settings), clock.now())


def test_with_a_service_a_record_is_sealed_at_the_highest_level_and_prints_it(
    app: Flask, settings: Settings, printed: list[str]
) -> None:
    document = seal(app)

    assert (document.level, {*printed}) == ("B-LTA", {"B-LTA"})
    assert verdict_on(document, settings).level == "B-LTA"
    assert document.stamp_ends_at.year == 2100


@pytest.mark.parametrize("behaviour", ["slow", "fails", "rubbish"])
def test_an_outage_costs_a_level_and_what_is_printed_says_so(
    app: Flask,
    settings: Settings,
    printed: list[str],
    authority: TimeAuthority,
    behaviour: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority.behaviour = behaviour
    monkeypatch.setitem(app.extensions, "settings", settings.model_copy(update={"time_stamp_timeout_seconds": 1}))

    document = seal(app)

    assert document.level == verdict_on(document, settings).level == "B-B"
    assert printed == ["B-LTA", "B-B"]
    assert f"{document.record.reference} was sealed at B-B, not B-LTA. The time-stamp service gave no" in caplog.text
    assert renewing.count_below_highest_level(settings) == SealedDocument.select().count()


def test_a_service_that_was_away_a_moment_ago_is_not_waited_for_again(
    app: Flask, printed: list[str], authority: TimeAuthority
) -> None:
    authority.behaviour = "fails"
    seal(app)
    asked = authority.asked
    factories.approved()

    with app.app_context():
        assert factories.seal_what_waits() == 1

    assert (authority.asked, printed[-1]) == (asked, "B-B")


def test_after_five_minutes_it_is_asked_again(app: Flask, settings: Settings, authority: TimeAuthority) -> None:
    means, now = time_stamps.means(settings, clock.now()), clock.now()
    for minute in range(4):  # a burst of records keeps the door closed no longer
        time_stamps.remember_level(means, "B-B", now + timedelta(minutes=minute))

    assert time_stamps.level_to_aim_for(means, now + timedelta(minutes=4, seconds=59)) == "B-B"
    assert time_stamps.level_to_aim_for(means, now + timedelta(minutes=5)) == "B-LTA"


def test_without_evidence_the_level_is_b_t_and_that_is_printed(
    app: Flask, settings: Settings, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_stamps, "_own_revocation_lists", lambda *_: ())

    document = seal(app)

    assert (document.level, printed) == ("B-T", ["B-LTA", "B-T"])
    assert verdict_on(document, settings).level == "B-T"


def test_roots_that_cannot_be_read_cost_the_level_and_not_the_record(
    settings: Settings, printed: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(settings.model_copy(update={"time_stamp_roots_file": tmp_path / "missing.pem"}))

    assert seal(app).level == "B-B"
    assert "no time-stamp can be believed" in caplog.text


def test_an_authority_whose_key_stays_locked_costs_the_level_and_neither_the_record_nor_a_page(
    settings: Settings, printed: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(settings.data_folder, tmp_path / "data")
    (tmp_path / "data" / "seal" / "authority" / "key.pem").write_bytes(b"under another passphrase")
    app = make_app(settings.model_copy(update={"data_folder": tmp_path / "data", "operators": {story.AUDITOR}}))

    assert seal(app).level == "B-T"
    assert "could not be unlocked" in caplog.text
    assert Reader(app, factories.person(story.AUDITOR)).open("/operations").heading == "Operations"


def test_looking_at_operations_signs_nothing(
    settings: Settings, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "revocation_list", lambda *_: pytest.fail("a list was signed"))
    app = make_app(settings.model_copy(update={"operators": {story.AUDITOR}}))

    assert Reader(app, factories.person(story.AUDITOR)).open("/operations").heading == "Operations"


# Raised and renewed


def sealed_in_an_outage(app: Flask, authority: TimeAuthority) -> SealedDocument:
    """The document that the conftest sealed has no time-stamp; this one was sealed when there should have been one."""
    authority.behaviour = "fails"
    document = seal(app)
    authority.behaviour = "well"
    SealedDocument.delete().where(SealedDocument.id != document.id).execute()
    return document


def test_what_an_outage_cost_is_repaired_once_and_the_earlier_bytes_stay_a_valid_part(
    app: Flask, settings: Settings, printed: list[str], authority: TimeAuthority
) -> None:
    before = sealed_in_an_outage(app, authority)

    assert renewing.renew_due(settings) == renewing.Tally(raised=1)

    after = fresh(before)
    assert (after.level, verdict_on(after, settings).level) == ("B-LTA", "B-LTA")
    assert bytes(after.data).startswith(bytes(before.data))
    assert verdict_on(before, settings).outcome == "genuine"
    assert after.sha256 == hashlib.sha256(bytes(after.data)).hexdigest()
    assert (after.code, after.sealed_at) == (before.code, before.sealed_at)
    assert renewing.renew_due(settings) == renewing.Tally()
    assert renewing.count_below_highest_level(settings) == 0


def test_a_raised_level_is_in_the_audit_trail_which_stays_whole(
    app: Flask, settings: Settings, printed: list[str], authority: TimeAuthority
) -> None:
    document = sealed_in_an_outage(app, authority)
    renewing.renew_due(settings)

    last = max(document.record.audit, key=lambda event: event.sequence)

    assert (last.event, last.detail["level"], last.detail["sha256"]) == ("seal_raised", "B-LTA", fresh(document).sha256)
    assert list(audit.find_faults(document.record_id)) == []


def test_while_the_service_is_away_nothing_is_changed_and_the_rest_is_left_for_later(
    app: Flask, settings: Settings, printed: list[str], authority: TimeAuthority
) -> None:
    sealed_in_an_outage(app, authority)
    authority.behaviour = "fails"
    before = everything()

    tally = renewing.renew_due(settings)

    assert (tally.raised, tally.failed, tally.left) == (0, 0, 1)
    assert "did not answer" in tally.away
    assert changes_since(before) == []


def test_what_gains_nothing_is_left_as_it_is_and_tried_again_a_day_later(
    app: Flask, settings: Settings, printed: list[str], authority: TimeAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_stamps, "_own_revocation_lists", lambda *_: ())
    document = seal(app)
    SealedDocument.delete().where(SealedDocument.id != document.id).execute()

    assert renewing.renew_due(settings) == renewing.Tally(failed=1)
    assert fresh(document).data == document.data
    assert renewing.renew_due(settings) == renewing.Tally()

    SealedDocument.update(raise_tried_at=clock.now() - timedelta(days=1)).execute()
    assert renewing.renew_due(settings) == renewing.Tally(failed=1)


def test_two_renewals_at_once_store_one(
    app: Flask, settings: Settings, printed: list[str], authority: TimeAuthority
) -> None:
    document = sealed_in_an_outage(app, authority)
    means = time_stamps.means(settings, clock.now())

    assert renewing._raise_level(document, means)
    assert not renewing._raise_level(document, means)

    assert [event.event for event in document.record.audit].count("seal_raised") == 1


def test_a_stamp_that_soon_proves_nothing_is_followed_by_another(
    app: Flask, settings: Settings, printed: list[str]
) -> None:
    document = seal(app)
    soon = clock.now() + timedelta(days=89)
    SealedDocument.delete().where(SealedDocument.id != document.id).execute()
    SealedDocument.update(stamp_ends_at=soon).execute()

    assert renewing.renew_due(settings) == renewing.Tally(raised=1)

    after = fresh(document)
    assert bytes(after.data).startswith(bytes(document.data))
    assert after.stamp_ends_at > soon
    assert verdict_on(after, settings).level == "B-LTA"


def test_without_a_service_nothing_is_due(app: Flask, settings: Settings, printed: list[str]) -> None:
    without = settings.model_copy(update={"time_stamp_url": ""})

    assert renewing.renew_due(without) == renewing.Tally()
    assert renewing.count_below_highest_level(without) == 0


# Shown


@pytest.mark.drawn
def test_a_copy_from_before_its_level_was_raised_is_known_by_its_code_and_says_its_own_level(
    app: Flask, settings: Settings, authority: TimeAuthority
) -> None:
    before = sealed_in_an_outage(app, authority)
    renewing.renew_due(settings)

    old, new = (checking.check_file(bytes(document.data), settings=settings) for document in (before, fresh(before)))

    assert (old.outcome, old.reference) == (new.outcome, new.reference) == ("genuine", before.record.reference)
    assert old.level.startswith("B-B: ")
    assert new.level.startswith("B-LTA: ")


def test_the_records_page_says_the_level_in_words(app: Flask, printed: list[str], sign_in: SignIn) -> None:
    document = seal(app)

    page = sign_in(document.record.author.email).open(f"/records/{document.record.reference}")

    assert "B-LTA: sealed with the council’s certificate and independently time-stamped" in page.words


def test_a_code_is_answered_with_the_level_that_the_stored_file_has(
    app: Flask, printed: list[str], nobody: Reader
) -> None:
    document = seal(app)

    assert "Level of the seal: B-LTA: sealed with" in nobody.open(f"/verify?code={document.code}").words


def test_sealing_says_what_it_reached_for_each_part(app: Flask, printed: list[str]) -> None:
    document = seal(app)

    assert sealer.get_document_or_none(Record.get_by_id(document.record_id), document.version).level == "B-LTA"
