"""The count of the protocol check is in sight while any question of a section is answered, and hides none of them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forms import get_kind
from models import Record
from tests import factories
from tests import four_records as four
from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

SIZES = {"on a desk": {"width": 1280, "height": 900}, "on a phone": {"width": 390, "height": 844}}
LONG = {
    "transfer_meeting": ("workers", "reasons", "readiness", "meeting", "telling-family"),
    "emergency_transfer": ("emergency",),
}
# Goes through every control by focus, as a person does, and says of which the count is out of sight or in the way.
LOOK = """async () => {
  const shown = (element) => element && element.getClientRects().length > 0;
  const within = (from, to, most) => from > -1 && to < most + 1; // parts of a pixel are no fault
  const inside = (box) => within(box.top, box.bottom, innerHeight) && within(box.left, box.right, innerWidth);
  const settle = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const box of document.querySelectorAll("form details")) box.open = true;
  const kinds = "input, select, textarea, summary, button, a[href]";
  const controls = [...document.querySelectorAll(`#section-form :is(${kinds})`)];
  const faults = [];
  let seen = 0;
  for (const control of controls) {
    if (!shown(control) || control.tabIndex < 0 || control.type === "hidden") continue;
    scrollTo(0, seen % 2 ? 0 : document.body.scrollHeight); // it comes into view from below as from above
    control.focus();
    await settle();
    if (document.activeElement !== control) continue;
    seen += 1;
    const name = control.id || control.textContent.trim();
    const counts = [...document.querySelectorAll("#check > p > strong, #bar")].filter(shown);
    if (!counts.some((one) => inside(one.getBoundingClientRect()))) faults.push(`${name}: no count in sight`);
    const box = control.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width, 20) / 2, [box.top + 2, box.bottom - 2]];
    for (const edge of y.filter((one) => one >= 0 && one <= innerHeight)) {
      const top = document.elementFromPoint(x, edge);
      if (top?.closest(".handover-bar, .handover-aside")) faults.push(`${name}: covered`);
    }
    if (box.height < innerHeight / 2 && !inside(box)) faults.push(`${name}: not all in sight`);
  }
  return { seen, faults };
}"""


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    page.set_viewport_size(request.param)
    return page


def look(page: Page, record: Record, key: str) -> dict[str, Any]:
    page.goto(f"/records/{record.reference}/sections/{key}")
    return dict(page.evaluate(LOOK))


@pytest.mark.parametrize("kind", LONG)
def test_with_any_question_focused_the_count_is_in_view_and_covers_nothing(sized: Page, kind: str) -> None:
    record = four.emergency() if kind == "emergency_transfer" else factories.start_draft()
    sign_in(sized, record.author.email)
    asked = {section.key for section in get_kind(kind).sections}
    for key in asked & {*LONG[kind]}:
        found = look(sized, record, key)
        assert found["seen"] > 3, key
        assert found["faults"] == [], key


def test_a_long_list_in_the_check_scrolls_under_its_count(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    record = factories.start_draft()
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/meeting")
    last = page.locator(".handover-check__list li").last
    last.scroll_into_view_if_needed()

    assert page.evaluate("document.querySelector('#check > p').getBoundingClientRect().top") >= 0
    box = page.locator(".handover-aside").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 500


def test_a_check_that_comes_leaves_its_list_where_it_was_and_the_focus_on_its_link(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    record = factories.start_draft()
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/plan")
    last = page.locator(".handover-check__list a").last
    href = last.get_attribute("href")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("group", name="Are there care proceedings?").get_by_label("No, and none lately").check()
        last.focus()
        scrolled = page.evaluate("document.querySelector('.handover-check__lists').scrollTop")
    expect(page.locator("#check")).to_contain_text("6 things")

    assert scrolled > 0
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    assert page.evaluate("document.querySelector('.handover-check__lists').scrollTop") > 0
