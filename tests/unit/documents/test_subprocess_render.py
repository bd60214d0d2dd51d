"""A draft is rendered by a child process, the same as by this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from documents import apart, attachment, subprocess_render
from documents.render import render_pdf
from documents.subprocess_render import RenderingError, render_in_subprocess
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading


def test_what_another_process_renders_says_the_same() -> None:
    draft = sample.a_draft()

    there, here = Reading(render_in_subprocess(draft)), Reading(render_pdf(draft))

    assert there.pages == here.pages
    assert there.pdf.attachments["answers.json"].get_file().read_bytes() == attachment.to_bytes(draft)


def test_the_app_starts_without_what_only_that_process_needs() -> None:
    asked = "import app, sys; print('weasyprint' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert said == "False\n"


def test_what_cannot_be_rendered_says_so_and_nothing_of_what_is_in_it() -> None:
    broken = sample.a_draft(sections="Amina Šmídová")

    with pytest.raises(RenderingError) as caught:
        render_in_subprocess(broken)
    assert str(caught.value).startswith("the document could not be drawn: AttributeError\n")
    assert "documents/render.py" in str(caught.value)
    assert "Amina" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess_render, "TIMEOUT_SECONDS", 0.01)

    with pytest.raises(RenderingError, match="it took too long"):
        render_in_subprocess(sample.a_draft())


def test_a_request_to_stop_that_reaches_the_child_does_not_break_off_what_it_draws() -> None:
    draft = sample.a_draft()
    render_in_subprocess(draft)
    here = (os.getpid(), "documents.subprocess_render")
    child, _ = apart._waiting[here]
    child.send_signal(signal.SIGTERM)

    assert render_in_subprocess(draft).startswith(b"%PDF-")
    assert apart._waiting[here][0] is child
    apart.stop_waiting()
