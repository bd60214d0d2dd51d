"""Lists and figures as CSV files: noted before the first line is sent, and sent line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import Response, stream_with_context

from records import clock
from records.reporting import csv_files, exports
from records.reporting.csv_files import Cell
from views.web.guard import is_read, me

Rows = Iterable[Iterable[Cell]]


def as_file(
    listed: str,
    headings: Sequence[str],
    number: int,
    rows: Callable[[], Rows],
    narrowed_to: Mapping[str, str],
    *,
    called: str = "",
) -> Response:
    """A list as a file. Nothing is read or noted for HEAD, which has no body.

    listed: its name in what is noted. number: of rows. called: the file's name without the day, by default `listed`.
    Raises as exports.note does.
    """
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{called or listed}-{clock.today().isoformat()}.csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if not is_read():
        return Response(mimetype="text/csv", headers=headers)
    exports.note(by=me(), listed=listed, narrowed_to=narrowed_to, rows=number)
    return Response(
        stream_with_context(csv_files.lines(headings, rows())), content_type="text/csv; charset=utf-8", headers=headers
    )
