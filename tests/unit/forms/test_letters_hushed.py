"""That somebody is not to know something is refused in a letter however it is said; ordinary sentences are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms import get_kind
from forms.letters import CHILD, checking
from tests.unit.forms.letter_of_maya import MAYA, letter


def wrong(said: str) -> str:
    text = replace(letter(), why=said)
    return checking.problems(text, get_kind("transfer_meeting"), MAYA, letter()).get("why", "")


def doubtful(said: str) -> list[str]:
    return checking.doubtful_sentences(replace(letter(), why=said), letter(), CHILD)


@pytest.mark.parametrize(
    "said",
    [
        "Marlon mustn't know.",
        "Marlon mustnt know.",
        "Marlon mustn\u2019t  know.",
        "Your dad must not\nknow.",
        "Nobody must know.",
        "Nobody should know that.",
        "Your dad is not allowed to know.",
        "You must not tell your dad.",
        "We will not tell Marlon where you live.",
        "Don't let Marlon find out where you live.",
        "Marlon should never learn your address.",
        "Your dad must never see this.",
        "Your mum may not know where you are.",
        "We will not say where Maya lives.",
        "Please do not tell Marlon.",
        "Keep this from your dad.",
    ],
)
def test_that_somebody_is_not_to_know_something_is_refused_in_many_wordings(said: str) -> None:
    assert "a letter says nothing of who must not know what" in wrong(said)


@pytest.mark.parametrize(
    "said",
    [
        "Keep this letter from your mum.",
        "We keep the place where Maya lives from you.",
        "People who should not know will not hear it.",
        "I will not tell anyone what you say.",
        "I will not tell your mum without you.",
        "If you do not tell Hannah, she cannot help.",
        "It is up to you whether or not to tell your dad.",
    ],
)
def test_what_may_say_that_somebody_is_not_to_know_something_is_pointed_out(said: str) -> None:
    assert wrong(said) == ""
    assert doubtful(said) == [said]


def test_what_nobody_knows_yet_is_an_ordinary_sentence() -> None:
    said = (
        "You should not know all the answers now. Nobody knows yet who will visit. Hannah may not know the answer. "
        "You must not see this as your fault. You should not know them all. Mum should not be told off. Tell Hannah."
    )

    assert wrong(said) == ""
    assert doubtful(said) == []
