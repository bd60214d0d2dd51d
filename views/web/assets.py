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
from werkzeug.wrappers import Request
from whitenoise import WhiteNoise
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response, StaticFile
from whitenoise.string_utils import decode_path_info

from documents.colour import readable
from views.web import tracing
from views.web.security import FILE_HEADERS, HEADERS

STATIC = "/static/"
BUILD = re.compile(r"[0-9a-f]{12}")
BUILT = re.compile(rf"/static/build/({BUILD.pattern}/\w[\w.-]{{0,99}})", re.ASCII)
KEPT = f"public, max-age={WhiteNoise.FOREVER}, immutable"
CODINGS = ("br", "gzip")  # of the twins that are built

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
                if (asked := _as_read_by_whitenoise(environ, file)) is None:
                    return _refuse("406 Not Acceptable", start_response, {"Vary": "Accept-Encoding"})
                return self.serve(file, asked, _with_headers(start_response))
        except FileNotFoundError:
            self.files.pop(path, None)  # of a build that has been removed
        return _refuse("404 Not Found", start_response, {tracing.HEADER: tracing.new_id()})

    def keep(self, name: str, content: bytes) -> str:
        """Serve content that is in no file under this name. Returns its path."""
        path = f"{STATIC}council/{sha256(content).hexdigest()[:12]}/{name}"
        headers = Headers([("Content-Length", str(len(content)))])
        self.add_mime_headers(headers, name, path)
        _add_headers(headers, name, path)
        self.files[path] = _Content(content, headers)
        return path

    def _built_meanwhile(self, path: str) -> Any:
        """The file of a build that came after the start of this process, or None."""
        found = BUILT.fullmatch(path)
        if found and (self.build / found[1]).is_file():
            self.add_file_to_dictionary(path, str(self.build / found[1]))
        return self.files.get(path)


class _Content(StaticFile):
    """What WhiteNoise calls a static file, without a file."""

    def __init__(self, content: bytes, headers: Headers) -> None:
        self.content, self.headers = content, headers.items()
        self.last_modified, self.etag = None, headers["ETag"]
        self.not_modified_response = self.get_not_modified_response(headers)

    def get_path_and_headers(self, _: Environ) -> tuple[str, list[tuple[str, str]]]:
        return "", self.headers

    def get_response(self, method: str, request_headers: Environ) -> Response:
        bodies = {"GET": BytesIO(self.content), "HEAD": None}
        if method in bodies and self.is_not_modified(request_headers):
            return self.not_modified_response
        return Response(HTTPStatus.OK, self.headers, bodies[method]) if method in bodies else NOT_ALLOWED_RESPONSE


def _as_read_by_whitenoise(environ: Environ, file: StaticFile) -> Environ | None:
    """A request in the words that WhiteNoise understands (RFC 9110); None where it takes no coding that there is.

    WhiteNoise looks for the names of codings whatever their weight, and compares If-None-Match to the letter. A range
    is not asked of it: any server may answer with the whole, and files are small.
    """
    asked = Request(environ)
    accepted = asked.accept_encodings
    read = {name: value for name, value in environ.items() if name not in ("HTTP_RANGE", "HTTP_IF_NONE_MATCH")}
    read["HTTP_ACCEPT_ENCODING"] = ", ".join(coding for coding in CODINGS if accepted.quality(coding) > 0)
    if "HTTP_IF_NONE_MATCH" in environ:
        read["HTTP_IF_NONE_MATCH"] = file.etag if asked.if_none_match.contains_raw(file.etag) else ""
    takes_any = accepted.find("identity") < 0 or accepted.quality("identity") > 0
    return read if takes_any or "Content-Encoding" in dict(file.get_path_and_headers(read)[1]) else None


def _refuse(status: str, start_response: StartResponse, more: Mapping[str, str]) -> Iterable[bytes]:
    headers = {**HEADERS, "Content-Type": "text/plain", "Cache-Control": "no-store", **more}
    start_response(status, list(headers.items()))
    return [f"{status[4:].capitalize()}\n".encode()]


def _with_headers(start_response: StartResponse) -> StartResponse:
    """Adds the headers of files to every answer of WhiteNoise, of which some pass no hook."""

    def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        return start_response(status, [*headers, *FILE_HEADERS.items()], *exc_info)

    return start


def _add_headers(headers: Headers, _path: str, url: str) -> None:
    """WhiteNoise's hook for each file. The hash in its address tells it, in any coding, on any host."""
    headers["Cache-Control"] = KEPT
    headers["ETag"] = f'W/"{url.split("/")[3]}"'
