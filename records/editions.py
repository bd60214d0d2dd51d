"""The protocol's statements as they were worded when a version was submitted, kept once for all versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from models import ProtocolEdition, RecordVersion
from protocol import RECORDS, STATEMENTS
from protocol.registry import REGISTRY


class Wording(NamedTuple):
    """A statement as a version has it: its place in the chapters, its words, what its rule reads by kind of record."""

    chapter: str
    section: str
    section_title: str
    wording: str
    reads: Mapping[str, list[str]]


@cache
def _now() -> tuple[str, dict[str, dict[str, Any]]]:
    """The edition of this code, and its digest."""
    found = {
        one.id: Wording(one.chapter, one.section, one.section_title, one.wording, _reads(one.id))._asdict()
        for one in STATEMENTS
    }
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest(), found


def _reads(statement: str) -> dict[str, list[str]]:
    rules = {kind: REGISTRY.rule_for(statement, kind) for kind in RECORDS}
    return {kind: sorted(rule.reads) for kind, rule in rules.items() if rule}


def keep() -> ProtocolEdition:
    """The edition of this code, stored when it is new, in the caller's transaction."""
    digest, found = _now()
    ProtocolEdition.insert(digest=digest, statements=found).on_conflict_ignore().execute()
    return ProtocolEdition.select(ProtocolEdition.id).where(ProtocolEdition.digest == digest).get()


def statements_of(version: RecordVersion | None) -> dict[str, Wording]:
    """The statements as a version has them; those of this code for a draft."""
    edition = version.edition if version else None
    stored = edition.statements if edition else _now()[1]
    return {statement: Wording(**one) for statement, one in stored.items()}
