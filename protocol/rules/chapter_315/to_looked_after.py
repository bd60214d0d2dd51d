"""Section 4: from cluster teams to looked after teams."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from protocol.answers import Answers
from protocol.chains.escalation import HEADS
from protocol.choices import (
    ADOPTION,
    CLUSTER,
    LEGAL_STATUSES,
    LOOKED_AFTER_TEAMS,
    NO_PERMANENCE,
    NOT_DECIDED,
    PLACED_FOR_ADOPTION,
    PLACEMENT_ORDER,
    PLAN_DECIDES_ADOPTION,
    PROCEEDINGS,
    RETURN_HOME,
    SECTION_20,
    TEAM_KINDS,
)
from protocol.formatting import count, day
from protocol.held import READS as HELD_QUESTIONS
from protocol.held import held_by, is_grown_up, is_to_be_adopted, proceedings_are_open
from protocol.outcomes import Verdict, does_not_apply, met, prompt, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.force_of_events import TOLD, by_force_of_events
from protocol.rules.looked_after import PLAN_READS, ask_for_plan, not_looked_after, permanence_plan
from protocol.rules.said import Ask, still_blank
from protocol.rules.to_come import still_to_come
from protocol.statements import EMERGENCY, TRANSFER
from protocol.statements.scope import ASK_PROCEEDINGS

_ASK_PLAN = "Select the child's permanence plan."
_ASK_NOW = "Enter the current team: its kind decides whether this applies."
_ASK_TEAM = "Enter the new team: its kind decides whether this applies."
_ASK_MONTHS = "Enter in how many months the child is planned to return home."
_NO_TEAM_YET = (
    "Permanence is not decided, so no kind of team follows from it yet. Think about moving the child once it is."
)
_TEAMS = ("current_team_kind", "new_team_kind")


@rule(
    "315.4.1",
    records=(TRANSFER,),
    reads=("child_age", "legal_status", "proceedings", "proceedings_completed_on", "transfer_date"),
)
def proceedings_are_complete(a: Answers, p: Parameters) -> Verdict:
    """No transfer while care proceedings are open, as an interim care order implies that they are."""
    return _of_nobody_grown_up(a) or _still_open(a) or _completed_in_time(a) or met()


@rule("315.4.1", records=(EMERGENCY,), reads=("child_age", "legal_status", "proceedings", TOLD))
def proceedings_are_complete_or_forced(a: Answers, p: Parameters) -> Verdict:
    """Care proceedings are complete, or the {service_delivery_managers} agree to what an emergency forces."""
    return _of_nobody_grown_up(a) or by_force_of_events(a, _still_open(a)) or met()


def _of_nobody_grown_up(a: Answers) -> Verdict | None:
    return does_not_apply("There are no care proceedings about anybody of 18 or over.") if is_grown_up(a) else None


def _still_open(a: Answers) -> Verdict | None:
    proceedings = a.choice("proceedings", PROCEEDINGS)
    if proceedings == "open":
        return unmet("Care proceedings are open. Wait with the transfer until they are complete.", "proceedings")
    if proceedings_are_open(a):
        return unmet(
            "An interim care order (C1) means that care proceedings are open. Wait until they are complete, or "
            "correct the legal status.",
            "legal_status",
        )
    if not proceedings:
        return unanswered(ASK_PROCEEDINGS, "proceedings")
    return None


def _completed_in_time(a: Answers) -> Verdict | None:
    completed, transfer = a.date("proceedings_completed_on"), a.date("transfer_date")
    if a.choice("proceedings", PROCEEDINGS) != "completed":
        return None
    if completed and transfer and completed > transfer:
        return unmet(
            f"The proceedings end on {day(completed)}, after the transfer on {day(transfer)}. Move the transfer.",
            "transfer_date",
        )
    return still_to_come(a, "proceedings_completed_on", "the proceedings were completed")


# Question → the answers by which a child is on the way to adoption, and what they say.
_SIGNS: Mapping[str, tuple[Collection[str], str]] = MappingProxyType(
    {
        "permanence_plan": ((ADOPTION,), "The permanence plan is adoption."),
        "legal_status": ((PLACEMENT_ORDER,), "There is a placement order (E1)."),
        "placement": (PLACED_FOR_ADOPTION, "The child is placed for adoption."),
    }
)
_ADOPTION = (*PLAN_READS, "child_age", "placement", "proceedings", "current_worker", "new_worker")


@rule("315.4.2", records=(TRANSFER,), reads=_ADOPTION)
def adoption_keeps_its_worker(a: Answers, p: Parameters) -> Verdict:
    """A child whose plan, order or placement is for adoption keeps the {social_worker} once proceedings are over."""
    return _kept_until_adopted(a)


@rule("315.4.2", records=(EMERGENCY,), reads=(*_ADOPTION, TOLD))
def adoption_keeps_its_worker_unless_forced(a: Answers, p: Parameters) -> Verdict:
    """A child on the way to adoption keeps the {social_worker}, or the {heads_of_service} agree to what is forced."""
    return by_force_of_events(a, _kept_until_adopted(a), HEADS) or met()


def _kept_until_adopted(a: Answers) -> Verdict:
    too_early = proceedings_are_open(a) and not is_to_be_adopted(a)
    if too_early or same_person(a.person("current_worker"), a.person("new_worker")):
        return does_not_apply()
    sign = next((question for question, (values, _) in _SIGNS.items() if a.choice(question, values)), None)
    if sign is None:
        return _no_sign_of_adoption(a)
    ask = "Leave the child with the current {social_worker} until the adoption is complete."
    return unmet(f"{_SIGNS[sign][1]} {ask}", sign)


def _no_sign_of_adoption(a: Answers) -> Verdict:
    """Unanswered while the plan could be adoption: an emergency asks for it where the order leaves that open."""
    if verdict := not_looked_after(a):
        return verdict
    legal = a.choice("legal_status", LEGAL_STATUSES)
    settled = a.kind == EMERGENCY and legal not in ("", *PLAN_DECIDES_ADOPTION)
    return (
        does_not_apply() if settled or permanence_plan(a) else unanswered(ask_for_plan(a, _ASK_PLAN), "permanence_plan")
    )


@rule("315.4.3", records=(TRANSFER,), reads=("child_status", *HELD_QUESTIONS), uses=("return_home_most_months",))
def team_follows_the_permanence_plan(a: Answers, p: Parameters) -> Verdict:
    """In or into a {cluster_team}, a child who goes on being looked after belongs in a {looked_after_team}."""
    if verdict := not_looked_after(a):
        return verdict
    plan, now, team = (permanence_plan(a), *(a.choice(question, TEAM_KINDS) for question in _TEAMS))
    if held_by(a, return_home_most_months=p["return_home_most_months"]) or plan in (NO_PERMANENCE, ADOPTION):
        return does_not_apply()
    if now and team and CLUSTER not in (now, team):
        return does_not_apply()
    if plan == NOT_DECIDED:
        return prompt(_NO_TEAM_YET, "permanence_plan")
    months = a.number("return_home_months") if plan == RETURN_HOME else 0
    blank = still_blank(
        Ask("permanence_plan", plan, ask_for_plan(a, _ASK_PLAN)),
        Ask("return_home_months", months, _ASK_MONTHS),
        *((Ask("current_team_kind", now, _ASK_NOW),) if team != CLUSTER else ()),
        Ask("new_team_kind", team, _ASK_TEAM),
    )
    if blank:
        return blank
    if plan == RETURN_HOME and not _is_late(months, p):
        return does_not_apply()
    return met() if team in LOOKED_AFTER_TEAMS else _wrong_team(a, plan, p["return_home_most_months"])


def _is_late(months: int | None, p: Parameters) -> bool:
    """Whether a return home is planned for later than what counts as clearly planned."""
    return months is not None and months > p["return_home_most_months"]


def _wrong_team(a: Answers, plan: str, most: int) -> Verdict:
    fact = f"No return home is planned within {count(most, 'month')}"
    months = a.number("return_home_months")
    if plan == RETURN_HOME and months is not None:
        fact = f"The return home is planned in {count(months, 'month')}, which is more than {most}"
    wanted = "so a {looked_after_team} is expected to take the child on"
    prompt_ = "Say why the child does not move to a {looked_after_team}"
    return unmet(f"{fact}, {wanted}. Change the new team, or say why.", "new_team_kind", prompt=prompt_)


_SECTION_20 = (*PLAN_READS, "return_home_months", *_TEAMS)


@rule("315.4.4", records=(TRANSFER,), reads=_SECTION_20, uses=("return_home_most_months",))
def section_20_stays_with_the_cluster_team(a: Answers, p: Parameters) -> Verdict:
    """Under section 20 (V2), with a plan to return home in the set time, the {cluster_team} keeps the child."""
    return _stays_until_home(a, p)


@rule("315.4.4", records=(EMERGENCY,), reads=(*_SECTION_20, TOLD), uses=("return_home_most_months",))
def section_20_stays_unless_forced(a: Answers, p: Parameters) -> Verdict:
    """The {cluster_team} keeps a child who goes home from section 20, or managers agree to what is forced."""
    return by_force_of_events(a, _stays_until_home(a, p)) or met()


def _stays_until_home(a: Answers, p: Parameters) -> Verdict:
    if verdict := not_looked_after(a):
        return verdict
    legal, plan, months = a.choice("legal_status", LEGAL_STATUSES), permanence_plan(a), a.number("return_home_months")
    now, team = (a.choice(question, TEAM_KINDS) for question in _TEAMS)
    another_plan = plan and (plan != RETURN_HOME or _is_late(months, p))
    if (legal and legal != SECTION_20) or another_plan or (now and now != CLUSTER):
        return does_not_apply()
    blank = still_blank(
        Ask("legal_status", legal, "Select the child's legal status."),
        Ask("permanence_plan", plan, ask_for_plan(a, _ASK_PLAN)),
        *((Ask("return_home_months", months, _ASK_MONTHS),) if plan else ()),
        Ask("current_team_kind", now, _ASK_NOW),
        Ask("new_team_kind", team, _ASK_TEAM),
    )
    if blank:
        return blank
    if team == CLUSTER:
        return met()
    fact = "A child under section 20 who is to return home would leave the {cluster_team}."
    return unmet(f"{fact} Keep the child there.", "new_team_kind")
