"""One thing is one line in 'What is left', and its links lead to what can be answered or explained."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms import get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.register_rows import FACTS
from forms.what_is_left import Matter
from tests.unit.forms.in_steps import SAM
from tests.unit.forms.test_what_is_left import Story, stories


def left_of_a_transfer(**answers: Any) -> list[Matter]:
    known = {"child": SAM, "child_status": "looked_after"}
    return Story("transfer_meeting", date(2026, 3, 1), {}).left(known | answers)


def test_one_day_on_which_all_of_them_hear_of_it_too_late_is_one_thing() -> None:
    told = {"family_told": "will_be_told", "family_told_on": "2026-04-02", "transfer_date": "2026-04-01"}

    (late,) = [one for one in left_of_a_transfer(**told) if one.question == "told_late_reason"]

    assert all(who in late.text for who in ("telling the child", "telling the parents", "telling the carers"))
    assert late.text.count("Tell them earlier") == 1


def test_what_is_not_met_by_an_answer_is_one_thing_that_cites_each_statement() -> None:
    left = left_of_a_transfer(family_told="told", family_told_on="2026-12-24", handover_meeting="cannot_be_held")
    places = [(one.question, one.anchor) for one in left if one.question]

    assert sorted(set(places)) == sorted(places)
    (day,) = [one for one in left if one.question == "family_told_on"]
    assert day.statements == ["142.1.3", "315.7.9"]


def test_no_reason_is_offered_in_place_of_a_choice_that_nobody_has_made_and_each_once() -> None:
    questions = get_kind("transfer_meeting").questions
    left = left_of_a_transfer(closing_meeting_kind="other", all_attended="no")

    offering = {one.question: one.explain for one in left if one.explain}

    assert "former_worker_until" in offering
    assert [name for name in offering if isinstance(questions.get(name), ChoiceQuestion)] == []
    offered = [statement for ways in offering.values() for _, statement in ways]
    assert sorted(set(offered)) == sorted(offered)


def test_what_only_a_reason_settles_leads_to_the_box_that_takes_it() -> None:
    workers = [{"worker": {"id": n, "name": f"Worker {n}"}, "started_on": f"2026-01-0{n}"} for n in (1, 2, 3, 4)]
    facts = [row | {FACTS: ["worker", "started_on", "ended_on"]} for row in workers]

    (many,) = [one for one in left_of_a_transfer(earlier_workers=facts) if one.statements == ["142.1.1"]]

    assert many.section is get_kind("transfer_meeting").section_of["earlier_workers"]
    assert many.anchor == "#departure-142.1.1"


def test_a_cell_that_the_register_answers_is_not_what_a_link_leads_to() -> None:
    row = {"role": "other", FACTS: ["role", "name"]}

    left = left_of_a_transfer(professionals_involved="yes", professionals_told=[row])

    assert [one.question for one in left if "told-0-" in one.question] == ["professionals_told-0-told_on"]


def test_of_brothers_and_sisters_all_that_the_page_shows_is_listed_at_once() -> None:
    story = Story("transfer_meeting", date(2026, 3, 1), {})

    def asked(**answers: Any) -> set[str]:
        left = story.left({"child": SAM, "child_status": "looked_after", "has_siblings": "yes", **answers})
        return {matter.question for matter in left if "sibling" in matter.question or "lead" in matter.question}

    assert asked() == {"siblings-0-name", "siblings_all_share"}
    of_first = {"siblings-0-name", "siblings-0-same_worker_after"}
    assert asked(siblings_all_share="no") == {*of_first, "lead_family_worker"}
    assert asked(siblings=[{"name": "Ada"}, {"name": "Ben"}], siblings_all_share="no") == {
        "siblings-0-same_worker_after",
        "siblings-1-same_worker_after",
        "lead_family_worker",
    }


def test_that_nothing_is_done_for_relationships_takes_a_reason_on_the_form_too() -> None:
    story = next(one for one in stories() if one.kind == "emergency_transfer" and "relationship_actions" in one.answers)
    answers = {name: value for name, value in story.answers.items() if name != "relationship_actions"}

    (none,) = story.left(answers)
    explained = answers | {"departures": {"142.4.5": "Nobody whom Kai knows works for the council any more."}}

    assert none.explain == [("action", "142.4.5")]
    assert story.left(explained) == []
