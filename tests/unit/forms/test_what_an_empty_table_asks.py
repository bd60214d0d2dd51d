"""A table that is asked for and has no row: all that its first row has to say is in 'What is left' at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import get_kind
from forms.engine.rows import RowsQuestion
from forms.what_is_left import Matter
from protocol.outcomes import question_of
from tests.unit.forms.test_what_is_left import FREELY, Story, from_register, opener_of, stories


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer", "exception_decision"])
@FREELY
@given(data=st.data())
def test_a_table_without_a_row_asks_at_once_for_all_that_its_first_has_to_say(kind: str, data: st.DataObject) -> None:
    story, answers = data.draw(without_a_table(kind))
    listed = [matter for matter in story.left(answers) if is_asked_for(answers, matter)]
    tables = {question_of(matter.question) for matter in listed}
    filled = answers
    for matter in listed:
        filled = story.filled_in(filled, matter)

    opened = [one.question for one in story.left(filled) if question_of(one.question) in tables]

    assert [control for control in opened if is_of_its_own(story, filled, control)] == []


@st.composite
def without_a_table(draw: st.DrawFn, kind: str) -> tuple[Story, dict[str, Any]]:
    """A story with tables, and its answers without some of these and some of what is asked beside them."""
    form = get_kind(kind)
    with_tables = [(story, tables) for story in stories() if story.kind == kind and (tables := tables_of(story))]
    story, tables = draw(st.sampled_from(with_tables))
    emptied = draw(st.sets(st.sampled_from(tables), min_size=1))
    beside = [name for table in sorted(emptied) for name in form.section_of[table].questions() if name in story.answers]
    dropped = emptied | draw(st.sets(st.sampled_from(beside))) - from_register(story.answers)
    return story, {name: value for name, value in story.answers.items() if name not in dropped}


def tables_of(story: Story) -> list[str]:
    """The tables in which the story has rows and people write them."""
    questions = get_kind(story.kind).questions
    return [
        name for name in story.answers if isinstance(one := questions.get(name), RowsQuestion) and one.more is not False
    ]


def is_asked_for(answers: dict[str, Any], matter: Matter) -> bool:
    """Whether a matter is about a table that is asked for and has no row."""
    name, section = question_of(matter.question), matter.section
    question = section.questions()[name] if section else None
    return isinstance(question, RowsQuestion) and name not in answers


def is_of_its_own(story: Story, answers: dict[str, Any], control: str) -> bool:
    """Whether a blank cell stands beneath no radio of its row: then it could have been asked for before."""
    name, _, place = control.partition("-")
    index, _, column = place.partition("-")
    return bool(column) and column not in answers[name][int(index)] and not opener_of(section_of(story, name), control)


def section_of(story: Story, name: str) -> Any:
    return get_kind(story.kind).section_of[name]
