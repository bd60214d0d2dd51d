"""What of an earlier record comes along to a new one, question by question (forms/carrying.py)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forms import KINDS, get_kind
from forms.carrying import (
    CHANGE,
    COLUMNS_OF_CHANGE,
    EITHER_WAY,
    LASTING,
    MEETING,
    OF_DAYS,
    OF_PEOPLE,
    ONLY_OF_SIBLING,
    PLANS,
    Relation,
    comes_along,
    same_people,
)
from forms.engine.rows import RowsQuestion

TODAY = date(2026, 3, 3)
AHEAD, PASSED = (TODAY + timedelta(days=20)).isoformat(), (TODAY - timedelta(days=20)).isoformat()
AGAIN, LATER, SIBLING = Relation.AGAIN, Relation.LATER, Relation.SIBLING
# Asked anew in every record: what somebody confirms, decides or finds out on the day, and what is added after approval.
READINESS = {
    f"{item}{what}"
    for item in ("chronology", "case_notes", "open_assessment", "decisions_recorded", "todo_list")
    for what in ("", "_date", "_remaining", "_who", "_due")
}
ANEW = READINESS | {
    *("current_team", "file_ready", "file_ready_date", "file_note_date", "file_note_reference", "contact_given"),
    *("own_team_considered", "last_seen_on", "no_handover_filed_on", "closing_note", "closing_note_on"),
    *("review_on", "serves_transfer", "exception_discussed_on", "current_manager_view", "new_manager_view"),
    *("rationale", "pdr_available", "unresolved", "unresolved_detail", "locality_leaders_told_on"),
    *("four_way_date", "four_way_outcome", "supervision_notes_date", "supervision_notes_reference"),
}


def coming(
    answers: dict[str, Any], relation: Relation, kind: str = "transfer_meeting", to: str = "", **more: Any
) -> dict[str, Any]:
    return comes_along(get_kind(kind), get_kind(to or kind), answers, relation, today=TODAY, **more)


def test_somebody_has_decided_of_every_question_whether_it_comes_along() -> None:
    decided = MEETING | CHANGE | LASTING | ANEW
    asked = {
        name
        for kind in KINDS.values()
        for name, question in kind.questions.items()
        if not (question.is_fact or question.fixed or kind.section_of[name].readers)
        and (question.follows == "" or question.asked_if_unknown)
        and question.follows not in ("child", "worker")
    }
    assert asked - decided == set()
    assert decided - {name for kind in KINDS.values() for name in kind.questions} == set()


def test_each_question_is_about_one_thing() -> None:
    groups = (MEETING, CHANGE, LASTING, ANEW)
    assert len(frozenset().union(*groups)) == sum(map(len, groups))


def test_whatever_the_module_names_is_asked_somewhere() -> None:
    tables = [one for kind in KINDS.values() for one in kind.questions.values() if isinstance(one, RowsQuestion)]
    names = {name for kind in KINDS.values() for name in kind.questions}
    assert {*OF_PEOPLE, *ONLY_OF_SIBLING, *PLANS, *EITHER_WAY} <= MEETING | CHANGE | LASTING
    assert {who for people in OF_PEOPLE.values() for who in people} <= names
    assert {column for one in tables for column in one.columns} >= COLUMNS_OF_CHANGE
    assert {one.name for one in tables} >= OF_DAYS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("relation", Relation)
def test_nothing_restricted_nothing_ticked_and_no_other_record_comes_along(kind: str, relation: Relation) -> None:
    form = get_kind(kind)
    everything = dict.fromkeys(form.questions, "yes")
    for name in coming(everything, relation, kind):
        assert not form.section_of[name].readers
        assert form.questions[name].kind not in ("tick", "record")
        assert form.questions[name].follows not in ("child", "worker")


def test_of_a_brother_or_sister_nothing_comes_along_but_meeting_teams_workers_and_parents() -> None:
    said = {
        "meeting_place": "Northgate",
        "new_worker": {"id": 3, "name": "Tomasz"},
        "child_views": "She wants to stay with Hannah.",
        "best_interests": "She needs a worker who stays.",
        "key_events_known": "none",
        "professionals_involved": "none",
        "plan_date": PASSED,
        "permanence_plan": "adoption",
        "communication_needs": "Signs",
        "chronology": "done",
        "worries": "School",
        "parents_told": "told",
    }
    assert set(coming(said, SIBLING)) == {"meeting_place", "new_worker", "parents_told"}


def test_that_a_brother_or_sister_was_told_says_nothing_of_this_child() -> None:
    assert coming({"family_told": "told"}, SIBLING) == {}
    assert coming({"family_told": "one_by_one"}, SIBLING) == {"family_told": "one_by_one"}
    assert coming({"family_told": "told"}, AGAIN) == {"family_told": "told"}


@pytest.mark.parametrize("text", ["Ruby's worker leaves.", "It is best for RUBY", "For Rúby"])
def test_a_text_that_names_the_brother_or_sister_stays_with_them(text: str) -> None:
    said = {"transfer_reason": text, "meeting_chair": "Priya"}
    assert coming(said, SIBLING, names={"ruby"}) == {"meeting_chair": "Priya"}


def test_a_row_that_names_them_stays_too() -> None:
    said = {"other_attendees": [{"name": "Ruby's teacher", "role": "School"}]}
    assert coming(said, SIBLING, names={"ruby"}) == {}


def test_a_later_record_takes_what_lasts_and_nothing_of_the_change() -> None:
    said = {
        "plan_date": PASSED,
        "child_views": "He likes her.",
        "new_worker": {"id": 3, "name": "Tomasz"},
        "professionals_told": [{"role": "gp", "name": "Weir Street Surgery", "told_on": PASSED}],
    }
    assert coming(said, LATER) == {
        "plan_date": PASSED,
        "professionals_told": [{"role": "gp", "name": "Weir Street Surgery"}],
    }


@pytest.mark.parametrize(
    "question, others",
    [
        ("transfer_date", {}),
        ("plan_due_on", {}),
        ("closing_meeting_date", {}),
        ("former_worker_until", {}),
        ("transition_to", {}),
        ("professionals_told_by", {}),
        ("meeting_date", {"meeting_state": "planned"}),
        ("joint_visit_date", {"joint_visit": "planned"}),
        ("family_told_on", {"family_told": "will_be_told"}),
    ],
)
def test_a_day_of_a_plan_comes_along_until_it_has_passed(question: str, others: dict[str, str]) -> None:
    assert question in coming({question: AHEAD, **others}, AGAIN)
    assert question not in coming({question: PASSED, **others}, AGAIN)


@pytest.mark.parametrize(
    "question, others",
    [
        ("meeting_date", {"meeting_state": "held"}),
        ("joint_visit_date", {"joint_visit": "held"}),
        ("family_told_on", {"family_told": "told"}),
        ("latest_assessment_date", {}),
        ("current_worker_last_day", {}),
    ],
)
def test_a_day_on_which_something_was_comes_along(question: str, others: dict[str, str]) -> None:
    assert question in coming({question: PASSED, **others}, AGAIN)


def test_of_tables_of_days_a_row_stays_when_its_day_has_passed_and_work_loses_the_day_alone() -> None:
    said = {
        "key_events": [{"kind": "review", "date": AHEAD}, {"kind": "move", "date": PASSED}],
        "outstanding_work": [{"task": "Send the plan", "owner": "new_worker", "due": PASSED}],
    }
    assert coming(said, AGAIN) == {
        "key_events": [{"kind": "review", "date": AHEAD}],
        "outstanding_work": [{"task": "Send the plan", "owner": "new_worker"}],
    }


def test_rows_of_the_register_do_not_come_along() -> None:
    said = {"other_attendees": [{"name": "Angela", "from_register": ["name"]}, "nonsense", {}]}
    assert coming(said, AGAIN) == {}


def test_an_emergency_and_a_transfer_call_the_account_by_their_own_names() -> None:
    assert coming({"what_happened": "He fell ill."}, AGAIN, "emergency_transfer", "transfer_meeting") == {
        "transfer_reason": "He fell ill."
    }
    assert coming({"transfer_reason": "She leaves."}, AGAIN, to="emergency_transfer") == {
        "what_happened": "She leaves."
    }


def test_what_is_said_of_people_comes_along_where_they_are_the_same() -> None:
    hannah, ibrahim = {"id": 1, "name": "Hannah"}, {"id": 2, "name": "Ibrahim"}
    came = {"current_worker_attended": "attended", "new_worker_attended": "absent", "meeting_place": "Northgate"}
    before = {"current_worker": hannah, "new_worker": hannah}
    after = {"current_worker": ibrahim, "new_worker": {"id": 1, "name": "Hannah W"}}
    assert set(same_people(came, before, after)) == {"new_worker_attended", "meeting_place"}
