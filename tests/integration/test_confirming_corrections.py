"""A correction is confirmed by name before anybody decides, printed first, and listed until the register agrees."""

from __future__ import annotations

import json
from io import BytesIO

import pikepdf
import pytest
from flask import Flask

from models import About, ChildSpell, Post, Record, Role, SealedDocument, Staff, State, StepState
from protocol.chains.selection import confirms_corrections
from protocol.decisions import CORRECTIONS_RIGHT
from records import audit, clock
from records.deciding import decisions, submission
from records.drafting import from_register
from records.errors import CannotSubmitError, ConflictError
from records.register import posts
from tests import factories
from tests.data import story
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.correcting import HOW, LEADER, TICK, correct, corrected, order
from tests.integration.holding_parts import posted
from tests.integration.mailing import mailed_link
from tests.integration.test_decisions import approval, step_form
from tests.integration.writing import later, section
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("app")


# Deciding


def test_the_transferring_leader_is_asked_before_anybody_else_and_reads_it_first(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)

    assert order(record)[0] == LEADER
    states = {step.key: step.state for step in decisions.steps_of(factories.fresh(record))}
    assert (states["current_worker"], states[LEADER], states["new_worker"]) == (
        StepState.APPROVED,
        StepState.OPEN,
        StepState.WAITING,
    )
    step = factories.step_of(record, LEADER)
    words = sign_in(story.TRANSFERRING_LEADER).open(f"/records/{record.reference}/steps/{step.id}").words
    places = [words.index(text) for text in ("Correction of the register", HOW, "asks you, as", "At a glance")]
    assert places == sorted(places)


