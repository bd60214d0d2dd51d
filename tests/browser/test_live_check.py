"""What the page says while somebody writes, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, Response, expect

from models import Record
from records import clock
from tests import factories
from tests import four_records as four
from tests.browser.filling import control, fill_date, pick
from tests.browser.people import sign_in
from tests.data.council import OLDER, YOUNGER

pytestmark = pytest.mark.browser

REGISTER = re.compile("/register/teams")
REASON = "Say why the transfer happens so close to this"


def open_section(page: Page, record: Record, key: str) -> None:
    """Open a section as its author."""
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/{key}")


def open_team_picker(page: Page) -> tuple[Record, Locator]:
    """A handover of management whose new team is not answered, and the picker of that team."""
    record = four.handover(new_team=None)
    open_section(page, record, "people")
    return record, control(page, "new_team")


def fact(page: Page, name: str) -> Locator:
    """Where the register's answer to a question is shown."""
    return page.locator(f'[id="{name}"].handover-fact')


def panel(page: Page) -> Locator:
    """The protocol panel."""
    return page.get_by_role("complementary", name="Protocol check")


def slot(page: Page, name: str) -> Locator:
    """Where a question's error goes."""
    return page.locator(f'[id="{name}-slot"]')


def stored(record: Record, question: str) -> object:
    """What the draft holds of a question now."""
    return factories.fresh(record).answers.get(question)


def leave(page: Page) -> None:
    """Go on to something else on the page."""
    page.keyboard.press("Tab")


def to_post_of(word: str) -> Callable[[Response], bool]:
    """Whether an answer is to a post that holds the word."""
    return lambda answer: word in (answer.request.post_data or "")


@contextmanager
def held(page: Page, address: str | re.Pattern[str]) -> Iterator[None]:
    """What the page asks for there is answered only afterwards, as on a slow line."""
    page.route(address, lambda _: None)
    yield
    page.unroute(address)  # lets go on what waits


def test_the_panel_the_saved_line_and_the_live_region_follow_each_answer(page: Page) -> None:
    record = factories.start_draft()
    yesterday = clock.now() - timedelta(days=1)
    Record.update(saved_at=yesterday).where(Record.id == record.id).execute()
    open_section(page, record, "plan")
    expect(panel(page)).to_contain_text("7 things in this section need attention")
    saved = page.get_by_text("Saved ").first.inner_text()
    expect(page.get_by_role("status")).to_be_empty()

    page.get_by_role("group", name="Are there care proceedings?").get_by_label("No, and none lately").check()

    expect(panel(page)).to_contain_text("6 things in this section need attention")
    expect(page.get_by_role("status")).to_have_text("6 things in this section need attention")
    expect(page.get_by_text("Saved ").first).not_to_have_text(saved)
    assert stored(record, "proceedings") == "none"


def test_the_panel_counts_down_to_nothing_left(page: Page) -> None:
    open_section(page, factories.ready_draft(circumstances_changed=None, timing_follows_plan=None), "plan")
    expect(panel(page)).to_contain_text("needs attention")
    page.get_by_role("group", name="Have the child's circumstances changed lately?").get_by_label("No").check()
    expect(panel(page)).to_contain_text("is here")


def test_a_wrong_date_is_said_when_it_is_left_and_no_more_once_it_is_right(page: Page) -> None:
    record = factories.start_draft()
    open_section(page, record, "workers")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        control(page, "transfer_date-day").fill("31")
    expect(slot(page, "transfer_date")).to_be_empty()
    control(page, "transfer_date-month").fill("2")
    control(page, "transfer_date-year").fill("2026")
    leave(page)
    expect(slot(page, "transfer_date")).to_contain_text("must be a real date")

    control(page, "transfer_date-day").fill("28")
    leave(page)
    expect(slot(page, "transfer_date")).to_be_empty()
    assert stored(record, "transfer_date") == "2026-02-28"


def test_no_error_is_shown_for_what_was_not_answered_yet(page: Page) -> None:
    open_section(page, factories.start_draft(), "workers")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("group", name="Is the current social worker leaving the service?").get_by_label("No").check()
    expect(panel(page)).to_contain_text("need")
    expect(page.get_by_text("Error:")).to_have_count(0)


