"""Drawing the contents page of a pack in a child process with limits of memory and time.

    python -m documents.packs.drawn_apart    reads pickled PackContents, writes their PDFs

The pickle comes from the parent process and from nowhere else.
"""

from __future__ import annotations

import os
import pickle
import traceback

from documents import apart
from documents.packs.content import PackContents
from documents.packs.drawing import as_pdf
from documents.subprocess_render import MEMORY, PDF, RenderingError

SECONDS = 300.0


def draw(contents: PackContents) -> bytes:
    """The same as `as_pdf`, in a child process of lower priority. Raises RenderingError."""
    try:
        pdf = apart.run(__name__, pickle.dumps(contents), seconds=SECONDS)
    except apart.ApartError as error:
        raise RenderingError(f"the contents page could not be drawn: {error}") from None
    if not pdf.startswith(PDF):
        raise RenderingError(f"the contents page could not be drawn: {pdf.decode()}")
    return pdf


def main() -> None:
    """Draw the pickled contents read from stdin."""
    os.nice(apart.NICENESS)
    apart.limit_memory(MEMORY)
    for task in apart.tasks():
        contents: PackContents = pickle.loads(task)  # noqa: S301 - written by the parent process
        try:
            apart.answer(as_pdf(contents))
        except Exception as error:  # noqa: BLE001 - the parent logs it; the message may hold record data
            places = "".join(traceback.format_tb(error.__traceback__))
            apart.answer(f"{type(error).__name__}\n{places}".encode())


if __name__ == "__main__":
    main()
