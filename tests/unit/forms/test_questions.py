"""Each kind of question: what it takes, what it refuses, and that it keeps what was typed."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, NumberQuestion, TextQuestion


class Sampler(Section):
    """One question of each simple kind."""

    key = "sampler"
    title = "Sampler"

    name = TextQuestion("Name", thing="the name", required=True)
    code = TextQuestion(
        "Code", thing="the code", limit=5, pattern="[a-z0-9]+", pattern_problem="must be letters and numbers"
    )
    story = LongTextQuestion("Story", thing="the story")
    months = NumberQuestion("Months", thing="the number of months", unit="months", high=12)
    happy = YesNoQuestion("Happy?", thing="you are happy", required=True)
    colour = ChoiceQuestion("Colour", thing="the colour", choices={"red": "Red", "blue": "Blue"}, required=True)
    born = DateQuestion("Born", thing="the date of birth", past=True, required=True)


def after(posted: dict[str, str] | None = None, **more: Any) -> Sampler:
    return Sampler.from_post(MultiDict(posted or {}), **more)


@pytest.mark.parametrize("name", ["X", "O'Neill", "Nguyễn Thị Ánh", "李", "بیتا", "Zoë-Mae D’Arcy", "ß", "Ann 👩‍👧"])
def test_names_of_any_shape_are_taken_as_they_are(name: str) -> None:
    assert after({"name": name}).answers() == {"name": name}


def test_letters_and_their_marks_are_kept_in_one_spelling() -> None:
    assert after({"name": "Zoe\u0308"}).answers() == {"name": "Zo\u00eb"}


def test_tricks_of_text_direction_are_taken_out() -> None:
    assert after({"name": "An\u202ena\r\nLee\ufeff"}).answers() == {"name": "Anna Lee"}


@pytest.mark.parametrize("sign", ["\x00", "\x92", "\ue000", "\ufdd0", "\U0010fffd", "\ud800"])
def test_a_sign_in_whose_place_another_was_meant_is_no_answer_and_stays_to_be_corrected(sign: str) -> None:
    page = after({"name": f"Ann O{sign}Lee"})

    shown = page["name"].raw.removeprefix("Ann O").removesuffix("Lee")
    assert shown in (sign, "\ufffd")
    assert page.answers() == {}
    assert page.typed() == {"name": f"Ann O{shown}Lee"}
    assert page["name"].error == f"Correct the character U+{ord(shown):04X} behind 'Ann O': it cannot be printed"


def test_an_answer_that_was_saved_with_such_a_sign_before_stays_until_it_is_changed() -> None:
    assert after({"name": "Ann \ue000"}, answers={"name": "Ann \ue000"}).answers() == {"name": "Ann \ue000"}
    assert after({"name": "Ann \ue000!"}, answers={"name": "Ann \ue000"}).answers() == {}


@pytest.mark.parametrize(
    "name", ["\u200b", " \u200d\u200e ", "\u00a0\u3000", "\u3164", "\u2060\ufe0f", "\xad", "\u2800"]
)
def test_a_name_of_signs_that_cannot_be_seen_is_blank(name: str) -> None:
    page = after({"name": name})
    assert page.answers() == page.typed() == {}
    assert "name" in page.errors_on_continue()


def test_signs_without_width_are_taken_out_unless_a_script_needs_them() -> None:
    assert after({"name": "A\u200bn\u2060n\xad Lee"}).answers() == {"name": "Ann Lee"}
    assert after({"name": "می\u200cنا"}).answers() == {"name": "می\u200cنا"}


@pytest.mark.parametrize(
    "sign", ["👨‍👩‍👧‍👦", "👩🏽‍⚕️", "❤️‍🔥", "🏳️‍🌈", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "👩🏾‍❤️‍👨🏻", "1️⃣", "क्‍ष", "می‌خواهم", "ශ්‍රී", "ه‍"], ids=ascii
)
def test_what_is_drawn_as_one_sign_is_kept_whole(sign: str) -> None:
    assert after({"story": f"We drew {sign} for her"}).answers() == {"story": f"We drew {sign} for her"}
    assert after({"name": f"Ann {sign}"}).answers() == {"name": f"Ann {sign}"}


@pytest.mark.parametrize(
    "name", ["Ann\u200d Lee", "A\u200cnn Lee", "\u200dAnn Lee", "Ann Lee\u200d", "Ann 👩\u200d Lee"]
)
def test_a_joiner_that_joins_nothing_is_taken_out_of_a_name(name: str) -> None:
    assert after({"name": name}).answers() == {"name": name.replace("\u200d", "").replace("\u200c", "")}


@pytest.mark.parametrize(
    "pasted,kept",
    [
        (
            "Visits:\r\n\uf0b7\tMonday\r\no\tafter school\r\n\uf0a7\tFriday",
            "Visits:\n•\tMonday\no\tafter school\n▪\tFriday",
        ),
        ("·\tMonday\n\uf0d8 Friday \uf0e0 court \uf04a", "·\tMonday\n➢ Friday → court ☺"),
        ("  \uf0b7\tMonday\n  \uf0b7\tFriday", "•\tMonday\n•\tFriday"),
        ("Visits\n\t• Monday\n\t\t• at ten", "Visits\n\t• Monday\n\t\t• at ten"),
        (
            "one line\x0bof a paragraph\u2028and another\u2029and more",
            "one line\nof a paragraph\nand another\nand more",
        ),
    ],
)
def test_lists_pasted_from_word_keep_their_bullets_tabs_and_lines(pasted: str, kept: str) -> None:
    assert after({"story": pasted}).answers() == {"story": kept}
    assert after({"story": kept}).answers() == {"story": kept}


def test_a_line_break_pasted_into_one_line_becomes_a_space() -> None:
    assert after({"name": "Ann\x0bLee\u2028of\tHill"}).answers() == {"name": "Ann Lee of Hill"}


@pytest.mark.parametrize("text", [".", "-", "…", "??", "👍", "x", "n/a"])
def test_an_account_that_nobody_can_read_is_an_error_and_is_kept_as_typed(text: str) -> None:
    page = after({"story": text})
    assert page.answers() == {}
    assert page.typed() == {"story": text}
    assert page.errors_now() == {"story": "Story must be in words that somebody else can read"}


def test_a_name_needs_a_letter_or_a_number() -> None:
    assert after({"name": "👩‍👧"}).errors_now() == {
        "name": "Name must have a letter or a number in it, not only other signs"
    }


def test_lines_are_kept_in_long_text_and_only_there() -> None:
    page = after({"name": "one\r\ntwo", "story": " one\r\n\r\ntwo\t3\r4 "})
    assert page.answers() == {"name": "one two", "story": "one\n\ntwo\t3\n4"}


def test_spaces_alone_are_blank() -> None:
    page = after({"name": "  \t ", "story": "\r\n", "months": " ", "born-day": " "})
    assert page.answers() == page.typed() == page.errors_now() == {}


def test_text_that_is_too_long_is_kept_whole_and_told_by_how_much() -> None:
    page = after({"name": "a" * 512, "story": "b" * 5_001})
    assert page.answers() == {}
    assert page.typed() == {"name": "a" * 512, "story": "b" * 5_001}
    assert page.errors_now() == {
        "name": "Name must be 500 characters or fewer: take out 12 characters",
        "story": "Story must be 5,000 characters or fewer: take out 1 character",
    }


def test_text_at_its_limit_is_taken() -> None:
    assert after({"name": "a" * 500, "story": "ab" * 2_500}).errors_now() == {}


@pytest.mark.parametrize(
    "code,message",
    [
        ("abcdef", "Code must be 5 characters or fewer: take out 1 character"),
        ("a-b", "Code must be letters and numbers"),
    ],
)
def test_a_code_has_its_own_shape(code: str, message: str) -> None:
    page = after({"code": code})
    assert page.errors_now() == {"code": message}
    assert page.typed() == {"code": code}


@pytest.mark.parametrize("typed,number", [("4", 4), (" 0 ", 0), ("12", 12), ("4 months", 4), ("٣", 3)])
def test_a_number_is_read(typed: str, number: int) -> None:
    assert after({"months": typed}).answers() == {"months": number}


@pytest.mark.parametrize(
    "typed,message",
    [
        ("four", "Number of months must be a whole number, like 4"),
        ("3.5", "Number of months must be a whole number, like 4"),
        ("²", "Number of months must be a whole number, like 4"),
        ("9" * 400, "Number of months must be a whole number, like 4"),
        ("13", "Number of months must be between 0 and 12"),
        ("-1", "Number of months must be between 0 and 12"),
    ],
)
def test_a_number_that_is_none_is_kept_as_typed(typed: str, message: str) -> None:
    page = after({"months": typed})
    assert page.errors_now() == {"months": message}
    assert page.typed() == {"months": typed}


def test_a_choice_that_was_not_offered_is_no_answer() -> None:
    page = after({"colour": "green", "happy": "maybe"})
    assert page.answers() == {}
    assert page.errors_now() == {"colour": "Select the colour", "happy": "Select yes if you are happy"}


def test_a_date_is_stored_in_one_form_however_it_was_typed() -> None:
    assert after({"born-day": "1 jan 2020"}).answers() == {"born": "2020-01-01"}
    assert after({"born-day": "1", "born-month": "jan", "born-year": "2020"}).answers() == {"born": "2020-01-01"}


def test_a_date_that_is_none_is_kept_box_by_box() -> None:
    page = after({"born-day": "31", "born-month": "2", "born-year": ""})
    assert page.typed() == {"born": {"day": "31", "month": "2", "year": ""}}
    assert page.errors_now() == {"born": "Date of birth must include a year"}


def test_a_birth_is_not_in_the_future_where_today_is_known() -> None:
    tomorrow = {"born-day": "2", "born-month": "3", "born-year": "2026"}
    page = after(tomorrow, today=date(2026, 3, 1))
    assert page.errors_now() == {"born": "Date of birth must be today or in the past"}
    assert after(tomorrow, today=date(2026, 3, 2)).answers() == after(tomorrow).answers() == {"born": "2026-03-02"}


def test_nothing_is_said_of_blanks_until_somebody_asks_to_continue() -> None:
    page = after({})
    assert page.errors_now() == {}
    assert page.errors_on_continue() == {
        "name": "Enter the name",
        "happy": "Select yes if you are happy",
        "colour": "Select the colour",
        "born": "Enter the date of birth",
    }


def test_what_was_typed_wrong_is_not_called_blank_on_continue() -> None:
    page = after({"name": "a" * 501, "happy": "yes", "colour": "red", "born-day": "40"})
    found = page.errors_on_continue()
    assert found["name"].startswith("Name must be")
    assert found["born"].startswith("Date of birth must include")


def test_a_question_that_was_not_on_the_posted_page_keeps_what_is_stored() -> None:
    stored: dict[str, Any] = {"name": "Ada", "colour": "red", "born": "2020-01-01"}
    page = after({"name": "Bea"}, answers=stored, typed={"months": "four"})
    assert page.answers() == stored | {"name": "Bea"}
    assert page.typed() == {"months": "four"}


def test_a_blank_that_was_posted_takes_the_stored_answer_away() -> None:
    page = after({"name": "", "born-day": "", "months": ""}, answers={"name": "Ada", "born": "2020-01-01", "months": 4})
    assert page.answers() == {}


def test_the_first_of_repeated_values_counts() -> None:
    page = Sampler.from_post(MultiDict([("name", "Ada"), ("name", "Bea")]))
    assert page.answers() == {"name": "Ada"}


@pytest.mark.parametrize("stored", [None, 5, True, [], {}, {"name": 3}, ["x"], {"day": 1}, "2026-02-31"])
def test_stored_values_of_a_strange_shape_break_nothing(stored: Any) -> None:
    everywhere = dict.fromkeys(Sampler.questions(), stored)
    for page in (Sampler.from_answers(everywhere), Sampler.from_answers({}, everywhere)):
        page.errors_on_continue({})


def test_error_links_go_to_the_first_control_in_the_order_of_the_page() -> None:
    page = after({})
    errors = page.errors_on_continue()
    links = page.error_links(dict(reversed(errors.items())))
    assert [link["href"] for link in links] == ["#name", "#happy", "#colour", "#born-day"]
    assert links[0]["text"] == "Enter the name"
