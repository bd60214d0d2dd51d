"""Sign-in with the council's identity provider (OpenID Connect), for councils that configure one.

Passwords are then not kept here. The signed ID token says who somebody is, and when they last entered their password
(auth_time), which a decision by link requires.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from requests import RequestException

from records import clock
from records.register import accounts
from settings import Settings
from views.web import late_posts, sessions
from views.web.guard import open_to_anyone

log = logging.getLogger(__name__)
bp = Blueprint("council_sign_in", __name__)

SERVICE = "council"
TIMEOUT_SECONDS = 10
STATE = f"_state_{SERVICE}_"  # prefix of Authlib's session keys, one for each attempt
PENDING = "sign_in_on_the_way"  # session key of {state: {"to": path, "again": fresh sign-in requested}}
MAX_PENDING = 3
CLOCK_SKEW = timedelta(minutes=2)

AWAY = "The council's sign-in service does not answer. Wait a minute and try again."
NOT_CONFIRMED = (
    "The council's sign-in service did not confirm who you are. Try again. If it happens again, tell your IT service "
    "desk."
)
NOT_FRESH = (
    "A decision by link needs your password again, and the council's sign-in service did not say that it asked for it. "
    "Try again. If it happens again, tell your IT service desk; until then, decide under 'Your work'."
)


def connect(app: Flask, settings: Settings) -> None:
    """Configure the OpenID Connect client. It makes no request until somebody signs in."""
    OAuth(app).register(
        SERVICE,
        client_id=settings.sign_in_client_id,
        client_secret=settings.sign_in_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.sign_in_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )
    app.register_blueprint(bp)


@bp.get("/sign-in/council")
@open_to_anyone
def start() -> ResponseReturnValue:
    """Redirect to the identity provider.

    It has to ask for the password again for a decision by link (?again=1) or for somebody who is signed in already.
    """
    to = late_posts.local_path(request.args.get("next"))
    again = current_user.is_authenticated or to.startswith("/links/") or bool(request.args.get("again"))
    asked = {"prompt": "login", "max_age": sessions.settings().fresh_sign_in_minutes * 60} if again else {}
    try:
        attempt = _service().create_authorization_url(_redirect_uri(), **asked)
    except (RequestException, RuntimeError, ValueError) as error:  # no answer, or an invalid one
        log.warning("the sign-in service could not be asked: %s", type(error).__name__)
        return _sign_in_page(AWAY, to)
    _save_pending(attempt, to=to, again=again)
    return redirect(attempt["url"])


@bp.get("/sign-in/council/back")
@open_to_anyone
def callback() -> ResponseReturnValue:
    """Verify the provider's answer, start the session, and redirect to the requested page."""
    pending = session.get(PENDING, {})
    attempt = pending.get(request.args.get("state")) or [{"to": "/", "again": False}, *pending.values()][-1]
    try:
        claims = _get_verified_claims()
        staff = accounts.get_staff_by_sign_in_service(email=_get_email(claims))
        given_at = _get_auth_time(claims)
    except RequestException as error:
        log.warning("the sign-in service could not be asked: %s", type(error).__name__)
        return _sign_in_page(AWAY, attempt["to"])
    except accounts.SignInError as error:
        return _sign_in_page(error.shown, attempt["to"])
    except Exception as error:  # noqa: BLE001 - fail closed: an invalid answer of any kind signs nobody in
        log.warning("an answer of the sign-in service was refused: %s", type(error).__name__)
        return _sign_in_page(NOT_CONFIRMED, attempt["to"])
    sessions.begin(staff, signed_in_at=given_at)
    if attempt["again"] and not sessions.is_fresh():
        return _sign_in_page(NOT_FRESH, attempt["to"])
    return redirect(attempt["to"])


def _service() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].create_client(SERVICE)


def _redirect_uri() -> str:
    return sessions.settings().base_url + url_for("council_sign_in.callback")


def _save_pending(attempt: dict[str, Any], *, to: str, again: bool) -> None:
    """Store the attempt in the session. Only the last few are kept: abandoned ones would overflow the cookie."""
    pending = {**session.get(PENDING, {}), attempt["state"]: {"to": to, "again": again}}
    session[PENDING] = {state: pending[state] for state in [*pending][-MAX_PENDING:]}
    _service().save_authorize_data(redirect_uri=_redirect_uri(), **attempt)
    for name in [name for name in session if name.startswith(STATE)]:
        if name.removeprefix(STATE) not in session[PENDING]:
            session.pop(name)


def _get_verified_claims() -> dict[str, Any]:
    """The claims about the person, after checking signature, issuer, audience, times and nonce."""
    settings, service = sessions.settings(), _service()
    issuer = settings.sign_in_issuer.rstrip("/")
    options = {
        "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
        "aud": {"essential": True, "value": settings.sign_in_client_id},
    }
    token = service.authorize_access_token(claims_options=options)
    claims: dict[str, Any] = token["userinfo"]
    if settings.sign_in_address_claim not in claims:  # many providers leave the address out of the ID token
        more = service.userinfo(token=token)
        claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
    return claims


def _get_email(claims: dict[str, Any]) -> str:
    """The work email address. Raises ValueError if it is missing or marked as not verified."""
    name = sessions.settings().sign_in_address_claim
    address = claims.get(name)
    if not isinstance(address, str) or not address:
        log.warning("the sign-in service says no '%s' of a person (HANDOVER_SIGN_IN_ADDRESS_CLAIM)", name)
        raise ValueError("no address")
    if claims.get("email_verified", True) not in (True, "true"):
        raise ValueError("the address is not verified")
    return address


def _get_auth_time(claims: dict[str, Any]) -> datetime | None:
    """When the password was last entered (auth_time); None if missing, malformed or in the future."""
    seconds = claims.get("auth_time")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at <= clock.now() + CLOCK_SKEW else None


def _sign_in_page(problem: str, to: str) -> str:
    return render_template("sign_in/elsewhere.html", to=late_posts.local_path(to), problem=problem)