def test_the_focus_and_every_letter_stay_while_checks_come_and_go(page: Page) -> None:
    record = factories.start_draft()
    open_section(page, record, "workers")
    box = control(page, "transfer_reason")
    box.focus()
    words = ["The court ", "has decided ", "where Maya ", "grows up."]
    for part in words:
        with page.expect_response(to_post_of(part.split()[-1])):
            box.press_sequentially(part)
        expect(box).to_be_focused()
    expect(box).to_have_value("".join(words))
    expect(box).to_be_focused()
    assert stored(record, "transfer_reason") == "".join(words)


def test_what_the_register_knows_of_a_worker_appears_while_another_box_is_being_written_in(page: Page) -> None:
    record = factories.start_draft()
    open_section(page, record, "workers")
    day = control(page, "transfer_date-day")
    with held(page, "**/sections/workers"):
        with page.expect_request("**/sections/workers"):
            pick(page, "new_worker", "Tomasz Zieliński")
        day.click()
        page.keyboard.type("2")
        expect(fact(page, "new_team")).to_be_empty()
    expect(fact(page, "new_team")).to_contain_text(OLDER)
    expect(fact(page, "new_team_kind")).to_contain_text("Looked after children team, 13 plus")
    expect(fact(page, "new_team_leader")).to_contain_text("Marcus Bellweather")
    expect(day).to_be_focused()
    page.keyboard.type("7")
    expect(day).to_have_value("27")


def test_a_reason_is_asked_beside_its_question_and_kept(page: Page) -> None:
    soon = (clock.today() + timedelta(days=20)).isoformat()
    record = factories.ready_draft(key_events=[{"kind": "school_move", "date": soon}])
    open_section(page, record, "workers")
    box = page.get_by_role("textbox", name=REASON)
    expect(box).to_be_visible()
    box.fill("Both schools know.")
    leave(page)
    expect(panel(page)).to_contain_text("is here")
    page.reload()
    expect(box).to_have_value("Both schools know.")


def test_a_reason_box_comes_and_goes_with_its_expectation(page: Page) -> None:
    record = factories.ready_draft()
    open_section(page, record, "workers")
    box = page.get_by_role("textbox", name=REASON)
    expect(box).to_have_count(0)
    before, near = date.fromisoformat(str(stored(record, "transfer_date"))), clock.today() + timedelta(days=65)
    fill_date(page, "transfer_date", near)
    leave(page)
    expect(box).to_be_visible()
    fill_date(page, "transfer_date", before)
    leave(page)
    expect(panel(page)).to_contain_text("is here")
    expect(box).to_be_focused()
    leave(page)
    expect(box).to_have_count(0)
    assert stored(record, "transfer_date") == before.isoformat()


def test_where_several_teams_fit_the_one_meant_is_chosen_beside_the_box(page: Page) -> None:
    record, team = open_team_picker(page)
    team.click()
    page.keyboard.type("Looked After")
    leave(page)
    choices = slot(page, "new_team").get_by_role("radio")
    expect(choices).to_have_count(2)
    choices.nth(1).focus()
    page.keyboard.press("Space")
    expect(team).to_have_value(OLDER)
    expect(choices.nth(1)).to_be_focused()
    leave(page)
    expect(team).to_be_focused()
    leave(page)
    expect(choices).to_have_count(0)
    expect(team).to_have_value(OLDER)
    assert stored(record, "new_team")["name"] == OLDER


def test_whoever_alone_fits_is_named_in_full(page: Page) -> None:
    record = factories.start_draft()
    open_section(page, record, "workers")
    worker = control(page, "new_worker")
    worker.click()
    page.keyboard.type("zielin")
    leave(page)
    expect(worker).to_have_value("Tomasz Zieliński")
    expect(fact(page, "new_team")).to_contain_text(OLDER)
    assert stored(record, "new_worker")["name"] == "Tomasz Zieliński"
    worker.focus()
    expect(page.locator("[id^=new_worker__option]")).to_have_text(re.compile("^Tomasz Zieliński"))


def test_a_picker_keeps_its_hint_and_its_error_described_while_one_types(page: Page) -> None:
    open_section(page, factories.start_draft(), "workers")
    worker = control(page, "new_worker")
    worker.press_sequentially("Tom")
    expect(page.get_by_role("option", name="Tomasz Zieliński")).to_be_visible()
    assert {"new_worker-slot", "new_worker-hint"} <= set(worker.get_attribute("aria-describedby").split())


