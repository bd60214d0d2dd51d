"""The audit trail: whole after a journey, and altering it in any way is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask import Flask
from peewee import IntegrityError

from mail.links import create_decision_link
from models import AuditEvent, Record, Role, SealedDocument, Staff, State
from records import audit, clock
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, blank_page
from tests.support.reader import Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def trail(record: Record) -> list[AuditEvent]:
    """The events of a record, in order."""
    return list(AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence))


def sealed() -> Record:
    """A record with a whole journey behind it."""
    return factories.in_state(State.SEALED)


def verify(app: Flask) -> tuple[int, str]:
    """What `flask audit verify` says: its exit code and its words."""
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    return result.exit_code, result.output


def test_the_trail_is_whole_after_every_journey(app: Flask) -> None:
    assert verify(app) == (0, "Every audit trail is whole.\n")
    assert [event.event for event in trail(sealed())] == [
        "started",
        "wrote",
        "submitted",
        "confirmed",
        "confirmed",
        "approved",
        "approved",
        "agreed",
        "sealed",
    ]


def test_reading_a_record_is_noted_once_in_half_an_hour_for_each_reader(sign_in: SignIn) -> None:
    record = sealed()
    for email in (story.AUTHOR, story.CLUSTER_MANAGER):
        reader = sign_in(email)
        for path in ("", "/answers", "/history"):
            reader.open(f"/records/{record.reference}{path}")

    viewed = [event.staff.email for event in trail(record) if event.event == "viewed"]
    assert viewed == [story.AUTHOR, story.CLUSTER_MANAGER]
    assert list(audit.find_faults(record.id)) == []


def read_by(record: Record, email: str) -> int:
    """How often it is noted that somebody read a record."""
    return sum(event.event == "viewed" and event.staff.email == email for event in trail(record))


def test_a_decision_page_that_a_post_draws_again_is_noted_as_read(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)
    step = next(one for one in record.steps if one.state == "open")
    reader = sign_in(step.assignee.email)

    reader.send(f"/records/{record.reference}/steps/{step.id}", {"csrf_token": reader.token()}, status=200)

    assert read_by(record, step.assignee.email) == 1


def test_a_post_by_link_that_draws_the_record_is_noted_as_read(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)
    step = next(one for one in record.steps if one.state == "open")
    token = create_decision_link(step=step, now=clock.now(), lifetime=timedelta(days=1))
    link, reader = f"/links/{token}", sign_in(step.assignee.email)

    reader.send(link, {"csrf_token": reader.token()}, status=200)

    assert read_by(record, step.assignee.email) == 1


def test_check_your_answers_drawn_again_by_a_post_is_noted_as_read(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.RECEIVING_WORKER)

    reader.send(f"/records/{record.reference}/submit", {"csrf_token": reader.token()}, status=200)

    assert read_by(record, story.RECEIVING_WORKER) == 1


def test_a_post_that_shows_nothing_of_the_record_is_no_reading(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.RECEIVING_WORKER)

    reader.send(
        f"/records/{record.reference}/sections/child", {"csrf_token": reader.token(), "action": "later"}, status=302
    )

    assert read_by(record, story.RECEIVING_WORKER) == 0


def test_the_trail_says_who_did_what_and_holds_no_answers_words() -> None:
    for record in Record.select():
        words = [said for said in record.answers.values() if isinstance(said, str) and len(said) > 12]
        names = [record.child.name, record.child.local_id]
        for event in trail(record):
            detail = json.dumps(event.detail, ensure_ascii=False)
            assert [word for word in (*words, *names) if word in detail] == []


Tamper = Callable[[list[AuditEvent]], object]


def change(place: int, **columns: Any) -> Tamper:
    """Change a row, by its place in the trail."""
    return lambda events: AuditEvent.update(**columns).where(AuditEvent.id == events[place].id).execute()


def remove(place: int) -> Tamper:
    """Take a row out."""
    return lambda events: AuditEvent.delete().where(AuditEvent.id == events[place].id).execute()


def swap(events: list[AuditEvent]) -> None:
    """Put two rows in each other's place."""
    one, two = events[2], events[3]
    for event, sequence in ((one, 999), (two, one.sequence), (one, two.sequence)):
        AuditEvent.update(sequence=sequence).where(AuditEvent.id == event.id).execute()


def insert(events: list[AuditEvent]) -> None:
    """Add a row at the end, well made: its hash is right and follows from the last one."""
    last = events[-1]
    made = {
        "previous": last.hash,
        "record_id": last.record_id,
        "sequence": last.sequence + 1,
        "event": "approved",
        "staff_id": 1,
        "detail": {},
        "happened_at": clock.now(),
    }
    AuditEvent.create(
        record=last.record_id,
        sequence=made["sequence"],
        event="approved",
        staff=1,
        detail={},
        happened_at=made["happened_at"],
        previous_hash=last.hash,
        hash=audit.hash_of(**made),
    )


def move(events: list[AuditEvent]) -> None:
    """Give the last row to another record."""
    other = Record.select().where(Record.id != events[-1].record_id).get()
    moved = AuditEvent.update(record=other, sequence=900).where(AuditEvent.id == events[-1].id)
    moved.execute()


def insert_between(events: list[AuditEvent]) -> None:
    """Add a row in the middle, and number those after it anew."""
    for event in reversed(events[4:]):
        AuditEvent.update(sequence=event.sequence + 1).where(AuditEvent.id == event.id).execute()
    AuditEvent.create(
        record=events[0].record_id,
        sequence=5,
        event="viewed",
        staff=1,
        detail={},
        happened_at=clock.now(),
        previous_hash=events[3].hash,
        hash="0" * 64,
    )


