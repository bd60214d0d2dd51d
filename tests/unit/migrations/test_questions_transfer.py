"""A draft from before has its answers where a transfer meeting record asks for them now, and loses none."""

from __future__ import annotations

from typing import Any

import pytest

from migrations.questions_transfer import LONGEST, carried_over

Answers = dict[str, Any]


def now(answers: Answers, kind: str = "transfer_meeting") -> Answers:
    """The answers as they are after the change."""
    carried_over(kind, answers, {})
    return answers


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer", "exception_decision"])
def test_a_draft_in_which_nothing_was_answered_stays_blank(kind: str) -> None:
    assert now({}, kind) == {}


def test_other_kinds_of_record_are_left_alone() -> None:
    before = {"new_team_leader_attended": "absent", "child_told": "told", "siblings": [{"same_worker_after": "no"}]}
    assert now(dict(before), "management_handover") == before


def test_what_was_said_of_anything_on_the_file_is_said_item_by_item() -> None:
    assert now({"chronology": "done", "chronology_date": "2026-02-26"}) == {
        "file_ready": "item_by_item",
        "chronology": "done",
        "chronology_date": "2026-02-26",
    }


def test_a_task_that_is_not_in_the_to_do_list_remains_to_be_put_there() -> None:
    rows = [{"task": "Book", "in_todo_list": "no"}, {"task": "Visit", "in_todo_list": "yes"}]

    found = now({"todo_list": "done", "outstanding_work": rows})

    assert (found["file_ready"], found["todo_list"]) == ("item_by_item", "not_done")
    assert found["todo_list_remaining"] == "To be put there: Book."
    assert found["outstanding_work"] == [{"task": "Book"}, {"task": "Visit"}]


def test_what_remained_of_the_to_do_list_is_kept_beside_it() -> None:
    found = now({"todo_list_remaining": "January.", "outstanding_work": [{"task": "Book", "in_todo_list": "no"}]})
    assert found["todo_list_remaining"] == "January.\n\nTo be put there: Book."


FOUR = ("current_worker", "new_worker", "current_team_leader", "new_team_leader")
ATTENDED = {f"{one}_attended": "attended" for one in FOUR}


def test_where_all_four_attended_it_is_said_once() -> None:
    assert now(dict(ATTENDED))["all_attended"] == "yes"


def test_where_somebody_was_absent_each_is_said() -> None:
    absent = {"new_worker_attended": "absent", "new_worker_absence": "Ill."}
    assert now(ATTENDED | absent) == ATTENDED | absent | {"all_attended": "no"}


def test_one_leader_of_both_teams_is_said_once() -> None:
    leader = {"id": 21, "name": "Tom Ellis"}
    said = ATTENDED | {"current_team_leader": leader, "new_team_leader": leader}
    del said["new_team_leader_attended"]

    assert now(dict(said))["all_attended"] == "yes"
    assert "all_attended" not in now(said | {"new_team_leader": {"id": 22, "name": "Rosa Quinn"}})


def test_the_two_accounts_of_the_reason_become_one() -> None:
    assert now({"transfer_reason": "The order was made.", "why_worker_cannot_continue": "Another team."}) == {
        "transfer_reason": "The order was made.\n\nAnother team."
    }
    assert now({"why_worker_cannot_continue": "Another team."}) == {"transfer_reason": "Another team."}


def test_two_accounts_that_are_too_long_together_stay_apart() -> None:
    before = {"transfer_reason": "x" * LONGEST, "why_worker_cannot_continue": "Another team."}
    assert now(dict(before)) == before


@pytest.mark.parametrize(
    "before,after",
    [
        ({"both_workers": "yes", "place": "home"}, {"together": "home"}),
        ({"both_workers": "yes", "place": "elsewhere"}, {"together": "elsewhere"}),
        ({"both_workers": "no", "place": "home"}, {"together": "not_both", "place": "home"}),
        ({"both_workers": "yes"}, {"both_workers": "yes"}),
        ({"place": "home"}, {"place": "home"}),
    ],
)
def test_who_was_at_the_joint_visit_and_where_is_one_answer(before: Answers, after: Answers) -> None:
    old, new = ({f"joint_visit_{name}": said for name, said in one.items()} for one in (before, after))
    assert now(old) == new


