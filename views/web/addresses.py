"""Numbers and references in URLs and posts: what cannot be valid is a 404, or 0, without a database query."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST = 2**31 - 1  # maximum of the databases' integers


class ReferenceConverter(BaseConverter):
    """A record's reference: TMR-7K3M-Q2XD; of its first correction TMR-7K3M-Q2XD-C1."""

    regex = "[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?:-C[0-9]{1,2})?"


class LocalIdConverter(BaseConverter):
    """A child's local id, as the register takes it."""

    regex = "[A-Za-z0-9]{1,20}"


class NumberConverter(IntegerConverter):
    """A row's id or a version's number."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def number_in(text: str | None) -> int:
    """A row's id or a revision that was posted; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def register_converters(app: Flask) -> None:
    """Make <reference:…>, <number:…> and <local_id:…> available in routes."""
    app.url_map.converters.update(reference=ReferenceConverter, number=NumberConverter, local_id=LocalIdConverter)
