"""What the register knows is found in whatever letters a file writes it; what is likely wrong there is pointed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask as App

from models import Child, Staff, Team
from records import clock
from records.register import loading
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_DISABILITY, NORTHGATE_EAST, NORTHGATE_WEST
from tests.integration.register_loads import BORN, Register, Rows, ago, ann, spell

pytestmark = pytest.mark.usefixtures("app")

LEADER = {"email": "lo.leader@council.example", "name": "Lo Leader", "role": "locality_leader", "team": ""}
WORKER = {"email": "ro.ellery@council.example", "name": "Ro Ellery", "role": "social_worker"}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def team(name: str, **changes: str) -> dict[str, str]:
    return {"name": name, "kind": "cluster", "service": "cluster", "locality": "Northgate"} | changes


@pytest.mark.parametrize(
    "name", ["northgate east cluster team", NORTHGATE_EAST.upper(), "Northgate\u00a0East Cluster Team"]
)
def test_a_team_in_other_capitals_is_the_same_team_in_every_file(register: Register, name: str) -> None:
    before = Team.select().count()

    said = register.warned(
        teams=[team(name)],
        staff=[WORKER | {"team": name}],
        posts=[{"email": story.TRANSFERRING_LEADER, "role": "team_leader", "team": name}],
        children=ann(),
        allocations=[{"child": "t1", "worker": WORKER["email"], "started_on": ago(9), "team": name}],
    )

    assert said == []
    assert Team.select().count() == before
    assert factories.person(WORKER["email"]).team.name == NORTHGATE_EAST


def test_a_new_team_has_the_letters_of_its_own_line_and_the_file_of_staff_may_have_others(register: Register) -> None:
    register.load(teams=[team("Brook Lane Team")], staff=[WORKER | {"team": "BROOK LANE TEAM"}])

    assert factories.person(WORKER["email"]).team.name == "Brook Lane Team"


@pytest.mark.parametrize(
    "name, nearest",
    [
        ("northgate easst cluster team", f"'{NORTHGATE_EAST}' or '{NORTHGATE_WEST}'"),
        ("Northgate Child Health & Disability Team", f"'{NORTHGATE_DISABILITY}'"),
        ("Team of another council", ""),
    ],
)
def test_an_unknown_team_is_named_with_the_one_that_is_likely_meant(
    register: Register, name: str, nearest: str
) -> None:
    said = register.refused(staff=[WORKER | {"team": name}])

    meant = f" Is {nearest} meant?" if nearest else ""
    assert said.endswith(f"team '{name}': Add '{name}' to teams.csv, or correct the name.{meant}")


@pytest.mark.parametrize("locality", ["Northgate", "NORTHGATE"])
def test_a_leader_of_a_locality_in_other_capitals_leads_it(register: Register, locality: str) -> None:
    assert register.warned(staff=[LEADER | {"locality": locality}]) == []

    assert factories.person(LEADER["email"]).locality == "Northgate"


def test_a_post_in_a_locality_that_no_team_has_is_named_with_its_line(register: Register) -> None:
    post = {
        "email": LEADER["email"],
        "role": "locality_leader",
        "locality": "Northgte",
        "started_on": "",
        "ended_on": "",
    }

    said = register.warned(
        staff=[LEADER | {"locality": "Atlantis"}],
        posts=[post, post | {"locality": "Lyonesse", "started_on": ago(90), "ended_on": ago(60)}],
    )

    begins = "No team has this locality. Correct it, or give it to a team in teams.csv."
    assert sorted(said) == [
        f"posts.csv, line 2, locality 'Northgte': {begins} Is 'Northgate' meant?",
        f"staff.csv, line 2, locality 'Atlantis': {begins}",
    ]


def test_who_has_left_leads_no_locality_that_could_be_wrong(register: Register) -> None:
    assert register.warned(staff=[LEADER | {"locality": "Atlantis", "active": "no"}]) == []


def test_brothers_and_sisters_share_a_word_in_whatever_capitals(register: Register) -> None:
    register.load(children=ann(family="AV-f12"))
    register.load(children=ann(local_id="T2", family="av\u2011F12"))

    assert factories.child("T2").family == factories.child("T1").family


@pytest.mark.parametrize(
    "column, one, other",
    [
        ("upn", "A950000178301", "a950000178301"),
        ("upn", "A950000178301", "A9500 0017-8301"),
        ("nhs_number", "943 476 5919", "943-476-5919"),
        ("nhs_number", "9434765919", "943\u2011476\u20115919"),
    ],
)
def test_a_number_of_two_children_is_named_however_it_is_written(
    register: Register, column: str, one: str, other: str
) -> None:
    lines = [ann(**{column: one})[0], ann(local_id="T2", **{column: other})[0]]

    (said,) = register.warned(children=lines)

    assert said.startswith(f"children.csv, line 3, {column} '{other}': Another line has this number too.")


def test_two_children_may_have_no_pupil_number_for_the_same_reason(register: Register) -> None:
    assert register.warned(children=[ann(upn="UN1")[0], ann(local_id="T2", upn="UN1")[0]]) == []


@pytest.mark.parametrize("number", ["sw 123456", "SW\u2011123456", "Sw-12 34 56"])
def test_a_registration_number_is_the_same_however_it_is_written(register: Register, number: str) -> None:
    register.load(staff=[WORKER | {"team": NORTHGATE_EAST, "social_work_id": "SW123456"}])
    new = WORKER | {"email": "ro.marsh@council.example", "team": NORTHGATE_EAST, "social_work_id": number}

    register.load(staff=[new])

    assert Staff.select().where(Staff.social_work_id == "SW123456").count() == 1


def test_a_local_id_that_lost_its_zeros_in_the_same_file_is_named(register: Register) -> None:
    lines = [ann(local_id="00123")[0], ann(local_id="123")[0], ann(local_id="0123", name="Bo Other")[0]]

    (said,) = register.warned(children=lines)

    assert said.startswith("children.csv, line 3, local_id '123': This is likely 00123, of the same name")


@pytest.mark.parametrize(
    "files, said",
    [
        ({"children": ann(date_of_birth="27/03/2030")}, "date_of_birth '27/03/2030': Enter a day in the past"),
        (
            {"children": ann(), "statuses": [spell("Looked After", started_on="2.1.2026", ended_on="1.1.2026")]},
            "ended_on '1.1.2026': Enter a day that is not before the first.",
        ),
        (
            {"children": ann(), "statuses": [spell("Looked After", child="t1")]},
            "Make it agree with statuses.csv, line 2",
        ),
        ({"children": ann(), "statuses": [spell("Looked After", child="t9")]}, "child 't9': Add 't9' to children.csv"),
    ],
)
def test_a_line_that_is_refused_later_quotes_what_stands_in_it(register: Register, files: Any, said: str) -> None:
    assert said in register.refused(**files)


def test_a_child_in_other_capitals_is_quoted_as_written(register: Register) -> None:
    register.load(children=ann())

    assert "local_id 't1': Give this child a number of their own" in register.refused(
        children=ann(local_id="t1", name="Bo Other", date_of_birth="2019-01-01")
    )


def test_letters_that_were_read_in_another_encoding_are_loaded_and_named(register: Register) -> None:
    (said,) = register.warned(children=ann(name="ZoÃ« Test"))

    assert said.startswith("children.csv, line 2, name 'ZoÃ« Test': 'Ã«' looks like 'ë' that was read in another")
    assert factories.child("T1").name == "ZoÃ« Test"


def listed(leave: int) -> Rows:
    """The children of the register as a file lists them, less some."""
    children = list(Child.select())[leave:]
    return [{"local_id": one.local_id, "name": one.name, "status": one.status} for one in children]


def test_a_file_in_which_most_is_missing_is_named_by_a_preview_and_by_a_load_and_nothing_is_lost(
    register: Register,
) -> None:
    stored = Child.select().count()
    half = stored // 2

    for leave, is_named in ((half, False), (half + 1, True), (stored - 1, True)):
        files = register.read(children=listed(leave))
        previewed = loading.preview(files, today=clock.today()).tally.cut_off
        loaded = loading.load(files, today=clock.today()).cut_off

        assert previewed == loaded
        assert [one.text.partition(":")[2].partition(".")[0] for one in loaded] == (
            [f" {leave} of the {stored} that the register has are not in it"] if is_named else []
        )
    assert Child.select().count() == stored


def test_a_preview_of_a_file_with_its_header_alone_says_that_everything_is_missing(app: App, tmp_path: Path) -> None:
    (tmp_path / "children.csv").write_text("local_id,name,status\n")

    said = app.test_cli_runner().invoke(args=["register", "load", str(tmp_path), "--dry-run"])

    stored = Child.select().count()
    assert said.exit_code == 0
    assert said.output.splitlines()[1:4] == [
        f"children.csv        0 new, 0 changed, {stored} gone, 0 refused, 0 as before",
        "Look at this first. Most of what the register has is no longer listed:",
        "  children.csv, whole file: Check that it is whole, and neither cut off nor filtered: "
        f"{stored} of the {stored} that the register has are not in it. A load leaves them as they are.",
    ]


def test_staff_teams_and_workers_times_are_looked_at_alike_and_an_empty_register_misses_nothing(
    register: Register,
) -> None:
    files = {
        "teams": [team(NORTHGATE_WEST)],
        "staff": [WORKER | {"team": NORTHGATE_WEST}],
        "children": ann(),
        "allocations": [{"child": "T1", "worker": WORKER["email"], "started_on": ago(9), "ended_on": ""}],
    }

    assert [one.file for one in register.load(**files).cut_off] == [f"{name}.csv" for name in files]


def test_a_copy_of_refused_lines_misses_nothing(register: Register) -> None:
    files = register.read(children=[{"reason": "name: Enter something", "line": "7", **ann()[0]}])

    found = loading.preview(files, today=clock.today())

    assert (found.gone, found.tally.cut_off, len(found.tally.changes)) == ({}, [], 1)


def test_a_corrected_day_of_birth_moves_what_began_with_the_birth_and_back_again(register: Register) -> None:
    unborn = {"local_id": "T1", "name": "Baby Q", "status": "unborn", "status_since": ago(90)}
    register.load(40, children=[unborn])
    born = ann(name="Ivy Q", status="looked_after")[0]

    for since, birth in ((20, 20), (20, 19), (19, 19), (20, 20), (90, 19), (20, 20)):
        line = born | {"status_since": ago(since), "date_of_birth": ago(birth)}
        assert register.warned(children=[line | {"placement": "U4", "placement_since": ago(birth)}]) == []
        assert facts() == [
            ("status", "unborn", ago(90), ago(birth)),
            ("status", "looked_after", ago(birth), None),
            ("placement", "U4", ago(birth), None),
        ]


def test_a_status_that_changes_with_the_corrected_day_of_birth_was_never_another(register: Register) -> None:
    register.load(40, children=[{"local_id": "T1", "name": "Baby Q", "status": "unborn", "status_since": ago(90)}])
    register.load(15, children=ann(name="Ivy Q", date_of_birth=ago(20), status_since=ago(20)))
    register.load(children=ann(name="Ivy Q", date_of_birth=ago(19), status_since=ago(19), status="looked_after"))

    assert facts() == [("status", "unborn", ago(90), ago(19)), ("status", "looked_after", ago(19), None)]


def facts() -> list[tuple[str, str, Any, Any]]:
    """Ann's spells of whatever kind: about, value, first day, end."""
    rows = factories.child("T1").spells.order_by("id")
    return [(row.about, row.value, row.started_on, row.ended_on) for row in rows]


@pytest.mark.parametrize(
    "before, after, is_another",
    [
        ("Lily Smith", "Rose Smith", True),
        ("Lily May Smith", "Rose May Smith", True),
        ("Smith, Lily", "SMITH, ROSE", True),
        ("Grace Roe", "Rose Grace", True),
        ("Rose Grace", "Grace Roe", True),
        ("Lily Smith", "?!", True),
        ("Dan Roe", "Daniel Roe", False),
        ("Mary Ann Roe", "Ann Hope", False),
        ("Zoë Hardcastle", "ZOE HARDCASTLE", False),
        ("Lily", "Lily Smith", False),
    ],
)
def test_a_twin_is_another_child_than_the_one_who_has_the_local_id(
    register: Register, before: str, after: str, *, is_another: bool
) -> None:
    register.load(children=ann(name=before))
    line = ann(name=after, date_of_birth=BORN.replace(day=28))

    if is_another:
        assert "Give this child a number of their own" in register.refused(children=line)
    else:
        assert register.warned(children=line) == []
