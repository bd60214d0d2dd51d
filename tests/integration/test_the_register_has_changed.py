"""A draft of whose child the register has come to say something else: each of its pages weighs and shows the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from models import Child, Record
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_rows_of_the_register import take_over
from tests.support.reader import Page, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")

IN_NEED = {"status": "child_in_need", "legal_status": "none", "placement": "none"}
LOOKED_AFTER = {"status": "looked_after", "legal_status": "V2", "placement": "U4"}
DRAFTS: Mapping[str, Callable[[], Record]] = {
    "transfer": lambda: factories.ready_draft(permanence_plan=None, plan_date=None),
    "emergency": four.emergency,
    "exception": lambda: four.exception(four.transfer(), child_views=None, risks=None),
    "handover": four.handover,
}


def becomes_looked_after(make: Callable[[], Record]) -> Record:
    """A draft of a child in need, or about a worker of such children, whom the register has looked after since."""
    Child.update(IN_NEED).execute()
    record = make()
    Child.update(LOOKED_AFTER).execute()
    if record.child is None:
        take_over("Maya Adeyemi-Clarke", other.MOVING_WORKER)
    return record


def tasks(reader: Reader, record: Record) -> dict[str, str]:
    """Section → how it stands in the task list."""
    page = reader.open(f"/records/{record.reference}")
    shown = page.each("div", class_="govuk-task-list__status")
    return {str(one.get("id")).removesuffix("-status"): words_of(one) for one in shown}


def asked_in(page: Page) -> set[str]:
    """The sections that 'Why can't I submit?' leads to."""
    links = (str(link.get("href", "")) for found in page.each("div", id="why-not") for link in found.iter("a"))
    places = (link.partition("/sections/")[2] for link in links)
    return {place.partition("#")[0].partition("?")[0] for place in places if place}


def sections_in(page: Page) -> set[str]:
    """The sections whose answers a page shows."""
    return {key for one in page.each("h2") if (key := str(one.get("id", ""))).startswith("section-")}


@pytest.mark.parametrize("kind", DRAFTS)
def test_the_task_list_is_of_the_same_sections_as_the_check_and_of_the_same_gaps(sign_in: SignIn, kind: str) -> None:
    record = becomes_looked_after(DRAFTS[kind])
    reader = sign_in(record.author.email)

    listed, check = tasks(reader, record), reader.open(f"/records/{record.reference}/check")

    of_others = sections_in(check) - {f"section-{key}" for key in listed}
    assert of_others <= {"section-worker-capability-and-hr"}, "what the worker alone writes is no task of the leader"
    asked = {key for key, status in listed.items() if status not in ("Complete", "Nothing needed")}
    assert asked_in(check)
    assert asked == asked_in(check)


@pytest.mark.parametrize("kind", DRAFTS)
def test_what_is_read_and_printed_has_the_same_sections(sign_in: SignIn, kind: str) -> None:
    record = becomes_looked_after(DRAFTS[kind])
    reader = sign_in(record.author.email)

    read = sections_in(reader.open(f"/records/{record.reference}/answers"))

    assert read == sections_in(reader.open(f"/records/{record.reference}/check"))


def test_the_records_page_says_what_the_register_says_now(sign_in: SignIn) -> None:
    record = becomes_looked_after(factories.ready_draft)

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}")

    assert "The register says Looked after. This record said Child in need, which no longer counts." in page.words


def test_a_section_that_shows_nothing_of_the_register_asks_what_it_asks_of_such_a_child(sign_in: SignIn) -> None:
    record = becomes_looked_after(factories.ready_draft)

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/plan")

    assert "permanence_plan" in page.form(id="section-form").fields


def test_what_was_submitted_stays_as_it_was(sign_in: SignIn) -> None:
    record = four.submitted(factories.ready_draft())
    reader = sign_in(story.AUTHOR)
    before = reader.open(f"/records/{record.reference}/answers").words
    Child.update(IN_NEED).execute()

    assert reader.open(f"/records/{record.reference}/answers").words == before
