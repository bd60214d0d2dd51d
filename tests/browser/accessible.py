"""Whether a page can be used by everybody: what axe finds, at two widths, and what must not happen at 320 pixels."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = 1200, 320
HEIGHT = 900
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
# At its end nothing lies under the bar of the protocol check, which else covers a control in part by chance.
TO_THE_END = "() => scrollTo({top: document.scrollingElement.scrollHeight, behavior: 'instant'})"
SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
FIND = "([context, options]) => axe.run(context ?? document, options).then(found => found.violations)"
axe = Axe()


# What a page repeats word for word when it comes back with an error: a record's answers, of which there are many.
REPEATED = {"exclude": [["dl"], ["table"]]}


def problems_of(page: Page, *, again: bool = False) -> list[str]:
    """Everything that is wrong with the page as it stands, in words. Leaves it wide.

    again: it was looked at just before, and came back with something added to it.
    """
    found: list[str] = []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        where = f"{page.title()} ({page.url}) at {width} px"
        if (over := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{where}: scrolls sideways by {over} px")
        page.evaluate(TO_THE_END)
        found += [f"{where}: {_in_words(violation)}" for violation in _violations(page, REPEATED if again else None)]
    return found


def _violations(page: Page, context: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What axe finds. Its script, of half a megabyte, is read once for both widths of a page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe.axe_script)
    violations: list[dict[str, Any]] = page.evaluate(FIND, [context, OPTIONS])
    return violations


def _in_words(violation: dict[str, Any]) -> str:
    nodes = "".join(
        f"\n    {node['html'][:200]}\n      {node['failureSummary'][:300]}" for node in violation["nodes"][:4]
    )
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} places){nodes}"
