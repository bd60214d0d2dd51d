"""A choice that closes what hangs under it closes it for 'What is left' too: nothing is asked for that no page asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from forms import KINDS, get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.conditions import holds
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.record_kind import RecordKind
from protocol.corrections import readings
from tests.unit.forms.test_what_is_left import Story, stories

EACH = 6  # stories in which a choice is tried, of those that are asked it: as many kinds of child as there are


def closing(form: RecordKind) -> Iterator[tuple[str, str]]:
    """(question, choice) of every question on whose choice it depends whether another is asked."""
    parents = {parent for one in form.questions.values() for parent, _ in one.when}
    for name, question in form.questions.items():
        if name in parents and isinstance(question, ChoiceQuestion):
            yield from ((name, choice) for choice in question.choices)


def stories_asked(kind: str, name: str) -> list[Story]:
    question = get_kind(kind).questions[name]
    asked = [one for one in stories() if one.kind == kind and question.applies(one.answers)]
    return asked[:: max(1, len(asked) // EACH)]


def is_closed(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether an answer that was given closes a question; one that is blank only hides it as yet."""
    return not any(holds(question.when, one) for one in readings(answers)) and all(
        parent in answers for parent, values in question.when if answers.get(parent) not in values
    )


def asked_for_though_closed(story: Story, answers: dict[str, Any]) -> set[tuple[str, str, str]]:
    """(statement, control, message) of what prevents submission at a question, or in a row, that an answer closes."""
    form, found = get_kind(story.kind), set()
    for part in (part for finding in story.weighed(answers).stops_submission for part in finding.open_parts):
        name, _, place = (part.question or "").partition("-")
        index, _, column = place.partition("-")
        question = form.questions.get(name)
        closed = question is not None and is_closed(question, answers)
        if isinstance(question, RowsQuestion) and column and not closed:
            closed = is_closed(question.columns[column], answers[name][int(index)])
        if closed:
            found.add((part.statement, part.question or "", part.message))
    return found


@pytest.mark.parametrize("kind, name, choice", [(kind, *one) for kind in KINDS for one in closing(get_kind(kind))])
def test_what_a_choice_closes_is_not_asked_for(kind: str, name: str, choice: str) -> None:
    form = get_kind(kind)
    for story in stories_asked(kind, name):
        answers = form.applicable_answers({**story.answers, name: choice})  # what was behind it has been taken out

        assert asked_for_though_closed(story, answers) == set()
