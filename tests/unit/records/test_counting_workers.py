"""Workers per looked after child: each case of the file was counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from records.reporting.counting.beginnings import Beginnings
from records.reporting.counting.england import published
from records.reporting.counting.things import ChildThing, Span, WorkerSpell
from records.reporting.counting.workers import NO_WORKER, workers_in_year, year_of

TODAY = date(2026, 11, 27)
CASES = yaml.safe_load((Path(__file__).parents[2] / "data/workers_per_child.yaml").read_text("utf-8"))
ADVISER = "adviser"


def child_of(case: dict[str, Any]) -> ChildThing:
    people = sorted({name for name, *_ in case["workers"]})
    return ChildThing(
        1,
        tuple(
            WorkerSpell(people.index(name), 7, began, ended, is_social_worker=name != ADVISER)
            for name, began, ended in case["workers"]
        ),
        tuple(Span(*days) for days in case["looked_after"]),
        tuple(Span(began, ended, value) for value, began, ended in case.get("legal", ())),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"][:60])
def test_a_child_counts_as_was_counted_by_hand(case: dict[str, Any]) -> None:
    found = {}
    for year in case["counts"]:
        there = [fact for fact in workers_in_year(child_of(case), year, TODAY) if fact.key != NO_WORKER]
        bands = {fact.key2: fact.key for fact in there}
        found[year] = [bands.get("1", "-"), bands.get("2", "-")]

    assert found == case["counts"]


def test_a_child_counts_for_the_team_that_had_them_on_the_last_day_of_the_year() -> None:
    spells = (WorkerSpell(1, 7, date(2024, 1, 1), date(2025, 6, 1)), WorkerSpell(2, 8, date(2025, 6, 1)))
    child = ChildThing(1, spells, (Span(date(2024, 1, 1)),))

    teams = {year: next(workers_in_year(child, year, TODAY)).teams for year in (2024, 2025, 2026)}

    assert teams == {2024: (7,), 2025: (8,), 2026: (8,)}


def test_a_child_without_a_worker_is_counted_as_such_for_the_next_team_that_has_them() -> None:
    child = ChildThing(1, (WorkerSpell(1, 7, date(2025, 6, 1)),), (Span(date(2023, 1, 1)),))
    nobodys = ChildThing(2, (), (Span(date(2023, 1, 1)),))

    facts = [next(workers_in_year(one, 2024, TODAY)) for one in (child, nobodys)]

    assert [(one.key, one.teams) for one in facts] == [(NO_WORKER, (7,)), (NO_WORKER, ())]


class TestBeginnings:
    """Of ten children in care since 2020 nine have a worker since 10 December 2024, and one since 2010."""

    CARE = Span(date(2020, 1, 1))
    OLD = ChildThing(1, (WorkerSpell(1, 7, date(2010, 6, 27)),), (Span(date(2010, 6, 27)),))

    def since(self, *children: ChildThing) -> date | None:
        begun = Beginnings(date(2021, 4, 1), TODAY)
        for one in children:
            begun.add(one)
        return begun.whole_since()

    def with_worker(self, began: date, ended: date | None = None) -> ChildThing:
        return ChildThing(2, (WorkerSpell(2, 7, began, ended),), (self.CARE,))

    def test_one_old_child_does_not_move_the_day(self) -> None:
        most = [self.with_worker(date(2024, 12, 10))] * 9

        assert self.since(self.OLD, *most) == date(2025, 1, 1)

    def test_a_child_without_a_worker_for_a_while_does_not_either(self) -> None:
        most = [self.with_worker(date(2020, 1, 1))] * 19

        assert self.since(*most, self.with_worker(date(2026, 3, 1))) == date(2021, 4, 1)

    def test_of_few_children_whom_the_register_knew_before_its_first_load_nothing_is_whole(self) -> None:
        new = ChildThing(3, (WorkerSpell(3, 7, date(2025, 2, 1)),), (Span(date(2025, 2, 1)),))

        assert self.since(self.OLD, new, new, new) == date(2025, 2, 1)

    def test_where_no_looked_after_child_has_a_worker_nothing_is_known(self) -> None:
        assert self.since(self.with_worker(date(2024, 1, 1), date(2025, 1, 1))) is None

    def test_a_register_of_yesterday_begins_today(self) -> None:
        assert self.since(*[self.with_worker(date(2026, 11, 26))] * 3) == TODAY


def test_a_year_that_runs_is_counted_to_today() -> None:
    spells = (WorkerSpell(1, 7, date(2024, 1, 1), date(2027, 1, 1)), WorkerSpell(2, 7, date(2027, 1, 1)))
    child = ChildThing(1, spells, (Span(date(2024, 1, 1)),))

    assert [fact.key for fact in workers_in_year(child, 2026, TODAY)] == ["1", "1"]
    assert [fact.key for fact in workers_in_year(child, 2026, date(2027, 2, 1))] == ["2", "2"]


def test_a_year_begins_on_the_first_of_april() -> None:
    assert [year_of(date(2026, 3, 31)), year_of(date(2026, 4, 1))] == [2025, 2026]


def test_england_is_that_of_the_year_and_of_a_later_one_the_latest() -> None:
    wanted = {
        (2023, "1"): None,
        (2023, "2"): None,
        (2024, "1"): 27,
        (2024, "2"): None,
        (2025, "1"): 24,
        (2025, "2"): 53,
        (2027, "1"): 24,
        (2027, "2"): 53,
    }

    found = {asked: published(*asked) for asked in wanted}

    assert {asked: one and one.percent for asked, one in found.items()} == wanted
