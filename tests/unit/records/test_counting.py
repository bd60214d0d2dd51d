"""The other figures, each against a count by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from records.following.working_days import is_working_day
from records.reporting.counting import changes, days, of_records, periods
from records.reporting.counting.things import ChildThing, Fact, RecordThing, Span, StepThing, WorkerSpell

TODAY = date(2026, 11, 27)
MARCH = date(2026, 3, 1)


def keys(facts: list[Fact], figure: str) -> list[tuple[str, ...]]:
    return [(fact.key, fact.key2) if fact.key2 else (fact.key,) for fact in facts if fact.figure == figure]


def record(**said: Any) -> RecordThing:
    given: dict[str, Any] = {"kind": "transfer_meeting", "teams": (7, 8), "day": date(2026, 3, 10), "in_force": True}
    return RecordThing(1, **(given | said))


class TestChanges:
    """Ann (team 7) to 1 March, Ben (team 8) to 1 May with a record, Cat (team 8) since, without one."""

    CHILD = ChildThing(
        1,
        (
            WorkerSpell(1, 7, date(2025, 1, 1), date(2026, 3, 1), "FCONTA"),
            WorkerSpell(2, 8, date(2026, 3, 1), date(2026, 5, 1), "TSPROC", follows=1, is_recorded=True),
            WorkerSpell(3, 8, date(2026, 5, 1), None, "", follows=2),
        ),
    )

    def test_the_first_worker_is_no_change_and_each_later_one_is(self) -> None:
        facts = list(changes.changes(self.CHILD))

        assert keys(facts, changes.CHANGES) == [("TSPROC", "record"), ("none", "none")]
        assert [fact.month for fact in facts if fact.figure == changes.CHANGES] == [MARCH, date(2026, 5, 1)]

    def test_each_goes_from_a_team_to_a_team_and_belongs_to_both(self) -> None:
        facts = list(changes.changes(self.CHILD))

        assert keys(facts, changes.FLOWS) == [("7", "8"), ("8", "8")]
        assert [fact.teams for fact in facts if fact.figure == changes.FLOWS] == [(7, 8), (8,)]

    def test_one_without_a_record_may_be_read_where_it_is_listed_by_the_team_that_took_the_child(self) -> None:
        ann, ben = WorkerSpell(1, 7, MARCH, date(2026, 5, 1)), WorkerSpell(2, 8, date(2026, 5, 1), follows=1)
        cat = WorkerSpell(3, 9, date(2026, 6, 1), follows=2, is_recorded=True)

        facts = list(changes.changes(ChildThing(1, (ann, ben, cat))))

        assert [one.readers_team for one in facts if one.figure == changes.CHANGES] == [8, None]

    def test_who_returns_follows_the_worker_between(self) -> None:
        again = WorkerSpell(1, 7, date(2026, 6, 1), reason="CHCHNG", follows=3, is_recorded=True)
        facts = list(changes.changes(ChildThing(1, (*self.CHILD.workers, again))))

        assert keys(facts, changes.CHANGES)[2:] == [("CHCHNG", "record")]
        assert keys(facts, changes.FLOWS)[2:] == [("8", "7")]

    def test_of_two_at_once_the_new_one_follows_who_had_the_child_longer(self) -> None:
        """Dan stands in for a day of Ann's time; Ben follows Ann, and not Dan."""
        ann, ben = WorkerSpell(1, 7, MARCH, date(2026, 5, 1)), WorkerSpell(2, 8, date(2026, 5, 1), follows=1)
        dan = WorkerSpell(4, 9, date(2026, 4, 1), date(2026, 4, 2), follows=1)

        facts = list(changes.changes(ChildThing(1, (ann, dan, ben))))

        assert keys(facts, changes.FLOWS) == [("7", "9"), ("7", "8")]

    def test_the_same_worker_again_in_another_team_is_no_change_of_worker(self) -> None:
        spells = (WorkerSpell(1, 7, date(2025, 1, 1), MARCH), WorkerSpell(1, 8, MARCH))

        assert list(changes.changes(ChildThing(1, spells))) == []


