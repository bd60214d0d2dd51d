"""The register keeps since when a fact has held and who held a post on which day, from whatever files a council has."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import About, Post
from records.register.facts import facts_on
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST, NORTHGATE_WEST, OLDER
from tests.integration.conftest import changes_since, everything
from tests.integration.register_loads import ANN, BORN, Register, Rows, ago, ann, child, fact, history, spell

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

STATUS, LEGAL_STATUS, PLACEMENT = About.STATUS, About.LEGAL_STATUS, About.PLACEMENT
WORKER, OTHER_WORKER = story.AUTHOR, factories.TEAM_MATE
LEADER, OTHER_LEADER = story.TRANSFERRING_LEADER, factories.OTHER_TEAM_LEADER


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def test_what_the_files_leave_out_is_unknown_and_not_none(register: Register) -> None:
    register.load(3, children=ann())

    assert facts_on(child()).keys() == {STATUS}
    assert fact(STATUS) == ("child_in_need", None)
    assert fact(STATUS, ago(4)) is None
    assert (child().legal_status, child().placement) == ("", "")
    assert facts_on(child())[STATUS].seen_on == ago(3)


def test_each_fact_has_the_day_since_when_it_has_held(register: Register) -> None:
    days = {"status_since": ago(90), "legal_status_since": ago(80), "placement_since": ago(10)}
    known = {"status": "looked_after", "legal_status": "C2", "placement": "U4"}

    register.load(children=ann(**known, **days))

    assert {about: fact(about) for about in About} == {
        STATUS: ("looked_after", ago(90)),
        LEGAL_STATUS: ("C2", ago(80)),
        PLACEMENT: ("U4", ago(10)),
    }
    assert fact(PLACEMENT, ago(11)) is None


def test_a_changed_value_ends_what_ran_and_begins_another_on_the_day_that_is_given(register: Register) -> None:
    register.load(40, children=ann(status_since=ago(90)))
    register.load(5, children=ann(status="looked_after", status_since=ago(8)))

    assert history() == [("child_in_need", ago(90), ago(8)), ("looked_after", ago(8), None)]
    assert fact(STATUS, ago(9)) == ("child_in_need", ago(90))
    assert fact(STATUS, ago(8)) == ("looked_after", ago(8))
    assert child().status == "looked_after"


def test_a_change_on_an_unknown_day_is_known_from_the_load_that_first_said_it(register: Register) -> None:
    register.load(40, children=ann())
    register.load(5, children=ann(status="looked_after"))

    assert fact(STATUS) == ("looked_after", None)
    between = facts_on(child(), ago(20))[STATUS]
    assert (between.value, between.seen_on) == ("child_in_need", ago(40))
    assert fact(STATUS, ago(5)) == ("looked_after", None)


def test_a_day_that_becomes_known_later_is_filled_in_and_one_too_late_corrected(register: Register) -> None:
    register.load(40, children=ann())
    register.load(30, children=ann(status_since=ago(50)))
    assert fact(STATUS) == ("child_in_need", ago(50))

    register.load(20, children=ann(status_since=ago(60)))
    assert history() == [("child_in_need", ago(60), None)]

    register.load(10, children=ann(status_since=""))
    assert fact(STATUS) == ("child_in_need", ago(60))


def test_a_value_that_was_wrong_from_its_first_day_is_corrected(register: Register) -> None:
    register.load(40, children=ann(status_since=ago(50)))
    register.load(children=ann(status="looked_after", status_since=ago(50)))

    assert history() == [("looked_after", ago(50), None)]


def test_a_second_placement_of_the_same_kind_is_another_one(register: Register) -> None:
    register.load(40, children=ann(placement="U4", placement_since=ago(50)))
    register.load(children=ann(placement="U4", placement_since=ago(3)))

    assert history(PLACEMENT) == [("U4", ago(50), ago(3)), ("U4", ago(3), None)]


def test_a_blank_cell_says_that_it_is_unknown_from_now_on(register: Register) -> None:
    register.load(40, children=ann(placement="U4"))
    register.load(children=ann(placement=""))

    assert fact(PLACEMENT) is None
    assert fact(PLACEMENT, ago(1)) == ("U4", None)
    assert child().placement == ""


def test_the_category_goes_with_the_plan(register: Register) -> None:
    plan = {"status": "child_protection", "status_since": ago(60)}
    register.load(40, children=ann(**plan, child_protection_category="neglect"))
    register.load(20, children=ann(**plan, child_protection_category="emotional"))
    assert (facts_on(child())[STATUS].category, child().child_protection_category) == ("emotional", "emotional")

    register.load(children=ann(status_since=ago(2)))

    assert (facts_on(child())[STATUS].category, child().child_protection_category) == (None, None)
    assert facts_on(child(), ago(3))[STATUS].category == "emotional"


def test_the_files_of_spells_tell_the_past_and_the_present(register: Register) -> None:
    statuses = [
        spell("child_in_need", started_on=ago(700), ended_on=ago(500)),
        spell("looked_after", started_on=ago(300), ended_on=ago(100)),
        spell("child_in_need", started_on=ago(100)),
    ]
    placements = [spell("U4", PLACEMENT, started_on=ago(300), ended_on=ago(100))]

    register.load(children=ann(), statuses=statuses, placements=placements)

    assert [fact(STATUS, ago(day)) for day in (600, 400, 200, 0)] == [
        ("child_in_need", ago(700)),
        None,
        ("looked_after", ago(300)),
        ("child_in_need", ago(100)),
    ]
    assert (fact(PLACEMENT, ago(200)), fact(PLACEMENT)) == (("U4", ago(300)), None)


def test_the_files_of_spells_end_what_an_earlier_load_found_to_run(register: Register) -> None:
    register.load(40, children=ann(legal_status="C1"))
    order = [
        spell("C1", LEGAL_STATUS, started_on=ago(90), ended_on=ago(20)),
        spell("C2", LEGAL_STATUS, started_on=ago(20)),
    ]

    register.load(9, legal_statuses=order)

    assert history(LEGAL_STATUS) == [("C1", ago(90), ago(20)), ("C2", ago(20), None)]
    assert child().legal_status == "C2"


FILES: dict[str, Rows] = {
    "children": [
        ANN | {"status": "looked_after", "legal_status": "C2", "placement": "", "placement_since": ""},
        {"local_id": "T2", "name": "Ben Example", "date_of_birth": BORN, "status": "child_in_need"},
    ],
    "statuses": [
        {"child": "T1", "status": "child_in_need", "started_on": "", "ended_on": "2025-02-03"},
        {"child": "T1", "status": "child_in_need", "started_on": "2025-04-03", "ended_on": "2025-05-03"},
        {"child": "T1", "status": "looked_after", "started_on": "2025-06-03", "ended_on": ""},
        {"child": "T2", "status": "child_in_need", "started_on": "2025-04-03", "ended_on": "2025-05-03"},
    ],
    "legal_statuses": [{"child": "T1", "legal_status": "C2", "started_on": "", "ended_on": ""}],
    "placements": [{"child": "T1", "placement": "U4", "started_on": "2025-06-03", "ended_on": "2025-07-03"}],
    "staff": [
        {
            "email": LEADER,
            "name": "Priya R.",
            "role": "team_leader",
            "team": NORTHGATE_EAST,
            "role_since": "2024-05-01",
        },
        {"email": WORKER, "name": "Hannah W.", "role": "social_worker", "team": NORTHGATE_EAST, "role_since": ""},
    ],
    "posts": [
        {"email": LEADER, "role": "team_leader", "team": NORTHGATE_WEST, "started_on": "2026-01-05", "ended_on": ""},
        {"email": LEADER, "role": "social_worker", "team": OLDER, "started_on": "", "ended_on": "2024-05-01"},
        {"email": WORKER, "role": "personal_adviser", "team": OLDER, "started_on": "", "ended_on": "2024-05-01"},
    ],
    "allocations": [{"child": "T1", "worker": WORKER, "started_on": "2025-06-03", "ended_on": ""}],
}


def test_loading_the_same_files_on_the_same_day_changes_nothing_and_later_only_when_they_were_seen(
    register: Register,
) -> None:
    register.load(2, **FILES)
    before = everything()

    again = register.load(2, **FILES)
    assert changes_since(before) == []
    later = register.load(**FILES)

    for tally in (again, later):
        assert {what for counted in tally.counted.values() for what in counted} == {"as they were"}
    assert facts_on(child())[STATUS].seen_on == ago(0)
    held = Post.select().where((Post.staff == factories.person(LEADER)) & Post.ended_on.is_null())
    assert [post.seen_on for post in held] == [ago(0), ago(0)]


def test_a_birth_turns_the_expected_day_into_a_date_of_birth_overnight(register: Register) -> None:
    baby = ANN | {"status": "unborn", "date_of_birth": "", "expected_date_of_birth": ago(-3), "status_since": ago(60)}
    time = [{"child": "T1", "worker": WORKER, "started_on": ago(50)}]
    assert register.warned(children=[baby], allocations=time) == []

    born = ANN | {"date_of_birth": ago(1), "expected_date_of_birth": ago(-3), "status_since": ago(1)}
    assert register.warned(children=[born], allocations=time) == []

    assert (child().date_of_birth, child().expected_date_of_birth) == (ago(1), None)
    assert history() == [("unborn", ago(60), ago(1)), ("child_in_need", ago(1), None)]
    del born["date_of_birth"]
    register.load(children=[born])
    assert (child().date_of_birth, child().expected_date_of_birth) == (ago(1), None)
