"""What holds whatever is answered: the check never raises, and never depends on what it does not declare."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocol import BY_ID, RECORDS, SOURCES, Outcome, parameters_on, weigh
from protocol.registry import REGISTRY
from tests.protocol.loading import load_cases

TODAY = date(2026, 3, 1)
FIGURES = parameters_on(TODAY)
FINDINGS_OF_OTHERS = "315.2.3.1"

READS = {record: REGISTRY.plan(record, frozenset(SOURCES)).reads for record in RECORDS}
QUESTIONS = {record: sorted(set().union(*READS[record].values())) for record in RECORDS}
WITH_RULES = [record for record in RECORDS if any(case.record == record for case in load_cases())]


def values_in_cases() -> list[Any]:
    found = {json.dumps(value, sort_keys=True) for case in load_cases() for value in case.answers.values()}
    return [json.loads(one) for one in sorted(found)]


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(["0001-01-01", "9999-12-31", "2026-02-30", "20260301", "2026-W09-1", "yes", "none", "", "  "]),
    st.lists(st.one_of(st.text(max_size=5), st.integers(), st.none()), max_size=3),
    st.dictionaries(st.text(max_size=6), st.one_of(st.text(max_size=6), st.integers(), st.none()), max_size=3),
    st.fixed_dictionaries(
        {"id": st.one_of(st.none(), st.text(), st.floats()), "name": st.one_of(st.none(), st.integers())}
    ),
)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
PLAUSIBLE = st.one_of(st.sampled_from(values_in_cases()), DATES, st.sampled_from(["yes", "no"]))
VALUES = st.one_of(PLAUSIBLE, PLAUSIBLE, JUNK)

FREELY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answers_to(record: str) -> st.SearchStrategy[dict[str, Any]]:
    """Answers of a case with some changed, or a few answers alone."""
    starts = [dict(case.answers) for case in load_cases() if case.record == record]
    changes = st.dictionaries(st.sampled_from(QUESTIONS[record]), VALUES, max_size=12)
    return st.builds(lambda start, change: {**start, **change}, st.sampled_from([{}, *starts]), changes)


def outcomes(record: str, answers: dict[str, Any]) -> dict[str, Outcome]:
    weighing = weigh(record, answers, today=TODAY, parameters=FIGURES, chapters=SOURCES, strict=True)
    return {finding.statement: finding.outcome for finding in weighing.findings}


@pytest.mark.parametrize("record", WITH_RULES)
@FREELY
@given(data=st.data())
def test_the_check_never_raises_and_judges_every_statement(record: str, data: st.DataObject) -> None:
    answers = data.draw(answers_to(record))
    assert list(outcomes(record, answers)) == [one.id for one in BY_ID.values() if one.is_about(record)]


@pytest.mark.parametrize("record", WITH_RULES)
@FREELY
@given(data=st.data())
def test_the_order_of_answers_makes_no_difference(record: str, data: st.DataObject) -> None:
    answers = data.draw(answers_to(record))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert outcomes(record, answers) == outcomes(record, shuffled)


@pytest.mark.parametrize("record", WITH_RULES)
@FREELY
@given(data=st.data())
def test_one_more_answer_changes_only_the_statements_that_read_it(record: str, data: st.DataObject) -> None:
    answers = data.draw(answers_to(record))
    question, value = data.draw(st.sampled_from(QUESTIONS[record])), data.draw(VALUES)
    before, after = outcomes(record, answers), outcomes(record, {**answers, question: value})
    reading = {statement for statement, questions in READS[record].items() if question in questions}
    if question == "departures":
        return
    changed = {statement for statement in before if before[statement] != after[statement]}
    assert changed - reading - {FINDINGS_OF_OTHERS} == set()


@pytest.mark.parametrize("record", WITH_RULES)
@FREELY
@given(data=st.data())
def test_weighing_changes_no_answer(record: str, data: st.DataObject) -> None:
    answers = data.draw(answers_to(record))
    as_they_were = repr(answers)
    outcomes(record, answers)
    assert repr(answers) == as_they_were


@pytest.mark.parametrize("record", WITH_RULES)
@pytest.mark.parametrize("answers", [None, [], "junk", 7, {None: None}, {"departures": ["x"]}])
def test_answers_that_are_no_answers_at_all_count_as_blank(record: str, answers: Any) -> None:
    blank = weigh(record, {}, today=TODAY, parameters=FIGURES, strict=True)
    assert weigh(record, answers, today=TODAY, parameters=FIGURES, strict=True) == blank
