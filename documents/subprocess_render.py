"""Rendering in a child process: it takes seconds, during which the pages of the same process would wait.

    python -m documents.subprocess_render    reads a pickled DecisionDocument, writes the PDF

The pickle comes from the parent process and from nowhere else.
"""

from __future__ import annotations

import os
import pickle
import sys

from documents import apart
from documents.content import DecisionDocument
from documents.render import render_pdf

TIMEOUT_SECONDS = 120
RENDER_NICENESS = apart.NICENESS


class RenderingError(RuntimeError):
    """A document could not be rendered, or not in time."""


def render_in_subprocess(doc: DecisionDocument) -> bytes:
    """The same as render_pdf, in a child process of lower priority. Raises RenderingError."""
    try:
        return apart.run(__name__, pickle.dumps(doc), seconds=TIMEOUT_SECONDS)
    except apart.ApartError as error:
        raise RenderingError(f"a draft could not be rendered: {error}") from None


def main() -> None:
    """Render the pickled document read from stdin."""
    os.nice(RENDER_NICENESS)
    sys.stdout.buffer.write(render_pdf(pickle.load(sys.stdin.buffer)))  # noqa: S301 - written by the parent process


if __name__ == "__main__":
    main()
