"""What users of such systems suffer when they decide, and must not here (1 to 6, 13 and 15 of their complaints)."""

from __future__ import annotations

import smtplib

import pytest
from flask import Flask

import tasks
from models import AuditEvent, MailState, OutboxMail, Record, SealedDocument, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import absences, decisions, passing_on
from records.errors import ForbiddenError, RecordError
from records.sealing import sealer, watching
from tests import factories
from tests.data import story
from tests.integration.changing_hands import COLLEAGUE, HER, go_away, her_step
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import addresses_in, every_kind, forget_mail, mailed_link, parts, send
from tests.support.mail_server import MailServer
from tests.support.reader import ORIGIN, Reader

PLACES = ("/links/", "/records/", "/operations")
METHODS = ("GET", "HEAD", "OPTIONS")


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for its new worker, with the mail that asks him and no other."""
    found = factories.in_state(State.SUBMITTED)
    forget_mail(but_of=found)
    return found


def work(app: Flask) -> None:
    """One run of the worker."""
    tasks.run_pending(app)


def out_of_space(*_: object, **__: object) -> bool:
    """As a full disk answers."""
    raise OSError(28, "No space left on device")


# 1. Stuck after everybody has signed


def test_complaint_1_after_the_last_signature_the_record_is_sealed_without_anybody_doing_anything(
    app: Flask, record: Record
) -> None:
    factories.approve(record, *factories.DECIDERS)
    work(app)

    assert factories.fresh(record).state == State.SEALED
    assert SealedDocument.select().where(SealedDocument.record == record).count() == 1


def test_complaint_1_what_held_the_seal_up_is_said_and_the_record_is_sealed_when_it_is_gone(
    app: Flask, record: Record, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    factories.approve(record, *factories.DECIDERS)
    with monkeypatch.context() as broken:
        broken.setattr(sealer, "seal_record", out_of_space)
        for _ in range(3):
            work(app)
    assert "Approved, being sealed" in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words

    work(app)
    assert factories.fresh(record).state == State.SEALED


# 2. A mail scanner used up the link; a GET that changes something


def test_complaint_2_every_address_of_every_mail_is_fetched_and_nothing_changes(
    app: Flask, nobody: Reader, smtp_server: MailServer, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "get_warning", lambda _: "The sealing certificate runs out")
    while_confirming = every_kind(record)
    send(app)
    factories.approve(record, "new_worker")
    while_deciding = every_kind(record)
    send(app)
    factories.return_it(record, "transferring_team_leader")
    send(app)
    assert len(smtp_server.messages) > while_confirming + while_deciding
    found = {address for message in smtp_server.messages for address in addresses_in(message)}
    before = everything()

    for address in found:
        for method in METHODS * 2:
            nobody.client.open(address.removeprefix(ORIGIN), method=method, base_url=ORIGIN)

    assert set(PLACES) == {part for part in PLACES for one in found if part in one}
    assert changes_since(before) == []
    viewed = (AuditEvent.record == record) & (AuditEvent.event == "viewed")
    assert not AuditEvent.select().where(viewed).exists()


def test_complaint_2_the_link_still_works_for_the_person_after_the_scanners(
    app: Flask, nobody: Reader, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    link = mailed_link(app, smtp_server, record)
    for method in METHODS * 5:
        nobody.client.open(link, method=method, base_url=ORIGIN)

    reader = sign_in(story.RECEIVING_WORKER)
    reader.press(reader.open(link).form(id="decision"), {"outcome": "approved"}, status=302)

    assert factories.step_of(record, "new_worker").state == StepState.APPROVED


# 3. The approver is away


def test_complaint_3_the_approver_is_away_and_somebody_of_their_rank_decides(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    go_away()
    factories.approve(record, "new_worker")
    work(app)

    assert [one for one in smtp_server.sent_to(HER) if record.reference in str(one["Subject"])] == []
    factories.approve(record, "transferring_team_leader", "receiving_team_leader")
    step = her_step(record)
    assert (step.decided_by.email, step.instead_of.email) == (COLLEAGUE, HER)
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert "Approved by Gareth Pemberton" in words
    assert "in place of Priya Raghunathan" in words


def test_complaint_3_an_approver_who_has_left_holds_nothing_up(app: Flask, record: Record) -> None:
    factories.approve(record, "new_worker")
    Staff.update(active=False).where(Staff.email == HER).execute()

    absences.reassign_stuck_steps()

    assert her_step(record).assignee.email == factories.LOCALITY_LEADER


# 4. The sender can approve


@pytest.mark.parametrize("key", ["new_worker", "transferring_team_leader", "receiving_team_leader"])
def test_complaint_4_whoever_sent_the_record_approves_no_step_of_it(record: Record, key: str) -> None:
    factories.approve(record, *factories.DECIDERS[: factories.DECIDERS.index(key)])

    with pytest.raises(RecordError):
        decisions.decide(
            step=factories.step_of(record, key),
            by=factories.person(),
            outcome=StepState.APPROVED,
            digest=factories.digest_of(record),
            stated={},
        )


def test_complaint_4_a_leader_who_sends_a_record_is_given_no_step_of_it_by_name_stand_in_or_otherwise(
    app: Flask,
) -> None:
    draft = factories.ready_draft()
    factories.save(draft, by=story.RECEIVING_WORKER, meeting_place="Room 2")
    factories.submit(draft)
    record = factories.fresh(draft)
    go_away(HER, story.RECEIVING_LEADER)
    factories.approve(record, "new_worker")
    absences.reassign_stuck_steps()

    deciding = {step.assignee_id for step in decisions.steps_of(record) if step.action == "decide"}
    assert not deciding & access.get_writer_ids(record)


# 5. A refusal without a reason, or nobody told


@pytest.mark.parametrize("reason", ["", "   ", "\r\n\t"])
def test_complaint_5_nobody_refuses_without_a_reason(sign_in: SignIn, record: Record, reason: str) -> None:
    step, reader = factories.step_of(record, "new_worker"), sign_in(story.RECEIVING_WORKER)
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")

    page = reader.press(form, {"outcome": "returned", "reason": reason}, status=200)

    assert page.errors == ["Enter why you are returning this record"]
    assert factories.fresh(record).state == State.SUBMITTED


def test_complaint_5_everybody_concerned_is_told_once_and_reads_the_reason(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    factories.approve(record, "new_worker", "transferring_team_leader")
    forget_mail()
    factories.return_it(record, "receiving_team_leader")
    send(app)

    told = sorted(str(message["To"]) for message in smtp_server.messages)
    assert told == sorted([story.AUTHOR, story.RECEIVING_WORKER, HER])
    for message in smtp_server.messages:
        assert "has returned this to" in str(message["Subject"])
        assert factories.REASON.split("\n")[0] not in parts(message)["plain"], "the reason is read in Handover"
    for email in told:
        assert "The plan for family time is missing." in sign_in(email).open(f"/records/{record.reference}").words


# 6. Order of approvers not kept


def test_complaint_6_nobody_decides_before_those_before_them(record: Record) -> None:
    for place, key in enumerate(factories.DECIDERS):
        for later in factories.DECIDERS[place + 1 :]:
            step = factories.step_of(record, later)
            with pytest.raises(RecordError):
                decisions.decide(
                    step=step,
                    by=step.assignee,
                    outcome=StepState.APPROVED,
                    digest=factories.digest_of(record),
                    stated={},
                )
        factories.approve(record, key)

    decided = Step.select().where(Step.record == record).order_by(Step.decided_at)
    assert [step.key for step in decided] == ["current_worker", *factories.DECIDERS]


def test_complaint_6_nobody_is_asked_before_their_turn(app: Flask, smtp_server: MailServer, record: Record) -> None:
    asked = []
    for key in factories.DECIDERS:
        send(app)
        asked.append([str(message["To"]) for message in smtp_server.messages])
        factories.approve(record, key)

    order = [factories.STEPS[key] for key in factories.DECIDERS]
    assert asked == [order[:1], order[:2], order[:3]]


# 13. 'Sent' when it was not, or twice


def test_complaint_13_what_a_server_did_not_take_is_never_called_sent(
    app: Flask, smtp_server: MailServer, record: Record
) -> None:
    smtp_server.refuse("451 Try again later")
    send(app)
    mail = OutboxMail.get()
    assert (mail.state, mail.sent_at) == (MailState.QUEUED, None)

    smtp_server.refuse("550 Never")
    OutboxMail.update(next_attempt_at=clock.now()).execute()
    send(app)
    assert OutboxMail.get().sent_at is None
    assert smtp_server.messages == []


def test_complaint_13_nothing_is_sent_twice_however_often_the_worker_looks(
    app: Flask, smtp_server: MailServer, record: Record
) -> None:
    for _ in range(4):
        send(app)

    assert len(smtp_server.messages) == 1


def test_complaint_13_a_copy_sent_again_after_a_crash_is_known_by_its_message_id(
    app: Flask, smtp_server: MailServer, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    quit_ = smtplib.SMTP.quit

    def crash_after_the_server_took_it(server: smtplib.SMTP) -> tuple[int, bytes]:
        quit_(server)
        raise smtplib.SMTPServerDisconnected("the line broke")

    with monkeypatch.context() as broken:
        broken.setattr(smtplib.SMTP, "quit", crash_after_the_server_took_it)
        send(app)
    OutboxMail.update(next_attempt_at=clock.now()).where(OutboxMail.state == MailState.QUEUED).execute()
    send(app)

    assert len({str(message["Message-ID"]) for message in smtp_server.messages}) == 1


# 15. Edited after approval; approved by oneself


def test_complaint_15_what_was_approved_is_not_edited_by_anybody(sign_in: SignIn, app: Flask) -> None:
    for state in (State.SUBMITTED, State.APPROVED, State.SEALED, State.WITHDRAWN):
        record, before = factories.in_state(state), everything()
        reader = sign_in(story.AUTHOR)
        fields = {"csrf_token": reader.token(), "meeting_place": "Elsewhere", "seen": str(record.revision)}
        reader.send(f"/records/{record.reference}/sections/meeting", fields, status=409)
        with pytest.raises(RecordError):
            factories.save(record, meeting_place="Elsewhere")
        assert changes_since(before) == []


def test_complaint_15_an_edit_after_a_return_voids_what_was_decided_and_asks_everybody_anew(record: Record) -> None:
    factories.approve(record, "new_worker", "transferring_team_leader")
    factories.return_it(record, "receiving_team_leader")
    factories.save(record, meeting_place="Elsewhere")
    factories.submit(record)

    now = factories.fresh(record)
    states = {step.key: step.state for step in decisions.steps_of(now)}
    assert states["new_worker"] == StepState.OPEN
    assert states["transferring_team_leader"] == StepState.WAITING
    assert list(audit.find_faults(record.id)) == []


def test_complaint_15_nobody_who_wrote_in_it_decides_on_it(app: Flask) -> None:
    draft = factories.ready_draft()
    leader = factories.person(factories.OTHER_TEAM_LEADER)
    factories.submit(draft)
    record = factories.approve(draft, "new_worker")
    audit.note_writer(record, leader, clock.now())

    with pytest.raises(ForbiddenError):
        passing_on.pass_on(step=her_step(record), by=factories.person(HER), to=leader)
