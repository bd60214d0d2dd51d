"""The list of records by what is unusual, by reason, team and service, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models import Acceptance, Departure, PromisedDay, Record, RecordVersion, Refusal, State, Step, StepState, Team
from records import clock, listed_by
from records.reporting import listing
from records.reporting.listing import Filters
from tests import factories
from tests.data import story

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def version(record: Record, **changes: Any) -> RecordVersion:
    """The current version of a record, which has these values."""
    found = RecordVersion.get((RecordVersion.record == record) & (RecordVersion.number == record.version))
    if changes:
        Record.update(**changes).where(Record.id == record.id).execute()
    return found


def found(email: str = story.AUTHOR, **filters: Any) -> set[str]:
    """The references that somebody finds by these filters."""
    return {record.reference for record in listing.get_page(factories.person(email), Filters(**filters)).records}


@pytest.fixture
def sealed() -> Record:
    return factories.in_state(State.SEALED)


def depart(record: Record, statement: str) -> None:
    Departure.create(version=version(record), statement=statement)
    listed_by.note(record.id)


def test_what_departs_is_found_by_anything_by_its_section_and_by_its_statement(sealed: Record) -> None:
    Departure.delete().execute()
    depart(sealed, "315.7.2")

    finds = {value: found(departed=value) for value in ("any", "315.7", "315.7.2", "142.3", "315.7.1")}

    assert finds == {value: {sealed.reference} if value in ("any", "315.7", "315.7.2") else set() for value in finds}


def test_a_departure_of_an_earlier_version_is_none_of_the_record_as_it_is(sealed: Record) -> None:
    depart(sealed, "315.7.2")
    Record.update(version=sealed.version + 1).where(Record.id == sealed.id).execute()

    assert sealed.reference not in found(departed="315.7.2")


def test_a_departure_in_a_restricted_section_is_told_to_nobody(sealed: Record) -> None:
    Departure.delete().execute()
    depart(sealed, "142.5.8")
    Record.update(kind="management_handover").where(Record.id == sealed.id).execute()

    for value in ("any", "142.5", "142.5.8"):
        assert found(departed=value) == set()


def test_accepted_is_what_managers_have_accepted_and_not_what_they_are_asked(sealed: Record) -> None:
    asked = Acceptance.create(version=version(sealed), statement="142.3.2")
    listed_by.note(sealed.id)
    assert found(accepted="any") == set()

    asked.accepted_at = clock.now()
    asked.save()

    assert found(accepted="142.3.2") == found(accepted="142.3") == {sealed.reference}
    assert found(accepted="315.7") == set()


def test_a_refusal_is_found_while_it_binds_and_once_it_is_settled(sealed: Record) -> None:
    step = Step.select().where(Step.record == sealed).first()
    refusal = Refusal.create(record=sealed, step=step, child=sealed.child, rank="team_leader", refused_at=clock.now())
    listed_by.note(sealed.id)
    assert (found(refused="binds"), found(refused="settled")) == ({sealed.reference}, set())

    refusal.settled_at = clock.now()
    refusal.save()

    assert (found(refused="binds"), found(refused="settled")) == (set(), {sealed.reference})


def test_what_corrects_the_register_or_an_earlier_record_is_found(sealed: Record) -> None:
    other = factories.in_state(State.RETURNED)
    Record.update(has_corrections=False, amends=None).execute()
    version(sealed, has_corrections=True)
    version(other, amends=sealed)

    assert (found(corrected="register"), found(corrected="earlier")) == ({sealed.reference}, {other.reference})


def test_the_reason_of_a_draft_is_the_one_that_was_saved_last() -> None:
    record = factories.start_draft()
    factories.save(record, transfer_reason_code="LEFTRL")
    assert record.reference in found(reason="LEFTRL")

    factories.save(record, transfer_reason_code="CHCHAN")

    assert record.reference in found(reason="CHCHAN")
    assert record.reference not in found(reason="LEFTRL")
    factories.save(record, transfer_reason_code=None)
    assert record.reference not in found(reason="CHCHAN")


def test_a_team_is_found_by_its_very_name_before_others_that_begin_so(sealed: Record) -> None:
    row = sealed.teams.get()
    longer = Team.create(name=f"{row.team.name} Two", kind="other", service="other")
    other = factories.in_state(State.RETURNED)
    other.teams.model.update(team=longer).where(other.teams.model.record == other).execute()

    assert sealed.reference in found(team=row.team.name)
    assert other.reference not in found(team=row.team.name)
    assert other.reference in found(team=row.team.name[:6])
    assert (found(service="other"), found(find=longer.name)) == ({other.reference}, {other.reference})


def test_a_search_of_more_than_can_be_looked_up_one_by_one_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = [{"find": "maya"}, {"reason": "TSPROC"}, {"departed": "any"}, {"state": "sealed"}]
    depart(factories.in_state(State.SEALED), "315.7.2")
    for email in (story.AUTHOR, story.CLUSTER_HEAD):
        few = [found(email, **one) for one in asked]
        assert all(few)
        monkeypatch.setattr("records.planning.FEW", 0)
        assert [found(email, **one) for one in asked] == few
        monkeypatch.undo()


def day_of(record: Record, days: int | None) -> str:
    day = None if days is None else clock.today() + timedelta(days=days)
    Record.update(takes_effect_on=day).where(Record.id == record.id).execute()
    return record.reference


def test_a_list_is_sorted_by_the_day_of_the_transfer_without_those_that_have_none() -> None:
    Record.update(takes_effect_on=None).execute()
    first, last, none = (
        day_of(factories.in_state(state), days)
        for state, days in ((State.SEALED, 3), (State.SUBMITTED, 9), (State.RETURNED, None))
    )

    def in_order(sort: str) -> list[str]:
        return [one.reference for one in listing.get_page(factories.person(), Filters(sort=sort)).records]

    assert (in_order("day"), in_order("first-day")) == ([last, first], [first, last])
    saved = in_order("saved")
    assert none in saved
    assert in_order("first-saved") == saved[::-1]


def test_in_the_order_of_days_due_a_record_stands_once_by_its_first_and_what_is_done_does_not_count() -> None:
    PromisedDay.delete().execute()
    Step.update(due_on=None).execute()
    submitted, sealed = factories.in_state(State.SUBMITTED), factories.in_state(State.SEALED)
    today = clock.today()
    for days in (2, 5, 8):
        PromisedDay.create(record=sealed, question="joint_visit", due_on=today + timedelta(days=days))
    PromisedDay.create(record=sealed, question="joint_visit", due_on=today, ended_at=clock.now())
    step = Step.get((Step.record == submitted) & (Step.state == StepState.OPEN))
    Step.update(due_on=today + timedelta(days=4)).where(Step.id == step.id).execute()

    for email in (story.AUTHOR, story.CLUSTER_HEAD):
        by_day = listing.get_page(factories.person(email), Filters(sort="due"))
        assert [one.reference for one in by_day.records] == [sealed.reference, submitted.reference]
        assert (by_day.total, by_day.has_more) == (2, False)
