"""Draws a report of figures as a tagged PDF/A-3a, in a child process with limits, as records are drawn.

    python -m documents.report    reads pages of HTML, writes their PDFs

The HTML is whole: it names its style itself, and nothing is fetched.
"""

from __future__ import annotations

import os
import traceback

from documents import apart, render, tags
from documents.subprocess_render import MEMORY, PDF, RENDER_NICENESS, TIMEOUT_SECONDS, RenderingError


def draw(html: str) -> bytes:
    """The PDF of a page of HTML."""
    pdf: bytes = render.lay_out(html, ["report.css"]).write_pdf(finisher=tags.finish, **render.ARCHIVE)
    return pdf


def draw_in_subprocess(html: str) -> bytes:
    """The same as draw, in a child process of lower priority. Raises RenderingError."""
    try:
        pdf = apart.run(__name__, html.encode(), seconds=TIMEOUT_SECONDS)
    except apart.ApartError as error:
        raise RenderingError(f"the report could not be drawn: {error}") from None
    if not pdf.startswith(PDF):
        raise RenderingError(f"the report could not be drawn: {pdf.decode()}")
    return pdf


def main() -> None:
    """Draw the pages read from stdin."""
    os.nice(RENDER_NICENESS)
    apart.limit_memory(MEMORY)
    for task in apart.tasks():
        try:
            apart.answer(draw(task.decode()))
        except Exception as error:  # noqa: BLE001 - the caller reports it
            places = "".join(traceback.format_tb(error.__traceback__))
            apart.answer(f"{type(error).__name__}\n{places}".encode())


if __name__ == "__main__":
    main()
