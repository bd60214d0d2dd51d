"""A simulated browser around Flask's test client that validates the headers and HTML of every page."""

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
from records.register import sessions
from views.web import late_posts

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
REFERRING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
TYPED_BY_PEOPLE = ("textarea", "script", "style")
ORIGIN = "https://handover.example"

Fields = MultiDict[str, str]


@dataclass
class Form:
    """A form of a page. `fields`: what a browser would submit as it stands, without a button."""

    action: str
    method: str
    fields: Fields

    def filled(self, changes: Mapping[str, Any]) -> Fields:
        """A copy of the fields with changes: a list gives several values, None removes the field."""
        fields = self.fields.copy()
        for name, value in changes.items():
            fields.poplist(name)
            if value is not None:
                fields.setlist(name, value if isinstance(value, list) else [value])
        return fields


class Page:
    """A validated response of the app. Raises AssertionError for an invalid one."""

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
        """Whether the response is HTML and no redirect."""
        return str(self.response.mimetype) == "text/html" and not self.location

    @cached_property
    def html(self) -> Element:
        """The parsed HTML tree. Raises AssertionError for invalid HTML."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree: Element = parser.parse(self.text) if self.is_whole else parser.parseFragment(self.text)
        faults = [(place, code) for place, code, _ in parser.errors]
        assert faults == [], f"not valid HTML at (line, column): {faults}"
        return tree

    # Content

    def each(self, tag: str, **attributes: str) -> Iterator[Element]:
        """Elements with this tag and these attributes, in document order. `class_` matches one of several classes."""
        one_class = attributes.pop("class_", None)
        for element in self.html.iter(tag):
            has = all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            if has and (one_class is None or one_class in element.get("class", "").split()):
                yield element

    @property
    def heading(self) -> str:
        """The text of the h1."""
        return words_of(next(self.each("h1")))

    @property
    def words(self) -> str:
        """All text of the page on one line."""
        return words_of(self.html)

    @property
    def links(self) -> list[str]:
        """The href of each link, in order."""
        return [a.get("href", "") for a in self.each("a")]

    @property
    def errors(self) -> list[str]:
        """The items of the error summary."""
        return [words_of(item) for found in self.each("div", class_="govuk-error-summary") for item in found.iter("li")]

    def form(self, action: str = "", **attributes: str) -> Form:
        """The only form whose action begins with `action`. Raises AssertionError when there is none or several."""
        found = [
            f for f in self.each("form", **attributes) if f.get("action", "").startswith(action) and not is_sign_out(f)
        ]
        assert len(found) == 1, f"{len(found)} forms lead to '{action}' on: {self.words[:500]}"
        return Form(found[0].get("action", ""), found[0].get("method", "get"), fields_of(found[0]))

    # Checks of every page

    def check_headers(self) -> None:
        """Every response has the security headers. What is found under /static/ is kept for ever, nothing else is."""
        headers = self.response.headers
        is_file = self.response.request.path.startswith("/static/")
        wanted = FILE_HEADERS if is_file and self.status != 404 else HEADERS
        assert {name: headers.get(name) for name in wanted} == wanted
        if is_file:
            assert not {"Set-Cookie", "Vary"} & {name for name, value in headers if value != "Accept-Encoding"}
            assert self.status == 404 or "immutable" in headers["Cache-Control"]
        else:
            assert "HX-Request" in headers.get("Vary", "")
            assert headers.get("Cache-Control") == "no-store"

    def check_html(self) -> None:
        """Valid HTML, unique ids, no dangling references, no unreplaced terms, CSRF tokens in POST forms."""
        ids = [element.get("id") for element in self.html.iter() if element.get("id") is not None]
        assert sorted(ids) == sorted(set(ids)), "an id is used twice"
        assert list(unreplaced_terms(self.html)) == []
        if not self.is_whole:
            return
        (heading,), (title,) = self.each("h1"), self.each("title")
        assert words_of(title).removeprefix("Error: ").startswith(words_of(heading))
        assert list(dangling_references(self.html, set(ids))) == []
        posting = [form for form in self.html.iter("form") if form.get("method") == "post"]
        assert all("csrf_token" in fields_of(form) for form in posting), "a form without its token"


def words_of(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


def is_sign_out(form: Element) -> bool:
    """Whether it is the sign-out form of the header."""
    return form.get("action") == "/sign-out"


def fields_of(form: Element) -> Fields:
    """What a browser submits for a form as it stands."""
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


def unreplaced_terms(tree: Element) -> Iterator[str]:
    """Placeholders of displayed terms left in text or attributes."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [element.tail or "", *(value for name, value in element.items() if name != "value")]
        if element.tag not in TYPED_BY_PEOPLE:
            texts.append(element.text or "")
        yield from (found for text in texts for found in PLACEHOLDER.findall(text))


