"""A browser without a screen that reads every page it is given, and fails the test when one is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from models import Staff
from records import clock

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
REFERRING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
TYPED_BY_PEOPLE = ("textarea", "script", "style")
ORIGIN = "https://handover.example"

Fields = MultiDict[str, str]


@dataclass
class Form:
    """A form of a page: `fields` are what a browser would send of it as it stands, without any button."""

    action: str
    method: str
    fields: Fields

    def filled(self, changes: Mapping[str, Any]) -> Fields:
        """The fields with these changed: a list gives a name several values, None takes it out."""
        fields = self.fields.copy()
        for name, value in changes.items():
            fields.poplist(name)
            if value is not None:
                fields.setlist(name, value if isinstance(value, list) else [value])
        return fields


class Page:
    """An answer of the app. `html` is its tree, where it is HTML."""

    def __init__(self, response: TestResponse, *, by_htmx: bool) -> None:
        self.response = response
        self.status: int = response.status_code
        self.location: str = response.headers.get("Location", "")
        self.is_whole = self.text[:15].lower() == "<!doctype html>"
        assert self.is_whole or by_htmx or not (self.is_html and self.text), "a piece of a page that nobody asked for"
        self.check_headers()
        if self.is_html and self.text:
            self.check_html()

    @property
    def text(self) -> str:
        """The body as text, where it is text."""
        return self.response.text if str(self.response.mimetype).startswith("text/") else ""

    @property
    def is_html(self) -> bool:
        """Whether there is a page to read."""
        return str(self.response.mimetype) == "text/html" and not self.location

    @cached_property
    def html(self) -> Element:
        """The page as a browser reads it. Raises AssertionError where its HTML is not valid."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree: Element = parser.parse(self.text) if self.is_whole else parser.parseFragment(self.text)
        faults = [(place, code) for place, code, _ in parser.errors]
        assert faults == [], f"not valid HTML at (line, column): {faults}"
        return tree

    # What is read

    def each(self, tag: str, **attributes: str) -> Iterator[Element]:
        """The elements of that name with those attributes, in order; 'class_' looks for one class of several."""
        one_class = attributes.pop("class_", None)
        for element in self.html.iter(tag):
            has = all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            if has and (one_class is None or one_class in element.get("class", "").split()):
                yield element

    @property
    def heading(self) -> str:
        """The words of its h1."""
        return words_of(next(self.each("h1")))

    @property
    def words(self) -> str:
        """Everything it says, on one line."""
        return words_of(self.html)

    @property
    def links(self) -> list[str]:
        """Where it leads: the addresses of its links, in order."""
        return [a.get("href", "") for a in self.each("a")]

    @property
    def errors(self) -> list[str]:
        """What its error summary says."""
        return [words_of(item) for found in self.each("div", class_="govuk-error-summary") for item in found.iter("li")]

    def form(self, action: str = "", **attributes: str) -> Form:
        """The form whose address begins so. Raises AssertionError when the page has none, or several."""
        found = [
            f for f in self.each("form", **attributes) if f.get("action", "").startswith(action) and not is_sign_out(f)
        ]
        assert len(found) == 1, f"{len(found)} forms lead to '{action}' on: {self.words[:500]}"
        return Form(found[0].get("action", ""), found[0].get("method", "get"), fields_of(found[0]))

    # What every page must be

    def check_headers(self) -> None:
        """The same headers on whatever the app answers."""
        headers = self.response.headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
        assert "HX-Request" in headers.get("Vary", "")
        kept = self.response.request.path.startswith("/council-logo/") and self.status == 200
        if not kept and not self.response.request.path.startswith("/static/"):
            assert headers.get("Cache-Control") == "no-store"

    def check_html(self) -> None:
        """Valid, with ids that are one element's alone and references that lead somewhere; every word in English."""
        ids = [element.get("id") for element in self.html.iter() if element.get("id") is not None]
        assert sorted(ids) == sorted(set(ids)), "an id is used twice"
        assert list(unreplaced(self.html)) == []
        if not self.is_whole:
            return
        (heading,), (title,) = self.each("h1"), self.each("title")
        assert words_of(title).removeprefix("Error: ").startswith(words_of(heading))
        assert list(dangling(self.html, set(ids))) == []
        posting = [form for form in self.html.iter("form") if form.get("method") == "post"]
        assert all("csrf_token" in fields_of(form) for form in posting), "a form without its token"


def words_of(element: Element) -> str:
    """The text of an element as people read it, on one line."""
    return " ".join(" ".join(element.itertext()).split())


