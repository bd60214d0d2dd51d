"""Every record that somebody can see is listed: the newest on the home page, all of them page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Record, RecordPerson, State
from records import clock
from records.reporting import work
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

FIFTY = work.PAGE_SIZE


def many(count: int, state: State, *, author: str = story.AUTHOR) -> list[str]:
    """So many more records of an author in a state, the newest first. Tomasz is named in each."""
    by, now, reader = factories.person(author), clock.now(), factories.person(story.RECEIVING_WORKER)
    references = [f"TMR-2222-{number:04}" for number in range(count)]
    for number, reference in enumerate(references):
        saved = now + timedelta(hours=1) - timedelta(seconds=number)
        record = Record.create(
            reference=reference,
            kind="transfer_meeting",
            state=state,
            author=by,
            answers={},
            typed={},
            protocol_version="1",
            created_at=now,
            saved_at=saved,
        )
        RecordPerson.create(record=record, staff=reader, part="new_worker")
    return references


def listed(page: Page) -> list[str]:
    """The references that a page leads to, in order."""
    return [link.split("/")[2] for link in page.links if link.startswith("/records/TMR-")]


def test_a_draft_stays_on_the_home_page_however_many_newer_records_there_are(sign_in: SignIn) -> None:
    draft = factories.in_state(State.DRAFT).reference
    many(FIFTY + 1, State.SEALED)

    assert draft in listed(sign_in(story.AUTHOR).open("/"))


def test_all_drafts_are_on_the_home_page(sign_in: SignIn) -> None:
    drafts = many(FIFTY + 5, State.DRAFT)

    assert set(drafts) <= set(listed(sign_in(story.AUTHOR).open("/")))


@pytest.mark.parametrize("state, name", [(State.SUBMITTED, "under-way"), (State.SEALED, "finished")])
def test_each_list_ends_by_itself_and_leads_to_all_of_it(sign_in: SignIn, state: State, name: str) -> None:
    before = Record.select().where((Record.author == factories.person()) & Record.state.in_(work.OWN[name])).count()
    newest, reader = many(FIFTY + 3, state), sign_in(story.AUTHOR)

    home = reader.open("/")

    assert [one for one in listed(home) if one in newest] == newest[:FIFTY]
    assert f"See all {before + len(newest)} of" in home.words
    assert f"/records?list={name}" in home.links

    first = reader.open(f"/records?list={name}")
    assert listed(first) == newest[:FIFTY]
    assert f"{before + len(newest)} records" in first.words
    second = reader.open(f"/records?list={name}&page=2")
    assert f"/records?list={name}&page=2" in first.links
    assert f"/records?list={name}&page=1" in second.links
    assert listed(second)[:3] == newest[FIFTY:]
    assert len(listed(second)) == before + 3


def test_others_can_be_seen_beyond_the_fiftieth(sign_in: SignIn) -> None:
    newest, reader = many(FIFTY + 3, State.SUBMITTED), sign_in(story.RECEIVING_WORKER)

    home = reader.open("/")

    assert "/records?list=others" in home.links
    assert listed(reader.open("/records?list=others")) == newest[:FIFTY]
    assert newest[FIFTY] in listed(reader.open("/records?list=others&page=2"))


def test_a_short_list_has_no_further_page(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    assert [link for link in reader.open("/").links if link.startswith("/records?")] == []
    assert [link for link in reader.open("/records?list=finished").links if "page=" in link] == []


def test_nobody_is_shown_what_they_may_not_see(sign_in: SignIn) -> None:
    many(3, State.SUBMITTED)
    reader = sign_in(story.UNINVOLVED_WORKER)

    for name in ("drafts", "under-way", "others", "finished"):
        page = reader.open(f"/records?list={name}")
        assert listed(page) == []
        assert "There are no records in this list." in page.words


def test_a_page_beyond_the_last_says_that_there_is_no_more(sign_in: SignIn) -> None:
    assert "There are no more records" in sign_in(story.AUTHOR).open("/records?list=drafts&page=9").words


@pytest.mark.parametrize("asked", ["list=none", "page=0", f"page={work.MAX_PAGES + 1}", "page=-1", "list="])
def test_a_list_or_page_that_cannot_be_is_not_found(sign_in: SignIn, asked: str) -> None:
    sign_in(story.AUTHOR).open(f"/records?{asked}", status=404)
