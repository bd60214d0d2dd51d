"""How values are said."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest

from documents import colour, typed, words


@pytest.mark.parametrize(
    "at, said",
    [
        (datetime(2026, 1, 1, 0, 5, tzinfo=UTC), "1 January 2026 at 12:05am (GMT)"),
        (datetime(2026, 6, 30, 12, 0, tzinfo=UTC), "30 June 2026 at 1:00pm (BST)"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026 at 12:59am (GMT)"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 2:00am (BST)"),
    ],
)
def test_instants_are_said_in_londons_time_with_the_zone(at: datetime, said: str) -> None:
    assert words.in_time(at) == said


def test_dates_are_said_in_full() -> None:
    assert words.in_date(date(2026, 3, 7)) == "7 March 2026"
    assert words.in_date(None) == ""


def test_a_code_is_said_in_groups_of_four_however_it_is_stored() -> None:
    assert words.in_code("7KQM4XDTH9CR") == words.in_code("7KQM-4XDT-H9CR") == "7KQM-4XDT-H9CR"


def test_the_place_where_a_code_is_entered_is_said_as_people_type_it() -> None:
    assert words.entered_at("https://handover.council.example/verify?code=7KQM") == "handover.council.example/verify"
    assert words.entered_at("http://127.0.0.1:8000/verify?code=7KQM") == "http://127.0.0.1:8000/verify"


def test_a_hash_is_said_in_two_lines_of_four_groups() -> None:
    assert words.in_groups("0123456789abcdef" * 4) == "\n".join(["01234567 89abcdef 01234567 89abcdef"] * 2)


def test_outcomes_are_counted_in_a_fixed_order_and_the_unknown_last() -> None:
    counted = words.tally(["does_not_apply", "met", "odd_one", "unmet", "met"])
    assert counted == "2 met, 1 not met, 1 not applicable, 1 Odd one."
    assert words.tally([]) == ""


@pytest.mark.parametrize(
    "text, parts",
    [
        ("one", [["one"]]),
        ("  one\r\ntwo \n\n \n three\n", [["one", "two"], ["three"]]),
        ("One\u2028two\u2029Three", [["One", "two"], ["Three"]]),
        ("", [[""]]),
    ],
)
def test_paragraphs_are_parted_by_blank_lines(text: str, parts: list[list[str]]) -> None:
    assert typed.paragraphs(text) == parts


@pytest.mark.parametrize(
    "text, direction",
    [("Amina", "ltr"), ("أمينة Amina", "rtl"), ("12 – שרה", "rtl"), ("123", "ltr"), ("", "ltr"), ("A أ", "ltr")],
)
def test_the_first_letter_with_a_direction_gives_it(text: str, direction: str) -> None:
    assert words.direction(text) == direction


def test_what_cannot_be_printed_is_spelled_out_and_the_rest_is_left_alone() -> None:
    assert words.printable("a\tb\nc é 李 👍\u200d") == "a\tb\nc é 李 👍\u200d"
    assert words.printable("\x00\x1f\x7f\x85\ud800\ufdd0") == "[U+0000][U+001F][U+007F][U+0085][U+D800][U+FDD0]"
    assert words.printable("x\u0378y", [0x378]) == "x[U+0378]y"


def test_a_picture_that_no_font_has_is_named_and_a_skin_tone_is_left_to_the_attached_answers() -> None:
    assert words.printable("x🥺y 👩🏽‍🦱", [0x1F97A, 0x1F9B1]) == "x[face with pleading eyes]y 👩\u200d[curly hair]"
    assert words.printable("👋🏽 and 🏽") == "👋 and 🏽"


def test_words_own_bullets_are_drawn_as_bullets_wherever_they_stand() -> None:
    assert words.printable("\uf0b7\tone \uf0fc") == "•\tone ✓"


def test_every_level_is_said_and_none_is_called_qualified() -> None:
    assert set(words.SEAL_LEVELS) == {"", "B-B", "B-T", "B-LT", "B-LTA"}
    assert not any("qualified" in said.lower() for said in words.SEAL_LEVELS.values())


def test_a_dark_colour_is_kept_and_a_pale_one_darkened_until_it_can_be_read() -> None:
    assert colour.readable("#1d4e5f") == "#1d4e5f"
    assert colour.contrast(colour.readable("#ffdd00"), "#ffffff") >= 4.5
    assert colour.readable("teal") == colour.INK


def test_contrast_is_reckoned_as_in_the_guidelines() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("letters", ["نب", "कि", "ab"])
def test_what_goes_on_without_a_blank_may_break_where_a_letter_begins(letters: str) -> None:
    printed = words.printable(letters * 1_000)

    assert printed.replace("\u200b", "") == letters * 1_000
    assert max(map(len, printed.split("\u200b"))) < 20
    assert not any(unicodedata.category(part[0]).startswith("M") for part in printed.split("\u200b"))


def test_words_names_and_links_are_printed_as_they_are() -> None:
    link = "https://council.example/" + "a" * 270

    assert words.printable("&amp;" * 1_000) == "&amp;" * 1_000
    assert words.printable(f'<p class="x">{link}</p>') == f'<p class="x">{link}</p>'
