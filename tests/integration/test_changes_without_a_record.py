"""Changes of worker that no sealed record explains: which there are, who explains them, who undoes that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import (
    Allocation,
    ChangeExplained,
    Child,
    ChildEvent,
    CountedFact,
    FiguresKept,
    Record,
    Staff,
    State,
    WorkerChange,
)
from records import clock
from records.errors import ConflictError, NotFoundError
from records.reporting import explaining, keeping_figures, worker_changes
from records.reporting.worker_lines import Standing
from tests import factories
from tests.data import story
from tests.integration.disposing import died_long_ago, disposed

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


WORDS = "For Hannah, who is ill, until Monday."


def taken_on(
    days_ago: int = 10, by: str = story.RECEIVING_WORKER, about: str = story.CASE_ONE_CHILD, code: str = "ABSENC"
) -> Allocation:
    """A spell of a new worker that began so long ago, counted."""
    child, worker, day = factories.child(about), factories.person(by), clock.today() - timedelta(days=days_ago)
    Allocation.update(ended_on=day).where((Allocation.child == child) & Allocation.ended_on.is_null()).execute()
    spell = Allocation.create(child=child, worker=worker, team=worker.team_id, started_on=day, reason_code=code)
    worker_changes.recount([child.id])
    return spell


def standing(spell: Allocation) -> str:
    return str(WorkerChange.get(WorkerChange.allocation == spell).standing)


def change(spell: Allocation, email: str = story.RECEIVING_LEADER) -> WorkerChange:
    return explaining.get_change(spell.id, factories.person(email))


def test_a_new_worker_is_without_a_record_until_one_is_sealed_and_again_when_it_is_cancelled() -> None:
    spell, record = taken_on(), factories.in_state(State.SEALED)
    assert standing(spell) == Standing.OPEN

    Record.update(takes_effect_on=spell.started_on).where(Record.id == record.id).execute()
    worker_changes.recount([spell.child_id])
    assert standing(spell) == Standing.RECORD
    assert WorkerChange.get(WorkerChange.allocation == spell).record_id == record.id

    Record.update(state=State.CANCELLED).where(Record.id == record.id).execute()
    worker_changes.recount([spell.child_id])
    assert standing(spell) == Standing.OPEN


def test_a_change_whose_record_was_disposed_of_has_none_any_more_as_counting_anew_says() -> None:
    record, maya = factories.in_state(State.SEALED), factories.child()
    new, day = factories.person(story.RECEIVING_WORKER), clock.today() - timedelta(days=100)
    Record.update(takes_effect_on=day).where(Record.id == record.id).execute()
    Allocation.update(ended_on=day).where((Allocation.child == maya) & Allocation.ended_on.is_null()).execute()
    spell = Allocation.create(child=maya, worker=new, team=new.team_id, started_on=day, reason_code="TSPROC")
    keeping_figures.recount()
    explained = WorkerChange.get(WorkerChange.allocation == spell)
    with_record = (CountedFact.figure == "changes") & (CountedFact.key2 == "record")
    assert (explained.standing, explained.record_id) == ("record", record.id)
    assert CountedFact.select().where(with_record).count() == 1
    died_long_ago()

    disposed(record)

    left = WorkerChange.get(WorkerChange.allocation == spell)
    assert (left.standing, left.record_id) == ("open", None)
    assert worker_changes.recount_all() == 0
    FiguresKept.update(children_on=clock.today() - timedelta(days=1)).execute()
    keeping_figures.keep()
    assert not CountedFact.select().where(with_record).exists()
    assert keeping_figures.recount().is_none


def test_what_was_never_counted_is_counted_by_the_worker_and_a_whole_recount_finds_nothing_wrong() -> None:
    spell = taken_on()
    WorkerChange.delete().execute()

    worker_changes.recount_what_is_due()

    assert standing(spell) == Standing.OPEN
    assert WorkerChange.select().count() == Allocation.select().count()
    assert worker_changes.recount_all() == 0


@pytest.mark.parametrize(
    "email",
    [story.RECEIVING_LEADER, story.LOOKED_AFTER_MANAGER, story.LOOKED_AFTER_HEAD],
    ids=["leads", "above", "head"],
)
def test_who_leads_the_team_that_took_the_child_or_stands_above_it_explains(email: str) -> None:
    spell = taken_on()

    explaining.explain(change(spell, email), by=factories.person(email), words="Hannah is ill.")

    assert standing(spell) == Standing.EXPLAINED


@pytest.mark.parametrize(
    "email",
    [story.TRANSFERRING_LEADER, story.RECEIVING_WORKER, story.CLUSTER_HEAD, story.BUSINESS_SUPPORT, story.AUDITOR],
    ids=["gave", "took", "other_service", "support", "auditor"],
)
def test_for_everybody_else_there_is_no_such_change(email: str) -> None:
    spell = taken_on()

    with pytest.raises(NotFoundError):
        change(spell, email)


def test_what_is_undone_is_open_again_and_stays_with_who_said_and_who_undid_it() -> None:
    spell, leader, manager = taken_on(), *map(factories.person, (story.RECEIVING_LEADER, story.LOOKED_AFTER_MANAGER))
    explaining.explain(change(spell), by=leader, words=WORDS)

    explaining.undo(change(spell), by=manager)

    assert standing(spell) == Standing.OPEN
    kept = ChangeExplained.get(ChangeExplained.allocation == spell)
    assert (kept.staff, kept.undone_by) == (leader, manager)
    with pytest.raises(ConflictError):
        explaining.undo(change(spell), by=manager)


def test_nothing_is_explained_twice_nor_beside_a_record() -> None:
    spell, leader = taken_on(), factories.person(story.RECEIVING_LEADER)
    explaining.explain(change(spell), by=leader, words=WORDS)

    with pytest.raises(ConflictError):
        explaining.explain(change(spell), by=leader, words=WORDS)
    assert ChangeExplained.select().count() == 1


def test_cover_that_lasts_too_long_is_refused_and_what_was_called_cover_is_open_once_it_does() -> None:
    spell, leader = taken_on(days_ago=27), factories.person(story.RECEIVING_LEADER)
    assert explaining.why_not(change(spell)) == ""
    explaining.explain(change(spell), by=leader, words=WORDS)
    assert standing(spell) == Standing.EXPLAINED

    Allocation.update(started_on=spell.started_on - timedelta(days=1)).where(Allocation.id == spell.id).execute()
    worker_changes.recount_what_is_due()

    assert standing(spell) == Standing.OPEN
    assert "28 days" in explaining.why_not(change(spell))


def test_a_return_is_refused_alone_and_goes_with_the_cover_that_it_ends() -> None:
    cover, leader = taken_on(), factories.person(story.RECEIVING_LEADER)
    back = taken_on(days_ago=3, by=story.AUTHOR, code="")
    Allocation.update(team=cover.team_id).where(Allocation.id == back.id).execute()
    worker_changes.recount([back.child_id])

    with pytest.raises(ConflictError) as refused:
        explaining.explain(change(back), by=leader, words=WORDS)
    assert standing(back) == Standing.OPEN
    assert refused.value.shown.startswith(f"This is the return of {back.worker.name}. If {cover.worker.name} covered")

    explaining.explain(change(cover), by=leader, words=WORDS)
    assert (standing(cover), standing(back)) == (Standing.EXPLAINED, Standing.EXPLAINED)


def test_there_is_no_cover_where_nobody_was_before_and_nothing_to_explain() -> None:
    child = factories.child()
    Allocation.delete().where(Allocation.child == child).execute()
    spell = taken_on()

    assert standing(spell) == Standing.FIRST
    assert "no worker before" in explaining.why_not(change(spell))
    with pytest.raises(ConflictError):
        explaining.explain(change(spell), by=factories.person(story.RECEIVING_LEADER), words=WORDS)


def test_cover_that_the_register_contradicts_is_refused() -> None:
    asked = taken_on(code="CHCHAN")
    said = explaining.why_not(change(asked))
    Allocation.update(reason_code="").where(Allocation.id == asked.id).execute()
    Staff.update(active=False).where(Staff.email == story.AUTHOR).execute()

    assert "another reason for this change: The child asked for a change" in said
    assert "Hannah Whitcombe has left the council" in explaining.why_not(change(asked))
    with pytest.raises(ConflictError):
        explaining.explain(change(asked), by=factories.person(story.RECEIVING_LEADER), words=WORDS)


def test_an_explanation_of_before_as_a_first_allocation_explains_nothing() -> None:
    spell, leader = taken_on(), factories.person(story.RECEIVING_LEADER)
    said = {"staff": leader, "explained_at": clock.now()}
    ChangeExplained.create(allocation=spell, reason="first_allocation", **said)

    worker_changes.recount([spell.child_id])

    assert standing(spell) == Standing.OPEN


def test_children_of_the_council_have_a_row_for_each_spell_once_they_are_counted() -> None:
    worker_changes.recount_all()

    assert {row.child_id for row in WorkerChange.select()} == {one.id for one in Child.select()}


def test_operators_count_them_and_list_who_read_of_a_child(app: Flask) -> None:
    spell = taken_on()
    WorkerChange.update(standing=Standing.RECORD).where(WorkerChange.allocation == spell).execute()
    ChildEvent.create(
        child=spell.child_id, event="viewed", staff=factories.person(story.RECEIVING_LEADER), happened_at=clock.now()
    )
    run = app.test_cli_runner().invoke

    said = run(args=["register", "changes", "--recount"]).output
    read = run(args=["audit", "child", story.CASE_ONE_CHILD]).output

    assert "changes were other than counted before" in said
    assert standing(spell) == Standing.OPEN
    assert f"{story.RECEIVING_LEADER} read the page" in read
