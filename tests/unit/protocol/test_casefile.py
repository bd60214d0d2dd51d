"""A case is read from parsed YAML or JSON, and refused with what is wrong."""

from datetime import date
from typing import Any

import pytest
import yaml

from protocol import Outcome
from protocol.casefile import Case, CaseError, differences, normalised, read, weigh_case

TODAY = date(2026, 3, 1)


def case(text: str, base: Case | None = None) -> Case:
    return read(yaml.safe_load(text), today=TODAY, base=base)


def test_yaml_is_read_as_a_record_stores_it() -> None:
    read_as = case("answers: {has_siblings: yes, interpreter: no, transfer_date: 2026-03-15, return_home_months: 4}")
    assert read_as.answers == {
        "has_siblings": "yes",
        "interpreter": "no",
        "transfer_date": "2026-03-15",
        "return_home_months": 4,
    }


def test_values_within_rows_are_normalised_too() -> None:
    assert normalised([{"date": date(2026, 3, 15), "contact_given": True}]) == [
        {"date": "2026-03-15", "contact_given": "yes"}
    ]


def test_a_file_of_answers_alone_is_a_transfer_meeting() -> None:
    read_as = case("transfer_date: 2026-03-15")
    assert (read_as.record, read_as.today, read_as.answers) == (
        "transfer_meeting",
        TODAY,
        {"transfer_date": "2026-03-15"},
    )


def test_an_empty_file_has_no_answers() -> None:
    assert case("").answers == {}


def test_a_case_based_on_another_starts_with_its_answers() -> None:
    base = case("today: 2026-02-01\nanswers: {child_status: looked_after, placement: U4}")
    read_as = case("based_on: x\nanswers: {placement: null, legal_status: C2}", base)
    assert read_as.answers == {"child_status": "looked_after", "legal_status": "C2"}
    assert read_as.today == date(2026, 2, 1)


def test_the_steps_of_a_case_are_those_that_are_asked_for_after_its_decisions() -> None:
    found = case(
        "record: exception_decision\nanswers: {ground: other_reason}\n"
        "managers: {current_service_delivery_manager: Una Hart, new_service_delivery_manager: Una Hart}\n"
        "steps: [transferring_service_delivery_manager]"
    )
    said = [one for one in differences(found, weigh_case(found)) if one.startswith("steps")]
    assert said == ["steps should be transferring_service_delivery_manager, not service_delivery_manager_of_both"]


def test_the_bare_word_on_is_the_day_of_a_decision() -> None:
    (decision,) = case("decisions: [{step: new_worker, by: Ann Lee, on: 2026-03-02}]").decisions
    assert (decision.on, decision.outcome, decision.by) == (date(2026, 3, 2), "approved", {"name": "Ann Lee"})


def test_what_was_stated_is_read_as_it_is_stored() -> None:
    (decision,) = case("decisions: [{step: x, stated: {file_checked_on: 2026-03-02}}]").decisions
    assert (decision.stated, decision.on) == ({"file_checked_on": "2026-03-02"}, TODAY)


def test_an_exception_is_read() -> None:
    agreed = "authority: team_leaders, approved: yes, review_on: 2026-06-01"
    (exception,) = case(f"exceptions: [{{reference: EX-1, statement: 315.4.1, {agreed}}}]").exceptions
    assert (exception.authority, exception.approved, exception.review_on) == (
        frozenset({"team_leaders"}),
        True,
        date(2026, 6, 1),
    )


@pytest.mark.parametrize(
    "text,problem",
    [
        ("- a list", "must be names with values"),
        ("answers: [1]", "answers: must be names with values"),
        ("answers: {}\nexpects: {}", "has no expects"),
        ("record: holiday_request", "record: must be one of"),
        ("based_on: nowhere\nanswers: {}", "not at hand"),
        ("today: tomorrow", "today: must be a date"),
        ("expect: {142.9.9: met}", "no statement 142.9.9"),
        ("expect: {142.3.1: perhaps}", "perhaps is not an outcome"),
        ("decisions: {step: x}", "decisions: must be a list"),
        ("decisions: [{by: Ann}]", "needs a step"),
        ("exceptions: [{statement: 1}]", "no statement 1"),
        ("parameters: {days_of_rain: 4}", "no figure of this name"),
        ("parameters: {key_event_days: -4}", "must be between"),
    ],
)
def test_what_is_not_a_case_is_refused_with_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(CaseError, match=problem):
        case(text)


def test_differences_say_what_was_expected_and_what_was_found() -> None:
    wrong = case("answers: {}\nexpect: {142.3.1: met}\nsays: {142.3.1: purple}\ncan_submit: true")
    first, second, third = differences(wrong, weigh_case(wrong))
    assert first == "142.3.1 should be met, not unanswered: Say whether the transfer meeting has been held."
    assert "should say 'purple'" in second
    assert third.startswith("can_submit should be True")


def test_a_statement_about_another_record_is_a_difference() -> None:
    wrong = case("answers: {}\nexpect: {142.5.1: met}")
    assert differences(wrong, weigh_case(wrong)) == ["142.5.1 should be met, not nothing"]


def test_no_differences_where_the_check_agrees() -> None:
    right = case("answers: {}\nexpect: {142.3.1: unanswered}\nsays: {142.3.1: Has been HELD}\ncan_submit: false")
    assert right.expect == {"142.3.1": Outcome.UNANSWERED}
    assert differences(right, weigh_case(right)) == []


def test_a_chapter_can_be_left_out() -> None:
    any_case: Any = case("answers: {}")
    weighed = weigh_case(any_case, chapters={"1.4.2"}).findings
    assert {one.statement.split(".")[0] for one in weighed} == {"142"}
