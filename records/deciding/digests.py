"""What the digest of a version covers: everything that the deciders read. The form of neither recipe must change."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from documents import digest
from forms import get_kind
from forms.restricted import restricted_questions, restricted_statements
from models import Record, RecordVersion, SealedPaper
from protocol import Weighing
from records.weighing import DEPARTURE

SAME_IN_REGISTER = "The register has the same digest for this version, and recomputes it from what it keeps."
OTHER_IN_REGISTER = "The register has another digest for this version."
NOT_IN_REGISTER = "The register has no such version."
ON_PAPER = "The register has no such version any more, and keeps the same digest of a paper that was sealed here."

MOST_VERSIONS = 2**31  # of the databases' integers


def of(version: RecordVersion) -> str:
    """The digest of a version (SHA-256 in hex), by its own recipe."""
    return digest.of(submitted(version)) if version.recipe == digest.RECIPE else _by_recipe_1(version)


def submitted(version: RecordVersion) -> dict[str, Any]:
    """What a digest by recipe 2 covers, as it is attached to the document.

    What was restricted at submission stands in it as one hash, which nobody guesses their way into, because a random
    number is hashed with it.
    """
    withheld = version.withheld
    answers, findings, restricted = version.answers, version.findings, None
    if withheld:
        names, statements = withheld["answers"], withheld["statements"]
        restricted = withheld.get("digest") or _restricted(version)
        answers = {name: answer for name, answer in answers.items() if name not in names}
        findings = [finding for finding in findings if finding["statement"] not in statements]
    return {
        "recipe": digest.RECIPE,
        "kind": version.record.kind,
        "reference": version.record.reference,
        "version": version.number,
        "protocol_version": version.protocol_version,
        "weighed_on": version.weighed_on.isoformat(),
        "answers": answers,
        "findings": findings,
        "restricted": restricted,
    }


def _restricted(version: RecordVersion) -> str:
    """The hash of what was restricted at submission."""
    names, statements = version.withheld["answers"], version.withheld["statements"]
    return digest.of(
        {
            "salt": version.withheld["salt"],
            "answers": {name: answer for name, answer in version.answers.items() if name in names},
            "findings": [finding for finding in version.findings if finding["statement"] in statements],
        }
    )


def sealed_off(version: RecordVersion) -> dict[str, Any] | None:
    """The value of `withheld` with which the digest can be recomputed without what was restricted, or its salt."""
    if not version.withheld or "digest" in version.withheld:
        return version.withheld
    left = {name: version.withheld[name] for name in ("answers", "statements")}
    return {**left, "digest": _restricted(version)}


def restricted_names(kind: str) -> frozenset[str]:
    """The names of the answers that are restricted in a kind of record today."""
    form = get_kind(kind)
    return _names(restricted_questions(form), restricted_statements(form))


def attached(version: RecordVersion, hidden: Collection[str], statements: Collection[str]) -> dict[str, Any]:
    """What is attached of it: {} for a version of recipe 1, and where questions have become restricted since.

    hidden, statements: the questions and statements that are restricted today.
    """
    if not version.digest or version.recipe != digest.RECIPE:
        return {}
    withheld = version.withheld or {"answers": (), "statements": ()}
    shown = version.answers.keys() - {*withheld["answers"]}
    weighed = {finding["statement"] for finding in version.findings} - {*withheld["statements"]}
    return {} if shown & _names(hidden, statements) or weighed & {*statements} else submitted(version)


def withhold(kind: str, weighing: Weighing) -> dict[str, Any] | None:
    """The value of RecordVersion.withheld for a new version; None for a kind without a restricted section."""
    form = get_kind(kind)
    hidden = restricted_questions(form)
    if not hidden:
        return None
    statements = restricted_statements(form) | {finding.statement for finding in weighing.for_questions(hidden)}
    return {
        "salt": secrets.token_hex(32),
        "answers": sorted(_names(hidden, statements)),
        "statements": sorted(statements),
    }


def ask_register(said: Mapping[str, Any], is_right: bool) -> tuple[bool, str]:
    """(whether the digest is right, a sentence): what the register knows of the version that attached answers name.

    is_right: whether the answers give it. Compared is the digest that was recomputed from them, and the stated one only
    where they do not hold what it covers.
    """
    found = digest.computed(said)
    version = _named_in(said["submitted"] if found else said)
    recipe, compared = said.get("digest_recipe", 1), found or said.get("version_digest")
    if version is None:
        is_kept = SealedPaper.select().where(SealedPaper.digest == str(compared), SealedPaper.digest != "").exists()
        return is_right and is_kept, ON_PAPER if is_kept else NOT_IN_REGISTER
    if (version.digest, version.recipe) == (compared, recipe) and of(version) == version.digest:
        return is_right or not said.get("submitted"), SAME_IN_REGISTER
    return False, OTHER_IN_REGISTER


def _named_in(said: Mapping[str, Any]) -> RecordVersion | None:
    number = said.get("version")
    if type(number) is not int or not 0 < number < MOST_VERSIONS:
        return None
    named = (Record.reference == str(said.get("reference"))) & (RecordVersion.number == number)
    found: RecordVersion | None = RecordVersion.select(RecordVersion, Record).join(Record).where(named).first()
    return found


def _names(hidden: Collection[str], statements: Collection[str]) -> frozenset[str]:
    """The names of restricted answers: to the questions, and why a statement was departed from."""
    return frozenset(hidden) | {f"{DEPARTURE}{statement}" for statement in statements}


def _by_recipe_1(version: RecordVersion) -> str:
    record, weighed_on = version.record, version.weighed_on.isoformat()
    of_it = [version.number, version.answers, version.findings, version.protocol_version, weighed_on]
    text = json.dumps([record.reference, record.kind, *of_it], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
