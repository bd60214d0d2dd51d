"""What a later version says of the sealed one that it amends, in words: for pages, mails and the sealed document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.content import Amends
from models import Record, State
from protocol import formatting
from protocol.corrections import stands
from protocol.statements import EMERGENCY, MANAGEMENT, TRANSFER
from records.amending import family
from records.drafting.references import first_reference

# Kind → what did not happen, to follow 'that'.
WHAT = {TRANSFER: "the transfer", EMERGENCY: "the emergency transfer", MANAGEMENT: "the handover"}
OTHERWISE = "what it records"
KEPT = ("register", "followed")  # of what a later version says of the sealed one, what only drafting needs
CORRECTS = "Version {number} of {reference}: it corrects version {version}, sealed on {day}."
CANCELS = "This cancels {reference}, version {version}, sealed on {day}: {what} did not happen."

REFUSED = "Version {version} was refused by {who}."
WOULD_REPLACE = "If everybody approves this correction, the refusal no longer holds and {what} goes ahead."
REPLACES = "This version replaces that decision."
REFUSED_TOO = "This version was refused too."
UNDECIDED = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.WITHDRAWN)


def what_did_not_happen(kind: str) -> str:
    """'the transfer': what a record of this kind says that it brings about."""
    return WHAT.get(kind, OTHERWISE)


def would_replace(kind: str) -> str:
    """What becomes of a refusal if everybody approves its correction."""
    return WOULD_REPLACE.format(what=WHAT.get(kind, "what it asks for"))


def in_words(answers: Mapping[str, Any], *, kind: str, number: int, state: str, refused: bool) -> Amends | None:
    """What a version (`number`) with these answers corrects or cancels; None for a first version.

    state: of its record. refused: whether this version was refused itself.
    """
    told = family.told_in(answers)
    if not told:
        return None
    day = formatting.day(date.fromisoformat(told["sealed_on"])) if told.get("sealed_on") else "an unknown day"
    cancels = told.get("cancels") is True
    first = told["reference"] if cancels else first_reference(told["reference"])
    said = {"reference": first, "version": told["version"], "day": day}
    sentence = (CANCELS if cancels else CORRECTS).format(number=number, what=what_did_not_happen(kind), **said)
    refusal = _of_refusal(told, kind, state, refused)
    return Amends(
        told["reference"], told["version"], sentence, told["why"], cancels, refusal, stands(told) if refused else ""
    )


def _of_refusal(told: Mapping[str, Any], kind: str, state: str, refused: bool) -> str:
    if not told.get("refused_by"):
        return ""
    follows = would_replace(kind) if state in UNDECIDED else REFUSED_TOO if refused else REPLACES
    return f"{REFUSED.format(version=told['version'], who=formatting.listed(told['refused_by']))} {follows}"


def asked_for(record: Record) -> str:
    """What a later version asks for, to follow 'did not agree that'; '' for a first version."""
    told = family.told_in(record.answers)
    if not told:
        return ""
    if told.get("cancels"):
        return f"{told['reference']} is cancelled because {what_did_not_happen(record.kind)} did not happen"
    return f"{told['reference']} is corrected as this record says"
