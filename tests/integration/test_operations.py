"""/operations: what whoever looks after the service sees of mail, sealing and the worker, and 'try again'."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

import tasks
from mail import outbox
from mail.messages import MAIL_TEXTS
from models import (
    Heartbeat,
    MailState,
    OutboxMail,
    Record,
    SealAuthority,
    SealedDocument,
    SealingProblem,
    Staff,
    State,
    Step,
)
from records import clock
from records.deciding import absences
from records.following import reminding
from records.reporting import operations
from records.sealing import authority, sealer
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.correcting import corrected
from tests.integration.mailing import forget_mail, send
from tests.integration.refusing import refused
from tests.support.mail_server import MailServer
from tests.support.reader import Page, Reader
from views.pages.operations import MAILS

OPERATOR = story.AUDITOR
HIM = story.RECEIVING_WORKER

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("smtp_server")]


@pytest.fixture
def settings(settings: Settings, sealed_folder: Path, tmp_path: Path) -> Settings:
    """With somebody to look after the service, and a sealing folder that tests may harm."""
    shutil.copytree(sealed_folder, tmp_path / "data")
    return settings.model_copy(update={"operators": frozenset({OPERATOR}), "data_folder": tmp_path / "data"})


@pytest.fixture(autouse=True)
def no_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever day it is, no mail is sent here but what a test asks for."""
    monkeypatch.setattr(reminding, "queue_due", lambda _: 0)


@pytest.fixture
def operator(sign_in: SignIn) -> Reader:
    """Whoever looks after the service, at a browser."""
    return sign_in(OPERATOR)


def look(operator: Reader) -> Page:
    return operator.open("/operations")


def work(app: Flask) -> None:
    """One run of the worker."""
    tasks.run_pending(app)


def test_the_page_exists_for_operators_alone(operator: Reader, sign_in: SignIn, nobody: Reader) -> None:
    assert look(operator).heading == "Operations"
    assert "/operations" in look(operator).links
    for email in (story.AUTHOR, story.TRANSFERRING_LEADER, story.CLUSTER_HEAD, story.BUSINESS_SUPPORT):
        reader = sign_in(email)
        assert "/operations" not in reader.open("/operations", status=404).links
        reader.send("/operations/mails/try-again", {"csrf_token": reader.token()}, status=404)
    nobody.open("/operations", status=302)


def test_of_a_mail_that_there_is_not_no_post_is_kept(operator: Reader) -> None:
    operator.send("/operations/mails/999999/try-again", {"csrf_token": "of an older session"}, status=404)


def test_a_worker_that_never_ran_or_has_stopped_is_missed(operator: Reader, app: Flask, sign_in: SignIn) -> None:
    assert "The worker is not running and has never run" in look(operator).words

    work(app)
    assert "It is running, and was last seen" in look(operator).words

    Heartbeat.update(beat_at=clock.now() - timedelta(minutes=6)).execute()
    assert "The worker is not running: it was last seen on" in look(operator).words


def test_every_kind_of_mail_has_its_words_there() -> None:
    assert set(MAILS) == {kind for kind, _ in MAIL_TEXTS}


def test_when_nothing_waits_all_is_well(operator: Reader, app: Flask, sign_in: SignIn) -> None:
    work(app)

    assert "All is well" in look(operator).words


def test_trying_again_says_when_nothing_was_left_to_try(operator: Reader, app: Flask) -> None:
    operator.send("/operations/mails/1/try-again", {"csrf_token": operator.token()}, status=302)

    assert "Nothing is left to try again." in operator.follow().words


def test_of_many_mails_the_oldest_are_listed_and_it_says_so(operator: Reader) -> None:
    to, at = Staff.select().first(), clock.now()
    rows = [
        {"message_id": f"m{n}", "to": to, "kind": "digest", "about": {}, "next_attempt_at": at, "queued_at": at}
        | {"state": MailState.GIVEN_UP, "last_error": f"No such mailbox {n:02}"}
        for n in range(operations.MAX_ROWS + 1)
    ]
    OutboxMail.insert_many(rows).execute()

    words = operator.open("/operations").words

    assert f"These are the {operations.MAX_ROWS} oldest. The others come up as they go." in words
    assert "No such mailbox 39" in words
    assert "No such mailbox 40" not in words


def test_a_mail_that_a_worker_is_sending_is_left_to_it(app: Flask, smtp_server: MailServer) -> None:
    smtp_server.refuse("451 Greylisted, come back later")
    work(app)
    OutboxMail.update(next_attempt_at=clock.now()).execute()
    held = outbox.claim_next(clock.now())

    assert operations.retry_mail(held.id) == 0
    operations.retry_mail()
    assert OutboxMail.get_by_id(held.id).next_attempt_at == held.next_attempt_at


def test_a_mail_that_is_delayed_is_shown_with_the_servers_words_and_tried_again_at_once(
    operator: Reader, app: Flask, sign_in: SignIn, smtp_server: MailServer
) -> None:
    record = factories.in_state(State.SUBMITTED)
    forget_mail(but_of=record)
    smtp_server.refuse("451 Greylisted, come back later")
    work(app)

    page = look(operator)
    assert "The mail server answered: 451 Greylisted, come back later" in page.words
    assert "tried 1 time" in page.words
    smtp_server.refuse("")
    assert send(app) == 0, "it waits"

    operator.press(page.form("/operations/mails/try-again"), status=302)
    send(app)
    assert HIM in [str(message["To"]) for message in smtp_server.messages]


