"""Whether a document is genuine: what the seal says, and what is known here of the record it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from documents import keys
from documents.verify import verify
from models import Record, SealedDocument, State
from records import references
from settings import Settings


@dataclass(frozen=True)
class Answer:
    """What the page says.

    `outcome` is genuine, superseded, altered, sealed_by_other, not_sealed, not_a_pdf or unknown.
    """

    outcome: str
    explanation: str = ""
    reference: str = ""
    version: int = 0
    level: str = ""
    sealed_at: datetime | None = None
    sha256: str = ""


def check_code(typed: str) -> Answer:
    """What is known of the code printed in a document. It says nothing about any child."""
    document = SealedDocument.get_or_none(SealedDocument.code == references.tidy_code(typed))
    if document is None:
        return Answer("unknown", "No document with this code was sealed here. Check the code, letter by letter.")
    return _about(document, "A document with this code was sealed here. To check that a copy is unchanged, upload it.")


def check_file(data: bytes, *, settings: Settings) -> Answer:
    """Whether these bytes are a document sealed here and unchanged. Never raises, whatever the bytes are."""
    verdict = verify(data, keys.load_roots(settings.seal_folder))
    sha256 = hashlib.sha256(data).hexdigest()
    if verdict.outcome != "genuine":
        return Answer(verdict.outcome, verdict.explanation, sha256=sha256)
    document = SealedDocument.get_or_none(SealedDocument.sha256 == sha256)
    if document is None:
        return Answer("genuine", verdict.explanation, level=verdict.level, sealed_at=verdict.sealed_at, sha256=sha256)
    return _about(document, verdict.explanation)


def _about(document: SealedDocument, explanation: str) -> Answer:
    record: Record = document.record
    current = record.state == State.SEALED and record.version == document.version
    return Answer(
        "genuine" if current else "superseded", explanation, record.reference, document.version,
        document.level, document.sealed_at, document.sha256,
    )  # fmt: skip
