"""What a check says of a document whose record has a later version, or is one, or was refused: no word of any child."""

from __future__ import annotations

from datetime import date

from documents import words
from documents.outcomes import Outcome
from models import Record, SealedDocument, Staff, State
from records import access
from records.amending import family
from records.amending.amending import what_did_not_happen
from records.amending.family import Counting

CORRECTED = "{reference}, version {version}, was corrected by version {later} on {day} ({instead})."
NOW_COUNTS = "Version {later} counts in its place."
NOW_REFUSED = "Version {later} says that it was not agreed to."
NOW_WITHDRAWN = "Version {later} was withdrawn after it was sealed: nothing may rest on it any more."
CANCELLED = "{reference} was cancelled on {day}: {what} did not happen. Nothing may rest on it."
CANCELLATION = "It cancels {reference}, version {version}: {what} did not happen."
REFUSED_TO = "{reference} is a refusal: it was not agreed to {what} {earlier}, which is not changed by it."
UNDER_WAY = "A {what} of it is under way. Until that is sealed, this one counts."
REFUSED = "{reference} is a refusal: what was asked for was not agreed to, and nothing may rest on it."


def validity(document: SealedDocument) -> tuple[Outcome, str] | None:
    """(outcome, sentence) for a document of such a record; None for any other."""
    record: Record = document.record
    if later := family.counting(record):
        return _replaced(document, later)
    if record.state == State.CANCELLED:
        return Outcome.GENUINE, _of_cancellation(record)
    if record.state == State.REFUSAL_SEALED:
        return Outcome.REFUSAL, _refused(record)
    return None


def _replaced(document: SealedDocument, later: Counting) -> tuple[Outcome, str]:
    """Of a document whose record was corrected or cancelled since: what stands in its place."""
    record, last = document.record, later.last
    of_last = {"reference": record.reference, "day": _day(later.last_day), "what": what_did_not_happen(record.kind)}
    if record.state == State.CANCELLED:
        return Outcome.CANCELLED, CANCELLED.format(**of_last)
    corrected = CORRECTED.format(
        reference=record.reference,
        version=document.version,
        later=later.version,
        day=_day(later.day),
        instead=later.record.reference,
    )
    if last.state == State.CANCELLED:
        return Outcome.CANCELLED, f"{corrected} {CANCELLED.format(**of_last)}"
    now = {State.REFUSAL_SEALED: NOW_REFUSED, State.WITHDRAWN: NOW_WITHDRAWN}.get(State(last.state), NOW_COUNTS)
    return Outcome.CORRECTED, f"{corrected} {now.format(later=last.version)}"


def _of_cancellation(record: Record) -> str:
    earlier, what = record.amends, what_did_not_happen(record.kind)
    return CANCELLATION.format(reference=earlier.reference, version=earlier.version, what=what)


def _refused(record: Record) -> str:
    if family.has_taken_effect(record):
        return REFUSED.format(reference=record.reference)
    what = "cancel" if family.is_cancellation(record) else "correct"
    return REFUSED_TO.format(reference=record.reference, what=what, earlier=record.amends.reference)


def under_way(record: Record, by: Staff | None) -> str:
    """That a later version is under way, for whoever may read the record: a stranger learns it when it is sealed."""
    later = family.under_way(record) if by is not None else None
    if by is None or later is None or not access.visible_to(by).where(Record.id == record.id).exists():
        return ""
    return UNDER_WAY.format(what="cancellation" if family.is_cancellation(later) else "correction")


def _day(day: date | None) -> str:
    return words.in_date(day) if day else ""
