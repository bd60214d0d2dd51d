"""Rendering in a child process: it takes seconds and, for what is long, memory that the other pages need.

    python -m documents.subprocess_render    reads pickled documents, writes their PDFs

The child stays for the next document, since starting it takes as long as drawing a short one. The pickle comes from the
parent process and from nowhere else.
"""

from __future__ import annotations

import os
import pickle
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from documents import apart
from documents.content import DecisionDocument
from documents.letter import LetterDocument, render_letter
from documents.packs.content import PackContents
from documents.packs.drawing import render_contents
from documents.report import FiguresReport, render_report

TIMEOUT_SECONDS = 120
PDF = b"%PDF-"
MEMORY = 1024 * 1024 * 1024
RENDER_NICENESS = apart.NICENESS


def _render_record(doc: DecisionDocument) -> bytes:
    from documents.render import render_pdf  # and with it WeasyPrint, which only the process that draws needs

    return render_pdf(doc)


Drawn = DecisionDocument | LetterDocument | PackContents | FiguresReport
_RENDERERS: Mapping[type, Callable[[Any], bytes]] = {
    DecisionDocument: _render_record,
    LetterDocument: render_letter,
    PackContents: render_contents,
    FiguresReport: render_report,
}


class RenderingError(RuntimeError):
    """A document could not be rendered, or not in time; the message holds nothing of it."""


def render_in_subprocess(doc: Drawn, *, seconds: float | None = None) -> bytes:
    """The same as draw, in a child process of lower priority. Raises RenderingError.

    seconds: how long it may take, TIMEOUT_SECONDS unless given.
    """
    try:
        pdf = apart.run(__name__, pickle.dumps(doc), seconds=seconds or TIMEOUT_SECONDS, ready="same")
    except apart.ApartError as error:
        raise RenderingError(f"the document could not be drawn: {error}") from None
    if not pdf.startswith(PDF):
        raise RenderingError(f"the document could not be drawn: {pdf.decode()}")
    return pdf


def draw(doc: Drawn) -> bytes:
    """The PDF of a document, drawn in this process."""
    return _RENDERERS[type(doc)](doc)


def main() -> None:
    """Render the pickled documents read from stdin."""
    os.nice(RENDER_NICENESS)
    apart.limit_memory(MEMORY)
    import_module("documents.render")  # while nobody waits yet
    for task in apart.tasks():
        doc: Drawn = pickle.loads(task)  # noqa: S301 - written by the parent process
        try:
            apart.answer(draw(doc))
        except Exception as error:  # noqa: BLE001 - the parent logs it; the message may hold record data
            places = "".join(traceback.format_tb(error.__traceback__))
            apart.answer(f"{type(error).__name__}\n{places}".encode())


if __name__ == "__main__":
    main()
