"""Words mean words: what says nothing is no answer, in any script, and a short true word is one."""

from datetime import date

import pytest

from forms import KINDS
from protocol import Outcome, parameters_on, weigh
from protocol.answers import Answers
from protocol.words import ACCOUNTS, is_readable, is_reason, is_words

TODAY = date(2026, 3, 1)
SAYS_NOTHING = [
    *(".", "-", "…", "—", "?", "??", "   ", "\n\n", "x", "X.", "xx", "aaa", "é", "e\u0301", "\uff58", "1", "12"),
    *("\u200b", "\u202e\u202c", "\u2066\u2069", "\u3164", "\u2800\u2800", "\u00ad", "\ufeff", "a\u200ba"),
    *("asdf", "asdf asdf", "ASDF.", "qwertz", "lkj", "hjkl", "qwerty12", "zxcvb nm", "abc", "ab cde fg", "xxx xxx"),
    *("sdfg hjkl", "fg", "bcd", "hhhmm", "jjj kkk lll", "asdfghjkl;", "a b c", "x y z", "dfgdfg", "abcabc abc"),
    *("asdf " * 200, "xxxx " * 200),
    *("😀", "👍👍👍", "🇬🇧", "✓", "→", "n/a", "N/A", "N.A.", "tbc", "nil", "\U0001d431"),
]
WORDS = [
    *("Redundancy", "None", "Rashida", "Ng Mei", "liberty", "property", "typewriter", "fed", "We", "didn't", "rhythm"),
    *("Ill.", "No one", "王", "병", "मैं", "ok", "Да", "نعم", "病気", "ill ✓", "She is ill 😀", "Ó sé", "なし"),
    *("病", "Szczęście", "lengthways", "Grüße", "naïve", "Ναι", "asdf, but she is ill", "1. Visit"),
]


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_what_nobody_can_read_is_no_account_and_no_reason(text: str) -> None:
    assert not is_words(text)
    assert not is_reason(text)


@pytest.mark.parametrize("text", WORDS)
def test_a_short_true_word_is_one_in_any_script(text: str) -> None:
    assert is_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK.",
        "ab",
        "asdf",
        "asdf asdf",
        "a b c",
        "Ill.",
        "是",
        "病気",
        "병",
        "да",
        "No no no no",
        "Busy",
        "aslkdjf",
        "n/a n/a",
    ],
)
def test_one_word_or_a_few_letters_are_no_reason(text: str) -> None:
    assert not is_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "He is ill.",
        "I am ill",
        "Redundancy",
        "redundancy.",
        "Sickness",
        "Hardship",
        "Bereavement",
        "Болезнь",
        "She is ill 😀",
        "No one came",
        "他病了",
        "担当者が病気",
        "아파서 쉰다",
        "वह बीमार है",
        "Он болен",
        "هي مريضة",
        "Ó tá sé tinn",
    ],
)
def test_a_few_words_of_any_script_are_a_reason(text: str) -> None:
    assert is_reason(text)


@pytest.mark.parametrize("text", ["None", "none.", "No", "nothing", "No reason", "None known", "unknown"])
def test_there_is_none_can_be_an_account_and_is_never_a_reason(text: str) -> None:
    assert is_words(text)
    assert not is_reason(text)


@pytest.mark.parametrize("text", ["7", "E", "Ø", "2026/14", "王"])
def test_a_line_is_read_with_one_letter_or_number(text: str) -> None:
    assert is_readable(text)


@pytest.mark.parametrize("text", [".", "--", "\u200b", "\u3164", "😀", "…"])
def test_a_line_of_other_signs_is_blank(text: str) -> None:
    assert not is_readable(text)


def test_a_long_text_of_signs_says_as_little_as_a_short_one() -> None:
    assert not is_words(". " * 5_000)
    assert not is_words("x" * 5_000)
    assert is_words("." * 5_000 + "She is ill")


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_rules_read_an_account_that_says_nothing_as_blank(text: str) -> None:
    assert Answers({"best_interests": text}, kind="transfer_meeting", today=TODAY).text("best_interests") == ""


@pytest.mark.parametrize("text", [*SAYS_NOTHING, "None", "No reason"])
def test_a_reason_that_says_nothing_departs_from_nothing(text: str) -> None:
    answers = {"joint_visit": "none", "departures": {"142.3.7": text}}
    weighed = weigh("transfer_meeting", answers, today=TODAY, parameters=parameters_on(TODAY))
    found = weighed.get("142.3.7")
    assert found is not None
    assert found.outcome is not Outcome.DEPARTED
    assert not found.reason


def test_every_long_text_of_every_record_is_known_as_an_account() -> None:
    asked = {
        name
        for form in KINDS.values()
        for question, one in form.questions.items()
        for name, control in [(question, one), *getattr(one, "columns", {}).items()]
        if control.kind == "long_text"
    }
    assert asked - ACCOUNTS == set(), "Add it to protocol.words.ACCOUNTS"
