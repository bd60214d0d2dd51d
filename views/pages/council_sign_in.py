"""Signing in with the council's own service (OpenID Connect), for councils whose settings name one.

Nobody has a password here then. Who somebody is comes from the service's signed answer, and when they last gave their
password too, which a decision by link asks for.
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
from views.web import kept, sessions
from views.web.guard import open_to_anyone

log = logging.getLogger(__name__)
bp = Blueprint("council_sign_in", __name__)

SERVICE = "council"
ANSWERS_WITHIN_SECONDS = 10
STATE = f"_state_{SERVICE}_"  # as Authlib names in the session what it keeps of a way
ON_THE_WAY = "sign_in_on_the_way"  # of each state: where to afterwards, and whether a fresh sign-in was asked for
MOST_TABS = 3
CLOCKS_DIFFER = timedelta(minutes=2)

AWAY = "The council's sign-in service does not answer. Wait a minute and try again."
NOT_CONFIRMED = (
    "The council's sign-in service did not confirm who you are. Try again. If it happens again, tell your IT service "
    "desk."
)
NOT_FRESH = (
    "A decision by link needs your password again, and the council's sign-in service did not say that it asked for it. "
    "Try again. If it happens again, tell your IT service desk; until then, decide under 'My tasks'."
)


def connect(app: Flask, settings: Settings) -> None:
    """Make the service known to the app. It is asked nothing until somebody signs in."""
    OAuth(app).register(
        SERVICE,
        client_id=settings.sign_in_client_id,
        client_secret=settings.sign_in_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.sign_in_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": ANSWERS_WITHIN_SECONDS,
        },
    )
    app.register_blueprint(bp)


@bp.get("/sign-in/council")
@open_to_anyone
def go() -> ResponseReturnValue:
    """Go to the council's service. It asks for the password again for a decision by link (?again=1), and whoever is
    signed in."""
    to = kept.local_path(request.args.get("next"))
    again = current_user.is_authenticated or to.startswith("/links/") or bool(request.args.get("again"))
    asked = {"prompt": "login", "max_age": sessions.settings().fresh_sign_in_minutes * 60} if again else {}
    try:
        way = _service().create_authorization_url(_way_back(), **asked)
    except (RequestException, RuntimeError, ValueError) as error:  # no answer, or one that is none
        log.warning("the sign-in service could not be asked: %s", type(error).__name__)
        return _sign_in_page(AWAY, to)
    _remember(way, to=to, again=again)
    return redirect(way["url"])


@bp.get("/sign-in/council/back")
@open_to_anyone
def come_back() -> ResponseReturnValue:
    """Begin the session of whoever the service says this is, and go on to the page that was asked for."""
    ways = session.get(ON_THE_WAY, {})
    way = ways.get(request.args.get("state")) or [{"to": "/", "again": False}, *ways.values()][-1]
    try:
        claims = _confirmed()
        staff = accounts.known_elsewhere(email=_address_in(claims))
        given_at = _password_given_at(claims)
    except RequestException as error:
        log.warning("the sign-in service could not be asked: %s", type(error).__name__)
        return _sign_in_page(AWAY, way["to"])
    except accounts.SignInError as error:
        return _sign_in_page(error.shown, way["to"])
    except Exception as error:  # noqa: BLE001 - whatever an answer lacks or fakes, nobody is signed in by it
        log.warning("an answer of the sign-in service was refused: %s", type(error).__name__)
        return _sign_in_page(NOT_CONFIRMED, way["to"])
    sessions.begin(staff, signed_in_at=given_at)
    if way["again"] and not sessions.is_fresh():
        return _sign_in_page(NOT_FRESH, way["to"])
    return redirect(way["to"])


def _service() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].create_client(SERVICE)


def _way_back() -> str:
    return sessions.settings().base_url + url_for("council_sign_in.come_back")


def _remember(way: dict[str, Any], *, to: str, again: bool) -> None:
    """Keep what the way back needs, for the last few tabs: sign-ins begun and left would burst the cookie."""
    ways = {**session.get(ON_THE_WAY, {}), way["state"]: {"to": to, "again": again}}
    session[ON_THE_WAY] = {state: ways[state] for state in [*ways][-MOST_TABS:]}
    _service().save_authorize_data(redirect_uri=_way_back(), **way)
    for name in [name for name in session if name.startswith(STATE)]:
        if name.removeprefix(STATE) not in session[ON_THE_WAY]:
            session.pop(name)


def _confirmed() -> dict[str, Any]:
    """What the service says of the person, its signature, issuer, audience, time and nonce checked."""
    settings, service = sessions.settings(), _service()
    issuer = settings.sign_in_issuer.rstrip("/")
    options = {
        "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
        "aud": {"essential": True, "value": settings.sign_in_client_id},
    }
    token = service.authorize_access_token(claims_options=options)
    claims: dict[str, Any] = token["userinfo"]
    if settings.sign_in_address_claim not in claims:  # many services keep the address out of the signed answer
        more = service.userinfo(token=token)
        claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
    return claims


def _address_in(claims: dict[str, Any]) -> str:
    """The work address. Raises ValueError where there is none, or the service says that nobody has verified it."""
    name = sessions.settings().sign_in_address_claim
    address = claims.get(name)
    if not isinstance(address, str) or not address:
        log.warning("the sign-in service says no '%s' of a person (HANDOVER_SIGN_IN_ADDRESS_CLAIM)", name)
        raise ValueError("no address")
    if claims.get("email_verified", True) not in (True, "true"):
        raise ValueError("the address is not verified")
    return address


def _password_given_at(claims: dict[str, Any]) -> datetime | None:
    """When the service last asked for the password; None where it does not say, or nothing that can be true."""
    said = claims.get("auth_time")
    if isinstance(said, bool) or not isinstance(said, int | float):
        return None
    try:
        at = datetime.fromtimestamp(said, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at <= clock.now() + CLOCKS_DIFFER else None


def _sign_in_page(problem: str, to: str) -> str:
    return render_template("sign_in/elsewhere.html", to=kept.local_path(to), problem=problem)
