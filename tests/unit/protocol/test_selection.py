"""Whom a stored chain asks for after a disagreement, by its data alone."""

import json
from typing import Any

import pytest

from protocol import whole_chain
from protocol.chains.selection import assign_people, escalation_steps, from_data, to_data
from protocol.chains.step import CHAINS, Chain, StepSpec

TOM, ROSA = {"id": 21, "name": "Tom Ellis"}, {"id": 22, "name": "Rosa Quinn"}
UNA, MAX = {"id": 41, "name": "Una Hart"}, {"id": 42, "name": "Max Lund"}
ANSWERS = {"current_team_leader": TOM, "new_team_leader": ROSA, "ground": "worker_leaving", "departs_from": "315.4.4"}
LEADERS = ["transferring_team_leader", "receiving_team_leader"]
MANAGERS = ["transferring_service_delivery_manager", "receiving_service_delivery_manager"]


def stored(kind: str = "exception_decision") -> list[StepSpec]:
    """The steps that a version keeps, as they are read again."""
    return [from_data(json.loads(json.dumps(to_data(step)))) for step in whole_chain(kind, ANSWERS) if step.called_by]


def keys(steps: Any) -> list[str]:
    return [step.key for step in steps]


def test_a_stored_step_is_read_as_it_was() -> None:
    assert stored() == [step for step in whole_chain("exception_decision", ANSWERS) if step.called_by]


def test_what_a_later_version_of_a_step_has_no_name_for_is_left_out() -> None:
    (first, *_) = stored()
    assert from_data({**to_data(first), "no_longer_known": 1}) == first


def test_a_disagreement_calls_for_the_managers_once() -> None:
    assert keys(escalation_steps(stored(), {LEADERS[0]}, set())) == [*MANAGERS, "service_delivery_manager_of_both"]
    assert escalation_steps(stored(), {LEADERS[1]}, {LEADERS[0]}) == []


def test_a_disagreement_of_the_managers_calls_for_the_heads_after_that_of_the_leaders() -> None:
    assert {step.rank for step in escalation_steps(stored(), {MANAGERS[0]}, {LEADERS[0]})} == {"head_of_service"}


def test_nobody_is_called_for_where_nothing_is_foreseen() -> None:
    assert escalation_steps(stored(), {"transferring_head_of_service"}, set()) == []


def test_whoever_holds_both_posts_today_is_asked_once() -> None:
    steps = escalation_steps(stored(), {LEADERS[0]}, set())
    posts = {"current_service_delivery_manager": UNA, "new_service_delivery_manager": UNA}
    (of_both,) = assign_people(steps, posts)
    assert of_both.key == "service_delivery_manager_of_both"
    assert of_both.part == "transferring and receiving {service_delivery_manager}"
    assert keys(assign_people(steps, posts | {"new_service_delivery_manager": MAX})) == MANAGERS


def test_somebody_who_has_a_step_already_is_given_no_second() -> None:
    posts = {"current_service_delivery_manager": UNA, "new_service_delivery_manager": TOM}
    found = assign_people(escalation_steps(stored(), {LEADERS[0]}, set()), posts, taken=[TOM])
    assert [step.person for step in found] == [UNA, None]


def test_of_a_transfer_those_below_are_no_longer_asked() -> None:
    called = escalation_steps(stored("transfer_meeting"), {LEADERS[0]}, set())
    assert {key for step in called for key in step.voids} == {"current_worker", "new_worker", *LEADERS}


def test_what_nothing_in_the_declared_steps_names_is_no_step(monkeypatch: Any) -> None:
    strange = StepSpec("officer", 1, "Signs", "confirm", ("142.1.1",), None, "officer", "I know.")
    monkeypatch.setitem(CHAINS, "transfer_meeting", Chain(lambda _: (strange,), ("current_worker",)))
    with pytest.raises(ValueError, match="The chain of transfer_meeting does not name its step officer"):
        whole_chain("transfer_meeting", {})
