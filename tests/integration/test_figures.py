"""A council's own figures, what the command line says of the protocol, and a check that fails closed."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from forms import KINDS
from models import OutboxMail, Record, State
from protocol import CHAPTERS, PARAMETERS, RECORDS, Finding, listed, parameters, registry, weigh
from protocol.outcomes import Outcome
from protocol.registry import REGISTRY, Registry
from records import clock, weighing
from records.council_figures import FiguresError, read_figures
from records.deciding import chain
from records.reporting import history
from records.transaction import work_waiting
from settings import Settings
from tests import factories
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import Reader

ONE_MONTH = "assessment_months: 1\n"
StartAnew = Callable[[str], Flask]
CASES = Path(__file__).parents[1] / "protocol" / "cases"


def own_figures(tmp_path: Path, text: str) -> Path:
    """A council's file of figures."""
    file = tmp_path / "figures.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "text, line, problem",
    [
        ("# ours\n\nkey_event_day: 10\n", 3, "there is no figure of this name"),
        ("key_event_days: ten\n", 1, "must be a whole number"),
        ("key_event_days: 10\nassessment_months: 61\n", 2, "must be between 1 and 60 months"),
        ("key_event_days: true\n", 1, "must be a whole number"),
        ("assessment_months: 6\nkey_birthdays: 13\n", 2, "must be a list of numbers"),
        ("key_birthdays: [13, 180]\n", 1, "must be between 0 and 25 years"),
        ("key_event_days: 10\nkey_event_days: 12\n", 2, "stands on line 1 already"),
        ("assessment_months: 6\nmanagement_notice_least_days: 30\n", 2, "must not be more than"),
        ("management_notice_most_days: 2\n", 1, "must not be less than management_notice_least_days"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_start_with_its_line(
    settings: Settings, tmp_path: Path, text: str, line: int, problem: str
) -> None:
    file = own_figures(tmp_path, text)

    with pytest.raises(FiguresError) as refused:
        create_app(settings.model_copy(update={"figures_file": file}))

    assert f"{file}, line {line}: " in str(refused.value)
    assert problem in str(refused.value)


@pytest.mark.parametrize("text", ["- 10\n", "key_event_days: [\n", "just words"])
def test_a_file_that_holds_no_figures_is_refused_at_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(FiguresError, match="figures.yaml"):
        read_figures(own_figures(tmp_path, text))


def test_a_file_that_is_not_there_is_refused_at_start(tmp_path: Path) -> None:
    with pytest.raises(FiguresError, match="nowhere.yaml"):
        read_figures(tmp_path / "nowhere.yaml")


def test_both_ends_of_a_span_may_be_moved_together(tmp_path: Path) -> None:
    moved = own_figures(tmp_path, "management_notice_least_days: 30\nmanagement_notice_most_days: 60\n")

    assert read_figures(moved) == {"management_notice_least_days": 30, "management_notice_most_days": 60}


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read_figures(own_figures(tmp_path, "# nothing of our own yet\n")) == {}


@pytest.fixture
def start_anew(settings: Settings, tmp_path: Path) -> StartAnew:
    """Gives the app started again on the same database, with these figures of the council's own."""
    make_app(settings)

    def start(text: str) -> Flask:
        return make_app(settings.model_copy(update={"figures_file": own_figures(tmp_path, text)}))

    return start


def findings_of(record: Record) -> tuple[Finding, ...]:
    """What every page and the document say of the record's version."""
    return weighing.findings_of(history.version_of(record), history.steps_of(record)).findings


def test_a_changed_figure_does_not_move_what_a_sealed_record_says(start_anew: StartAnew) -> None:
    record = factories.in_state(State.SEALED)
    before = findings_of(record)
    assert [one.outcome for one in before if one.statement == "315.2.5.1"] == [Outcome.MET]

    with start_anew(ONE_MONTH).app_context():
        assert findings_of(factories.fresh(record)) == before


def test_a_changed_figure_does_not_move_what_its_deciders_read(start_anew: StartAnew) -> None:
    record = factories.in_state(State.SUBMITTED)
    before = findings_of(record)

    with start_anew(ONE_MONTH).app_context():
        assert findings_of(factories.fresh(record)) == before


def test_a_councils_own_figure_decides_on_its_drafts(start_anew: StartAnew) -> None:
    record = factories.ready_draft()
    answers = factories.answers_that_apply(record)

    with start_anew(ONE_MONTH).app_context():
        weighed = weighing.weigh_answers(kind=record.kind, answers=answers, today=clock.today())

    assert weighed.get("315.2.5.1").outcome == Outcome.UNMET


def test_a_council_leaves_exceptions_in_open_proceedings_to_their_ground(start_anew: StartAnew) -> None:
    answers = dict(factories.ready_draft().answers) | other.exception_answers(clock.today())

    def deciding() -> list[str]:
        return [step.key for step in chain.specs_for(kind="exception_decision", answers=answers)]

    with start_anew("").app_context():
        assert deciding() == ["transferring_service_delivery_manager", "receiving_service_delivery_manager"]
    with start_anew("ground_decides_in_proceedings: true\n").app_context():
        assert deciding() == ["transferring_team_leader", "receiving_team_leader"]


def test_the_protocols_page_shows_a_councils_own_figure(start_anew: StartAnew) -> None:
    page = Reader(start_anew(ONE_MONTH), factories.person(story.AUTHOR)).open("/protocol/315.2.5.1")

    assert "not older than 1 months" in page.words


# The command line


def run(app: Flask, *arguments: str) -> Result:
    """`flask …` in this app."""
    return app.test_cli_runner().invoke(args=[*arguments])


def test_figures_of_an_earlier_day_can_be_asked_for(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = PARAMETERS["assessment_months"]
    changed = replace(figure, values=(*figure.values, (date(2026, 2, 1), 6)))
    monkeypatch.setattr(parameters, "PARAMETERS", {**PARAMETERS, figure.name: changed})
    parameters._standard.cache_clear()
    file = own_figures(
        tmp_path,
        "today: 2026-03-01\nanswers: {latest_assessment_date: 2025-07-20, transfer_date: 2026-03-10,"
        " child_status: looked_after, assessment_evidence: Four visits}\n",
    )

    def assessment(*more: str) -> str:
        found = json.loads(run(app, "protocol", "check", str(file), "--json", *more).stdout)["findings"]
        return next(one["outcome"] for one in found if one["statement"] == "315.2.5.1")

    assert assessment() == "unmet"
    assert assessment("--as-of", "2026-01-31") == "met"
    parameters._standard.cache_clear()


def test_a_case_weighs_under_the_figures_that_it_names(app: Flask, tmp_path: Path) -> None:
    answers = "latest_assessment_date: 2025-12-20, assessment_evidence: Four visits, transfer_date: 2026-03-10"
    text = f"today: 2026-03-01\nanswers: {{{answers}}}\n"
    plain, strict = own_figures(tmp_path, text), tmp_path / "strict.yaml"
    strict.write_text(text + "parameters: {assessment_months: 1}\n")

    said = [run(app, "protocol", "check", str(file)).stdout for file in (plain, strict)]

    assert ["315.2.5.1  met" in one for one in said] == [True, False]


def test_answers_that_the_app_would_leave_out_are_not_weighed_either(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    answers: dict[str, Any] = {
        "child_status": "looked_after",
        "transfer_date": "2026-03-04",
        "key_events": [{"kind": "placement_move", "date": "2026-03-15"}],
    }

    def outcome() -> str:
        file.write_text(json.dumps(answers), encoding="utf-8")
        found = json.loads(run(app, "protocol", "check", str(file), "--json").stdout)["findings"]
        return next(one["outcome"] for one in found if one["statement"] == "315.2.1.3")

    assert outcome() == "unanswered"
    answers["key_events_known"] = "yes"
    assert outcome() == "unmet"


def test_coverage_lists_every_statement_and_counts_its_cases(app: Flask) -> None:
    done = run(app, "protocol", "coverage", "--json", "--cases", str(CASES))

    report = json.loads(done.stdout)
    assert done.exit_code == 0, done.stderr
    assert list(report) == [statement.id for statement in listed(CHAPTERS)]
    assert all(one["rules"] and sum(one["cases"].values()) for one in report.values())
    assert all({"met", "unmet", "does_not_apply"} <= one["cases"].keys() for one in report.values())


def test_coverage_in_words_says_how_many_cases_are_met_and_how_many_are_not(app: Flask) -> None:
    line = next(
        line
        for line in run(app, "protocol", "coverage", "--cases", str(CASES)).stdout.splitlines()
        if line.startswith("315.4.1 ")
    )

    assert "proceedings_are_complete" in line
    assert " met, " in line
    assert " unmet, " in line
    assert " does not apply" in line


def lacking(statement: str, record: str = "") -> Registry:
    """The rules without those of a statement, or without that of one record."""
    fewer = Registry()
    for rule in REGISTRY.rules:
        if statement not in rule.statements:
            fewer.add(rule)
        elif others := tuple(kind for kind in RECORDS if record and rule.serves(kind) and kind != record):
            fewer.add(replace(rule, records=others))
    return fewer


@pytest.mark.parametrize("record", ["", "emergency_transfer"], ids=["nowhere", "not on one record"])
def test_coverage_fails_when_a_statement_has_no_rule(app: Flask, monkeypatch: pytest.MonkeyPatch, record: str) -> None:
    monkeypatch.setattr(registry, "REGISTRY", lacking("142.1.3", record))

    done = run(app, "protocol", "coverage")

    assert done.exit_code == 1
    assert "142.1.3 has no rule on emergency_transfer" in done.stderr


def test_coverage_fails_when_a_statement_has_no_case(app: Flask, tmp_path: Path) -> None:
    own_figures(tmp_path, "case: One thing\nanswers: {}\nexpect: {142.3.1: unanswered}\n")

    done = run(app, "protocol", "coverage", "--cases", str(tmp_path))

    assert done.exit_code == 1
    assert "142.3.2 has no case" in done.stderr
    assert "142.3.1 has no case" not in done.stderr


def test_cases_that_cannot_be_read_are_named(app: Flask, tmp_path: Path) -> None:
    own_figures(tmp_path, "case: One thing\nexpect: {1.2.3: met}\n")

    done = run(app, "protocol", "coverage", "--cases", str(tmp_path))

    assert done.exit_code == 1
    assert "figures.yaml: expect: there is no statement 1.2.3" in done.stderr


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_fields_of_every_record_have_the_reasons_for_departing(app: Flask, kind: str) -> None:
    fields = json.loads(run(app, "protocol", "fields", "--json").stdout)[kind]

    assert [one["name"] for one in fields if one["type"] == "reasons"] == ["departures"]
    assert f"{kind} - departures: reasons" in run(app, "protocol", "fields").stdout


# A rule that fails


def break_rule(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Make a rule raise, whatever it is given; its fault's text holds what somebody wrote."""

    def fails(*_: Any) -> None:
        raise ValueError("what Maya said to Hannah")

    broken = Registry()
    for rule in REGISTRY.rules:
        broken.add(replace(rule, judge=fails) if statement in rule.statements else rule)
    monkeypatch.setattr(weighing, "weigh", functools.partial(weigh, registry=broken))


@pytest.mark.parametrize("statement", ["315.2.1.1", "142.3.2", "142.1.5", "315.2.3.1"])
def test_a_rule_that_fails_stops_submission_and_tells_the_operator(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, statement: str
) -> None:
    record, author = factories.ready_draft(), sign_in(story.AUTHOR)
    page = author.open(f"/records/{record.reference}/check")
    form = page.form(f"/records/{record.reference}/submit")
    break_rule(monkeypatch, statement)

    with caplog.at_level(logging.ERROR, logger="protocol"):
        refused = author.press(form, {"declared": "yes"}, status=200)

    assert factories.fresh(record).state == State.DRAFT
    assert "This could not be checked because of a fault in the system" in refused.words
    assert f"({statement}) failed with ValueError" in caplog.text
    assert "Maya" not in caplog.text
    author.open(f"/records/{record.reference}")


def test_operators_are_mailed_once_a_week_of_a_rule_that_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Reader(make_app(settings.model_copy(update={"operators": frozenset({story.AUDITOR})})), factories.person())
    record = factories.ready_draft()
    form = author.open(f"/records/{record.reference}/check").form(f"/records/{record.reference}/submit")
    break_rule(monkeypatch, "142.1.5")

    woken: list[object] = []
    with work_waiting.connected_to(woken.append):
        author.press(form, {"declared": "yes"}, status=200)
        assert len(woken) == 1
        author.press(form, {"declared": "yes"}, status=200)

    assert len(woken) == 1
    (mail,) = OutboxMail.select().where(OutboxMail.kind == "fault")
    assert (mail.to.email, mail.about) == (story.AUDITOR, {"statement": "142.1.5"})
