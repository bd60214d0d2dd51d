"""A decision wants a fresh sign-in, wherever it is made from: an unlocked screen decides nothing."""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from views.web import sessions
from views.web.guard import View


def fresh_to_post(view: View) -> View:
    """Ask for the password again before a post, unless it was just given; what was typed is kept and sent on.

    Stands below the decorator that says who may open the route.
    """

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if request.method == "POST" and not sessions.is_fresh():
            return sessions.ask_to_sign_in()
        return view(**values)

    guarded.wants_fresh_sign_in = True  # type: ignore[attr-defined]
    return guarded
