"""A draft is drawn by another process, the same as by this one."""

from __future__ import annotations

import pytest

from documents import apart, attachment
from documents.render import render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading


def test_what_another_process_draws_says_the_same() -> None:
    draft = sample.a_draft()

    there, here = Reading(apart.render_apart(draft)), Reading(render_pdf(draft))

    assert there.pages == here.pages
    assert there.pdf.attachments["answers.json"].get_file().read_bytes() == attachment.to_bytes(draft)


def test_what_cannot_be_drawn_says_so_and_nothing_of_what_is_in_it() -> None:
    broken = sample.a_draft(sections="Amina Šmídová")

    with pytest.raises(apart.NotDrawnError) as caught:
        apart.render_apart(broken)
    assert str(caught.value) == "a draft could not be drawn: CalledProcessError"
    assert caught.value.__cause__ is None


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)

    with pytest.raises(apart.NotDrawnError, match="TimeoutExpired"):
        apart.render_apart(sample.a_draft())
