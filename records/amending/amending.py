"""What a later version says of the sealed one that it amends, in words: for pages, mails and the sealed document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.content import Amends
from models import Record
from protocol import formatting
from protocol.statements import EMERGENCY, MANAGEMENT, TRANSFER
from records.amending import family

# Kind → what did not happen, to follow 'that'.
WHAT = {TRANSFER: "the transfer", EMERGENCY: "the emergency transfer", MANAGEMENT: "the handover"}
OTHERWISE = "what it records"
KEPT = ("register", "followed")  # of what a later version says of the sealed one, what only drafting needs
CORRECTS = "Version {number} of {reference}: it corrects version {version}, sealed on {day}."
CANCELS = "This cancels {reference}, version {version}, sealed on {day}: {what} did not happen."


def what_did_not_happen(kind: str) -> str:
    """'the transfer': what a record of this kind says that it brings about."""
    return WHAT.get(kind, OTHERWISE)


def in_words(answers: Mapping[str, Any], *, kind: str, number: int) -> Amends | None:
    """What a version (`number`) with these answers corrects or cancels; None for a first version."""
    told = family.told_in(answers)
    if not told:
        return None
    day = formatting.day(date.fromisoformat(told["sealed_on"])) if told.get("sealed_on") else "an unknown day"
    cancels = told.get("cancels") is True
    said = {"reference": told["reference"], "version": told["version"], "day": day}
    sentence = (CANCELS if cancels else CORRECTS).format(number=number, what=what_did_not_happen(kind), **said)
    return Amends(told["reference"], told["version"], sentence, told["why"], cancels)


def asked_for(record: Record) -> str:
    """What a later version asks for, to follow 'did not agree that'; '' for a first version."""
    told = family.told_in(record.answers)
    if not told:
        return ""
    if told.get("cancels"):
        return f"{told['reference']} is cancelled because {what_did_not_happen(record.kind)} did not happen"
    return f"{told['reference']} is corrected as this record says"
