"""Answers for a question, of the right shape, right or wrong."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section

# Everything that chapter 3.1.5 asks is asked of this child.
LOOKED_AFTER = {"child_status": "looked_after"}


def an_answer(question: Question) -> Any:
    """An answer that the question takes. Choices: the first one."""
    if isinstance(question, RowsQuestion):
        return [{name: an_answer(cell) for name, cell in question.columns.items()}]
    if isinstance(question, ChoiceQuestion):
        return next(iter(question.choices))
    # Nobody's plan or meeting is years old; a child's birth is.
    day = "2020-03-04" if question.name.endswith("date_of_birth") else "2026-02-20"
    simple: dict[str, Any] = {"date": day, "number": 4, "text": "Words", "long_text": "Words\nand more"}
    return simple.get(question.kind, {"id": 7, "name": "Sam Okafor"})


def answers_to(section: type[Section]) -> dict[str, Any]:
    """An answer to every question, but for one of the two dates of birth, about a looked after child."""
    questions = section.questions().items()
    answers = {name: an_answer(question) for name, question in questions if name != "child_expected_date_of_birth"}
    return answers | LOOKED_AFTER


def posted(pairs: dict[str, str] | Iterable[tuple[str, str]]) -> MultiDict[str, str]:
    return MultiDict(pairs)


def control_names(section: type[Section]) -> list[str]:
    """Names of every control that the section's page can hold, and of some that it cannot."""
    names = []
    for name, question in section.questions().items():
        cells = question.columns if isinstance(question, RowsQuestion) else {}
        inside = [f"{name}-{index}-{cell}" for cell in cells for index in (0, 1, 7, 9999)]
        for control in (name, *inside):
            names += [control, *(f"{control}-{part}" for part in ("day", "month", "year", "id", "rows"))]
    return names
