"""Inspection packs: what somebody may not read is not in theirs, and nobody else gets it."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import IO, Any

import pytest
from flask import Flask

from documents.subprocess_render import RenderingError
from models import (
    AuditEvent,
    InspectionPack,
    OutboxMail,
    PackedDocument,
    PackPiece,
    PackState,
    Post,
    ReadForPurpose,
    Record,
    SealedDocument,
    Staff,
    State,
)
from records import audit, clock, purposes
from records.errors import ConflictError, ForbiddenError, NotFoundError, TooManyRequestsError
from records.exporting import choosing, packing, packs
from records.exporting.choosing import Chosen
from records.sealing.describing import RESTRICTED
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.mailing import addresses_in, parts, send
from tests.support.mail_server import MailServer

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

MAYA = Chosen(children=(story.CASE_ONE_CHILD,))
NONE_FOR_THEM = [
    story.AUTHOR,
    story.RECEIVING_WORKER,
    story.TRANSFERRING_LEADER,
    factories.LOCALITY_LEADER,
    story.CLUSTER_MANAGER,
    story.BUSINESS_SUPPORT,
    story.AUDITOR,  # has not said what for
]


@pytest.fixture(autouse=True)
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contents page is drawn by tests of its own."""
    monkeypatch.setattr(packing, "render_in_subprocess", lambda *_, **__: b"%PDF-contents")


@pytest.fixture
def auditor() -> Staff:
    """Somebody who has said what they read records for."""
    auditor = factories.person(story.AUDITOR)
    purposes.begin(by=auditor, purpose="inspection", what_for="The visit of March", last_day=clock.today())
    return auditor


def other_service(email: str) -> None:
    """A head of a service that no record is concerned with."""
    Staff.update(service="other").where(Staff.email == email).execute()
    Post.update(service="other").where(Post.staff == factories.person(email)).execute()


def sealed() -> Record:
    return factories.in_state(State.SEALED)


def ask(by: Staff, chosen: Chosen = MAYA) -> InspectionPack:
    return packs.ask(by=by, chosen=chosen, what_for="The visit of March")


def made(by: Staff, settings: Settings, chosen: Chosen = MAYA) -> zipfile.ZipFile:
    """The pack of somebody, as they download it."""
    ask(by, chosen)
    packs.make_waiting(settings)
    return zipfile.ZipFile(BytesIO(b"".join(packs.pieces(packs.download(by=by)))))


def events(name: str) -> list[AuditEvent]:
    return list(AuditEvent.select().where(AuditEvent.event == name))


def test_it_holds_the_sealed_record_its_answers_and_what_was_found(auditor: Staff, settings: Settings) -> None:
    pack = made(auditor, settings)

    stem = f"records/{sealed().reference}-v1"
    assert set(pack.namelist()) == {
        *(f"{stem}.pdf", f"{stem}.json", "contents.html", "contents.pdf", "README.txt", "SHA256SUMS"),
        *("checks.csv", "workers.csv", "departures.csv", "agreed.csv", "handover-trust.json", "handover-root.pem"),
    }
    assert hashlib.sha256(pack.read(f"{stem}.pdf")).hexdigest() == SealedDocument.get().sha256
    page = pack.read("contents.html").decode()
    assert "The sealed record in this pack is genuine, and its audit trail is whole." in page
    assert "for Winifred Osgood, auditor." in page
    assert sealed().reference in pack.read("workers.csv").decode() or "No record" in pack.read("workers.csv").decode()
    assert not any(part in name for name in pack.namelist() for part in ("Maya", story.CASE_ONE_CHILD))


def test_whoever_asked_is_told_by_mail_when_it_is_ready_and_not_what_is_in_it(
    app: Flask, auditor: Staff, settings: Settings, smtp_server: MailServer
) -> None:
    record = sealed()
    ask(auditor)
    send(app)
    assert smtp_server.sent_to(auditor.email) == []
    packs.make_waiting(settings)
    send(app)

    [mail] = smtp_server.sent_to(auditor.email)
    assert mail["Subject"] == "Your inspection pack is ready"
    assert set(addresses_in(mail)) == {f"{settings.base_url}/packs"}
    for text in parts(mail).values():
        assert not [word for word in ("Maya", "Adeyemi", MAYA.children[0], record.reference) if word in text]

    ask(auditor)
    packs.make_waiting(settings)
    packs.delete(by=auditor)
    send(app)
    assert len(smtp_server.sent_to(auditor.email)) == 1


