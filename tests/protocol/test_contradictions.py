"""What cannot be true together is named with both its places, and nothing else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import KINDS, get_kind
from forms.engine.rows import RowsQuestion
from protocol import casefile, parameters_on
from protocol.consistency import TABLE, Clash, contradictions_in, without
from protocol.consistency.behind import BEHIND
from protocol.consistency.table import UNCHECKED, in_table
from protocol.consistency.the_gone import ACTIONS, DOES
from protocol.corrections import STORED
from protocol.outcomes import ASKS, question_of

TODAY = date(2026, 3, 1)
FIGURES = parameters_on(TODAY)
FILE = Path(__file__).with_name("cases_of_contradictions.yaml")
CASES = [(name, case) for name, cases in yaml.load(FILE.read_text(), Loader=yaml.CSafeLoader).items() for case in cases]
# Rows whose function finds clashes of several names.
SEVERAL = {
    "sibling_of_another_status": {"sibling_of_another_status", "grown_up_too_young"},
    "shares": {"all_share_and_one_does_not", "shares_with_another", "another_who_is_the_same"},
    "works_now": {"works_now_and_never_did", "works_now_and_has_ended", "ends_after_the_transfer"},
}


def found_in(kind: str, **answers: Any) -> list[Clash]:
    """The contradictions of the whole record, those behind a 'no' among them."""
    asking = get_kind(kind).asking
    return list(contradictions_in(kind, answers, today=TODAY, parameters=FIGURES, asking=asking, strict=True))


@pytest.mark.parametrize("name, case", CASES, ids=[case["case"] for _, case in CASES])
def test_a_contradiction_is_found_where_it_is_and_only_there(name: str, case: dict[str, Any]) -> None:
    record = case.get("record", "transfer_meeting")
    answers = casefile.normalised(case["answers"])
    found = [one for one in in_table(record, answers, today=TODAY, parameters=FIGURES, strict=True) if one.name == name]
    assert bool(found) is case["so"], found
    for place in ("at", "against"):
        assert place not in case or case[place] in [getattr(one, place) for one in found]


def test_every_row_of_the_table_has_a_case_in_which_it_is_so_and_one_in_which_it_is_not() -> None:
    rows = {name for row in TABLE for name in SEVERAL.get(row.name, {row.name})}
    for so in (True, False):
        assert rows - {name for name, case in CASES if case["so"] is so} == set()


def test_every_row_reads_and_links_what_the_forms_of_its_records_ask() -> None:
    for row in TABLE:
        for record in row.records:
            names = KINDS[record].questions.keys()
            assert {*row.between} <= names, row.name
            assert (row.reads or frozenset()) - names - STORED - _only_elsewhere(row.name) == set(), row.name


def _only_elsewhere(name: str) -> set[str]:
    """What a row reads that only some of its records ask: who stays is decided in an exception."""
    named = {"shares": {"decided_instead", "permanence_plan"}, "gone_and_named": {*DOES, *ACTIONS}}
    return named.get(name, set())


@pytest.mark.parametrize("name, case", CASES, ids=[case["case"] for _, case in CASES])
def test_a_message_states_the_fact_and_then_asks(name: str, case: dict[str, Any]) -> None:
    found = in_table(
        case.get("record", "transfer_meeting"), casefile.normalised(case["answers"]), today=TODAY, parameters=FIGURES
    )
    for one in found:
        sentences = one.message.split(". ")
        assert sentences[0].split(" ")[0] not in ASKS
        assert sentences[-1].split(" ")[0] in ASKS
        assert question_of(one.at) in get_kind(case.get("record", "transfer_meeting")).questions


def test_nothing_contradicts_what_is_not_known() -> None:
    for kind in KINDS:
        assert found_in(kind) == []


def test_a_check_that_fails_stops_submission() -> None:
    answers = {"transfer_date": "2026-03-10", "key_events_known": "none"}
    broken: Any = {}
    found = in_table("transfer_meeting", answers, today=TODAY, parameters=broken)
    assert [one.message for one in found] == [UNCHECKED]


def test_a_row_of_work_behind_no_work_outstanding_is_named_at_both_places() -> None:
    (one,) = found_in("transfer_meeting", outstanding_work_known="none", outstanding_work=[{"task": "Write to school"}])
    assert one.places == ("outstanding_work", "outstanding_work_known")
    assert "‘Is there work still to be done?’ is answered ‘No, none’" in one.message
    assert "‘What is to be done, by whom and by when?’" in one.message


@pytest.mark.parametrize(
    "kind, answers, at",
    [
        ("transfer_meeting", {"key_events_known": "none", "key_events": [{"kind": "review"}]}, "key_events"),
        ("transfer_meeting", {"professionals_involved": "none", "professionals_told": [{"role": "gp"}]}, None),
        ("transfer_meeting", {"has_siblings": "no", "siblings": [{"name": "Bo"}]}, "siblings"),
        ("transfer_meeting", {"all_attended": "yes", "new_worker_attended": "absent"}, "new_worker_attended"),
        ("transfer_meeting", {"current_worker_leaving": "no", "current_worker_last_day": "2026-03-10"}, None),
        ("transfer_meeting", {"interpreter": "no", "interpreter_language": "Polish"}, "interpreter_language"),
        ("management_handover", {"unresolved": "none", "unresolved_detail": "The leave"}, "unresolved_detail"),
        ("management_handover", {"link_school": "none", "link_school_detail": "St Mary"}, "link_school_detail"),
        ("exception_decision", {"ground": "other_reason", "leaving_on": "2026-04-01"}, "leaving_on"),
    ],
)
def test_whatever_stands_behind_a_no_or_another_choice_is_named(kind: str, answers: Any, at: str | None) -> None:
    child = {"child_status": "looked_after"} if "child_status" in get_kind(kind).questions else {}
    (one,) = found_in(kind, **child, **answers)
    assert one.name == BEHIND
    assert one.at == (at or [*answers][1])
    assert one.against == [*answers][0]


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer"])
@pytest.mark.parametrize("status, named", [("unborn", ["child_told"]), ("child_in_need", []), (None, [])])
def test_an_unborn_child_was_not_told_five_days_ago(kind: str, status: str | None, named: list[str]) -> None:
    said = {"family_told": "one_by_one", "child_told": "told", "child_told_on": "2026-02-24"}
    found = found_in(kind, **said, **({"child_status": status} if status else {}))
    assert [one.at for one in found] == named
    assert all(one.places == ("child_told", "child_status") for one in found)


def test_all_that_one_answer_hides_is_one_contradiction() -> None:
    answers = {"delay_likely": "no", "delay_kept_down": "By calls", "delay_accepted_because": "It is short"}
    (one,) = found_in("transfer_meeting", child_status="looked_after", out_of_the_ordinary="some", **answers)
    assert one.hidden == ("delay_kept_down", "delay_accepted_because")
    assert without(answers, one) == {"delay_kept_down": None, "delay_accepted_because": None}


def test_a_cell_behind_another_cell_is_named_in_its_row_and_taken_out_alone() -> None:
    rows = [{"name": "Bo"}, {"name": "Di", "same_worker_after": "yes", "why_not_shared": "She is an adult"}]
    answers = {"has_siblings": "yes", "siblings": rows}
    (one,) = found_in("transfer_meeting", **answers)
    assert one.places == ("siblings-1-why_not_shared", "siblings-1-same_worker_after")
    assert without(answers, one) == {"siblings": [rows[0], {"name": "Di", "same_worker_after": "yes"}]}


def test_what_the_register_answers_stands_behind_nothing() -> None:
    answers = {"has_siblings": "no", "siblings": [{"name": "Bo", "from_register": ["name"]}]}
    assert found_in("transfer_meeting", **answers) == []
    written = {"has_siblings": "no", "siblings": [{"name": "Bo", "why_not_shared": "Far", "from_register": ["name"]}]}
    assert [one.at for one in found_in("transfer_meeting", **written)] == ["siblings"]


def test_a_place_that_the_table_names_is_not_named_again() -> None:
    found = found_in("transfer_meeting", child_status="child_in_need", placement="A6", legal_status="E1")
    assert [one.name for one in found] == ["looked_after_by_legal_status", "looked_after_by_placement"]


@st.composite
def some_answers(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind of record, and answers to some of its questions, whether they apply or not."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    questions = KINDS[kind].questions
    names = draw(st.lists(st.sampled_from(sorted(questions)), max_size=25, unique=True))
    return kind, {name: _answer(draw, questions[name]) for name in names}


def _answer(draw: st.DrawFn, question: Any) -> Any:
    if isinstance(question, RowsQuestion):
        cells = draw(st.lists(st.sampled_from(sorted(question.columns)), min_size=1, max_size=3, unique=True))
        return [{column: _answer(draw, question.columns[column]) for column in cells}]
    if choices := getattr(question, "choices", None):
        return draw(st.sampled_from(sorted(choices)))
    days = st.dates(date(2024, 1, 1), date(2027, 1, 1)).map(date.isoformat)
    return draw(days) if question.kind == "date" else "Some words"


@settings(max_examples=150, deadline=None)
@given(some_answers())
def test_no_answer_is_dropped_without_being_named(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, answers = drawn
    applicable = get_kind(kind).applicable_answers(answers)
    found = found_in(kind, **answers)
    named = {control for one in found for control in (*one.places, *one.hidden)}

    assert answers.keys() - applicable.keys() <= set(map(question_of, named))
    for name, rows in applicable.items():
        if isinstance(rows, list):
            for index, row in enumerate(rows):
                gone = answers[name][index].keys() - row.keys()
                assert {f"{name}-{index}-{column}" for column in gone} <= named


@settings(max_examples=100, deadline=None)
@given(some_answers())
def test_taking_out_all_that_is_hidden_leaves_nothing_behind_another_answer(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, answers = drawn
    for _ in range(100):
        hidden = [one for one in found_in(kind, **answers) if one.hidden]
        if not hidden:
            return
        left = without(answers, hidden[0])
        answers = {name: value for name, value in (answers | left).items() if value is not None}
    pytest.fail("it never ends")
