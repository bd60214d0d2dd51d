"""Questions that apply only sometimes."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forms import KINDS, get_kind
from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import TextQuestion
from forms.record_kind import RecordKind
from forms.shared import TellingFamilySection
from forms.transfer_meeting.change import ChangeSection
from forms.transfer_meeting.pathway import PathwaySection
from forms.transfer_meeting.plan import PlanSection
from protocol import Outcome, parameters_on, weigh
from tests.unit.forms.filled import LOOKED_AFTER, an_answer

TRANSFER = get_kind("transfer_meeting")
FORM = [pytest.param(form, id=kind) for kind, form in KINDS.items()]
TODAY = date(2026, 3, 1)
IN_NEED = {"child_status": "child_in_need", "ceasing_looked_after": "no", "new_team_kind": "cluster"}


@pytest.mark.parametrize("form", FORM)
def test_conditions_name_choices_of_questions_that_come_before(form: RecordKind) -> None:
    before: dict[str, Question] = {}
    for name, question in form.questions.items():
        for parent, values in question.when:
            asked, named = before[parent], set(values) - {None}  # of any question, that it has no answer
            assert named <= (asked.choices.keys() if isinstance(asked, ChoiceQuestion) else set()), name
        before[name] = question


@pytest.mark.parametrize("form", FORM)
def test_a_question_has_the_conditions_of_those_it_depends_on(form: RecordKind) -> None:
    for name, question in form.questions.items():
        for parent, values in question.when:
            if None not in values:  # else it is asked where that one is not
                assert set(form.questions[parent].when) <= set(question.when), name


@pytest.mark.parametrize("form", FORM)
def test_columns_depend_on_columns_of_the_same_row(form: RecordKind) -> None:
    for question in form.questions.values():
        if isinstance(question, RowsQuestion):
            for cell in question.columns.values():
                assert {parent for parent, _ in cell.when} <= question.columns.keys()


def test_an_answer_that_no_longer_applies_is_dropped_for_weighing_and_kept_in_the_draft() -> None:
    answers = {"transfer_reason_code": "MANAGE", "transfer_reason_other": "A move", "departures": {"142.3.2": "Ill"}}
    assert TRANSFER.applicable_answers(answers) == {"transfer_reason_code": "MANAGE", "departures": {"142.3.2": "Ill"}}
    assert ChangeSection.from_answers(answers).answers()["transfer_reason_other"] == "A move"


def test_what_depends_on_another_section_goes_when_that_answer_changes() -> None:
    status, gate = {"child_status": "looked_after"}, {"out_of_the_ordinary": "some"}
    answers = status | gate | {"pre_birth_assessment": "yes", "pre_birth_address": "permanent_address"}
    assert TRANSFER.applicable_answers(answers) == answers
    nothing = {"out_of_the_ordinary": "none"}
    assert TRANSFER.applicable_answers(answers | nothing) == status | nothing
    assert TRANSFER.applicable_answers(answers | {"child_status": "child_in_need"}) == {"child_status": "child_in_need"}


def test_a_cell_that_no_longer_applies_is_dropped_too() -> None:
    row = {"name": "Ola", "same_worker_after": "yes", "why_not_shared": "Far away"}
    answers = {"has_siblings": "yes", "siblings": [row]}
    assert TRANSFER.applicable_answers(answers)["siblings"] == [{"name": "Ola", "same_worker_after": "yes"}]
    row["same_worker_after"] = "no"
    assert TRANSFER.applicable_answers(answers) == answers


def test_a_blank_is_asked_for_only_where_the_question_applies() -> None:
    page = ChangeSection.from_answers({"transfer_reason_code": "MANAGE"})
    assert "transfer_reason_other" not in page.errors_on_continue()
    assert page["transfer_reason_other"].error == ""
    page = ChangeSection.from_answers({"transfer_reason_code": "OTHERS"})
    assert page.errors_on_continue()["transfer_reason_other"] == "Enter what the other reason is"


def test_an_error_in_a_question_that_no_longer_applies_is_not_reported() -> None:
    answers = {"transfer_reason_code": "MANAGE"}
    page = ChangeSection.from_answers(answers, {"transfer_reason_other": "x" * 501})
    assert page.errors_now() == {}
    assert page.typed() == {"transfer_reason_other": "x" * 501}


def shown(section: Any) -> set[str]:
    return {question.name for question in section.shown()}


def test_questions_of_a_pathway_are_shown_where_they_can_apply() -> None:
    assert shown(PathwaySection.from_answers({})) == set()
    assert shown(PathwaySection.from_answers({"child_status": "child_in_need", "child_age": "from_2"})) == set()
    baby = PathwaySection.from_answers({"child_status": "child_in_need", "child_age": "under_2"})
    assert shown(baby) == {"parent_in_care"}
    care_leaver = PathwaySection.from_answers(
        {"child_status": "care_leaver", "current_team_kind": "cluster", "new_team_kind": "disability"}
    )
    assert shown(care_leaver) == {"parent_in_care", "disability_criterion", "disability_evidence"}
    expecting = {"child_status": "care_leaver", "out_of_the_ordinary": "some", "pre_birth_assessment": "yes"}
    assert {"pre_birth_cluster_worker", "pre_birth_lead_team"} <= shown(PathwaySection.from_answers(expecting))


def test_what_is_out_of_the_ordinary_is_asked_under_one_question() -> None:
    page = PlanSection.from_answers({"child_status": "looked_after"})
    assert "delay_likely" not in shown(page)
    under = [question.name for question in page.revealed_by("out_of_the_ordinary")["some"]]
    assert under == ["delay_likely", "circumstances_changed", "transition_complex", "pre_birth_assessment"]


def test_a_question_under_a_radio_hangs_there_and_nowhere_else() -> None:
    page = ChangeSection.from_answers({})
    assert "transfer_reason_other" not in shown(page)
    under = page.revealed_by("transfer_reason_code")
    assert [question.name for question in under["OTHERS"]] == ["transfer_reason_other"]


def test_a_question_that_several_radios_call_for_stands_on_its_own() -> None:
    page = TellingFamilySection.from_answers({})
    under = [question.name for question in page.revealed_by("family_told")["one_by_one"]]
    assert {"child_told", "child_told_on"} <= set(under)
    assert "child_told_on" not in [one.name for asked in page.revealed_by("child_told").values() for one in asked]


def errors(answers: dict[str, Any], typed: dict[str, Any] | None = None) -> dict[str, dict[str, str]]:
    """Key of a section → the errors on its page."""
    pages = (section.from_answers(answers, typed) for section in TRANSFER.sections)
    return {page.key: problems for page in pages if (problems := page.errors_on_continue(answers))}


def test_what_stands_between_a_draft_and_a_whole_record_is_listed_by_section() -> None:
    blank = errors({})
    assert blank["meeting"] == {
        "meeting_state": "Select whether the transfer meeting has been held",
        "meeting_date": "Enter the date of the meeting",
        "outstanding_work_known": "Select whether there is work still to be done",
    }
    assert "pathway" not in blank
    said = {"meeting_state": "held", "meeting_date": "2026-05-01", "outstanding_work_known": "none"}
    assert "meeting" not in errors(said)
    wrong = errors(said, {"transfer_date": {"day": "1", "month": "", "year": ""}})
    assert wrong["workers"]["transfer_date"] == "Date of transfer must include a month and year"


def test_check_your_answers_lists_the_questions_that_apply() -> None:
    listed = {section.key: [one.name for one in asked] for section, asked in TRANSFER.shown_questions(LOOKED_AFTER)}
    assert "transfer_reason_other" not in listed["workers"]
    assert listed["reasons"] == ["best_interests", "child_views", "child_views_how", "key_events_known"]


def test_check_your_answers_leaves_out_a_section_that_asks_nothing_of_this_child() -> None:
    asked = [section.key for section in TRANSFER.asked_sections(LOOKED_AFTER | {"child_age": "from_2"})]
    assert {"reasons", "summary"} <= set(asked)
    assert "pathway" not in asked
    asked = [section.key for section in TRANSFER.asked_sections(IN_NEED | {"child_age": "from_2"})]
    assert {"reasons", "summary", "pathway"}.isdisjoint(asked)
    assert "pathway" in [section.key for section in TRANSFER.asked_sections(IN_NEED | {"new_team_kind": "disability"})]


def test_an_answer_of_a_submitted_version_is_shown_although_it_is_not_asked_any_more() -> None:
    version = IN_NEED | {"best_interests": "He gets a worker who stays.", "life_now": "At home."}
    listed = {section.key: [one.name for one in asked] for section, asked in TRANSFER.shown_questions(version)}
    assert "best_interests" in listed["reasons"]
    assert listed["summary"] == ["life_now"]


class Earlier(Section):
    """What a record asked before."""

    key = "earlier"
    title = "Asked before, and no longer"

    weather = TextQuestion("What was the weather like?", thing="the weather")
    moon = TextQuestion("Which moon was it?", thing="the moon")


def test_an_answer_to_a_question_that_nobody_asks_any_more_comes_last_and_is_no_section_to_fill_in() -> None:
    kind = replace(TRANSFER, retired=Earlier)
    *_, (last, asked) = kind.shown_questions(IN_NEED | {"weather": "Rain"})

    assert (last.key, [one.name for one in asked]) == ("earlier", ["weather"])
    assert "earlier" not in [section.key for section in kind.asked_sections(IN_NEED | {"weather": "Rain"})]
    assert "earlier" not in [section.key for section, _ in kind.shown_questions(IN_NEED)]
    assert kind.question("moon") is Earlier.questions()["moon"]
    assert kind.question("tide") is None


def test_a_link_to_a_question_that_is_not_asked_goes_to_the_one_that_decides_it() -> None:
    assert TRANSFER.reachable("transfer_date", {}) == "transfer_date"
    assert TRANSFER.reachable("key_events", {}) == "key_events_known"
    assert TRANSFER.reachable("pre_birth_lead_team", {"child_status": "looked_after"}) == "out_of_the_ordinary"
    assert TRANSFER.reachable("pre_birth_lead_team", {}) == "child_status"


@pytest.mark.parametrize("form", FORM)
@pytest.mark.parametrize("seed", range(3))
def test_what_the_protocol_asks_for_can_be_answered(form: RecordKind, seed: int) -> None:
    """No finding points to a question that the record's own answers keep hidden."""
    chance = random.Random(seed)
    for _ in range(100):
        answers = form.applicable_answers(_some_answers(form, chance))
        weighed = weigh(form.key, answers, today=TODAY, parameters=parameters_on(TODAY))
        for finding in weighed.findings:
            if finding.outcome in (Outcome.UNMET, Outcome.UNANSWERED) and finding.question in form.questions:
                question = form.reachable(finding.question, answers)
                assert form.questions[question].applies(answers)


