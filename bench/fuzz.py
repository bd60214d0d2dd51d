"""Malformed requests over every route, signed in and not: an answer of 500 or more is a fault.

    python -m bench.fuzz --requests 20000 --seed 1

The app runs with the demo's council and records in every state. What is sent comes from the seed alone, so that a fault
can be seen again. Ends with status 1 where there was one.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask
from werkzeug.routing import Rule

from bench.council import open_council, sign_in
from bench.wsgi import Browser, posted_by
from forms import KINDS
from models import Record, Step
from records.demo import STORIES, story, write_records

METHODS = ("GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "GE T", "")
PEOPLE = (story.AUTHOR, story.RECEIVING_LEADER, story.LOOKED_AFTER_HEAD, story.AUDITOR)
PLAIN = "0 -1 1e9 999999999999999999999 NaN null yes 1,2 [] {{7*7}} <script> ../../etc/passwd child-0-name continue"
ODD = (
    *("", "\x00", "\ud800", "\u202e\u200b", "\r\nSet-Cookie: a=b", "🏴" * 50, "a" * 5_000, "٣", "%s%n", "' OR 1=1 --"),
    *("31/02/2026", "2026-99-99", '{"a": 1}', *PLAIN.split()),
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain; charset=\x80",
    ";;;",
    "",
)
HEADERS = (
    "HOST COOKIE ORIGIN REFERER AUTHORIZATION RANGE ACCEPT ACCEPT_ENCODING IF_NONE_MATCH IF_MODIFIED_SINCE "
    "SEC_FETCH_SITE X_FORWARDED_FOR X_FORWARDED_PROTO X_REQUEST_ID TRANSFER_ENCODING "
    "HX_REQUEST HX_TARGET HX_TRIGGER HX_CURRENT_URL HX_HISTORY_RESTORE_REQUEST"
)
NOT_READY = ("/ready", "/ready/pages")  # which answer 503 where no worker runs, as here
VARIABLES = ("CONTENT_LENGTH", "REMOTE_ADDR", *(f"HTTP_{name}" for name in HEADERS.split()))
OTHER_NAMES = "csrf_token action row take keep leaving editor seen page q next to code chosen reason digest"
PLACEHOLDERS = re.compile(r"<(?:[^:>]*:)?(\w+)>")


@dataclass
class Fuzz:
    """What requests are made from: who sends them, the routes, and values that mean something to them."""

    app: Flask
    browsers: list[tuple[Browser, str]]  # with the token of their forms
    known: dict[str, list[Any]]
    names: list[str]
    random: random.Random

    def environ(self) -> dict[str, Any]:
        """One request as a server would hand it on, wrong in a few places."""
        draw = self.random
        rule, (browser, token) = draw.choice(list(self.app.url_map.iter_rules())), draw.choice(self.browsers)
        method = draw.choice(METHODS) if draw.random() < 0.5 else draw.choice(sorted(rule.methods or {"GET"}))
        body, kind = self._body(token) if method not in ("GET", "HEAD") else (b"", "")
        environ = browser.environ(method, self._path(rule), body, {})
        environ |= {"CONTENT_TYPE": kind, "QUERY_STRING": self._query()}
        for _ in range(draw.choice((0, 0, 1, 1, 3))):
            environ[draw.choice(VARIABLES)] = _as_sent(self._value().replace("\r\n", " "))
        return environ

    def _path(self, rule: Rule) -> str:
        draw = self.random
        path = PLACEHOLDERS.sub(lambda found: self._for(found[1]), rule.rule)
        odd = draw.choice(("/", "//", "/%00", ";a=b", "\xff\xfe", "/../", "?", "\x00"))
        return _as_sent(path + odd if draw.random() < 0.05 else path)

    def _for(self, placeholder: str) -> str:
        draw = self.random
        return str(draw.choice(self.known.get(placeholder, ["1"]))) if draw.random() < 0.8 else self._value()[:200]

    def _query(self) -> str:
        draw = self.random
        pairs = (f"{draw.choice(self.names)}={self._quoted(self._value())}" for _ in range(draw.choice((0, 0, 1, 4))))
        return draw.choice(("&", "&", ";", "&&")).join(pairs)

    def _body(self, token: str) -> tuple[bytes, str]:
        draw = self.random
        kind = TYPES[0] if draw.random() < 0.7 else draw.choice(TYPES)
        if draw.random() < 0.15:
            return draw.randbytes(draw.choice((1, 50, 5_000))), kind
        fields = [(draw.choice(self.names), self._value()) for _ in range(draw.choice((0, 1, 3, 10, 40)))]
        if draw.random() < 0.8:
            fields.append(("csrf_token", token))
        if "multipart" in kind:
            return "".join(_part(name, value, draw.random() < 0.2) for name, value in fields).encode(
                "utf-8", "surrogatepass"
            ) + draw.choice((b"--b--", b"", b"--b")), kind
        return "&".join(f"{self._quoted(name)}={self._quoted(value)}" for name, value in fields).encode(), kind

    def _value(self) -> str:
        draw = self.random
        if draw.random() < 0.4:
            return str(draw.choice(draw.choice(list(self.known.values()))))
        return draw.choice(ODD)

    def _quoted(self, text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        return quote_from_bytes(data) if self.random.random() < 0.9 else data.decode("latin-1")


def _as_sent(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _part(name: str, value: str, is_file: bool) -> str:
    of_file = f'; filename="{value[:20]}"\r\nContent-Type: application/pdf' if is_file else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n{value}\r\n'


def answers(fuzz: Fuzz, requests: int) -> Iterator[tuple[int, dict[str, Any], int]]:
    """(number, environ, status) of each request."""
    for number in range(requests):
        environ = fuzz.environ()
        yield number, environ, _status(fuzz.app.wsgi_app, environ)


def _status(wsgi: Callable[..., Any], environ: dict[str, Any]) -> int:
    begun: list[str] = []

    def start_response(status: str, _: Any, __: Any = None) -> None:
        begun.append(status)

    answered = wsgi(environ | {"wsgi.errors": io.StringIO()}, start_response)
    for _ in answered:
        pass
    answered.close()
    return int(begun[-1].split()[0])


def make(app: Flask, seed: int) -> Fuzz:
    """A fuzz of an app with the demo's council."""
    nobody, people = Browser(app.wsgi_app), [sign_in(app, person) for person in PEOPLE]
    pages = {"/sign-in": [nobody], "/": people}
    browsers = [
        (browser, posted_by(browser.get(page).body)["csrf_token"][0])
        for page, all_of in pages.items()
        for browser in all_of
    ]
    names = {name for kind in KINDS.values() for name in kind.questions}
    with app.app_context():
        known: dict[str, list[Any]] = {
            "reference": [record.reference for record in Record.select()],
            "step_id": [step.id for step in Step.select()],
            "kind": [kind.slug for kind in KINDS.values()],
            "key": sorted({section.key for kind in KINDS.values() for section in kind.section_of.values()}),
            "version": [1, 2],
        }
    return Fuzz(app, browsers, known, sorted({*names, *OTHER_NAMES.split()}), random.Random(seed))  # noqa: S311 - to be seen again


def main() -> int:
    """Send them, print how many were answered with which status, and each fault."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handover-fuzz-") as folder:
        app = open_council(Path(folder))
        with app.app_context():
            write_records(STORIES, KINDS)
        statuses, faults = Counter[int](), 0
        for number, environ, status in answers(make(app, chosen.seed), chosen.requests):
            statuses[status] += 1
            if status >= 500 and environ["PATH_INFO"] not in NOT_READY:
                faults += 1
                sent = {name: str(text)[:200] for name, text in environ.items() if not name.startswith("wsgi.")}
                print(f"request {number}: {status} {sent}")
    print(", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    print(f"faults: {faults}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
