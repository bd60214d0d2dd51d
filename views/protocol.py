"""The protocol as staff read it: every statement with what it asks, its level and where it is checked."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from protocol import CHAPTERS, STATEMENTS
from views.guard import staff_only

bp = Blueprint("protocol", __name__)


@bp.get("/protocol")
@staff_only
def show_protocol() -> ResponseReturnValue:
    """The statements by chapter and section; each has an anchor of its own."""
    groups = groupby(STATEMENTS, key=lambda statement: (statement.chapter, statement.section, statement.section_title))
    return render_template(
        "protocol/statements.html", groups=[(key, list(rows)) for key, rows in groups], chapters=CHAPTERS
    )
