"""A live check and a section's page, each against the same section of a peer."""

from __future__ import annotations

import re
from itertools import count

from flask import Flask

from bench.council import sign_in
from bench.rounds import Work
from bench.wsgi import Browser, posted_by
from records.demo import story

SECTION = "introduction"  # thirteen questions: radios, dates, lines and boxes of text
CHANGED = "former_worker_how"
EDITOR = "editor"  # who is signed in to the peer
SEEN = re.compile(r'name="seen" value="(\d+)"')


def our_works(app: Flask, reference: str) -> dict[str, Work]:
    """'live': a live check, in which one answer changes each time. 'page': getting the section's page."""
    browser = sign_in(app, story.AUTHOR)
    address = f"/records/{reference}/sections/{SECTION}"
    fields = posted_by(browser.get(address).body, "section-form")
    headers = {
        "HX-Request": "true",
        "HX-Target": "check",
        "HX-Trigger": "section-form",
        "HX-Trigger-Name": CHANGED,
        "X-CSRFToken": fields["csrf_token"][0],
    }
    return {"live": _live_check(browser, address, fields, headers), "page": lambda: browser.get(address).seconds}


def peer_works(browser: Browser) -> dict[str, Work]:
    """The same of the peer: posting its form with one answer changed each time, and getting its page."""
    fields = posted_by(browser.get("/section").body)
    live = _live_check(browser, "/section", fields | {"seen": ["0"]}, {})
    return {"live": live, "page": lambda: browser.get("/section").seconds}


def _live_check(browser: Browser, address: str, fields: dict[str, list[str]], headers: dict[str, str]) -> Work:
    """What a script posts when an answer changes, with the state that the answer before brought back."""
    turns = count()

    def check() -> float:
        fields[CHANGED] = [f"By telephone on Mondays, or by leaving word with the team ({next(turns)})"]
        answer = browser.post(address, fields, headers)
        found, before = SEEN.search(answer.body), int(fields["seen"][0])
        if found is None or int(found[1]) != before + 1:
            raise RuntimeError("the live check saved nothing")
        fields["seen"] = [found[1]]
        return answer.seconds

    return check
