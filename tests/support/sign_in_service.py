"""A council's sign-in service: a real provider of OpenID Connect, a process of its own on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from pydantic import SecretStr

from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening

CLIENT_ID, CLIENT_SECRET = "handover", "what the service gave Handover"  # noqa: S105 - of a service that takes any


class SignInService:
    """The service at an address, and people who use it."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://{LOOPBACK}:{port}"

    def settings(self) -> dict[str, Any]:
        """What an app is given to use it."""
        return {
            "sign_in_issuer": self.issuer,
            "sign_in_client_id": CLIENT_ID,
            "sign_in_client_secret": SecretStr(CLIENT_SECRET),
        }

    def says_of(self, name: str, **claims: Any) -> None:
        """What it says of whoever signs in there by this name from now on. Of others it says the name as address."""
        requests.put(f"{self.issuer}/users/{name}", json=claims, timeout=PATIENCE_SECONDS).raise_for_status()

    def asked_by(self, address: str) -> dict[str, str]:
        """What an address that a browser is sent to asks the service for."""
        assert address.startswith(f"{self.issuer}/oauth2/authorize?")
        return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    def answer(self, address: str, name: str, *, agrees: bool = True) -> str:
        """Sign in there, or turn back; the address that the browser is sent back to."""
        form = {"sub": name, "action": "" if agrees else "deny"}
        said = requests.post(address, data=form, allow_redirects=False, timeout=PATIENCE_SECONDS)
        return said.headers["Location"]


@contextmanager
def running_service() -> Iterator[SignInService]:
    """A service for the time of a test."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    whole, out = ["setpriv", "--pdeathsig", "TERM", *command], subprocess.DEVNULL
    process = subprocess.Popen(whole, stdout=out, stderr=out, text=True)
    try:
        wait_until_listening(port, process)
        yield SignInService(port)
    finally:
        end(process)
