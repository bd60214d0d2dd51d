"""Who decides on an emergency transfer, an exception and a management handover."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import RECORDS, Decision, StepSpec, authority_of, chain

TOM, ROSA = {"id": 21, "name": "Tom Ellis"}, {"id": 22, "name": "Rosa Quinn"}
UNA, MAX = {"id": 41, "name": "Una Hart"}, {"id": 42, "name": "Max Lund"}
IVY, KEN = {"id": 51, "name": "Ivy Moss"}, {"id": 52, "name": "Ken Abt"}
ANN, PRIYA = {"id": 61, "name": "Ann Kerr"}, {"id": 11, "name": "Priya Shah"}

LEADERS = ["transferring_team_leader", "receiving_team_leader"]
MANAGERS = ["transferring_service_delivery_manager", "receiving_service_delivery_manager"]
HEADS = ["transferring_head_of_service", "receiving_head_of_service"]


def decision(step: str, outcome: str = "approved") -> Decision:
    return Decision(step, outcome, {"name": "Somebody"}, date(2026, 3, 4))


def approved(*steps: str) -> list[Decision]:
    return [decision(step) for step in steps]


def emergency(author: dict[str, Any] | None = None, **changed: Any) -> tuple[StepSpec, ...]:
    answers = {"reallocating_team_leader": TOM, "new_team_leader": ROSA, "confirming_manager": IVY}
    return chain("emergency_transfer", {**answers, **changed}, author=author)


def exception(*decisions: Decision, **changed: Any) -> list[str]:
    answers = {"current_team_leader": TOM, "new_team_leader": ROSA, "departs_from": "315.4.4", **changed}
    return [step.key for step in chain("exception_decision", answers, decisions=decisions)]


def management(author: dict[str, Any] | None = None, **changed: Any) -> tuple[StepSpec, ...]:
    answers = {"worker": PRIYA, "outgoing_team_leader": TOM, "new_team_leader": ROSA, "unresolved": "none"}
    leaders = {"outgoing_locality_leader": IVY, "new_locality_leader": KEN}
    return chain("management_handover", {**answers, **leaders, **changed}, author=author)


def authority(answers: dict[str, Any], decisions: list[Decision], managers: Any = None) -> frozenset[str]:
    asked = chain("exception_decision", answers, decisions=decisions, managers=managers)
    return authority_of({step.key: step.rank for step in asked}, decisions)


def keys(steps: tuple[StepSpec, ...]) -> list[str]:
    return [step.key for step in steps]


def test_in_an_emergency_the_leader_declares_the_new_one_agrees_and_a_manager_confirms() -> None:
    assert [(step.order, step.key, step.action, step.person) for step in emergency()] == [
        (1, "reallocating_team_leader", "confirm", TOM),
        (2, "receiving_team_leader", "decide", ROSA),
        (3, "confirming_manager", "decide", IVY),
    ]


def test_in_an_emergency_inside_one_team_nobody_else_has_to_agree() -> None:
    assert keys(emergency(new_team_leader=TOM)) == ["reallocating_team_leader", "confirming_manager"]


def test_whoever_leads_both_teams_of_an_emergency_takes_one_step_that_names_both_parts() -> None:
    one = emergency(new_team_leader=TOM)[0]
    assert one.part == "reallocating and receiving {team_leader}"
    assert "is true" in one.declaration
    assert "takes this case on" in one.declaration


def test_the_leader_who_writes_an_emergency_declares_it_by_submitting() -> None:
    assert [step.on_submission for step in emergency(author=TOM)] == [True, False, False]


def test_an_emergency_without_a_named_manager_goes_to_the_locality_leader() -> None:
    named = {"current_locality_leader": KEN}
    assert chain("emergency_transfer", {}, managers=named)[-1].person == KEN


def test_an_exception_has_no_chain_before_its_ground_is_known() -> None:
    assert exception() == []


@pytest.mark.parametrize("ground", ["significant_relationship", "relationship_prevents_outcomes", "worker_leaving"])
def test_under_grounds_1_to_3_both_team_leaders_decide(ground: str) -> None:
    assert exception(ground=ground) == LEADERS


def test_one_leader_of_both_teams_decides_once_on_an_exception() -> None:
    assert exception(ground="worker_leaving", new_team_leader=TOM) == ["transferring_team_leader"]


def test_one_leader_of_both_teams_is_named_in_both_parts_of_an_exception() -> None:
    answers = {"ground": "worker_leaving", "current_team_leader": TOM, "new_team_leader": TOM}
    assert [step.part for step in chain("exception_decision", answers)] == ["transferring and receiving {team_leader}"]


def test_team_leaders_decide_on_an_exception_in_parallel() -> None:
    answers = {"ground": "worker_leaving", "current_team_leader": TOM, "new_team_leader": ROSA}
    assert {step.order for step in chain("exception_decision", answers)} == {1}


def test_when_a_team_leader_cannot_agree_to_an_exception_the_managers_decide() -> None:
    assert exception(decision(LEADERS[0], "cannot_agree"), ground="worker_leaving") == [*LEADERS, *MANAGERS]


def test_when_the_managers_cannot_agree_either_the_heads_of_service_decide() -> None:
    so_far = decision(LEADERS[0], "cannot_agree"), decision(MANAGERS[0], "cannot_agree")
    assert exception(*so_far, ground="worker_leaving") == [*LEADERS, *MANAGERS, *HEADS]


def test_under_ground_4_both_managers_decide() -> None:
    assert exception(ground="other_reason") == MANAGERS


def test_under_ground_4_the_heads_of_service_decide_when_a_manager_cannot_agree() -> None:
    assert exception(decision(MANAGERS[1], "cannot_agree"), ground="other_reason") == [*MANAGERS, *HEADS]


@pytest.mark.parametrize("ground", ["significant_relationship", "worker_leaving", "other_reason"])
def test_while_proceedings_are_open_the_managers_decide_whatever_the_ground(ground: str) -> None:
    assert exception(ground=ground, departs_from="315.4.1") == MANAGERS


@pytest.mark.parametrize("view", ["approved", "cannot_agree"])
def test_before_adoption_the_heads_of_service_decide_whatever_the_managers_views_are(view: str) -> None:
    views = [decision(MANAGERS[0]), decision(MANAGERS[1], view)]
    answers = {"ground": "worker_leaving", "departs_from": "315.4.2"}
    steps = chain("exception_decision", answers, decisions=views)
    assert keys(steps) == [*MANAGERS, *HEADS]
    assert [step.may_refuse for step in steps] == [False, False, True, True]
    assert "heads_of_service" in authority(answers, [*views, *approved(*HEADS)])


def test_before_adoption_the_managers_decide_and_then_the_heads_of_service() -> None:
    answers = {"ground": "worker_leaving", "departs_from": "315.4.2"}
    steps = chain("exception_decision", answers)
    assert [(step.order, step.key) for step in steps] == [(1, key) for key in MANAGERS] + [(2, key) for key in HEADS]


def test_the_managers_of_an_exception_are_those_whom_it_names() -> None:
    answers = {"ground": "other_reason", "current_service_delivery_manager": UNA, "new_service_delivery_manager": MAX}
    looked_up = {"current_service_delivery_manager": KEN, "new_service_delivery_manager": IVY}
    steps = chain("exception_decision", answers, managers=looked_up)
    assert [step.person for step in steps] == [UNA, MAX]


def test_a_manager_who_is_not_named_is_the_one_above_the_team() -> None:
    steps = chain("exception_decision", {"ground": "other_reason"}, managers={"new_service_delivery_manager": MAX})
    assert [step.person for step in steps] == [None, MAX]


@pytest.mark.parametrize(
    "ground,departs_from,decisions,ranks",
    [
        ("worker_leaving", "315.4.4", approved(*LEADERS), ["team_leaders"]),
        ("worker_leaving", "315.4.1", approved(*MANAGERS), ["service_delivery_managers"]),
        ("worker_leaving", "315.4.4", approved(LEADERS[0]), []),
        ("other_reason", "315.4.1", approved(*MANAGERS), ["service_delivery_managers"]),
        ("other_reason", "315.4.1", [], []),
        (
            "other_reason",
            "315.4.1",
            [*approved(MANAGERS[0], *HEADS), decision(MANAGERS[1], "cannot_agree")],
            ["heads_of_service"],
        ),
        ("worker_leaving", "315.4.2", approved(*MANAGERS), ["service_delivery_managers"]),
        ("worker_leaving", "315.4.2", approved(*MANAGERS, *HEADS), ["service_delivery_managers", "heads_of_service"]),
        (
            "worker_leaving",
            "315.4.4",
            [*approved(*MANAGERS), decision(LEADERS[0], "cannot_agree")],
            ["service_delivery_managers"],
        ),
        ("", "315.4.1", approved(*LEADERS), []),
    ],
    ids=str,
)
def test_an_exception_carries_the_ranks_that_all_approved_it(
    ground: str, departs_from: str, decisions: list[Decision], ranks: list[str]
) -> None:
    answers = {"ground": ground, "departs_from": departs_from, "current_team_leader": TOM, "new_team_leader": ROSA}
    assert authority(answers, decisions) == set(ranks)


def test_one_manager_of_both_sides_carries_the_rank_alone() -> None:
    answers = {"ground": "other_reason", "departs_from": "315.4.1"}
    one = {"current_service_delivery_manager": UNA, "new_service_delivery_manager": UNA}
    decisions = approved("service_delivery_manager_of_both")
    assert authority(answers, decisions, one) == {"service_delivery_managers"}


def test_a_management_handover_has_three_signatures() -> None:
    assert [(step.order, step.key, step.action) for step in management()] == [
        (1, "worker", "confirm"),
        (1, "outgoing_team_leader", "confirm"),
        (2, "new_team_leader", "confirm"),
    ]


def test_the_new_team_leader_signs_in_person() -> None:
    assert [step.in_person for step in management()] == [False, False, True]


def test_whoever_writes_a_management_handover_signs_by_submitting() -> None:
    assert [step.on_submission for step in management(author=TOM)] == [False, True, False]


@pytest.mark.parametrize(
    "changed",
    [{"unresolved": "yes"}, {"cases": [{"child": "Kai", "understood": "unresolved"}]}],
    ids=["an issue is named", "a case is marked"],
)
def test_what_is_unresolved_brings_in_both_locality_leaders(changed: dict[str, Any]) -> None:
    steps = management(**changed)[3:]
    assert [(step.order, step.key, step.person) for step in steps] == [
        (3, "outgoing_locality_leader", IVY),
        (3, "new_locality_leader", KEN),
    ]


def test_one_locality_leader_of_both_signs_once() -> None:
    (one,) = management(unresolved="yes", new_locality_leader=IVY)[3:]
    assert (one.key, one.part) == ("outgoing_locality_leader", "outgoing and new {locality_leader}")


JUNK = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2))
NAMES = st.sampled_from(
    ["current_team_leader", "new_team_leader", "ground", "departs_from", "cases", "unresolved", "worker"]
)


@pytest.mark.parametrize("record", RECORDS)
@given(answers=st.dictionaries(NAMES, JUNK))
def test_a_chain_never_raises_whatever_is_answered(record: str, answers: dict[str, Any]) -> None:
    for step in chain(record, answers, author={"id": 1, "name": "Ann"}):
        assert step.declaration
        assert step.statements
