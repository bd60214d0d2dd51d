"""Checks a document by its file or printed code: whether its seal is valid and whether its record still counts."""

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
REFUSED = "{reference} is a refusal: what was asked for was not agreed to, and nothing may rest on it."
WITHDRAWN = "{reference} was withdrawn after it was sealed: nothing may rest on it any more."
REVIEW_PASSED = "The date for its review has passed: nothing may rest on it any more."


@dataclass(frozen=True)
class CheckResult:
    """The result shown on the page. It contains nothing about any child.

    outcome: genuine, refusal (a genuine one), superseded, withdrawn, ended (an exception past its review date),
    altered, sealed_by_other, not_sealed, not_a_pdf or unknown. counts: a sentence on whether a genuine document still
    counts, or what replaces it. level: of the seal, as text. sha256: hex. compared: whether a file was checked, not
    only a code.
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
    """Count a check by this client address. Raises TooManyRequestsError after 60 in five minutes."""
    throttle.count_attempt(CHECKS, who)


def check_code(typed: str, *, by: Staff | None = None) -> CheckResult:
    """Look up a printed check code. The check is logged in the record's audit trail, with `by` if signed in."""
    document = _find_by_code(typed)
    if document is None:
        return CheckResult("unknown", UNKNOWN)
    _log_check(document, by)
    return replace(_result_for(document, BY_CODE, level=document.level, sha256=document.sha256), compared=False)


def _log_check(document: SealedDocument, by: Staff | None) -> None:
    audit.log_once(record=document.record, event="verified", by=by, detail={"version": document.version})


def check_file(data: bytes, *, settings: Settings, by: Staff | None = None) -> CheckResult:
    """Check that these bytes are an unchanged document sealed here. Never raises, whatever the bytes are.

    Copies from before and after the seal's level was raised are both genuine: they carry the same code.
    """
    verdict = verify(data, keys.load_roots(settings.seal_folder), time_stamps.roots(settings))
    sha256 = hashlib.sha256(data).hexdigest()
    if verdict.outcome != "genuine":
        return CheckResult(verdict.outcome, verdict.explanation, sha256=sha256)
    document = _find_by_code(verdict.code)
    if document is not None:
        _log_check(document, by)
        return _result_for(document, verdict.explanation, level=verdict.level, sha256=sha256)
    return CheckResult(
        "genuine",
        f"{verdict.explanation} {NOT_KNOWN_HERE}",
        level=words.SEAL_LEVELS[verdict.level],
        sealed_at=verdict.sealed_at,
        sha256=sha256,
    )


def _find_by_code(typed: str) -> SealedDocument | None:
    code = references.normalise_code(typed)
    return SealedDocument.select(*history.WITHOUT_DATA).where(SealedDocument.code == code).first() if code else None


def _result_for(document: SealedDocument, explanation: str, *, level: str, sha256: str) -> CheckResult:
    outcome, counts = _current_validity(document)
    return CheckResult(
        outcome,
        explanation,
        counts,
        document.record.reference,
        document.version,
        words.SEAL_LEVELS[level],
        document.sealed_at,
        sha256,
    )


def _current_validity(document: SealedDocument) -> tuple[str, str]:
    """(outcome, sentence): whether a sealed document still counts and, if not, why and what replaces it."""
    record: Record = document.record
    if record.state == State.REFUSAL_SEALED:
        return "refusal", REFUSED.format(reference=record.reference)
    withdrawn = record.state == State.WITHDRAWN
    if not withdrawn and not (record.kind == exception_decisions.KIND and exception_decisions.has_ended(record)):
        return "genuine", COUNTS
    why = WITHDRAWN.format(reference=record.reference) if withdrawn else REVIEW_PASSED
    instead = [one.reference for one in exception_decisions.find_replacements(record)]
    if instead:
        why += f" {' and '.join(instead)} {'stands' if len(instead) == 1 else 'stand'} instead."
    return ("withdrawn" if withdrawn else "superseded" if instead else "ended"), why
