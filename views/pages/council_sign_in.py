"""Sign-in with the council's identity provider (OpenID Connect), for councils that configure one.

Passwords are then not kept here. The signed ID token says who somebody is, and when they last entered their password
(auth_time), which a decision requires.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from requests import RequestException

from documents import slots
from records import clock
from records.register import accounts, identities, throttle
from views.web import council_service, late_posts, sessions
from views.web.guard import open_to_anyone

log = logging.getLogger(__name__)
bp = Blueprint("council_sign_in", __name__)

STATE = f"_state_{council_service.SERVICE}_"  # prefix of Authlib's session keys, one for each attempt
PENDING = "sign_in_on_the_way"  # session key of {state: {"to": path, "again": fresh sign-in requested, "at": begun}}
MAX_PENDING = 3
BUSY_SECONDS = 5  # after which whoever was told so tries again
LONGEST_SUBJECT = 255  # of ASCII, says OpenID Connect

AWAY = "The council's sign-in service does not answer. Wait a minute and try again."
BUSY = "Many people are signing in just now. Wait a few seconds and try again."
NOT_CONFIRMED = (
    "The council's sign-in service did not confirm who you are. Try again. If it happens again, tell your IT service "
    "desk."
)
NOT_FRESH = (
    "A decision needs your password again, and the council's sign-in service did not say that it asked for it. Try "
    "again. If it happens again, tell your IT service desk."
)
# A copy of the cookie of before still holds the state of an answer, so that it counts once is in the database.
ANSWERS = throttle.Limit("one answer of the sign-in service", 1, timedelta(hours=1), NOT_CONFIRMED)


@bp.get("/sign-in/council")
@open_to_anyone
def start() -> ResponseReturnValue:
    """Redirect to the identity provider.

    It has to ask for the password again for a decision (?again=1) or for somebody who is signed in already.
    """
    to = late_posts.page_path(request.args.get("next"))
    again = current_user.is_authenticated or to.startswith("/links/") or bool(request.args.get("again"))
    asked = {"prompt": "login", "max_age": sessions.settings().fresh_sign_in_minutes * 60} if again else {}
    service = council_service.client()
    try:
        with nullcontext() if service.server_metadata else council_service.a_place():
            attempt = service.create_authorization_url(_redirect_uri(), **asked)
    except slots.BusyError:
        return _busy_page(to)
    except (RequestException, RuntimeError, ValueError) as error:  # no answer, or an invalid one
        log.warning("the sign-in service could not be asked: %s", _why(error))
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
        with council_service.a_place():
            _use_up(request.args.get("state", ""))
            token = _get_verified_token()
            claims = token["userinfo"]
            given_at = _get_auth_time(claims)
            staff = identities.get_staff_by_identity(
                issuer=_issuer(), subject=_get_subject(claims), find_email=partial(_find_verified_email, token)
            )
    except slots.BusyError:
        return _busy_page(attempt["to"])
    except (RequestException, council_service.MetadataError) as error:
        log.warning("the sign-in service could not be asked: %s", _why(error))
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


def _why(error: Exception) -> str:
    """For the log: what an exception of a library says may hold an address or more."""
    return str(error) if isinstance(error, council_service.MetadataError) else type(error).__name__


def _redirect_uri() -> str:
    return sessions.settings().base_url + url_for("council_sign_in.callback")


def _save_pending(attempt: dict[str, Any], *, to: str, again: bool) -> None:
    """Store the attempt in the session. Only the last few are kept: abandoned ones would overflow the cookie."""
    begun = {"to": to, "again": again, "at": clock.now().timestamp()}
    pending = {**session.get(PENDING, {}), attempt["state"]: begun}
    session[PENDING] = {state: pending[state] for state in [*pending][-MAX_PENDING:]}
    council_service.client().save_authorize_data(redirect_uri=_redirect_uri(), **attempt)
    for name in [name for name in session if name.startswith(STATE)]:
        if name.removeprefix(STATE) not in session[PENDING]:
            session.pop(name)


def _use_up(state: str) -> None:
    """Let an answer to this state count, once.

    Raises ValueError if this browser did not begin it, or long ago, and TooManyRequestsError if it counted before.
    """
    begun = session.get(PENDING, {}).get(state)
    if begun is None or abs(clock.now().timestamp() - begun.get("at", 0)) >= ANSWERS.window.total_seconds():
        raise ValueError("nobody waits for this answer")
    throttle.count_attempt(ANSWERS, state)


def _get_verified_token() -> dict[str, Any]:
    """The token and, as `userinfo`, what it says of the person, after checking signature, issuer, audience, times and
    nonce.
    """
    settings, service = sessions.settings(), council_service.client()
    options = {
        "iss": {"essential": True, "value": settings.sign_in_issuer},
        "aud": {"essential": True, "value": settings.sign_in_client_id},
    }
    token: dict[str, Any] = service.authorize_access_token(claims_options=options)
    return token


def _issuer() -> str:
    """The issuer as identities are kept under it, without the slash at its end: there is one of them."""
    return sessions.settings().sign_in_issuer.rstrip("/")


def _get_subject(claims: dict[str, Any]) -> str:
    """The person's identifier at this issuer, never given to anybody else. Raises ValueError if it is none."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise ValueError("no subject")
    return subject


def _find_verified_email(token: dict[str, Any]) -> str | None:
    """The work email address; None if it is missing, or not marked as verified. Raises ValueError for no address.

    Many providers leave it out of the ID token, and say it where they are asked for more (`userinfo_endpoint`).
    `email_verified` is about the claim `email`, so another claim that the council chose needs none; marked as not
    verified, no claim counts.
    """
    name, claims, service = sessions.settings().sign_in_address_claim, token["userinfo"], council_service.client()
    if name not in claims and council_service.ANOTHER_ENDPOINT in service.load_server_metadata():
        more = service.userinfo(token=token)
        about_it = (name, "email_verified")  # whatever else it says is not signed
        if more.get("sub") == claims["sub"]:
            claims = {name: more[name] for name in about_it if name in more} | claims
    address, verified = claims.get(name), claims.get("email_verified")
    if address is not None and not isinstance(address, str):
        raise ValueError("an address that is no text")
    verified = name != "email" if verified is None else verified
    if not address:
        log.warning("the sign-in service says no '%s' of a person (HANDOVER_SIGN_IN_ADDRESS_CLAIM)", name)
        return None
    if verified is not True:
        log.warning("the sign-in service does not say that '%s' of a person is verified (email_verified)", name)
        return None
    return address


def _get_auth_time(claims: dict[str, Any]) -> datetime | None:
    """When the password was last entered (auth_time); None if missing. Raises ValueError for what cannot be true."""
    seconds = claims.get("auth_time")
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise ValueError("auth_time is no number")
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("auth_time is no time") from error
    if at > clock.now() + sessions.CLOCK_SKEW:
        raise ValueError("auth_time is in the future")
    return at


def _busy_page(to: str) -> ResponseReturnValue:
    """The page for whoever finds no place. The answer that they came back with still counts, if they load it again."""
    return _sign_in_page(BUSY, to), 429, {"Retry-After": str(BUSY_SECONDS)}


def _sign_in_page(problem: str, to: str) -> str:
    return render_template("sign_in/elsewhere.html", to=late_posts.local_path(to), problem=problem)
