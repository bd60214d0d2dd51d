"""Names as people type, paste and print them: which ways of writing are one name, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.folding import address_in, fold, name_key, same_name, typed_words

TEXTS = st.text(st.characters() | st.sampled_from("oO'’-– ,\u00a0\u200bzłøæßıéÉ"), max_size=12)


@pytest.mark.parametrize(
    "typed", ["O’Brien", "OBrien", "o brien", "O´Brien", "OʼBrien", "O′Brien", "O`BRIEN", "Ｏ＇Ｂｒｉｅｎ"]
)
def test_an_apostrophe_of_any_kind_or_none_is_one_name(typed: str) -> None:
    assert same_name("O'Brien", typed)


@pytest.mark.parametrize(
    "typed", ["Smith Jones", "SmithJones", "Smith‐Jones", "Smith‑Jones", "Smith–Jones", "smith — jones"]
)
def test_a_hyphen_or_dash_of_any_kind_or_none_is_one_name(typed: str) -> None:
    assert same_name("Smith-Jones", typed)


@pytest.mark.parametrize(
    "stored, typed",
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ørsted", "soren orsted"),
        ("Đặng Ngọc Ánh", "dang ngoc anh"),
        ("Þóra Ðísardóttir", "thora disardottir"),
        ("Ægir Lœvenbruck", "aegir loevenbruck"),
        ("Işıl İnan", "isil inan"),
        ("Groß", "GROSS"),
        ("Ħaġar Ŋala", "hagar nala"),
        ("ﬁona", "Fiona"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("Ann Lee", "Ann\u00a0Lee"),
        ("Ann Lee", "\u202eAnn\u200b \u2066Lee\ufe0f\ufeff"),
        ("Ａｎｎ　Ｌｅｅ", "ann lee"),
        ("St. John-Smythe", "st john smythe"),
        ("Maya O’Brien", "OBRIEN, maya"),
    ],
)
def test_letters_and_spaces_of_any_kind_are_one_name(stored: str, typed: str) -> None:
    assert same_name(stored, typed)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ann Lee", "Anna Lee"),
        ("Ali Hassan", "Hassan Ali"),
        ("Dr Ann Lee", "Ann Lee"),
        ("Samuel", "Samul"),
        ("李", "王"),
        ("राम", "रमा"),
        ("", ""),
        ("\u200b", "\u200b"),
        ("—", "—"),
    ],
)
def test_other_names_and_no_names_are_told_apart(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(TEXTS)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_the_words_to_look_for_are_the_name_without_its_spaces(text: str) -> None:
    assert "".join(typed_words(text)) == name_key(text)


@pytest.mark.parametrize(
    "text, words",
    [
        ("o'b", ["ob"]),
        ("o brien", ["o", "brien"]),
        ("O’Brien-Lee,Maya", ["maya", "obrienlee"]),
        ("\0 - '", []),
        ("av-104233", ["av104233"]),
    ],
)
def test_signs_between_letters_join_them_and_spaces_part_them(text: str, words: list[str]) -> None:
    assert typed_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "a.lee@council.gov.uk",
        "Ann Lee <A.Lee@Council.gov.uk>",
        '"Lee, Ann" <a.lee@council.gov.uk>;',
        "mailto:a.lee@council.gov.uk",
        "a.lee\u200b@council.gov.uk",
    ],
)
def test_a_work_address_is_read_wherever_it_stands(text: str) -> None:
    assert address_in(text) == "a.lee@council.gov.uk"


@pytest.mark.parametrize("text", ["", "Ann Lee", "a.lee@", "@council", "Ann @ Lee"])
def test_what_is_no_address_is_not_read_as_one(text: str) -> None:
    assert address_in(text) == ""
