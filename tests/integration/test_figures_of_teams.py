"""Figures: who sees whose, what nobody learns from them, and that what is kept is what counting anew gives."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from flask import Flask

from models import (
    Allocation,
    Child,
    CountedFact,
    Export,
    FigureCount,
    FiguresKept,
    Record,
    Staff,
    State,
    Team,
    WorkerChange,
)
from records import clock, purposes
from records.register.invented import address
from records.reporting import exports, keeping_figures, places
from records.reporting.counting import changes, of_records, workers
from records.reporting.keeping_figures import Drift
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.disposing import died_long_ago, disposed
from tests.support.reader import Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

PAGE, OF_RECORDS = "/figures", "/figures/records"
EVERY = [PAGE, OF_RECORDS, "/figures/kinds.csv", "/figures/behind?figure=kinds"]
THEIRS = {
    story.TRANSFERRING_LEADER: "Northgate East Cluster Team",
    factories.LOCALITY_LEADER: "Northgate locality",
    story.CLUSTER_MANAGER: "The cluster team service",
    story.CLUSTER_HEAD: "The cluster team service",
    story.LOOKED_AFTER_HEAD: "The looked after children team service",
}
NOT_FOR_THEM = [story.AUTHOR, story.RECEIVING_WORKER, story.BUSINESS_SUPPORT, story.AUDITOR]


@pytest.fixture(autouse=True)
def counted(app: Flask) -> None:
    keeping_figures.recount()


def team(name: str) -> Team:
    return Team.get(Team.name == name)


def sums(place: str, figure: str) -> dict[tuple[str, str], int]:
    """(key, key2) → number, of all months."""
    found: dict[tuple[str, str], int] = {}
    for one in FigureCount.select().where((FigureCount.place == place) & (FigureCount.figure == figure)):
        found[one.key, one.key2] = found.get((one.key, one.key2), 0) + one.number
    return found


def file_of(reader: Reader, link: str) -> list[list[str]]:
    text = reader.open(link).text
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


def today_is_the_day() -> None:
    """Responsibility passes today by every record, so that it is in the last twelve months."""
    Record.update(takes_effect_on=clock.today()).execute()
    keeping_figures.recount()


def read_for_a_purpose() -> Staff:
    auditor = factories.person(story.AUDITOR)
    purposes.begin(by=auditor, purpose="audit", what_for="Files of March", last_day=clock.today())
    return auditor


@pytest.mark.parametrize("email", THEIRS)
def test_who_leads_teams_sees_their_own_part_and_a_way_to_it(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    assert PAGE in reader.open("/").links
    assert THEIRS[email] in reader.open(PAGE).words
    assert THEIRS[email] in reader.open(OF_RECORDS).words


@pytest.mark.parametrize("email", NOT_FOR_THEM)
@pytest.mark.parametrize("page", EVERY)
def test_for_everybody_else_there_is_no_such_page(sign_in: SignIn, email: str, page: str) -> None:
    reader = sign_in(email)

    assert PAGE not in reader.open("/").links
    reader.open(page, status=404)


@pytest.mark.parametrize("page", EVERY)
def test_nobody_asks_for_the_part_of_others(sign_in: SignIn, page: str) -> None:
    reader, ask = sign_in(story.TRANSFERRING_LEADER), "&" if "?" in page else "?"
    other = places.name_of(places.TEAM, team("Northgate West Cluster Team").id)

    for place in (other, "council", "service-cluster", "locality-Northgate", "team-0", "team-x", "x" * 300):
        reader.open(f"{page}{ask}place={place}", status=404)


def test_a_record_is_counted_once_for_each_who_reads_it() -> None:
    """Four of Maya's seven records are in force or being sealed: two sealed or approved ones count as planned."""
    in_force = Record.select().where(Record.state.in_([State.APPROVED, State.SEALED])).count()

    for place in ("council", "service-cluster", "service-looked_after", "locality-Northgate"):
        assert sums(place, of_records.KINDS) == {("planned", ""): in_force}, place
    assert sums("locality-Riverside", of_records.KINDS) == {}


def test_mayas_story_counts_as_it_is_told() -> None:
    """She meets her new worker on a joint visit and is told before the day; she was asked what she wants."""
    number = sums("council", of_records.KINDS)["planned", ""]

    assert sums("council", of_records.INTRODUCED) == {("before", ""): number}
    assert sums("council", of_records.TOLD) == {("before", ""): number}
    assert sums("council", of_records.VIEWS) == {("asked_directly", ""): number}


def test_a_change_has_a_record_once_one_in_force_names_the_worker_and_the_day() -> None:
    maya, new = factories.child(), factories.person(story.RECEIVING_WORKER)
    day = Record.get(Record.state == State.SEALED).takes_effect_on
    assert ("TSPROC", "record") not in sums("council", changes.CHANGES)

    Allocation.update(ended_on=day).where((Allocation.child == maya) & Allocation.ended_on.is_null()).execute()
    Allocation.create(child=maya, worker=new, team=new.team, started_on=day, reason_code="TSPROC")
    keeping_figures.recount()

    assert sums("council", changes.CHANGES)["TSPROC", "record"] == 1
    listed = Counter(one.standing == "record" for one in WorkerChange.select() if one.standing and one.before_id)
    counted: Counter[bool] = Counter()
    for (_, with_record), number in sums("council", changes.CHANGES).items():
        counted[with_record == "record"] += number
    assert counted == listed, "the list of changes and the figure say the same"


