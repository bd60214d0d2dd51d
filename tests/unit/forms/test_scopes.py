"""What is asked of whom: questions are held to the scope of the statements that they serve."""

from typing import Any

import pytest

from forms import KINDS, get_kind
from forms.engine.conditions import scope_of, widened
from forms.record_kind import RecordKind
from protocol import BY_ID
from protocol.registry import REGISTRY
from protocol.rules import needed
from protocol.statements import SOURCES
from protocol.statements.scope import ASKED, EVERY_CHILD, Scope

FORM = [pytest.param(form, id=kind) for kind, form in KINDS.items()]
TRANSFER = get_kind("transfer_meeting")
WIDER = "sections_2_and_7_for_every_child"
IN_NEED = {"child": {"id": 1}, "child_status": "child_in_need", "ceasing_looked_after": "no", "proceedings": "none"}

# Asked of every child although only statements of a narrower scope read or cite them: who the child and the teams are,
# what says whether a child is within a scope, and what serves 1.4.2 without being weighed.
IDENTITY = {"child", "child_local_id", "child_name", "child_date_of_birth", "child_expected_date_of_birth", "child_age"}
TEAMS = {"current_team", "current_team_kind", "new_team", "new_team_leader"}
DECIDE_SCOPE = {"legal_status", *ASKED}
NOTED = {"other_attendees", "dates_ahead", "proceedings_completed_on"}
# Asked of those whose worker or team a statement would keep, and not of all whom it is about.
HELD = {"court_told"}
# It tells whether a looked after child has carers; nobody else is in a placement.
WITH_CARERS = {"placement"}
# There is a visit of both only where the worker changes; a meeting is asked for in any case.
VISIT = {"joint_visit"}
# An exception asks them to tell whether the statement that it departs from is about the child at all.
HOLDS = {*needed.READS}
# Where the worker stays, the transfer is compared with a meeting only if there is one.
WITH_A_MEETING = {"meeting_date", "meeting_state"}
LEAVING = {"current_worker_leaving", "current_worker_last_day"}
AS_EXCEPTION = {
    *("best_interests", "child_views", "child_views_how", "child_views_not_obtained", "family_views"),
    *("delay_likely", "delay_kept_down", "delay_accepted_because"),
}


def readers(form: RecordKind, question: str) -> list[Scope]:
    """The scopes of the statements whose rules or scopes read a question of a record."""
    plan = REGISTRY.plan(form.key, frozenset(SOURCES))
    return [BY_ID[one].scope_on(form.key) for one, questions in plan.reads.items() if question in questions]


def includes(wider: Scope, scope: Scope) -> bool:
    if not wider.any_of:
        return True
    widened = scope.widened_by in ("", wider.widened_by)
    return (
        bool(scope.any_of)
        and widened
        and all(any(set(one) <= set(narrow) for one in wider.any_of) for narrow in scope.any_of)
    )


@pytest.mark.parametrize("form", FORM)
def test_whoever_a_statement_is_about_is_asked_what_it_reads(form: RecordKind) -> None:
    for name, question in form.questions.items():
        holds = HOLDS if form.key == "exception_decision" else set()
        if name in WITH_A_MEETING | LEAVING | HELD | WITH_CARERS | VISIT | holds:
            continue
        assert [scope.about for scope in readers(form, name) if not includes(question.scope, scope)] == [], name


@pytest.mark.parametrize("form", FORM)
def test_what_only_chapter_315_asks_is_asked_of_its_children_alone(form: RecordKind) -> None:
    excepted = (
        IDENTITY
        | TEAMS
        | DECIDE_SCOPE
        | NOTED
        | HELD
        | LEAVING
        | (AS_EXCEPTION if form.key == "exception_decision" else set())
    )
    for name, question in form.questions.items():
        if name not in excepted and question.cites:
            assert question.scope is scope_of(question.cites), name


