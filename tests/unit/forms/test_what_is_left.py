"""'What is left' is whole from the first minute: who fills in what it lists is done, or is shown what that opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.effort.situations import read_situations
from forms import KINDS, get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.what_is_left import Matter, sections_that_may_ask, what_is_left
from protocol import Weighing, parameters_on, weigh
from tests.protocol.loading import load_cases
from tests.unit.forms.filled import an_answer
from tests.unit.forms.in_steps import IN_STEPS

MOST_ROUNDS = 2
STATUS = "child_status"  # the register fills it in, and radios cannot be emptied: no draft is without it
FREELY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Story:
    """A record of which nothing is left: its answers, with what departs in `departures`."""

    kind: str
    today: date
    answers: dict[str, Any]
    exceptions: tuple[Any, ...] = field(default=(), repr=False)

    def weighed(self, answers: dict[str, Any]) -> Weighing:
        told = get_kind(self.kind).applicable_answers(answers)
        figures = parameters_on(self.today)
        return weigh(self.kind, told, today=self.today, parameters=figures, exceptions=self.exceptions)

    def left(self, answers: dict[str, Any]) -> list[Matter]:
        return what_is_left(get_kind(self.kind), answers, self.weighed(answers), today=self.today)

    def filled_in(self, answers: dict[str, Any], matter: Matter) -> dict[str, Any]:
        """The answers with what a matter asks for: as this story has it, else any answer that the question takes.

        Of a table whose cells are asked for, those alone; of one that is asked for as a whole, because the register
        gives its rows or some are missing, the cells that a row must have.
        """
        name, _, place = matter.question.partition("-")
        index, _, column = place.partition("-")
        question = get_kind(self.kind).questions[name]
        if not isinstance(question, RowsQuestion):
            return {**answers, name: self.answers.get(name, self.some(question)), **self.following(name)}
        true_rows = self.answers.get(name) or an_answer(question)
        if not column:
            blank: dict[str, Any] = {}
            pairs = zip_longest(true_rows, answers.get(name, []), fillvalue=blank)
            rows = [{**needed_of(question, row, matter.text), **told} for row, told in pairs]
            return {**answers, name: rows, **self.following(name)}
        rows = [dict(row) for row in answers.get(name) or [{}]]
        true = true_rows[int(index)] if int(index) < len(true_rows) else {}
        rows[int(index)][column] = true.get(column, self.some(question.columns[column]))
        return {**answers, name: rows}

    def some(self, question: Question) -> Any:
        """Any answer that the question takes: a day of today, which is neither long ago nor still to come."""
        return self.today.isoformat() if question.kind == "date" else an_answer(question)

    def following(self, name: str) -> dict[str, Any]:
        """What the register fills in with the answer to a question: as this story has it, and what is required."""
        found: dict[str, Any] = {}
        for follower, question in get_kind(self.kind).following.items():
            if question.follows in (name, *found) and (follower in self.answers or question.required):
                found[follower] = self.answers.get(follower, self.some(question))
        return found


def needed_of(question: RowsQuestion, row: dict[str, Any], text: str) -> dict[str, Any]:
    """The cells of a true row that the form requires or the text names; at least one, since no row is blank."""
    asked = {name for name, column in question.columns.items() if column.required or column.thing in text}
    needed = {column: cell for column, cell in row.items() if column in asked}
    return needed or dict([*row.items()][:1])


def complete(story: Story) -> Story | None:
    """The story with an answer to what only the form requires, such as the child's id; None if more is left."""
    answers, left = dict(story.answers), story.left(story.answers)
    of_the_form = [matter for matter in left if not matter.statements]
    for matter in of_the_form:
        answers = story.filled_in(answers, matter)
    if of_the_form:
        left = story.left(answers)
    return None if left else Story(story.kind, story.today, answers, story.exceptions)


@cache
def stories() -> list[Story]:
    """Every story that the cases and situations tell. It takes seconds, so only a test asks, and never a module."""
    cases = [
        Story(case.record, case.today, dict(case.answers), case.exceptions)
        for case in load_cases()
        if not case.parameters and not case.local_practice
    ]
    told = [
        Story(one.kind, one.today, {**one.known, **one.answers, "departures": dict(one.reasons)})
        for one in read_situations()
        if one.kind != "management_handover"  # whose rows are told in two halves
    ]
    different = {json.dumps(story.answers, sort_keys=True): story for story in [*told, *cases]}
    return [whole for story in different.values() if (whole := complete(story))]


def from_register(answers: dict[str, Any]) -> set[str]:
    """What nobody can choose, and only the register says: that a child ceases to be looked after, without more."""
    return {STATUS} | ({"ceasing_looked_after"} if answers.get("ceasing_looked_after") == "yes" else set())