TAMPERED: dict[str, Tamper] = {
    "another event": change(3, event="returned"),
    "another person": change(3, staff=1),
    "nobody": change(3, staff=None),
    "another time": change(3, happened_at=clock.now()),
    "another detail": change(2, detail={"version": 2}),
    "another hash": change(3, hash="0" * 64),
    "another hash before": change(3, previous_hash="0" * 64),
    "the first removed": remove(0),
    "one in the middle removed": remove(4),
    "the last removed": remove(-1),
    "two swapped": swap,
    "one added at the end": insert,
    "one added in between": insert_between,
    "one moved to another record": move,
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_with_the_trail_is_found(app: Flask, how: str) -> None:
    record = sealed()

    TAMPERED[how](trail(record))

    code, said = verify(app)
    assert code == 1
    assert record.reference in said


def test_all_of_a_trail_removed_is_found(app: Flask) -> None:
    record = sealed()
    AuditEvent.delete().where(AuditEvent.record == record).execute()

    assert verify(app)[0] == 1


def write_anew(record: Record) -> None:
    """Write a record's trail again from end to end, one event less, every hash right and the record's head too."""
    kept = [event for event in trail(record) if event.event != "wrote"]
    AuditEvent.delete().where(AuditEvent.record == record).execute()
    Record.update(audit_length=0, audit_head=audit.GENESIS).where(Record.id == record.id).execute()
    for event in kept:
        audit.append_event(record=factories.fresh(record), event=event.event, by=event.staff, detail=event.detail)


def test_a_trail_written_anew_from_end_to_end_is_found_by_what_was_sealed(app: Flask) -> None:
    record = sealed()
    write_anew(record)
    assert list(audit.find_faults(record.id)) == []

    code, said = verify(app)

    assert code == 1
    assert f"{record.reference}: the sealed document of version 1 (general) names an event" in said


def without_its_attachment(data: bytes) -> bytes:
    """A PDF whose attached answers are damaged."""
    with pikepdf.open(BytesIO(data)) as pdf:
        file, damaged = pdf.attachments["answers.json"].get_file(), BytesIO()
        file.obj.write(b"{")
        pdf.save(damaged)
    return damaged.getvalue()


HARMED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no PDF": (lambda _: b"no PDF", "cannot be read"),
    "its attachment damaged": (without_its_attachment, "cannot be read"),
    "a byte more at its end": (lambda data: data + b" ", "was changed after it was stored"),
    "another PDF": (lambda _: blank_page(), "names no event"),
}


@pytest.mark.parametrize("how", HARMED)
def test_a_stored_document_that_was_harmed_is_found_and_the_other_records_are_looked_at(app: Flask, how: str) -> None:
    harm, said = HARMED[how]
    record = sealed()
    data = harm(bytes(record.documents.get().data))
    SealedDocument.update(data=data).where(SealedDocument.record == record).execute()
    after = Record.select().where(Record.id > record.id).order_by(Record.id).first()
    swap(trail(after))

    code, output = verify(app)

    assert code == 1
    assert f"{record.reference}: the sealed document of version 1 (general) {said}\n" in output
    assert f"{after.reference}: event 3 " in output


def test_a_sealed_record_without_its_document_is_found(app: Flask) -> None:
    record = sealed()
    SealedDocument.delete().where(SealedDocument.record == record).execute()

    missing = f"{record.reference}: it was sealed, and its sealed document is not there"
    assert verify(app) == (1, f"{missing}\n1 faults found.\n")


def test_two_events_never_share_a_number() -> None:
    record = sealed()
    copied = trail(record)[0].__data__ | {"id": None}

    with pytest.raises(IntegrityError):
        AuditEvent.create(**copied)


def test_the_head_of_the_trail_is_in_the_sealed_document() -> None:
    record = sealed()
    before_sealing = trail(record)[-2].hash

    assert before_sealing.encode() in attached(record)


def attached(record: Record) -> bytes:
    """The data that the sealed document has attached to it."""
    with pikepdf.open(BytesIO(bytes(record.documents.get().data))) as pdf:
        return b"".join(file.get_file().read_bytes() for file in pdf.attachments.values())


def test_an_auditor_sees_no_record_by_post_alone(sign_in: SignIn) -> None:
    assert Staff.get(Staff.email == story.AUDITOR).role == Role.AUDITOR
    sign_in(story.AUDITOR).open(f"/records/{sealed().reference}/history", status=404)


def test_the_trail_says_who_checked_a_document_and_that_somebody_unknown_did(sign_in: SignIn, nobody: Reader) -> None:
    record = factories.in_state(State.SEALED)
    (document,) = record.documents
    for reader in (nobody, nobody, sign_in(story.BUSINESS_SUPPORT)):
        reader.open(f"/verify?code={document.code}")
        reader.peek(f"/verify?code={document.code}")

    events = AuditEvent.select().where((AuditEvent.record == record) & (AuditEvent.event == "verified"))
    by = [event.staff.email if event.staff else None for event in events.order_by(AuditEvent.sequence)]
    assert by == [None, story.BUSINESS_SUPPORT]
    assert list(audit.find_faults(record.id)) == []


def test_the_trail_says_who_printed_a_draft(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.printing.render_draft", lambda _, **__: b"%PDF-1.7")
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    reader.open(f"/records/{record.reference}/draft.pdf")

    last = AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence.desc()).first()
    assert (last.event, last.staff.email) == ("printed_draft", story.AUTHOR)
