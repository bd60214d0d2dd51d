"""The record as JSON, attached to its PDF for other systems to read."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf

from documents.content import Answer, DecisionDocument, Section

NAME = "answers.json"

# Increased when a field changes its meaning or is removed; docs/answers.schema.json describes this version.
SCHEMA = "handover-record/1"

# The fields that hold findings, in the order of the file.
_OF_FINDINGS = ("findings", "accepted", "departures", "exceptions", "decided_against", "to_follow")


def to_bytes(doc: DecisionDocument) -> bytes:
    """UTF-8 JSON. A lone surrogate, which UTF-8 cannot encode, stays a JSON escape."""
    text = json.dumps(to_json(doc), ensure_ascii=False, indent=1, default=_plain)
    return text.encode("utf-8", "backslashreplace")


def to_json(doc: DecisionDocument) -> dict[str, object]:
    """The printed content with the stored answers, as docs/answers.schema.json describes it.

    A restricted part attaches only what the general part says too: restricted content is for people to read.
    """
    if doc.restricted:
        without: dict[str, Any] = dict.fromkeys(("sections", "refusals", "corrections", *_OF_FINDINGS), ())
        doc = replace(doc, answers_json={}, submitted={}, **without)
    return {
        "schema": SCHEMA,
        "part": "restricted" if doc.restricted else "general",
        "kind": doc.kind,
        "title": doc.kind_title,
        "reference": doc.reference,
        "version": doc.version,
        "protocol_version": doc.protocol_version,
        "council": {"name": doc.council.name, "address_line": doc.council.address_line},
        "draft": doc.draft,
        "outcome": doc.outcome_sentence,
        "approved_on": None if doc.refused else doc.sealed_for,
        "refused_on": doc.sealed_for if doc.refused else None,
        "about": [{"label": label, "value": value} for label, value in doc.about],
        "sections": [_section(section) for section in doc.sections],
        "refusals": [asdict(line) for line in doc.refusals],
        "corrections": [asdict(line) for line in doc.corrections],
        **{name: [asdict(line) for line in getattr(doc, name)] for name in _OF_FINDINGS},
        "decisions": [asdict(line) for line in doc.decisions],
        "history": [asdict(line) for line in doc.history],
        "version_digest": doc.version_digest,
        "digest_recipe": doc.digest_recipe,
        "submitted": dict(doc.submitted) or None,
        "audit_head": doc.audit_head,
        "code": doc.code,
        "verify_url": doc.verify_url,
        "seal_level": doc.seal_level,
        "seal_until": doc.seal_until,
        "root_certificate": doc.root_fingerprint,
        "terms": dict(doc.terms),
        "answers": dict(doc.answers_json),
    }


def stated_in(pdf: bytes, name: str) -> str:
    """A text field ("code", "audit_head") of the JSON attached to a PDF; '' where there is none.

    Raises pikepdf.PdfError when it is not a PDF, ValueError when the attachment is damaged.
    """
    return str(said_in(pdf).get(name, ""))


def said_in(pdf: bytes) -> dict[str, Any]:
    """The JSON attached to a PDF; {} where there is none. Raises as `stated_in` does."""
    said: dict[str, Any] = json.loads(attached_to(pdf) or b"{}")
    return said


def attached_to(pdf: bytes) -> bytes:
    """The attached file as it is; b'' where there is none. Raises pikepdf.PdfError when it is not a PDF."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.attachments[NAME].get_file().read_bytes() if NAME in opened.attachments else b""


def _section(section: Section) -> dict[str, object]:
    return {"key": section.key, "title": section.title, "questions": [_question(answer) for answer in section.answers]}


def _question(answer: Answer) -> dict[str, object]:
    """`printed` is text, or for rows a list of rows, the first with the headings; `value` is the stored answer."""
    return {
        "name": answer.name,
        "question": answer.question,
        "type": answer.kind,
        "printed": answer.value,
        "value": answer.raw,
        "from_register": answer.is_fact,
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the attached answers")
