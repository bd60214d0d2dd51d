"""Seals an approved record as a signed PDF. Idempotent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from documents import codes, keys
from documents.content import DecisionDocument
from documents.highest import seal_highest
from documents.lasting import stamp_ends_at
from documents.subprocess_render import render_in_subprocess
from documents.trust import Pin
from mail import outbox
from models import Record, RecordVersion, SealedDocument, Staff, State
from protocol.statements import places
from protocol.terms import fill_terms
from records import audit, clock
from records.amending import family, taking_effect
from records.deciding import decisions, states
from records.drafting import saving
from records.errors import HeldBackError
from records.reporting import operations
from records.sealing import authority, lasting, papers, pins, stages, time_stamps
from records.sealing.describing import GENERAL, RESTRICTED, describe
from records.sealing.wording import FormText
from records.transaction import locked
from records.weighing import findings_of, findings_to_data
from settings import Settings

log = logging.getLogger(__name__)

REQUIREMENT_NOT_MET = (
    "Something that the protocol requires no longer holds: {places}. Its author can take the record back and put it "
    "right, or withdraw it."
)
CHANGED_MEANWHILE = "The findings changed while the document was made. It is tried again within a minute."

MAILS = {State.SEALED: "sealed", State.REFUSAL_SEALED: "refused", State.CANCELLED: "cancelled"}

GetText = Callable[[Record, RecordVersion], FormText]


def get_unsealed() -> list[Record]:
    """Approved and refused records that are not sealed yet, oldest first."""
    return list(Record.select().where(Record.state.in_(states.BEING_SEALED)).order_by(Record.id))


def seal_record(record: Record, *, settings: Settings, get_text: GetText) -> bool:
    """Render, seal and store the approved or refused version of a record; False when another process was first.

    Rendering and signing take seconds and happen outside of the transaction; the documents, the state, the audit event
    and the mails are stored in one. Safe to run concurrently. Raises documents.keys.SealKeyError when the council's
    certificate cannot be used, HeldBackError when a requirement is no longer met, for instance because an exception
    decision was withdrawn.
    """
    version = decisions.get_version(record)
    findings = _findings_to_seal(version, settings)
    text = get_text(record, version)
    parts = (GENERAL, RESTRICTED) if text.restricted and not family.is_cancellation(record) else (GENERAL,)
    made = [_seal_part(record, version, text, part=part, settings=settings) for part in parts]
    with locked(record.id) as current:
        if current.state not in states.BEING_SEALED or current.version != record.version:
            return False
        if _findings_to_seal(version, settings) != findings:
            raise HeldBackError("findings changed", CHANGED_MEANWHILE)
        for columns, pin, document in made:
            _keep(current, columns, pin)
            papers.keep(document, columns["data"])
        _mark_sealed(current, version, findings, made[0][0])
    return True


def _keep(record: Record, columns: dict[str, Any], pin: Pin) -> None:
    """Store a sealed part, its stages and the certificate that sealed it."""
    SealedDocument.create(record=record, version=record.version, **columns)
    known = {name: columns[name] for name in ("part", "code", "level", "certificate", "sealed_at")}
    stages.keep(
        columns["data"], reference=record.reference, version=record.version, recorded_at=columns["sealed_at"], **known
    )
    pins.note_use(pin, columns["sealed_at"])


def _findings_to_seal(version: RecordVersion, settings: Settings) -> list[dict[str, Any]]:
    """The findings to store as final. Raises HeldBackError when a requirement is no longer met."""
    weighed = findings_of(version, decisions.steps_of(version.record))
    if version.record.state == State.REFUSED:  # a refusal rests on no requirement
        return findings_to_data(weighed)
    if not weighed.can_submit:
        open_now = [finding.statement for finding in weighed.stops_submission]
        where = fill_terms("; ".join(places(open_now)), settings.displayed_terms)
        raise HeldBackError(f"no longer holds: {', '.join(open_now)}", REQUIREMENT_NOT_MET.format(places=where))
    return findings_to_data(weighed)


def _seal_part(
    record: Record, version: RecordVersion, text: FormText, *, part: str, settings: Settings
) -> tuple[dict[str, Any], Pin, DecisionDocument]:
    """The columns of one sealed part, the certificate that sealed it, and what it says."""
    code, at = codes.new_code(), clock.now()
    signer = load_signer(settings, at)
    if pins.is_distrusted(signer.certificate, at):
        raise keys.SealKeyError(pins.DISTRUSTED)
    if authority.current() and (why_not := authority.problem(settings)):
        raise keys.SealKeyError(why_not)
    means = time_stamps.means(settings, at)

    document = describe(record, version, text, part=part, code=code, seal_level="", settings=settings)

    def render(seal_level: str, until: datetime | None) -> bytes:
        day = clock.in_london(until).date() if until else None
        return render_in_subprocess(replace(document, seal_level=seal_level, seal_until=day))

    aim = time_stamps.level_to_aim_for(means, at)
    ends = lasting.stamp_to_expect(at) if means.service else None
    sealed = seal_highest(
        render, signer, means, reference=record.reference, at=at, aim=aim, now=clock.now(), stamp_ends_at=ends
    )
    time_stamps.remember_level(means, sealed.level, at)
    if sealed.level != means.highest:
        why = sealed.shortfall or "The service gave less a moment ago, and is asked again in five minutes."
        log.warning("%s was sealed at %s, not %s. %s", record.reference, sealed.level, means.highest, why)
    columns = {
        "part": part,
        "code": code,
        "sha256": sealed.sha256,
        "data": sealed.data,
        "level": sealed.level,
        "certificate": sealed.certificate_fingerprint,
        "sealed_at": at,
        "stamp_ends_at": stamp_ends_at(sealed.data, means.stamped_trust),
    }
    return columns, means.trust.pins.get(signer.fingerprint, Pin(signer.certificate, signer.intermediates)), document


def load_signer(settings: Settings, now: datetime) -> keys.Signer:
    """The council's sealing certificate with its key or token. Raises documents.keys.SealKeyError."""
    passphrase, pin = settings.seal_passphrase.get_secret_value(), settings.seal_token_pin.get_secret_value()
    return keys.load_signer(settings.seal_folder, passphrase, now, pin)


def _mark_sealed(
    record: Record, version: RecordVersion, findings: list[dict[str, Any]], document: Mapping[str, Any]
) -> None:
    event = taking_effect.event_at_seal(record)
    state = states.next_state(record.state, event)
    version.final_findings = findings
    version.save()
    Record.update(state=state).where(Record.id == record.id).execute()
    detail = {"version": version.number, "sha256": document["sha256"], "level": document["level"]}
    audit.append_event(record=record, event=event, by=None, detail=detail)
    saving.forget_changes(record)
    operations.clear_sealing_problem(record)
    recipients = _get_recipients(record)
    for staff in recipients:
        outbox.queue(to=staff, kind=MAILS[state], record=record, now=clock.now())
    record.state = state
    if record.amends_id is not None:
        taking_effect.take_effect(record, version, decisions.steps_of(record), told=recipients)


def _get_recipients(record: Record) -> Sequence[Staff]:
    recipients = decisions.get_people_to_notify(record)
    return [staff for staff in sorted(recipients, key=lambda staff: int(staff.id)) if staff.active]


def get_document_or_none(record: Record, version: int, part: str = GENERAL) -> SealedDocument | None:
    """One part of a version's sealed document including its bytes, or None."""
    return SealedDocument.get_or_none(
        (SealedDocument.record == record) & (SealedDocument.version == version) & (SealedDocument.part == part)
    )
