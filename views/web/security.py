"""Headers, cookies, CSRF and limits: the same for every page."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from settings import Settings
from views.web import guard

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
csrf = CSRFProtect()


def configure(app: Flask, settings: Settings) -> None:
    """Set what Flask and its extensions need, and add the headers to every answer."""
    limit = settings.upload_limit_mb * 1024 * 1024
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="handover",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # sessions.prolong does it now and then
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the session
        WTF_CSRF_SSL_STRICT=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=limit,
        MAX_FORM_MEMORY_SIZE=limit,
        MAX_FORM_PARTS=5_000,
    )
    app.before_request(refuse_nameless)
    csrf.init_app(app)
    if settings.proxies_in_front:  # else whoever is limited by address would be limited together with everybody
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies_in_front, x_proto=0
        )
    app.before_request(guard.refuse_undecided)
    app.after_request(add_headers)


def refuse_nameless() -> None:
    """Before each request: 400 for a form with a part that has no name, which no browser sends and nobody reads."""
    if None in request.form:
        abort(400)


def add_headers(response: Response) -> Response:
    """Strict content policy everywhere; no caching of anything but the built assets and the logo."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    response.vary.add("HX-Request")
    if request.endpoint == "pages.show_logo" and response.status_code == 200:
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    elif request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