def _some_answers(form: RecordKind, chance: random.Random) -> dict[str, Any]:
    share = chance.choice([0.3, 0.7, 0.95])
    answers = {}
    for name, question in form.questions.items():
        if chance.random() < share:
            choices = list(question.choices) if isinstance(question, ChoiceQuestion) else []
            answers[name] = chance.choice(choices) if choices else an_answer(question)
    return answers


def test_a_handover_of_management_asks_nothing_about_a_child_of_its_own() -> None:
    form = get_kind("management_handover")
    assert form.about == "worker"
    assert not [name for name in form.questions if name.startswith("child")]


def test_only_what_is_said_of_capability_and_hr_is_restricted() -> None:
    restricted = [(form.key, key, readers.own) for form in KINDS.values() for key, readers in form.restricted.items()]
    assert restricted == [
        ("management_handover", "capability-and-hr", ""),
        ("management_handover", "worker-capability-and-hr", "worker"),
    ]


def test_each_ground_of_an_exception_asks_for_its_own_evidence() -> None:
    ground = get_kind("exception_decision").section("ground")
    asked = {
        value: list(ground.from_answers({"ground": value}).errors_on_continue())
        for value in ("significant_relationship", "relationship_prevents_outcomes", "worker_leaving")
    }
    assert asked == {
        "significant_relationship": ["relationship_evidence", "short_term_issues"],
        "relationship_prevents_outcomes": ["preventing_evidence"],
        "worker_leaving": ["leaving_on", "why_expedient"],
    }


def test_answers_carry_over_from_a_meeting_that_cannot_be_held() -> None:
    both = TRANSFER.questions.keys() & get_kind("emergency_transfer").questions.keys()
    assert {
        "child_name",
        "current_worker",
        "new_team",
        "transfer_reason_code",
        "earlier_workers",
        "child_views",
    } <= both
    kinds = [(TRANSFER.questions[name].kind, get_kind("emergency_transfer").questions[name].kind) for name in both]
    assert all(here == there for here, there in kinds)
