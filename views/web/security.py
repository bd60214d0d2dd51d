"""Security settings of all pages: headers, cookies, CSRF, size limits, proxies."""

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
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
csrf = CSRFProtect()


def configure(app: Flask, settings: Settings) -> None:
    """Configure Flask and Flask-WTF, and add the security headers to every response."""
    limit = settings.upload_limit_mb * 1024 * 1024
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="handover",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # sessions.prolong does it, less often
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session
        WTF_CSRF_SSL_STRICT=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=limit,
        MAX_FORM_MEMORY_SIZE=limit,
        MAX_FORM_PARTS=5_000,
    )
    app.before_request(refuse_nameless)
    csrf.init_app(app)
    if settings.proxies_in_front:  # otherwise all clients would share the proxy's address in rate limits
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies_in_front, x_proto=0
        )
    app.before_request(guard.refuse_undecided)
    app.after_request(add_headers)


def refuse_nameless() -> None:
    """Before each request: 400 for a multipart form with an unnamed part, which browsers never send."""
    if None in request.form:
        abort(400)


def add_headers(response: Response) -> Response:
    """Add security headers, and forbid caching."""
    response.headers.update(HEADERS)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response