def dangling_references(tree: Element, ids: set[str | None]) -> Iterator[str]:
    """References (for, aria-…, #…) to ids that are not in the page."""
    for element in tree.iter():
        named = [name for attribute in REFERRING for name in element.get(attribute, "").split()]
        if element.get("href", "").startswith("#"):
            named.append(element.get("href", "")[1:])
        yield from (name for name in named if name not in ids)


class Reader:
    """A person at a browser. Every response is validated; `press` submits a form as its page holds it."""

    def __init__(self, app: Flask, staff: Staff | None = None) -> None:
        self.client = app.test_client()
        self.page: Page | None = None
        if staff is not None:
            self.sign_in_as(staff)

    def sign_in_as(self, staff: Staff) -> None:
        """Start a fresh session of this person without the sign-in page, whose password hashing is slow on purpose."""
        with self.client.session_transaction(base_url=ORIGIN) as session:
            session.clear()
            session.permanent = True
            session["_user_id"], session["_fresh"] = staff.get_id(), True
            session["signed_in_at"], session["began_at"] = clock.now().isoformat(), clock.now().timestamp()
            session["session_key"], session["csrf_token"] = sessions.new_key(), late_posts.new_token(staff)

    def forget(self) -> None:
        """Drop the session cookie, as when the session ends."""
        self.client.delete_cookie("__Host-handover", domain="handover.example")

    def open(self, path: str, *, status: int | None = 200, htmx: bool = False) -> Page:
        """GET a path. `status`: the expected one, None for any. `htmx`: as an HTMX request."""
        response = self.client.get(path, base_url=ORIGIN, headers=self._headers(htmx), buffered=True)
        return self._read(response, status, htmx)

    def carried(self, form: Form) -> Fields:
        """What the form of a kept page sends, as its address reads it: what is locked in it, and what is in boxes."""
        sent = form.filled({"kept": None, "csrf_token": None})
        with self.client.application.app_context():
            unseen = late_posts.unlocked(form.fields["kept"]).fields
        return MultiDict([*unseen, *sent.items(multi=True)])

    def peek(self, path: str) -> TestResponse:
        """HEAD a path, as link scanners do."""
        return self.client.head(path, base_url=ORIGIN, buffered=True)

    def send(self, path: str, fields: Mapping[str, Any], *, status: int | None = None, htmx: bool = False) -> Page:
        """POST these fields; they must include the CSRF token to be accepted."""
        response = self.client.post(path, base_url=ORIGIN, data=fields, headers=self._headers(htmx))
        return self._read(response, status, htmx)

    def press(
        self, form: Form, changes: Mapping[str, Any] | None = None, *, status: int | None = None, htmx: bool = False
    ) -> Page:
        """Submit a form with these fields changed; a pressed button is a field too."""
        return self.send(form.action, form.filled(changes or {}), status=status, htmx=htmx)

    def follow(self, status: int = 200) -> Page:
        """GET the redirect target of the last response."""
        location = self.page.location if self.page else ""
        assert location.startswith("/"), f"leads to '{location}'"
        return self.open(location, status=status)

    def token(self) -> str:
        """The CSRF token of this session."""
        text = self.client.get("/accessibility", base_url=ORIGIN).text
        return text.partition('"X-CSRFToken": "')[2].partition('"')[0]

    def _headers(self, htmx: bool) -> dict[str, str]:
        """Headers that a browser adds: Referer, unless the last page forbids it, and HX-Request."""
        headers = {"HX-Request": "true"} if htmx else {}
        if self.page is None or self.page.response.headers.get("Referrer-Policy") != "no-referrer":
            headers["Referer"] = self.page.response.request.url if self.page else f"{ORIGIN}/"
        return headers

    def _read(self, response: TestResponse, status: int | None, htmx: bool) -> Page:
        page = self.page = Page(response, by_htmx=htmx)
        shown = page.words[:600] if page.is_html and page.text else page.location
        assert status in (None, page.status), f"{page.status} at {response.request.path}: {shown}"
        return page
