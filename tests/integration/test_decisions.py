"""Decisions: in order, by whose step it is, on what they read, once; and what becomes of a record that is returned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from models import DecisionLink, OutboxMail, Record, State, Step, StepState
from records import audit, clock
from records.deciding import decisions
from records.errors import ConflictError, ForbiddenError
from tests import factories
from tests.data import story
from tests.integration.addresses import routes
from tests.integration.conftest import SignIn, changes_since, everything
from tests.support.reader import Form, Reader, words_of
from views.web.templating import as_date

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

LEADER = "transferring_team_leader"


def step_form(reader: Reader, record: Record, key: str) -> Form:
    """The form of a step's page, from the task list."""
    step = factories.step_of(record, key)
    return reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")


def approval(record: Record, key: str) -> dict[str, Any]:
    """What a decider fills in to approve."""
    today, asks = clock.today(), factories.step_of(record, key).asks
    dates = {f"{ask['name']}-{part}": str(getattr(today, part)) for ask in asks for part in ("day", "month", "year")}
    return {"outcome": "approved"} | dates


def mailed(record: Record, kind: str) -> list[str]:
    """Who was mailed so about the record, in the order of their addresses."""
    mails = OutboxMail.select().where((OutboxMail.record == record) & (OutboxMail.kind == kind))
    return sorted(mail.to.email for mail in mails)


def decide(
    record: Record,
    key: str,
    by: str,
    *,
    digest: str = "",
    outcome: StepState = StepState.APPROVED,
    stated: Mapping[str, Any] | None = None,
) -> None:
    """Decide as anybody, behind the pages."""
    decisions.decide(
        step=factories.step_of(record, key),
        by=factories.person(by),
        outcome=outcome,
        digest=digest or factories.digest_of(record),
        stated=stated or {},
        reason=factories.REASON,
    )


def test_everybody_decides_in_turn_and_the_record_is_approved(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)

    for key in factories.DECIDERS:
        reader = sign_in(factories.STEPS[key])
        reader.press(step_form(reader, record, key), approval(record, key), status=302)
        assert "Your decision is recorded" in reader.follow().words

    assert factories.fresh(record).state == State.APPROVED
    assert [step.state for step in decisions.steps_of(factories.fresh(record))] == [StepState.APPROVED] * 4
    assert len(mailed(record, "step_opened")) == 3


@pytest.mark.parametrize("key", ["transferring_team_leader", "receiving_team_leader"])
def test_nobody_decides_before_their_turn(sign_in: SignIn, key: str) -> None:
    record = factories.in_state(State.SUBMITTED)
    reader, step = sign_in(factories.STEPS[key]), factories.step_of(record, key)
    path = f"/records/{record.reference}/steps/{step.id}"
    before = everything()

    reader.open(path, status=410)
    fields = approval(record, key) | {"csrf_token": reader.token(), "digest": factories.digest_of(record)}
    reader.send(path, fields, status=410)
    with pytest.raises(ConflictError):
        decide(record, key, factories.STEPS[key])

    assert [change for change in changes_since(before) if not change.startswith(("AuditEvent", "Record:"))] == []


@pytest.mark.parametrize("email", [email for email in factories.STEPS.values() if email != story.RECEIVING_WORKER])
def test_nobody_takes_the_step_of_another(sign_in: SignIn, email: str) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(email)
    step = factories.step_of(record, "new_worker")

    reader.open(f"/records/{record.reference}/steps/{step.id}", status=404)
    with pytest.raises(ForbiddenError):
        decide(record, "new_worker", email)

    assert factories.step_of(record, "new_worker").state == StepState.OPEN


def test_nobody_decides_on_what_they_wrote() -> None:
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker")
    priya = factories.person(story.TRANSFERRING_LEADER)
    audit.note_writer(record, priya, clock.now())

    with pytest.raises(ForbiddenError) as refused:
        decide(record, LEADER, story.TRANSFERRING_LEADER)

    assert "You wrote in this record" in refused.value.shown


