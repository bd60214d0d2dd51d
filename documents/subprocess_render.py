"""Rendering in a child process: it takes seconds, during which the pages of the same process would wait.

    python -m documents.subprocess_render    reads a pickled DecisionDocument, writes the PDF

The pickle comes from the parent process and from nowhere else.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from documents.content import DecisionDocument
from documents.render import render_pdf

TIMEOUT_SECONDS = 120
RENDER_NICENESS = 10  # rendering takes seconds: requests for pages come first


class RenderingError(RuntimeError):
    """A document could not be rendered, or not in time."""


def render_in_subprocess(doc: DecisionDocument) -> bytes:
    """The same as render_pdf, in a child process of lower priority. Raises RenderingError."""
    pickled = pickle.dumps(doc)
    command = [sys.executable, "-m", "documents.subprocess_render"]
    root = Path(__file__).parent.parent
    try:
        done = subprocess.run(  # noqa: S603 - this module itself
            command, input=pickled, capture_output=True, timeout=TIMEOUT_SECONDS, cwd=root, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:  # its stderr may contain record data
        raise RenderingError(f"a draft could not be rendered: {type(error).__name__}") from None
    return done.stdout


def main() -> None:
    """Render the pickled document read from stdin."""
    os.nice(RENDER_NICENESS)
    sys.stdout.buffer.write(render_pdf(pickle.load(sys.stdin.buffer)))  # noqa: S301 - written by the parent process


if __name__ == "__main__":
    main()
