"""What may not stand in an edited letter, what is pointed out, and where it says something else than its record."""

from __future__ import annotations

import pytest

from forms import get_kind
from forms.letters import CHILD, PARENTS, checking, plain_words, unlike_record
from forms.letters.section import letter_section, text_of
from tests.unit.forms.filled import posted
from tests.unit.forms.letter_of_maya import MAYA, letter

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
        ({"why": "Ask about av104233."}, "why", "'av104233': it is the child's number"),
        ({"why": MAYA["worries"]}, "why", "Say this in other words"),
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
        ({"why": "Marlon MUST NOT know\nwhere she  is."}, "why", "the record says this where it says who must not"),
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
        ({"greeting": "Dear Dylan,"}, "greeting", "'Dylan': it is the name of another child"),
    ],
)
def test_what_the_record_or_the_register_keeps_from_the_family_is_refused(
    changes: dict[str, str], part: str, why: str
) -> None:
    found = hidden_in(**changes)

    assert list(found) == [part]
    assert why in found[part]


def test_what_the_orders_say_of_nobody_who_must_not_know_may_stand() -> None:
    assert wrong_in(why="It follows the care plan. There is no order about family time. Marlon does not hold it.") == {}


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


@pytest.mark.parametrize(
    "said,found",
    [
        ("Your NHS number is 943 476 5919.", "943 476 5919"),
        ("It is 943-476-5919, or 9434765919.", "9434765919"),
        ("It is 943.476.5919.", "943.476.5919"),
        ("It is 943-476-5918.", "943-476-5918"),
        ("Her home is near sw1a 1aa.", "sw1a 1aa"),
        ("It is at AV1 1aa.", "AV1 1aa"),
        ("It is 94 34 76 59 19, or 943/476/5919.", "94 34 76 59 19"),
        ("It is \uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff19\uff11\uff19.", "9434765919"),
        ("It is 943  476\n5919.", "943 476 5919"),
        ("It is at NE1-4XY.", "NE1-4XY"),
        ("It is at NE1\xa0\xa04XY.", "NE1 4XY"),
        ("It is at N E 1 4 X Y.", "NE14XY"),
        ("Ask for AV 104 233.", "AV 104 233"),
        ("Ask for av\u2011104233.", "av-104233"),
    ],
)
def test_numbers_and_postcodes_are_refused_however_they_are_written(said: str, found: str) -> None:
    assert f"Take out '{found}'" in wrong_in(why=said)["why"]


@pytest.mark.parametrize(
    "said",
    [
        "Ring +44 113 496 0000.",
        "Ring 0300 123 1234.",
        "Ring +447700900130, 07700900130 or 9434765918.",
        "Room b2 3rd floor, b2 3pm, in 2 as 4am.",
        "My car is a VW T5 2CV. We come at 9.30, 10 or 11.15 on 9 December 2026.",
    ],
)
def test_telephone_numbers_and_floors_are_neither(said: str) -> None:
    assert wrong_in(why=said) == {}


def test_long_sentences_and_the_fields_own_words_are_pointed_out() -> None:
    long = "This is a sentence that goes on and on until nobody knows any more how it began."
    told = plain_words.hints(text_of(EDITED | {"why": f"Short. {long} Your Placement is your placement, sibling."}, ""))

    assert told.long == ((17, long),)
    assert told.hard == (("placement", "where you live"),)


@pytest.mark.parametrize(
    "phone,is_right",
    [
        ("01632 960 123", True),
        ("+44 (0)1632 960123 ext 4", True),
        ("", False),
        ("ask Hannah", False),
        ("-", False),
        ("999", False),
        ("0", False),
        ("07700 900", False),
        ("01632 960 1234 5678", False),
        ("\u0660\u0661\u0666\u0663\u0662\u0669\u0666\u0660\u0667\u0667\u0667", False),
        ("(01632)  960123, ext. 4", True),
        ("+44 7700 900123 / 01632 960 123", True),
        ("26012", True),
    ],
)
def test_a_letter_wants_a_telephone_number(phone: str, is_right: bool) -> None:
    section = letter_section(CHILD).from_post(posted(EDITED | {"phone": phone}))

    assert (section.errors_on_continue() == {}) == is_right