def test_a_step_is_decided_once(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    form = step_form(reader, record, "new_worker")
    reader.press(form, approval(record, "new_worker"), status=302)
    before = everything()

    page = reader.press(form, {"outcome": "returned", "reason": "Changed my mind"}, status=410)

    assert "already" in page.words
    assert changes_since(before) == []


@pytest.mark.parametrize("digest", ["", "0" * 64, "é", "x" * 10_000])
def test_a_decision_on_anything_but_what_stands_is_refused(sign_in: SignIn, digest: str) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)
    form = step_form(reader, record, "new_worker")

    page = reader.press(form, approval(record, "new_worker") | {"digest": digest}, status=409)

    assert "changed since you opened it" in page.words
    assert factories.step_of(record, "new_worker").state == StepState.OPEN


def test_a_decision_on_an_earlier_version_is_refused() -> None:
    record = factories.in_state(State.RETURNED)
    old = factories.digest_of(record)
    factories.save(record, worries="Rewritten")
    factories.submit(record)

    with pytest.raises(ConflictError):
        decide(record, "new_worker", story.RECEIVING_WORKER, digest=old)


@pytest.mark.parametrize(
    "said", [{}, {"outcome": ""}, {"outcome": "returned"}, {"outcome": "returned", "reason": " \r\n"}]
)
def test_an_unfinished_decision_is_asked_for_again(sign_in: SignIn, said: dict[str, str]) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)

    page = reader.press(step_form(reader, record, "new_worker"), said, status=200)

    assert page.errors
    assert factories.step_of(record, "new_worker").state == StepState.OPEN


@pytest.mark.parametrize("outcome", ["void", "open", "waiting", "sealed", "cannot_agree", "APPROVED"])
def test_no_other_outcome_can_be_posted(sign_in: SignIn, outcome: str) -> None:
    record, reader = factories.in_state(State.SUBMITTED), sign_in(story.RECEIVING_WORKER)

    page = reader.press(step_form(reader, record, "new_worker"), {"outcome": outcome}, status=200)

    assert page.errors
    assert factories.step_of(record, "new_worker").state == StepState.OPEN


def test_what_a_decider_has_to_state_is_asked_for_and_kept(sign_in: SignIn) -> None:
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker")
    asks = [ask["name"] for ask in factories.step_of(record, LEADER).asks]
    assert asks
    reader = sign_in(story.TRANSFERRING_LEADER)

    assert reader.press(step_form(reader, record, LEADER), {"outcome": "approved"}, status=200).errors
    reader.press(step_form(reader, record, LEADER), approval(record, LEADER), status=302)

    assert factories.step_of(record, LEADER).stated == dict.fromkeys(asks, clock.today().isoformat())


def test_the_audit_says_who_decided_what_on_which_version() -> None:
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker")

    events = record.audit.order_by(record.audit.model.sequence)
    about = {"version": 1, "digest": factories.digest_of(record)}

    assert [(event.staff.email, event.detail) for event in events if event.event == "confirmed"] == [
        (story.AUTHOR, {"step": "current_worker"} | about),
        (story.RECEIVING_WORKER, {"step": "new_worker"} | about),
    ]


# Returned


def test_what_a_decider_stated_against_the_protocol_is_read_before_anything_else(sign_in: SignIn) -> None:
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker", LEADER)
    too_late = date.fromisoformat(record.answers["transfer_date"]) + timedelta(days=1)
    Step.update(stated={"file_checked_on": too_late.isoformat()}).where(Step.id == stated_in(record).id).execute()

    page = sign_in(story.RECEIVING_LEADER).open(f"/records/{record.reference}/answers")

    assert "Nothing in this record departs from the protocol" not in page.words
    assert page.words.index("decisions were not made as the protocol asks") < page.words.index("At a glance")
    assert "after the transfer on" in page.words


def stated_in(record: Record) -> Step:
    return Step.get((Step.record == record) & (Step.version == record.version) & (Step.key == LEADER))


def test_a_return_tells_the_author_and_everybody_who_had_decided() -> None:
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker", LEADER)

    factories.return_it(record, "receiving_team_leader")

    assert mailed(record, "returned") == [story.AUTHOR, story.TRANSFERRING_LEADER, story.RECEIVING_WORKER]


def test_a_return_voids_what_was_decided_and_says_why(sign_in: SignIn) -> None:
    record = factories.in_state(State.RETURNED)

    assert "Priya Raghunathan returned this: The plan for family time is missing." in record.versions.get().void_reason
    assert "The plan for family time is missing." in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    waiting = [StepState.WAITING, StepState.OPEN]
    assert not Step.select().where((Step.record == record) & Step.state.in_(waiting)).exists()
    assert (
        not DecisionLink.select()
        .join(Step)
        .where((Step.record == record) & DecisionLink.used_at.is_null() & DecisionLink.revoked_at.is_null())
        .exists()
    )


