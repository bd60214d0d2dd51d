"""The web pages. A view loads and authorises, builds the form, makes one call, and redirects or renders."""

from __future__ import annotations

from typing import Any

from flask import Flask

from settings import Settings


def add_pages(app: Flask, settings: Settings) -> None:
    """Register the URL converters, the globals of templates, and the blueprints that these settings call for."""
    from views.pages import council_sign_in, my_tasks
    from views.web import addresses, council_service, guard

    addresses.register_converters(app)
    app.jinja_env.globals |= {
        "tasks_waiting": my_tasks.count_waiting,
        "is_operator": guard.is_operator,
        "leads_teams": guard.leads_teams,
        "keeps_records": guard.keeps_records,
        "leads_or_heads": guard.leads_or_heads,
        "follows_up": guard.follows_up,
        "sees_figures": guard.sees_figures,
        "reads_for_a_purpose": guard.reads_for_a_purpose,
        "may_have_packs": guard.may_have_packs,
    }
    for family in _families(settings):
        app.register_blueprint(family.bp)
    if settings.signs_in_elsewhere:
        council_service.connect(app, settings)
        app.register_blueprint(council_sign_in.bp)


def _families(settings: Settings) -> list[Any]:
    """The modules with a blueprint: the demo's mailbox only in the demo, passwords unless sign-in is elsewhere."""
    from views.pages import (
        about,
        account,
        amending,
        calendar,
        changes,
        children,
        coming_up,
        decisions,
        demo,
        documents,
        exports,
        figures,
        follow_up,
        health,
        home,
        keeping,
        letters,
        my_tasks,
        operations,
        packs,
        passwords,
        promised,
        protocol,
        purposes,
        records,
        register,
        register_files,
        sections,
        sign_in,
        start,
        submission,
    )

    families = [
        *(home, my_tasks, sign_in, account, start, records, amending, sections, submission, decisions, calendar),
        *(documents, letters, follow_up, register, register_files, coming_up, children, changes, promised, exports),
        *(figures, purposes, packs, protocol, keeping, operations, about, health),
    ]
    return [*families, *([demo] if settings.is_demo else []), *([] if settings.signs_in_elsewhere else [passwords])]
