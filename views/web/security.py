"""Security settings of all pages: headers, cookies, CSRF, size limits, proxies."""

from __future__ import annotations

from flask import Flask, Response
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from settings import Settings
from views.web import bodies, cookies, guard, late_posts, origins, places, requests

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it over TLS alone
}
# Of what is no page and no document of its own: each of ten files carries its headers, and the rest says nothing there.
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
csrf = CSRFProtect()


def configure(app: Flask, settings: Settings) -> None:
    """Configure Flask and Flask-WTF, and add the security headers to every response."""
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME=cookies.name_for(settings, "handover"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.speaks_https,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,  # sessions.prolong does it, less often
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer alone: origins.py asks for what browsers say nowadays
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 1024 * 1024,
    )
    app.request_class = requests.Request
    app.before_request(requests.refuse_bad_host)
    app.before_request(bodies.limit_body)
    app.before_request(origins.refuse_other_origins)
    app.before_request(bodies.refuse_other_parts)
    app.before_request(late_posts.open_kept)
    csrf.init_app(app)
    app.wsgi_app = places.Places(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies_in_front:  # otherwise all clients would share the proxy's address in rate limits
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies_in_front, x_proto=0
        )
    app.before_request(guard.refuse_undecided)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add security headers, and forbid caching."""
    response.headers.update(HEADERS)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response