def test_after_a_return_another_version_begins_with_nothing_decided() -> None:
    record = factories.in_state(State.RETURNED)
    factories.save(record, worries="Rewritten")

    factories.submit(record)

    states = {step.key: step.state for step in decisions.steps_of(factories.fresh(record))}
    assert states == {
        "current_worker": StepState.APPROVED,
        "new_worker": StepState.OPEN,
        "transferring_team_leader": StepState.WAITING,
        "receiving_team_leader": StepState.WAITING,
    }
    assert factories.approve(record, *factories.DECIDERS).state == State.APPROVED


def test_the_history_keeps_the_earlier_decisions_with_why_they_no_longer_count(sign_in: SignIn) -> None:
    record = factories.in_state(State.RETURNED)
    factories.save(record, worries="Rewritten")
    factories.submit(record)

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/history").words

    assert words.index("Version 2") < words.index("Version 1")
    assert "No longer counts. Priya Raghunathan returned this" in words
    assert "Confirmed by Tomasz Zieliński" in words


def test_a_step_of_a_version_that_no_longer_counts_cannot_be_decided(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)
    first = factories.step_of(record, "receiving_team_leader")
    factories.return_it(factories.approve(record, "new_worker"), LEADER)
    factories.save(record, worries="Rewritten")
    factories.submit(record)

    sign_in(story.RECEIVING_LEADER).open(f"/records/{record.reference}/steps/{first.id}", status=410)


# What each person finds


def test_home_shows_what_waits_for_me_and_where_my_records_wait(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)

    his = sign_in(story.RECEIVING_WORKER).open("/")
    hers = sign_in(story.AUTHOR).open("/")
    not_yet = sign_in(story.TRANSFERRING_LEADER).open("/")

    step = factories.step_of(record, "new_worker")
    assert f"/records/{record.reference}/steps/{step.id}" in his.links
    assert f"Confirm your part in {record.reference}" in his.words
    assert "Tomasz Zieliński, receiving social worker" in hers.words or "Tomasz Zieliński" in hers.words
    assert "Nothing waits for you to decide or change" in not_yet.words


def test_my_tasks_lists_what_waits_longest_first_with_its_due_day_and_every_page_counts_it(
    app: Flask, sign_in: SignIn
) -> None:
    first, second = factories.in_state(State.SUBMITTED), factories.submitted()
    earlier, later = (factories.step_of(record, "new_worker") for record in (first, second))
    Step.update(opened_at=clock.now() - factories.days(3)).where(Step.id == later.id).execute()
    him = sign_in(story.RECEIVING_WORKER)
    count = len([link for link in him.open("/").links if "/steps/" in link])

    words = him.open("/").words

    assert words.index(second.reference) < words.index(first.reference)
    assert f"due {as_date(factories.step_of(second, 'new_worker').due_on)}" in words
    assert earlier.due_on
    assert count >= 2
    for route in routes(app, "GET"):
        page = him.open(route.address(first), status=None)
        if page.is_whole and page.status == 200 and "Sign out" in page.words:
            (counted,) = page.each("span", class_="handover-header__count")
            assert words_of(counted) == f"{count} waiting for you", route


def test_the_decider_reads_the_departures_before_anything_else(sign_in: SignIn) -> None:
    far = (clock.today() + factories.days(60)).isoformat()
    draft = factories.ready_draft(transfer_date=far)
    reader = sign_in(story.AUTHOR)
    for section in ("workers", "readiness"):
        page = reader.open(f"/records/{draft.reference}/sections/{section}")
        boxes = {box.get("name"): "The foster carers asked for it." for box in page.each("textarea")}
        reasons = {name: text for name, text in boxes.items() if name.startswith("departure-")}
        reader.press(page.form(id="section-form"), reasons | {"action": "later"}, status=302)
    factories.submit(draft)

    step = factories.step_of(draft, "new_worker")
    page = sign_in(story.RECEIVING_WORKER).open(f"/records/{draft.reference}/steps/{step.id}")

    assert words_of(next(page.each("h2"))) == "Departures from the protocol"
    assert "The foster carers asked for it." in page.words
