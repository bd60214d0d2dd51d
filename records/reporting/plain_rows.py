"""Rows of queries as plain tuples, where thousands are read and models would cost more than the query."""

from __future__ import annotations

from typing import Any


def rows_of(query: Any) -> list[Any]:
    """The rows of a query, each a tuple of its columns."""
    return list(query.tuples())
