"""Answers in words."""

import pytest

from forms import KINDS, display, get_kind
from tests.unit.forms.filled import an_answer

QUESTIONS = get_kind("transfer_meeting").questions


@pytest.mark.parametrize(
    "name,answer,shown",
    [
        ("transfer_date", "2026-03-04", "4 March 2026"),
        ("transfer_date", "not a date", "not a date"),
        ("legal_status", "C1", "C1: interim care order"),
        ("placement", "P2", "P2"),
        ("interpreter", "yes", "Yes"),
        ("current_worker", {"id": 3, "name": "Ann Smith"}, "Ann Smith"),
        ("return_home_months", 4, "4 months"),
        ("worries", "One\nTwo", "One\nTwo"),
        ("worries", None, ""),
        ("key_events", None, ""),
        ("key_events", [], ""),
        ("key_events", "strange", ""),
    ],
)
def test_an_answer_is_shown_as_people_read_it(name: str, answer: object, shown: str) -> None:
    assert display(QUESTIONS[name], answer) == shown


def test_rows_are_shown_as_a_table_with_a_header() -> None:
    rows = [{"kind": "review", "date": "2026-03-04"}, {"kind": "other", "note": "Trip"}]
    assert display(QUESTIONS["key_events"], rows) == (
        ("What is it?", "When?", "Note"),
        ("Review", "4 March 2026", ""),
        ("Something else", "", "Trip"),
    )


def test_words_are_the_councils() -> None:
    shown = display(QUESTIONS["current_team_kind"], "cluster", {"cluster_team": "locality team"})
    assert shown == "Locality team"


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_question_shows_its_answer(kind: str) -> None:
    for name, question in get_kind(kind).questions.items():
        shown = display(question, an_answer(question))
        assert shown, name
        assert "{" not in str(shown), name


@pytest.mark.parametrize(
    "known, left_out",
    [("child_date_of_birth", "child_expected_date_of_birth"), ("child_expected_date_of_birth", "child_date_of_birth")],
)
def test_of_two_days_of_birth_the_one_that_there_is_not_has_no_line(known: str, left_out: str) -> None:
    form = get_kind("exception_decision")

    def shown(answers: dict[str, str]) -> set[str]:
        return {one.name for _, questions in form.shown_questions(answers) for one in questions}

    assert left_out not in shown({known: "2026-03-04"})
    assert {known, left_out} <= shown({})
