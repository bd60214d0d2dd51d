"""Thin pages: load, authorise, build the form, one call, redirect, else render. One blueprint a family of pages."""

from __future__ import annotations

from typing import Any

from flask import Flask

from settings import Settings


def add_pages(app: Flask, settings: Settings) -> None:
    """Add every family of pages that these settings ask for."""
    from views import addresses, council_sign_in, guard, my_tasks

    addresses.teach(app)
    app.jinja_env.globals |= {
        "tasks_waiting": my_tasks.count_waiting,
        "is_operator": guard.is_operator,
        "leads_teams": guard.leads_teams,
    }
    for family in _families(settings):
        app.register_blueprint(family.bp)
    if settings.signs_in_elsewhere:
        council_sign_in.connect(app, settings)


def _families(settings: Settings) -> list[Any]:
    """The demo's mailbox exists in the demo only, and passwords where there are any."""
    from views import (
        calendar,
        coming_up,
        decisions,
        demo,
        documents,
        following,
        home,
        my_tasks,
        operations,
        pages,
        passwords,
        protocol,
        records,
        register,
        sections,
        sign_in,
        start,
        submission,
    )

    families = [
        home, my_tasks, sign_in, start, records, sections, submission, decisions, calendar, documents, following,
        register, coming_up, protocol, operations, pages,
    ]  # fmt: skip
    return [*families, *([demo] if settings.is_demo else []), *([] if settings.signs_in_elsewhere else [passwords])]