STAFF = ["Priya Patel", "Tomasz Zieliński", "Rose Hill"]


def differences(is_certain: bool, **changes: str) -> list[str]:
    text = text_of(EDITED | changes, "")
    assert {one for one in STAFF if one in changes.get("change", "")} <= unlike_record.names_in(text)
    found = unlike_record.unlike(text, MAYA, letter(), STAFF)
    return [one.why for one in found if one.is_certain == is_certain]


@pytest.mark.parametrize(
    "said,why",
    [
        ("Your new social worker is Priya Patel.", "'Priya Patel': the record says that the new worker is Tomasz"),
        ("Your new social worker is Hannah.", "'Hannah': the record says that the new worker is Tomasz Zieliński"),
        ("Priya Patel will take over from Hannah.", "'Priya Patel': the record says"),
        ("She will take over from Hannah on 15 December 2027.", "'15 December 2027': the record says that the change"),
        ("I take over on the 10th of December.", "'10th of December': the record says that the change is on"),
        ("On 15/12/26 I take over.", "'15/12/26': the record says that the change is on 9 December 2026"),
        ("I am your worker from Saturday 9 January.", "'Saturday 9 January': the record says that the change is on"),
        ("I take over on Saturday 9 December.", "'Saturday 9 December': that day is a Wednesday"),
        ("Come on Monday 1 January 2027.", "'Monday 1 January 2027': that day is a Friday"),
        ("Tomasz starts on 9 Dec 27.", "'9 Dec 27': the record says that the change is on 9 December 2026"),
        (
            "I take over on the ninth of December two thousand and thirty.",
            "'ninth of December two thousand and thirty'",
        ),
        ("We meet on 31 November.", "'31 November': there is no such day"),
        ("I start on 10  December\xa02026.", "'10 December 2026': the record says that the change is on"),
        ("I start on Tuesday\n8 December.", "'Tuesday 8 December': the record says"),
    ],
)
def test_another_worker_or_day_than_the_records_is_refused(said: str, why: str) -> None:
    assert [why in one for one in differences(True, change=said)] == [True]
    found = checking.problems(
        text_of(EDITED | {"change": said}, ""),
        get_kind("transfer_meeting"),
        MAYA,
        letter(),
        checking.Others(staff=STAFF),
    )
    assert why in found["change"]


@pytest.mark.parametrize(
    "said,why",
    [
        ("Hannah and Priya Patel plan a visit.", "'Priya Patel' is not one of the workers"),
        ("Hannah took over from Jo on 4 May 2024.", "'4 May 2024': the record says"),
        ("Your review is on 12 January.", "'12 January' is no day of the record"),
        ("I come on Sunday.", "'Sunday' is no day of the record"),
        ("I take over on Monday.", "'Monday': the record says that the change is on"),
        ("I will be your worker in June.", "'June': the record says that the change is on"),
        ("In January I am your worker.", "'January': the record says that the change is on"),
        ("Your worker changes in Jan.", "'Jan': the record says that the change is on"),
        ("I take over in the spring.", "'spring': the record says that the change is on"),
        ("Next month I start.", "Say the day in place of 'Next month'"),
    ],
)
def test_what_may_be_another_matter_is_pointed_out_and_not_refused(said: str, why: str) -> None:
    assert differences(True, change=said) == []
    assert [why in one for one in differences(False, change=said)] == [True]


@pytest.mark.parametrize(
    "said",
    [
        "Tomasz takes over from Hannah Whitcombe on Wednesday, December 9th 2026. Tom is kind. Wednesday is the day.",
        "I may ring 3 Maya friends. Your birthday is on Saturday 1 March 2014, or 1 March.",
        "I take over on 9 Dec '26. I start on the ninth of December twenty twenty-six. On 9 December 30 friends come.",
        "We walk up the rose hill.",
        "In December I will be your worker. This winter I take over. Your birthday is in March. I may be your worker.",
    ],
)
def test_what_the_record_says_too_and_other_words_differ_from_nothing(said: str) -> None:
    assert differences(True, change=said) + differences(False, change=said) == []


