"""Thin pages: load, authorise, build the form, one call, redirect, else render. One blueprint a family of pages."""

from __future__ import annotations

from flask import Flask

from settings import Settings


def add_pages(app: Flask, settings: Settings) -> None:
    """Add every family of pages. The demo's mailbox exists in the demo only."""
    from views import (
        addresses,
        decisions,
        demo,
        documents,
        following,
        home,
        pages,
        protocol,
        records,
        register,
        sections,
        sign_in,
        start,
        submission,
    )

    families = [
        home, sign_in, start, records, sections, submission, decisions, documents, following, register, protocol, pages,
    ]  # fmt: skip
    addresses.teach(app)
    for family in [*families, demo] if settings.is_demo else families:
        app.register_blueprint(family.bp)
