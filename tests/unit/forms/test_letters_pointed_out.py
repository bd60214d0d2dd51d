"""What is pointed out in a letter and saved, and what is refused only where it is surely somebody's name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms import get_kind
from forms.letters import CHILD, PARENTS, checking
from forms.letters.pointed_out import pointed_out
from forms.letters.section import text_of
from tests.unit.forms.letter_of_maya import MAYA, letter

LETTER = {
    "greeting": "Dear Maya,",
    "change": "Tomasz is your new social worker. That is from 9 December 2026.",
    "why": "Another worker takes over.",
    "reach": "Ring me.",
    "disagree": "Tell me.",
    "phone": "01632 960 123",
}
HIDDEN = (
    "A full care order. Darren Hope, the father, must not know where Maya lives: with Sue and Pat Thornley at 5 Elm "
    "Close, Matlock, DE4 3AB. Do not tell Ricky Vale that she goes to Highfields School. Not to be shared with the "
    "parents: that Hannah sees a doctor at Willow House. The next hearing is before Judge Bracewell in June."
)
SIBLINGS = ("Zoë-Marie Żak", "Đặng Minh An", "Will Clarke", "May Clarke", "Grace Clarke", "Mark Clarke", "So Clarke")
OTHERS = checking.Others(
    siblings=SIBLINGS, children=["Rhiannon Beddoes", "Poppy Vance"], staff=["Grace Nakamura", "Rhiannon Price"]
)


def told(to: str = CHILD, said: dict[str, str] | None = None, **changes: str) -> list[str]:
    """Whatever is pointed out, with its sentence."""
    answers = MAYA | {"orders_summary": HIDDEN}
    usual = LETTER if to == CHILD else LETTER | {"greeting": "Dear parent,"}
    text = text_of(usual | (said or {}) | changes, "")
    return [f"{one.why}: {one.sentence}" for one in pointed_out(text, to, answers, letter(to), OTHERS)]


def refused(others: checking.Others = OTHERS, **changes: str) -> dict[str, str]:
    answers: dict[str, Any] = MAYA | {"orders_summary": HIDDEN}
    text = text_of(LETTER | changes, "")
    return checking.problems(text, get_kind("transfer_meeting"), answers, letter(), others)


def test_nothing_is_pointed_out_in_a_letter_that_says_what_its_record_says() -> None:
    assert told() == []
    assert told(PARENTS) == []
    for to in (CHILD, PARENTS):
        drafted = letter(to)
        assert told(to, drafted.parts | {"greeting": drafted.greeting}) == []


@pytest.mark.parametrize("greeting", ["Dear Kayleigh,", "Dear Mia,", "Dear parent,", "Dear Sir or Madam,", "Hello!"])
def test_a_greeting_with_none_of_the_childs_names_is_pointed_out(greeting: str) -> None:
    assert told(greeting=greeting) == [f"The greeting has none of the young person's names: {greeting}"]
    assert refused(greeting=greeting) == {}


@pytest.mark.parametrize("greeting", ["Hi Maya!", "DEAR MAYA", "Dear Ms Adeyemi-Clarke,", "Hello May,"])
def test_a_greeting_with_a_name_of_the_child_is_right(greeting: str) -> None:
    assert told(greeting=greeting) == []


@pytest.mark.parametrize("greeting", ["Dear Mrs Beddoes,", "Dear Dionne and Marlon,", "Dionne, hello,"])
def test_the_letter_to_the_parents_greets_nobody_by_name(greeting: str) -> None:
    assert told(PARENTS, greeting=greeting) == [
        f"The greeting has a name, and the same letter serves each parent: {greeting}"
    ]


@pytest.mark.parametrize("greeting", ["Dear Sir or Madam,", "Dear Mum and Dad,", "To the parents of Maya,", "Hello,"])
def test_parents_may_be_greeted_in_other_ways(greeting: str) -> None:
    assert told(PARENTS, greeting=greeting) == []


@pytest.mark.parametrize("greeting", ["Dear Rhiannon,", "Dear RHIANNON and Maya,"])
def test_a_greeting_of_another_child_of_the_writer_is_refused(greeting: str) -> None:
    assert "it is the name of another child" in refused(greeting=greeting)["greeting"]


@pytest.mark.parametrize(
    "said,found",
    [
        ("Your new social worker is Grace.", "Grace"),
        ("Your new social worker is Ms Nakamura.", "Nakamura"),
        ("Your new social worker is called John Smith.", "John Smith"),
        ("Your new social worker is Tomas Zielinsky.", "Tomas Zielinsky"),
        ("Your new personal adviser will be Dr Okoro.", "Okoro"),
        ("Grace will be your social worker.", "Grace"),
        ("Then Ms Nakamura is your new social worker.", "Nakamura"),
        ("Grace takes over from Hannah.", "Grace"),
        ("Grace starts on 9 December.", "Grace"),
        ("Grace will be your worker.", "Grace"),
    ],
)
def test_a_new_worker_whom_the_record_does_not_name_is_pointed_out(said: str, found: str) -> None:
    why = f"Correct '{found}': the record says that the new worker is Tomasz Zieliński: {said}"

    assert [one for one in told(change=f"{LETTER['change']} {said}") if "new worker is" in one] == [why]


def test_a_post_that_a_council_calls_otherwise_is_read_as_the_draft_has_it() -> None:
    drafted = letter().change.replace("social worker", "case lead")
    named = replace(letter(), change=drafted)
    text = text_of(LETTER | {"change": f"{drafted} Grace will be your case lead."}, "")

    assert [one.why for one in pointed_out(text, CHILD, MAYA, named, checking.Others())] == [
        "Correct 'Grace': the record says that the new worker is Tomasz Zieliński"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Your new social worker is Tomasz.",
        "Your new social worker is Mr Zieliński.",
        "Your new social worker is TOMASZ ZIELINSKI.",
        "Now Tom will be your social worker.",
        "On Wednesday Tomasz starts on his new job.",
        "Your new social worker is very kind.",
        "Your social worker is Hannah.",
        "Your new key worker is Anna. Anna will be your key worker.",
        "He will be your social worker. School starts on Monday. Maya starts on a new plan.",
        "Ruth will be your new social worker's boss.",
    ],
)
def test_however_the_records_new_worker_is_called_it_is_right(said: str) -> None:
    assert [one for one in told(change=f"{LETTER['change']} {said}") if "new worker is" in one] == []


@pytest.mark.parametrize(
    "said,found",
    [
        ("I also work with Rhiannon.", "'Rhiannon'"),
        ("Rhiannon's mum likes me.", "'Rhiannon'"),
        ("We met poppy, and Poppy.", "'Poppy'"),
    ],
)
def test_the_first_name_of_another_child_of_the_writer_is_pointed_out(said: str, found: str) -> None:
    assert told(why=said) == [f"{found} is the first name of another child whom the writer works with: {said}"]
    assert refused(why=said) == {}


@pytest.mark.parametrize("said", ["Poppy seeds are nice.", "I like a poppy.", "Ask for Rhiannon Price."])
def test_a_word_and_a_colleague_are_no_other_child(said: str) -> None:
    assert not any("another child" in one for one in told(why=said))


@pytest.mark.parametrize(
    "said,found",
    [
        ("You will stay in Matlock.", "'Matlock'"),
        ("You will stay in MATLOCK.", "'MATLOCK'"),
        ("You live with Sue and Pat Thornley.", "'Sue', 'Pat', 'Thornley'"),
        ("I will come to Highfields School.", "'Highfields'"),
        ("Your doctor is at Willow House.", "'Willow'"),
        ("we saw thornley at highfields.", "'thornley', 'highfields'"),
    ],
)
@pytest.mark.parametrize("to", [CHILD, PARENTS])
def test_a_name_that_the_record_says_is_not_to_be_shared_is_pointed_out(to: str, said: str, found: str) -> None:
    assert told(to, why=said) == [f"The record has {found} where it says what is not to be shared: {said}"]
    assert refused(why=said) == {}


@pytest.mark.parametrize(
    "said",
    [
        "Darren Hope knows this, and Ricky too.",  # who must not know is no secret
        "The judge is Judge Bracewell. That will be in June.",  # stands elsewhere in the same answer
        "Maya, School and House are words. Hannah and Tomasz talk.",
        "Pat the dog if you like. A willow is close to the house.",
    ],
)
def test_other_words_of_that_answer_are_not_pointed_out(said: str) -> None:
    assert not any("not to be shared" in one for one in told(why=said))


@pytest.mark.parametrize(
    "hidden,withheld",
    [
        ("NOT TO BE SHARED. Her school is Weir High.", []),
        ("Highfields School must not be shared with Ricky.", ["Highfields"]),
        ("Not to be shared: Matlock, Highfields School.", ["Matlock", "Highfields"]),
        ("Not to be shared: The school of Zack.", ["Zack"]),
        ("Don't tell her mother, Dionne Vale, about Ruth's work.", ["Ruth"]),
        ("The address (14 Mill Lane, Matlock) must not be known to Ricky's brother Zack.", ["Matlock"]),
        ("Ricky must not know where she is. Do not share with Ricky that Ruth has her.", ["Ruth"]),
        ("Ricky must not know where she is. She must not meet Ricky at Highfields.", ["Highfields"]),
        ("Nobody may tell Ricky or Dionne that she goes to Highfields Club.", ["Highfields"]),
        ("Keep secret that he is at HMP Leyhill.", ["Leyhill"]),
        ("It stays confidential that he is at Leyhill.", ["Leyhill"]),
        ("A care order of Leeds Family Court.", []),
    ],
)
def test_what_is_withheld_is_read_from_sentences_that_say_so(hidden: str, withheld: list[str]) -> None:
    said = "We saw Highfields, Matlock, Zack, Ruth, Leyhill, Leeds, Ricky, Dionne, Weir and the Court."
    answers = MAYA | {"orders_summary": hidden}
    found = pointed_out(text_of(LETTER | {"why": said}, ""), CHILD, answers, letter(), checking.Others())
    names = [
        one for one in said.replace(",", "").replace(".", "").split() if any(f"'{one}'" in each.why for each in found)
    ]

    assert sorted(names) == sorted(withheld)


def test_what_is_withheld_is_read_from_any_answer_that_surely_says_so() -> None:
    secret = "Do not tell Ricky that she goes to Highfields. He must not be late at Matlock. He may not like Leyhill."
    answers = MAYA | {"worries": secret, "meetings": [{"said": "Not to be shared: she swims at Harbourside."}]}
    text = text_of(LETTER | {"why": "You like Highfields, Matlock, Leyhill and Harbourside."}, "")

    assert [one.why for one in pointed_out(text, CHILD, answers, letter(), OTHERS)] == [
        "The record has 'Highfields', 'Harbourside' where it says what is not to be shared"
    ]


@pytest.mark.parametrize(
    "said,found",
    [
        ("Zoe Marie Zak knows me too.", "Zoe"),
        ("ZOË knows me.", "ZOË"),
        ("Ask Marie.", "Marie"),
        ("Dang Minh An knows me.", "Dang"),
        ("Jos and JOSIAH know me.", "JOSIAH"),
        ("JOSIAH'S friend knows me.", "JOSIAH"),
        ("J o s i a h knows me.", "Josiah"),
        ("\u0408osi\u0430h knows me.", "Josiah"),
        ("J\u0585siah and Ann know me.", "Josiah"),
        ("\ua4d9osiah knows me.", "Josiah"),
        ("\ua4d9\ua4f3\ua4e2\ua4f2\ua4ee\ua4e7 knows me.", "JOSIAH"),
        ("\u1d0a\u1d0fs\u026a\u1d00\u029c knows me.", "JOsIAH"),
        ("Jo-siah knows me.", "Jo-siah"),
        ("Ask Jo siah.", "Jo siah"),
        ("ZoeMarie knows me.", "ZoeMarie"),
        ("I like Will.", "Will"),
        ("Will Clarke knows me.", "Will"),
        ("We play with May.", "May"),
    ],
)
def test_a_brother_or_sister_is_seen_however_the_name_is_written(said: str, found: str) -> None:
    assert f"Take out '{found}': it is the name of a brother or sister" in refused(why=said)["why"]


@pytest.mark.parametrize(
    "said,found",
    [
        ("Will you come to tea?", "'Will'"),
        ("Will Hannah come too?", "'Will'"),
        ("May I come on Monday?", "'May'"),
        ('You can ask: "May I come?"', "'May'"),
        ("In May we can swim.", "'May'"),
        ("On 3 May we swim.", "'May'"),
        ("Mark the day with a star.", "'Mark'"),
        ("So we talk.", "'So'"),
        ("Minh An knows me.", "'Minh'"),
        ("I work with josiah too.", "'josiah'"),
        ("I am Josiahs worker.", "'Josiah'"),
        ("We have josiahs things.", "'josiah'"),
        ("It is jo siah again.", "'jo siah'"),
    ],
)
def test_a_name_that_may_be_another_word_is_pointed_out_and_not_refused(said: str, found: str) -> None:
    assert refused(why=said) == {}
    assert f"{found} is also a name of a brother or sister: {said}" in told(why=said)


@pytest.mark.parametrize(
    "said",
    [
        "Ask for Grace Nakamura. Jo and Si, ah, wills and marks.",
        "You will see that I may mark it. It has an end, with grace.",
    ],
)
def test_a_member_of_staff_and_a_word_in_small_letters_are_no_brother_or_sister(said: str) -> None:
    assert refused(why=said) == {}
    assert not any("brother or sister" in one for one in told(why=said))


def test_whom_the_reader_knows_is_named_without_a_word() -> None:
    assert refused(why="Zoë-Marie knows me.", known="Zoe, Marie") == {}
    assert told(why="Zoë-Marie knows me.", known="Zoe, Marie") == []


@pytest.mark.parametrize(
    "said,found",
    [
        ("He starts in January.", "January"),
        ("He takes over on the 10th.", "10th"),
        ("He takes over from Hannah on Thursday the tenth.", "Thursday the tenth"),
        ("He will take over from Hannah in early January.", "January"),
        ("He starts from the twenty-first.", "twenty-first"),
    ],
)
def test_a_day_or_a_month_alone_that_is_not_the_records_is_pointed_out(said: str, found: str) -> None:
    why = f"Correct '{found}': the record says that the change is on 9 December 2026: {said}"

    assert why in told(change=f"{LETTER['change']} {said}")
    assert refused(change=f"{LETTER['change']} {said}") == {}


@pytest.mark.parametrize("said", ["He starts on the tenth of December.", "I take over on December the twenty first."])
def test_another_day_in_words_is_refused_as_one_in_figures(said: str) -> None:
    assert "the record says that the change is on 9 December 2026" in refused(change=said)["change"]


@pytest.mark.parametrize(
    "said",
    [
        "He starts on the ninth of December. He takes over on the 9th, in December.",
        "Your birthday is in March, on the 1st. We met in January.",
        "Hannah started in January.",
        "First we talk. At second sight it is easy.",
        "School starts in January. You start on the 4th. Term starts on the tenth.",
    ],
)
def test_the_records_own_day_and_other_days_in_words_are_right(said: str) -> None:
    assert told(change=f"{LETTER['change']} {said}") == []


@pytest.mark.parametrize(
    "said,why",
    [
        ("You get a new social worker on 9 December 2026.", "who the new worker is: Tomasz Zieliński"),
        ("Your new social worker is Tomasz.", "when the change is: 9 December 2026"),
        ("To tell you: a new worker takes over on 9 December 2026.", "who the new worker is: Tomasz Zieliński"),
    ],
)
def test_a_letter_that_says_neither_who_nor_when_is_pointed_out(said: str, why: str) -> None:
    assert told(change=said) == [f"The letter does not say {why}: "]


def test_the_councils_own_address_may_stand_and_no_other() -> None:
    office = checking.Others(office="Town Hall, 1 Market Street, Ashbourne Vale, AV1 1AA")

    assert refused(office, why="Write to the Town Hall, 1 Market Street, Ashbourne Vale, AV1 1AA.") == {}
    assert "AV1 1AB" in refused(office, why="Write to the Town Hall, 1 Market Street, AV1 1AB.")["why"]
