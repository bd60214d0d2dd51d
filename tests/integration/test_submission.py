"""Submission: once, by the author, of what was read; and what is submitted never changes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from models import OutboxMail, Record, RecordVersion, State, Step, StepState
from records import clock
from records.deciding import digests, submission
from records.drafting import from_register
from records.errors import CannotSubmitError, ConflictError, ForbiddenError
from records.register.invented import address
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.support.reader import Form, Page, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def check_page(reader: Reader, record: Record) -> Page:
    """'Check your answers', opened now."""
    return reader.open(f"/records/{record.reference}/check")


def submit_form(reader: Reader, record: Record) -> Form:
    """The form that submits, as its page holds it now."""
    return check_page(reader, record).form(id="submit")


def versions(record: Record) -> int:
    """How many versions of the record there are."""
    return RecordVersion.select().where(RecordVersion.record == record).count()


def test_a_whole_record_is_submitted_and_the_next_person_asked(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    reader.press(submit_form(reader, record), {"declared": "yes"}, status=302)
    page = reader.follow()

    assert page.heading == "Submitted"
    assert "Tomasz Zieliński" in page.words
    assert [mail.to.email for mail in OutboxMail.select().where(OutboxMail.record == record)] == [
        story.RECEIVING_WORKER
    ]
    states = {step.key: step.state for step in factories.fresh(record).steps}
    assert states == {
        "current_worker": StepState.APPROVED,
        "new_worker": StepState.OPEN,
        "transferring_team_leader": StepState.WAITING,
        "receiving_team_leader": StepState.WAITING,
    }


def test_submitting_twice_submits_once_and_shows_the_same_page(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = submit_form(reader, record)
    first = reader.press(form, {"declared": "yes"}, status=302)

    second = reader.press(form, {"declared": "yes"}, status=302)

    assert second.location == first.location
    assert versions(record) == 1
    assert OutboxMail.select().where(OutboxMail.record == record).count() == 1


@pytest.mark.parametrize("email", [story.UNINVOLVED_WORKER, story.AUDITOR, story.BUSINESS_SUPPORT])
def test_nobody_is_given_the_step_of_a_leader_by_being_named(email: str) -> None:
    record, person = factories.ready_draft(), factories.person(email)
    answers = factories.fresh(record).answers | {"current_team_leader": {"id": person.id, "name": person.name}}
    Record.update(answers=answers).where(Record.id == record.id).execute()

    factories.submit(record)

    assert asked(record)["transferring_team_leader"] == story.TRANSFERRING_LEADER


def test_submitting_again_behind_the_page_is_refused() -> None:
    record = factories.in_state(State.SUBMITTED)

    with pytest.raises(ConflictError):
        factories.submit(record)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.SEALED, State.WITHDRAWN])
def test_only_a_draft_or_a_returned_record_can_be_submitted(sign_in: SignIn, state: State) -> None:
    record, reader = factories.in_state(state), sign_in(story.AUTHOR)
    before = everything()

    page = reader.send(
        f"/records/{record.reference}/submit",
        {"csrf_token": reader.token(), "seen": record.revision, "declared": "yes"},
    )

    assert page.status == (302 if state == State.SUBMITTED else 409)
    assert changes_since(before) == []


def test_nobody_but_the_author_submits_though_they_may_write(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.RECEIVING_WORKER)
    assert not list(check_page(reader, record).each("button", type="submit", form="submit"))
    before = everything()

    reader.send(
        f"/records/{record.reference}/submit",
        {"csrf_token": reader.token(), "seen": from_register.seen(record), "declared": "yes"},
        status=403,
    )

    assert changes_since(before) == []


def test_what_was_changed_since_it_was_read_is_not_submitted(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = submit_form(reader, record)
    factories.save(record, by=story.RECEIVING_WORKER, worries="Changed meanwhile")

    page = reader.press(form, {"declared": "yes"}, status=200)

    assert "changed while you were reading it" in " ".join(page.errors)
    assert versions(record) == 0
    assert "Changed meanwhile" in page.words
    reader.press(page.form(id="submit"), {"declared": "yes"}, status=302)


def test_the_last_moments_change_is_found_inside_the_transaction() -> None:
    record = factories.in_state(State.DRAFT)
    answers = factories.answers_that_apply(record)
    factories.save(record, by=story.RECEIVING_WORKER, worries="Changed meanwhile")

    with pytest.raises(ConflictError):
        submission.submit(record=record, by=factories.person(), answers=answers, declared=True)


@pytest.mark.parametrize("seen", ["", "abc", "999999999999999999999999", "-1", "1; DROP TABLE record"])
def test_a_revision_that_was_never_read_submits_nothing(sign_in: SignIn, seen: str) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    reader.press(submit_form(reader, record), {"declared": "yes", "seen": seen}, status=200)

    assert versions(record) == 0


def test_without_the_declaration_nothing_is_submitted(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    page = reader.press(submit_form(reader, record), status=200)

    assert page.errors == ["Tick the box to confirm your part before you submit."]
    assert versions(record) == 0


OPEN: dict[str, dict[str, Any]] = {
    "a required answer is blank": {"transfer_date": None},
    "a required statement is unmet": {"proceedings": "open", "proceedings_completed_on": None},
    "an expectation has no reason": {"joint_visit": "no_visit", "joint_visit_date": None},
}


@pytest.mark.parametrize("why", OPEN)
def test_something_open_stops_submission_and_says_where(sign_in: SignIn, why: str) -> None:
    record, reader = factories.ready_draft(**OPEN[why]), sign_in(story.AUTHOR)

    page = check_page(reader, record)
    assert "Why can't I submit?" in page.words
    assert [link for link in page.links if f"/records/{record.reference}/sections/" in link and "#" in link]
    page = reader.send(
        f"/records/{record.reference}/submit",
        {"csrf_token": reader.token(), "seen": record.revision, "declared": "yes"},
        status=200,
    )

    assert page.errors
    assert versions(record) == 0


def test_what_stops_submission_cites_the_protocol_beside_it(sign_in: SignIn) -> None:
    record = factories.ready_draft(**OPEN["a required statement is unmet"])

    (why_not,) = check_page(sign_in(story.AUTHOR), record).each("div", id="why-not")

    assert "/protocol#315.4.1" in [link.get("href") for link in why_not.iter("a")]


def test_what_cannot_be_read_stops_submission_too(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = reader.open(f"/records/{record.reference}/sections/workers").form(id="section-form")
    reader.press(form, {"transfer_date-month": "Febtober", "action": "later"}, status=302)

    assert "Why can't I submit?" in check_page(reader, factories.fresh(record)).words


def test_the_page_cannot_be_passed_by_a_caller_with_answers_of_their_own() -> None:
    record = factories.ready_draft(transfer_date=None)

    with pytest.raises(CannotSubmitError):
        submission.submit(
            record=record, by=factories.person(), answers=factories.answers_that_apply(record), declared=True
        )


def test_somebody_who_is_not_its_author_is_refused_behind_the_page() -> None:
    record = factories.in_state(State.DRAFT)

    with pytest.raises(ForbiddenError):
        factories.submit(record, by=story.RECEIVING_WORKER)


# The version


def recomputed(record: Record, version: RecordVersion, **changes: Any) -> str:
    """The digest, from what is stored."""
    again = RecordVersion(**version.__data__ | {"record": record} | changes)
    return digests.of(again)


def test_the_digest_binds_everything_that_the_deciders_read() -> None:
    record = factories.in_state(State.SUBMITTED)
    version = record.versions.get()

    assert recomputed(record, version) == version.digest
    for name in version.answers:
        assert recomputed(record, version, answers=version.answers | {name: "another"}) != version.digest
    assert recomputed(record, version, number=2) != version.digest
    assert recomputed(record, version, findings=version.findings[1:]) != version.digest
    assert recomputed(record, version, weighed_on=date(2020, 1, 1)) != version.digest
    assert recomputed(factories.in_state(State.SEALED), version) != version.digest


def test_the_digest_is_the_same_however_the_answers_are_ordered() -> None:
    record = factories.in_state(State.SUBMITTED)
    version = record.versions.get()
    turned_round = json.loads(json.dumps(dict(reversed(version.answers.items()))))

    assert recomputed(record, version, answers=turned_round) == version.digest


def test_an_answer_behind_a_no_is_never_left_out_in_silence_but_stops_submission() -> None:
    record = factories.ready_draft(delay_kept_down="From when delay was likely")
    with pytest.raises(CannotSubmitError):
        factories.submit(record)
    assert "delay_kept_down" in factories.fresh(record).answers

    factories.save(record, delay_kept_down=None)
    version = factories.submit(factories.fresh(record))

    assert "delay_kept_down" not in version.answers


def test_a_version_stands_as_it_was_after_a_return_and_another_edit() -> None:
    record = factories.in_state(State.RETURNED)
    first = record.versions.get()

    factories.save(record, worries="Rewritten after the return")
    second = factories.submit(record)

    again = RecordVersion.get_by_id(first.id)
    assert (again.answers, again.digest) == (first.answers, first.digest)
    assert second.number == 2
    assert second.digest != first.digest
    assert second.answers["worries"] == "Rewritten after the return"


def test_nobody_is_said_to_have_submitted_what_is_a_draft(sign_in: SignIn) -> None:
    record = factories.in_state(State.DRAFT)

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/submitted", status=302)

    assert page.location == f"/records/{record.reference}"


# Who is asked


def asked(record: Record) -> dict[str, str]:
    """Step → address of who is asked."""
    return {step.key: step.assignee.email for step in Step.select().where(Step.record == record)}


def named(email: str) -> dict[str, Any]:
    """A person as an answer."""
    staff = factories.person(email)
    return {"id": staff.id, "name": staff.name}


def test_a_leader_who_wrote_the_record_is_not_asked_to_decide_on_it() -> None:
    record = factories.start_draft(by=story.TRANSFERRING_LEADER)
    factories.save(record, by=story.TRANSFERRING_LEADER, answers=story.case_one_answers(clock.today()))

    factories.submit(record, by=story.TRANSFERRING_LEADER)

    assert asked(record)["transferring_team_leader"] == factories.LOCALITY_LEADER
    step = factories.step_of(record, "transferring_team_leader")
    assert step.instead_of.email == story.TRANSFERRING_LEADER


def test_a_leader_who_has_left_is_replaced_by_the_next_in_line() -> None:
    record = factories.ready_draft()
    leader = factories.person(story.RECEIVING_LEADER)
    leader.active = False
    leader.save()

    factories.submit(record)

    assert asked(record)["receiving_team_leader"] == story.LOOKED_AFTER_MANAGER


def test_nobody_is_asked_for_two_steps_of_one_record() -> None:
    record = factories.ready_draft(new_worker=named(story.AUTHOR))
    try:
        factories.submit(record)
    except CannotSubmitError:
        return

    people = list(asked(record).values())
    assert sorted(people) == sorted(set(people))


def test_a_move_inside_one_team_is_decided_once_by_its_leader() -> None:
    record = factories.ready_draft(
        new_worker=named(address("daniel.okafor")), new_team=None, new_team_leader=None, new_team_kind=None
    )
    filled = factories.fresh(record).answers
    assert filled["new_team_leader"]["name"] == "Priya Raghunathan"


def test_a_record_that_misses_a_requirement_does_not_say_that_it_keeps_to_the_protocol(sign_in: SignIn) -> None:
    missing, ready, author = factories.ready_draft(proceedings="open"), factories.ready_draft(), sign_in(story.AUTHOR)

    assert "Nothing in this record departs" not in author.open(f"/records/{missing.reference}/check").words
    assert "Nothing in this record departs" in author.open(f"/records/{ready.reference}/check").words
