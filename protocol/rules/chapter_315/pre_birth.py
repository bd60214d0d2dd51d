"""Section 3: a pre-birth assessment for a young person who is looked after or a care leaver."""

from protocol.ages import AGES, BABY, TEN_OR_OVER
from protocol.answers import Answers
from protocol.choices import AWAY_FROM_CLUSTER, CARE_LEAVER, CLUSTER, LOOKED_AFTER, STATUSES, TEAM_KINDS, YES_NO
from protocol.outcomes import Verdict, does_not_apply, met, prompt, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.force_of_events import TOLD, by_force_of_events
from protocol.rules.ordinary import ORDINARY, nothing_special
from protocol.rules.said import Ask, still_blank
from protocol.rules.together import joined
from protocol.statements import EMERGENCY, TRANSFER
from protocol.statements.scope import ASK_PARENT

_CONDITION = ("child_status", "child_age", ORDINARY, "pre_birth_assessment")
_PERMANENT, _BIRTH_FAMILY = "permanent_address", "birth_family_address"
_WORKERS = ("current_worker", "new_worker")


def _not_concerned(a: Answers) -> Verdict | None:
    status = a.choice("child_status", STATUSES)
    if not status:
        return unanswered("Select the child's status.", "child_status")
    if status not in (LOOKED_AFTER, CARE_LEAVER) or not _is_of(a, TEN_OR_OVER):
        return does_not_apply()
    if ordinary := nothing_special(a):
        return ordinary
    if a.no("pre_birth_assessment"):
        return does_not_apply()
    if not a.yes("pre_birth_assessment"):
        return unanswered("Say whether a pre-birth assessment is part of this.", "pre_birth_assessment")
    return None


def _is_of(a: Answers, ages: tuple[str | None, ...]) -> bool:
    """Whether the child can be of these ages: so can one whose age is not known."""
    return (a.choice("child_age", AGES) or None) in ages


def _must_be_cluster(a: Answers, question: str, whose: str) -> Verdict | None:
    kind = a.choice(question, TEAM_KINDS)
    if not kind:
        return unanswered(f"The register does not know of what kind the team of {whose} is. Choose another.", question)
    if kind != CLUSTER:
        return unmet(f"T{whose[1:]} is not of a {{cluster_team}}. Choose one that is.", question)
    return None


@rule(
    "315.3.1",
    records=(TRANSFER,),
    reads=(
        *(*_CONDITION, *_WORKERS, "pre_birth_cluster_worker", "pre_birth_cluster_worker_team_kind"),
        "pre_birth_own_worker",
    ),
)
def pre_birth_assessment_is_joint(a: Answers, p: Parameters) -> Verdict:
    """A {social_worker} of a {cluster_team} and the young person's own one assess together."""
    if verdict := _not_concerned(a):
        return verdict
    cluster, own = a.person("pre_birth_cluster_worker"), a.person("pre_birth_own_worker")
    ask = "Name the {social_worker} of the {cluster_team} who does the pre-birth assessment."
    blank = still_blank(
        Ask("pre_birth_cluster_worker", cluster, ask),
        Ask("pre_birth_own_worker", own, "Name the young person's own {social_worker}, who does the assessment too."),
    )
    one_person = None
    if same_person(cluster, own):
        ask = "One {social_worker} is named for both parts of the assessment. Name two who do it together."
        one_person = unmet(ask, "pre_birth_cluster_worker")
    whose = "the {social_worker} who does the assessment with the young person's own"
    return joined(blank, one_person, _is_own(a), _must_be_cluster(a, "pre_birth_cluster_worker_team_kind", whose))


def _is_own(a: Answers) -> Verdict | None:
    """Unmet where the young person's own {social_worker} is neither the one of today nor the one to come."""
    own, known = a.person("pre_birth_own_worker"), [a.person(question) for question in _WORKERS]
    if own is None or None in known or any(same_person(own, one) for one in known):
        return None
    fact = "The young person's own {social_worker} in the assessment is neither the current nor the new one."
    return unmet(f"{fact} Name one of the two.", "pre_birth_own_worker")


