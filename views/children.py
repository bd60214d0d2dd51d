"""Children of the register as pages show them: found by search, each with what tells them from their namesakes."""

from __future__ import annotations

from flask import request

from models import Child
from records import searches
from records.searches import Found, Limits, Shown
from views.web import sessions, templating
from views.web.guard import STARTS_NOTHING, me


def find(text: str) -> Found:
    """Who is found by part of a name or local id; nobody by those who may not start a record.

    HEAD shows nobody, so it looks for nobody.
    """
    if request.method == "HEAD" or me().role in STARTS_NOTHING:
        return Found()
    return searches.find(text, by=me(), limits=_limits())


def show(child: Child) -> Found:
    """A child who was chosen, which counts as a search that found them."""
    return searches.show([child], by=me(), limits=_limits())


def detail(shown: Shown) -> str:
    """What tells children of the same name apart: of other teams the local id alone, without a date of birth."""
    return templating.child_detail(shown.child) if shown.own else f"{shown.child.local_id}, not with your teams"


def _limits() -> Limits:
    settings = sessions.settings()
    return Limits(settings.child_searches_an_hour, settings.child_searches_a_day, settings.mail_reply_to)
