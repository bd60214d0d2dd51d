"""Thin pages: load, authorise, build the form, one call, redirect, else render. One blueprint a family of pages."""

from __future__ import annotations

from flask import Flask

from settings import Settings


def add_pages(app: Flask, settings: Settings) -> None:
    """Add every family of pages. The demo's mailbox exists in the demo only."""
    from views import (
        addresses,
        calendar,
        coming_up,
        decisions,
        demo,
        documents,
        following,
        guard,
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
        home, my_tasks, sign_in, passwords, start, records, sections, submission, decisions, calendar, documents,
        following, register, coming_up, protocol, operations, pages,
    ]  # fmt: skip
    addresses.teach(app)
    app.jinja_env.globals |= {
        "tasks_waiting": my_tasks.count_waiting,
        "is_operator": guard.is_operator,
        "leads_teams": guard.leads_teams,
    }
    for family in [*families, demo] if settings.is_demo else families:
        app.register_blueprint(family.bp)
