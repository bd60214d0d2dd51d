"""One section by the keyboard alone, and a focus that can always be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.people import AUTHOR, TRANSFERRING_LEADER, sign_in

pytestmark = pytest.mark.browser

MOST_STOPS = 150
FOCUSED = """() => {
    const here = document.activeElement;
    return here.matches("input, select, textarea") ? here.name : here.textContent.trim();
}"""
# A control shows its focus by an outline or a shadow; radios and checkboxes show it on what is drawn for them.
SHOWN = """() => {
    const here = document.activeElement;
    const labels = [...(here.labels ?? [])].map((label) => getComputedStyle(label, "::before"));
    const seen = (style) => style.boxShadow !== "none"
        || (style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)");
    const shown = [getComputedStyle(here), ...labels].some(seen);
    return { end: here === document.body, shown, what: here.outerHTML.slice(0, 150) };
}"""


COVERED = """() => {
    const here = document.activeElement, place = here.getBoundingClientRect();
    const seen = [place.top + 2, place.bottom - 2].map((y) => document.elementFromPoint(place.left + 4, y));
    const labelled = (found) => [...(here.labels ?? [])].some((label) => label.contains(found));
    const own = (found) => found && (here.contains(found) || found.contains(here) || labelled(found));
    return { end: here === document.body, covered: !seen.some(own), what: here.outerHTML.slice(0, 150) };
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the control of this name, or the button or link of this text, has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == wanted:
            return
    raise AssertionError(f"{MOST_STOPS} presses of Tab did not lead to {wanted}")


def type_into(page: Page, name: str, words: str) -> None:
    """Tab to a box and type into it."""
    tab_to(page, name)
    page.keyboard.type(words)


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def test_a_section_can_be_filled_in_by_the_keyboard_alone(page: Page) -> None:
    record = factories.start_draft()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/workers")

    tab_to(page, "siblings-0-same_worker_after")
    press(page, "Space", "ArrowDown")
    type_into(page, "siblings-0-why_not_shared", "They need to be safe from one another.")
    tab_to(page, "Add another brother or sister")
    press(page, "Enter")
    expect(page.get_by_text("Brother or sister 2", exact=True)).to_be_in_viewport()
    expect(page.locator("#siblings-1-name")).to_be_focused()
    page.keyboard.type("Ayo Clarke")
    type_into(page, "siblings-1-status", "Child in")
    tab_to(page, "siblings-1-same_worker_after")
    press(page, "Space")
    tab_to(page, "siblings_all_share")
    press(page, "Space", "ArrowDown")
    type_into(page, "lead_family_worker", "zielin")
    expect(page.get_by_role("option", name="Tomasz Zieliński")).to_be_visible()
    press(page, "ArrowDown", "Enter")
    expect(page.get_by_role("combobox", name="Who is the lead family social worker?")).to_have_value("Tomasz Zieliński")
    tab_to(page, "sharing_considered")
    press(page, "Space", "ArrowDown")
    tab_to(page, "Add what was decided about sharing a worker")
    press(page, "Enter")
    type_into(page, "sharing_considered_note", "Talked over with both.")
    tab_to(page, "Save and come back later")
    press(page, "Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Transfer meeting record")
    said = factories.fresh(record).answers
    assert [row["name"] for row in said["siblings"]] == ["Josiah Adeyemi-Clarke", "Ayo Clarke"]
    assert said["siblings"][0]["why_not_shared"] == "They need to be safe from one another."
    assert said["siblings"][1]["status"] == "child_in_need"
    assert said["lead_family_worker"]["name"] == "Tomasz Zieliński"
    assert said["sharing_considered"] == "considered_not_shared"


def test_a_radio_reveals_and_hides_its_questions_by_the_arrow_keys(page: Page) -> None:
    record = factories.start_draft()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/child")
    language = page.get_by_role("textbox", name="Which language?")
    tab_to(page, "interpreter")
    press(page, "Space")
    expect(language).to_be_visible()
    press(page, "ArrowDown")
    expect(language).to_be_hidden()


def test_a_row_that_is_removed_leaves_the_reader_at_the_rows(page: Page) -> None:
    record = factories.ready_draft()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    tab_to(page, "Remove key event 1")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Remove key event 2")).to_have_count(0)
    expect(page.get_by_role("group", name="What is happening, and when?")).to_be_in_viewport()
    assert len(factories.fresh(record).answers["key_events"]) == 1


def test_the_first_stop_of_every_page_leads_past_its_header(page: Page) -> None:
    sign_in(page, AUTHOR)
    page.goto("/")
    press(page, "Tab")
    assert page.evaluate(FOCUSED) == "Skip to main content"
    press(page, "Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("place", ["home", "section", "check", "decision", "verify"])
def test_the_focus_can_be_seen_wherever_tab_leads(page: Page, place: str) -> None:
    record = factories.submitted() if place == "decision" else factories.ready_draft()
    if place == "decision":
        factories.approve(record, "new_worker")
    sign_in(page, TRANSFERRING_LEADER if place == "decision" else AUTHOR)
    page.goto(
        {
            "home": "/",
            "section": f"/records/{record.reference}/sections/workers",
            "check": f"/records/{record.reference}/check",
            "decision": f"/records/{record.reference}/steps/{_open_step(record)}",
            "verify": "/verify",
        }[place]
    )
    stops, unseen = 0, []
    while stops < MOST_STOPS:
        press(page, "Tab")
        here = page.evaluate(SHOWN)
        if here["end"]:
            break
        stops += 1
        unseen += [] if here["shown"] else [here["what"]]
    assert stops > 5
    assert not unseen


def test_what_stays_at_the_foot_of_a_phone_never_covers_what_has_the_focus(page: Page) -> None:
    record = factories.start_draft()
    sign_in(page, AUTHOR)
    page.set_viewport_size({"width": 375, "height": 600})
    page.goto(f"/records/{record.reference}/sections/workers")
    covered = []
    for _ in range(MOST_STOPS):
        press(page, "Tab")
        here = page.evaluate(COVERED)
        if here["end"]:
            break
        covered += [here["what"]] if here["covered"] else []
    assert not covered


def _open_step(record: object) -> int:
    return factories.open_step(record).id if factories.fresh(record).state == "submitted" else 0
