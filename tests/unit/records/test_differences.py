"""A change of a long text is stored as what differs, and gives the earlier text again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models import AnswerChange
from records.drafting.differences import UNKNOWN, before, between

LONG = ["answer", "Mia sees her grandmother on Sundays and likes it. " * 80]
JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
VALUES = st.none() | st.tuples(st.sampled_from(("answer", "typed")), JSON).map(list)


def stored(was: object, now: object) -> object:
    """What the database gives back of a change."""
    column = AnswerChange.before
    return column.python_value(column.db_value(between(was, now)))  # type: ignore[arg-type]


@given(was=VALUES, now=VALUES, around=st.text(max_size=400))
def test_a_change_gives_the_earlier_value_again(was: object, now: object, around: str) -> None:
    for one, other in ((was, now), (["answer", [around, was, around]], ["answer", [around, now, around]])):
        assert before(stored(one, other), other) == one  # type: ignore[arg-type]


def test_a_word_more_in_a_long_text_takes_a_few_letters() -> None:
    more = ["answer", LONG[1] + "She asked to go more often."]

    assert len(str(stored(LONG, more))) < 100


def test_letters_outside_of_ascii_are_led_back_to_whole() -> None:
    was, now = ["answer", "Zoë 😀 " * 100], ["answer", "Zoë 😀 " * 50 + "Zoé 😃 " + "Zoë 😀 " * 49]

    assert before(stored(was, now), now) == was  # type: ignore[arg-type]


def test_of_another_text_than_the_one_that_was_led_to_nothing_is_guessed() -> None:
    more = ["answer", LONG[1] + "She asked to go more often."]

    assert before(stored(LONG, more), ["answer", LONG[1] + "She asked to go less often."]) == UNKNOWN  # type: ignore[arg-type]
