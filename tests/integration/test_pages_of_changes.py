"""The pages of changes without a record: the list by team, its file, explaining, taking back, starting the record."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from models import Allocation, Child, ChildEvent, Export, Record, State, WorkerChange
from protocol import formatting
from records import clock
from records.reporting import explaining, list_changes, worker_changes
from records.reporting.worker_lines import CHANGES, Standing
from tests import factories
from tests.data import story
from tests.data.council import OLDER
from tests.integration.conftest import SignIn
from tests.integration.test_changes_without_a_record import WORDS, change, standing, taken_on
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

PAGE, MAYA = "/changes", "Maya Adeyemi-Clarke"
LEADER = story.RECEIVING_LEADER


@pytest.fixture
def leader(sign_in: SignIn) -> Reader:
    """Who leads the team that took Maya ten days ago, without a record."""
    return sign_in(LEADER)


@pytest.fixture
def number() -> int:
    """The id of Maya's new spell."""
    return int(taken_on().id)


def listed(reader: Reader, **asked: Any) -> bool:
    """Whether Maya is on the list."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return MAYA in reader.open(f"{PAGE}?{query}").words


def test_the_list_has_what_is_open_of_the_last_three_months_with_the_team_and_counts(
    leader: Reader, number: int
) -> None:
    page = leader.open(PAGE)

    assert "Tomasz Zieliński 13 Plus" in page.words.replace(OLDER, "13 Plus")
    assert f"{OLDER} No record: 1 , No record: {OLDER} Explained: 0 First contact: 0 Recorded: 0 All: 1" in page.words
    assert f"{PAGE}/{number}/explain" in page.links


def test_explain_is_offered_for_what_may_be_cover_alone(leader: Reader, number: int) -> None:
    Allocation.update(reason_code="MANAGE").where(Allocation.id == number).execute()

    page = leader.open(PAGE)

    assert MAYA in page.words
    assert f"{PAGE}/{number}/explain" not in page.links


def test_what_is_open_for_longer_is_counted_on_both_pages_and_reached_from_the_list(
    leader: Reader, number: int
) -> None:
    long_ago = clock.today() - timedelta(days=200)
    WorkerChange.update(started_on=long_ago).where(WorkerChange.allocation == number).execute()

    page = leader.open(PAGE)
    everything = f"{PAGE}?since={long_ago:%d+%m+%Y}"

    assert "1 that began before this is without a record too" in page.words
    assert everything in page.links
    assert MAYA in leader.open(everything).words
    assert "in your teams in the last three months, and 1 older" in leader.open("/").words


def test_filters_narrow_it_by_standing_period_and_team(leader: Reader, number: int) -> None:
    day = clock.today() - timedelta(days=9)
    team = WorkerChange.get(WorkerChange.allocation == number).team_id

    assert listed(leader, team=team, standing="all")
    assert not listed(leader, standing="record")
    assert not listed(leader, since=day.isoformat())
    assert listed(leader, until=clock.today().isoformat())
    assert not listed(leader, standing="first")


@pytest.mark.parametrize(
    "query,said",
    [
        ("team=10001", "Team: choose one from the list"),
        ("team=abc", "Team: choose one from the list"),
        ("standing=bogus", "Show: choose one from the list"),
        ("since=27 11 2099", "Began on or after: this day is still to come"),
        ("since=2 3 2026&until=1 3 2026", "And on or before: this day must not be before the first"),
    ],
    ids=["not_theirs", "no_team", "no_standing", "to_come", "reversed"],
)
def test_a_filter_that_cannot_be_is_said_and_nothing_is_listed(
    leader: Reader, number: int, query: str, said: str
) -> None:
    page = leader.open(f"{PAGE}?{query}")

    assert number
    assert said in page.words
    assert MAYA not in page.words


def test_a_page_beyond_the_end_says_so_and_leads_back(leader: Reader, number: int) -> None:
    page = leader.open(f"{PAGE}?page=7&standing=all")

    assert number
    assert "This list has no page 7." in page.words
    assert f"{PAGE}?standing=all" in page.links


def test_explanations_are_listed_with_why_by_whom_and_when_and_so_is_the_return(
    leader: Reader, sign_in: SignIn
) -> None:
    spell, today = taken_on(), clock.today()
    explaining.explain(change(spell), by=factories.person(LEADER), words=WORDS)
    back = taken_on(days_ago=2, by=story.AUTHOR)
    Allocation.update(team=spell.team_id).where(Allocation.id == back.id).execute()
    worker_changes.recount([spell.child_id])
    name = factories.person(LEADER).name

    words = leader.open(f"{PAGE}?standing=explained").words
    rows = list(
        csv.DictReader(StringIO(leader.open(f"{PAGE}/list.csv?standing=explained").text.removeprefix("\ufeff")))
    )

    assert words.count(f"as cover by {name} on") == 2
    assert WORDS in words
    told = [(row["Why there is none"], row["Said by"], row["Said on"]) for row in rows]
    assert told == [(WORDS, name, today.isoformat())] * 2


@pytest.mark.parametrize("query", ["since=soon", "since=31 2 2026", "page=-4&page=x", "team='--&standing=%00"])
def test_an_address_that_cannot_be_read_says_what_to_do_or_is_left_out(leader: Reader, query: str) -> None:
    assert leader.open(f"{PAGE}?{query}").heading == "Changes of worker without a record"


@pytest.mark.parametrize(
    "email", [story.AUTHOR, story.BUSINESS_SUPPORT, story.AUDITOR], ids=["worker", "support", "auditor"]
)
def test_who_leads_nobody_finds_no_such_page_and_no_link_to_it(sign_in: SignIn, number: int, email: str) -> None:
    reader = sign_in(email)

    assert PAGE not in reader.open("/").links
    for address in (PAGE, f"{PAGE}/list.csv", f"{PAGE}/{number}/explain"):
        reader.open(address, status=404)


def test_whoever_leads_finds_it_in_the_navigation_of_every_page(leader: Reader, number: int) -> None:
    assert PAGE in leader.open("/protocol").links
    assert number


def test_who_leads_other_teams_has_none_of_it(sign_in: SignIn, number: int) -> None:
    reader = sign_in(story.TRANSFERRING_LEADER)

    assert not listed(reader, standing="all")
    assert MAYA not in reader.open(f"{PAGE}/list.csv").text
    reader.open(f"{PAGE}/{number}/explain", status=404)
    reader.send(f"{PAGE}/{number}/undo", {"csrf_token": reader.token()}, status=404)


def test_the_home_page_of_leaders_says_how_many_and_nothing_where_there_are_none(leader: Reader, number: int) -> None:
    before = leader.open("/").words
    WorkerChange.update(standing=Standing.EXPLAINED).execute()
    after = leader.open("/").words

    assert "1 change of worker without a record in your teams" in before
    assert number
    assert "in your teams in the last three months" not in after


def test_an_explanation_is_kept_shown_and_taken_back(leader: Reader, number: int) -> None:
    spell = WorkerChange.get(WorkerChange.allocation == number).allocation
    form = leader.open(f"{PAGE}/{number}/explain").form(id="explaining-form")
    said = leader.press(form, {"words": "Hannah is ill, =until Monday"}, status=302) and leader.follow()

    assert "You have said why this change has no record" in said.words
    assert standing(spell) == Standing.EXPLAINED
    assert "Hannah is ill, =until Monday" in said.words

    leader.press(said.form(f"{PAGE}/{number}/undo"), {}, status=302)
    assert standing(spell) == Standing.OPEN
    assert "Taken back by" in leader.follow().words


def test_nothing_typed_and_cover_that_is_too_long_are_said_and_what_was_typed_stays(
    leader: Reader, number: int
) -> None:
    form = leader.open(f"{PAGE}/{number}/explain").form(id="explaining-form")

    nothing = leader.press(form, {"words": ""}, status=200)
    Allocation.update(started_on=clock.today() - timedelta(days=30)).where(Allocation.id == number).execute()
    late = leader.press(form, {"words": "Typed words"}, status=200)

    assert nothing.errors
    assert "Cover of 28 days or more needs a record" in late.words
    assert "Typed words" in late.text
    assert "explaining-form" not in leader.open(f"{PAGE}/{number}/explain").text


def test_two_leaders_who_explain_at_once_keep_the_first_and_tell_the_second(
    leader: Reader, sign_in: SignIn, number: int
) -> None:
    form = leader.open(f"{PAGE}/{number}/explain").form(id="explaining-form")
    head = sign_in(story.LOOKED_AFTER_HEAD)
    head.press(head.open(f"{PAGE}/{number}/explain").form(id="explaining-form"), {"words": WORDS}, status=302)

    page = leader.press(form, {"words": "Typed words"}, status=200)

    assert "Somebody has explained this change already" in page.words
    assert "Typed words" in page.words


def test_the_record_is_started_with_both_workers_the_day_and_the_reason(leader: Reader, number: int) -> None:
    Record.update(child=factories.child("AV103955")).where(Record.child == factories.child()).execute()
    spell = WorkerChange.get(WorkerChange.allocation == number).allocation
    form = leader.open(PAGE).form("/records/new/transfer-meeting")

    leader.press(form, {"change": number}, status=302)

    record = Record.select().order_by(Record.id.desc()).get()
    told = record.answers
    assert (record.state, record.child.name) == (State.DRAFT, MAYA)
    assert told["new_worker"]["id"] == spell.worker_id
    assert told["current_worker"]["id"] == factories.person(story.AUTHOR).id
    assert told["transfer_date"] == spell.started_on.isoformat()
    assert told["transfer_reason_code"] == "ABSENC"
    assert record.takes_effect_on == spell.started_on
    assert "correction-current_worker" not in told
    assert "under way" in leader.open(PAGE).words


def test_a_record_of_a_change_that_others_followed_has_the_worker_before_it_and_corrects_nothing(
    leader: Reader, number: int
) -> None:
    taken_on(days_ago=3, by=story.TRANSFERRING_LEADER)
    post = {"chosen": factories.child().id, "another": "yes", "change": number, "csrf_token": leader.token()}

    leader.send("/records/new/transfer-meeting", post, status=302)

    record = Record.select().order_by(Record.id.desc()).get()
    words = leader.open(f"/records/{record.reference}/sections/workers").words
    assert record.answers["current_worker"]["id"] == factories.person(story.AUTHOR).id
    assert not [name for name in record.answers if name.startswith("correction-")]
    assert f"From the register, {formatting.day(clock.today() - timedelta(days=10))}" in words


def test_a_record_of_an_emergency_is_started_from_the_list_as_well(leader: Reader, number: int) -> None:
    Record.update(child=factories.child("AV103955")).where(Record.child == factories.child()).execute()

    leader.press(leader.open(PAGE).form("/records/new/emergency-transfer"), {"change": number}, status=302)

    record = Record.select().order_by(Record.id.desc()).get()
    assert (record.kind, record.answers["current_worker"]["id"]) == (
        "emergency_transfer",
        factories.person(story.AUTHOR).id,
    )
    assert number


def test_each_row_starts_the_record_of_its_own_change(leader: Reader, number: int) -> None:
    Record.update(child=factories.child("AV103955")).where(Record.child == factories.child()).execute()
    buttons = leader.open(PAGE).each("button", name="change")
    wanted = [(kind, str(number)) for kind in ("transfer-meeting", "emergency-transfer")]
    assert [(button.get("form"), button.get("value")) for button in buttons] == wanted


def test_a_change_of_another_team_starts_nothing_by_itself(sign_in: SignIn, number: int) -> None:
    other = sign_in(story.TRANSFERRING_LEADER)
    post = {"change": number, "csrf_token": other.token()}
    assert "Select the child" in other.send("/records/new/transfer-meeting", post, status=200).words


def test_what_is_known_comes_along_over_the_page_that_names_other_records(leader: Reader, number: int) -> None:
    spell = WorkerChange.get(WorkerChange.allocation == number).allocation
    post = {"chosen": factories.child().id, "change": number, "csrf_token": leader.token()}
    page = leader.send("/records/new/transfer-meeting", post, status=200)

    leader.press(page.form("/records/new/transfer-meeting"), {}, status=302)

    record = Record.select().order_by(Record.id.desc()).get()
    assert record.answers["transfer_date"] == spell.started_on.isoformat()


@pytest.mark.parametrize("change", ["0", "x", "9" * 30, "1"], ids=range(4))
def test_a_change_that_is_not_theirs_or_not_of_the_child_gives_nothing(
    leader: Reader, number: int, change: str
) -> None:
    assert number
    post = {"chosen": factories.child().id, "another": "yes", "change": change, "csrf_token": leader.token()}

    leader.send("/records/new/transfer-meeting", post, status=302)

    assert "new_worker" not in Record.select().order_by(Record.id.desc()).get().answers


def test_the_file_has_the_list_with_dates_in_iso_and_no_cell_that_runs_and_is_noted_for_each_child(
    leader: Reader, number: int
) -> None:
    assert number
    Child.update(name="=1+1").where(Child.local_id == story.CASE_ONE_CHILD).execute()

    page = leader.open(f"{PAGE}/list.csv?standing=all")

    text = page.response.get_data().decode("utf-8")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    found = next(row for row in rows if row["Local id"] == story.CASE_ONE_CHILD)
    assert text.startswith("\ufeff")
    assert (found["Child"], found["Reason code"], found["Standing"]) == ("'=1+1", "ABSENC", "No record")
    assert page.response.headers["Content-Disposition"].endswith(f'"changes-of-worker-{clock.today()}.csv"')
    assert found["From"] == (clock.today() - timedelta(days=10)).isoformat()
    assert {one.event for one in ChildEvent.select()} == {"taken_out"}
    assert [(one.staff.email, one.listed, one.rows) for one in Export.select()] == [
        (LEADER, "changes-of-worker", len(rows))
    ]
    assert leader.peek(f"{PAGE}/list.csv").status_code == 200
    assert ChildEvent.select().count() == len({row["Local id"] for row in rows})


def test_a_long_list_has_pages_and_its_file_has_all_of_them(
    leader: Reader, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(list_changes, "PAGE_SIZE", 1)
    worker_changes.recount_all()
    since = (clock.today() - timedelta(days=4000)).isoformat()
    first = leader.open(f"{PAGE}?standing=all&since={since}")

    assert number
    assert any("page=2" in link for link in first.links)
    lines = leader.open(f"{PAGE}/list.csv?standing=all&since={since}").text.splitlines()
    mine = [team.id for team in list_changes.teams_of(factories.person(LEADER))]
    wanted = WorkerChange.team.in_(mine) & WorkerChange.standing.in_(CHANGES)
    assert len(lines) - 1 == WorkerChange.select().where(wanted).count() > 1
