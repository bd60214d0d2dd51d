"""Section 4: from cluster teams to looked after teams."""

from protocol.answers import Answers
from protocol.choices import (
    ADOPTION,
    CLUSTER,
    INTERIM_CARE_ORDER,
    LEGAL_STATUSES,
    LOOKED_AFTER_TEAMS,
    NO_PERMANENCE,
    NOT_DECIDED,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PROCEEDINGS,
    RETURN_HOME,
    SECTION_20,
    TEAM_KINDS,
)
from protocol.formatting import count, day
from protocol.outcomes import Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.looked_after import PLAN_READS, not_looked_after, permanence_plan
from protocol.rules.said import Ask, still_blank
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined
from protocol.statements import TRANSFER
from protocol.statements.scope import ASK_PROCEEDINGS

_ASK_PLAN = "Select the child's permanence plan."
_NO_TEAM_YET = (
    "Permanence is not decided, so no kind of team follows from it. Wait until it is decided, or say why the child "
    "moves now."
)
_WHY_NOW = "Say why the child moves before permanence is decided"
_ASK_TEAM = "Enter the new team: its kind decides whether this applies."


@rule(
    "315.4.1", records=(TRANSFER,), reads=("legal_status", "proceedings", "proceedings_completed_on", "transfer_date")
)
def proceedings_are_complete(a: Answers, p: Parameters) -> Verdict:
    """No transfer while care proceedings are open, as an interim care order implies that they are."""
    proceedings = a.choice("proceedings", PROCEEDINGS)
    if proceedings == "open":
        return unmet("Care proceedings are open. Wait with the transfer until they are complete.", "proceedings")
    if a.choice("legal_status", LEGAL_STATUSES) == INTERIM_CARE_ORDER:
        return unmet(
            "An interim care order (C1) means that care proceedings are open. Wait until they are complete, or "
            "correct the legal status.",
            "legal_status",
        )
    if not proceedings:
        return unanswered(ASK_PROCEEDINGS, "proceedings")
    completed, transfer = a.date("proceedings_completed_on"), a.date("transfer_date")
    if proceedings == "completed" and completed and transfer and completed > transfer:
        return unmet(
            f"The proceedings end on {day(completed)}, after the transfer on {day(transfer)}. Move the transfer.",
            "transfer_date",
        )
    early = still_to_come(a, "proceedings_completed_on", "the proceedings were completed")
    return (early if proceedings == "completed" else None) or met()


@rule("315.4.2", records=(TRANSFER,), reads=(*PLAN_READS, "placement", "current_worker", "new_worker"))
def adoption_keeps_its_worker(a: Answers, p: Parameters) -> Verdict:
    """A child whose plan, order or placement is for adoption keeps the {social_worker}."""
    if verdict := not_looked_after(a):
        return verdict
    signs = {
        "permanence_plan": permanence_plan(a) == ADOPTION,
        "legal_status": a.choice("legal_status", LEGAL_STATUSES) == PLACEMENT_ORDER,
        "placement": a.choice("placement", PLACED_FOR_ADOPTION) != "",
    }
    sign = next((question for question, found in signs.items() if found), None)
    if sign is None:
        return does_not_apply() if permanence_plan(a) else unanswered(_ASK_PLAN, "permanence_plan")
    if same_person(a.person("current_worker"), a.person("new_worker")):
        return met("The same {social_worker} stays with the child.")
    ask = "Leave the child with the current {social_worker} until the adoption is complete."
    return unmet(f"The child is on the way to adoption. {ask}", sign)


@rule(
    "315.4.3",
    records=(TRANSFER,),
    reads=(*PLAN_READS, "return_home_months", "new_team_kind"),
    uses=("return_home_most_months",),
)
def team_follows_the_permanence_plan(a: Answers, p: Parameters) -> Verdict:
    """A {looked_after_team} takes the child when no return home is planned in the set time, and only then."""
    if verdict := not_looked_after(a):
        return verdict
    plan, team = permanence_plan(a), a.choice("new_team_kind", TEAM_KINDS)
    if plan == NO_PERMANENCE:
        return does_not_apply()
    if not plan:
        return joined(still_blank(Ask("permanence_plan", plan, _ASK_PLAN), Ask("new_team_kind", team, _ASK_TEAM)))
    if plan == NOT_DECIDED:
        return unmet(_NO_TEAM_YET, "permanence_plan", prompt=_WHY_NOW)
    months = a.number("return_home_months")
    known = months if plan == RETURN_HOME else 0
    ask = "Enter in how many months the child is planned to return home."
    if blank := still_blank(Ask("return_home_months", known, ask), Ask("new_team_kind", team, _ASK_TEAM)):
        return blank
    most = p["return_home_most_months"]
    returning = plan == RETURN_HOME and months is not None and months <= most
    if returning != (team in LOOKED_AFTER_TEAMS):
        return met()
    return _wrong_team(returning, months if plan == RETURN_HOME else None, most)


def _wrong_team(returning: bool, months: int | None, most: int) -> Verdict:
    if returning and months is not None:
        plan = f"A return home is planned in {count(months, 'month')}"
        wanted = "so a {cluster_team} is expected to keep the child"
        prompt = "Say why a child who is to return home moves to a {looked_after_team}"
    else:
        plan = f"No return home is planned within {count(most, 'month')}"
        if months is not None:
            plan = f"The return home is planned in {count(months, 'month')}, which is more than {most}"
        wanted = "so a {looked_after_team} is expected to take the child on"
        prompt = "Say why the child does not move to a {looked_after_team}"
    return unmet(f"{plan}, {wanted}. Change the new team, or say why.", "new_team_kind", prompt=prompt)


@rule(
    "315.4.4",
    records=(TRANSFER,),
    reads=(*PLAN_READS, "return_home_months", "current_team_kind", "new_team_kind"),
    uses=("return_home_most_months",),
)
def section_20_stays_with_the_cluster_team(a: Answers, p: Parameters) -> Verdict:
    """Under section 20 (V2), with a plan to return home in the set time, the {cluster_team} keeps the child."""
    if verdict := not_looked_after(a):
        return verdict
    legal, plan = a.choice("legal_status", LEGAL_STATUSES), permanence_plan(a)
    # While permanence is not decided there is no clear plan to return home, of which the statement speaks.
    if (legal and legal != SECTION_20) or (plan and plan != RETURN_HOME) or _is_elsewhere_or_late(a, p):
        return does_not_apply()
    team = a.choice("new_team_kind", TEAM_KINDS)
    if blank := still_blank(
        Ask("legal_status", legal, "Select the child's legal status."),
        Ask("permanence_plan", plan, _ASK_PLAN),
        Ask("new_team_kind", team, _ASK_TEAM),
    ):
        return blank
    if team == CLUSTER:
        return met()
    fact = "A child under section 20 who is to return home would leave the {cluster_team}."
    return unmet(f"{fact} Keep the child there.", "new_team_kind")


def _is_elsewhere_or_late(a: Answers, p: Parameters) -> bool:
    """Whether no {cluster_team} has the child now, or the return home is later than what counts as clearly planned."""
    now, months = a.choice("current_team_kind", TEAM_KINDS), a.number("return_home_months")
    return now not in ("", CLUSTER) or (months is not None and months > p["return_home_most_months"])
