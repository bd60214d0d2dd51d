"""Figures and time: which years the register knows, which year is shown by team, what is counted when, and as what."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from models import Allocation, CountedFact, FigureCount, FiguresKept, Record, RecordVersion, State, Team, database
from records import clock
from records.register import loading
from records.register.files import RegisterFiles
from records.reporting import keeping_figures, places, reading_things, worker_changes
from records.reporting.counting import changes, workers
from records.reporting.counting.things import RecordThing
from records.reporting.keeping_figures import Drift
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def counted(app: Flask) -> None:
    keeping_figures.recount()


def changes_of_council() -> dict[tuple[str, str], int]:
    """(reason, with a record or without) → changes, of all months."""
    found: dict[tuple[str, str], int] = {}
    here = (FigureCount.place == places.COUNCIL) & (FigureCount.figure == changes.CHANGES)
    for one in FigureCount.select().where(here):
        found[one.key, one.key2] = found.get((one.key, one.key2), 0) + one.number
    return found


def file_of(reader: Reader, link: str) -> list[list[str]]:
    return list(csv.reader(StringIO(reader.open(link).text.removeprefix("\ufeff"), newline="")))


def test_what_was_done_since_the_last_count_is_not_called_wrong() -> None:
    record = factories.submitted()
    factories.approve(record, *factories.DECIDERS)
    assert not CountedFact.select().where(CountedFact.record == record.id).exists()

    assert keeping_figures.recount() == Drift(0, 0)
    assert CountedFact.select().where(CountedFact.record == record.id).exists()


def test_a_load_of_the_register_has_every_child_counted_again() -> None:
    with_records = Record.select(Record.child).where(Record.child.is_null(False))
    new, day, before = factories.person(story.RECEIVING_WORKER), clock.today(), changes_of_council()
    going_on = Allocation.ended_on.is_null() & (Allocation.worker != new)
    child = Allocation.get(going_on & Allocation.child.not_in(with_records)).child
    Allocation.update(ended_on=day).where((Allocation.child == child) & Allocation.ended_on.is_null()).execute()
    Allocation.create(child=child, worker=new, team=new.team, started_on=day, reason_code="ORGRST")
    worker_changes.recount([child.id])

    keeping_figures.keep()
    assert changes_of_council() == before
    loading.load(RegisterFiles([], [], [], [], [], [], [], []), today=day)
    keeping_figures.keep()

    assert changes_of_council() == before | {("ORGRST", "none"): 1}


def test_years_before_the_registers_spells_say_so_and_one_in_which_they_begin_says_when(sign_in: SignIn) -> None:
    year = workers.year_of(clock.today())
    FiguresKept.update(register_since=date(year - 1, 9, 1)).execute()

    (_, *rows) = file_of(sign_in(story.CLUSTER_HEAD), "/figures/workers-year.csv")
    (_, *two) = file_of(sign_in(story.CLUSTER_HEAD), "/figures/workers-two-years.csv")

    said = [row[0].partition(" (")[2].removesuffix(")") for row in rows]
    begins = f"only from September {year - 1}"
    assert said == [*["before the register’s spells begin"] * 3, begins, "so far"]
    assert two[-1][0].endswith(f"(so far; {begins})")
    assert {cell for row in rows[:3] for cell in row[1:]} == {""}
    assert two[-2][0].endswith("(mostly before the register’s spells begin)")
    assert {*two[-2][1:]} == {""}, "seven months are no two years"


def test_a_year_of_which_one_month_is_known_is_not_drawn_and_has_no_share(sign_in: SignIn) -> None:
    year = workers.year_of(clock.today())
    FiguresKept.update(register_since=date(year, 3, 1)).execute()
    reader = sign_in(story.CLUSTER_HEAD)

    (_, *rows) = file_of(reader, "/figures/workers-year.csv")
    shares, *_ = file_of(reader, "/figures/workers-teams-years.csv")

    assert rows[-2][0] == f"{year - 1} to {year % 100} (mostly before the register’s spells begin)"
    assert {*rows[-2][1:]} == {""}
    assert not any(str(year - 1) in one for one in shares[1:] if one.startswith(str(year - 1)))


def test_months_before_the_register_and_months_to_come_have_no_nought(sign_in: SignIn) -> None:
    Record.update(takes_effect_on=date(2026, 6, 1)).execute()
    keeping_figures.recount()
    FiguresKept.update(register_since=date(2026, 6, 1)).execute()
    FigureCount.delete().where(FigureCount.figure == changes.CHANGES).execute()
    reader = sign_in(story.CLUSTER_HEAD)

    (_, *by_month) = file_of(reader, "/figures/changes-months.csv?period=2026-27")
    (_, *of_records) = file_of(reader, "/figures/kinds-months.csv?period=2026-27")
    page = reader.open("/figures?period=2026-27").words

    months = {row[0]: {*row[1:]} for row in by_month}
    later = f"{clock.today().year}-{clock.today().month + 1:02}"
    assert (months["2026-05"], months["2026-06"]) == ({""}, {"0"})
    assert [row[1:] for row in of_records if row[0] == later] in ([], [["", "", "", ""]])
    assert "The register’s spells begin in June 2026: hardly anything is known of before." in page
    assert "– Not known, or still to come." in page


def test_each_table_of_the_page_has_a_name_of_its_own_and_the_print_says_by_whom(sign_in: SignIn) -> None:
    for address in ("/figures", "/figures/records"):
        page = sign_in(story.CLUSTER_HEAD).open(address)
        names = re.findall('aria-label="(Table: [^"]*)"', page.text)
        assert names
        assert len(names) == len({*names})
        assert f"Printed by {factories.person(story.CLUSTER_HEAD).name}, " in page.words


def test_figures_by_team_are_of_the_year_of_the_period_and_say_which(sign_in: SignIn) -> None:
    FiguresKept.update(register_since=None).execute()
    year = workers.year_of(clock.today()) - 1
    last, place = (
        f"{year}-{(year + 1) % 100}",
        places.name_of(places.TEAM, Team.get(Team.name == "Northgate East Cluster Team").id),
    )
    at = FigureCount.month == date(year, 4, 1)
    of_year = (FigureCount.figure == workers.WORKERS) & (FigureCount.key2 == "1") & at & (FigureCount.place == place)
    FigureCount.delete().where(of_year).execute()
    FigureCount.update(moved=0).where(FigureCount.place == place).execute()  # so that each number is told exactly
    cell = {"place": place, "figure": workers.WORKERS, "month": date(year, 4, 1), "key2": "1"}
    FigureCount.create(**cell, key="1", number=3)
    FigureCount.create(**cell, key="3", number=1)
    FigureCount.create(**cell, key=workers.NO_WORKER, number=2)
    reader = sign_in(story.CLUSTER_HEAD)

    headings, *rows = file_of(reader, f"/figures/workers-teams.csv?period={last}-q2")
    over_years, *teams = file_of(reader, f"/figures/workers-teams-years.csv?period={last}")

    said = f"{year} to {(year + 1) % 100}"
    assert headings[0] == f"Team, {said}"
    assert ["Northgate East Cluster Team", "3", "0", "1", "4", "25", "2"] in rows
    (mine,) = [row for row in teams if row[0] == "Northgate East Cluster Team"]
    assert mine[over_years.index(f"{said}, %")] == "25"


def test_whoever_saves_does_not_wait_while_figures_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[bool] = []
    read = reading_things.records

    def noted(ids: list[int]) -> list[RecordThing]:
        waits.append(database.in_transaction())
        return read(ids)

    monkeypatch.setattr(reading_things, "records", noted)

    keeping_figures.recount()

    assert set(waits) == {False}


def test_months_in_a_file_are_months_to_a_spreadsheet(sign_in: SignIn) -> None:
    (_, *rows) = file_of(sign_in(story.CLUSTER_HEAD), "/figures/changes-months.csv?period=2026-27")

    assert [row[0] for row in rows][:2] == ["2026-04", "2026-05"]


def test_a_head_of_service_chooses_a_locality_of_which_every_team_is_theirs(sign_in: SignIn) -> None:
    head, place = factories.person(story.CLUSTER_HEAD), "/figures?place=locality-Northgate"
    theirs = Team.select().where(Team.service == head.service)
    Team.update(locality="Elsewhere").where(Team.locality == "Northgate").execute()
    Team.update(locality="Northgate").where(Team.id.in_([one.id for one in theirs][:2])).execute()

    sign_in(story.CLUSTER_HEAD).open(place)
    Team.update(locality="Northgate").where(Team.service != head.service).execute()
    sign_in(story.CLUSTER_HEAD).open(place, status=404)


def test_a_record_that_was_corrected_since_counts_in_each_stretch_of_its_way() -> None:
    record = factories.in_state(State.SEALED)
    Record.update(state=State.CORRECTED).where(Record.id == record.id).execute()

    (thing,) = reading_things.records([record.id])

    assert thing.decided
    assert thing.sealed


def test_a_child_whose_views_no_record_asks_for_is_not_called_unheard() -> None:
    record = factories.in_state(State.SEALED)
    version = RecordVersion.get(RecordVersion.record == record)
    without = {name: one for name, one in version.answers.items() if not name.startswith("child_views")}
    for status, how in (("child_in_need", "not_asked"), ("looked_after", "")):
        RecordVersion.update(answers={**without, "child_status": status}).where(
            RecordVersion.id == version.id
        ).execute()
        assert reading_things.records([record.id])[0].views_how == how