@pytest.mark.parametrize("said", ["We meet on 25 December.", "Your review is on Friday 5 February 2027."])
def test_a_day_of_any_answer_is_a_day_of_the_record_and_none_of_the_change(said: str) -> None:
    answers = MAYA | {"key_dates": "Sees gran on Christmas Day, 25 December.", "reviews": [{"on": "2027-02-05"}]}

    def found(change: str) -> list[tuple[str, bool]]:
        text = text_of(EDITED | {"change": change}, "")
        return [(one.why, one.is_certain) for one in unlike_record.unlike(text, answers, letter(), STAFF)]

    assert found(said) == []
    assert [is_certain for _, is_certain in found(f"I take over on {said.partition(' on ')[2]}")] == [True]


def test_hours_of_a_worker_are_no_days_of_the_change() -> None:
    assert differences(False, reach="I work from Monday to Saturday.") == []


@pytest.mark.parametrize(
    "said,found",
    [
        ("You live at 12 Mill Lane.", "'12 Mill Lane'"),
        ("Come to 4b, St John's road.", "'4b, St John's road'"),
        ("We are at 7 Beech Close.", "'7 Beech Close'"),
        ("Ask at Flat 3, Beech House.", "'Flat 3, Beech House'"),
        ("You live at 12  Mill\nLane.", "'12 Mill Lane'"),
        ("You live at 14 The Green.", "'14 The Green'"),
        ("You live at 14 Mill View.", "'14 Mill View'"),
        ("You live at 14 Broadway.", "'14 Broadway'"),
        ("You live at 14 Station Approach.", "'14 Station Approach'"),
    ],
)
def test_a_house_number_with_its_street_is_an_address_too(said: str, found: str) -> None:
    assert f"Take out {found}: a letter shows no address" in wrong_in(why=said)["why"]


def test_minutes_on_the_road_are_no_address() -> None:
    said = "It is 10 minutes down the road. At 3 you drive. At 2 Mr Green comes. There are 2 in a close team."

    assert wrong_in(why=said) == {}


def test_all_that_is_wrong_is_named_at_once() -> None:
    found = wrong_in(
        change="I take over on 1 May 2027.", why="Josiah is at AV1 2QX and AV1 3QX. Dad is not to know.", phone="-"
    )

    assert list(found) == ["change", "why"]
    for one in ("AV1 2QX", "AV1 3QX", "Josiah", "is not to know"):
        assert f"Take out '{one}'" in found["why"]


def test_a_day_that_is_still_to_be_given_is_a_gap_in_the_draft_and_refused_in_a_letter() -> None:
    early = letter(transfer_date=None)

    assert "Tomasz will take over from Hannah Whitcombe on (day still to be given)." in early.change
    assert "Say when" in wrong_in(change=early.change)["change"]


@pytest.mark.parametrize(
    "said,child,parents",
    [
        ("Marlon asked for this.", True, True),
        ("Your mum has wanted it.", True, True),
        ("Don't tell Dionne.", True, True),
        ("You asked for it.", False, True),
        ("She is at Rose Cottage, Church Road.", True, True),
        ("We met on the road.", False, False),
        ("We wanted to tell you.", False, False),
    ],
)
def test_what_somebody_else_asked_for_and_a_street_are_pointed_out(said: str, child: bool, parents: bool) -> None:
    text = text_of(EDITED | {"why": said}, "")

    for to, is_pointed_out in ((CHILD, child), (PARENTS, parents)):
        assert checking.doubtful_sentences(text, letter(to), to) == ([said] if is_pointed_out else [])


def test_hard_and_very_long_words_are_pointed_out() -> None:
    said = "Notwithstanding the aforementioned multidisciplinary reassessment, Bartholomewson will be incomprehensible."
    told = dict(plain_words.hints(text_of(EDITED | {"why": said}, "")).hard)

    assert told == {
        "notwithstanding": "even so",
        "aforementioned": "this",
        "multidisciplinary": "from different services",
        "reassessment": "finding out again what you need",
        "incomprehensible": "",
    }
