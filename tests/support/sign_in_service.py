"""A real OpenID Connect provider as a process on loopback, in the role of a council's sign-in service."""

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

UNSAID = object()


class SignInService:
    """The provider, and its users."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://{LOOPBACK}:{port}"
        self.known: set[str] = set()

    def settings(self) -> dict[str, Any]:
        """Settings for an app that uses this provider."""
        return {
            "sign_in_issuer": self.issuer,
            "sign_in_client_id": CLIENT_ID,
            "sign_in_client_secret": SecretStr(CLIENT_SECRET),
        }

    def set_claims(self, name: str, **claims: Any) -> None:
        """Set the claims of the user `name`. Without them the name is used as the email address, a verified one.

        A claim that is None is sent as null, UNSAID is left out.
        """
        self.known.add(name)
        claims = {claim: said for claim, said in ({"email_verified": True} | claims).items() if said is not UNSAID}
        requests.put(f"{self.issuer}/users/{name}", json=claims, timeout=PATIENCE_SECONDS).raise_for_status()

    def authorisation_request(self, address: str) -> dict[str, str]:
        """The query parameters of an authorisation request URL."""
        assert address.startswith(f"{self.issuer}/oauth2/authorize?")
        return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    def answer(self, address: str, name: str, *, agrees: bool = True) -> str:
        """Sign in as `name`, or deny; returns the redirect URL back to the app."""
        if name not in self.known:
            self.set_claims(name, email=name)
        form = {"sub": name, "action": "" if agrees else "deny"}
        response = requests.post(address, data=form, allow_redirects=False, timeout=PATIENCE_SECONDS)
        return response.headers["Location"]


@contextmanager
def running_service() -> Iterator[SignInService]:
    """Run a provider for the duration of the block."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    whole, out = ["setpriv", "--pdeathsig", "TERM", *command], subprocess.DEVNULL
    process = subprocess.Popen(whole, stdout=out, stderr=out, text=True)
    try:
        wait_until_listening(port, process)
        yield SignInService(port)
    finally:
        end(process)
