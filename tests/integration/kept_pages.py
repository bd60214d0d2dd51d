"""The pages that show a late post: by which headers browsers send one, and how such a page is come by."""

from __future__ import annotations

from typing import Any

from tests.support.reader import ORIGIN, Page, Reader

OURS: dict[str, dict[str, str]] = {
    "a browser of today": {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"},
    "an older browser": {"Origin": ORIGIN},
    "an old browser": {"Referer": f"{ORIGIN}/away"},
    "a browser that keeps its pages to itself": {"Sec-Fetch-Site": "same-origin"},
}


def kept(reader: Reader, path: str, fields: dict[str, Any]) -> Page:
    """The page that offers to send a post on, whose token has expired."""
    page = reader.send(path, fields | {"csrf_token": "of an older session"}, status=200)
    assert page.heading == "What you wrote is still here"
    return page
