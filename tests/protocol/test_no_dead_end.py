"""Whatever is so of a child, of the teams and of the worker, the record goes ahead or says who can lift it.

A situation is a combination of what can be so. It is written as the pages would hold it: all that is asked is answered
as it is, and what is not asked is left out.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forms import get_kind
from protocol import ExceptionDecision, Finding, Outcome
from protocol.casefile import Case, weigh_case
from protocol.choices import AWAY_FROM_CLUSTER
from protocol.statements.departable import IN_SHORT, ranks_of
from tests.protocol.loading import load_case
from tests.protocol.ways_out import as_asked, refused_clashes, untrue, ways_out

Answers = Mapping[str, Any]
WHY = "It is so, and the leaders of both teams see to it that the child does not suffer from it."
TEAM_KINDS = ("cluster", "disability", "looked_after_0_12", "looked_after_13_plus", "leaving_care", "other")
BORN_ON = {"baby": "2026-01-25", "child": "2017-06-20", "young": "2012-06-20", "adult": "2008-03-10"}
SEEDED = settings(
    max_examples=250, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)

NOT_IN_CARE = {"legal_status": None, "placement": None, "carers_told": "does_not_apply", "carers_told_on": None}
IN_NEED = {"child_status": "child_in_need", "plan_kind": "child_in_need_plan", **NOT_IN_CARE}
PROTECTED = {
    "child_status": "child_protection",
    "child_protection_category": "neglect",
    "plan_kind": "child_protection_plan",
    **NOT_IN_CARE,
}
LEAVER = {"child_status": "care_leaver", "plan_kind": "pathway_plan", **NOT_IN_CARE}


def looked_after(legal: str, placement: str = "U4", plan: str = "care_plan", **more: Any) -> dict[str, Any]:
    """A looked after child under this legal status."""
    since = "2026-02-28" if legal == "L1" else "2026-02-15"
    status = {"child_status": "looked_after", "legal_status": legal, "legal_status_since": since}
    return {**status, "placement": placement, "plan_kind": plan, **more}


IN_CARE = (
    looked_after("C1"),
    looked_after("C2"),
    looked_after("C2", "P1"),
    looked_after("E1", permanence_plan="adoption"),
    looked_after("E1", "A5", permanence_plan="adoption"),
    looked_after("V2"),
    looked_after("V3", plan="child_in_need_plan", permanence_plan="not_applicable"),
    looked_after("L1", "U6", plan="none", plan_due_on="2026-03-12", plan_date=None, permanence_plan="not_decided"),
)
CHILDREN = st.one_of(
    st.tuples(st.sampled_from((IN_NEED, PROTECTED)), st.sampled_from(("baby", "child", "young"))),
    st.tuples(st.sampled_from(IN_CARE), st.sampled_from(("baby", "child", "young"))),
    st.tuples(st.sampled_from((looked_after("V2", "K3", "pathway_plan"), LEAVER)), st.just("adult")),
).map(lambda pair: {**pair[0], "child_date_of_birth": BORN_ON[pair[1]]})
PLANS = st.sampled_from(
    (
        {"permanence_plan": "return_home", "return_home_months": 2},
        {"permanence_plan": "return_home", "return_home_months": 14},
        {"permanence_plan": "long_term_fostering"},
        {"permanence_plan": "adoption"},
        {"permanence_plan": "not_decided"},
    )
)
COURT = st.sampled_from(
    (
        {"proceedings": "none", "proceedings_completed_on": None},
        {"proceedings": "open", "proceedings_completed_on": None},
        {"proceedings": "completed", "proceedings_completed_on": "2026-02-05"},
    )
)
# Half of them come from a cluster team, of which the chapters say most.
TEAMS = st.tuples(
    st.one_of(st.just("cluster"), st.sampled_from(TEAM_KINDS)), st.sampled_from(TEAM_KINDS), st.booleans()
)
_OTHER = {"name": "Ana", "status": "looked_after", "worker": "Jo Marsh", "same_worker_after": "no"}
_APART = {"has_siblings": "yes", "siblings_all_share": "no", "siblings": [{**_OTHER, "why_not_shared": WHY}]}
SIBLINGS = st.sampled_from(
    (
        {"has_siblings": "no"},
        {
            "has_siblings": "yes",
            "siblings_all_share": "yes",
            "siblings": [{"name": "Ana", "status": "looked_after"}, {"name": "Dan", "same_worker_after": "adopted"}],
        },
        {"has_siblings": "yes", "siblings": [{"name": "Dan", "same_worker_after": "adult"}]},
        {**_APART, "lead_family_worker": {"id": 12, "name": "Grace Obi"}, "joint_working": WHY},
        _APART,
    )
)
_ATTENDED = {f"{part}_attended": "attended" for part in ("current_team_leader", "new_worker", "new_team_leader")}
_INSTEAD = {"former_worker_until": None, "former_worker_how": None, "former_worker_instead": "Tom Ellis"}
_BY_NEW = {"outstanding_work": [{"task": "Life story book", "owner": "new_worker", "due": "2026-04-10"}]}
_WITHOUT = {"all_attended": "no", "current_worker_part_covered": WHY, **_ATTENDED, **_INSTEAD, **_BY_NEW}
_AWAY = {**_WITHOUT, "current_worker_attended": "absent"}
WORKERS = st.sampled_from(
    (
        {"transfer_reason_code": "ORGRST"},
        {"transfer_reason_code": "LEFTRL", "current_worker_leaving": "yes", "current_worker_last_day": "2026-05-31"},
        {"transfer_reason_code": "LEFTRL", "current_worker_leaving": "left", "joint_visit": "none", **_AWAY},
        {"transfer_reason_code": "SWDIED", "current_worker_leaving": None, "joint_visit": None, **_WITHOUT},
        {"transfer_reason_code": "OTHERS", "transfer_reason_other": "A wish of the family", "joint_visit": "none"},
        {"transfer_reason_code": "ORGRST", "new_worker": {"id": 11, "name": "Priya Shah"}},
    )
)
MEETINGS = st.sampled_from(({}, {}, {"meeting_state": "cannot_be_held"}))
# What every transfer of a kind would be asked besides, and is answered as it is.
BESIDES = {
    "parent_in_care": "yes",
    "continuing_support": "social_work",
    "cin_meeting_date": "2026-03-10",
    "cin_current_manager": "will_attend",
    "cin_new_manager": "will_attend",
    "personal_adviser": "Ali Noor",
    "disability_criterion": "severe_disability",
    "disability_evidence": "The paediatrician's report.",
    "why_thirteen_plus_now": WHY,
    "managers_discussed_on": "2026-02-20",
    "earlier_workers": [{"worker": {"id": 11, "name": "Priya Shah"}, "started_on": "2026-01-26"}],
    "plan_date": "2026-02-20",
    "latest_assessment_date": "2026-02-20",
}


def teams(now: str, then: str, one_leader: bool) -> dict[str, Any]:
    """Two teams of these kinds, or one team where the kinds are the same and one leader leads both."""
    leader, other = {"id": 21, "name": "Tom Ellis"}, {"id": 22, "name": "Rosa Quinn"}
    inside = one_leader and now == then
    return {
        "current_team_kind": now,
        "new_team_kind": then,
        "current_team": {"id": 1, "name": "Team one"},
        "new_team": {"id": 1, "name": "Team one"} if inside else {"id": 2, "name": "Team two"},
        "current_team_leader": leader,
        "new_team_leader": leader if one_leader else other,
    }


def written(base: str, *parts: Answers) -> Case:
    """The record of a situation, as the pages would hold it."""
    case = load_case(base)
    answers: dict[str, Any] = {}
    for part in (case.answers, *parts):
        answers |= part
    asked = get_kind(case.record).questions
    said = {name: value for name, value in answers.items() if value is not None and name in asked}
    return as_asked(replace(case, answers=said), own=())


def with_what_follows(child: Answers) -> dict[str, Any]:
    """What is so because of who the child is: proceedings under an interim order, the end of care at 18."""
    follows: dict[str, Any] = {}
    if child["legal_status"] == "C1":
        follows |= {"proceedings": None, "proceedings_completed_on": None}
    if child["legal_status"] in ("E1", "C2"):
        follows |= {"proceedings": "completed", "proceedings_completed_on": "2026-02-15"}
    if child["child_date_of_birth"] == BORN_ON["adult"]:
        follows |= {"ceasing_looked_after": "yes", "permanence_plan": "independence"}
    return follows


def goes_ahead(case: Case) -> None:
    """Fail where something untrue has to be said, or where the record stops and names nobody who could lift it."""
    assert untrue(case) == []
    explained = with_reasons(case)
    found = ways_out(explained)
    assert found.stuck == ()
    assert found.unsaid == ()
    assert all(found.needs.values())
    assert all(found.accepts.values())
    assert found.decides
    if found.another_record:
        return
    allowed = tuple(ExceptionDecision(f"EX-{one}", one, frozenset(ranks_of(one)), approved=True) for one in found.needs)
    assert weigh_case(replace(explained, exceptions=allowed)).can_submit


def with_reasons(case: Case) -> Case:
    """The case with a reason for all that is said not to be so. What is only left open has none: it is answered."""
    reasons: dict[str, str] = {}
    while more := {one.statement for one in weigh_case(case).findings if _is_explained(one)} - reasons.keys():
        reasons |= dict.fromkeys(more, WHY)
        case = replace(case, answers={**case.answers, "departures": reasons})
    return case


def _is_explained(finding: Finding) -> bool:
    return finding.takes_reason and finding.outcome is Outcome.UNMET


@SEEDED
@given(CHILDREN, PLANS, COURT, TEAMS, SIBLINGS, WORKERS, MEETINGS)
def test_no_planned_transfer_is_stuck(
    child: Answers,
    plan: Answers,
    court: Answers,
    of_teams: tuple[str, str, bool],
    siblings: Answers,
    worker: Answers,
    meeting: Answers,
) -> None:
    parts = (BESIDES, plan, court, child, teams(*of_teams), siblings, worker, meeting, with_what_follows(child))
    goes_ahead(written("a_looked_after_child_moves_in_good_order", *parts))


HOME_SOON = {**looked_after("V2"), "permanence_plan": "return_home", "return_home_months": 2}
BABY_OF_SOMEBODY_IN_CARE = {**IN_NEED, "child_date_of_birth": BORN_ON["baby"]}
EVERY_PAIR = [(now, then) for now in TEAM_KINDS for then in TEAM_KINDS]


@pytest.mark.parametrize("now, then", EVERY_PAIR)
def test_section_20_and_home_in_eight_weeks_is_held_by_a_cluster_team_alone(now: str, then: str) -> None:
    parts = (BESIDES, HOME_SOON, {"proceedings": "none", "proceedings_completed_on": None})
    case = written("a_looked_after_child_moves_in_good_order", *parts, teams(now, then, one_leader=False))

    goes_ahead(case)
    assert list(ways_out(with_reasons(case)).needs) == ["315.4.4"] * (now == "cluster" != then)


@pytest.mark.parametrize("now, then", EVERY_PAIR)
def test_the_baby_of_somebody_in_care_is_held_by_a_cluster_team_alone(now: str, then: str) -> None:
    parts = (BESIDES, BABY_OF_SOMEBODY_IN_CARE, {"proceedings": "none", "proceedings_completed_on": None})
    case = written("a_looked_after_child_moves_in_good_order", *parts, teams(now, then, one_leader=False))

    goes_ahead(case)
    away = now == "cluster" and then in AWAY_FROM_CLUSTER
    assert list(ways_out(with_reasons(case)).needs) == ["315.3.3"] * away


_NO_STEP = {f"step_{step}": None for step in ("meeting", "outstanding_work", "introduction", "transition")}
_DIED = {"transfer_reason_code": "SWDIED", "steps_possible": None, "step_former_worker": None, **_NO_STEP}
HAPPENED = st.sampled_from(
    (
        {},
        {**_DIED, "step_actions": None},
        {"steps_possible": "none"},
        {"step_introduction": "can_be_done"},
        {"relationship_actions": None},
        {"service_actions": None, "relationship_actions": None, "no_action_reason": WHY},
        {"step_actions": [{"what": "A list of what is left", "who": "Femi Cole", "state": "tried"}]},
        {"new_worker": {"id": 11, "name": "Priya Shah"}},
        {"happened_on": "2026-02-02", "why_no_meeting_in_time": WHY},
    )
)
TOLD = {
    "court_told": WHY,
    "carers_told": "told",
    "parent_in_care": "yes",
    "confirming_manager": {"id": 51, "name": "Ivy Moss"},
}


@SEEDED
@given(CHILDREN, PLANS, COURT, TEAMS, SIBLINGS, HAPPENED)
def test_no_emergency_is_stuck(
    child: Answers, plan: Answers, court: Answers, of_teams: tuple[str, str, bool], siblings: Answers, happened: Answers
) -> None:
    began = {"earlier_workers": BESIDES["earlier_workers"]}
    parts = (TOLD, began, plan, court, child, teams(*of_teams), siblings, happened, with_what_follows(child))
    goes_ahead(written("an_emergency_in_good_order", *parts))


_UNREACHABLE = {f"{part}_attended": "attended" for part in ("worker", "outgoing_team_leader", "new_team_leader")}
GONE = st.sampled_from(
    (
        {},
        *(
            {"all_attended": "no", **_UNREACHABLE, f"{part}_attended": "unreachable", f"{part}_unreachable": WHY}
            for part in ("worker", "outgoing_team_leader", "new_team_leader")
        ),
        {"all_attended": "no", **_UNREACHABLE, "new_team_leader_attended": "absent"},
    )
)
_ROW = {"child": {"id": 101, "name": "Kai Morgan"}, "status": "looked_after", "discussed": "yes"}
_SETTLED = {**_ROW, "understood": "satisfied"}
CASES = st.sampled_from(
    (
        {"open_cases": 0, "cases": None},
        {"open_cases": 1, "cases": [_SETTLED]},
        {"open_cases": 2, "cases": [_SETTLED]},
        {"open_cases": 1, "cases": [{**_SETTLED, "discussed": "no"}]},
        {"open_cases": 1, "cases": [{**_ROW, "understood": "unresolved", "unresolved_issue": WHY}]},
        {"open_cases": 1, "cases": [{**_SETTLED, "held_by": "adoption", "what_becomes": "stays"}]},
    )
)
FOUR_WAY = {"locality_leaders_told_on": "2026-02-23", "four_way_date": "2026-02-24", "four_way_outcome": WHY}
PDR = st.sampled_from(({}, {"pdr_available": "no"}, {"pdr_date": None, "pdr_available": "no"}))


@SEEDED
@given(GONE, CASES, PDR, st.sampled_from(("worker_moves_team", "leader_leaves")), st.sampled_from(("yes", "none")))
def test_no_handover_of_management_is_stuck(
    gone: Answers, cases: Answers, pdr: Answers, reason: str, unresolved: str
) -> None:
    marked = any(row["understood"] == "unresolved" for row in cases["cases"] or ())
    unresolved = "yes" if marked else unresolved
    rest = {"handover_reason": reason, "unresolved": unresolved, "unresolved_detail": WHY, **FOUR_WAY}
    goes_ahead(written("a_management_handover_in_good_order", gone, cases, pdr, rest))


GROUNDS = st.sampled_from(
    (
        {},
        {"short_term_issues": None},
        {"ground": "relationship_prevents_outcomes", "preventing_evidence": WHY},
        {"ground": "worker_leaving", "leaving_on": "2026-03-20", "why_expedient": WHY},
        {"ground": "worker_leaving", "leaving_on": "2026-01-02", "why_expedient": WHY},
        {"ground": "other_reason", "other_reason": WHY, "exception_discussed_on": "2026-02-26", "rationale": WHY},
    )
)
INSTEAD = st.sampled_from(
    (
        {},
        {"decided_instead": "stays", "other_team": {"id": 7, "name": "Looked after 13 plus"}},
        {"decided_instead": "moves_later"},
        {"decided_instead": "moves_otherwise", "proposed_instead": WHY},
    )
)
# What is asked of a child of whom it decides whether the statement holds them.
POSITION = {"proceedings": "open", "permanence_plan": "return_home", "return_home_months": 4, "parent_in_care": "yes"}
# Nobody asks for an exception from what asks nothing of the child.
NEEDLESS = {
    "nothing_to_depart_from",
    "proceedings_under_a_placement_order",
    "proceedings_of_a_child_placed_for_adoption",
}
VIEWS = {"current_manager_view": WHY, "new_manager_view": WHY}
FROM = st.sampled_from(list(IN_SHORT))


@SEEDED
@given(CHILDREN, FROM, GROUNDS, INSTEAD, SIBLINGS)
def test_no_exception_decision_is_stuck(
    child: Answers, statement: str, ground: Answers, instead: Answers, siblings: Answers
) -> None:
    parts = (VIEWS, POSITION, child, {"departs_from": statement}, ground, instead, siblings)
    case = written("an_exception_in_good_order", *parts)
    assume(NEEDLESS.isdisjoint(one.name for one in refused_clashes(case, case.answers)))
    goes_ahead(case)
