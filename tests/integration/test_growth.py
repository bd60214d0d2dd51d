"""What a record leaves behind is bounded: who wrote stays, and changes of answers go once it can be no draft again."""

from __future__ import annotations

import pytest
from flask import Flask

from models import AnswerChange, Record, RecordWriter, State, Step
from records import access, clock, planning
from records.drafting import saving
from records.drafting.differences import DIFFERS
from records.reporting import finders, listing
from records.reporting.listing import Filters
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, OTHER, draft, later, saved, section

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

LONG = "She sees her grandmother on Sundays and likes it. " * 80


def changes(record: Record) -> int:
    return AnswerChange.select().where(AnswerChange.record == record).count()


def type_in(record: Record, *texts: str) -> None:
    """Save one answer again and again, as an open page does while somebody writes."""
    for text in texts:
        now = factories.fresh(record)
        saving.save_answers(
            record=now,
            by=factories.person(),
            editor="page",
            base_revision=now.revision,
            questions={"worries"},
            answers={"worries": text},
            typed={},
        )


def test_a_sealed_record_keeps_who_wrote_in_it_and_none_of_its_changes(app: Flask) -> None:
    record = factories.ready_draft()
    factories.save(record, by=OTHER, worries="His")
    factories.submit(record)
    factories.approve(record, *factories.DECIDERS)
    assert changes(record)

    with app.app_context():
        factories.seal_what_waits()

    assert factories.fresh(record).state == State.SEALED
    assert changes(record) == 0
    assert access.get_writer_ids(record) == {factories.person(AUTHOR).id, factories.person(OTHER).id}


def test_a_withdrawn_record_keeps_no_changes_and_a_returned_one_all_of_them() -> None:
    returned = factories.returned()

    assert changes(returned)
    assert changes(factories.withdrawn()) == 0


def test_who_wrote_is_noted_once_with_the_first_and_the_last_time() -> None:
    record = draft()
    type_in(record, "One", "Two")

    (wrote,) = RecordWriter.select().where(RecordWriter.record == record)
    assert wrote.staff == factories.person(AUTHOR)
    assert wrote.first_at == factories.fresh(record).created_at
    assert wrote.last_at == factories.fresh(record).saved_at


def test_whoever_only_started_a_record_is_one_of_its_writers() -> None:
    assert access.get_writer_ids(factories.start_draft()) == {factories.person(AUTHOR).id}


def test_a_long_text_that_is_saved_while_it_is_written_is_not_kept_again_each_time() -> None:
    record = draft()
    type_in(record, LONG)

    before = AnswerChange.select().count()
    type_in(record, *(f"{LONG}{'And more. ' * times}" for times in range(1, 6)))

    kept = AnswerChange.select().where(AnswerChange.question == "worries").order_by(AnswerChange.id.desc()).limit(5)
    assert AnswerChange.select().count() == before + 5
    assert [change.before[0] for change in kept] == [DIFFERS] * 5
    assert all(len(str(change.before)) < 100 for change in kept)


def test_a_page_opened_between_two_saves_of_a_long_text_takes_nothing_back_and_clashes_only_where_it_wrote(
    sign_in: SignIn,
) -> None:
    record, tomasz = draft(), sign_in(OTHER)
    type_in(record, LONG, f"{LONG}One.")
    opened_between = section(tomasz, record, "summary")
    type_in(record, f"{LONG}One. Two.", f"{LONG}One. Two. Three.")

    page = later(tomasz, opened_between, life_now="His")

    assert "Somebody else changed this too" not in page.words
    assert saved(record)["worries"] == f"{LONG}One. Two. Three."
    assert saved(record)["life_now"] == "His"


def test_a_page_opened_before_several_saves_of_a_long_text_is_shown_both(sign_in: SignIn) -> None:
    record, tomasz = draft(), sign_in(OTHER)
    type_in(record, LONG)
    opened_before = section(tomasz, record, "summary")
    type_in(record, f"{LONG}One.", f"{LONG}One. Two.")

    page = tomasz.press(opened_before, {"worries": "His", "action": "continue"}, status=200)

    assert "Somebody else changed this too" in page.words
    assert saved(record)["worries"] == f"{LONG}One. Two."


@pytest.mark.parametrize("who", [story.AUTHOR, story.TRANSFERRING_LEADER, story.CLUSTER_HEAD, story.BUSINESS_SUPPORT])
def test_a_filter_that_many_records_meet_finds_the_same_as_if_they_were_few(
    who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, today = factories.submitted(), clock.today()
    Step.update(due_on=today).where(Step.record == record).execute()
    asked = (
        Filters(find="maya"),
        Filters(find=record.reference[:8].lower()),
        Filters(giving="hannah", state="submitted"),
        Filters(taking="tomasz"),
        Filters(waits_for="zielinski"),
        Filters(due=finders.SOON),
    )
    by_role = [[one.reference for one in listing.get_page(factories.person(who), filters).records] for filters in asked]

    monkeypatch.setattr(planning, "FEW", -1)

    again = [[one.reference for one in listing.get_page(factories.person(who), filters).records] for filters in asked]
    assert again == by_role
    assert all(record.reference in found for found in by_role) == (who != story.BUSINESS_SUPPORT)


def test_what_is_listed_between_two_days_begins_with_the_last_of_them(sign_in: SignIn) -> None:
    late, early = factories.start_draft(), factories.start_draft()
    for record, days in ((late, 9), (early, 2)):
        factories.save(record, transfer_date=(clock.today() + factories.days(days)).isoformat())

    page = sign_in(AUTHOR).open(f"/records?since={clock.today()}")

    assert "the latest transfer first, without those that have no day of it" in page.words
    assert page.text.index(late.reference) < page.text.index(early.reference)