def wait_for_suggestions(page: Page, asked: Request | None = None) -> None:
    """Return once what was asked of the register has been answered, and the page has had time to show it."""
    if asked:
        asked.response().finished()
    page.evaluate("fetch('/register/teams?q=Looked').then((answer) => answer.json())")


def test_suggestions_that_come_after_the_box_was_left_open_no_list(page: Page) -> None:
    _, team = open_team_picker(page)
    with held(page, REGISTER):
        with page.expect_request(REGISTER) as asked:
            team.fill("Looked After")
        leave(page)
    wait_for_suggestions(page, asked.value)
    expect(slot(page, "new_team").get_by_role("radio")).to_have_count(2)
    expect(page.get_by_role("option")).to_have_count(0)
    team.focus()
    expect(page.get_by_role("option")).to_have_count(2)


def test_suggestions_for_what_no_longer_stands_in_the_box_are_not_shown(page: Page) -> None:
    _, team = open_team_picker(page)
    with held(page, REGISTER):
        with page.expect_request(REGISTER) as asked:
            team.fill("Looked")
        team.fill("L")
    wait_for_suggestions(page, asked.value)
    expect(page.get_by_role("option")).to_have_count(0)


def test_while_the_register_is_searched_nobody_is_told_that_nothing_was_found(page: Page) -> None:
    _, team = open_team_picker(page)
    with held(page, REGISTER):
        team.fill("Nowhere")
        expect(page.get_by_role("option")).to_have_text("Searching…")
    expect(page.get_by_role("option")).to_have_text("No team found: check the spelling")


def test_arrowing_to_the_only_suggestion_leaves_it_to_be_chosen(page: Page) -> None:
    _, team = open_team_picker(page)
    team.fill("13 plus")
    expect(page.get_by_role("option", name=OLDER)).to_be_visible()
    page.keyboard.press("ArrowDown")
    wait_for_suggestions(page)
    expect(page.get_by_role("option", selected=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(team).to_have_value(OLDER)


def test_enter_chooses_the_only_suggestion_and_sends_nothing(page: Page) -> None:
    record, team = open_team_picker(page)
    address = page.url
    team.fill("13 plus")
    expect(page.get_by_role("option", name=OLDER)).to_be_visible()
    page.keyboard.press("Enter")
    expect(team).to_have_value(OLDER)
    expect(team).to_be_focused()
    with page.expect_response(to_post_of("new_team")):
        leave(page)
    assert page.url == address
    answer = stored(record, "new_team")
    assert isinstance(answer, dict)
    assert answer["name"] == OLDER


def test_enter_before_the_suggestions_come_chooses_the_only_one_that_comes(page: Page) -> None:
    _, team = open_team_picker(page)
    with held(page, REGISTER):
        team.fill("13 plus")
        page.keyboard.press("Enter")
    expect(team).to_have_value(OLDER)


def test_enter_before_the_component_has_come_chooses_the_only_one_and_sends_nothing(page: Page) -> None:
    _, team = open_team_picker(page)
    address = page.url
    with held(page, re.compile(r"accessible-autocomplete")):
        team.fill("13 plus")
        page.keyboard.press("Enter")
    expect(team).to_have_value(OLDER)
    assert page.url == address


def test_enter_chooses_nobody_of_several(page: Page) -> None:
    _, team = open_team_picker(page)
    address = page.url
    team.fill("Looked")
    expect(page.get_by_role("option", name=YOUNGER)).to_be_visible()
    page.keyboard.press("Enter")
    expect(team).to_have_value("Looked")
    assert page.url == address


def test_a_suggestion_arrowed_to_stays_the_one_when_later_ones_come(page: Page) -> None:
    _, team = open_team_picker(page)
    team.fill("Looked")
    expect(page.get_by_role("option", name=YOUNGER)).to_be_visible()
    with held(page, REGISTER):
        with page.expect_request(re.compile("teams.*After&")) as asked:
            page.keyboard.type(" After")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("option", selected=True)).to_be_visible()
    wait_for_suggestions(page, asked.value)
    page.keyboard.press("Enter")
    expect(team).to_have_value(YOUNGER)
