"""A sign-in service on loopback in this process, whose every answer a test can put another in place of."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from tests.support.processes import LOOPBACK
from tests.support.sign_in_service import CLIENT_ID, CLIENT_SECRET

METADATA, KEYS, TOKEN, PERSON = "/.well-known/openid-configuration", "/keys", "/token", "/person"  # noqa: S105 - a path
BACK = "/sign-in/council/back"
BETWEEN_DRIPS = 0.01  # seconds


def answer(body: bytes, *, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer of HTTP."""
    given = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def in_json(value: Any) -> bytes:
    """An answer that says this."""
    return answer(json.dumps(value).encode())


def packed(body: bytes) -> bytes:
    """An answer that is sent packed."""
    return answer(gzip.compress(body), Content_Encoding="gzip")


def drips(whole: bytes) -> list[bytes]:
    """The same, a byte at a time."""
    return [whole[place : place + 1] for place in range(len(whole))]


class LyingService:
    """It answers honestly, but for what `lies` says: path → the answer, or its pieces."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://{LOOPBACK}:{port}"
        self.lies: dict[str, bytes | Iterable[bytes]] = {}
        self.asked: list[str] = []
        self.claims: dict[str, Any] = {}
        self.ended = threading.Event()
        self.key = ECKey.generate_key("P-256", {"kid": "its key"})

    def settings(self) -> dict[str, Any]:
        """Settings for an app that uses it."""
        secret = SecretStr(CLIENT_SECRET)
        return {"sign_in_issuer": self.issuer, "sign_in_client_id": CLIENT_ID, "sign_in_client_secret": secret}

    def metadata(self, **others: Any) -> dict[str, Any]:
        """Its metadata; others: what stands there instead, or besides."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": self.issuer + TOKEN,
            "jwks_uri": self.issuer + KEYS,
            "userinfo_endpoint": self.issuer + PERSON,
            "id_token_signing_alg_values_supported": ["ES256"],
            **others,
        }

    def way_back(self, location: str, **claims: Any) -> str:
        """What the browser comes back to from there, as whoever the claims say. A claim that is None is left out."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "a number", "iat": now, "exp": now + 60}
        said = {**usual, "nonce": asked["nonce"], "email_verified": True, **claims}
        self.claims = {name: value for name, value in said.items() if value is not None}
        return f"{BACK}?{urlencode({'state': asked['state'], 'code': 'any'})}"

    def honest(self, path: str) -> bytes:
        """What it answers where it does not lie."""
        said: dict[str, Any] = {
            METADATA: self.metadata(),
            KEYS: {"keys": [self.key.as_dict(private=False, use="sig", alg="ES256")]},
            TOKEN: {"token_type": "Bearer", "access_token": "a", "id_token": self.signed()},
            PERSON: {"sub": "a number", "name": "Hannah Whitcombe", "locale": "en-GB"},
        }
        return in_json(said[path])

    def signed(self) -> str:
        """The ID token."""
        return jwt.encode({"alg": "ES256", "kid": "its key"}, self.claims, self.key)

    def send(self, path: str, out: Any) -> None:
        """Answer, until whoever asked has gone."""
        self.asked.append(path)
        said = self.lies.get(path) or self.honest(path.removeprefix("/elsewhere"))
        with suppress(OSError):
            if isinstance(said, bytes):
                out.write(said)
                return
            for piece in said:
                out.write(piece)
                if len(piece) == 1 and self.ended.wait(BETWEEN_DRIPS):
                    return


@contextmanager
def lying_service() -> Iterator[LyingService]:
    """Run one for the duration of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - http.server's name
            service.send(self.path, self.wfile)

        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            self.rfile.read(int(self.headers["Content-Length"]))
            service.send(self.path, self.wfile)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        service = LyingService(server.server_port)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield service
        finally:
            service.ended.set()
            server.shutdown()
