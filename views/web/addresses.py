"""What the parts of an address look like: what cannot be one leads nowhere, and reaches no database."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map

LARGEST = 2**31 - 1  # that the databases' integers hold


class ReferenceConverter(BaseConverter):
    """A record's reference, such as TMR-7K3M-Q2XD."""

    regex = "[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


class NumberConverter(IntegerConverter):
    """The id of a row, or the number of a version."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def teach(app: Flask) -> None:
    """Let routes say <reference:…> and <number:…>."""
    app.url_map.converters.update(reference=ReferenceConverter, number=NumberConverter)
