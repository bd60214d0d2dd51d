"""Where a child stands in court and on the way to permanence, as a planned transfer and an emergency ask it."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.question import Question
from forms.engine.text import NumberQuestion
from forms.shared.codes import BORN, LEGAL_STATUSES
from protocol.ages import BABY, UNDER_18
from protocol.choices import AWAY_FROM_CLUSTER, CLUSTER, INTERIM_CARE_ORDER, NO_PERMANENCE, SHORT_BREAKS
from protocol.statements.scope import EVERY_CHILD, Condition

# An interim care order says that proceedings are open.
NOT_SAID_BY_THE_ORDER = ("legal_status", (None, *(code for code in LEGAL_STATUSES if code != INTERIM_CARE_ORDER)))
# While a kind of team is not known, the question is asked at once, so that nothing more follows from the team later.
FROM_CLUSTER = ("current_team_kind", (None, CLUSTER))
TO_ANOTHER_KIND = ("new_team_kind", (None, *AWAY_FROM_CLUSTER))
BABY_MAY_MOVE = (("child_status", BORN), ("child_age", BABY), TO_ANOTHER_KIND, FROM_CLUSTER)
IN_COURT = (("child_status", BORN), ("child_age", UNDER_18))
PERMANENCE_PLANS = {
    "return_home": "Return home",
    "long_term_fostering": "Long-term fostering",
    "family_and_friends": "Living with family or friends",
    "special_guardianship": "Special guardianship",
    "adoption": "Adoption",
    "residential": "Residential care",
    "independence": "Moving on to independence",
    "not_decided": "Not decided yet",
    "not_applicable": "None: not looked after, or in short breaks alone",
}


def proceedings_question(when: tuple[Condition, ...] = (), *, required: bool = False) -> Question:
    """proceedings, of every child who is born, and of nobody from 18 on. when: further conditions."""
    return ChoiceQuestion(
        "Are there care proceedings?",
        name="proceedings",
        thing="whether there are care proceedings",
        choices={"none": "No, and none lately", "open": "Yes, they are open", "completed": "They are completed"},
        scope=EVERY_CHILD,
        when=(*IN_COURT, *when),
        required=required,
        help="The worker and team stay until they are over, unless there is an exception. Legal status C1 means that "
        "they are open.",
        cites=("315.4.1",),
    )


def permanence_questions(
    cites: tuple[str, ...], when: tuple[Condition, ...] = (), *, required: bool = False
) -> tuple[Question, Question]:
    """permanence_plan, return_home_months."""
    return (
        ChoiceQuestion(
            "What is the plan for permanence?",
            name="permanence_plan",
            thing="the plan for permanence",
            choices=PERMANENCE_PLANS,
            only={NO_PERMANENCE: (("legal_status", (None, "none", *SHORT_BREAKS)),)},
            when=when,
            required=required,
            help="Where and with whom the child will grow up, as the last review or the court decided. It says which "
            "team should work with the child. A child who goes home soon stays with the locality. One who does not "
            "moves to a {looked_after_team}. One who is to be adopted keeps the worker they know.",
            cites=cites,
        ),
        NumberQuestion(
            "In how many months is the return home planned?",
            name="return_home_months",
            thing="the number of months until the return home",
            unit="months",
            high=216,
            when=(*when, ("permanence_plan", ("return_home",))),
            help="Counted from the transfer, rounded to whole months. Write 0 if it is less than one.",
            cites=("315.4.3", "315.4.4"),
        ),
    )


def parent_in_care_question(when: tuple[Condition, ...] = (), *, required: bool = False) -> Question:
    """parent_in_care, of a child who moves from a {cluster_team} to a team that may take a baby. when: further ones."""
    return YesNoQuestion(
        "Is this the baby of a young person who is looked after or a care leaver?",
        name="parent_in_care",
        thing="this is the baby of a young person who is looked after or a care leaver",
        scope=EVERY_CHILD,
        when=(*BABY_MAY_MOVE, *when),
        required=required,
        help="Such a baby keeps the worker of the {cluster_team} after the birth, so that parent and baby are each "
        "represented fairly.",
        cites=("315.3.3",),
    )