def may_be_dropped(story: Story, name: str) -> bool:
    """Whether nobody would miss it, or it is asked for: without any other answer the story would be another one."""
    left = story.left({known: value for known, value in story.answers.items() if known != name})
    return not left or name in {matter.question.partition("-")[0] for matter in left}


@cache
def droppable(number: int) -> list[str]:
    """The questions of a story that may be dropped."""
    story = stories()[number]
    kept = {"departures", *from_register(story.answers)}
    return [name for name in story.answers if name not in kept and may_be_dropped(story, name)]


@st.composite
def unfinished(draw: st.DrawFn, kind: str) -> tuple[Story, dict[str, Any]]:
    """A story, and its answers without some of them and without some cells of its tables."""
    number = draw(st.sampled_from([number for number, one in enumerate(stories()) if one.kind == kind]))
    story, dropped = stories()[number], draw(st.sets(st.sampled_from(droppable(number))))
    answers = {name: value for name, value in story.answers.items() if name not in dropped}
    for name, value in answers.items():
        if isinstance(value, list) and draw(st.booleans()):
            answers[name] = [without_some(draw, row) for row in value]
    return story, answers


def without_some(draw: st.DrawFn, row: dict[str, Any]) -> dict[str, Any]:
    kept = draw(st.sets(st.sampled_from(sorted(row)), min_size=1))
    kept.add("ended_on")  # left out it says something else: to this day
    return {column: cell for column, cell in row.items() if column in kept}


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_stories_of_every_kind(kind: str) -> None:
    assert [story for story in stories() if story.kind == kind]


@pytest.mark.parametrize("kind", KINDS)
@FREELY
@given(data=st.data())
def test_who_fills_in_what_is_listed_is_done_or_is_shown_once_more_only_what_that_opened(
    kind: str, data: st.DataObject
) -> None:
    story, answers = data.draw(unfinished(kind))
    filled: set[str] = set()
    for _ in range(MOST_ROUNDS):
        left = story.left(answers)
        assert [matter.text for matter in left if filled and not opened_by(filled, story, answers, matter)] == []
        before, answers = answers, filled_in(story, answers, story.left)
        filled = {name for name, answer in answers.items() if answer != before.get(name)}

    assert [(matter.question, matter.text) for matter in story.left(answers)] == []


def filled_in(
    story: Story, answers: dict[str, Any], listed: Callable[[dict[str, Any]], list[Matter]]
) -> dict[str, Any]:
    """What a person does who has read the list: fills in what is on it, and what an answer of theirs opens beneath
    itself, also in a row. What was open before they came they leave, unless it is listed.
    """
    for section in dict.fromkeys(matter.section for matter in listed(answers) if matter.section):
        here, filled = [matter for matter in listed(answers) if matter.section is section], set[str]()
        while here:
            for matter in here:
                answers = story.filled_in(answers, matter)
            filled |= {matter.question for matter in here}
            open_here = (one for one in listed(answers) if one.section is section and one.question not in filled)
            here = [one for one in open_here if opener_of(section, one.question) in filled]
    return answers


def opener_of(section: Any, control: str) -> str:
    """The control of the radio beneath which another stands; '' for none."""
    name, _, place = control.partition("-")
    index, _, column = place.partition("-")
    if not column:
        return str(section.layout().nested.get(name, ""))
    nested = section.questions()[name].layout.nested.get(column)
    return f"{name}-{index}-{nested}" if nested else ""


@cache
def stories_in_steps(kind: str) -> list[Story]:
    in_steps = (replace(one, answers=one.answers | IN_STEPS[kind]) for one in stories() if one.kind == kind)
    return [one for one in in_steps if not one.left(one.answers)]


@st.composite
def begun_in_steps(draw: st.DrawFn, kind: str) -> tuple[Story, dict[str, Any]]:
    """A story in which questions open others, and its answers without some of these."""
    told, story = IN_STEPS[kind], draw(st.sampled_from(stories_in_steps(kind)))
    dropped = draw(st.sets(st.sampled_from(sorted(told))))
    answers = {name: value for name, value in story.answers.items() if name not in dropped}
    for name in sorted(told.keys() - dropped):
        if isinstance(told[name], list) and draw(st.booleans()):
            answers[name] = [dict([*row.items()][:1]) | without_some(draw, row) for row in told[name]]
    return story, answers