def is_sign_out(form: Element) -> bool:
    """Whether it is the form that every page has in its header."""
    return form.get("action") == "/sign-out"


def fields_of(form: Element) -> Fields:
    """What a browser sends of a form as it stands."""
    fields: Fields = MultiDict()
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.get("disabled") is not None:
            continue
        if element.tag == "textarea":
            fields.add(name, "".join(element.itertext()).replace("\r\n", "\n").replace("\n", "\r\n"))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = next((one for one in options if one.get("selected") is not None), options[0])
            fields.add(name, chosen.get("value", ""))
        elif element.tag == "input" and kind not in ("radio", "checkbox", "submit", "file"):
            fields.add(name, element.get("value", ""))
        elif element.tag == "input" and element.get("checked") is not None:
            fields.add(name, element.get("value", "on"))
    return fields


def unreplaced(tree: Element) -> Iterator[str]:
    """Displayed terms that were left as placeholders, in what is read and in attributes."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        said = [element.tail or "", *(value for name, value in element.items() if name != "value")]
        if element.tag not in TYPED_BY_PEOPLE:
            said.append(element.text or "")
        yield from (found for text in said for found in PLACEHOLDER.findall(text))


def dangling(tree: Element, ids: set[str | None]) -> Iterator[str]:
    """References to ids that the page does not have."""
    for element in tree.iter():
        named = [name for attribute in REFERRING for name in element.get(attribute, "").split()]
        if element.get("href", "").startswith("#"):
            named.append(element.get("href", "")[1:])
        yield from (name for name in named if name not in ids)


class Reader:
    """Somebody at a browser. Every page is read as it comes; `press` sends a form as its page holds it."""

    def __init__(self, app: Flask, staff: Staff | None = None) -> None:
        self.client = app.test_client()
        self.page: Page | None = None
        if staff is not None:
            self.be(staff)

    def be(self, staff: Staff) -> None:
        """Be signed in as this person, freshly, without the sign-in page: it takes its time on purpose."""
        with self.client.session_transaction(base_url=ORIGIN) as session:
            session.clear()
            session.permanent = True
            session["_user_id"], session["_fresh"] = staff.get_id(), True
            session["signed_in_at"] = clock.now().isoformat()

    def forget(self) -> None:
        """Lose the session, as when it ends."""
        self.client.delete_cookie("handover", domain="handover.example")

    def open(self, path: str, *, status: int | None = 200, htmx: bool = False) -> Page:
        """GET an address; `htmx` as HTMX asks."""
        response = self.client.get(path, base_url=ORIGIN, headers=self._headers(htmx), buffered=True)
        return self._read(response, status, htmx)

    def peek(self, path: str) -> TestResponse:
        """Ask for an address's headers alone, as scanners of links do."""
        return self.client.head(path, base_url=ORIGIN, buffered=True)

    def send(self, path: str, fields: Mapping[str, Any], *, status: int | None = None, htmx: bool = False) -> Page:
        """POST these fields, which must hold the token if they are to be accepted."""
        response = self.client.post(path, base_url=ORIGIN, data=fields, headers=self._headers(htmx))
        return self._read(response, status, htmx)

    def press(
        self, form: Form, changes: Mapping[str, Any] | None = None, *, status: int | None = None, htmx: bool = False
    ) -> Page:
        """Send a form of a page with these fields changed; a button pressed is a field too."""
        return self.send(form.action, form.filled(changes or {}), status=status, htmx=htmx)

    def follow(self, status: int = 200) -> Page:
        """Open where the last answer leads."""
        location = self.page.location if self.page else ""
        assert location.startswith("/"), f"leads to '{location}'"
        return self.open(location, status=status)

    def token(self) -> str:
        """The token of this session, as every page holds it."""
        text = self.client.get("/accessibility", base_url=ORIGIN).text
        return text.partition('"X-CSRFToken": "')[2].partition('"')[0]

    def _headers(self, htmx: bool) -> dict[str, str]:
        """What a browser adds: for a page that does not forbid it, the address of the page that it comes from."""
        headers = {"HX-Request": "true"} if htmx else {}
        if self.page is None or self.page.response.headers.get("Referrer-Policy") != "no-referrer":
            headers["Referer"] = self.page.response.request.url if self.page else f"{ORIGIN}/"
        return headers

    def _read(self, response: TestResponse, status: int | None, htmx: bool) -> Page:
        page = self.page = Page(response, by_htmx=htmx)
        said = page.words[:600] if page.is_html and page.text else page.location
        assert status in (None, page.status), f"{page.status} at {response.request.path}: {said}"
        return page
