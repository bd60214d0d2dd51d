"""What a section's check shows below what is left: what stops nothing, under headings of its own, uncounted."""

from __future__ import annotations

from collections.abc import Iterable

from forms import Section
from forms.what_is_left import Matter, gap_of
from protocol import Finding, Outcome, Stage, Weighing
from protocol.consistency import Clash
from protocol.outcomes import question_of

TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER = "To be accepted", "May follow approval", "To consider"


def of_section(section: type[Section], weighed: Weighing, left: Iterable[Matter]) -> dict[str, list[Finding]]:
    """Heading → the findings of this section that stop nothing, each thing once, and none that is left anyway."""
    found: dict[tuple[str, str], Finding] = {}
    listed, own = {_thing(one.question, one.source) for one in left}, section.questions()
    for finding in weighed.findings:
        for part in finding.open_parts or ((finding,) if finding.is_prompt else ()):
            thing = _thing(part.question, part)
            if question_of(part.question or "") in own and _stops_nothing(part) and thing not in listed:
                found.setdefault(thing, part)
    headings: dict[str, list[Finding]] = {heading: [] for heading in (TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER)}
    for part in found.values():
        follows = MAY_FOLLOW if part.stage == Stage.FOLLOW_UP else TO_CONSIDER
        headings[TO_ACCEPT if part.waits_for_acceptance else follows].append(part)
    return {heading: parts for heading, parts in headings.items() if parts}


def _thing(question: str | None, source: Finding | Clash | None) -> tuple[str, str]:
    """What tells one thing that is open from another: the blanks of a question are one, whoever asks for them."""
    gap = gap_of(source) if isinstance(source, Finding) else str(Outcome.UNANSWERED)
    return question or "", gap


def _stops_nothing(finding: Finding) -> bool:
    return not (
        finding.stops_submission or finding.stage == Stage.DECISION or (finding.takes_reason and finding.reason)
    )