@pytest.mark.parametrize("kind", IN_STEPS)
@FREELY
@given(data=st.data())
def test_questions_that_open_one_another_take_no_third_round(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(begun_in_steps(kind))
    for _ in range(MOST_ROUNDS):
        answers = filled_in(story, answers, story.left)

    assert [(matter.question, matter.text) for matter in story.left(answers)] == []


@st.composite
def invented(draw: st.DrawFn, kind: str) -> tuple[Story, dict[str, Any]]:
    """A story with any choices at all, true to the protocol or not, and its answers without some of them."""
    story = draw(st.sampled_from([one for one in stories() if one.kind == kind]))
    questions = get_kind(kind).questions.items()
    choices = {name: one.choices for name, one in questions if isinstance(one, ChoiceQuestion)}
    changed = draw(st.sets(st.sampled_from(sorted(choices))))
    told = {name: draw(st.sampled_from(sorted(choices[name]))) for name in sorted(changed)}
    story = replace(story, answers=story.answers | told)
    dropped = draw(st.sets(st.sampled_from(sorted(story.answers)))) - from_register(story.answers)
    return story, {name: value for name, value in story.answers.items() if name not in dropped}


def blank(story: Story, answers: dict[str, Any]) -> list[Matter]:
    """What is left that has no answer yet, right or wrong."""
    form = get_kind(story.kind)
    return [
        matter for matter in story.left(answers) if matter.question in form.questions and matter.question not in answers
    ]


@pytest.mark.parametrize("kind", KINDS)
@FREELY
@given(data=st.data())
def test_whatever_is_true_no_question_is_asked_for_in_a_third_round(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(invented(kind))
    for _ in range(MOST_ROUNDS):
        answers = filled_in(story, answers, partial(blank, story))

    assert [(matter.question, matter.text) for matter in blank(story, answers)] == []


CEASES = {
    "child_status": "child_in_need",
    "ceasing_looked_after": "social_work",
    "cin_meeting_date": "2026-03-01",
    "cin_current_manager": "attended",
    "cin_new_manager": "attended",
}


def test_that_a_child_ceases_to_be_looked_after_and_how_is_asked_in_one() -> None:
    story = next(one for one in stories() if one.answers.get("cin_new_manager") == "will_attend")
    story = replace(story, answers=story.answers | CEASES)
    answers = {name: value for name, value in story.answers.items() if name not in CEASES or name == STATUS}
    answers.pop("continuing_support")
    for _ in range(MOST_ROUNDS):
        answers = filled_in(story, answers, partial(blank, story))

    assert [matter.text for matter in blank(story, answers)] == []
    assert answers["cin_new_manager"] == "attended"


def opened_by(filled: set[str], story: Story, answers: dict[str, Any], matter: Matter) -> bool:
    """Whether a matter depends on what was filled in: by its question's conditions, or by what its statements read."""
    question = get_kind(story.kind).questions[matter.question.partition("-")[0]]
    reads = story.weighed(answers).reads
    read = {name for statement in matter.statements for name in reads[statement]}
    conditions = {question.follows, *(parent for parent, _ in question.when), *question.scope.reads}
    return bool(filled & {question.short_name, *conditions, *read})


@pytest.mark.parametrize("kind", KINDS)
@FREELY
@given(data=st.data())
def test_nothing_is_left_exactly_when_the_protocol_and_every_page_are_content(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(unfinished(kind))
    pages = (section.from_answers(answers, today=story.today) for section in get_kind(kind).sections)
    content = story.weighed(answers).can_submit and not any(page.errors_on_continue(answers) for page in pages)

    assert content is (story.left(answers) == [])


@pytest.mark.parametrize("kind", KINDS)
@FREELY
@given(data=st.data())
def test_each_thing_is_listed_once(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(unfinished(kind))
    listed = [(matter.question, matter.text) for matter in story.left(answers)]

    assert sorted(set(listed)) == sorted(listed)


def test_what_several_statements_ask_for_is_listed_once_and_cites_each() -> None:
    left = Story("transfer_meeting", date(2026, 3, 1), {}).left({"child_status": "looked_after"})

    assert [matter.statements for matter in left if matter.question == "joint_visit"] == [["142.3.7", "315.7.7"]]


@pytest.mark.parametrize("kind", KINDS)
@FREELY
@given(data=st.data())
def test_a_section_that_asks_for_something_later_is_known_to_before(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(unfinished(kind))
    form, left = get_kind(kind), story.left(answers)
    may_ask = sections_that_may_ask(form, answers, story.weighed(answers)) | sections_of(left)
    later = answers
    for matter in left:
        later = story.filled_in(later, matter)

    surprising = sections_of(story.left(later)) - may_ask

    assert {key for key in surprising if untouched(form.section(key), later)} == set()


def sections_of(left: list[Matter]) -> set[str]:
    return {matter.section.key for matter in left if matter.section}


def untouched(section: Any, answers: dict[str, Any]) -> bool:
    return not any(name in answers for name in section.questions())
