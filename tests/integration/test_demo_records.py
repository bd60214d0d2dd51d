"""The records that bin/run shows: each kind in every state, something for every account, whatever the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

import models
from forms import KINDS, get_kind
from models import (
    Allocation,
    AuditEvent,
    Child,
    Departure,
    Disposal,
    Record,
    Role,
    State,
    Step,
    StepState,
    WorkerChange,
)
from protocol import Weighing
from records import access, audit, clock, council
from records.deciding import accepting, refusals
from records.demo import (
    LATELY,
    STORIES,
    demo_accounts,
    load_demo_council,
    story,
    write_correction,
    write_kept,
    write_records,
    write_what_followed,
)
from records.demo.stories import LACKING
from records.following import promises
from records.keeping import agreeing, holds
from records.register import facts
from records.register.invented import address, born
from records.reporting import operations
from records.reporting.worker_lines import Standing
from records.weighing import weigh_answers
from settings import Settings
from tests import factories
from tests.conftest import Databases
from tests.integration.conftest import make_app
from tests.support.databases import Fill, leave_empty

TODAY, SATURDAY = clock.today(), 5
# Days to come, as the seal that tests share is made today.
MIDNIGHT = datetime.combine(TODAY + timedelta(days=7 - (TODAY.weekday() - SATURDAY) % 7), time(0, 10), UTC)
DAYS = {
    "a Saturday just past midnight": MIDNIGHT,
    "a leap day": datetime(2028, 2, 29, 12, tzinfo=UTC),
    "a summer's evening": datetime(2027, 7, 14, 18, 30, tzinfo=UTC),
    "the Friday before the clocks change": datetime(2027, 3, 26, 8, tzinfo=UTC),
}


def written_on(day: datetime) -> Fill:
    """Fills a database with the council and its records; each day has a template of its own, by its name."""

    def fill() -> None:
        load_demo_council(clock.today())
        write_records(STORIES, KINDS)

    fill.__name__ = f"demo_records_{day.date()}"
    return fill


WRITTEN = {day: written_on(day) for day in DAYS.values()}


@pytest.fixture(params=DAYS.values(), ids=[*DAYS])
def now(request: pytest.FixtureRequest) -> Iterator[datetime]:
    with clock.frozen_at(request.param):
        yield request.param


@pytest.fixture
def living(databases: Callable[[str], Databases], now: datetime) -> Iterator[datetime]:
    """A council whose records were written at this instant, which it still is."""
    with databases("sqlite").copy(WRITTEN[now]) as url:
        models.connect_to(url)
        yield now


def of_maya() -> Record:
    return Record.get((Record.child == factories.child()) & (Record.state == State.DRAFT))


def test_each_kind_is_there_in_every_state_before_the_worker_seals(living: datetime) -> None:
    found = {(record.kind, record.state) for record in Record.select()}

    later = {State.SEALED, State.REFUSED, State.REFUSAL_SEALED, State.CORRECTED, State.CANCELLED, State.DISPOSED}
    unsealed = set(product(KINDS, set(State) - later))
    assert found == unsealed | {("transfer_meeting", State.REFUSED)}


def test_what_was_agreed_lately_is_of_each_sort_that_figures_count(
    databases: Callable[[str], Databases], now: datetime
) -> None:
    with databases("sqlite").copy(leave_empty) as url:
        models.connect_to(url)
        load_demo_council(clock.today())
        write_records(LATELY, KINDS)

        approved = Counter(record.kind for record in Record.select().where(Record.state == State.APPROVED))
        assert approved == {"transfer_meeting": 5, "emergency_transfer": 2, "exception_decision": 2}
        assert [one.statement for one in Departure.select()] == ["142.3.7", "142.3.7"]
        assert not Step.select().where(Step.state == StepState.OPEN).exists()


def test_one_record_is_corrected_as_soon_as_it_is_sealed_and_only_once(living: datetime) -> None:
    def seal(record: Record) -> bool:
        return bool(Record.update(state=State.SEALED).where(Record.id == record.id).execute())

    write_correction(seal)
    write_correction(seal)

    [later] = Record.select().where(Record.amends.is_null(False))
    assert (later.state, later.amends.state) == (State.APPROVED, State.SEALED)
    assert later.answers["three_way_place"] != later.amends.answers["three_way_place"]


def test_everybody_on_the_list_finds_something_to_do(living: datetime) -> None:
    for account in demo_accounts():
        person = factories.person(account.email)
        waiting = Step.select().where((Step.assignee == person) & (Step.state == StepState.OPEN)).count()
        drafts = Record.select().where((Record.author == person) & (Record.state == State.DRAFT)).count()
        if not waiting and person.role == Role.SOCIAL_WORKER:
            assert drafts, f"{account.name} has neither tasks nor drafts"
        elif person.role not in (Role.BUSINESS_SUPPORT, Role.AUDITOR):
            assert waiting in (1, 2), f"{account.name} has {waiting} tasks"


def test_a_refusal_binds_a_draft_of_the_same_and_somebody_has_to_accept_what_is_not_met(living: datetime) -> None:
    refused = Record.get(Record.state == State.REFUSED)
    again = Record.get((Record.child == refused.child) & (Record.state == State.DRAFT))

    assert {one.record for one in refusals.binding(again, again.answers)} == {refused}
    assert again.created_at > max(step.decided_at for step in refused.steps if step.decided_at)
    assert reading_of(again).can_submit
    manager = factories.person(address("denise.holroyd"))
    (step,) = Step.select().where((Step.assignee == manager) & (Step.state == StepState.OPEN))
    assert accepting.asked_of(step) == ("142.3.4",)


def reading_of(draft: Record) -> Weighing:
    """How the protocol weighs a draft as it is."""
    answers = get_kind(draft.kind).applicable_answers(draft.answers)
    return weigh_answers(kind=draft.kind, answers=answers, today=clock.today())


def test_mayas_draft_lacks_one_answer_and_can_be_submitted_with_it(living: datetime) -> None:
    lacking = get_kind("transfer_meeting").applicable_answers(of_maya().answers)
    assert LACKING not in lacking
    assert not weigh_answers(kind="transfer_meeting", answers=lacking, today=clock.today()).can_submit
    for days in (12, 13):  # the chronology is of the last working day, and is to be no more than 14 days old
        day = (clock.today() + timedelta(days=days)).isoformat()
        complete = get_kind("transfer_meeting").applicable_answers(of_maya().answers | {LACKING: day})
        assert weigh_answers(kind="transfer_meeting", answers=complete, today=clock.today()).can_submit


def test_mayas_draft_speaks_of_the_days_that_the_register_has(living: datetime) -> None:
    """Also at a weekend, and in the first minutes of a day: else the tour of the README ends at a contradiction."""
    since = facts.since(factories.child(), models.About.LEGAL_STATUS)

    assert of_maya().answers["proceedings_completed_on"] == str(since)


def test_a_decision_and_what_was_promised_are_overdue(living: datetime) -> None:
    late = Step.select().where((Step.state == StepState.OPEN) & (Step.due_on < clock.today()))

    assert factories.person(story.TRANSFERRING_LEADER) in {step.assignee for step in late}
    yesterday = clock.today() - timedelta(days=1)
    [(record, promised)] = promises.get_due_of(factories.person(story.TRANSFERRING_LEADER), until=yesterday)
    assert record.kind == "emergency_transfer"
    assert len(promised) == 5


def test_every_trail_is_whole_in_order_and_in_the_past(living: datetime) -> None:
    for record in Record.select():
        assert list(audit.find_faults(record.id)) == []
        events = AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence)
        times = [event.happened_at for event in events]
        assert times == sorted(times)
        assert times[-1] < living


def test_no_approval_is_so_old_that_its_seal_is_late(living: datetime) -> None:
    assert not operations.get_status().is_sealing_late


@pytest.mark.parametrize("now", [MIDNIGHT], indirect=True)
def test_the_register_says_what_was_agreed_and_one_cover_is_explained(living: datetime) -> None:
    write_what_followed()
    write_what_followed()

    found = {change.standing for change in WorkerChange.select()}
    covered = WorkerChange.select().join(Child).where(Child.local_id == "AV103402")
    assert {Standing.OPEN, Standing.FIRST, Standing.EXPLAINED} <= found
    assert [one.standing for one in covered.order_by(WorkerChange.started_on)][-2:] == [Standing.EXPLAINED] * 2
    moved = Allocation.select().join(Child).where((Child.local_id == "AV104449") & Allocation.ended_on.is_null())
    assert [one.worker.email for one in moved] == [address("saoirse.nidhomhnaill")]


def test_nobody_sees_mayas_words_in_a_record_about_another_child(living: datetime) -> None:
    others = Record.select().where(Record.child.is_null() | (Record.child != factories.child()))

    names = ("Maya", "Dionne", "Ruth and Clive", "Josiah")
    assert [record.reference for record in others if any(name in str(record.answers) for name in names)] == []


def test_a_second_time_nothing_is_written(living: datetime) -> None:
    before = Record.select().count()

    write_records(STORIES, KINDS)

    assert Record.select().count() == before


@pytest.mark.parametrize("now", [MIDNIGHT], indirect=True)
def test_the_worker_seals_what_is_approved_and_business_support_can_print_it(
    living: datetime, settings_of_living: Settings
) -> None:
    app: Flask = make_app(settings_of_living)

    with app.app_context():
        assert factories.seal_what_waits() == len(KINDS) + 1  # with the refusal

    seen = access.visible_to(factories.person(story.BUSINESS_SUPPORT))
    assert {record.kind for record in seen} == set(KINDS)


@pytest.fixture
def settings_of_living(sealed_folder: Path, living: datetime) -> Settings:
    file = models.database.obj.database
    return Settings(env="test", database_url=f"sqlite:///{file}", data_folder=sealed_folder)


def test_somebody_born_on_a_leap_day_still_has_an_age() -> None:
    assert born(date(2025, 2, 28), (1, 0, 0)) == date(2024, 2, 28)
    assert born(date(2024, 2, 29), (1, 0, 0)) == date(2023, 2, 28)
    assert born(date(2026, 1, 15), (0, 1, 20)) == date(2025, 11, 25)


def test_records_of_many_years_ago_are_due_held_agreed_to_by_one_and_disposed_of_only_once(living: datetime) -> None:
    with council.council_context(council.Council()):
        write_kept(KINDS)
        write_kept(KINDS)

    due = {row.record.state for row in agreeing.due_rows()}
    assert due == {State.WITHDRAWN}
    assert [bool(one.done_at) for one in Disposal.select().order_by(Disposal.id)] == [False, True]
    assert len(holds.in_force()) == 1
    assert all(not list(audit.find_faults(one.record_id)) for one in Disposal.select())
