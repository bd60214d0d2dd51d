"""Somebody who follows one post of a section from its route to the fragment opens few files and seldom goes back."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import draft, section
from tests.support.reading_route import ReadingRoute, reading_route

MOST_FOLLOWED, MOST_JUMPS = 15, 4  # as docs/decisions/0002 tells them one by one


@pytest.fixture
def route(app: Flask, sign_in: SignIn) -> ReadingRoute:
    """The route of a warm live check, in which one answer has changed."""
    record, reader = draft(), sign_in(story.AUTHOR)
    form, address = section(reader, record, "introduction"), f"/records/{record.reference}/sections/introduction"

    def live_check(text: str) -> None:
        page = reader.send(address, form.filled({"former_worker_how": text}), status=200, htmx=True)
        assert "saved-at" in page.text

    live_check("By telephone")
    return reading_route(lambda: live_check("By letter"))


def test_a_reader_follows_it_through_few_of_them_and_seldom_goes_back(route: ReadingRoute) -> None:
    assert {"records/drafting/saving.py", "protocol/weighing.py"} <= route.opened_from.keys(), "nothing was seen"
    assert route.followed[0] == "views/web/guard.py"
    assert route.followed[-1].startswith(("templates/sections/", "views/web/templating.py"))
    assert len(route.followed) <= MOST_FOLLOWED, route.followed
    assert len(route.jumps_back) <= MOST_JUMPS, route.jumps_back
