"""Figures and time: which years the register knows, which year is shown by team, and what is counted when."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from models import Allocation, CountedFact, FigureCount, FiguresKept, Record, Team, database
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
    FiguresKept.update(register_since=date(year - 1, 12, 1)).execute()

    (_, *rows) = file_of(sign_in(story.CLUSTER_HEAD), "/figures/workers-year.csv")
    (_, *two) = file_of(sign_in(story.CLUSTER_HEAD), "/figures/workers-two-years.csv")

    said = [row[0].partition(" (")[2].removesuffix(")") for row in rows]
    begins = f"only from December {year - 1}"
    assert said == [*["before the register’s spells begin"] * 3, begins, "so far"]
    assert two[-1][0].endswith(f"(so far; {begins})")
    assert {cell for row in rows[:3] for cell in row[1:]} == {""}


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
