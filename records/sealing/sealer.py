"""Sealing: an approved record becomes a signed PDF, once, however often it is tried."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from documents import keys, renew
from documents.highest import seal_highest
from documents.render import render_pdf
from mail import outbox
from models import Record, RecordVersion, SealedDocument, Staff, State
from records import audit, clock
from records.deciding import decisions, states
from records.drafting import references
from records.errors import HeldBackError
from records.reporting import operations
from records.sealing import time_stamps
from records.sealing.describing import GENERAL, RESTRICTED, Worded, describe
from records.transaction import locked
from records.weighing import as_data, findings_of
from settings import Settings

log = logging.getLogger(__name__)

NO_LONGER_HOLDS = (
    "Something that the protocol requires no longer holds (statement {statements}). Its author can take the record "
    "back and put it right, or withdraw it."
)
CHANGED_MEANWHILE = "What the protocol says of it changed while it was drawn. It is tried again within a minute."

Word = Callable[[Record, RecordVersion], Worded]


def waiting_to_be_sealed() -> list[Record]:
    """Records that everybody has approved and that are not sealed yet, the oldest first."""
    return list(Record.select().where(Record.state == State.APPROVED).order_by(Record.id))


def seal_record(record: Record, *, settings: Settings, word: Word) -> bool:
    """Render, seal and store the approved version of a record; False when it was sealed meanwhile.

    Rendering and signing happen outside the transaction, because they are slow; storing is one transaction with the
    state, the audit event and the mails. Running twice, even at once, seals once: the second finds it done. Raises
    documents.keys.SealKeyError when the council's certificate cannot be used, HeldBackError when something that the
    protocol requires has ceased to hold, such as an exception decision that was withdrawn.
    """
    version = decisions.get_version(record)
    findings = _findings_to_seal(version)
    worded = word(record, version)
    parts = (GENERAL, RESTRICTED) if worded.restricted else (GENERAL,)
    made = [_sealed(record, version, worded, part=part, settings=settings) for part in parts]
    with locked(record.id) as current:
        if current.state != State.APPROVED or current.version != record.version:
            return False
        if _findings_to_seal(version) != findings:
            raise HeldBackError("findings changed", CHANGED_MEANWHILE)
        for columns in made:
            SealedDocument.create(record=current, version=current.version, **columns)
        _finish(current, version, findings, made[0])
    return True


def _findings_to_seal(version: RecordVersion) -> list[dict[str, Any]]:
    weighed = findings_of(version, decisions.steps_of(version.record))
    if not weighed.can_submit:
        open_now = ", ".join(finding.statement for finding in weighed.stops_submission)
        raise HeldBackError(f"no longer holds: {open_now}", NO_LONGER_HOLDS.format(statements=open_now))
    return as_data(weighed)


def _sealed(record: Record, version: RecordVersion, worded: Worded, *, part: str, settings: Settings) -> dict[str, Any]:
    code, at = references.new_check_code(), clock.now()
    signer = load_signer(settings, at)
    means = time_stamps.means(settings, at)

    def render(seal_level: str) -> bytes:
        document = describe(record, version, worded, part=part, code=code, seal_level=seal_level, settings=settings)
        return render_pdf(document)

    aim = time_stamps.level_to_aim_for(means, at)
    sealed = seal_highest(render, signer, means, reference=record.reference, at=at, aim=aim)
    time_stamps.note_reached(means, sealed.level, at)
    if sealed.level != means.highest:
        why = sealed.shortfall or "The service gave less a moment ago, and is asked again in five minutes."
        log.warning("%s was sealed at %s, not %s. %s", record.reference, sealed.level, means.highest, why)
    return {
        "part": part,
        "code": code,
        "sha256": sealed.sha256,
        "data": sealed.data,
        "level": sealed.level,
        "certificate": sealed.certificate_fingerprint,
        "sealed_at": at,
        "stamp_ends_at": renew.stamp_ends_at(sealed.data),
    }


def load_signer(settings: Settings, now: datetime) -> keys.Signer:
    """The council's sealing certificate with its key, or the token that has it. Raises documents.keys.SealKeyError."""
    passphrase, pin = settings.seal_passphrase.get_secret_value(), settings.seal_token_pin.get_secret_value()
    return keys.load_signer(settings.seal_folder, passphrase, now, pin)


def _finish(
    record: Record, version: RecordVersion, findings: list[dict[str, Any]], document: Mapping[str, Any]
) -> None:
    state = states.after(record.state, "sealed")
    version.final_findings = findings
    version.save()
    Record.update(state=state).where(Record.id == record.id).execute()
    detail = {"version": version.number, "sha256": document["sha256"], "level": document["level"]}
    audit.write(record=record, event="sealed", by=None, detail=detail)
    operations.forget_unsealed(record)
    for staff in _concerned(record):
        outbox.put(to=staff, kind="sealed", record=record, now=clock.now())


def _concerned(record: Record) -> Sequence[Staff]:
    told = decisions.people_told(record)
    return [staff for staff in sorted(told, key=lambda staff: int(staff.id)) if staff.active]


def get_document_or_none(record: Record, version: int, part: str = GENERAL) -> SealedDocument | None:
    """A part of the sealed document of a version, bytes and all."""
    return SealedDocument.get_or_none(
        (SealedDocument.record == record) & (SealedDocument.version == version) & (SealedDocument.part == part)
    )


def note_read(*, record: Record, by: Staff, event: str) -> None:
    """Note that somebody opened or downloaded the sealed document, printed a draft, or took a day into a calendar."""
    if not audit.was_noted(record=record, by=by, event=event):
        with locked(record.id) as held:
            audit.write(record=held, event=event, by=by)
