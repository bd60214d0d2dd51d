"""Bind an app's council to its contexts, so that several apps can live in one process."""

from __future__ import annotations

from flask import Flask, appcontext_popped, appcontext_pushed

from records import council


def bind_council(app: Flask, its_council: council.Council) -> None:
    """Set the council when an app context is pushed, and reset it when the context is popped."""
    app.extensions["council"] = its_council
    appcontext_pushed.connect(_enter, app)
    appcontext_popped.connect(_leave, app)


def _enter(app: Flask, **_: object) -> None:
    council.push(app.extensions["council"])


def _leave(_: Flask, **__: object) -> None:
    council.pop()
