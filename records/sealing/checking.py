"""Checks a document by its file or printed code: whether its seal is valid and whether its record still counts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from documents import checked_apart, codes, slots, words
from documents.outcomes import Outcome
from documents.verify import Verdict
from models import Record, SealedDocument, SealStage, Staff, State
from records import audit, clock
from records.deciding import exception_decisions
from records.register import tallies, throttle
from records.reporting import history
from records.sealing import distrusting, papers, pins, stages, versions
from records.sealing.papers import Paper
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
MISTYPED = (
    "A sign of it is wrong, missing or in another place: no code that was ever printed reads like this, so nothing was "
    "looked up. Compare it with the paper, sign by sign. Capitals, spaces and dashes make no difference."
)
UNKNOWN = "No document with this code was sealed here. Check the code, letter by letter."
NOT_KEPT_NOW = "Its record is not kept here any more, so whether it still counts cannot be said."
DISPOSED = "{reference}, version {version}, was sealed here, and its record was disposed of on {day}."
COUNTS = "It still counts: nothing has withdrawn it or taken its place."
WITHDRAWN = "{reference} was withdrawn after it was sealed: nothing may rest on it any more."
REVIEW_PASSED = "The date for its review has passed: nothing may rest on it any more."


@dataclass(frozen=True)
class CheckResult:
    """The result shown on the page and by the command line. It contains nothing about any child.

    counts: a sentence on whether a genuine document still counts, or what replaces it. level: of the seal, as text.
    sha256: hex. compared: whether a file was checked, not only a code. paper: of a code, what the paper must show.
    """

    outcome: Outcome
    explanation: str = ""
    counts: str = ""
    reference: str = ""
    version: int = 0
    level: str = ""
    sealed_at: datetime | None = None
    sha256: str = ""
    compared: bool = True
    paper: Paper | None = None

    @property
    def title(self) -> str:
        """The heading."""
        return self.outcome.heading if self.compared else self.outcome.heading_by_code


def count_check(who: str) -> None:
    """Count a check by this client address. Raises TooManyRequestsError after 60 in five minutes."""
    throttle.count_attempt(CHECKS, who)


def check_code(typed: str, *, settings: Settings | None = None, by: Staff | None = None) -> CheckResult:
    """Look up a printed check code. The check is logged in the record's audit trail, with `by` if signed in.

    A slip is answered without the database. settings: for the revocation lists beside the seal.
    """
    if codes.is_mistyped(typed):
        return CheckResult(Outcome.MISTYPED, MISTYPED, compared=False)
    document = _find_by_code(typed)
    if document is None:
        disposed = stages.find_disposed(codes.normalise(typed))
        if disposed is None:
            tallies.count(tallies.UNKNOWN_CODES)
            return CheckResult(Outcome.UNKNOWN, UNKNOWN)
        since = distrusting.said_of(disposed.certificate, settings)
        return _by_code(_disposed(disposed, f"{since} " if since else ""), typed)
    _log_check(document, by)
    since = distrusting.said_of(document.certificate, settings)
    said = f"{BY_CODE} {since} {distrusting.KEPT_BY_CODE}" if since else BY_CODE
    return _by_code(_result_for(document, said, level=document.level, sha256=document.sha256, by=by), typed)


def _by_code(found: CheckResult, typed: str) -> CheckResult:
    return replace(found, compared=False, paper=papers.find(codes.normalise(typed)))


def _log_check(document: SealedDocument, by: Staff | None) -> None:
    audit.log_once(record=document.record, event="verified", by=by, detail={"version": document.version})


def check_file(
    data: bytes, *, settings: Settings, by: Staff | None = None, keep_one_ready: bool = False
) -> CheckResult:
    """Check that these bytes are an unchanged document sealed here. Never raises, whatever the bytes are.

    Copies from before and after the seal's level was raised are both genuine: each is a stage that is kept. The file is
    parsed in a child process; `keep_one_ready` starts the next one beforehand.
    """
    verdict = checked_apart.check(
        data,
        pins.trusted(settings),
        clock.now(),
        folder=settings.data_folder / slots.FOLDER,
        keep_one_ready=keep_one_ready,
    )
    compared = stages.compare(verdict, data)
    sha256 = hashlib.sha256(data).hexdigest()
    if compared.stage is None:
        return _without_record(compared.verdict, sha256)
    document, is_genuine = _find_by_code(compared.stage.code), compared.verdict.outcome == Outcome.GENUINE
    if document is not None:
        _log_check(document, by)
        found = _result_for(document, compared.verdict.explanation, level=verdict.level, sha256=sha256, by=by)
        return found if is_genuine else replace(found, outcome=compared.verdict.outcome)
    if compared.stage.disposed_on and is_genuine:
        return _disposed(compared.stage, f"{compared.verdict.explanation} ", sha256=sha256, level=verdict.level)
    return replace(_without_record(compared.verdict, sha256), counts=NOT_KEPT_NOW)


def _without_record(verdict: Verdict, sha256: str) -> CheckResult:
    sound = verdict.outcome in stages.SOUND or verdict.outcome == Outcome.NOT_KNOWN_HERE
    return CheckResult(
        verdict.outcome,
        verdict.explanation,
        level=words.SEAL_LEVELS[verdict.level] if sound else "",
        sealed_at=verdict.sealed_at if sound else None,
        sha256=sha256,
    )


def _disposed(stage: SealStage, explanation: str, *, sha256: str = "", level: str = "") -> CheckResult:
    day = words.in_date(stage.disposed_on)
    return CheckResult(
        Outcome.DISPOSED,
        explanation + DISPOSED.format(reference=stage.reference, version=stage.version, day=day),
        level=words.SEAL_LEVELS[level or stage.level],
        sealed_at=stage.sealed_at,
        sha256=sha256,
    )


def _find_by_code(typed: str) -> SealedDocument | None:
    code = codes.normalise(typed)
    return SealedDocument.select(*history.WITHOUT_DATA).where(SealedDocument.code == code).first() if code else None


def _result_for(
    document: SealedDocument, explanation: str, *, level: str, sha256: str, by: Staff | None
) -> CheckResult:
    outcome, counts = _current_validity(document)
    counts = f"{counts} {versions.under_way(document.record, by)}".strip()
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


def _current_validity(document: SealedDocument) -> tuple[Outcome, str]:
    """(outcome, sentence): whether a sealed document still counts and, if not, why and what replaces it."""
    record: Record = document.record
    if amended := versions.validity(document):
        return amended
    withdrawn = record.state == State.WITHDRAWN
    if not withdrawn and not (record.kind == exception_decisions.KIND and exception_decisions.has_ended(record)):
        return Outcome.GENUINE, COUNTS
    why = WITHDRAWN.format(reference=record.reference) if withdrawn else REVIEW_PASSED
    instead = [one.reference for one in exception_decisions.find_replacements(record)]
    if instead:
        why += f" {' and '.join(instead)} {'stands' if len(instead) == 1 else 'stand'} instead."
    return (Outcome.WITHDRAWN if withdrawn else Outcome.SUPERSEDED if instead else Outcome.ENDED), why