def test_approving_without_the_tick_is_an_error_that_says_so_and_returning_needs_none(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    reader = sign_in(story.TRANSFERRING_LEADER)
    form, answers = step_form(reader, record, LEADER), approval(record, LEADER)

    page = reader.press(form, answers, status=200)
    assert any("Tick the box to confirm" in error for error in page.errors)
    assert factories.step_of(record, LEADER).state == StepState.OPEN

    reader.press(form, {"outcome": "returned", "reason": "The order is not made yet."}, status=302)
    assert factories.fresh(record).state == State.RETURNED


def test_by_the_emailed_link_too(app: Flask, sign_in: SignIn, smtp_server: MailServer) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    link, reader = mailed_link(app, smtp_server, record), sign_in(story.TRANSFERRING_LEADER)

    form = reader.open(link).form(id="decision")
    page = reader.press(form, approval(record, LEADER), status=200)
    assert any("Tick the box to confirm" in error for error in page.errors)

    reader.press(form, approval(record, LEADER) | TICK, status=302)
    assert factories.step_of(record, LEADER).stated[CORRECTIONS_RIGHT] == "yes"


def test_nothing_confirms_it_behind_the_page_either(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    step = factories.step_of(record, LEADER)

    with pytest.raises(ConflictError):
        decisions.decide(
            step=step,
            by=step.assignee,
            outcome=StepState.APPROVED,
            digest=factories.digest_of(record),
            stated={"file_checked_on": clock.today().isoformat()},
        )


def test_the_next_reads_who_confirmed_it_and_a_record_without_corrections_asks_as_before(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    factories.approve(record, LEADER)
    step = factories.step_of(record, "new_worker")

    words = sign_in(story.RECEIVING_WORKER).open(f"/records/{record.reference}/steps/{step.id}").words

    assert "Priya Raghunathan, transferring team leader, confirmed this" in words
    assert order(factories.submitted())[:2] == ["current_worker", "new_worker"]


def test_whoever_is_asked_above_confirms_it_where_the_leader_wrote_it(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    audit.note_writer(record, factories.person(story.TRANSFERRING_LEADER), clock.now())
    factories.submit(record)

    step = factories.step_of(record, LEADER)
    assert step.assignee.email != story.TRANSFERRING_LEADER
    assert any(ask["name"] == CORRECTIONS_RIGHT for ask in step.asks)


@pytest.mark.parametrize("vacant", [False, True])
def test_a_corrected_worker_does_not_choose_who_confirms(vacant: bool, sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    if vacant:
        Post.delete().where(Post.staff == factories.person(story.TRANSFERRING_LEADER)).execute()
        Staff.update(active=False).where(Staff.email == story.TRANSFERRING_LEADER).execute()
    other = posted(story.UNINVOLVED_WORKER, "correction-current_worker")
    later(reader, section(reader, record, "workers"), **other, **{"correction-current_worker-how": HOW})
    record = factories.fresh(record)
    record.answers = from_register.refreshed(record).answers

    asked = submission.plan_assignments(
        record=record, answers=factories.answers_that_apply(record), by=factories.person()
    )

    first, *others = asked
    assert first.spec.key == "registers_team_leader"
    assert first.spec.order < min(one.spec.order for one in others)
    assert [confirms_corrections(one.spec) for one in asked] == [True] + [False] * len(others)
    above = posts.manager_above(Role.LOCALITY_LEADER, factories.person(story.AUTHOR).team)
    assert first.staff == (above if vacant else factories.person(story.TRANSFERRING_LEADER))
    assert len({one.staff for one in asked}) == len(asked)


def test_managers_who_are_asked_instead_confirm_what_the_leader_left_open(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    step = factories.step_of(record, LEADER)

    decisions.decide(
        step=step,
        by=step.assignee,
        outcome=StepState.CANNOT_AGREE,
        digest=factories.digest_of(record),
        stated={},
        reason=factories.REASON,
    )

    above = [one for one in decisions.steps_of(factories.fresh(record)) if one.state == StepState.OPEN]
    assert [one.key for one in above] == ["transferring_service_delivery_manager"]
    assert any(ask["name"] == CORRECTIONS_RIGHT for ask in above[0].asks)


def test_a_correction_that_the_author_has_not_read_beside_todays_register_is_not_submitted(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    answers = factories.answers_that_apply(record)
    register_says(factories.child(), legal_status="C1")

    with pytest.raises(CannotSubmitError):
        submission.submit(record=record, by=factories.person(), answers=answers, declared=True)


def test_who_decides_and_who_has_it_back_read_what_the_register_has_come_to_say(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    step, leader = factories.step_of(record, LEADER), sign_in(story.TRANSFERRING_LEADER)
    address = f"/records/{record.reference}/steps/{step.id}"
    assert "The register says today" not in leader.open(address).words

    register_says(factories.child(), legal_status="D1")

    words = leader.open(address).words
    assert "The register said" in words
    assert "The register says today D1" in words
    factories.return_it(record, LEADER)
    back = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert "The register now says D1" in back
    assert "The correction is not needed any more" in back


def test_versions_are_compared_with_their_corrections(sign_in: SignIn) -> None:
    record = factories.submitted()
    submission.recall(record=record, by=factories.person(), reason="The order was made.")
    correct(sign_in, record)

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/check").words

    assert "Correction of the register: Legal status" in words


# The sealed record, and the operators


def sealed(sign_in: SignIn, app: Flask) -> Record:
    record = corrected(sign_in)
    factories.submit(record)
    factories.approve(record, LEADER, "new_worker", "receiving_team_leader")
    with app.app_context():
        factories.seal_what_waits()
    return factories.fresh(record)


@pytest.mark.drawn
def test_the_sealed_record_says_it_on_its_page_and_in_the_attached_data(sign_in: SignIn, app: Flask) -> None:
    record = sealed(sign_in, app)

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    with pikepdf.open(BytesIO(bytes(SealedDocument.get(SealedDocument.record == record).data))) as opened:
        data = json.loads(opened.attachments["answers.json"].get_file().read_bytes())

    assert words.index("The register says") < words.index("Sealed document")
    (line,) = data["corrections"]
    assert line["name"] == "legal_status"
    assert (line["how"], line["confirmed_by"]) == (HOW, "Priya Raghunathan")
    assert "legal_status" not in data["answers"]["from_register"]
    assert "child_name" in data["answers"]["from_register"]


def listed(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["register", "corrections", *options])
    assert result.exit_code == 0
    return str(result.output)


def test_operators_see_what_the_register_still_contradicts_until_it_agrees(sign_in: SignIn, app: Flask) -> None:
    record = corrected(sign_in)
    assert "contradicts no correction" in listed(app)

    factories.submit(record)
    assert record.reference in listed(app)
    assert "confirmed by nobody yet" in listed(app)

    factories.approve(record, LEADER)
    (line,) = json.loads(listed(app, "--json"))
    assert (line["reference"], line["question"]) == (record.reference, "legal_status")
    assert line["confirmed_by"] == "transferring team leader"
    assert line["child_local_id"] == factories.child().local_id
    assert f"child {factories.child().local_id}" in listed(app)
    assert "Maya" not in listed(app)

    register_says(factories.child(), legal_status="D1")
    assert listed(app, "--json").strip() == "[]"


def test_a_register_that_agreed_and_has_moved_on_since_contradicts_nothing(sign_in: SignIn, app: Flask) -> None:
    record = corrected(sign_in)
    factories.submit(record)
    today, child = clock.today(), factories.child()
    register_says(child, legal_status="none")
    ChildSpell.create(
        child=child, about=About.LEGAL_STATUS, value="D1", ended_on=today, first_seen_on=today, seen_on=today
    )

    assert "contradicts no correction" in listed(app)
