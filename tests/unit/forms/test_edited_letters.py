"""What a letter may not hold once somebody has written in it, and what could be plainer."""

from __future__ import annotations

import pytest

from forms import get_kind
from forms.letters import CHILD, checking, plain_words
from forms.letters.section import letter_section, text_of
from tests.unit.forms.filled import posted
from tests.unit.forms.test_letters import MAYA, every_draft, letter

EDITED = {
    "greeting": "Dear Maya,",
    "change": "Tomasz is your new social worker.",
    "why": "Another worker takes over.",
    "reach": "Ring me.",
    "disagree": "Tell me.",
    "phone": "01632 960 123",
}


HIDDEN = {
    "orders_summary": "Marlon must not know where she is: 14 Mill Lane, or 7 Beech Close. Not before the Family Court. "
    "Her carer is on 07700 900 123, ruth@carers.example.",
    "parents_not_told_why": "He is in prison.",
}
OTHERS = checking.Others(siblings=["Adaeze Clarke"], children=["Dylan Prosser", "Tom"])


def wrong_in(**changes: str) -> dict[str, str]:
    text = text_of(EDITED | changes, "t@council.example")
    return checking.problems(text, get_kind("transfer_meeting"), MAYA, letter())


def hidden_in(**changes: str) -> dict[str, str]:
    text = text_of(EDITED | changes, "t@council.example")
    return checking.problems(text, get_kind("transfer_meeting"), MAYA | HIDDEN, letter(), OTHERS)


@pytest.mark.parametrize(
    "changes,part,why",
    [
        ({"change": "Josiah's worker is mine too."}, "change", "'Josiah': it is the name of a brother or sister"),
        ({"reach": "Come to 4 Weir Street, AV1 2QX."}, "reach", "'AV1 2QX': a letter shows no address"),
        ({"why": "Ask about av104233."}, "why", "'AV104233': it is the child's number"),
        ({"why": MAYA["worries"]}, "why", "Say this in other words"),
        ({"why": f"Well. {MAYA['orders_summary'].upper()}"}, "why", "the record says this where it says who must not"),
        ({"why": "On.\n" * 40}, "change", "no longer fits one sheet: take out about"),
    ],
)
def test_what_must_not_stand_in_a_letter_is_named(changes: dict[str, str], part: str, why: str) -> None:
    found = wrong_in(**changes)

    assert list(found) == [part]
    assert why in found[part]


@pytest.mark.parametrize(
    "changes,part,why",
    [
        ({"why": "We meet at 14 mill lane."}, "why", "'Mill Lane': it is an address that stands in the record"),
        ({"reach": "Come to Beech Close."}, "reach", "'Beech Close': it is an address"),
        (
            {"why": "Sorry, he is in prison!"},
            "why",
            "'He is in prison': the record says this where it says who must not",
        ),
        ({"reach": "Ring +44 (0)7700 900123."}, "reach", "'+44 (0)7700 900123': the record says it where it says who"),
        ({"phone": "07700 900 123"}, "phone", "'07700 900 123': the record says it"),
        ({"disagree": "Ask Ruth@carers.example."}, "disagree", "'Ruth@carers.example': the record says it"),
        ({"why": "I work with Adaeze too."}, "why", "'Adaeze': it is the name of a brother or sister"),
        ({"why": "I work with dylan prosser too."}, "why", "'Dylan Prosser': it is the name of another child"),
    ],
)
def test_what_the_record_or_the_register_keeps_from_the_family_is_refused(
    changes: dict[str, str], part: str, why: str
) -> None:
    found = hidden_in(**changes)

    assert list(found) == [part]
    assert why in found[part]


@pytest.mark.parametrize(
    "changes",
    [
        {"why": "The Family Court has said yes. We saw Tom and Dylan, in prison for a play."},
        {"why": "I work with Adaeze and Josiah too.", "known": "Adaeze, Josiah"},
    ],
)
def test_what_is_not_certain_and_whom_the_reader_knows_may_stay(changes: dict[str, str]) -> None:
    assert hidden_in(**changes) == {}


def test_a_brother_or_sister_may_stay_only_by_name() -> None:
    assert list(hidden_in(why="I work with Adaeze too.", known="Josiah")) == ["why"]


def test_a_plain_letter_and_the_draft_itself_are_right() -> None:
    assert wrong_in() == {}
    assert wrong_in(**letter().parts) == {}


def test_long_sentences_and_the_fields_own_words_are_pointed_out() -> None:
    long = "This is a sentence that goes on and on until nobody knows any more how it began."
    told = plain_words.hints(text_of(EDITED | {"why": f"Short. {long} Your Placement is your placement, sibling."}, ""))

    assert told.long == ((17, long),)
    assert told.hard == (("placement", "where you live"),)


def test_no_draft_needs_a_hint() -> None:
    assert {plain_words.hints(text) for text in every_draft()} == {plain_words.Hints((), ())}


@pytest.mark.parametrize(
    "phone,is_right",
    [("01632 960 123", True), ("+44 (0)1632 960123 ext 4", True), ("", False), ("ask Hannah", False), ("-", False)],
)
def test_a_letter_wants_a_telephone_number(phone: str, is_right: bool) -> None:
    section = letter_section(CHILD).from_post(posted(EDITED | {"phone": phone}))

    assert (section.errors_on_continue() == {}) == is_right
