"""What an emergency asks about interests, court and brothers and sisters, and of whom."""

from typing import Any

import pytest

from forms import get_kind
from forms.emergency_transfer.emergency import EmergencySection
from forms.emergency_transfer.interests import InterestsSection

EMERGENCY = get_kind("emergency_transfer")
IN_NEED = {"child": {"id": 1}, "child_status": "child_in_need", "ceasing_looked_after": "no"}
LOOKED_AFTER = {"child": {"id": 1}, "child_status": "looked_after", "legal_status": "C2", "placement": "U4"}
FROM_CLUSTER = {"current_team_kind": "cluster", "new_team_kind": "looked_after_0_12"}
INSIDE_CLUSTER = {"current_team_kind": "cluster", "new_team_kind": "cluster"}


def asked(*answers: dict[str, Any]) -> set[str]:
    told = {name: value for some in answers for name, value in some.items()}
    return {name for name, question in EMERGENCY.questions.items() if question.applies(told)}


def test_proceedings_are_asked_of_every_child_who_is_born_unless_an_interim_care_order_says_that_they_are_open() -> (
    None
):
    assert "proceedings" in asked(IN_NEED)
    assert "proceedings" in asked(LOOKED_AFTER)
    assert "proceedings" not in asked(LOOKED_AFTER, {"legal_status": "C1"})
    assert "proceedings" not in asked(IN_NEED, {"child_status": "unborn"})


@pytest.mark.parametrize(
    "answers",
    [
        IN_NEED | {"proceedings": "open"},
        LOOKED_AFTER | {"legal_status": "C1"},
        LOOKED_AFTER | {"legal_status": "E1"},
        LOOKED_AFTER | {"placement": "A3"},
        LOOKED_AFTER | {"permanence_plan": "adoption"},
        LOOKED_AFTER | FROM_CLUSTER | {"legal_status": "V2", "permanence_plan": "return_home"},
        IN_NEED | FROM_CLUSTER | {"parent_in_care": "yes"},
    ],
    ids=[
        "open proceedings",
        "interim care order",
        "placement order",
        "placed for adoption",
        "to be adopted",
        "home soon",
        "baby",
    ],
)
def test_who_should_have_kept_their_worker_or_team_is_asked_how_the_court_is_told(answers: dict[str, Any]) -> None:
    assert "court_told" in asked(answers)
    assert "court_told" in InterestsSection.from_answers(answers).errors_on_continue()


@pytest.mark.parametrize(
    "answers",
    [
        IN_NEED | {"proceedings": "none"},
        LOOKED_AFTER | {"proceedings": "completed", "permanence_plan": "long_term_fostering"},
        LOOKED_AFTER | INSIDE_CLUSTER | {"legal_status": "V2", "permanence_plan": "return_home"},
        IN_NEED | FROM_CLUSTER | {"parent_in_care": "no"},
    ],
    ids=["no proceedings", "fostering", "stays in the cluster", "no baby of a parent in care"],
)
def test_nobody_else_is_asked_how_the_court_is_told(answers: dict[str, Any]) -> None:
    assert "court_told" not in asked(answers)


def test_the_plan_for_permanence_is_asked_only_where_it_decides_something() -> None:
    assert "permanence_plan" in asked(LOOKED_AFTER)
    assert "permanence_plan" in asked(LOOKED_AFTER, {"legal_status": "V2"})
    assert asked(LOOKED_AFTER, {"legal_status": "E1"}).isdisjoint({"permanence_plan", "return_home_months"})
    assert "permanence_plan" not in asked(IN_NEED)


def test_whose_baby_it_is_is_asked_only_where_a_child_leaves_a_cluster_team() -> None:
    assert "parent_in_care" in asked(IN_NEED, FROM_CLUSTER)
    assert "parent_in_care" not in asked(IN_NEED, INSIDE_CLUSTER)
    assert "parent_in_care" not in asked(IN_NEED, FROM_CLUSTER, {"current_team_kind": "other"})


def test_interests_and_delay_are_asked_of_children_looked_after() -> None:
    assert {"best_interests", "delay_likely"} <= asked(LOOKED_AFTER)
    assert asked(IN_NEED).isdisjoint({"best_interests", "delay_likely"})


def test_a_lead_and_joint_work_are_asked_where_brothers_and_sisters_have_other_workers() -> None:
    different = {"has_siblings": "yes", "siblings_all_share": "no"}
    assert {"lead_family_worker", "joint_working"} <= asked(IN_NEED, different)
    assert asked(IN_NEED, {"has_siblings": "no"}).isdisjoint({"siblings", "lead_family_worker", "joint_working"})


def test_what_is_done_about_steps_is_asked_only_where_some_can_be_taken() -> None:
    assert "step_actions" in EmergencySection.from_answers({"steps_possible": "some"}).errors_on_continue()
    assert "step_actions" not in EmergencySection.from_answers({"steps_possible": "none"}).errors_on_continue()


def test_a_worker_who_has_left_is_not_asked_to_introduce_or_to_advise() -> None:
    some: dict[str, Any] = IN_NEED | {"steps_possible": "some"}
    only_theirs = {"step_introduction", "step_former_worker", "step_outstanding_work"}

    def asked(answers: dict[str, Any]) -> set[str]:
        return {one.name for _, shown in get_kind("emergency_transfer").shown_questions(answers) for one in shown}

    assert only_theirs <= asked(some)
    assert asked(some | {"current_worker_leaving": "left"}).isdisjoint(only_theirs)