@pytest.mark.parametrize(
    "born, team, care, found",
    [
        (date(2013, 12, 1), 7, Span(None), [date(2026, 12, 1)]),
        (date(2014, 11, 27), 7, Span(None), [date(2027, 11, 1)]),
        (date(2014, 11, 28), 7, Span(None), []),
        (date(2013, 11, 26), 7, Span(None), []),
        (date(2013, 12, 1), 9, Span(None), []),
        (date(2013, 12, 1), 7, Span(None, TODAY), []),
        (None, 7, Span(None), []),
    ],
    ids=["next month", "in a year", "a day later", "was 13 yesterday", "older team", "left care today", "unborn"],
)
def test_who_comes_up_to_13_is_looked_after_and_not_with_the_older_team_yet(
    born: date | None, team: int, care: Span, found: list[date]
) -> None:
    child = ChildThing(1, (WorkerSpell(1, team, date(2020, 1, 1)),), (care,), born=born)

    facts = changes.coming_up(child, today=TODAY, age=13, last=date(2027, 11, 27), left_out=frozenset({9}))

    assert [fact.month for fact in facts] == found


class TestRecords:
    @pytest.mark.parametrize(
        "kind, called",
        [("transfer_meeting", "planned"), ("emergency_transfer", "emergency"), ("exception_decision", "exception")],
    )
    def test_a_record_in_force_counts_by_its_kind_in_the_month_of_its_change(self, kind: str, called: str) -> None:
        (found,) = [one for one in of_records.of_record(record(kind=kind)) if one.figure == of_records.KINDS]

        assert (found.key, found.month, found.teams) == (called, MARCH, (7, 8))

    def test_what_is_under_way_withdrawn_corrected_or_cancelled_counts_nowhere(self) -> None:
        assert list(of_records.of_record(record(in_force=False, departed=("142.3.7",)))) == []

    def test_a_management_handover_is_no_change_of_one_childs_worker(self) -> None:
        assert list(of_records.of_record(record(kind="management_handover"))) == []

    def test_a_refused_record_counts_as_refused_alone(self) -> None:
        facts = list(of_records.of_record(record(in_force=False, is_refused=True)))

        assert [(one.figure, one.key) for one in facts] == [(of_records.REFUSED, "planned")]

    def test_departures_and_acceptances_count_by_statement_and_exceptions_by_ground(self) -> None:
        facts = list(
            of_records.of_record(
                record(
                    kind="exception_decision",
                    departed=("315.7.7", "315.7.8"),
                    accepted=("142.5.1",),
                    ground="worker_leaving",
                    departs_from="315.4.1",
                )
            )
        )

        assert keys(facts, of_records.DEPARTED) == [("315.7.7",), ("315.7.8",)]
        assert keys(facts, of_records.ACCEPTED) == [("142.5.1",)]
        assert keys(facts, of_records.EXCEPTIONS) == [("315.4.1", "worker_leaving")]

    @pytest.mark.parametrize(
        "visit, on, counts",
        [
            ("held", date(2026, 3, 9), "before"),
            ("held", date(2026, 3, 10), "after"),
            ("held", date(2026, 3, 11), "after"),
            ("held", None, "not_said"),
            ("planned", date(2026, 3, 9), "planned"),
            ("none", None, "not"),
            ("", None, "not_said"),
        ],
    )
    def test_introduced_before_the_day_is_a_visit_that_was_held_before_it(
        self, visit: str, on: date | None, counts: str
    ) -> None:
        facts = list(of_records.of_record(record(joint_visit=visit, joint_visit_on=on)))

        assert keys(facts, of_records.INTRODUCED) == [(counts,)]

    @pytest.mark.parametrize(
        "told, on, counts",
        [
            ("told", date(2026, 3, 1), "before"),
            ("told", date(2026, 3, 10), "after"),
            ("will_be_told", date(2026, 3, 1), "planned"),
            ("not", None, "not"),
            ("", None, "not_said"),
        ],
    )
    def test_told_before_the_day_is_before_it_and_not_on_it(self, told: str, on: date | None, counts: str) -> None:
        assert keys(list(of_records.of_record(record(told=told, told_on=on))), of_records.TOLD) == [(counts,)]

    def test_an_emergency_asks_for_no_joint_visit_so_it_is_not_counted_as_without(self) -> None:
        facts = list(of_records.of_record(record(kind="emergency_transfer", views_how="advocate")))

        assert keys(facts, of_records.INTRODUCED) == []
        assert keys(facts, of_records.VIEWS) == [("advocate",)]

    @pytest.mark.parametrize(
        "away, key",
        [(0, "0"), (-1, "7"), (7, "7"), (8, "14"), (-14, "14"), (15, "28"), (29, "farther"), (None, "farther")],
    )
    def test_a_transfer_is_as_near_as_its_nearest_key_event_before_or_after(self, away: int | None, key: str) -> None:
        assert keys(list(of_records.of_record(record(nearest_event=away))), of_records.NEAR_EVENTS) == [(key,)]


