"""The page of the list of records: its filters in words, how many records stand where, and how it is sorted."""

from __future__ import annotations

import pytest

from models import Record, State
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_lists_of_records import listed, many

pytestmark = pytest.mark.usefixtures("app")


def test_a_list_says_how_many_stand_where_and_leads_to_each(sign_in: SignIn) -> None:
    many(3, State.DRAFT)
    many_of = {state: Record.select().where(Record.state == state).count() for state in State}
    reader = sign_in(story.AUTHOR)

    page = reader.open("/records")

    assert f"Draft ({many_of[State.DRAFT]})" in page.words
    assert f"Sealed ({many_of[State.SEALED]})" in page.words
    assert "/records?state=draft" in page.links
    narrowed = reader.open("/records?state=sealed")
    assert f"Draft ({many_of[State.DRAFT]})" in narrowed.words, "the counts are of what may be asked for instead"
    assert listed(narrowed) == [factories.in_state(State.SEALED).reference]


@pytest.mark.parametrize("email", [story.UNINVOLVED_WORKER, story.AUDITOR, factories.OTHER_TEAM_LEADER])
def test_nobody_counts_what_they_may_not_see(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    for asked in ("", "departed=any", "sort=due", "due=overdue", "reason=TSPROC", "team=northgate", "find=maya"):
        page = reader.open(f"/records?{asked}")
        assert listed(page) == []
        assert "Sealed (" not in page.words
        assert "Draft (" not in page.words


def test_business_support_count_what_is_sealed_and_nothing_before_it(sign_in: SignIn) -> None:
    page = sign_in(story.BUSINESS_SUPPORT).open("/records")

    assert "Sealed (1)" in page.words
    assert "Draft (" not in page.words
    assert "Waiting for decisions (" not in page.words


def test_each_filter_in_use_is_said_in_words_with_the_way_back_from_it(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records?kind=transfer_meeting&find=maya&departed=315.7&sort=day&page=1")

    assert "Kind of record: Transfer meeting record Remove" in page.words
    assert "Departs from: 3.1.5, Procedure Remove" in page.words
    assert "/records?find=maya&departed=315.7&sort=day" in page.links
    assert "/records?find=maya&kind=transfer_meeting&sort=day" in page.links


def test_a_statement_of_an_address_is_said_in_words_and_stays_in_the_form(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records?departed=315.7.2")

    assert "Departs from: 3.1.5, Procedure: " in page.words
    assert page.form("/records").fields["departed"] == "315.7.2"


def test_the_column_by_which_a_list_is_sorted_says_so_and_turns_it_round(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records?sort=day")

    assert {head.get("aria-sort") for head in page.each("th")} == {None, "none", "descending"}
    assert "/records?sort=first-day" in page.links
    assert "/records?sort=due" in page.links


def test_somebody_who_was_shown_nothing_keeps_their_filters(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records?departed=nothing&find=maya")

    assert page.errors == ["Departs from: choose one from the list"]
    assert page.form("/records").fields["find"] == "maya"
