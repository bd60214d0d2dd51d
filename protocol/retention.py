"""How long a record is kept: a clock for each from what the register knows of its children. Pure: no day is today.

Every rule that applies gives the last day on which the record is kept, and the longest counts. Where one cannot say,
the record is not due: what is unknown, open or not decided by the council is never disposed of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from protocol.choices import CARE_LEAVER, CHILD_PROTECTION, IN_NEED, LOOKED_AFTER, UNBORN
from protocol.days import birthday
from protocol.parameters import Parameters

# Keys of rules; RULES has their words.
CARE, DEATH, ADOPTION, PROTECTION, NEED = "looked_after", "death", "adoption", "child_protection", "child_in_need"
MANAGEMENT, STAFF_PART, DRAFT = "management", "staff_part", "untouched_draft"
# Why a record is not due.
NO_STATUS, NO_BIRTH, STILL_OPEN, NOT_SET = "no_status", "no_birth", "still_open", "not_set"
NO_CHILD, UNDER_WAY, OLD_DIGEST = "no_child", "under_way", "old_digest"

# Rule → what it says, with its figure; {name} is the figure's number.
RULES = {
    CARE: "A child who was looked after: kept until the age of {keep_looked_after_age}.",
    DEATH: "A child who was looked after and died under 18: kept for {keep_after_death_years} years after the death.",
    ADOPTION: "A child who was adopted: kept for {keep_after_adoption_years} years after the order.",
    PROTECTION: "A child who had a child protection plan: kept as long as the council says.",
    NEED: "A child in need, or not yet born: kept as long as the council says.",
    MANAGEMENT: "A management handover: kept for {keep_management_years} years after it was closed.",
    STAFF_PART: "The part about staff: kept for {keep_staff_part_years} years after the record was closed.",
    DRAFT: "A draft in which nobody wrote: kept for {untouched_draft_days} days.",
}
WHY_NOT_DUE = {
    NO_STATUS: "The register never said what this child's status is.",
    NO_BIRTH: "The register does not know when this child was born.",
    STILL_OPEN: "The child is still known to the council.",
    NOT_SET: "The council has set no figure for it.",
    NO_CHILD: "A child whom it names is not in the register.",
    UNDER_WAY: "A later version of it, or a record that goes with it, is under way.",
    OLD_DIGEST: "It was submitted before its part about staff had a digest of its own, so both go together.",
}
# From which day a figure counts, by how its name ends or by the rule.
COUNTED_FROM = {
    "age": "the day of birth, or on which the birth was expected",
    "years": "the later of the last change of the record and the last day on which the child was known to the council",
    DEATH: "the day of death",
    ADOPTION: "the day of the adoption order",
    MANAGEMENT: "the day on which the record last changed",
    STAFF_PART: "the day on which the record last changed",
}
FULL_AGE = 18
_BY_COUNCIL = {PROTECTION: {CHILD_PROTECTION}, NEED: {IN_NEED, UNBORN}}


@dataclass(frozen=True, slots=True)
class KnownChild:
    """What the register knows of a child who is named in a record.

    statuses: every one that it ever said. involved_until: the last day of them; None while one runs. adopted: the day
    of the adoption order.
    """

    statuses: frozenset[str] = frozenset()
    born: date | None = None
    expected: date | None = None
    died: date | None = None
    adopted: date | None = None
    involved_until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """on: the first day on which a record is due, None for one that is not. rule: a key of RULES or WHY_NOT_DUE.

    since: the day from which it was counted. figure: the parameter by which it was.
    """

    on: date | None
    rule: str
    since: date | None = field(default=None, compare=False)
    figure: str = field(default="", compare=False)


def counted_from(due: Due) -> str:
    """Which day of the register or the record a clock counts from."""
    return COUNTED_FROM.get(due.rule) or COUNTED_FROM[due.figure.rpartition("_")[2]]


def in_words(rule: str, figures: Parameters) -> str:
    """What a rule says, or why something is not due."""
    return (RULES | WHY_NOT_DUE)[rule].format_map(dict(figures.values))


def when_due(
    children: Iterable[KnownChild | None], *, closed_on: date, figures: Parameters, about_staff: bool = False
) -> Due:
    """When a record is due that was closed on a day, of these children; the longest clock counts.

    None among the children: one whom the register does not have. about_staff: a management handover.
    """
    found = [_of_child(child, closed_on, figures) for child in children]
    if about_staff:
        found.append(_after(closed_on, figures, "keep_management_years", MANAGEMENT))
    return _longest(found or [Due(None, NO_CHILD)])


def when_staff_part_due(*, closed_on: date, figures: Parameters) -> Due:
    """When the part about staff of a record that was closed on a day is due by itself."""
    figure = "keep_staff_part_years"
    return _after(closed_on, figures, figure, STAFF_PART) if figures[figure] else Due(None, NOT_SET)


def _of_child(child: KnownChild | None, closed_on: date, figures: Parameters) -> Due:
    if child is None:
        return Due(None, NO_CHILD)
    if not (child.statuses or child.adopted):
        return Due(None, NO_STATUS)
    if child.involved_until is None and not (child.died or child.adopted):
        return Due(None, STILL_OPEN)
    return _longest(list(_rules_of(child, closed_on, figures)))


def _rules_of(child: KnownChild, closed_on: date, figures: Parameters) -> Iterator[Due]:
    """What each rule that applies to a child says. What the council has not decided counts where no law decides."""
    in_care = child.adopted or not child.statuses.isdisjoint({LOOKED_AFTER, CARE_LEAVER})
    if in_care:
        yield _of_care(child, figures)
    if child.adopted:
        yield _after(child.adopted, figures, "keep_after_adoption_years", ADOPTION)
    for rule, statuses in _BY_COUNCIL.items():
        is_set = figures[f"keep_{rule}_age"] or figures[f"keep_{rule}_years"]
        if not child.statuses.isdisjoint(statuses) and (is_set or not in_care):
            yield _by_councils_figures(child, closed_on, figures, rule)


def _of_care(child: KnownChild, figures: Parameters) -> Due:
    if child.died and child.born is None:
        return Due(None, NO_BIRTH)
    if child.died and child.born and child.died < birthday(child.born, FULL_AGE):
        return _after(child.died, figures, "keep_after_death_years", DEATH)
    return _after(child.born, figures, "keep_looked_after_age", CARE) if child.born else Due(None, NO_BIRTH)


def _by_councils_figures(child: KnownChild, closed_on: date, figures: Parameters, rule: str) -> Due:
    """By a birthday, the years after the last involvement, or both; of whom was never born, by the day expected."""
    age, years = f"keep_{rule}_age", f"keep_{rule}_years"
    if not (figures[age] or figures[years]):
        return Due(None, NOT_SET)
    found = []
    if figures[age]:
        born = child.born or child.expected
        found.append(_after(born, figures, age, rule) if born else Due(None, NO_BIRTH))
    if figures[years]:
        last = max(filter(None, (closed_on, child.involved_until, child.died)))
        found.append(_after(last, figures, years, rule))
    return _longest(found)


def _after(day: date, figures: Parameters, figure: str, rule: str) -> Due:
    """Due on the day after so many years: the anniversary itself is still kept, 1 March for 29 February."""
    return Due(birthday(day, figures[figure]) + timedelta(days=1), rule, day, figure)


def _longest(found: list[Due]) -> Due:
    """What is not due before all; else the latest."""
    never = next((one for one in found if one.on is None), None)
    return never or max(found, key=lambda one: one.on or date.min)