def test_one_mail_alone_is_tried_again(operator: Reader, app: Flask, sign_in: SignIn, smtp_server: MailServer) -> None:
    smtp_server.refuse("451 Try again later")
    work(app)
    smtp_server.refuse("")
    delayed = OutboxMail.select().where(OutboxMail.last_error != "")
    assert delayed.count() > 1
    one = delayed.order_by(OutboxMail.id.desc()).first()

    page, address = look(operator), f"/operations/mails/{one.id}/try-again"
    assert [button.get("form") for button in page.each("button", formaction=address)] == ["again"]
    operator.press(replace(page.form("/operations/mails/try-again", id="again"), action=address), status=302)
    send(app)

    assert OutboxMail.get_by_id(one.id).state == MailState.SENT
    assert len(smtp_server.messages) == 1


def test_an_address_refused_for_good_is_shown_to_the_author_in_words_and_to_the_operator(
    operator: Reader, app: Flask, sign_in: SignIn, smtp_server: MailServer
) -> None:
    record = factories.in_state(State.SUBMITTED)
    forget_mail(but_of=record)
    smtp_server.refuse_recipients("550 No such person here")
    work(app)

    said = f"Mail to Tomasz Zieliński could not be delivered to {HIM}."
    assert said in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert "could not be delivered" not in sign_in(HIM).open(f"/records/{record.reference}").words
    page = look(operator)
    assert "The address was refused: 550 No such person here" in page.words

    smtp_server.refuse_recipients("")
    operator.press(page.form("/operations/mails/try-again"), status=302)
    send(app)
    assert "could not be delivered" not in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words


def seal_folder(settings: Settings) -> Path:
    return settings.seal_folder


def test_without_its_certificate_a_record_says_so_and_is_sealed_when_it_is_back(
    operator: Reader, app: Flask, sign_in: SignIn, settings: Settings, tmp_path: Path
) -> None:
    record, away = factories.in_state(State.APPROVED), tmp_path / "elsewhere"
    seal_folder(settings).rename(away)
    work(app)
    work(app)

    assert "Approved, being sealed" in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert SealingProblem.get().record_id == record.id
    assert str(SealingProblem.get().why) in look(operator).words
    assert "Needs attention" in look(operator).words

    away.rename(seal_folder(settings))
    work(app)
    assert factories.fresh(record).state == State.SEALED
    assert SealingProblem.select().count() == 0
    assert "Every record that was approved or refused is sealed" in look(operator).words


def test_a_full_disk_delays_the_seal_and_is_shown(
    operator: Reader, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = factories.in_state(State.APPROVED)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sealer, "render_in_subprocess", full)
        work(app)
    assert factories.fresh(record).state == State.APPROVED
    assert "No space left on device" in look(operator).words

    work(app)
    assert factories.fresh(record).state == State.SEALED


def test_while_the_worker_is_down_a_record_that_everybody_approved_says_that_it_is_being_sealed(
    operator: Reader, app: Flask, sign_in: SignIn
) -> None:
    record = factories.in_state(State.APPROVED)

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}")
    assert "Approved, being sealed" in page.words
    assert "Approved, and waits for the worker" in look(operator).words
    work(app)
    assert Record.select().where(Record.state == State.APPROVED).count() == 0


def test_a_record_that_was_refused_is_not_said_to_be_approved(operator: Reader) -> None:
    record = refused()

    assert f"{record.reference} Refused, and waits for the worker." in look(operator).words


@pytest.mark.parametrize("minutes, is_well", [(14, True), (16, False)])
def test_a_record_waits_long_for_its_seal_from_when_the_last_person_approved_it(
    app: Flask, minutes: int, is_well: bool
) -> None:
    Record.update(saved_at=clock.now() - timedelta(days=3)).execute()
    Step.update(decided_at=clock.now() - timedelta(days=1)).where(Step.decided_at.is_null(False)).execute()
    record = factories.in_state(State.APPROVED)
    last = Step.select().where(Step.record == record).order_by(Step.order.desc()).first()
    Step.update(decided_at=clock.now() - timedelta(minutes=minutes)).where(Step.id == last.id).execute()
    operations.record_heartbeat()

    assert operations.get_status().is_healthy == is_well


def test_what_is_shown_of_a_fault_of_ours_is_its_kind_alone(
    operator: Reader, app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Maya Adeyemi-Clarke")

    monkeypatch.setattr(sealer, "render_in_subprocess", broken)
    work(app)

    words = look(operator).words
    assert "It could not be drawn (ValueError)" in words
    assert "Maya" not in words


def test_one_job_that_fails_holds_up_no_other(
    app: Flask, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("broken")

    monkeypatch.setattr(absences, "reassign_stuck_steps", broken)
    work(app)

    assert smtp_server.messages
    assert operations.get_status().worker_seen_at is not None


def test_a_certificate_that_sealed_under_another_authority_is_named(
    operator: Reader, app: Flask, sign_in: SignIn, settings: Settings
) -> None:
    with app.app_context():
        authority.claim(settings)
    assert "Under an authority that is not this service’s" not in look(operator).words
    SealAuthority.update(fingerprint="0" * 64).execute()

    words = look(operator).words

    assert "Under an authority that is not this service’s, records were sealed here too" in words
    assert str(SealedDocument.get().certificate) in words
    assert "Records of this database are sealed under the authority 0000" in words
    assert "Needs attention" in words


def test_it_counts_the_corrections_that_the_register_contradicts(operator: Reader, sign_in: SignIn) -> None:
    assert "It contradicts no correction" in look(operator).words

    factories.submit(corrected(sign_in))

    assert "It contradicts 1 correction in the 100 newest records" in look(operator).words
