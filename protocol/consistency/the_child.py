"""Who the child is: status, legal status, placement, proceedings and plan, and the days since when.

Codes are those of the SSDA903 return. What cannot be by law, whatever the form, is in `impossible`: the register's
import asks the same of the register.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from protocol.answers import Answers
from protocol.choices import (
    ADOPTION,
    CARE_LEAVER,
    CHILD_PROTECTION,
    IN_NEED,
    INTERIM_CARE_ORDER,
    LEGAL_STATUSES,
    NOT_DECIDED,
    PERMANENCE_PLANS,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PROTECTION_PLAN,
    STATUSES,
    UNBORN,
)
from protocol.consistency import impossible
from protocol.consistency.contradiction import ABOUT_A_CHILD, MOVES, Clash, Contradiction, apart
from protocol.consistency.impossible import LOOKED_AFTER_BY, Life, Spell
from protocol.corrections import PREFIX
from protocol.days import date_from
from protocol.parameters import Parameters
from protocol.statements import TRANSFER

NOT_LOOKED_AFTER = (IN_NEED, CHILD_PROTECTION, CARE_LEAVER)
PLACEMENTS = frozenset(
    {
        *("A3", "A4", "A5", "A6", "K1", "K2", "K3", "P1", "P3", "R1", "R2", "R3", "R5", "S1"),
        *("T0", "T1", "T2", "T3", "T4", "U1", "U2", "U3", "U4", "U5", "U6", "Z11", "Z12", "Z13", "Z14"),
    }
)
# A placement with a placement order; D1, made before 2006, stands for one.
BY_CONSENT = ("A3", "A4")
BY_PLACEMENT_ORDER, NO_PLACEMENT_ORDER = ("A5", "A6"), LEGAL_STATUSES - {PLACEMENT_ORDER, "D1"}
OTHER_THAN_ADOPTION = PERMANENCE_PLANS - {ADOPTION, NOT_DECIDED}

# Spell → the question that says it, and the one that says since when.
_QUESTIONS = {
    impossible.STATUS: "child_status",
    impossible.LEGAL_STATUS: "legal_status",
    impossible.PLACEMENT: "placement",
    impossible.DATE_OF_BIRTH: "child_date_of_birth",
    impossible.EXPECTED_DATE_OF_BIRTH: "child_expected_date_of_birth",
}
_SINCE = {impossible.LEGAL_STATUS: "legal_status_since", impossible.PLACEMENT: "placement_since"}
_CORRECTED = f"{PREFIX}child_date_of_birth"
_BIRTH = frozenset((*_QUESTIONS.values(), *_SINCE.values(), _CORRECTED))


def life_of(a: Answers) -> Life:
    """What a record says of the child today."""
    said = {
        impossible.STATUS: a.choice("child_status", STATUSES),
        impossible.LEGAL_STATUS: a.choice("legal_status", LEGAL_STATUSES),
        impossible.PLACEMENT: a.choice("placement", PLACEMENTS | {impossible.NONE}),
    }
    since = {about: a.date(question) for about, question in _SINCE.items()}
    spells = tuple(Spell(about, value, since.get(about)) for about, value in said.items() if value)
    born = a.date("child_date_of_birth")
    expected = a.date("child_expected_date_of_birth") or (_was_expected(a) if born else None)
    return Life(a.today, spells, born, expected)


def _was_expected(a: Answers) -> date | None:
    """When the register expects the birth of a child whom the record corrects to be born."""
    correction = a.raw(_CORRECTED)
    beside = correction.get("beside") if isinstance(correction, Mapping) else None
    return date_from(beside.get("child_expected_date_of_birth")) if isinstance(beside, Mapping) else None


def _cannot_be(a: Answers, p: Parameters) -> Iterator[Clash]:
    for found in impossible.check(life_of(a)):
        at, other = found.spell.about, found.other if isinstance(found.other, str) else found.other.about
        against = _SINCE.get(at, _QUESTIONS[at]) if other == at else _QUESTIONS[other]
        yield Clash("cannot_be_of_a_child", found.text, _QUESTIONS[at], against)


THE_CHILD = (
    Contradiction("cannot_be_of_a_child", ABOUT_A_CHILD, ("legal_status", "child_date_of_birth"), _BIRTH, _cannot_be),
    apart(
        "looked_after_by_legal_status",
        ("child_status", NOT_LOOKED_AFTER),
        ("legal_status", LOOKED_AFTER_BY),
        "The status is {at}, and a child with the legal status {against} is looked after.",
    ),
    apart(
        "looked_after_by_placement",
        ("child_status", (*NOT_LOOKED_AFTER, UNBORN)),
        ("placement", PLACEMENTS),
        "The status is {at}, and a child in the placement {against} is looked after.",
    ),
    apart(
        "placed_without_a_placement_order",
        ("placement", BY_PLACEMENT_ORDER),
        ("legal_status", NO_PLACEMENT_ORDER),
        "The placement {at} rests on a placement order (E1), and the legal status is {against}.",
    ),
    apart(
        "placed_for_adoption_with_another_plan",
        ("permanence_plan", OTHER_THAN_ADOPTION),
        ("placement", PLACED_FOR_ADOPTION),
        "The permanence plan is {at}, and the placement {against} is for adoption.",
        records=MOVES,
    ),
    apart(
        "interim_order_without_proceedings",
        ("proceedings", ("none", "completed")),
        ("legal_status", (INTERIM_CARE_ORDER,)),
        "The proceedings are said to be {at}, and an interim care order ({against}) stands only while they are open.",
    ),
    # A placement order ends care proceedings, and while they are open a parent's consent places nobody for adoption
    # (Adoption and Children Act 2002, section 19(3)). A child can be placed, or have an order, without proceedings.
    apart(
        "proceedings_under_a_placement_order",
        ("proceedings", ("open",)),
        ("legal_status", (PLACEMENT_ORDER,)),
        "The care proceedings are said to be {at}, and a placement order ({against}) ended them; an application to "
        "revoke it does not open them again.",
    ),
    apart(
        "proceedings_of_a_child_placed_for_adoption",
        ("proceedings", ("open",)),
        ("placement", PLACED_FOR_ADOPTION),
        "The care proceedings are said to be {at}, and no child is placed for adoption ({against}) while they are.",
    ),
    apart(
        "interim_order_of_a_child_placed_for_adoption",
        ("placement", BY_CONSENT),
        ("legal_status", (INTERIM_CARE_ORDER,)),
        "The placement {at} is for adoption, and nobody is placed for it while care proceedings are open, as under "
        "an interim care order ({against}).",
    ),
    apart(
        "protection_plan_of_a_child_without_one",
        ("plan_kind", (PROTECTION_PLAN,)),
        ("child_status", (IN_NEED,)),
        "The plan is a {at}, and the status is {against}, not child protection plan.",
        records=(TRANSFER,),
    ),
)
