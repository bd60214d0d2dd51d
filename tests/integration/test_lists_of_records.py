"""Every record that somebody can see is listed and found; what is theirs to do stands on the home page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from models import Record, RecordPerson, State, Step, StepState
from records import clock
from records.reporting import listing
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

FIFTY = listing.PAGE_SIZE


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


def test_all_drafts_are_on_the_home_page_however_many_newer_records_there_are(sign_in: SignIn) -> None:
    drafts = many(FIFTY + 5, State.DRAFT)

    assert set(drafts) <= set(listed(sign_in(story.AUTHOR).open("/")))


def test_a_returned_record_waits_for_its_author_with_what_was_said(sign_in: SignIn) -> None:
    reader, before = sign_in(story.AUTHOR), sign_in(story.AUTHOR).open("/").words
    record = factories.returned()

    words = reader.open("/").words

    assert f"Change and submit again {record.reference}" in words
    assert "Please add it." in words
    assert waiting(words) == waiting(before) + 1


def waiting(words: str) -> int:
    """The count beside 'Your work' in the header of a page."""
    found = re.search(r"Your work (\d+) waiting for you", words)
    return int(found[1]) if found else 0


def test_where_a_record_waits_and_since_when_is_on_its_authors_home_page(sign_in: SignIn) -> None:
    factories.submitted()

    words = sign_in(story.AUTHOR).open("/").words

    assert "Where your records wait" in words
    assert f"{factories.person(story.RECEIVING_WORKER).name}, new social worker, since" in words


def test_a_long_list_of_what_waits_leads_to_all_of_it(sign_in: SignIn) -> None:
    newest = many(FIFTY + 3, State.SUBMITTED)

    home = sign_in(story.AUTHOR).open("/")

    assert [one for one in listed(home) if one in newest] == newest[:FIFTY]
    assert "/records?whose=mine&state=submitted" in home.links


def test_everything_that_somebody_can_see_is_listed_page_by_page(sign_in: SignIn) -> None:
    newest, reader = many(FIFTY + 3, State.SEALED), sign_in(story.RECEIVING_WORKER)

    first = reader.open("/records?state=sealed")

    assert listed(first) == newest[:FIFTY]
    assert "Newer" not in first.words
    assert "/records?state=sealed&page=2" in first.links
    second = reader.open("/records?state=sealed&page=2")
    assert listed(second)[:3] == newest[FIFTY:]
    assert "/records?state=sealed" in second.links


def test_a_list_says_how_long_it_is(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sign_in(story.AUTHOR)
    count = Record.select().where(Record.author == factories.person()).count()

    assert f"{count} records" in reader.open("/records?whose=mine").words
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    monkeypatch.setattr(listing, "COUNTED", 3)
    assert "More than 100 records" in reader.open("/records?whose=mine").words


def dated(days: int = 0, **answers: Any) -> str:
    """The reference of a new draft of the author with these answers, in which responsibility passes then."""
    record = factories.start_draft()
    day = clock.today() + timedelta(days=days)
    factories.save(record, transfer_date=day.isoformat(), **answers)
    return record.reference


@pytest.mark.parametrize(
    "asked",
    [
        "find=maya",
        "find=ADEYEMI+maya",
        "whose=mine",
        "kind=transfer_meeting",
        "state=draft",
        "giving=hannah+whitcombe",
        "since=TODAY",
        "until=TODAY",
        "since=TODAY&until=TODAY&state=draft&whose=mine",
        "find=REFERENCE",
        "find=LOCAL_ID",
    ],
)
def test_a_list_is_narrowed_by_what_its_address_says(sign_in: SignIn, asked: str) -> None:
    reference = dated()
    asked = asked.replace("TODAY", clock.today().isoformat()).replace("LOCAL_ID", story.CASE_ONE_CHILD)

    page = sign_in(story.AUTHOR).open(f"/records?{asked.replace('REFERENCE', reference.lower())}")

    assert reference in listed(page)


@pytest.mark.parametrize(
    "asked",
    [
        "find=nobody",
        "find=maya+nobody",
        "find=TMR-9999",
        "kind=exception_decision",
        "state=sealed",
        "state=withdrawn",
        "giving=nobody",
        "taking=nobody",
        "waits_for=nobody",
        "due=overdue",
        "until=YESTERDAY",
        "since=TOMORROW",
    ],
)
def test_what_is_otherwise_is_not_in_a_narrowed_list(sign_in: SignIn, asked: str) -> None:
    reference, today = dated(), clock.today()
    asked = asked.replace("YESTERDAY", str(today - timedelta(days=1))).replace("TOMORROW", str(today + timedelta(1)))

    assert reference not in listed(sign_in(story.AUTHOR).open(f"/records?{asked}"))


def test_records_are_found_by_whom_they_wait_for_and_when_they_are_due(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.AUTHOR)
    step = record.steps.where(Step.state == StepState.OPEN).get()
    waits = f"/records?waits_for={step.assignee.name.replace(' ', '+')}"

    assert record.reference in listed(reader.open(waits))
    step.due_on = clock.today()
    step.save()
    assert record.reference in listed(reader.open(f"{waits}&due=soon"))
    assert record.reference not in listed(reader.open(f"{waits}&due=overdue"))
    step.due_on = clock.today() - timedelta(days=1)
    step.save()
    assert record.reference in listed(reader.open("/records?due=overdue"))


def test_the_list_alone_is_sent_to_a_page_that_has_the_filters(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    part = reader.open("/records?find=&whose=mine&kind=", htmx=True)

    assert not part.is_whole
    assert "More filters" not in part.words
    assert part.response.headers["HX-Push-Url"] == "/records?whose=mine"
    assert listed(part) == listed(reader.open("/records?whose=mine"))


def test_nobody_finds_what_they_may_not_see(sign_in: SignIn) -> None:
    references, reader = many(3, State.SUBMITTED), sign_in(story.UNINVOLVED_WORKER)

    for asked in ("", "find=maya", f"find={references[0]}", "state=submitted", "since=2000-01-01"):
        page = reader.open(f"/records?{asked}")
        assert listed(page) == []
        assert "that you can see" in page.words


def test_a_page_beyond_the_last_says_so_and_leads_back(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records?page=9")

    assert "This list has no page 9." in page.words
    assert page.links.count("/records") > 1


@pytest.mark.parametrize("asked", ["page=0", f"page={listing.MAX_PAGES + 1}", "page=-1", "page=x"])
def test_a_page_that_cannot_be_is_not_found_or_the_first(sign_in: SignIn, asked: str) -> None:
    sign_in(story.AUTHOR).open(f"/records?{asked}", status=200 if asked == "page=x" else 404)


@pytest.mark.parametrize(
    "asked, said",
    [
        ("since=31+2+2026", "must be a real date"),
        ("until=soon", "must be one date in numbers"),
        ("since=2+12+2026&until=1+12+2026", "Transfer on or before: this day must not be before the first"),
        ("kind=none", "Kind of record: choose one from the list"),
        ("due=%00", ""),
        ("find=" + "x" * 5_000, "No record that you can see is like that."),
    ],
)
def test_a_filter_that_cannot_be_read_is_said(sign_in: SignIn, asked: str, said: str) -> None:
    reader = sign_in(story.AUTHOR)

    assert said in reader.open(f"/records?{asked}").words
    part = reader.open(f"/records?{asked}", htmx=True)
    assert said in part.words
    assert asked.split("=")[0] in part.response.headers["HX-Push-Url"], "what was typed is lost when it is loaded again"


def test_whoever_starts_nothing_has_the_records_to_print_on_the_home_page(sign_in: SignIn) -> None:
    sealed = factories.in_state(State.SEALED)

    assert sealed.reference in sign_in(story.BUSINESS_SUPPORT).open("/").words
