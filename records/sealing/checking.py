"""Whether a document is genuine: what the seal says, and what is known here of the record it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from documents import keys, words
from documents.verify import verify
from models import Record, SealedDocument, Staff, State
from records import audit
from records.deciding import exception_decisions
from records.drafting import references
from records.register import throttle
from records.reporting import history
from records.sealing import time_stamps
from records.transaction import locked
from settings import Settings

CHECKS = throttle.Limit(
    "check",
    60,
    timedelta(minutes=5),
    "You have checked 60 documents in five minutes. Wait five minutes, then go on. If you have many to check, ask "
    "whoever runs this service to check them at once.",
)
BY_CODE = (
    "A document with this code was sealed here. This does not say that the copy in your hands is unchanged: to check "
    "that, upload its PDF."
)
UNKNOWN = "No document with this code was sealed here. Check the code, letter by letter."
NOT_KNOWN_HERE = "The record that it belongs to is not known here, so whether it still counts cannot be said."
COUNTS = "It still counts: nothing has withdrawn it or taken its place."
WITHDRAWN = "{reference} was withdrawn after it was sealed: nothing may rest on it any more."
REVIEW_PASSED = "The date for its review has passed: nothing may rest on it any more."


@dataclass(frozen=True)
class Answer:
    """What the page says, and nothing about any child.

    `outcome` is genuine, superseded, withdrawn, ended (an exception past its review), altered, sealed_by_other,
    not_sealed, not_a_pdf or unknown. `counts` says whether a genuine document still counts, and which record does where
    it does not; `compared` whether there was a file to compare. `level` is in words.
    """

    outcome: str
    explanation: str = ""
    counts: str = ""
    reference: str = ""
    version: int = 0
    level: str = ""
    sealed_at: datetime | None = None
    sha256: str = ""
    compared: bool = True


def count_check(who: str) -> None:
    """Count a check by somebody, known by their address. Raises TooManyError after sixty in five minutes."""
    throttle.count(CHECKS, who)


def check_code(typed: str, *, by: Staff | None = None) -> Answer:
    """What is known of the code printed in a document. The record's trail notes the check, and by whom if known."""
    document = _with_code(typed)
    if document is None:
        return Answer("unknown", UNKNOWN)
    _note(document, by)
    return replace(_about(document, BY_CODE, level=document.level, sha256=document.sha256), compared=False)


def _note(document: SealedDocument, by: Staff | None) -> None:
    if not audit.was_noted(record=document.record, by=by, event="verified"):
        with locked(document.record_id) as record:
            audit.write(record=record, event="verified", by=by, detail={"version": document.version})


def check_file(data: bytes, *, settings: Settings, by: Staff | None = None) -> Answer:
    """Whether these bytes are a document sealed here and unchanged. Never raises, whatever the bytes are.

    A copy from before the seal's level was raised is as genuine as one from after it: both carry the same code.
    """
    verdict = verify(data, keys.load_roots(settings.seal_folder), time_stamps.roots(settings))
    sha256 = hashlib.sha256(data).hexdigest()
    if verdict.outcome != "genuine":
        return Answer(verdict.outcome, verdict.explanation, sha256=sha256)
    document = _with_code(verdict.code)
    if document is not None:
        _note(document, by)
        return _about(document, verdict.explanation, level=verdict.level, sha256=sha256)
    return Answer(
        "genuine",
        f"{verdict.explanation} {NOT_KNOWN_HERE}",
        level=words.SEAL_LEVELS[verdict.level],
        sealed_at=verdict.sealed_at,
        sha256=sha256,
    )


def _with_code(typed: str) -> SealedDocument | None:
    code = references.tidy_code(typed)
    return SealedDocument.select(*history.WITHOUT_DATA).where(SealedDocument.code == code).first() if code else None


def _about(document: SealedDocument, explanation: str, *, level: str, sha256: str) -> Answer:
    outcome, counts = _standing(document)
    return Answer(
        outcome,
        explanation,
        counts,
        document.record.reference,
        document.version,
        words.SEAL_LEVELS[level],
        document.sealed_at,
        sha256,
    )


def _standing(document: SealedDocument) -> tuple[str, str]:
    """Whether a sealed document still counts; where it does not, why, and which record stands in its place."""
    record: Record = document.record
    withdrawn = record.state == State.WITHDRAWN
    if not withdrawn and not (record.kind == exception_decisions.KIND and exception_decisions.has_ended(record)):
        return "genuine", COUNTS
    why = WITHDRAWN.format(reference=record.reference) if withdrawn else REVIEW_PASSED
    instead = [one.reference for one in exception_decisions.standing_instead(record)]
    if instead:
        why += f" {' and '.join(instead)} {'stands' if len(instead) == 1 else 'stand'} instead."
    return ("withdrawn" if withdrawn else "superseded" if instead else "ended"), why
