"""Who held which post on which day is known from staff.csv and posts.csv."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models import Role, Team
from records import access
from records.register import posts
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST, NORTHGATE_WEST, OLDER, YOUNGER
from tests.integration.register_loads import Register, ago

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

WORKER = story.AUTHOR
LEADER, OTHER_LEADER = story.TRANSFERRING_LEADER, factories.OTHER_TEAM_LEADER


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def team(name: str = NORTHGATE_EAST) -> Team:
    return Team.get(Team.name == name)


def leader(on: date | None = None, of: str = NORTHGATE_EAST) -> str | None:
    found = posts.leader_of(team(of), on)
    return found.email if found else None


def staff(email: str, role: str, of: str = "", **more: Any) -> dict[str, Any]:
    return {"email": email, "name": email.split("@")[0], "role": role, "team": of} | more


def test_a_leader_who_moves_leads_the_new_team_from_the_day_that_is_given(register: Register) -> None:
    moved = staff(LEADER, "team_leader", YOUNGER, role_since=ago(8))
    successor = staff(OTHER_LEADER, "team_leader", NORTHGATE_EAST, role_since=ago(6))

    register.load(staff=[moved, successor])

    assert [leader(ago(day)) for day in (9, 7, 6, 0)] == [LEADER, None, OTHER_LEADER, OTHER_LEADER]
    assert (leader(ago(8), YOUNGER), leader(of=NORTHGATE_WEST)) == (LEADER, None)
    assert factories.person(LEADER).team == team(YOUNGER)


def test_a_leader_who_moves_on_an_unknown_day_leads_the_old_team_no_more(register: Register) -> None:
    register.load(staff=[staff(LEADER, "team_leader", YOUNGER)])

    assert (leader(), leader(ago(1))) == (None, LEADER)


def test_somebody_leads_two_teams_where_a_second_post_says_so(register: Register) -> None:
    second = {"email": LEADER, "role": "team_leader", "team": NORTHGATE_WEST, "started_on": ago(5), "ended_on": ""}
    first = {"email": OTHER_LEADER, "role": "team_leader", "team": NORTHGATE_WEST, "started_on": "", "ended_on": ago(5)}

    register.load(staff=[staff(OTHER_LEADER, "team_leader", YOUNGER, role_since=ago(5))], posts=[second, first])

    assert (leader(), leader(of=NORTHGATE_WEST)) == (LEADER, LEADER)
    assert leader(ago(6), NORTHGATE_WEST) == OTHER_LEADER


def test_somebody_who_leads_two_teams_sees_the_records_of_both(register: Register) -> None:
    record = factories.submitted()
    assert record not in access.visible_to(factories.person(OTHER_LEADER))
    second = {"email": OTHER_LEADER, "role": "team_leader", "team": NORTHGATE_EAST, "started_on": "", "ended_on": ""}

    register.load(posts=[second])
    assert record in access.visible_to(factories.person(OTHER_LEADER))

    register.load(posts=[second | {"ended_on": ago(0)}])
    assert record not in access.visible_to(factories.person(OTHER_LEADER))


def test_a_main_post_that_becomes_the_second_goes_on(register: Register) -> None:
    both = [{"email": LEADER, "role": "team_leader", "team": NORTHGATE_EAST, "started_on": "", "ended_on": ""}]

    register.load(staff=[staff(LEADER, "team_leader", YOUNGER)], posts=both)

    assert (leader(), leader(ago(1)), leader(of=YOUNGER)) == (LEADER, LEADER, LEADER)


def test_whoever_has_left_holds_no_post_and_did_before(register: Register) -> None:
    second = {"email": LEADER, "role": "team_leader", "team": NORTHGATE_WEST, "started_on": ago(5), "ended_on": ""}

    said = register.warned(staff=[staff(LEADER, "team_leader", NORTHGATE_EAST, active="no")], posts=[second])

    assert said == ["posts.csv, line 2, ended_on: Say when it ended: this person has left. The line is left out."]
    assert (leader(), leader(ago(1))) == (None, LEADER)
    register.load(staff=[staff(LEADER, "team_leader", NORTHGATE_EAST, active="yes", role_since=ago(0))])
    assert leader() == LEADER


def test_the_manager_above_a_team_is_the_one_of_the_day(register: Register) -> None:
    old, new = story.CLUSTER_MANAGER, story.CLUSTER_HEAD
    manager = {"role": "service_delivery_manager", "service": "cluster"}
    register.load(
        staff=[
            staff(old, "business_support", service="cluster", role_since=ago(4)),
            staff(new, role_since=ago(4), **manager),
        ]
    )

    held = [posts.manager_above(Role.SERVICE_DELIVERY_MANAGER, team(), ago(day)) for day in (5, 4, 0)]

    assert [one.email if one else None for one in held] == [old, new, new]
    assert posts.manager_above(Role.HEAD_OF_SERVICE, team()) is None
    assert posts.manager_above(Role.LOCALITY_LEADER, team(OLDER)) is None


def test_a_post_that_was_given_up_long_ago_is_known_by_its_days(register: Register) -> None:
    earlier = {"email": WORKER, "role": "team_leader", "team": OLDER, "started_on": ago(900), "ended_on": ago(800)}

    register.load(posts=[earlier])

    assert leader(ago(850), OLDER) == WORKER
    assert leader(of=OLDER) == story.RECEIVING_LEADER
    assert factories.person(WORKER).role == Role.SOCIAL_WORKER


def test_a_personal_adviser_works_in_a_leaving_care_team(register: Register) -> None:
    teams = [{"name": "Leaving Care Team", "kind": "leaving_care", "service": "looked_after"}]
    people = [staff("p.a@council.example", "personal_adviser", "Leaving Care Team")]

    register.load(teams=teams, staff=people)

    adviser = factories.person("p.a@council.example")
    assert (adviser.team.kind, adviser.rank) == ("leaving_care", 1)
