"""The stages of sealed documents: the length and SHA-256 of their bytes as sealed, and after each renewal.

Where a file claims the code or reference of one that was sealed here, its bytes must be one of those stages, or one
with time-stamps and evidence added. The stages outlive the document, so this can be said after its disposal too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from documents import codes, container
from documents.outcomes import Outcome
from documents.verify import ADDED_TO, FITS, UNCHANGED, Verdict
from models import SealStage
from records.drafting import references
from records.sealing import distrusting

NOT_ITS_BYTES = (
    "This PDF carries the code or the reference of a record that was sealed here, but these are not its bytes. Whoever "
    "made it could use the council’s seal: tell the council."
)
CLAIMS = "It carries the code or the reference of a record that was sealed here, but these are not its bytes."
NOT_KNOWN = (
    "It carries this council’s seal, but no record like it was ever sealed by this service. Ask the council before "
    "anything rests on it."
)

SOUND = (Outcome.GENUINE, Outcome.STAMPED_BY_OTHER, Outcome.DISTRUSTED)


@dataclass(frozen=True)
class Compared:
    """A verdict with what the register knows; `stage` is the one that the file is or begins with, None for none."""

    verdict: Verdict
    stage: SealStage | None = None


def keep(data: bytes, *, level: str, recorded_at: datetime, **columns: Any) -> None:
    """Keep the stages of a file that are not kept yet, in the caller's transaction.

    A stage ends with each signature: a file that is raised before it is stored has several.
    """
    known = {row.length for row in SealStage.select(SealStage.length).where(SealStage.code == columns["code"])}
    for length in sorted({one.end for one in container.find_all(data)} - known):
        sha256 = hashlib.sha256(memoryview(data)[:length]).hexdigest()
        SealStage.create(length=length, sha256=sha256, level=level, recorded_at=recorded_at, **columns)


def note_disposal(code: str, on: date) -> None:
    """The document with this code was disposed of; what is kept of it here stays."""
    SealStage.update(disposed_on=on).where(SealStage.code == code).execute()


def find_disposed(code: str) -> SealStage | None:
    """A stage of a document with this code that was disposed of."""
    disposed = (SealStage.code == code) & SealStage.disposed_on.is_null(False)
    return SealStage.select().where(disposed).order_by(SealStage.length.desc()).first()


def compare(verdict: Verdict, data: bytes) -> Compared:
    """The verdict on a file with what is kept here of what it claims to be."""
    if verdict.outcome in (Outcome.BUSY, Outcome.NOT_A_PDF, Outcome.TOO_LARGE):
        return Compared(verdict)
    stages = _claimed(verdict, data)
    stage = next((one for one in stages if _begins_with(data, one)), None)
    if verdict.outcome not in SOUND:
        said = f"{verdict.explanation} {CLAIMS}"
        claims_in_vain = stages and stage is None
        return Compared(replace(verdict, explanation=said) if claims_in_vain else verdict)
    if stage is None:
        return Compared(_not_kept(verdict, known=bool(stages)))
    if stage.length < len(data) and verdict.stamped_by_other:
        said = verdict.saying_of(Outcome.STAMPED_BY_OTHER)
        found = replace(verdict, outcome=Outcome.STAMPED_BY_OTHER, explanation=said)
    else:
        found = verdict.saying(UNCHANGED if stage.length == len(data) else ADDED_TO)
    if verdict.distrusted_from:
        since = distrusting.said(verdict.distrusted_from, verdict.distrusted_why)
        found = replace(found, explanation=f"{found.explanation} {since} {distrusting.KEPT}")
    return Compared(found, stage)


def _claimed(verdict: Verdict, data: bytes) -> list[SealStage]:
    """The stages of what a file is or claims to be, the longest first."""
    same = SealStage.sha256 == hashlib.sha256(data).hexdigest()
    code, reference = codes.normalise(verdict.code), references.normalise_reference(verdict.reference)
    if code:
        same |= SealStage.code == code
    if reference:
        same |= SealStage.reference == reference
    return list(SealStage.select().where(same).order_by(SealStage.length.desc(), SealStage.id))


def _begins_with(data: bytes, stage: SealStage) -> bool:
    return stage.length <= len(data) and hashlib.sha256(memoryview(data)[: stage.length]).hexdigest() == stage.sha256


def _not_kept(verdict: Verdict, *, known: bool) -> Verdict:
    """A sound file whose bytes are not kept here."""
    if verdict.outcome == Outcome.DISTRUSTED:
        return replace(verdict, explanation=f"{verdict.explanation} {CLAIMS}") if known else verdict
    if known:
        return replace(verdict, outcome=Outcome.NOT_ITS_BYTES, explanation=NOT_ITS_BYTES)
    if verdict.outcome == Outcome.STAMPED_BY_OTHER:
        return verdict
    said = f"{FITS.format(council=verdict.council)} {NOT_KNOWN}"
    return replace(verdict, outcome=Outcome.NOT_KNOWN_HERE, explanation=said)
