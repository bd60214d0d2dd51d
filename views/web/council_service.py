"""The council's sign-in service (OpenID Connect): Authlib's client, and what is believed of the service's metadata.

Whatever it answers is within bounds (documents/bounded_answers.py), and at most half of a process's threads wait for
it, so that other pages have the rest.
"""

from __future__ import annotations

import re
import threading
from contextlib import AbstractContextManager
from typing import Any

from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app
from joserfc.jwk import KeySet

from checks_of_settings import is_over_tls
from documents import bounded_answers, slots
from settings import Settings
from views.web import sessions

SERVICE = "council"
TIMEOUT_SECONDS = 10.0
PLACES = f"places_at_{SERVICE}"  # among the app's extensions
USUAL_THREADS = 4  # gunicorn.conf.py says how many there are, if there is gunicorn
METADATA = "/.well-known/openid-configuration"
# Of ID tokens: keys of the service alone verify them. Neither none nor HS…, whose key is a secret that we know too.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LISTED = "id_token_signing_alg_values_supported"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ANOTHER_ENDPOINT = "userinfo_endpoint"  # which a service may lack
_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:[/?][!-\"$-~]*)?", re.ASCII)  # no user, no fragment, nothing unseen


class MetadataError(ValueError):
    """The service's metadata are not as they must be. The text is for the log."""


class _Session(OAuth2Session):
    """Authlib's session, with answers within bounds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default_timeout = TIMEOUT_SECONDS
        bounded_answers.bound(self)


class PinnedApp(FlaskOAuth2App):
    """An OpenID Connect client that keeps nothing of what the service says but what it checked."""

    client_cls = _Session
    server_metadata: dict[str, Any]

    def load_server_metadata(self) -> dict[str, Any]:
        """The provider's metadata, asked once. Raises RequestException or ValueError, and asks again the next time."""
        if not self.server_metadata:
            issuer = sessions.settings().sign_in_issuer
            with self.client_cls(**self.client_kwargs) as asking:
                answer = asking.get(issuer.rstrip("/") + METADATA, withhold_token=True)
                answer.raise_for_status()
            self.server_metadata = _believed(answer.json(), issuer)
        found: dict[str, Any] = self.server_metadata
        return found

    def fetch_jwk_set(self, force: bool = False) -> Any:
        """The provider's keys. What are none are asked for again the next time."""
        keys = super().fetch_jwk_set(force=force)
        try:
            KeySet.import_key_set(keys)
        except Exception:
            self.server_metadata.pop("jwks", None)
            raise
        return keys


def _believed(said: Any, issuer: str) -> dict[str, Any]:
    """What is believed of the metadata. Raises MetadataError.

    Authlib hands all that it is given to its session, where a name could switch off checks of TLS.
    """
    if not isinstance(said, dict):
        raise MetadataError("its metadata are no JSON object")
    if said.get("issuer") != issuer:
        raise MetadataError("its metadata name another issuer than HANDOVER_SIGN_IN_ISSUER, to the letter")
    names = [*ENDPOINTS, *([ANOTHER_ENDPOINT] if said.get(ANOTHER_ENDPOINT) is not None else [])]
    if wrong := [name for name in names if not _is_endpoint(said.get(name), issuer)]:
        raise MetadataError(f"its metadata give no https:// address as {' and '.join(wrong)}")
    listed = said.get(LISTED) or ["RS256"]  # which every provider has to support
    accepted = [name for name in ALGORITHMS if isinstance(listed, list) and name in listed]
    if not accepted:
        raise MetadataError("its metadata list no algorithm that is accepted here")
    return {"issuer": issuer, LISTED: accepted} | {name: said[name] for name in names}


def _is_endpoint(address: Any, issuer: str) -> bool:
    """Whether it is a whole address over TLS, or of this machine where the issuer's is (in a trial)."""
    if not (isinstance(address, str) and _ADDRESS.fullmatch(address)):
        return False
    return is_over_tls(address, or_here=not issuer.startswith("https://"))


def connect(app: Flask, settings: Settings) -> None:
    """Configure the client. It makes no request until somebody signs in."""
    OAuth(app).register(
        SERVICE,
        client_cls=PinnedApp,
        client_id=settings.sign_in_client_id,
        client_secret=settings.sign_in_client_secret.get_secret_value(),
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    let_wait(app, USUAL_THREADS)


def let_wait(app: Flask, threads: int) -> None:
    """Let half of the threads of a process wait for the service at once."""
    app.extensions[PLACES] = threading.BoundedSemaphore(max(1, threads // 2))


def a_place() -> AbstractContextManager[None]:
    """A place among those who wait for the service. Raises documents.slots.BusyError when there is none."""
    return slots.held(current_app.extensions[PLACES])


def client() -> Any:
    """The current app's client."""
    return current_app.extensions["authlib.integrations.flask_client"].create_client(SERVICE)
