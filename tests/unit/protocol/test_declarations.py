"""What signatures state: nothing that the record itself says is not so."""

from __future__ import annotations

from typing import Any

import pytest

from protocol.chains import whole_chain

TEAM, OTHER = {"id": 1, "name": "North 1"}, {"id": 2, "name": "South 2"}
LEADER = {"id": 5, "name": "Ana Silva"}
EMERGENCY, TRANSFER, HANDOVER = "emergency_transfer", "transfer_meeting", "management_handover"
ONE_LEADER = {"current_team_leader": LEADER, "new_team_leader": LEADER}
ACTION = [{"what": "Visits go on"}]


def says(kind: str, step: str, **answers: Any) -> str:
    """The declaration of a step."""
    return next(one.declaration for one in whole_chain(kind, answers) if one.key == step)


@pytest.mark.parametrize(
    "filed_on, stated",
    [
        ("2026-03-04", "By 4 March 2026 the child's file shows why no handover was possible"),
        (None, "I see to it that the child's file shows why no handover was possible"),
    ],
)
def test_the_file_of_an_emergency_is_said_to_show_it_by_the_day_that_the_record_gives(
    filed_on: str | None, stated: str
) -> None:
    assert stated in says(EMERGENCY, "reallocating_team_leader", no_handover_filed_on=filed_on)


def test_nobody_declares_to_have_looked_in_a_team_that_was_not_considered() -> None:
    said = says(EMERGENCY, "reallocating_team_leader", own_team_considered="no")

    assert "I looked inside" not in said
    assert "I did not look inside my own team first, for the reason" in said
    assert "I looked inside my own team" in says(EMERGENCY, "reallocating_team_leader", own_team_considered="yes")


def test_no_team_takes_on_a_case_that_stays_in_it() -> None:
    teams = {"current_team": TEAM, "new_team": TEAM}

    assert "stays in the same team" in says(EMERGENCY, "receiving_team_leader", **teams, new_team_leader=LEADER)
    assert "takes this case on" in says(EMERGENCY, "receiving_team_leader", **(teams | {"new_team": OTHER}))


@pytest.mark.parametrize(
    "actions, stated",
    [
        ({"service_actions": ACTION, "relationship_actions": ACTION}, "for the service to the child and for the"),
        ({"service_actions": ACTION}, "is enough for the service to the child."),
        ({}, "I have read why no action can be planned"),
    ],
)
def test_only_action_that_there_is_is_said_to_be_enough(actions: dict[str, Any], stated: str) -> None:
    assert stated in says(EMERGENCY, "confirming_manager", **actions)


def test_the_work_still_to_be_done_is_said_to_be_set_out_only_where_there_is_any() -> None:
    assert "No work is outstanding." in says(TRANSFER, "transferring_team_leader", outstanding_work_known="none")
    assert "Outstanding work is done, or listed here" in says(
        TRANSFER, "transferring_team_leader", outstanding_work_known="yes"
    )


def test_a_file_that_is_not_up_to_date_is_not_signed_off_as_if_it_were() -> None:
    said = says(TRANSFER, "transferring_team_leader", chronology="not_done", outstanding_work_known="none")

    assert "What is not up to date yet is listed here with who does it." in said
    assert "No other work is outstanding." in said


@pytest.mark.parametrize("new_team, stated", [(TEAM, "stays in the same team"), (OTHER, "I take the parts of")])
def test_nobody_talks_a_transfer_over_with_themselves(new_team: dict[str, Any], stated: str) -> None:
    said = says(TRANSFER, "transferring_team_leader", current_team=TEAM, new_team=new_team, **ONE_LEADER)

    assert "talked this transfer over" not in said
    assert stated in said


def test_nobody_took_part_in_a_four_way_meeting_that_was_not_held() -> None:
    leaders = {"outgoing_locality_leader": LEADER, "unresolved": "yes"}

    assert "why there was no four-way meeting" in says(HANDOVER, "outgoing_locality_leader", **leaders)
    assert "took part in the four-way meeting" in says(
        HANDOVER, "outgoing_locality_leader", **leaders, four_way_date="2026-03-04"
    )