def test_what_is_kept_step_by_step_is_what_counting_anew_gives() -> None:
    record = factories.submitted()
    keeping_figures.keep()
    factories.approve(record, *factories.DECIDERS)
    keeping_figures.keep()

    assert CountedFact.select().where(CountedFact.record == record.id).exists()
    assert keeping_figures.recount() == Drift(0, 0)


def test_from_team_to_team_has_a_row_for_each_pair_and_so_fits_a_sheet(sign_in: SignIn) -> None:
    move_everybody_away()
    headings, *rows = file_of(sign_in(story.LOOKED_AFTER_HEAD), "/figures/flows.csv?period=last-12-months")

    assert headings[:3] == ["From", "To", "Number"]
    assert rows[0][0] == "Northgate East Cluster Team", "the most first"


def test_children_are_counted_again_on_the_next_day_and_teams_that_moved_at_once() -> None:
    child = factories.child()
    kept = keeping_figures.kept()
    kept.children_on = clock.today() - timedelta(days=1)
    kept.save()
    Child.update(date_of_birth=clock.today() - timedelta(days=1)).where(Child.id == child.id).execute()
    Team.update(locality="Elsewhere").where(Team.name == "Northgate East Cluster Team").execute()
    keeping_figures.keep()

    assert sums("locality-Elsewhere", of_records.KINDS)
    assert keeping_figures.recount() == Drift(0, 0)


def test_a_recount_says_what_was_wrong_and_puts_it_right() -> None:
    FigureCount.update(number=FigureCount.number + 1).where(
        (FigureCount.place == "council") & (FigureCount.figure == of_records.KINDS)
    ).execute()
    CountedFact.delete().where(CountedFact.figure == of_records.TOLD).execute()

    drift = keeping_figures.recount()

    assert drift.things
    assert drift.sums
    assert keeping_figures.recount() == Drift(0, 0)


def test_facts_of_what_is_no_longer_kept_are_forgotten() -> None:
    CountedFact.create(figure=of_records.KINDS, month=date(2026, 1, 1), key="planned", record=987654, team=1)

    keeping_figures.recount()

    assert not CountedFact.select().where(CountedFact.record == 987654).exists()
    assert keeping_figures.recount() == Drift(0, 0)


def move_everybody_away() -> Team:
    """Each child of Maya's team goes to a team of another service today; the years before stay her team's."""
    mine, away = team("Northgate East Cluster Team"), factories.person(address("grace.nakamura"))
    for one in Allocation.select().where((Allocation.team == mine) & Allocation.ended_on.is_null()):
        Allocation.update(ended_on=clock.today()).where(Allocation.id == one.id).execute()
        Allocation.create(child=one.child, worker=away, team=away.team, started_on=clock.today(), reason_code="MANAGE")
    keeping_figures.recount()
    FiguresKept.update(register_since=None).execute()  # so that every year is told
    return mine


def test_of_children_whom_a_leader_has_no_more_a_number_under_five_is_not_told(sign_in: SignIn) -> None:
    mine = move_everybody_away()
    place = places.name_of(places.TEAM, mine.id)
    of_figure = (FigureCount.place == place) & (FigureCount.figure == workers.WORKERS)
    small = {one.number for one in FigureCount.select().where(of_figure)}
    assert 0 < max(small) < 5
    reader = sign_in(story.TRANSFERRING_LEADER)

    (headings, *rows) = file_of(reader, "/figures/workers-year.csv")
    page = reader.open(f"{PAGE}?period=last-12-months")

    assert {cell for row in rows for cell in row[1:5]} == {"<5"}, "none looks as any number under five"
    assert {row[5] for row in rows} == {""}, "no share beside it"
    assert "<5 is none to four" in page.words


def test_of_what_a_leader_may_not_open_whole_fives_are_counted_and_the_file_names_the_column(sign_in: SignIn) -> None:
    mine = move_everybody_away()
    here = (FigureCount.place == places.name_of(places.TEAM, mine.id)) & (FigureCount.figure == workers.WORKERS)
    FigureCount.update(number=13, moved=12).where(here & (FigureCount.number > 0)).execute()

    (headings, *rows) = file_of(sign_in(story.TRANSFERRING_LEADER), "/figures/workers-year.csv")

    assert {cell for row in rows for cell in row[1:4]} == {"<5", "11"}, "one that may be opened, and twelve others"
    assert headings[-1] == "At least so many"


