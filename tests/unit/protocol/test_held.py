"""What holds a child where they are, from what the answers say."""

from datetime import date
from typing import Any

import pytest

from protocol.answers import Answers
from protocol.held import READS, held_by

TO_ANOTHER = {"current_worker": {"id": 1, "name": "Ann"}, "new_worker": {"id": 2, "name": "Bo"}}
FROM_CLUSTER = {"current_team_kind": "cluster", "new_team_kind": "looked_after_0_12"}
HOME_SOON = {"legal_status": "V2", "permanence_plan": "return_home", "return_home_months": 9}


def held(**answers: Any) -> tuple[str, ...]:
    asked = Answers({**TO_ANOTHER, **answers}, kind="emergency_transfer", today=date(2026, 3, 1))
    return held_by(asked.limited_to(READS))


@pytest.mark.parametrize(
    "answers,statements",
    [
        ({}, ()),
        ({"proceedings": "open"}, ("315.4.1",)),
        ({"legal_status": "C1", "proceedings": "completed"}, ("315.4.1",)),
        ({"proceedings": "completed"}, ()),
        ({"legal_status": "E1"}, ("315.4.2",)),
        ({"placement": "A6"}, ("315.4.2",)),
        ({"placement": "A2"}, ()),
        ({"legal_status": "E1", "proceedings": "open"}, ("315.4.1", "315.4.2")),
        ({"legal_status": "C1", "placement": "A3"}, ("315.4.1", "315.4.2")),
        ({"permanence_plan": "adoption", "proceedings": "completed"}, ("315.4.2",)),
        ({"permanence_plan": "adoption", "proceedings": "open"}, ("315.4.1",)),
        ({"legal_status": "E1", "new_worker": TO_ANOTHER["current_worker"]}, ()),
        ({**HOME_SOON, **FROM_CLUSTER}, ("315.4.4",)),
        ({**HOME_SOON, **FROM_CLUSTER, "return_home_months": 10}, ()),
        ({**HOME_SOON, **FROM_CLUSTER, "return_home_months": None}, ()),
        ({**HOME_SOON, **FROM_CLUSTER, "new_team_kind": "cluster"}, ()),
        ({**HOME_SOON, **FROM_CLUSTER, "current_team_kind": "looked_after_13_plus"}, ()),
        ({**FROM_CLUSTER, "parent_in_care": "yes"}, ("315.3.3",)),
        ({**FROM_CLUSTER, "parent_in_care": "yes", "new_team_kind": ""}, ()),
        ({**FROM_CLUSTER, "parent_in_care": "yes", "legal_status": "E1"}, ("315.3.3", "315.4.2")),
    ],
    ids=str,
)
def test_what_holds_a_child(answers: dict[str, Any], statements: tuple[str, ...]) -> None:
    assert held(**answers) == statements
