"""Runs the case files: each is a situation, and what the check says of it."""

from collections import Counter

import pytest

from protocol import Outcome
from protocol.casefile import Case, differences, weigh_case
from tests.protocol.loading import load_cases


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_the_check_says_what_the_case_expects(case: Case) -> None:
    # Strict: a rule that reads a question which it does not declare raises.
    assert differences(case, weigh_case(case, strict=True)) == []


def test_every_case_is_a_sentence_of_its_own() -> None:
    names = Counter(case.name for case in load_cases())
    assert [name for name, times in names.items() if times > 1 or " " not in name] == []


def test_every_case_expects_something() -> None:
    assert [case.name for case in load_cases() if not (case.expect or case.asks or case.steps)] == []


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_those_who_decide_read_what_is_so_and_not_what_the_author_was_asked(case: Case) -> None:
    told = (Outcome.UNMET, Outcome.DEPARTED, Outcome.LIFTED)
    found = [one for one in weigh_case(case).findings if one.outcome in told]
    assert [one.message for one in found if one.fact.split(" ")[0] in {"", "Only", "Exception"}] == []
