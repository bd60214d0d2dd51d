"""A time-stamp authority of a test: certomancer behind a real server on loopback, which can be slow, rude or away."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from documents.time_service import TimeService
from tests.support.processes import PATIENCE_SECONDS

FOREVER = {"valid-from": "2000-01-01T00:00:00+0000", "valid-to": "2100-01-01T00:00:00+0000"}
FOR_TIME = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}

ENDLESS = {"drips": b"0", "floods": b"0" * 100_000}
ENDLESS_LISTS = "endless lists"


class TimeAuthority:
    """Serves time-stamps and the revocation list of its root.

    `behaviour` is 'well', 'slow', 'fails', 'rubbish', or, for as long as somebody reads, 'drips' or 'floods'; at
    'endless lists' the revocation list alone has no end.
    Two that serve one file need a `name` each: roots of one name would be taken for each other.
    """

    def __init__(self, folder: Path, at: datetime, name: str = "Time") -> None:
        self.behaviour = "well"
        self.asked = 0
        for role in ("root", "stamper"):
            _write_key(folder / f"{role}.pem")
        self._server = make_server("127.0.0.1", 0, self._answer, handler_class=_Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._authority = CertomancerConfig(_config(self.address, name), key_search_dir=str(folder))
        architecture = self._authority.get_pki_arch(ArchLabel("time"))
        self._animator = Animator(AnimatorArchStore({ArchLabel("time"): architecture}), at_time=at, with_web_ui=False)
        self.root = x509.load_der_x509_certificate(architecture.get_cert(CertLabel("root")).dump())

    @contextmanager
    def serving(self) -> Iterator[TimeAuthority]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def service(self, *, timeout: float = PATIENCE_SECONDS) -> TimeService:
        return TimeService(f"{self.address}/time/tsa/tsa", (self.root,), timeout)

    def _answer(self, environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        self.asked += 1
        if self.behaviour == "slow":
            time.sleep(1.5)
        if self.behaviour in ("fails", "rubbish"):
            status = "500 No" if self.behaviour == "fails" else "200 OK"
            start(status, [("Content-Type", "application/timestamp-reply")])
            return [b"\x30\x03\x02\x01\x00"]
        if self.behaviour in ENDLESS or (self.behaviour == ENDLESS_LISTS and "/crls/" in str(environ["PATH_INFO"])):
            start("200 OK", [("Content-Type", "application/timestamp-reply")])
            return itertools.repeat(ENDLESS.get(self.behaviour, b"0" * 100_000))
        answer: Iterable[bytes] = self._animator(environ, start)
        return answer


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


def _config(address: str, name: str) -> dict[str, object]:
    return {
        "external-url-prefix": address,
        "keysets": {"keys": {"keys": {name: {"path": f"{name}.pem"} for name in ("root", "stamper")}}},
        "pki-architectures": {
            "time": {
                "keyset": "keys",
                "entities": {role: {"common-name": f"{name} {role}"} for role in ("root", "stamper")},
                "certs": {
                    "root": {
                        "subject": "root",
                        "issuer": "root",
                        "validity": FOREVER,
                        "profiles": [{"id": "simple-ca", "params": {"crl-repo": "root"}}],
                    },
                    "stamper": {"subject": "stamper", "issuer": "root", "validity": FOREVER, "extensions": [FOR_TIME]},
                },
                "services": {
                    "crl-repo": {"root": {"for-issuer": "root", "simulated-update-schedule": "P90D"}},
                    "time-stamping": {"tsa": {"signing-cert": "stamper"}},
                },
            }
        },
    }


def _write_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
