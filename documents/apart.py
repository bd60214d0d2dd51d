"""Drawing in a process of its own: it takes seconds, for which the pages of the same process would wait.

    python -m documents.apart    reads a pickled DecisionDocument, writes the PDF

What is read was written by the process that started this one, and nothing else is ever given to it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from documents.content import DecisionDocument
from documents.render import render_pdf

SECONDS = 120
GIVES_WAY = 10  # the niceness of what takes seconds to draw, for which nobody's page should wait


class NotDrawnError(RuntimeError):
    """A document could not be drawn, or not in time."""


def render_apart(doc: DecisionDocument) -> bytes:
    """The same as render_pdf, in another process that gives way to others. Raises NotDrawnError."""
    asked = pickle.dumps(doc)
    command = [sys.executable, "-m", "documents.apart"]
    try:
        done = subprocess.run(  # noqa: S603 - this module itself
            command, input=asked, capture_output=True, timeout=SECONDS, cwd=Path(__file__).parent.parent, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:  # what it wrote could hold words of the record
        raise NotDrawnError(f"a draft could not be drawn: {type(error).__name__}") from None
    return done.stdout


def main() -> None:
    """Draw what stands on the standard input."""
    os.nice(GIVES_WAY)
    sys.stdout.buffer.write(render_pdf(pickle.load(sys.stdin.buffer)))  # noqa: S301 - see above


if __name__ == "__main__":
    main()