def test_asking_and_each_download_are_in_the_trail_and_shown_to_the_leaders(auditor: Staff, settings: Settings) -> None:
    made(auditor, settings)
    packs.download(by=auditor)

    assert [(event.record, event.staff) for event in events("pack_asked")] == [(sealed(), auditor)]
    assert len(events("pack_downloaded")) == 2
    assert list(audit.find_faults(sealed().id)) == []
    assert [read.record for read in ReadForPurpose.select()] == [sealed()]
    (seen,) = purposes.read_of_teams_of(factories.person(story.TRANSFERRING_LEADER))
    assert seen.references == (sealed().reference,)


@pytest.mark.parametrize("email", NONE_FOR_THEM)
def test_nobody_else_gets_one_though_they_may_read_the_record(email: str) -> None:
    with pytest.raises(ForbiddenError):
        ask(factories.person(email))
    assert InspectionPack.select().count() == 0
    assert events("pack_asked") == []


@pytest.mark.parametrize("email", [story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD])
def test_a_head_of_service_gets_what_their_service_is_concerned_with(email: str, settings: Settings) -> None:
    pack = made(factories.person(email), settings)
    assert f"records/{sealed().reference}-v1.pdf" in pack.namelist()


def test_what_a_head_may_not_read_is_answered_as_what_there_is_none_of() -> None:
    other_service(story.CLUSTER_HEAD)
    said = []
    for child in (story.CASE_ONE_CHILD, "AV999999"):
        with pytest.raises(ConflictError) as error:
            ask(factories.person(story.CLUSTER_HEAD), Chosen(children=(child,)))
        said.append(error.value.shown.replace(child, "…"))

    assert said[0] == said[1] == choosing.NOTHING_ABOUT.format(ids="the child …")
    with pytest.raises(ConflictError, match="nothing to pack"):
        ask(factories.person(story.CLUSTER_HEAD), Chosen(since=clock.today(), until=clock.today()))


def test_a_restricted_part_is_neither_in_it_nor_counted(auditor: Staff, settings: Settings) -> None:
    document = SealedDocument.get()
    kept = {field.name: getattr(document, field.name) for field in SealedDocument._meta.sorted_fields[1:]}
    SealedDocument.create(**kept | {"part": RESTRICTED, "code": "another"})

    pack = made(auditor, settings)

    assert InspectionPack.get().documents == 1
    assert len([name for name in pack.namelist() if name.endswith(".pdf") and name.startswith("records/")]) == 1
    assert "another" not in pack.read("checks.csv").decode()


def test_what_is_not_sealed_is_not_in_it(auditor: Staff, settings: Settings) -> None:
    pack = made(auditor, settings)
    others = [factories.in_state(state).reference for state in factories.IN_DATABASE if state != State.SEALED]
    assert [one for one in others if any(one in name for name in pack.namelist())] == []


def test_a_period_is_of_the_days_of_sealing(auditor: Staff, settings: Settings) -> None:
    today = clock.today()
    with pytest.raises(ConflictError, match="nothing to pack"):
        ask(auditor, Chosen(since=today - timedelta(days=9), until=today - timedelta(days=8)))

    page = made(auditor, settings, Chosen(since=today, until=today)).read("contents.html").decode()

    assert sealed().reference in page


def test_it_is_for_who_asked_alone(auditor: Staff, settings: Settings) -> None:
    made(auditor, settings)
    with pytest.raises(NotFoundError):
        packs.download(by=factories.person(story.CLUSTER_HEAD))


def test_once_the_purpose_has_ended_it_is_not_given_out(auditor: Staff, settings: Settings) -> None:
    made(auditor, settings)
    purposes.end(by=auditor)

    with pytest.raises(NotFoundError) as error:
        packs.download(by=auditor)

    assert error.value.shown == packs.CHANGED
    assert len(events("pack_downloaded")) == 1


def test_what_may_not_be_read_any_more_when_it_is_made_is_not_made(auditor: Staff, settings: Settings) -> None:
    ask(auditor)
    purposes.end(by=auditor)
    packs.make_waiting(settings)

    assert (InspectionPack.get().state, InspectionPack.get().why) == (PackState.FAILED, packs.CHANGED)
    assert PackPiece.select().count() == 0


def test_a_document_that_is_disposed_of_takes_the_pack_with_it(auditor: Staff, settings: Settings) -> None:
    made(auditor, settings)
    SealedDocument.delete().execute()

    with pytest.raises(NotFoundError):
        packs.download(by=auditor)
    packs.drop_ended()

    assert [table.select().count() for table in (InspectionPack, PackedDocument, PackPiece)] == [0, 0, 0]