def test_a_scope_asks_only_what_every_child_is_asked() -> None:
    asked = {name for form in KINDS.values() for name in ASKED if name in form.questions}
    assert asked == set(ASKED)
    for form in KINDS.values():
        assert [name for name in ASKED if name in form.questions and form.questions[name].scope.any_of] == []


def asked_of(answers: dict[str, Any], kind: str = "transfer_meeting") -> set[str]:
    return {question.name for _, asked in get_kind(kind).shown_questions(answers) for question in asked}


def test_a_child_in_need_is_not_asked_what_is_for_children_looked_after() -> None:
    asked = asked_of(IN_NEED)
    assert asked.isdisjoint({"best_interests", "child_views", "delay_likely", "key_events_known", "permanence_plan"})
    assert asked.isdisjoint({"life_now", "out_of_the_ordinary", "contact_given", "professionals_involved"})
    assert {
        "plan_kind",
        "latest_assessment_date",
        "proceedings",
        "has_siblings",
        "family_told",
        "meeting_date",
    } <= asked


@pytest.mark.parametrize(
    "answers",
    [
        {"child_status": "looked_after"},
        {"child_status": "child_in_need", "ceasing_looked_after": "yes"},
        {"child_status": "care_leaver", "ceasing_looked_after": "yes"},
    ],
)
def test_a_child_who_is_or_has_just_been_looked_after_is_asked_it(answers: dict[str, Any]) -> None:
    assert {"best_interests", "child_views", "life_now", "professionals_involved"} <= asked_of(answers)


def test_an_unborn_child_has_not_ceased_to_be_looked_after_whatever_was_once_answered() -> None:
    assert "best_interests" not in asked_of({"child_status": "unborn", "ceasing_looked_after": "yes"})
    assert "proceedings" not in asked_of({"child_status": "unborn"})


def test_a_council_that_asks_sections_2_and_7_of_every_child_has_their_questions_and_no_others() -> None:
    with widened({WIDER}):
        asked = asked_of(IN_NEED)
        assert {"best_interests", "life_now", "out_of_the_ordinary", "professionals_involved"} <= asked
        assert asked.isdisjoint({"continuing_support", "why_thirteen_plus_now", "pre_birth_assessment"})
    assert "best_interests" not in asked_of(IN_NEED)


def test_whether_a_child_has_ceased_is_asked_where_it_can_be() -> None:
    for status in ("child_in_need", "child_protection", "care_leaver"):
        for kind in ("transfer_meeting", "emergency_transfer"):
            assert "ceasing_looked_after" in asked_of({"child_status": status}, kind)
    assert "ceasing_looked_after" not in asked_of({"child_status": "unborn"})
    assert "ceasing_looked_after" not in asked_of({"child_status": "looked_after"}, "emergency_transfer")


def test_an_exception_asks_the_same_of_every_child() -> None:
    assert AS_EXCEPTION - asked_of({"child_status": "child_in_need"}, "exception_decision") == {
        "child_views_not_obtained",
        "delay_kept_down",
        "delay_accepted_because",
    }


def test_what_no_longer_applies_is_kept_in_the_draft_and_not_weighed() -> None:
    answers = IN_NEED | {"best_interests": "He gets a worker who stays.", "life_now": "At home."}
    assert TRANSFER.applicable_answers(answers) == IN_NEED
    page = TRANSFER.section("reasons").from_answers(answers)
    assert page.answers()["best_interests"] == "He gets a worker who stays."
    assert "best_interests" not in {question.name for question in page.shown()}


def test_a_scope_of_two_statements_has_the_children_of_either() -> None:
    both = scope_of(("315.3.3", "315.6.1"))
    assert both.holds({"child_status": "care_leaver"}.get)
    assert both.holds({"child_status": "child_in_need", "ceasing_looked_after": "yes"}.get)
    assert not both.holds(IN_NEED.get)
    assert scope_of(("142.1.1", "315.6.1")) is EVERY_CHILD
