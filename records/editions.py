"""Snapshots of the protocol's statements, stored once and shared by all versions submitted under the same wording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from models import ProtocolEdition, RecordVersion
from protocol import RECORDS, STATEMENTS
from protocol.registry import REGISTRY


class StatementText(NamedTuple):
    """A statement in a snapshot. `reads`: kind of record → names of the questions that its rule reads."""

    chapter: str
    section: str
    section_title: str
    wording: str
    reads: Mapping[str, list[str]]


@cache
def _current_edition() -> tuple[str, dict[str, dict[str, Any]]]:
    """(SHA-256 hex digest, statement id → StatementText as a dict) of the running code's statements."""
    found = {
        one.id: StatementText(one.chapter, one.section, one.section_title, one.wording, _reads(one.id))._asdict()
        for one in STATEMENTS
    }
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest(), found


def _reads(statement: str) -> dict[str, list[str]]:
    rules = {kind: REGISTRY.rule_for(statement, kind) for kind in RECORDS}
    return {kind: sorted(rule.reads) for kind, rule in rules.items() if rule}


def get_or_create() -> ProtocolEdition:
    """The running code's edition, inserted if it is new, in the caller's transaction. Only its id is loaded."""
    digest, found = _current_edition()
    ProtocolEdition.insert(digest=digest, statements=found).on_conflict_ignore().execute()
    return ProtocolEdition.select(ProtocolEdition.id).where(ProtocolEdition.digest == digest).get()


def statements_of(version: RecordVersion | None) -> dict[str, StatementText]:
    """Statement id → wording as of a version's submission; the running code's for a draft (None)."""
    edition = version.edition if version else None
    stored = edition.statements if edition else _current_edition()[1]
    return {statement: StatementText(**one) for statement, one in stored.items()}
