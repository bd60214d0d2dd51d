"""Files that browsers keep for ever: the build's and the council's own, each under an address made of its content.

WhiteNoise serves them before the app is asked, in gunicorn and `flask run` alike: without session, cookies or database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, request
from whitenoise import WhiteNoise
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response
from whitenoise.string_utils import decode_path_info

from documents.colour import readable
from views.web import tracing
from views.web.security import FILE_HEADERS, HEADERS

STATIC = "/static/"
BUILD = re.compile(r"[0-9a-f]{12}")
BUILT = re.compile(rf"/static/build/({BUILD.pattern}/\w[\w.-]{{0,99}})", re.ASCII)
KEPT = f"public, max-age={WhiteNoise.FOREVER}, immutable"

StartResponse = Callable[..., Any]
Environ = dict[str, Any]


def serve(app: Flask) -> None:
    """Serve the build and the council's files, and add the template function `asset_url('handover.css')`."""
    build = Path(app.root_path) / "static" / "build"
    if not (build / "manifest.json").exists():
        raise RuntimeError("The browser assets are not built: run bin/build-assets.")
    places = json.loads((build / "manifest.json").read_text())
    assets = Assets(app.wsgi_app, build)
    addresses = {name: f"{STATIC}build/{place}" for name, place in places.items()} | {
        name: assets.keep(name, content) for name, content in _councils_own(app).items() if content
    }

    def asset_url(name: str) -> str:
        return request.script_root + addresses[name]

    app.wsgi_app = assets  # type: ignore[method-assign]
    app.add_template_global(asset_url)


def _councils_own(app: Flask) -> Mapping[str, bytes]:
    """File name → content. The colour is dark enough for white words; the security policy forbids inline styles."""
    colour = readable(app.extensions["settings"].council_colour)
    return {
        "council.css": f":root{{--handover-brand:{colour}}}".encode(),
        "council-logo.png": app.extensions["council"].logo,
    }


class Assets(WhiteNoise):
    """Answers for everything under /static/; other requests go on to the app.

    An app serves what another release builds while it runs, because after a rolling restart either may be asked.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], build: Path) -> None:
        super().__init__(application, allow_all_origins=False, add_headers_function=_add_headers)
        self.build = build
        for folder in build.iterdir():
            if BUILD.fullmatch(folder.name):
                self.add_files(str(folder), f"{STATIC}build/{folder.name}")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The file, or a 404 that costs nothing, or the app's answer."""
        path = decode_path_info(environ.get("PATH_INFO", ""))
        if not path.startswith(STATIC):
            return self.application(environ, start_response)
        try:
            if file := self.files.get(path) or self._built_meanwhile(path):
                return self.serve(file, environ, _with_headers(start_response))
        except FileNotFoundError:
            self.files.pop(path, None)  # of a build that has been removed
        headers = {**HEADERS, "Content-Type": "text/plain", "Cache-Control": "no-store"}
        headers[tracing.HEADER] = tracing.new_id()
        start_response("404 Not Found", list(headers.items()))
        return [b"Not found\n"]

    def keep(self, name: str, content: bytes) -> str:
        """Serve content that is in no file under this name. Returns its path."""
        path = f"{STATIC}council/{sha256(content).hexdigest()[:12]}/{name}"
        headers = Headers([("Content-Length", str(len(content)))])
        self.add_mime_headers(headers, name, path)
        _add_headers(headers, name, path)
        self.files[path] = _Content(content, headers.items())
        return path

    def _built_meanwhile(self, path: str) -> Any:
        """The file of a build that came after the start of this process, or None."""
        found = BUILT.fullmatch(path)
        if found and (self.build / found[1]).is_file():
            self.add_file_to_dictionary(path, str(self.build / found[1]))
        return self.files.get(path)


class _Content:
    """What WhiteNoise calls a static file, without a file."""

    def __init__(self, content: bytes, headers: list[tuple[str, str]]) -> None:
        self.content, self.headers = content, headers

    def get_response(self, method: str, _: Environ) -> Response:
        bodies = {"GET": BytesIO(self.content), "HEAD": None}
        return Response(HTTPStatus.OK, self.headers, bodies[method]) if method in bodies else NOT_ALLOWED_RESPONSE


def _with_headers(start_response: StartResponse) -> StartResponse:
    """Adds the headers of files to every answer of WhiteNoise, of which some pass no hook."""

    def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        return start_response(status, [*headers, *FILE_HEADERS.items()], *exc_info)

    return start


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    """WhiteNoise's hook for each file."""
    headers["Cache-Control"] = KEPT
