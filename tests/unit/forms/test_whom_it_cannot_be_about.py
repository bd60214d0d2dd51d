"""What cannot be true of a child of this age, of this status or of a worker who has died is not asked or offered."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

from forms import get_kind
from forms.emergency_transfer.emergency import EmergencySection
from forms.engine.conditions import widened
from forms.engine.section import Section
from forms.engine.source import Source
from forms.shared import ChildSection
from forms.transfer_meeting.introduction import IntroductionSection
from forms.transfer_meeting.meeting import MeetingSection
from forms.transfer_meeting.plan import PlanSection

Page = Callable[[Section], html.HtmlElement]
CHILD = {"child": {"id": 1}, "child_date_of_birth": "2016-01-01"}
LOOKED_AFTER = CHILD | {"child_status": "looked_after", "out_of_the_ordinary": "some"}
MOVES = CHILD | {"child_status": "child_in_need", "new_team_kind": "disability", "current_team_kind": "cluster"}


def asked(answers: dict[str, Any], kind: str = "transfer_meeting") -> set[str]:
    return {name for name, question in get_kind(kind).questions.items() if question.applies(answers)}


def offered(page: Page, section: type[Section], name: str, answers: dict[str, Any]) -> list[str]:
    tree = page(section.from_answers(answers))
    found = tree.xpath(f"//input[@name='{name}']/@value | //select[@name='{name}']/option/@value")
    return [str(value) for value in found if value]


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer"])
@pytest.mark.parametrize("age, may_be", [(None, True), ("under_2", True), ("from_2", False), ("from_10", False)])
def test_only_a_child_who_can_be_one_is_asked_whether_it_is_a_baby(kind: str, age: str | None, may_be: bool) -> None:
    assert ("parent_in_care" in asked(MOVES | {"child_age": age}, kind)) is may_be


@pytest.mark.parametrize("age, may_be", [(None, True), ("from_2", False), ("from_10", True), ("from_13", True)])
def test_only_who_can_expect_a_baby_is_asked_about_a_pre_birth_assessment(age: str | None, may_be: bool) -> None:
    assert ("pre_birth_assessment" in asked(LOOKED_AFTER | {"child_age": age})) is may_be


@pytest.mark.parametrize(
    "answers, plans",
    [
        ({"child_status": "looked_after", "child_age": "from_2"}, {"child_in_need_plan", "care_plan"}),
        ({"child_status": "care_leaver", "child_age": "from_13"}, {"care_plan", "pathway_plan"}),
        ({"child_status": "unborn"}, {"child_in_need_plan", "pre_birth_plan"}),
        ({"child_status": "looked_after", "child_age": "from_2", "plan_kind": "pre_birth_plan"}, {"pre_birth_plan"}),
    ],
    ids=["a boy of four", "a care leaver", "an unborn baby", "what was answered before"],
)
def test_only_plans_that_such_a_child_can_have_are_offered(
    page: Page, answers: dict[str, Any], plans: set[str]
) -> None:
    found = set(offered(page, PlanSection, "plan_kind", answers))

    assert plans <= found
    assert "none" in found
    impossible = {"care_leaver": {"pre_birth_plan"}, "unborn": {"care_plan", "pathway_plan"}}
    never = impossible.get(answers["child_status"], {"pathway_plan", "pre_birth_plan"}) - plans
    assert not found & never


def test_the_status_of_a_born_child_is_not_corrected_to_unborn_nor_a_young_ones_to_care_leaver(page: Page) -> None:
    answers = CHILD | {"child_status": "child_in_need", "child_age": "from_2"}
    section = ChildSection.from_answers(answers, known={"child_status": Source(), "child_date_of_birth": Source()})

    values = page(section).xpath("//input[@name='correction-child_status']/@value")

    assert values == ["child_in_need", "child_protection", "looked_after"]


def test_no_step_of_a_planned_transfer_is_asked_of_a_worker_who_has_died() -> None:
    steps = {name for name in EmergencySection.questions() if name.startswith("step")}

    assert not steps & asked(CHILD | {"transfer_reason_code": "SWDIED", "steps_possible": "some"}, "emergency_transfer")
    assert steps <= asked(CHILD | {"transfer_reason_code": "LEFTRL", "steps_possible": "some"}, "emergency_transfer")


@pytest.mark.parametrize("gone", [{"transfer_reason_code": "SWDIED"}, {"current_worker_leaving": "left"}], ids=str)
def test_work_is_not_left_with_a_worker_who_is_gone(page: Page, gone: dict[str, str]) -> None:
    work = {"outstanding_work_known": "yes", "outstanding_work": [{"task": "Report for school"}]}

    assert offered(page, MeetingSection, "outstanding_work-0-owner", work | gone) == ["new_worker"]
    assert offered(page, MeetingSection, "outstanding_work-0-owner", work) == ["current_worker", "new_worker"]


@pytest.mark.parametrize("status, dated", [("none", False), ("C2", True)])
def test_since_when_is_asked_only_of_a_legal_status_that_there_is(page: Page, status: str, dated: bool) -> None:
    known = {"legal_status": Source(), "legal_status_since": Source()}
    answers = LOOKED_AFTER | {"legal_status": status, "legal_status_since": "2026-01-05"}

    words = page(ChildSection.from_answers(answers, known=known)).text_content()

    assert ("Since when?" in words) is dated
    assert ("legal_status_since" in asked(answers)) is dated


@pytest.mark.parametrize("age, may_be", [("from_13", True), ("from_18", False)])
@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer"])
def test_nobody_is_asked_for_care_proceedings_about_an_adult(kind: str, age: str, may_be: bool) -> None:  # noqa: FBT001
    assert ("proceedings" in asked(MOVES | {"child_status": "care_leaver", "child_age": age}, kind)) is may_be


def test_no_interim_or_other_order_about_children_is_offered_for_an_adult() -> None:
    page = ChildSection.from_answers(CHILD | {"child_status": "care_leaver", "child_age": "from_18"})
    assert {"C1", "E1", "L1"}.isdisjoint(page["legal_status"].offered)
    page = ChildSection.from_answers(CHILD | {"child_status": "care_leaver", "child_age": "from_13"})
    assert {"C1", "E1", "L1"} <= set(page["legal_status"].offered)


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer", "exception_decision"])
def test_the_group_of_the_childs_age_is_among_no_answers_that_are_shown(kind: str) -> None:
    listed = get_kind(kind).shown_questions(LOOKED_AFTER | {"child_age": "from_2"})
    assert "child_age" not in {question.name for _, shown in listed for question in shown}


def test_no_joint_visit_can_be_planned_with_a_worker_who_has_left() -> None:
    left = IntroductionSection.from_answers(CHILD | {"current_worker_leaving": "left"})
    assert set(left["joint_visit"].offered) == {"held", "none"}
    assert "planned" in IntroductionSection.from_answers(CHILD)["joint_visit"].offered


@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer", "exception_decision"])
@pytest.mark.parametrize("status", [None, "unborn"])
def test_a_child_who_is_not_born_yet_is_neither_asked_nor_told(kind: str, status: str | None) -> None:
    of_nobody_unborn = {"child_views", "child_views_how", "child_told"} & get_kind(kind).questions.keys()
    everybody = {"child": {"id": 1}, "family_told": "one_by_one"}
    in_care = everybody | {"child_status": "looked_after", "child_date_of_birth": "2026-01-01"}
    unborn = everybody | {"child_expected_date_of_birth": "2026-06-20"} | ({"child_status": status} if status else {})

    assert of_nobody_unborn <= asked(in_care, kind)
    with widened({"sections_2_and_7_for_every_child"}):
        assert not of_nobody_unborn & asked(unborn, kind)


@pytest.mark.parametrize(
    "legal_status, may_be", [(None, True), ("none", True), ("V3", True), ("V4", True), ("V2", False), ("C2", False)]
)
def test_no_permanence_plan_is_offered_only_to_whom_the_rules_take_it_from(
    page: Page, legal_status: str | None, may_be: bool
) -> None:
    answers = LOOKED_AFTER | {"legal_status": legal_status}

    assert ("not_applicable" in offered(page, PlanSection, "permanence_plan", answers)) is may_be


def test_that_somebody_is_asked_instead_is_not_asked_of_a_worker_who_stays() -> None:
    stays, leaves = ({"current_worker_leaving": one} | LOOKED_AFTER for one in ("no", "left"))

    assert "former_worker_instead" not in asked(stays)
    assert "former_worker_instead" in asked(leaves)
    assert "former_worker_instead" in asked(LOOKED_AFTER | {"transfer_reason_code": "SWDIED"})


def test_the_day_of_the_first_plan_stands_with_the_answer_that_there_is_none(page: Page) -> None:
    tree = page(PlanSection.from_answers(LOOKED_AFTER))

    (behind,) = tree.xpath("//details[.//select[@name='plan_kind']]")
    assert behind.xpath(".//input[@name='plan_due_on-day']")
