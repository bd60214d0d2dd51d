"""Each context of an app works for that app's council, whatever other apps the process has."""

from __future__ import annotations

from flask import Flask, appcontext_popped, appcontext_pushed

from records import council


def keep_apart(app: Flask, its_council: council.Council) -> None:
    """Enter the app's council with every context of the app, and leave it with the context."""
    app.extensions["council"] = its_council
    appcontext_pushed.connect(_enter, app)
    appcontext_popped.connect(_leave, app)


def _enter(app: Flask, **_: object) -> None:
    council.enter(app.extensions["council"])


def _leave(_: Flask, **__: object) -> None:
    council.leave()
