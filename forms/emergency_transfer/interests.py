"""What counts for the child in spite of the emergency: their interests, no delay, and where they stand in court."""

from __future__ import annotations

from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.position import (
    FROM_CLUSTER,
    NOT_SAID_BY_THE_ORDER,
    parent_in_care_question,
    permanence_questions,
    proceedings_question,
)
from forms.shared.reasons import best_interests_question, delay_questions
from protocol.choices import (
    ADOPTION,
    AWAY_FROM_CLUSTER,
    BORN,
    FROM_13,
    INTERIM_CARE_ORDER,
    LEAVING_CARE,
    LOOKED_AFTER,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PLAN_DECIDES_ADOPTION,
    RETURN_HOME,
    SECTION_20,
)
from protocol.statements.scope import Scope

IN_CARE = ("child_status", (LOOKED_AFTER,))
PLAN_DECIDES = (IN_CARE, ("legal_status", (None, *PLAN_DECIDES_ADOPTION)))
HELD = Scope(
    "children whose worker or team would not change but for the emergency",
    (
        (("child_status", BORN), ("proceedings", ("open",))),
        (("child_status", BORN), ("legal_status", (INTERIM_CARE_ORDER,))),
        (("child_status", BORN), ("legal_status", (PLACEMENT_ORDER,))),
        (IN_CARE, ("placement", tuple(sorted(PLACED_FOR_ADOPTION)))),
        (IN_CARE, ("permanence_plan", (ADOPTION,))),
        (
            *(IN_CARE, ("legal_status", (SECTION_20,)), ("permanence_plan", (RETURN_HOME,)), FROM_CLUSTER),
            ("new_team_kind", (*AWAY_FROM_CLUSTER, FROM_13, LEAVING_CARE)),
        ),
        (FROM_CLUSTER, ("new_team_kind", AWAY_FROM_CLUSTER), ("parent_in_care", ("yes",))),
    ),
)


class InterestsSection(Section):
    """Why it is right for the child, whether it delays anything, and what the court and those around it hear."""

    key = "interests"
    title = "The child's interests and the court"

    best_interests = best_interests_question()
    delay_likely, delay_kept_down, delay_accepted_because = delay_questions()
    proceedings = proceedings_question((NOT_SAID_BY_THE_ORDER,), required=True)
    permanence_plan, return_home_months = permanence_questions(("315.4.2", "315.4.4"), PLAN_DECIDES, required=True)
    parent_in_care = parent_in_care_question(required=True)
    court_told = LongTextQuestion(
        "How have the court, the guardian and legal services been told, or how will they be?",
        thing="how the court, the guardian and legal services are told",
        hint="For each that applies: the day, and who tells them",
        lines=3,
        required=True,
        scope=HELD,
        help="The protocol asks for the worker or team to stay. Proceedings are open, or the child is on the way to "
        "adoption or home, or is the baby of a young person in care. Tell everybody who relies on that at once: they "
        "should not read it in the next statement. Write 'none concerned' if there is no court, guardian or lawyer.",
        cites=("315.3.3", "315.4.1", "315.4.2", "315.4.4"),
    )