class TestDays:
    def test_easter_and_weekends_are_no_working_days(self) -> None:
        """From Thursday 2 April 2026 over Good Friday, the weekend and Easter Monday to Wednesday 8 April: two days."""
        assert days.between(date(2026, 4, 2), date(2026, 4, 8), is_working_day) == 2
        assert days.between(date(2026, 4, 2), date(2026, 4, 6), is_working_day) == 0
        assert days.between(date(2026, 4, 2), date(2026, 4, 2), is_working_day) == 0

    def test_a_record_counts_through_each_stretch_in_the_month_of_its_end(self) -> None:
        """Begun Mon 2 March, submitted Thu 5th (3 days), decided Mon 9th (2), sealed that day (0): 5 in all."""
        step = StepThing("new_worker", date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 6))
        one = record(
            created=date(2026, 3, 2),
            submitted=date(2026, 3, 5),
            decided=date(2026, 3, 9),
            sealed=date(2026, 3, 9),
            steps=(step,),
        )

        facts = list(days.days_of(one, TODAY, is_working_day))

        assert keys(facts, days.DAYS) == [("writing", "003"), ("new_worker", "002"), ("sealing", "000"), ("all", "005")]
        assert {fact.month for fact in facts} == {MARCH}
        assert keys(facts, days.DUE) == [("new_worker", "late")]

    def test_a_step_is_in_time_on_the_day_by_which_it_was_due_and_overdue_the_day_after_it(self) -> None:
        due = date(2026, 11, 26)
        one = record(
            steps=(
                StepThing("a", date(2026, 11, 20), due, due),
                StepThing("b", date(2026, 11, 20), None, due, is_open=True),
                StepThing("c", date(2026, 11, 20), None, TODAY, is_open=True),
            )
        )

        assert keys(list(days.days_of(one, TODAY, is_working_day)), days.DUE) == [("a", "in_time"), ("b", "waiting")]

    @pytest.mark.parametrize(
        "times, said",
        [
            ([4], (1, 4, 4, 4, 4)),
            ([1, 3], (2, 1, 2, 3, 3)),
            ([1, 2, 3, 4, 100], (5, 2, 3, 4, 100)),
            ([0, 0, 2, 4, 6, 20], (6, 0, 3, 6, 20)),
        ],
    )
    def test_the_spread_is_that_of_the_sorted_days(self, times: list[int], said: tuple[float, ...]) -> None:
        counted = {one: times.count(one) for one in times}

        found = days.spread(counted)

        assert (found.number, found.lower, found.median, found.upper, found.worst) == said

    def test_nothing_has_no_spread(self) -> None:
        assert days.spread({}) is None


class TestPeriods:
    @pytest.mark.parametrize(
        "name, first, last",
        [
            ("last-12-months", date(2025, 12, 1), date(2026, 11, 1)),
            ("2025-26", date(2025, 4, 1), MARCH),
            ("2025-26-q1", date(2025, 4, 1), date(2025, 6, 1)),
            ("2025-26-q4", date(2026, 1, 1), MARCH),
            ("1999-00", None, None),
        ],
    )
    def test_a_period_is_whole_months(self, name: str, first: date | None, last: date) -> None:
        if first is None:
            with pytest.raises(periods.PeriodError, match="is no period"):
                periods.read(name, TODAY)
        else:
            found = periods.read(name, TODAY)
            assert (found.first, found.last, found.months[0], found.months[-1]) == (first, last, first, last)

    @pytest.mark.parametrize("name", ["", "2025", "2025-27", "2025-26-q5", "2025-26-Q1", "٢٠٢٥-26", "x" * 500])
    def test_anything_else_is_said_to_be_none(self, name: str) -> None:
        with pytest.raises(periods.PeriodError, match="Use 'last-12-months'"):
            periods.read(name, TODAY)

    def test_those_offered_have_begun_and_can_be_read_again(self) -> None:
        offered = periods.offered(TODAY)

        assert [one.name for one in offered][:5] == [
            "last-12-months",
            "2026-27",
            "2026-27-q3",
            "2026-27-q2",
            "2026-27-q1",
        ]
        assert all(periods.read(one.name, TODAY) == one and one.first <= TODAY for one in offered)
