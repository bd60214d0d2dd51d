"""A browser's part of a request, without a server or a network: the same few lines for every app that is measured."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import lxml.html  # type: ignore[import-untyped]

Fields = Mapping[str, list[str]]


@dataclass
class Answer:
    """What came back, and the seconds that it took from the call to the last byte."""

    status: str
    headers: list[tuple[str, str]]
    body: str
    seconds: float


@dataclass
class Browser:
    """Talks to one WSGI app and keeps its cookies."""

    app: Callable[..., Iterable[bytes]]
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """GET a path. Fails unless the answer is 200 or a redirect."""
        return self._send("GET", path, b"", {})

    def post(self, path: str, fields: Fields, headers: Mapping[str, str] | None = None) -> Answer:
        """POST a form. Fails unless the answer is 200 or a redirect."""
        return self._send("POST", path, urlencode(fields, doseq=True).encode(), headers or {})

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        environ = self.environ(method, path, body, headers)
        begun: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            begun.update(status=status, headers=headers)

        start = time.perf_counter()
        answered = self.app(environ, start_response)
        data = b"".join(answered)
        if close := getattr(answered, "close", None):
            close()
        seconds = time.perf_counter() - start
        if begun["status"][:3] not in ("200", "302", "303"):
            raise RuntimeError(f"{method} {path}: {begun['status']}")
        self._keep_cookies(begun["headers"])
        return Answer(begun["status"], begun["headers"], data.decode(), seconds)

    def environ(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """The request as a server hands it on. path: with its query, whose path has nothing that is quoted."""
        path, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ORIGIN": "http://127.0.0.1:8000",  # of a page of ours (views/web/origins.py)
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }

    def _keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}


def posted_by(page: str, form_id: str = "") -> dict[str, list[str]]:
    """Name → values that a browser would post of a form (by its id, else the first), without its buttons."""
    forms = lxml.html.fromstring(page).forms
    form = next(form for form in forms if not form_id or form.get("id") == form_id)
    posted: dict[str, list[str]] = {}
    for name, value in form.form_values():
        posted.setdefault(name, []).append(value)
    return posted
