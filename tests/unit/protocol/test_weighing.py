"""Weighing: levels, reasons and exceptions after the rules have spoken, and what happens when one fails."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from protocol import Decision, Level, Outcome, Stage, Weighing, parameters_on, weigh
from protocol.answers import Answers, UndeclaredReadError
from protocol.outcomes import Case, Verdict, met, unanswered, unmet, waits
from protocol.parameters import Parameters
from protocol.registry import Registry
from protocol.statements import CHAPTERS, LOCAL, SOURCES, STATEMENTS
from protocol.updating import approved

TODAY = date(2026, 3, 1)
FIGURES = parameters_on(TODAY)
REQUIRED, EXPECTED, ADVISED = "142.3.1", "142.3.2", "142.1.5"

Judge = Callable[[Answers, Parameters], Verdict]


def registry_of(judge: Judge, *statements: str, **how: Any) -> Registry:
    registry = Registry()
    judge.__doc__ = "Something is asked."
    registry.rule(*statements, **{"records": ("transfer_meeting",), "reads": ("meeting_date",), **how})(judge)
    return registry


def weighed(judge: Judge, statement: str, answers: dict[str, Any] | None = None, **how: Any) -> Weighing:
    registry = registry_of(judge, statement)
    return weigh("transfer_meeting", answers or {}, today=TODAY, parameters=FIGURES, registry=registry, **how)


def finding(weighing: Weighing, statement: str) -> Any:
    found = weighing.get(statement)
    assert found is not None
    return found


def test_an_unmet_requirement_stops_submission() -> None:
    assert finding(weighed(lambda *_: unmet("Hold it.", "meeting_date"), REQUIRED), REQUIRED).stops_submission


def test_an_unanswered_requirement_stops_submission() -> None:
    assert finding(weighed(lambda *_: unanswered("Say.", "meeting_date"), REQUIRED), REQUIRED).stops_submission


def test_an_unmet_expectation_asks_for_a_reason() -> None:
    found = finding(weighed(lambda *_: unmet("Come.", "meeting_date", prompt="Why not"), EXPECTED), EXPECTED)
    assert (found.stops_submission, found.reason_prompt) == (True, "Why not")


def test_an_unmet_expectation_always_has_words_to_ask_for_its_reason() -> None:
    assert finding(weighed(lambda *_: unmet("Come.", "meeting_date"), EXPECTED), EXPECTED).reason_prompt


def test_a_fact_leaves_out_what_the_author_was_asked_to_do() -> None:
    said = "The visit was late. Say why, or arrange another. Both workers knew."

    found = finding(weighed(lambda *_: unmet(said, "meeting_date"), EXPECTED), EXPECTED)

    assert found.fact == "The visit was late. Both workers knew."


def test_an_unmet_expectation_with_a_reason_departs() -> None:
    answers = {"departures": {EXPECTED: "He is ill."}}
    weighing = weighed(lambda *_: unmet("Come.", "meeting_date"), EXPECTED, answers)
    found = finding(weighing, EXPECTED)
    assert (found.outcome, found.reason, found.stops_submission) == (Outcome.DEPARTED, "He is ill.", False)
    assert found in weighing.departures


def test_an_unanswered_expectation_with_a_reason_stops_nothing_and_is_shown() -> None:
    answers = {"departures": {EXPECTED: "He is ill."}}
    weighing = weighed(lambda *_: unanswered("Say.", "meeting_date"), EXPECTED, answers)
    found = finding(weighing, EXPECTED)
    assert (found.outcome, found.stops_submission) == (Outcome.UNANSWERED, False)
    assert found in weighing.departures


@pytest.mark.parametrize("statement", ["142.2.6", ADVISED])
def test_a_reason_stands_in_for_no_audit_and_advice_needs_none(statement: str) -> None:
    answers = {"departures": {statement: "He is ill."}}
    found = finding(weighed(lambda *_: unmet("Hold it.", "meeting_date"), statement, answers), statement)
    assert (found.outcome, found.reason, found.reason_prompt) == (Outcome.UNMET, "", "")


def test_advice_that_is_not_taken_stops_nothing() -> None:
    assert not finding(weighed(lambda *_: unmet("Think.", "meeting_date"), ADVISED), ADVISED).stops_submission


ANN_APPROVED = Decision("current_worker", "approved", {"id": 1, "name": "Ann"}, TODAY)
LATER = waits("Later.", (Case(approved("current_worker"), Outcome.UNMET, "{current_worker.by} came too late."),))


@pytest.mark.parametrize("decisions,message", [([], "Later."), ([ANN_APPROVED], "Ann came too late.")], ids=str)
def test_what_the_deciders_settle_stops_no_submission(decisions: list[Decision], message: str) -> None:
    found = finding(weighed(lambda *_: LATER, REQUIRED, decisions=decisions), REQUIRED)
    assert (found.stage, found.message, found.stops_submission) == (Stage.DECISION, message, False)


def test_what_may_follow_stays_open_and_stops_no_submission() -> None:
    weighing = weighed(lambda *_: unmet("Note it.", "file_note_date", may_follow=True), "142.3.5")
    found = finding(weighing, "142.3.5")
    assert (found.stage, found.stops_submission) == (Stage.FOLLOW_UP, False)
    assert weighing.open_follow_up == (found,)


def test_what_may_follow_and_is_done_is_not_open() -> None:
    assert weighed(lambda *_: met(), "142.3.5").open_follow_up == ()


def fails(*_: object) -> Verdict:
    raise ValueError("Kai Morgan's secret")


def test_a_rule_that_fails_counts_as_unanswered_and_stops_submission() -> None:
    found = finding(weighed(fails, REQUIRED), REQUIRED)
    assert (found.outcome, found.stage, found.stops_submission) == (Outcome.UNANSWERED, Stage.SUBMISSION, True)
    assert "could not be checked" in found.message


def test_a_rule_that_fails_is_logged_without_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        weighed(fails, REQUIRED)
    assert "rule fails (142.3.1) failed with ValueError" in caplog.text
    assert "Kai" not in caplog.text


def test_a_failing_rule_leaves_the_others_alone() -> None:
    registry = registry_of(fails, REQUIRED)
    registry_of_both = registry.rule(EXPECTED, records=("transfer_meeting",), reads=("meeting_date",))

    @registry_of_both
    def fine(*_: object) -> Verdict:
        """All come."""
        return met()

    weighing = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES, registry=registry)
    assert finding(weighing, EXPECTED).outcome is Outcome.MET


def test_a_statement_without_a_rule_counts_as_unanswered() -> None:
    found = finding(weighed(lambda *_: met(), REQUIRED), "142.3.3")
    assert (found.outcome, found.level, found.stops_submission) == (Outcome.UNANSWERED, Level.REQUIRED, True)


def test_a_strict_weighing_refuses_a_read_that_is_not_declared() -> None:
    with pytest.raises(UndeclaredReadError):
        weighed(lambda a, _: met(a.text("meeting_place")), REQUIRED, strict=True)


def test_a_strict_weighing_refuses_a_parameter_that_is_not_declared() -> None:
    with pytest.raises(UndeclaredReadError):
        weighed(lambda _, p: met(str(p["key_event_days"])), REQUIRED, strict=True)


def test_a_chapter_that_is_switched_off_says_nothing() -> None:
    weighing = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES, chapters={"1.4.2"})
    assert {one.statement.split(".")[0] for one in weighing.findings} == {"142"}
    assert weighing.get("315.2.7.1") is None
    assert weighing.get("142.1.4") is not None


def test_a_local_practice_is_weighed_only_where_it_is_asked_for() -> None:
    without = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES)
    with_it = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES, chapters={*CHAPTERS, LOCAL})
    assert without.get("local.1.1") is None
    assert with_it.findings[: len(without.findings)] == without.findings
    assert with_it.get("local.1.1") is not None


def test_findings_stand_in_the_order_of_the_protocol() -> None:
    weighing = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES, chapters=SOURCES)
    about_it = [one.id for one in STATEMENTS if one.is_about("transfer_meeting")]
    assert [one.statement for one in weighing.findings] == about_it


def test_the_findings_for_a_question_are_those_that_read_it_or_point_to_it() -> None:
    weighing = weigh("transfer_meeting", {}, today=TODAY, parameters=FIGURES)
    statements = [one.statement for one in weighing.for_questions(["has_siblings"])]
    assert statements == ["142.1.4", "142.1.5", "315.2.7.1", "315.2.7.2"]
