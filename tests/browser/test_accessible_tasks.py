"""Your work, absences, passing a step on, versions compared, and operations: accessible, and usable on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from models import MailState, OutboxMail, Record, SealingProblem, Step
from records import clock
from records.following import working_days
from tests import factories
from tests.browser.people import NEW_WORKER, TRANSFERRING_LEADER, sign_in
from tests.data import story
from tests.integration.changing_hands import go_away, her_step, pass_on
from tests.support.chromium import Pages
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

Look = Callable[..., None]


@pytest.fixture
def page(pages: Pages) -> Page:
    """A page of the running app."""
    return pages.open()


@pytest.fixture
def record(council: LiveServer) -> Record:
    """A record that waits for the transferring team leader's decision."""
    return factories.approve(factories.submitted(), "new_worker")


@pytest.fixture
def away(council: LiveServer) -> Iterator[None]:
    """She is away next week, and back for the other tests."""
    absence = go_away(first=7, last=11)
    yield
    absence.delete_instance()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


@pytest.mark.usefixtures("away")
def test_your_work_with_everything_that_can_stand_there_and_its_errors(
    page: Page, record: Record, accessible: Look
) -> None:
    long_ago = working_days.on_or_after(clock.today() - factories.days(9))
    Step.update(due_on=long_ago).where(Step.id == her_step(record).id).execute()
    pass_on(factories.approve(factories.submitted(), "new_worker"))
    sign_in(page, TRANSFERRING_LEADER)

    page.goto("/")
    expect(page.get_by_text("Overdue").first).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="When you are away").click()
    press(page, "Save these days")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)


def test_passing_a_step_on_with_the_keyboard(page: Page, record: Record, accessible: Look) -> None:
    sign_in(page, TRANSFERRING_LEADER)
    page.goto(f"/records/{record.reference}/steps/{her_step(record).id}")
    page.get_by_role("link", name="Pass it to a colleague").press("Enter")
    accessible(page)
    press(page, "Pass it on")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)

    page.get_by_role("combobox").press_sequentially("gareth")
    expect(page.get_by_role("option", name="Gareth Pemberton")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Passed to Gareth Pemberton")).to_be_visible()


def test_what_changed_since_the_version_before(page: Page, accessible: Look) -> None:
    record = factories.returned()
    factories.save(record, meeting_place="Northgate family centre", meeting_chair=None)
    factories.submit(record)
    sign_in(page, NEW_WORKER)

    page.goto(f"/records/{record.reference}/steps/{factories.step_of(record, 'new_worker').id}")
    expect(page.get_by_role("heading", name="What changed since version 1")).to_be_visible()
    accessible(page)


def test_stating_a_need_and_what_records_are_read_for(page: Page, accessible: Look) -> None:
    sign_in(page, story.AUTHOR)
    page.goto("/records/new/transfer-meeting?name=AV104022")
    page.get_by_role("button", name="Start the record").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    sign_in(page, story.AUDITOR)
    page.goto("/reading")
    page.get_by_role("button", name="Open sealed records").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)


def test_operations_when_all_is_well_and_when_nothing_is(page: Page, record: Record, accessible: Look) -> None:
    sign_in(page, story.AUDITOR)
    page.goto("/operations")
    accessible(page)
    mails, now = OutboxMail.record == record, clock.now()
    OutboxMail.update(state=MailState.GIVEN_UP, last_error="550 No such person").where(mails).execute()
    problem = SealingProblem.create(record=record, why="The certificate is missing.", first_at=now, last_at=now)
    page.goto("/operations")
    expect(page.get_by_text("550 No such person").first).to_be_visible()
    accessible(page)
    problem.delete_instance()
