"""The filters of lists: what they offer, what is said of those in use, and what they may not tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from forms import KINDS
from forms.filters import Offered, PromiseFilters, RecordFilters
from forms.restricted import restricted_questions
from protocol.terms import DEFAULT_TERMS, term_filler


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    app = Flask("filters")
    app.secret_key = "of no use"  # noqa: S105
    with app.test_request_context():
        yield


def filters(**asked: str) -> RecordFilters:
    made = RecordFilters(MultiDict(asked))
    made.offer(Offered({"transfer_meeting": "Transfer meeting record"}, {"draft": "Draft"}, term_filler(DEFAULT_TERMS)))
    return made


def in_words(made: RecordFilters | PromiseFilters) -> list[tuple[str, str]]:
    made.validate()
    return [(one.label, one.value) for one in made.in_words()]


def test_every_filter_stands_in_the_panel_once_but_the_search_itself() -> None:
    grouped = [name for _, names in RecordFilters.GROUPS for name in names]

    assert sorted([*grouped, "find"]) == sorted(field.name for field in filters())


def test_filters_are_said_as_they_are_chosen_and_the_order_is_none() -> None:
    made = filters(kind="transfer_meeting", since="1 3 2026", sort="day", accepted="any")

    assert in_words(made) == [
        ("Kind of record", "Transfer meeting record"),
        ("Transfer on or after", "1 3 2026"),
        ("Accepted as not met", "Anything"),
    ]


def test_a_filter_that_cannot_be_read_is_not_said_to_be_in_use() -> None:
    assert in_words(filters(kind="none", since="soon", find="maya")) == [("Reference, child, worker or team", "maya")]


@pytest.mark.parametrize("asked, text", [("315.7", "3.1.5, Procedure"), ("315.7.1", "3.1.5, Procedure: ")])
def test_a_section_and_a_statement_are_said_as_people_read_them(asked: str, text: str) -> None:
    ((label, value),) = in_words(filters(departed=asked))

    assert label == "Departs from"
    assert value.startswith(text)
    assert "{" not in value


def test_what_is_typed_is_read_up_to_its_first_hundred_characters() -> None:
    assert in_words(PromiseFilters(MultiDict([("person", "x" * 500)]))) == [("Who is to do it", "x" * 100)]


def test_no_restricted_section_promises_anything_as_promises_are_listed_for_managers() -> None:
    promising = {
        kind: {name for name in restricted_questions(form) if getattr(form.questions[name], "promises", None)}
        for kind, form in KINDS.items()
    }

    assert promising == {kind: set() for kind in KINDS}
