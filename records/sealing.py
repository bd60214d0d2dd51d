"""Sealing: an approved record becomes a signed PDF, once, however often it is tried."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from peewee import IntegrityError

from documents import content, keys
from documents.render import render_pdf
from documents.seal import seal
from mail import outbox
from models import Record, SealedDocument, Staff, State
from records import audit, clock, decisions, machine, references
from records.transaction import locked
from records.weighing import as_data, weigh_version
from settings import Settings

log = logging.getLogger(__name__)

Describe = Callable[[Record, str], content.DecisionDocument]


def waiting_to_be_sealed() -> list[Record]:
    """Records that everybody has approved and that are not sealed yet, the oldest first."""
    return list(Record.select().where(Record.state == State.APPROVED).order_by(Record.id))


def seal_record(record: Record, *, settings: Settings, describe: Describe) -> SealedDocument | None:
    """Render, seal and store the approved version of a record; None when it was sealed meanwhile.

    Rendering and signing happen outside the transaction, because they are slow; storing is one transaction with the
    state, the audit event and the mails. Running twice, even at once, seals once: the second finds it done. Raises
    documents.keys.SealKeyError when the council's certificate cannot be used.
    """
    code = references.new_check_code()
    signer = keys.load_signer(settings.seal_folder, settings.seal_passphrase.get_secret_value())
    at = clock.now()
    sealed = seal(render_pdf(describe(record, code)), signer, reference=record.reference, at=at)
    with locked(record.id) as current:
        if current.state != State.APPROVED or current.version != record.version:
            return None
        try:
            document = SealedDocument.create(
                record=current, version=current.version, code=code, sha256=sealed.sha256, data=sealed.data,
                level=sealed.level, certificate=sealed.certificate_fingerprint, sealed_at=at,
            )  # fmt: skip
        except IntegrityError:
            return None
        _finish(current, document)
    return document


def _finish(record: Record, document: SealedDocument) -> None:
    state = machine.after(record.state, "sealed")
    version = decisions.get_version(record)
    version.final_findings = as_data(weigh_version(version, decisions.steps_of(record)))
    version.save()
    Record.update(state=state).where(Record.id == record.id).execute()
    detail = {"version": document.version, "sha256": document.sha256, "level": document.level}
    audit.write(record=record, event="sealed", by=None, detail=detail)
    for staff in _concerned(record):
        outbox.put(to=staff, kind="sealed", record=record, now=clock.now())


def _concerned(record: Record) -> Sequence[Staff]:
    people = {step.assignee_id: step.assignee for step in decisions.steps_of(record)}
    people[record.author_id] = record.author
    return [people[number] for number in sorted(people) if people[number].active]


def get_document_or_none(record: Record, version: int) -> SealedDocument | None:
    """The sealed document of a version, bytes and all."""
    return SealedDocument.get_or_none(
        (SealedDocument.record == record) & (SealedDocument.version == version) & (SealedDocument.part == "general")
    )


def note_read(*, record: Record, by: Staff, event: str) -> None:
    """Note that somebody opened or downloaded the sealed document."""
    if not audit.was_noted(record=record, by=by, event=event):
        with locked(record.id) as held:
            audit.write(record=held, event=event, by=by)
