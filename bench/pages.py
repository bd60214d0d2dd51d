"""A live check and a section's page, each against a bare page about the same questions."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from flask import Flask

from bench.bare import bare_app
from bench.council import sign_in
from bench.rounds import Work
from bench.wsgi import Browser, posted_by
from forms import get_form
from models import Record
from records.demo import story

SECTION = "introduction"  # thirteen questions: radios, dates, lines and boxes of text
FEW = (
    "joint_visit", "joint_visit_date", "joint_visit_place", "joint_visit_both_workers", "transition_from",
    "transition_to", "transition_roles", "closing_meeting_date", "former_worker_how", "former_worker_instead",
)  # fmt: skip
CHANGED = "former_worker_how"
_SEEN = re.compile(r'name="seen" value="(\d+)"')


def page_works(app: Flask, reference: str) -> dict[str, Work]:
    """Getting a section's page: ours, and the bare one with the same fields."""
    ours, bare = sign_in(app, story.AUTHOR), _bare_browser(app, reference)
    address = _address(reference)
    return {"bare": lambda: bare.get("/").seconds, "ours": lambda: ours.get(address).seconds}


def live_works(app: Flask, reference: str) -> dict[str, Work]:
    """A live check, in which one answer changes each time; and a bare route that validates ten fields."""
    return {
        "nothing": _nothing(app, reference),
        "bare": _bare_post(_bare_browser(app, reference)),
        "ours": _live_check(sign_in(app, story.AUTHOR), _address(reference)),
    }


def _nothing(app: Flask, reference: str) -> Work:
    browser = _bare_browser(app, reference)
    return lambda: browser.get("/nothing").seconds


def _bare_post(browser: Browser) -> Work:
    fields, turns = posted_by(browser.get("/few").body), count()

    def post() -> float:
        return browser.post("/save", fields | {CHANGED: [_words(next(turns))]}).seconds

    return post


def _live_check(browser: Browser, address: str) -> Work:
    """What the page's script posts when an answer changes, with the state that the answer before brought back."""
    fields, turns = posted_by(browser.get(address).body, "section-form"), count()
    headers = {
        "HX-Request": "true", "HX-Target": "check", "HX-Trigger": "section-form", "HX-Trigger-Name": CHANGED,
        "X-CSRFToken": fields["csrf_token"][0],
    }  # fmt: skip

    def check() -> float:
        fields[CHANGED] = [_words(next(turns))]
        answer = browser.post(address, fields, headers)
        found, before = _SEEN.search(answer.body), int(fields["seen"][0])
        if found is None or int(found[1]) != before + 1:
            raise RuntimeError("the live check saved nothing")
        fields["seen"] = [found[1]]
        return answer.seconds

    return check


def _words(turn: int) -> str:
    return f"By telephone on Mondays, or by leaving word with the team ({turn})"


def _address(reference: str) -> str:
    return f"/records/{reference}/sections/{SECTION}"


def _bare_browser(app: Flask, reference: str) -> Browser:
    with app.app_context():
        record: Any = Record.get(Record.reference == reference)
    return Browser(bare_app(get_form(record.kind).section(SECTION), record.answers, FEW, CHANGED).wsgi_app)
