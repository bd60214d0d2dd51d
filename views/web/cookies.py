"""Names of cookies. Over https they begin with __Host-: browsers take such a cookie from this host alone, over TLS."""

from __future__ import annotations

from flask import current_app

from settings import Settings


def name_for(settings: Settings, name: str) -> str:
    """The name of a cookie under these settings."""
    return f"__Host-{name}" if settings.speaks_https else name


def name_of(name: str) -> str:
    """The name of a cookie of the current app."""
    return name_for(current_app.extensions["settings"], name)


def are_secure() -> bool:
    """Whether the current app's cookies are sent over TLS alone."""
    settings: Settings = current_app.extensions["settings"]
    return settings.speaks_https
