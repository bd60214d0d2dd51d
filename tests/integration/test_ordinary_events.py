"""What happens in a council any night is loaded: a birth, an adoption, a move, a new name or address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models import About, Allocation, Child, ChildSpell, Staff
from records import clock
from records.register import loaded, loading
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST, NORTHGATE_WEST
from tests.integration.register_loads import Register, ago, ann, child, fact, history

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

WORKER, OTHER_WORKER = story.AUTHOR, factories.TEAM_MATE
UNBORN = {"local_id": "T1", "name": "Baby Example", "status": "unborn", "expected_date_of_birth": ago(-20)}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def person(**changes: Any) -> dict[str, Any]:
    """A line of staff.csv."""
    line = {"email": "ro.ellery@council.example", "name": "Ro Ellery", "role": "social_worker", "team": NORTHGATE_EAST}
    return line | {"social_work_id": "SW123456"} | changes


def time(worker: str, began: int, ended: int | None = None, **more: Any) -> dict[str, Any]:
    """A line of allocations.csv, in days ago."""
    return {
        "child": "T1",
        "worker": worker,
        "started_on": ago(began),
        "ended_on": "" if ended is None else ago(ended),
        **more,
    }


def workers() -> list[tuple[str, str, Any, Any]]:
    """Who worked with Ann: address, team, first day, end."""
    times = Allocation.select().where(Allocation.child == child()).order_by(Allocation.started_on)
    return [(one.worker.email, one.team.name, one.started_on, one.ended_on) for one in times]


def test_a_birth_gives_a_day_a_number_and_an_order_and_nothing_of_it_is_refused(register: Register) -> None:
    register.load(30, children=[UNBORN | {"status_since": ago(90)}], allocations=[time(WORKER, 80)])
    born = UNBORN | {
        "name": "Ava Example",
        "date_of_birth": ago(2),
        "upn": "A950000178301",
        "status": "looked_after",
        "status_since": ago(1),
        "legal_status": "C1",
        "legal_status_since": ago(1),
        "placement": "U4",
        "placement_since": ago(1),
    }

    assert register.warned(children=[born], allocations=[time(WORKER, 80)]) == []

    assert (child().name, child().date_of_birth, child().expected_date_of_birth) == ("Ava Example", ago(2), None)
    assert history() == [("unborn", ago(90), ago(2)), ("looked_after", ago(1), None)]
    assert (fact(About.LEGAL_STATUS), fact(About.PLACEMENT)) == (("C1", ago(1)), ("U4", ago(1)))


def test_a_plan_that_was_made_before_the_birth_begins_with_it_once_the_child_was_unborn(register: Register) -> None:
    register.load(30, children=[UNBORN | {"status_since": ago(90)}])
    born = UNBORN | {"date_of_birth": ago(2), "status": "child_protection", "status_since": ago(90)}

    for _ in range(2):
        assert register.warned(children=[born]) == []
        assert history() == [("unborn", ago(90), ago(2)), ("child_protection", ago(2), None)]


def test_a_number_that_is_not_there_is_called_a_number(register: Register) -> None:
    said = register.refused(children=ann(), allocations=[time("SW999999", 9)])

    assert said.endswith("Add 'SW999999' to staff.csv, or correct the number.")


def test_a_local_id_that_lost_its_zeros_is_named_as_that_of_the_child_whom_the_register_has(register: Register) -> None:
    register.load(children=ann(local_id="00417"))

    (said,) = register.warned(children=ann(local_id="417"))

    assert "local_id '417': This is likely 00417, of the same name" in said


def test_an_adopted_child_is_another_child_and_nothing_says_whose(register: Register) -> None:
    register.load(30, children=ann(status="looked_after", family="A1"), allocations=[time(WORKER, 60)])
    adopted = ann(local_id="T2", name="Annie Newname", family="")

    found = loading.preview(register.read(children=adopted), today=clock.today())
    register.load(children=adopted)

    assert (found.gone["children"].count("T1"), [one.about for one in found.tally.changes.values()]) == (1, ["T2"])
    new = factories.child("T2")
    assert (new.name, new.family, Allocation.select().where(Allocation.child == new).count()) == (
        "Annie Newname",
        None,
        0,
    )
    assert (child().name, child().status, len(workers())) == ("Ann Example", "looked_after", 1)


def test_a_number_that_another_child_was_given_is_refused(register: Register) -> None:
    register.load(children=ann())

    said = register.refused(children=ann(name="Bo Other", date_of_birth="2019-01-01"), statuses=[])

    assert said.startswith("children.csv, line 2, local_id 'T1': Give this child a number of their own")


@pytest.mark.parametrize(
    "changes",
    [{"name": "Bo Other"}, {"date_of_birth": "2014-03-26"}, {"name": "EXAMPLE, Annie", "date_of_birth": "2014-03-26"}],
)
def test_a_new_name_or_a_corrected_day_of_birth_is_the_same_child(register: Register, changes: dict[str, str]) -> None:
    register.load(children=ann())
    register.load(children=ann(**changes))

    assert child().name == changes.get("name", "Ann Example")


def test_a_move_to_another_team_ends_the_time_that_the_file_no_longer_lists(register: Register) -> None:
    register.load(30, children=ann(), allocations=[time(WORKER, 60)])

    (said,) = register.warned(allocations=[time(WORKER, 3, team=NORTHGATE_WEST)])

    assert workers() == [(WORKER, NORTHGATE_EAST, ago(60), ago(3)), (WORKER, NORTHGATE_WEST, ago(3), None)]
    assert said.startswith("allocations.csv, line 2, started_on ")
    assert said.endswith(
        f"The time of {WORKER} is taken to have ended on that day: the file no longer lists it. Give its last day."
    )


def test_whoever_moves_to_another_team_takes_no_earlier_time_with_them(register: Register) -> None:
    register.load(30, staff=[person()], children=ann(), allocations=[time("ro.ellery@council.example", 60)])
    register.load(staff=[person(team=NORTHGATE_WEST)], allocations=[time("ro.ellery@council.example", 60)])

    assert factories.person("ro.ellery@council.example").team.name == NORTHGATE_WEST
    assert workers() == [("ro.ellery@council.example", NORTHGATE_EAST, ago(60), None)]


def test_an_earlier_worker_is_not_ended_by_one_who_began_before(register: Register) -> None:
    register.load(30, children=ann(), allocations=[time(WORKER, 60)])

    said = register.refused(allocations=[time(OTHER_WORKER, 90)])

    assert f"Say when one of them ended: this child is allocated to {WORKER} since {ago(60)} too" in said


def test_a_person_with_a_new_name_and_address_and_the_same_number_is_the_same_person(register: Register) -> None:
    register.load(30, staff=[person()], children=ann(), allocations=[time("ro.ellery@council.example", 60)])
    before = factories.person("ro.ellery@council.example")
    new = person(email="ro.marsh@council.example", name="Ro Marsh", social_work_id="sw 123456")

    register.load(staff=[new], allocations=[time("ro.ellery@council.example", 60)])

    now = factories.person("ro.marsh@council.example")
    assert (now.id, now.name, now.sign_in_version) == (before.id, "Ro Marsh", before.sign_in_version)
    assert Staff.get_or_none(Staff.email == "ro.ellery@council.example") is None
    assert workers() == [("ro.marsh@council.example", NORTHGATE_EAST, ago(60), None)]


def test_a_worker_may_be_given_by_number(register: Register) -> None:
    began = {"child": "T1", "worker": "sw 123456", "started_on": ago(60), "ended_on": ""}
    register.load(30, staff=[person()], children=ann(), allocations=[began])
    register.load(allocations=[began | {"ended_on": ago(2)}])

    assert workers() == [("ro.ellery@council.example", NORTHGATE_EAST, ago(60), ago(2))]
    assert "line 2, worker 'SW9': Add 'SW9' to staff.csv" in register.refused(allocations=[began | {"worker": "SW9"}])


def test_an_address_that_passes_on_takes_nobody_with_it(register: Register) -> None:
    first, second = person(), person(email="b@council.example", name="Bo Bell", social_work_id="SW7")
    register.load(30, staff=[first, second])
    ids = [factories.person(line["email"]).id for line in (first, second)]

    register.load(staff=[first | {"email": "b@council.example"}, second | {"email": "ro.ellery@council.example"}])
    swapped = [factories.person(line["email"]).id for line in (second, first)]
    newcomer = person(email="b@council.example", name="Ro Ellis", social_work_id="SW8")
    register.load(staff=[newcomer, first | {"email": "c@council.example"}])

    assert swapped == ids
    assert factories.person("c@council.example").id == ids[0]
    assert factories.person("b@council.example").id not in ids


@pytest.mark.parametrize(
    "lines, said",
    [
        (
            [person(email="b@council.example")] * 1 + [person()],
            "line 3, social_work_id 'SW123456': Remove one of them: line 2",
        ),
        ([person(social_work_id="SW9")], "who has the address has the number SW123456"),
        ([person(email=WORKER)], "the number is ro.ellery@council.example's, and the address that of somebody else."),
        ([person(email="b@council.example", name="Jo Hall", role="head_of_service")], "it is that of Ro Ellery"),
        ([person(social_work_id="HCPC 12")], "social_work_id 'HCPC 12': Enter SW and the figures"),
    ],
)
def test_a_number_that_may_be_of_either_of_two_people_is_refused(
    register: Register, lines: list[dict[str, Any]], said: str
) -> None:
    register.load(staff=[person()])

    assert said in register.refused(staff=lines)


def test_numbers_of_the_councils_own_may_be_shared_and_given_up(register: Register) -> None:
    own = person(social_work_id="XX1")
    register.load(staff=[own, person(email="b@council.example", name="Bo Bell", social_work_id="XX1")])
    register.load(staff=[person()])

    assert factories.person("ro.ellery@council.example").social_work_id == "SW123456"
    assert factories.person("b@council.example").social_work_id == "XX1"


def test_pupil_and_nhs_numbers_are_checked_and_the_child_is_loaded(register: Register) -> None:
    first = ann(upn="R247962919251", nhs_number="943 476 5918")
    second = [line | {"local_id": local_id, "upn": "A950000178301"} for local_id in ("T2", "T3") for line in ann()]

    said = register.warned(children=first + second)

    assert said == [
        "children.csv, line 2, upn 'R247962919251': The check letter of these figures is Q. Correct it, or a figure.",
        "children.csv, line 2, nhs_number '943 476 5918': "
        "Its last figure does not go with the others. Correct one of them.",
        "children.csv, line 4, upn 'A950000178301': Another line has this number too. "
        "A child has one line, and an adopted child a number of their own.",
    ]
    assert Child.select().where(Child.local_id.in_(["T1", "T2", "T3"])).count() == 3


def test_what_is_said_of_a_child_whose_line_fails_fails_with_it_and_what_was_known_stays(register: Register) -> None:
    register.load(30, children=ann(placement="U4"), allocations=[time(WORKER, 60)])
    before = list(ChildSpell.select().where(ChildSpell.child == child()).dicts()), workers()
    files = register.read(
        children=ann(status="nothing"),
        placements=[{"child": "T1", "placement": "K2", "started_on": ago(1), "ended_on": ""}],
        allocations=[time(WORKER, 60, 3), time(OTHER_WORKER, 3)],
    )

    found = loading.preview(files, today=clock.today())
    loaded = loading.load_the_rest(files, today=clock.today(), before_commit=lambda _: None)

    places = [problem.place for problem in loaded.refused.problems]
    assert places == [
        "children.csv, line 2, status 'nothing'",
        "placements.csv, line 2, child 'T1'",
        "allocations.csv, line 2, child 'T1'",
        "allocations.csv, line 3, child 'T1'",
    ]
    assert (list(ChildSpell.select().where(ChildSpell.child == child()).dicts()), workers()) == before
    assert "T1" not in found.gone["children"]


def test_two_workers_at_once_are_refused_and_all_else_of_the_night_is_loaded(register: Register) -> None:
    files = register.read(
        children=ann() + ann(local_id="T2", name="Bo Other"),
        allocations=[time(WORKER, 9), time(OTHER_WORKER, 5), time(WORKER, 5) | {"child": "T2"}],
    )

    loaded = loading.load_the_rest(files, today=clock.today(), before_commit=lambda _: None)

    assert sorted(loaded.refused.of_file("allocations")) == [2, 3]
    assert (workers(), Allocation.select().where(Allocation.child == factories.child("T2")).count()) == ([], 1)


def test_where_the_refused_lines_cannot_be_written_nothing_is_loaded(register: Register) -> None:
    def fail(refused: Any) -> None:
        raise OSError("no room")

    files = register.read(children=ann())
    with pytest.raises(OSError, match="no room"):
        loading.load_the_rest(files, today=clock.today(), before_commit=fail)

    assert Child.get_or_none(Child.local_id == "T1") is None


def test_a_local_id_in_other_letters_is_the_same_child(register: Register) -> None:
    register.load(30, children=ann(local_id="T1"))

    told = register.load(
        children=ann(local_id="t1", name="Ann Mbeki-Example"),
        statuses=[{"child": "t1", "status": "child_in_need", "started_on": ago(90), "ended_on": ""}],
        allocations=[time(WORKER, 20) | {"child": "t1"}],
    )

    assert told.warnings == []
    assert child().name == "Ann Mbeki-Example"
    assert [one[0] for one in workers()] == [WORKER]
    assert Child.get_or_none(Child.local_id == "t1") is None


def test_two_lines_of_one_child_in_other_letters_are_named(register: Register) -> None:
    said = register.refused(children=ann(local_id="T1") + ann(local_id="t1", name="Ben Example"))

    assert "line 2, local_id 'T1': Remove one of them: line 3 is about the same" in said


def test_a_long_load_says_how_far_it_is(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaded, "TOLD_EACH", 2)
    lines = [line for one in range(5) for line in ann(local_id=f"T{one}", name=f"Ann {one}")]
    files, told = register.read(children=lines), list[str]()

    loading.load(files, today=clock.today(), tell=told.append)

    assert told[:2] == ["children.csv: 2 lines", "children.csv: 4 lines"]
