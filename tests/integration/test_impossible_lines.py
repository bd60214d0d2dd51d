"""What is wrong in the register's files is refused or named, so that no old error keeps the rest from being loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import About, Allocation, Child, Staff
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_WEST
from tests.integration.register_loads import Register, Rows, ago, ann, child, fact, history, spell

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

STATUS, LEGAL_STATUS, PLACEMENT = About.STATUS, About.LEGAL_STATUS, About.PLACEMENT
WORKER, OTHER_WORKER = story.AUTHOR, factories.TEAM_MATE
LEADER, OTHER_LEADER = story.TRANSFERRING_LEADER, factories.OTHER_TEAM_LEADER


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.mark.parametrize(
    "files, said",
    [
        (
            {"children": ann(), "statuses": [spell("looked_after")]},
            "children.csv, line 2, status 'child_in_need': Make it agree with statuses.csv, line 2, which says",
        ),
        (
            {"children": ann(), "statuses": [spell("looked_after"), spell("child_in_need")]},
            "statuses.csv, line 3, ended_on: Say when one of them ended: line 2 says what runs too.",
        ),
        (
            {"children": ann(), "placements": [spell("U4", PLACEMENT, started_on="2026-01-02", ended_on="2026-01-01")]},
            "placements.csv, line 2, ended_on '2026-01-01': Enter a day that is not before the first.",
        ),
        (
            {"children": ann(), "placements": [spell("U4", PLACEMENT, child="T9")]},
            "placements.csv, line 2, child 'T9': Add 'T9' to children.csv",
        ),
        (
            {"posts": [{"email": WORKER, "role": "team_leader", "team": NORTHGATE_WEST}]},
            "posts.csv, line 2, role 'team_leader': Give this role in staff.csv: a post that runs cannot rank",
        ),
        (
            {"posts": [{"email": LEADER, "role": "team_leader"}]},
            "posts.csv, line 2, team: Enter the team of this post.",
        ),
        (
            {"posts": [{"email": LEADER, "role": "team_leader", "team": "Nowhere"}]},
            "posts.csv, line 2, team 'Nowhere': Add 'Nowhere' to teams.csv",
        ),
        (
            {"posts": [{"email": "x@y.example", "role": "auditor"}]},
            "posts.csv, line 2, email 'x@y.example': Add 'x@y.example' to staff.csv",
        ),
    ],
)
def test_what_leaves_open_what_is_so_today_is_refused(register: Register, files: dict[str, Rows], said: str) -> None:
    assert said in register.refused(**files)


def test_what_cannot_be_true_is_loaded_and_named_with_its_line(register: Register) -> None:
    said = register.warned(
        children=ann(status="looked_after", legal_status="L1", legal_status_since=ago(5), placement="K3"),
        placements=[
            spell("U4", PLACEMENT, started_on="2013-01-01", ended_on="2014-05-01"),
            spell("K3", PLACEMENT, started_on=ago(5)),
        ],
        allocations=[
            {"child": "T1", "worker": WORKER, "started_on": ago(90), "ended_on": ago(10)},
            {"child": "T1", "worker": OTHER_WORKER, "started_on": ago(20), "ended_on": ""},
        ],
    )

    assert [line.partition(" '")[0] for line in sorted(said)] == [
        "allocations.csv, line 3, worker",
        "children.csv, line 2, legal_status",
        "placements.csv, line 2, placement",
        "placements.csv, line 3, placement",
    ]
    assert fact(LEGAL_STATUS) == ("L1", ago(5))
    assert Allocation.select().where(Allocation.child == child()).count() == 2


@pytest.mark.parametrize(
    "of_child, said",
    [
        ({"status": "child_protection", "legal_status": "C1"}, "The legal status C1 does not go with the status child"),
        ({"status": "child_in_need", "placement": "P1"}, "The placement P1 does not go with the status child in need"),
        ({"status": "looked_after", "legal_status": "C1", "placement": "U4"}, ""),
        ({"status": "child_in_need", "legal_status": "V4", "placement": "none"}, ""),
        (
            {"status": "unborn", "date_of_birth": "", "expected_date_of_birth": ago(43)},
            "The child is unborn, and expec",
        ),
        ({"status": "unborn", "date_of_birth": "", "expected_date_of_birth": ago(42)}, ""),
        ({"status": "unborn", "date_of_birth": "", "expected_date_of_birth": ago(-302)}, "The child is unborn, and ex"),
        ({"status": "unborn", "date_of_birth": "", "expected_date_of_birth": ago(-301)}, ""),
    ],
)
def test_what_does_not_go_with_the_status_is_named(register: Register, of_child: dict[str, str], said: str) -> None:
    found = register.warned(children=ann(**of_child))

    assert [said in line for line in found] == ([True] if said else [])


def test_a_worker_who_holds_no_cases_is_named(register: Register) -> None:
    times = [
        {"child": "T1", "worker": story.BUSINESS_SUPPORT, "team": NORTHGATE_WEST, "started_on": ago(9), "ended_on": ""}
    ]

    (said,) = register.warned(children=ann(), allocations=times)

    assert said.startswith(f"allocations.csv, line 2, worker '{story.BUSINESS_SUPPORT}': ")
    assert "is business support and holds no cases" in said


def test_what_stands_in_no_loaded_file_is_named_by_the_child(register: Register) -> None:
    register.load(children=ann(status="looked_after", placement="K3"))

    (said,) = register.warned(legal_statuses=[spell("C2", LEGAL_STATUS, started_on=ago(9))])

    assert said.startswith("child T1, placement: The placement K3 can be from the age of 16")


def test_what_has_not_come_yet_is_left_until_it_has(register: Register) -> None:
    tomorrow = ago(-1)
    files: dict[str, Rows] = {
        "children": ann(status_since=tomorrow),
        "placements": [spell("U4", PLACEMENT, started_on=tomorrow)],
        "allocations": [
            {"child": "T1", "worker": WORKER, "started_on": ago(9), "ended_on": tomorrow},
            {"child": "T1", "worker": OTHER_WORKER, "started_on": tomorrow, "ended_on": ""},
        ],
    }

    said = register.warned(**files)

    assert [line.partition(f" '{ago(-1)}': This day has not come yet")[0] for line in sorted(said)] == [
        "allocations.csv, line 2, ended_on",
        "allocations.csv, line 3, started_on",
        "children.csv, line 2, status_since",
        "placements.csv, line 2, started_on",
    ]
    assert (fact(STATUS), fact(PLACEMENT)) == (("child_in_need", None), None)
    assert worker_of_today().email == WORKER
    register.load(-1, **files)
    assert worker_of_today().email == OTHER_WORKER
    assert history(PLACEMENT) == [("U4", tomorrow, None)]


def worker_of_today() -> Staff:
    (time,) = Allocation.select().where((Allocation.child == child()) & Allocation.ended_on.is_null())
    return time.worker


def test_the_tests_own_register_holds_nothing_that_cannot_be_true(register: Register) -> None:
    everybody = [
        {"local_id": row.local_id, "name": row.name, "status": row.status, "date_of_birth": row.date_of_birth or ""}
        for row in Child.select()
    ]

    assert register.warned(children=everybody) == []
