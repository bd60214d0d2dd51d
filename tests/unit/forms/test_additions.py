"""Optional questions that stand behind 'Add …' until somebody opens it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from commands.effort.page import read_page
from forms import KINDS, get_kind
from forms.engine.date import DateQuestion
from forms.engine.question import Posted
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import TextQuestion
from protocol import parameters_on, weigh
from tests.unit.forms.test_what_is_left import stories

Page = Callable[[Section], html.HtmlElement]
ELSE = "Add what else there was"


def text(thing: str, **more: Any) -> TextQuestion:
    return TextQuestion(thing.capitalize(), thing=thing, **more)


class Meeting(Section):
    """A page with questions behind two texts, and rows with a cell behind one."""

    key = "meeting"
    day = DateQuestion("Day", thing="the day")
    place = text("the place", add=ELSE)
    minutes = DateQuestion("Minutes", thing="the minutes", add=ELSE)
    note = text("the note", add="Add a note")
    people = RowsQuestion(
        "People",
        thing="the people",
        noun="person",
        columns={"name": text("the name"), "role": text("the role", add="Add a role")},
    )
    guests = RowsQuestion(
        "Guests", thing="the guests", noun="guest", columns={"name": text("the name")}, add="Add guests"
    )


def boxes(tree: html.HtmlElement) -> dict[str, bool]:
    """The text of each 'Add …' → whether it is open."""
    found = tree.xpath("//details[contains(@class, 'handover-add')]")
    return {box.find("summary").text_content().strip(): "open" in box.attrib for box in found}


def posted(**answers: str) -> Posted:
    return MultiDict({name.replace("__", "-"): value for name, value in answers.items()})


def test_neighbours_of_one_text_stand_behind_it_together_and_closed(page: Page) -> None:
    tree = page(Meeting())

    assert boxes(tree) == {ELSE: False, "Add a note": False, "Add a role: Person 1": False, "Add guests": False}
    assert [one.name for one in Meeting().blocks()[1].questions] == ["place", "minutes"]
    assert tree.xpath("//details[@id='add-place']//input/@name") == [
        "place",
        "minutes-day",
        "minutes-month",
        "minutes-year",
    ]


@pytest.mark.parametrize(
    "section",
    [
        Meeting.from_answers({"minutes": "2026-03-02"}),
        Meeting.from_answers({}, {"minutes": {"day": "32", "month": "3", "year": "2026"}}),
        Meeting.from_post(posted(minutes__day="never"), {}),
    ],
    ids=["answered", "typed before", "typed now"],
)
def test_it_is_open_when_one_of_them_is_answered_typed_or_wrong(section: Section, page: Page) -> None:
    assert {text for text, is_open in boxes(page(section)).items() if is_open} == {ELSE}


def test_it_is_open_when_there_is_an_error_in_a_blank_one(page: Page) -> None:
    section = Meeting()
    section["note"].error = "Something is wrong"

    assert boxes(page(section))["Add a note"]


def test_a_cell_opens_in_its_own_row_alone(page: Page) -> None:
    rows = {"people": [{"name": "Jan"}, {"name": "Kim", "role": "Note taker"}]}

    found = boxes(page(Meeting.from_answers(rows)))

    assert (found["Add a role: Person 1"], found["Add a role: Person 2"]) == (False, True)


def test_a_table_stays_open_when_a_row_is_added_to_it(page: Page) -> None:
    section = Meeting.from_post(posted(guests__0__name="", guests__rows="1"), {}, action="add:guests")

    assert boxes(page(section))["Add guests"]


def test_what_stands_behind_a_closed_one_is_not_shown_on_opening() -> None:
    assert read_page(Meeting()).questions == 2
    assert read_page(Meeting.from_answers({"place": "North office"})).questions == 4
    assert read_page(Meeting.from_answers({"people": [{"name": "Jan", "role": "Chair"}]})).questions == 3


def test_a_required_question_cannot_stand_behind_it() -> None:
    class Wrong(Section):
        place = text("the place", add=ELSE, required=True)

    with pytest.raises(TypeError, match="required"):
        Wrong()


class Sharing(Section):
    """A question behind an 'Add …' that an answer of another page brings."""

    key = "sharing"
    note = text("the note", add="Add a note", when=(("shared", ("no",)),))


@pytest.mark.parametrize("shared", ["yes", "no"])
def test_a_question_that_is_not_asked_yet_has_its_text_around_its_place(page: Page, shared: str) -> None:
    """So that it stands behind its text when the live check brings it."""
    (box,) = page(Sharing.from_answers({"shared": shared})).xpath("//details[@id='add-note']")

    assert box.find("summary").text_content().strip() == "Add a note"


# What is optional and stands behind nothing


class Letter(Section):
    """A page with optional questions in the open."""

    key = "letter"
    to = text("the addressee", required=True)
    copy = text("the copy", optional=True)
    sent = DateQuestion("Sent", thing="the day", optional=True)
    lines = RowsQuestion(
        "Lines",
        thing="the lines",
        noun="line",
        columns={"said": text("what is said"), "more": text("more", optional=True)},
    )


def test_what_is_optional_says_so_in_its_label_alone(page: Page) -> None:
    tree = page(Letter())
    labels = [" ".join(one.text_content().split()) for one in tree.xpath("//div/label[not(@class)] | //legend")]

    assert [one.removesuffix(" (optional)") for one in labels if one.endswith("(optional)")] == [
        "The copy",
        "Sent",
        "Line 1: More",
    ]
    assert Letter.questions()["copy"].text == "The copy"


@pytest.mark.parametrize("kind", KINDS)
def test_what_nothing_asks_for_says_that_it_is_optional(kind: str) -> None:
    form, today = get_kind(kind), date(2026, 3, 1)
    read = {
        name for names in weigh(kind, {}, today=today, parameters=parameters_on(today)).reads.values() for name in names
    }
    decided = set(form.settling) | {"transfer_reason_other", *form.may_follow}
    free = [
        one.name
        for section in form.sections
        for one in section.questions().values()
        if not (one.required or one.add or one.optional or one.fixed or one.unseen)
    ]

    assert [name for name in free if name not in read | decided] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_optional_is_never_listed(kind: str) -> None:
    optional = {name for name, one in get_kind(kind).questions.items() if one.optional}

    for story in (one for one in stories() if one.kind == kind):
        without = {name: answer for name, answer in story.answers.items() if name not in optional}
        assert optional.isdisjoint(matter.question for matter in story.left(without))
