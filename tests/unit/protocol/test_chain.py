"""Who decides on a transfer meeting record."""

from datetime import date
from typing import Any

import pytest

from protocol import Decision, StepSpec, chain

PRIYA, GRACE = {"id": 11, "name": "Priya Shah"}, {"id": 12, "name": "Grace Obi"}
TOM, ROSA = {"id": 21, "name": "Tom Ellis"}, {"id": 22, "name": "Rosa Quinn"}
UNA, MAX = {"id": 41, "name": "Una Hart"}, {"id": 42, "name": "Max Lund"}
ANSWERS = {"current_worker": PRIYA, "new_worker": GRACE, "current_team_leader": TOM, "new_team_leader": ROSA}


def steps(author: dict[str, Any] | None = None, **changed: Any) -> tuple[StepSpec, ...]:
    return chain("transfer_meeting", {**ANSWERS, **changed}, author=author)


def step(key: str, **how: Any) -> StepSpec:
    (found,) = (one for one in steps(**how) if one.key == key)
    return found


def decided(*outcomes: tuple[str, str], **changed: Any) -> list[str]:
    decisions = [Decision(key, outcome, {"name": "Somebody"}, date(2026, 3, 4)) for key, outcome in outcomes]
    return [one.key for one in chain("transfer_meeting", {**ANSWERS, **changed}, decisions=decisions)]


def test_both_workers_confirm_then_each_team_leader_decides_in_turn() -> None:
    assert [(one.order, one.key, one.action) for one in steps()] == [
        (1, "current_worker", "confirm"),
        (1, "new_worker", "confirm"),
        (2, "transferring_team_leader", "decide"),
        (3, "receiving_team_leader", "decide"),
    ]


def test_each_step_has_the_person_whom_the_record_names() -> None:
    assert [one.person for one in steps()] == [PRIYA, GRACE, TOM, ROSA]


def test_each_step_cites_its_statements() -> None:
    assert [one.statements for one in steps()] == [
        ("315.2.4.1",),
        ("315.2.4.1",),
        ("142.2.6", "315.7.3", "315.7.4"),
        ("315.7.4",),
    ]


def test_the_transferring_team_leader_states_when_the_file_was_checked() -> None:
    (ask,) = step("transferring_team_leader").asks
    assert (ask.name, ask.kind) == ("file_checked_on", "date")
    assert step("receiving_team_leader").asks == ()


def test_one_leader_of_both_teams_decides_once_on_everything() -> None:
    last = steps(new_team_leader=TOM)[-1]
    assert [one.key for one in steps(new_team_leader=TOM)] == [
        "current_worker",
        "new_worker",
        "transferring_team_leader",
    ]
    assert last.statements == ("142.2.6", "315.7.3", "315.7.4")
    assert "I agree" in last.declaration


def test_a_worker_who_moves_with_the_case_confirms_once() -> None:
    assert [one.key for one in steps(new_worker=PRIYA)][:2] == ["current_worker", "transferring_team_leader"]


@pytest.mark.parametrize("value", [None, [], 5, {"id": None}])
def test_a_step_whose_person_is_not_named_has_none(value: Any) -> None:
    assert step("receiving_team_leader", new_team_leader=value).person is None


def test_a_worker_who_wrote_the_record_confirms_by_submitting_it() -> None:
    assert step("current_worker", author=PRIYA).on_submission
    assert not step("new_worker", author=PRIYA).on_submission


def test_a_team_leader_who_wrote_the_record_does_not_decide_on_it() -> None:
    found = step("transferring_team_leader", author=TOM)
    assert found.person is None
    assert "Tom Ellis wrote this record" in found.note


def test_nobody_has_two_steps() -> None:
    found = step("transferring_team_leader", current_team_leader=PRIYA)
    assert found.person is None
    assert "already takes another step" in found.note


def test_when_a_team_leader_cannot_agree_the_managers_above_both_decide() -> None:
    assert decided(("transferring_team_leader", "approved"), ("receiving_team_leader", "cannot_agree")) == [
        "transferring_team_leader",
        "receiving_team_leader",
        "transferring_service_delivery_manager",
        "receiving_service_delivery_manager",
    ]


def test_when_the_first_team_leader_cannot_agree_the_second_is_not_asked() -> None:
    keys = decided(("transferring_team_leader", "cannot_agree"))
    assert "receiving_team_leader" not in keys
    assert keys[-2:] == ["receiving_service_delivery_manager", "file_audit"]


def test_when_a_manager_cannot_agree_the_heads_of_service_decide_after_both_managers() -> None:
    keys = decided(("receiving_team_leader", "cannot_agree"), ("transferring_service_delivery_manager", "cannot_agree"))
    assert keys == [
        "receiving_team_leader",
        "transferring_service_delivery_manager",
        "receiving_service_delivery_manager",
        "transferring_head_of_service",
        "receiving_head_of_service",
    ]


def test_one_manager_above_both_teams_has_one_step() -> None:
    decisions = [Decision("receiving_team_leader", "cannot_agree", ROSA, date(2026, 3, 4))]
    managers = {"current_service_delivery_manager": UNA, "new_service_delivery_manager": UNA}
    found = chain("transfer_meeting", ANSWERS, decisions=decisions, managers=managers)
    assert (found[-1].key, found[-1].person) == ("service_delivery_manager_of_both", UNA)


def test_the_managers_above_are_those_who_are_named() -> None:
    decisions = [Decision("receiving_team_leader", "cannot_agree", ROSA, date(2026, 3, 4))]
    managers = {"current_service_delivery_manager": UNA, "new_service_delivery_manager": MAX}
    found = chain("transfer_meeting", ANSWERS, decisions=decisions, managers=managers)
    assert [(one.person, one.rank, one.side) for one in found[-2:]] == [
        (UNA, "service_delivery_manager", "current"),
        (MAX, "service_delivery_manager", "new"),
    ]


def test_a_returned_record_escalates_nothing() -> None:
    assert decided(("receiving_team_leader", "returned"))[-1] == "receiving_team_leader"


def test_a_record_of_no_kind_that_we_know_has_no_chain() -> None:
    with pytest.raises(KeyError):
        chain("holiday_request", {})
