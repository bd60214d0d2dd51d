"""What a record promises: the days in its answers that are still to come, by whom, and what was past when submitted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forms import KINDS
from forms.engine.date import DateQuestion
from forms.promises import Promised, promised_in

TRANSFER, EMERGENCY = KINDS["transfer_meeting"], KINDS["emergency_transfer"]
DAY = date(2026, 3, 4)
PEOPLE = {"current_worker": {"id": 1, "name": "Ana Silva"}, "new_worker": {"id": 2, "name": "Bo Lund"}}


def promised(answers: dict[str, Any]) -> list[Promised]:
    return promised_in(TRANSFER, PEOPLE | answers)


def test_a_visit_that_is_planned_is_promised_by_both_workers() -> None:
    [visit] = promised({"joint_visit": "planned", "joint_visit_date": DAY.isoformat()})

    assert (visit.who, visit.staff, visit.due) == ("Ana Silva and Bo Lund", (1, 2), DAY)


@pytest.mark.parametrize("state", ["held", "none"])
def test_a_visit_that_was_made_or_is_not_planned_promises_nothing(state: str) -> None:
    assert promised({"joint_visit": state, "joint_visit_date": DAY.isoformat()}) == []


def test_each_piece_of_outstanding_work_is_promised_by_the_worker_who_owns_it() -> None:
    rows = [
        {"task": "Life story book", "owner": "new_worker", "due": "2026-04-01"},
        {"task": "Court report", "owner": "current_worker", "due": "2026-03-20"},
        {"task": "No day yet", "owner": "new_worker"},
    ]

    found = [(one.place, one.says, one.who) for one in promised({"outstanding_work": rows})]

    assert found == [
        (("outstanding_work", 0), "Life story book", "Bo Lund"),
        (("outstanding_work", 1), "Court report", "Ana Silva"),
    ]


def test_who_does_it_may_be_typed() -> None:
    remaining = {"file_ready": "item_by_item", "chronology": "not_done", "chronology_remaining": "The summer"}
    [one] = promised(remaining | {"chronology_who": "Dee, our student", "chronology_due": DAY.isoformat()})

    assert (one.what, one.says, one.who, one.staff) == ("Chronology", "The summer", "Dee, our student", ())


def test_somebody_without_a_day_of_their_own_is_told_by_the_day_that_is_given_for_all() -> None:
    told = {"family_told": "one_by_one", "family_told_on": DAY.isoformat(), "child_told": "told"}

    found = promised(
        told | {"parents_told": "will_be_told", "carers_told": "will_be_told"} | {"carers_told_on": "2026-03-09"}
    )

    assert [(one.what, one.due) for one in found] == [
        ("Telling the parents", DAY),
        ("Telling the carers", date(2026, 3, 9)),
    ]


def test_an_action_in_place_is_no_promise() -> None:
    row = {"what": "Visits go on", "who": "Carol", "by_when": DAY.isoformat()}
    rows = [row | {"state": "planned"}, row | {"state": "in_place"}]

    assert [one.place for one in promised_in(EMERGENCY, {"service_actions": rows})] == [("service_actions", 0)]


@pytest.mark.parametrize("submitted, to_come", [(-1, True), (0, True), (1, False)])
def test_a_day_that_is_said_to_be_planned_is_to_come_up_to_that_day(submitted: int, to_come: bool) -> None:
    [visit] = promised({"joint_visit": "planned", "joint_visit_date": DAY.isoformat()})

    assert visit.was_to_come(DAY + timedelta(days=submitted)) is to_come


@pytest.mark.parametrize("submitted, to_come", [(-1, True), (0, False), (1, False)])
def test_a_day_of_which_nothing_is_said_is_to_come_where_it_is_later(submitted: int, to_come: bool) -> None:
    [meeting] = promised({"closing_meeting_kind": "core_group", "closing_meeting_date": DAY.isoformat()})

    assert (meeting.says, meeting.was_to_come(DAY + timedelta(days=submitted))) == ("Core group", to_come)


@pytest.mark.parametrize("form", KINDS.values(), ids=list(KINDS))
def test_no_question_that_asks_for_a_day_in_the_past_promises_anything(form: Any) -> None:
    asked = [cell for question in form.questions.values() for cell in (question, *question.blank_cells())]

    assert not [one for one in asked if isinstance(one, DateQuestion) and one.past and one.promises]