def test_what_is_behind_a_number_is_listed_as_far_as_it_may_be_read(sign_in: SignIn) -> None:
    today_is_the_day()
    asked = "/figures/behind?figure=changes&period=last-12-months"
    mine = sign_in(story.TRANSFERRING_LEADER).open("/figures/behind?figure=kinds&key=planned")
    assert "TMR-" in mine.words

    move_everybody_away()

    assert "Maya" not in sign_in(story.TRANSFERRING_LEADER).open(asked).words
    page = sign_in(story.LOOKED_AFTER_HEAD).open(asked)
    assert "Maya" in page.words
    ((said, _),) = re.findall(r"([0-9]+) changes, of ([0-9]+) children, as far as you may read them", page.words)
    assert int(said) == page.text.count('scope="row"')


def test_who_reads_for_a_purpose_learns_no_small_number_of_what_is_not_sealed(sign_in: SignIn) -> None:
    today_is_the_day()
    auditor = read_for_a_purpose()
    reader = sign_in(auditor.email)

    (_, *kinds) = file_of(reader, "/figures/kinds.csv")
    (_, *reasons) = file_of(reader, "/figures/changes-reasons.csv")
    year = workers.year_of(clock.today())
    (_, *months) = file_of(reader, f"/figures/changes-months.csv?period={year}-{(year + 1) % 100:02}")

    assert not any(any(row[1:]) for row in months if f"{clock.today():%Y-%m}" < row[0] < "All"), "still to come"
    in_force = sums("council", of_records.KINDS)["planned", ""]
    unsealed = Record.select().where(Record.state == State.APPROVED).count()
    assert 0 < unsealed < in_force < 5
    assert kinds[0] == ["Planned", str(in_force - unsealed), "Number"], "at least so many"
    assert kinds[1] == ["Emergency", "<5", ""]
    assert {cell for row in reasons for cell in row[1:4]} == {"<5"}
    assert "Maya" not in reader.open("/figures/behind?figure=changes").words


@pytest.mark.parametrize(
    "made_up",
    [
        *("/figures?period=2026", "/figures?period=%00", "/figures?period=2026-27-q9", f"/figures?period={'9' * 4000}"),
        *(
            "/figures/records?period=2026",
            "/figures/records.csv",
            "/figures/nothing.csv",
            "/figures/kinds.csv?period=x",
            "/figures/%2e%2e.csv",
        ),
        *("/figures/behind", "/figures/behind?figure=x", "/figures/behind?figure=kinds&month=2026-13"),
        *("/figures/behind?figure=days&key=%F0%9F%98%80&key2=%00", "/figures/behind?figure=kinds&month=0000-01"),
    ],
)
def test_an_address_that_was_made_up_is_no_error_of_the_service(sign_in: SignIn, made_up: str) -> None:
    reader = sign_in(story.CLUSTER_HEAD)

    assert reader.open(made_up, status=None).status in (200, 404)


def test_every_chart_of_a_page_is_a_file_with_the_same_numbers(sign_in: SignIn) -> None:
    reader = sign_in(story.CLUSTER_HEAD)
    links = [one for page in (PAGE, OF_RECORDS) for one in reader.open(page).links if ".csv" in one]

    assert len(links) > 12
    for link in links:
        headings, *rows = file_of(reader, link)
        assert all(len(row) == len(headings) for row in rows), link


def test_figures_as_files_and_reading_behind_them_are_noted_beside_the_limit_of_lists(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AN_HOUR", 1)
    today_is_the_day()
    reader = sign_in(story.CLUSTER_HEAD)
    reader.peek("/figures/kinds.csv")
    reader.peek("/figures/behind?figure=kinds&key=planned")
    assert not Export.select().exists(), "headers have no numbers or names"
    where = {"place": "service-cluster", "period": "last-12-months"}

    rows = file_of(reader, "/figures/kinds.csv?period=last-12-months")[1:]
    reader.open("/figures/behind?figure=kinds&key=planned&period=last-12-months")
    reader.open("/figures/behind?figure=kinds&key=nothing")

    of_file, of_page = Export.select().order_by(Export.id)
    assert (of_file.staff.email, of_file.listed, of_file.rows) == (story.CLUSTER_HEAD, "figures", len(rows))
    assert of_file.narrowed_to == {"chart": "kinds", **where}
    assert (of_page.staff.email, of_page.listed) == (story.CLUSTER_HEAD, "behind-figures")
    assert of_page.narrowed_to == {"figure": "kinds", "key": "planned", **where}
    assert of_page.rows > 0
    reader.open("/records.csv")


def test_a_record_that_was_disposed_of_counts_in_no_figure() -> None:
    record = factories.in_state(State.SEALED)
    keeping_figures.recount()
    of_record = CountedFact.record == record.id
    assert CountedFact.select().where(of_record & (CountedFact.figure == of_records.KINDS)).count() == 1
    before = sums("council", of_records.KINDS)["planned", ""]
    died_long_ago()
    gone = disposed(record)

    keeping_figures.keep()

    assert [one.record for one in gone] == [record]
    assert not CountedFact.select().where(of_record).exists()
    assert sums("council", of_records.KINDS).get(("planned", ""), 0) == before - 1