@rule(
    "315.3.2",
    records=(TRANSFER,),
    reads=(
        *_CONDITION,
        "pre_birth_lead_team",
        "pre_birth_lead_team_kind",
        "placement_out_of_area",
        "pre_birth_address",
        "pre_birth_address_detail",
    ),
)
def cluster_team_leads_the_assessment(a: Answers, p: Parameters) -> Verdict:
    """A {cluster_team} leads, chosen by the permanent address, or the birth family's when out of area."""
    if verdict := _not_concerned(a):
        return verdict
    lead, ask = a.person("pre_birth_lead_team"), "Name the team that leads the pre-birth assessment."
    blank = still_blank(Ask("pre_birth_lead_team", lead, ask))
    return joined(blank, _must_be_cluster(a, "pre_birth_lead_team_kind", "the team that leads"), _address(a))


def _address(a: Answers) -> Verdict:
    placed, detail = a.choice("placement_out_of_area", YES_NO), a.text("pre_birth_address_detail")
    decided = a.choice("pre_birth_address", (_PERMANENT, _BIRTH_FAMILY))
    blank = still_blank(
        Ask("placement_out_of_area", placed, "Say whether the placement is out of area."),
        Ask("pre_birth_address", decided, "Select the address that decided which team leads."),
        Ask("pre_birth_address_detail", detail, "Enter the area of the address that decided."),
    )
    return joined(_wrong_address(placed == "yes", decided) if placed and decided else None, blank)


def _wrong_address(out_of_area: bool, decided: str) -> Verdict | None:
    if decided == (_BIRTH_FAMILY if out_of_area else _PERMANENT):
        return None
    where = "out of area, so the birth family's" if out_of_area else "in the area, so the permanent"
    fact = f"The placement is {where} address decides which team leads."
    return unmet(f"{fact} Change the team, or correct the address.", "pre_birth_address")


_BABY_MOVES = ("child_status", "child_age", "parent_in_care", "current_team_kind", "new_team_kind")
_BABY_STAYS = (
    "Once the baby is born, their {social_worker} stays the one in the {cluster_team}. The baby's own record will be "
    "checked for this."
)


@rule("315.3.3", records=(TRANSFER,), reads=(*_CONDITION, *_BABY_MOVES))
def babys_worker_is_in_the_cluster_team(a: Answers, p: Parameters) -> Verdict:
    """The baby of a young person in care, or leaving it, stays in the {cluster_team}."""
    if verdict := _baby_moves(a):
        return verdict
    return does_not_apply() if _not_concerned(a) else prompt(_BABY_STAYS, "pre_birth_assessment")


@rule("315.3.3", records=(EMERGENCY,), reads=(*_BABY_MOVES, TOLD))
def babys_worker_stays_unless_forced(a: Answers, p: Parameters) -> Verdict:
    """The baby of a young person in care stays in the {cluster_team}, or managers agree to what is forced."""
    # The kind of a team comes with the team, which every emergency names.
    known = a.choice("new_team_kind", TEAM_KINDS)
    return by_force_of_events(a, _baby_moves(a) if known else None) or does_not_apply()


def _baby_moves(a: Answers) -> Verdict | None:
    """What to say of a baby whose parent is in care or leaving it, or may be; None for no such baby."""
    current, new = a.choice("current_team_kind", TEAM_KINDS), a.choice("new_team_kind", TEAM_KINDS)
    if a.no("parent_in_care") or not _is_of(a, BABY) or (current and current != CLUSTER):
        return None
    if not new:
        return unanswered("Enter the new team: its kind decides whether this applies.", "new_team_kind")
    if new not in (*AWAY_FROM_CLUSTER, CLUSTER) or (new == CLUSTER and not a.yes("parent_in_care")):
        return None
    if not current:
        return unanswered("Enter the current team: its kind decides whether this applies.", "current_team_kind")
    if not a.yes("parent_in_care"):
        return unanswered(ASK_PARENT, "parent_in_care")
    if new == CLUSTER:
        return met("The baby stays in the {cluster_team}.")
    fact = "The baby's parent is looked after or a care leaver, and the baby would leave the {cluster_team}."
    return unmet(f"{fact} Keep the baby there.", "new_team_kind")