def test_after_a_week_it_is_deleted(auditor: Staff, settings: Settings) -> None:
    made(auditor, settings)
    assert packs.drop_ended() == 0
    InspectionPack.update(ends_at=clock.now() - timedelta(seconds=1)).execute()
    with pytest.raises(NotFoundError):
        packs.download(by=auditor)
    assert packs.drop_ended() == 1
    assert PackPiece.select().count() == 0


def test_one_is_made_for_somebody_at_a_time_and_a_later_one_takes_its_place(auditor: Staff, settings: Settings) -> None:
    ask(auditor)
    with pytest.raises(ConflictError) as error:
        ask(auditor)
    assert error.value.shown == packs.BEING_MADE
    packs.make_waiting(settings)

    ask(auditor)
    (pack,) = InspectionPack.select()
    assert (pack.state, pack.pieces.count()) == (PackState.WAITING, 0)


def test_what_is_made_of_a_pack_that_was_deleted_meanwhile_goes_into_no_other(
    auditor: Staff, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted_meanwhile(file: IO[bytes], *_: Any) -> None:
        packs.delete(by=auditor)
        ask(auditor)  # may have the number of the one before
        file.write(b"of the one before")
        monkeypatch.undo()
        monkeypatch.setattr(packing, "render_in_subprocess", lambda *_, **__: b"%PDF-contents")

    ask(auditor)
    monkeypatch.setattr(packing, "make", deleted_meanwhile)
    packs.make_waiting(settings)

    assert b"".join(packs.pieces(packs.download(by=auditor))).startswith(b"PK")


def test_one_is_made_at_a_time_over_all_hosts(auditor: Staff, settings: Settings) -> None:
    ask(auditor)
    head = ask(factories.person(story.CLUSTER_HEAD))
    InspectionPack.update(state=PackState.MAKING, claimed_at=clock.now()).where(InspectionPack.id == head.id).execute()
    assert packs.make_waiting(settings) == 0

    InspectionPack.update(claimed_at=clock.now() - timedelta(hours=1)).where(InspectionPack.id == head.id).execute()
    assert packs.make_waiting(settings) == 2  # the other host has stopped, so its pack is made here


def test_a_pack_that_stops_the_worker_again_and_again_is_given_up(auditor: Staff, settings: Settings) -> None:
    ask(auditor)
    InspectionPack.update(tries=packs.MOST_TRIES).execute()
    packs.make_waiting(settings)
    assert (InspectionPack.get().state, InspectionPack.get().why) == (PackState.FAILED, packs.NOT_MADE)


@pytest.mark.parametrize(
    "fault, why",
    [
        (RenderingError("it took too long"), packs.NOT_DRAWN),
        (OSError(28, "No space left on device"), packs.NOT_MADE),
        (KeyError("Maya"), packs.NOT_MADE),
    ],
    ids=["drawing", "disk", "anything"],
)
def test_one_that_cannot_be_made_says_why_and_leaves_nothing(
    auditor: Staff, settings: Settings, monkeypatch: pytest.MonkeyPatch, fault: Exception, why: str
) -> None:
    def fails(*_: Any) -> None:
        raise fault

    ask(auditor)
    monkeypatch.setattr(packing, "make", fails)
    packs.make_waiting(settings)

    assert packs.problem(InspectionPack.get()) == why
    assert PackPiece.select().count() == 0
    assert [mail.to for mail in OutboxMail.select().where(OutboxMail.kind == "pack_failed")] == [auditor]


def test_it_is_kept_in_pieces_that_follow_one_another(
    auditor: Staff, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "PIECE", 10_000)
    made(auditor, settings)
    pack = InspectionPack.get()
    data = b"".join(packs.pieces(pack))
    assert PackPiece.select().count() > 3
    assert (len(data), hashlib.sha256(data).hexdigest()) == (pack.size, pack.sha256)


@pytest.mark.parametrize("limit, said", [("MOST_DOCUMENTS", "more records"), ("MOST_BYTES", "larger")])
def test_too_much_for_one_pack_is_refused_with_what_to_do(
    auditor: Staff, monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(choosing, limit, 0)
    with pytest.raises(ConflictError) as error:
        ask(auditor)
    assert f"That would be {said}" in error.value.shown
    assert events("pack_asked") == []


def test_ten_in_a_day_are_enough(auditor: Staff) -> None:
    for _ in range(packs.ASKED.most):
        ask(auditor)
        packs.delete(by=auditor)
    with pytest.raises(TooManyRequestsError):
        ask(auditor)
