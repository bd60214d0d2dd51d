"""What cannot be seen is taken out of names and answers, wherever they come from, unless it is where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.engine.cleaning import tidy_block, tidy_line, unprintable_problem

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\u206f\u2800\u3164"
    "\u2065\ufe00\ufe0f\ufeff\uffa0\ufff0\U00013430\U0001bca0\U0001d159\U0001d173"
    "\U000e0001\U000e0041\U000e007f\U000e0080\U000e0100\U000e0fff"
)
LOST = (
    "\x00\x07\x1f\x7f\x85\x92\ud800\udfff\ue000\uf8ff\ufdd0\ufdef\ufffd\ufffe\uffff"
    "\U0001fffe\U000f0000\U0010fffd\U0010ffff"
)
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
BELONGS = {
    "a mark of direction in Arabic": "رقم الهاتف \u200f(0113) 496 0000",
    "a mark of direction in Hebrew": "שלום\u200e, a",
    "a joiner in Persian": "می\u200cخواهم",
    "a family": "👩\u200d👧",
    "a heart in colour": "❤\ufe0f",
    "a key": "1\ufe0f\u20e3",
    "the flag of England": FLAG,
    "a Japanese name": "葛\U000e0100城",
    "Braille": "⠓⠑⠀⠇⠏",
}


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_cannot_be_seen_makes_no_other_name(sign: str) -> None:
    assert tidy_line(f"An{sign}n{sign} L{sign}ee{sign}") == "Ann Lee"
    assert tidy_block(f"{sign}An{sign}n\nLee") == "Ann\nLee"
    assert tidy_line(sign * 3) == ""


@pytest.mark.parametrize("text", BELONGS.values(), ids=BELONGS)
def test_what_has_a_meaning_where_it_stands_is_kept(text: str) -> None:
    assert tidy_line(text) == text


@pytest.mark.parametrize("sign", LOST, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_has_another_characters_place_is_named_and_can_be_stored(sign: str) -> None:
    typed = f"\u202eMarcus O{sign}Bell"

    assert unprintable_problem(typed) == (
        f"Correct the character U+{ord(sign):04X} behind 'Marcus O': it cannot be printed"
    )
    assert unprintable_problem(tidy_block(typed))
    assert tidy_line(typed).encode() == tidy_line(typed).replace("\0", "").encode()


@pytest.mark.parametrize(
    "text", ["a\tb\nc\r\nd\x0be\x0cf", "\uf0b7 a point of Word's", "a\u2028b", "\U0001faef", *BELONGS.values()]
)
def test_what_is_typed_in_earnest_is_not_refused(text: str) -> None:
    assert unprintable_problem(text) == unprintable_problem(tidy_block(text)) == ""


def test_a_text_hidden_in_tags_is_gone_and_a_flag_stays() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "approve")

    assert tidy_line(f"Agreed{hidden} {FLAG}") == f"Agreed {FLAG}"


@example("❤\u200c\ufe0f")
@example("\ufe0f\u200c\U0001f3f4")
@given(st.text(st.sampled_from(f"aé1 א葛⠓👩❤\U0001f3f4{UNSEEN}"), max_size=12))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73", "\u0301" * 29 + "\u0316\u200c"])
def test_marks_are_piled_on_a_letter_as_far_as_any_script_has_them(marks: str) -> None:
    tidied = tidy_block(f"She said a{marks * 100_000} and left.")

    assert tidied.startswith("She said")
    assert tidied.endswith("and left.")
    assert len(tidied) < 100
