"""Answers are stored by the name of their question: a question made for one name is asked under no other."""

from __future__ import annotations

import pytest

from forms.engine.section import Section
from forms.engine.text import TextQuestion


def test_a_question_under_another_name_than_it_was_made_for_is_refused() -> None:
    one, other = (TextQuestion("Who?", name=name, thing="who") for name in ("told_by", "told_how"))

    with pytest.raises(TypeError, match=r"Telling\.told_by was made to be called told_how"):
        type("Telling", (Section,), {"told_by": other, "told_how": one})


def test_a_question_under_its_own_name_or_without_one_is_taken() -> None:
    asked = {"told_by": TextQuestion("Who?", name="told_by", thing="who"), "where": TextQuestion("Where?", thing="it")}

    telling: type[Section] = type("Telling", (Section,), asked)

    assert list(telling.questions()) == ["told_by", "where"]