@pytest.mark.parametrize(
    "said,shared", [(["yes", "no_worker"], "yes"), (["yes", "no"], "no"), (["yes", None], None), ([None], None)]
)
def test_whether_brothers_and_sisters_share_a_worker(said: list[str | None], shared: str | None) -> None:
    rows = [{"name": "Ada"} | ({"same_worker_after": one} if one else {}) for one in said]
    for kind in ("transfer_meeting", "exception_decision"):
        assert now({"siblings": rows}, kind).get("siblings_all_share") == shared


ORDINARY = {"delay_likely": "no", "circumstances_changed": "no", "transition_complex": "no"}


def test_where_all_was_denied_nothing_is_out_of_the_ordinary() -> None:
    looked_after = {"child_status": "looked_after", "pre_birth_assessment": "no"}
    assert now(ORDINARY | looked_after)["out_of_the_ordinary"] == "none"
    assert now(ORDINARY | {"child_status": "child_in_need"})["out_of_the_ordinary"] == "none"


@pytest.mark.parametrize("changes", [{"delay_likely": "yes"}, {"child_status": "looked_after"}])
def test_where_anything_was_so_or_is_not_said_each_goes_on_being_asked(changes: Answers) -> None:
    assert now(ORDINARY | changes)["out_of_the_ordinary"] == "some"


def told(party: str, on: str, how: str = "At home", by: str = "Priya Shah") -> Answers:
    said = {"told": "told", "told_on": on, "told_by": by, "told_how": how}
    return {f"{party}_{name}": answer for name, answer in said.items()}


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer"])
def test_a_family_that_was_told_on_one_day_is_said_once(kind: str) -> None:
    before = {"child_status": "child_in_need", "carers_told": "does_not_apply"}
    before |= told("child", "2026-02-12") | told("parents", "2026-02-12")

    assert now(before, kind) == {
        "child_status": "child_in_need",
        "family_told": "told",
        "family_told_on": "2026-02-12",
        "family_told_how": "Priya Shah. At home",
    }


def test_a_family_that_was_told_on_several_days_is_said_one_by_one() -> None:
    before = {"child_status": "looked_after"} | told("child", "2026-02-12") | told("carers", "2026-02-13", "By phone")

    found = now(before | {"parents_told": "does_not_apply", "parents_not_told_why": "Both have died."})

    assert found["family_told"] == "one_by_one"
    assert found["family_told_how"] == "The child: Priya Shah. At home\nThe carers: Priya Shah. By phone"
    assert (found["child_told_on"], found["carers_told_on"]) == ("2026-02-12", "2026-02-13")
    assert (found["parents_told"], found["parents_not_told_why"]) == ("does_not_apply", "Both have died.")


def test_professionals_who_were_told_on_one_day_have_it_once() -> None:
    rows = [{"role": "iro", "told_on": "2026-02-16"}, {"role": "gp", "told_on": "2026-02-16"}]
    assert now({"professionals_told": rows}) == {
        "professionals_told_on": "2026-02-16",
        "professionals_told": [{"role": "iro"}, {"role": "gp"}],
    }


def test_professionals_who_were_told_on_several_days_keep_their_own() -> None:
    rows = [{"role": "iro", "told_on": "2026-02-16"}, {"role": "gp"}]
    assert now({"professionals_told": [dict(row) for row in rows]}) == {"professionals_told": rows}


def test_contact_details_that_all_have_are_said_once() -> None:
    before = {"child_contact_given": "yes", "professionals_told": [{"role": "iro", "contact_given": "yes"}]}
    assert now(before) == {"contact_given": "yes", "professionals_told": [{"role": "iro"}]}


def test_who_has_no_contact_details_stays_readable() -> None:
    before = {"child_contact_given": "yes", "parents_contact_given": "no"}
    assert now(dict(before)) == before | {"contact_given": "no"}


def test_where_it_is_not_said_of_all_that_they_have_contact_details_it_is_asked_again() -> None:
    before = {"child_contact_given": "yes", "professionals_told": [{"role": "iro"}]}
    assert "contact_given" not in now(before)


@pytest.mark.parametrize("junk", ["x", 7, None, [None, "x"], [{"told_on": None}]])
def test_answers_of_another_shape_stop_nothing(junk: Any) -> None:
    now({"siblings": junk, "outstanding_work": junk, "professionals_told": junk, "child_told": junk})
