"""What is unusual about a record, a line each, heaviest first: its document says so right after the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from documents.content import DecisionDocument, FindingLine

NOTHING = "Nothing is unusual: no departure from the protocol, no exception, no earlier refusal."
# Kind of record → the same, of what is unusual in itself.
NOTHING_ELSE = {
    "emergency_transfer": "Nothing but the emergency is unusual: no departure from the protocol, no earlier refusal.",
    "exception_decision": "Nothing else is unusual: the exception was not refused before.",
}
AGAINST = ("cannot_agree", "refused")


class Unusual(NamedTuple):
    """'Departed from, with a reason:' and 'Both team leaders attend (1.4.2, Transfer meeting).'"""

    label: str
    text: str


_AGAINST_REFUSED = "Refused before this was done:"


def unusual(doc: DecisionDocument) -> list[Unusual]:
    """Refused, not agreed, not met, excepted, decided otherwise, departed from, corrected."""
    return [*_refused(doc), *_not_as_asked(doc), *_corrected(doc)]


def nothing_unusual(doc: DecisionDocument) -> str:
    """What is said in place of the lines where there are none; '' where the outcome or the general part does."""
    if doc.draft:
        return "Nothing is unusual so far."
    return "" if doc.refused or doc.restricted else NOTHING_ELSE.get(doc.kind, NOTHING)


def _refused(doc: DecisionDocument) -> Iterator[Unusual]:
    """Refusals before this record, and who did not agree to it; what refused this one is its outcome."""
    for line in doc.refusals:
        yield Unusual(f"Refused before, {line.reference}:", line.sentence)
    for step in doc.decisions:
        if step.outcome in AGAINST and not (doc.refused and step.outcome == "refused"):
            yield Unusual("Not agreed:", f"{step.name}, {step.part or step.role}. {step.reason}".strip())


def _not_as_asked(doc: DecisionDocument) -> Iterator[Unusual]:
    sealed = not doc.draft and not doc.refused
    named = (
        ("Required, not met, and accepted by managers:" if sealed else "Required and not met:", doc.accepted),
        ("Lifted by an exception:", doc.exceptions),
        (_AGAINST_REFUSED if doc.refused else "Not decided as the protocol asks:", doc.decided_against),
        ("Departed from, with a reason:", doc.departures),
    )
    for label, lines in named:
        yield from (Unusual(label, _in_a_line(line)) for line in lines)
    told = {line.statement for _, lines in (*named, ("", doc.to_follow)) for line in lines}
    for line in doc.findings:
        if line.outcome == "unmet" and line.statement not in told:
            yield Unusual(f"{line.level.capitalize()} and not met:", f"{_in_a_line(line)} {line.message}".strip())


def _in_a_line(line: FindingLine) -> str:
    by = f" Exception decision {line.exception}." if line.exception else ""
    return f"{line.wording.removesuffix('.')} ({line.place}).{by}"


def _corrected(doc: DecisionDocument) -> Iterator[Unusual]:
    for line in doc.corrections:
        yield Unusual("Register corrected:", f"{line.question}: {line.said}. The register says {line.register}.")
