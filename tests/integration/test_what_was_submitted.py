"""What was submitted keeps its words and its chain; a step of a certain person falls to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from documents.content import DecisionDocument
from models import ProtocolEdition, Record, RecordVersion, State
from protocol import StepSpec
from protocol.chains.step import CHAINS, Chain
from records.deciding import decisions
from records.errors import CannotSubmitError
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn, blank_page

pytestmark = pytest.mark.usefixtures("app")

OFFICER = StepSpec(
    "officer",
    4,
    "Acknowledgement by the {part}",
    "confirm",
    ("142.1.1",),
    None,
    "independent reviewing officer",
    "I have read it.",
    question="independent_reviewing_officer",
)
BY_RANK = replace(OFFICER, rank="locality_leader", action="decide", side="current")
IN_PERSON = replace(BY_RANK, action="confirm", in_person=True)


def also_asking(monkeypatch: pytest.MonkeyPatch, step: StepSpec) -> None:
    """Let every transfer ask for one more step."""
    as_it_is = CHAINS["transfer_meeting"]
    longer = Chain(lambda answers: (*as_it_is.build(answers), step), (*as_it_is.steps, step.key))
    monkeypatch.setitem(CHAINS, "transfer_meeting", longer)


@pytest.mark.parametrize("step", [OFFICER, IN_PERSON], ids=["of no post", "in person"])
def test_a_step_of_a_certain_person_is_filled_by_nobody_else_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch, sign_in: SignIn, step: StepSpec
) -> None:
    also_asking(monkeypatch, step)
    record = factories.ready_draft()

    with pytest.raises(CannotSubmitError, match="nobody is named for step officer"):
        factories.submit(record)

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/check")
    nobody = "The register has nobody as independent reviewing officer, and nobody else can take that part."
    assert f"{nobody} Ask for it to be put right." in page.words
    assert factories.fresh(record).state == State.DRAFT


def test_a_step_of_a_post_above_the_teams_goes_to_whoever_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    also_asking(monkeypatch, BY_RANK)

    record = factories.submitted()

    assert factories.step_of(record, "officer").assignee.email == factories.LOCALITY_LEADER


def test_a_chain_that_grew_asks_nobody_else_about_what_was_submitted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    record = factories.in_state(State.SUBMITTED)
    also_asking(monkeypatch, BY_RANK)

    assert four.agreed(record).state == State.APPROVED
    assert "officer" not in {step.key for step in decisions.steps_of(factories.fresh(record))}


def reworded(statement: str = "142.3.1") -> str:
    """Word a statement, as versions keep it, otherwise than this code does."""
    for edition in ProtocolEdition.select():
        edition.statements[statement]["wording"] = "As it was worded long ago."
        edition.save()
    return "As it was worded long ago."


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.SEALED, State.WITHDRAWN])
def test_what_was_submitted_shows_the_statements_as_they_were_worded_then(state: State, sign_in: SignIn) -> None:
    wording, record = reworded(), factories.in_state(state)

    assert wording in sign_in(story.AUTHOR).open(f"/records/{record.reference}/answers").words


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_draft_shows_the_statements_as_they_are_worded_now(state: State, sign_in: SignIn) -> None:
    wording, record = reworded(), factories.in_state(state)

    assert wording not in sign_in(story.AUTHOR).open(f"/records/{record.reference}/answers").words


def test_the_document_prints_the_statements_as_they_were_worded_then(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[DecisionDocument] = []

    def draw(document: DecisionDocument) -> bytes:
        drawn.append(document)
        return blank_page()

    monkeypatch.setattr("records.sealing.sealer.render_in_subprocess", draw)
    wording, record = reworded(), factories.in_state(State.APPROVED)

    with app.app_context():
        factories.seal_what_waits()

    assert factories.fresh(record).state == State.SEALED
    assert wording in {line.wording for line in drawn[0].findings}


def test_all_versions_of_one_edition_share_its_words() -> None:
    assert RecordVersion.select().count() > 1
    assert {version.edition_id for version in RecordVersion.select()} == {ProtocolEdition.get().id}


def test_a_version_keeps_whom_a_disagreement_calls_for() -> None:
    record: Record = factories.in_state(State.SUBMITTED)

    foreseen = history.version_of(record).foreseen["steps"]

    assert {step["key"]: step["called_by"] for step in foreseen if step["rank"] == "service_delivery_manager"} == {
        key: ["transferring_team_leader", "receiving_team_leader"]
        for key in (
            "transferring_service_delivery_manager",
            "receiving_service_delivery_manager",
            "service_delivery_manager_of_both",
        )
    }
