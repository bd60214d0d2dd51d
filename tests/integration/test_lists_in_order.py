"""Lists that many records are in are read by indexes of their order, and find what they would find otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import PromisedDay, Record, State, database
from records import clock, listed_by, planning, purposes
from records.following import promises
from records.reporting import finders, listing, work
from records.reporting.listing import Filters
from tests import factories, four_records
from tests.data import story
from tests.data.case_one import NEW_LEADER_ABSENT
from tests.data.council import OLDER
from tests.integration import accepting, register_csv

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

# PostgreSQL plans by its statistics, which a test's few rows do not make.
of_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HEAD, SUPPORT = story.CLUSTER_HEAD, story.BUSINESS_SUPPORT


def noted(record: Record) -> set[str]:
    """What is noted of a record as it is now."""
    return {name for name in ("departs", "accepts", "refuses", "promises") if getattr(factories.fresh(record), name)}


def listed(email: str, **filters: Any) -> list[str]:
    """The references that somebody finds, in order."""
    return [one.reference for one in listing.get_page(factories.person(email), Filters(**filters)).records]


def test_what_a_record_promises_is_noted_until_nothing_of_it_is_open() -> None:
    record = factories.approved()
    assert noted(record) == {"promises"}

    promises.end(record)

    assert noted(record) == set()


def test_a_departure_is_noted_when_the_record_is_submitted() -> None:
    record = factories.submitted(**NEW_LEADER_ABSENT, new_team_leader_absence="Briefed by telephone")

    assert noted(record) == {"departs"}


def test_what_was_said_of_the_last_promise_ends_it_for_lists_too() -> None:
    record = factories.approved()
    for day in list(PromisedDay.select().where(PromisedDay.record == record)):
        assert noted(record) == {"promises"}
        promises.save_what_became(day, by=record.author, became=promises.DONE, on=clock.today(), why="")

    assert noted(record) == set()


def test_what_is_left_to_be_accepted_is_noted_when_the_record_is_submitted() -> None:
    assert noted(accepting.submitted()) == {"accepts"}


def test_a_refusal_is_noted_on_the_record_that_was_refused() -> None:
    record = four_records.refused_by_managers()

    assert "refuses" in noted(record)


@pytest.mark.parametrize("email", [HEAD, SUPPORT, story.AUTHOR])
def test_a_list_that_is_read_by_an_index_of_its_order_is_the_same_in_both_directions(
    email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = factories.in_state(State.SEALED)
    for days in (-1, 3):
        PromisedDay.create(record=sealed, staff=sealed.author, due_on=clock.today() + factories.days(days))
    listed_by.note(sealed.id)
    asked: list[dict[str, Any]] = [
        *({}, {"state": "refused"}, {"state": "sealed"}, {"state": "draft"}, {"reason": "TSPROC"}),
        *({"kind": "transfer_meeting"}, {"kind": "transfer_meeting", "state": "sealed"}),
        *({"service": "cluster"}, {"service": "looked_after"}, {"service": "looked_after", "state": "sealed"}),
        *({"departed": "any"}, {"accepted": "any"}, {"refused": "binds"}, {"corrected": "register"}),
        *(
            {"corrected": "earlier"},
            {"due": finders.OVERDUE},
            {"due": finders.SOON},
            {"due": finders.SOON, "state": "sealed"},
        ),
    ]
    few = [listed(email, **one, sort=listing.LAST_SAVED) for one in asked]
    monkeypatch.setattr(planning, "FEW", -1)

    many = [listed(email, **one, sort=listing.LAST_SAVED) for one in asked]
    backwards = [listed(email, **one, sort=listing.FIRST_SAVED) for one in asked]

    assert many == few
    assert backwards == [found[::-1] for found in few]
    assert sealed.reference in few[0]


def test_business_support_see_in_states_that_are_not_theirs_what_concerns_themselves() -> None:
    own = factories.start_draft()
    Record.update(author=factories.person(SUPPORT)).where(Record.id == own.id).execute()
    other = factories.start_draft()

    assert own.reference in listed(SUPPORT)
    assert listed(SUPPORT, state="draft") == [own.reference]
    assert other.reference not in listed(SUPPORT)


@pytest.mark.parametrize("email", [story.AUTHOR, story.TRANSFERRING_LEADER, HEAD, SUPPORT])
def test_in_the_order_of_what_is_due_as_many_are_counted_in_each_state_as_the_list_has(email: str) -> None:
    sealed = factories.in_state(State.SEALED)
    PromisedDay.create(record=sealed, staff=sealed.author, due_on=clock.today() + factories.days(-1))
    listed_by.note(sealed.id)
    asked: list[dict[str, Any]] = [
        *({}, {"state": "draft"}, {"state": "submitted"}, {"kind": "transfer_meeting"}, {"kind": "emergency_transfer"}),
        *({"since": clock.today() - factories.days(400)}, {"due": finders.OVERDUE}, {"find": "maya"}),
    ]
    person = factories.person(email)
    for filters in [one | {"sort": listing.FIRST_DUE} for one in asked]:
        has = {state: len(listed(email, **filters | {"state": state})) for state in listing.STATES}

        counted = listing.Search(person, Filters(**filters)).count_states().numbers

        assert counted == {state: number for state, number in has.items() if number}, filters
    assert sealed.reference in listed(email, sort=listing.FIRST_DUE)
    assert "draft" not in listing.Search(person, Filters(sort=listing.FIRST_DUE)).count_states().numbers


def test_where_more_is_due_than_lists_are_counted_to_no_state_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 0)

    assert listed(HEAD, sort=listing.FIRST_DUE)
    assert listing.Search(factories.person(HEAD), Filters(sort=listing.FIRST_DUE)).count_states().numbers == {}


def plans(monkeypatch: pytest.MonkeyPatch, ask: Any) -> list[str]:
    """What SQLite says of each query that is asked: how it would go about it."""
    asked: list[tuple[str, Any]] = []
    execute = type(database.obj).execute_sql

    def note(self: Any, sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(self, sql, params)

    with monkeypatch.context() as noting:
        noting.setattr(type(database.obj), "execute_sql", note)
        ask()
    explained = ((sql, database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)) for sql, params in asked)
    return [" | ".join(str(row[3]) for row in rows) for sql, rows in explained if sql.startswith("SELECT")]


LEADS = {
    "departed": ("any", "record_saved_at_departs"),
    "accepted": ("any", "record_saved_at_accepts"),
    "refused": ("binds", "record_saved_at_refuses"),
    "corrected": ("earlier", "record_saved_at_amends_id"),
    "due": (finders.OVERDUE, "step_state_due_on_record_id"),
    "reason": ("TSPROC", "record_reason_code_saved_at"),
    "state": ("refused", "record_state_saved_at"),
    "kind": ("transfer_meeting", "record_kind_state_saved_at"),
}


@of_sqlite
@pytest.mark.parametrize("name", LEADS)
def test_what_many_records_meet_is_read_by_its_own_index_and_is_not_sorted(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, index = LEADS[name]
    monkeypatch.setattr(planning, "FEW", -1)

    asked = plans(monkeypatch, lambda: listed(HEAD, **{name: value}))

    *_, by_index = (one for one in asked if f" INDEX {index} " in f"{one} ")
    assert "FOR ORDER BY" not in by_index


@of_sqlite
def test_what_names_a_team_of_another_service_too_is_read_by_its_own_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "FEW", -1)

    asked = plans(monkeypatch, lambda: listed(HEAD, service="looked_after"))

    assert any(" INDEX record_state_crosses " in one and "INDEX record_state_saved_at" not in one for one in asked)


def test_what_names_a_team_of_another_service_too_is_found_by_it_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    record, within = factories.approved(), factories.start_draft()
    monkeypatch.setattr(planning, "FEW", -1)

    of_other = listed(HEAD, service="looked_after")
    assert (record.reference in of_other, within.reference in of_other) == (True, False)
    assert {record.reference, within.reference} <= {*listed(HEAD, service="cluster")}


def test_a_team_that_moves_to_another_service_moves_in_the_lists_of_records_too(app: Flask, tmp_path: Path) -> None:
    record, folder = factories.approved(), register_csv.export(tmp_path / "register", clock.today())
    assert factories.fresh(record).crosses
    teams, place = folder / "teams.csv", f"{OLDER},looked_after_13_plus,"
    moved = teams.read_text(encoding="utf-8").replace(f"{place}looked_after,", f"{place}cluster,")
    teams.write_text(moved, encoding="utf-8")

    said = app.test_cli_runner().invoke(args=["register", "load", str(folder)])

    assert said.exit_code == 0, said.output
    assert not factories.fresh(record).crosses


@of_sqlite
def test_lists_of_an_auditor_do_not_begin_with_all_that_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    auditor = factories.person(story.AUDITOR)
    purposes.begin(by=auditor, purpose="audit", what_for="Files of March", last_day=clock.today())
    monkeypatch.setattr(planning, "FEW", -1)

    asked = plans(monkeypatch, lambda: listed(story.AUDITOR, departed="any"))

    assert any("record_saved_at_departs" in one for one in asked)
    assert not any("INDEX record_state" in one for one in asked)


@of_sqlite
def test_what_waits_for_whom_is_read_by_record_and_not_among_all_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    record = factories.submitted()

    (plan,) = plans(monkeypatch, lambda: work.get_open_steps([record]))

    assert "step_state_due_on_record_id" not in plan
