"""What holds a child where they are: statements of 3.1.5, sections 3 and 4, that a transfer would leave unmet.

Rules and chains share it. It reads what is known and guesses nothing: what is blank holds nobody.
"""

from protocol.ages import AGES, FROM_18
from protocol.answers import Answers
from protocol.choices import (
    ADOPTION,
    CLUSTER,
    INTERIM_CARE_ORDER,
    LEGAL_STATUSES,
    PERMANENCE_PLANS,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PROCEEDINGS,
    RETURN_HOME,
    SECTION_20,
    TEAM_KINDS,
)
from protocol.people import same_person

BABY, PROCEEDINGS_OPEN, ON_THE_WAY_TO_ADOPTION, GOING_HOME = "315.3.3", "315.4.1", "315.4.2", "315.4.4"
# 3.1.5 section 4: a clearly planned timescale, of 3 to 9 months for example.
CLEARLY_PLANNED_MONTHS = 9

READS = (
    *("legal_status", "placement", "proceedings", "permanence_plan", "return_home_months", "parent_in_care"),
    "child_age",
    *("current_worker", "new_worker", "current_team_kind", "new_team_kind"),
)


def held_by(answers: Answers, *, return_home_most_months: int = CLEARLY_PLANNED_MONTHS) -> tuple[str, ...]:
    """The statements that hold the child, in the chapter's order; while proceedings are open that one alone.

    A placement order, or a placement for adoption, holds the child beside them: the two cannot both be so, and until
    one is corrected the stricter posts are asked too.
    return_home_most_months: the longest time in which a return home counts as clearly planned. It reads READS.
    """
    if proceedings_are_open(answers):
        to_be_adopted = is_to_be_adopted(answers) and not _worker_stays(answers)
        return (PROCEEDINGS_OPEN, *((ON_THE_WAY_TO_ADOPTION,) if to_be_adopted else ()))
    holds = {
        BABY: answers.yes("parent_in_care") and _leaves_the_cluster(answers),
        ON_THE_WAY_TO_ADOPTION: is_on_the_way_to_adoption(answers) and not _worker_stays(answers),
        GOING_HOME: _is_going_home(answers, return_home_most_months) and _leaves_the_cluster(answers),
    }
    return tuple(statement for statement, held in holds.items() if held)


def is_grown_up(answers: Answers) -> bool:
    """Whether the child is 18 or over, so that there can be no care proceedings."""
    return answers.choice("child_age", AGES) == FROM_18


def proceedings_are_open(answers: Answers) -> bool:
    """Whether care proceedings are open, as an interim care order implies; never of an adult."""
    if is_grown_up(answers):
        return False
    interim = answers.choice("legal_status", LEGAL_STATUSES) == INTERIM_CARE_ORDER
    return interim or answers.choice("proceedings", PROCEEDINGS) == "open"


def is_on_the_way_to_adoption(answers: Answers) -> bool:
    """Whether the legal status, the placement or the plan is for adoption."""
    return is_to_be_adopted(answers) or answers.choice("permanence_plan", PERMANENCE_PLANS) == ADOPTION


def is_to_be_adopted(answers: Answers) -> bool:
    """Whether a placement order or a placement for adoption says so, as no plan does while proceedings are open."""
    order = answers.choice("legal_status", LEGAL_STATUSES) == PLACEMENT_ORDER
    return order or answers.choice("placement", PLACED_FOR_ADOPTION) != ""


def _worker_stays(answers: Answers) -> bool:
    return same_person(answers.person("current_worker"), answers.person("new_worker"))


def _leaves_the_cluster(answers: Answers) -> bool:
    to = answers.choice("new_team_kind", TEAM_KINDS)
    return answers.choice("current_team_kind", TEAM_KINDS) == CLUSTER and to not in ("", CLUSTER)


def _is_going_home(answers: Answers, most_months: int) -> bool:
    months = answers.number("return_home_months")
    return (
        answers.choice("legal_status", LEGAL_STATUSES) == SECTION_20
        and answers.choice("permanence_plan", PERMANENCE_PLANS) == RETURN_HOME
        and months is not None
        and months <= most_months
    )
