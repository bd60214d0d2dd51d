"""A refusal binds later records of the same, and is read before them, until its posts say that it is settled."""

from __future__ import annotations

from typing import Any

import pytest

from models import Record, Refusal, Staff, State
from records import clock
from records.deciding import decisions, refusals, settling
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.refusing import (
    LEADER,
    MANAGERS,
    RECEIVING,
    again,
    ends_with,
    passed_up,
    refused,
    within_one_team,
)
from tests.integration.writing import section
from tests.support.reader import words_of

pytestmark = pytest.mark.usefixtures("app")

REFUSED = "This has been refused before"

# It binds


@pytest.mark.parametrize("changed", ["nothing", "the worker", "the kind"])
def test_a_later_record_of_the_same_ends_with_those_who_refused(changed: str) -> None:
    refused()
    later = {
        "nothing": again,
        "the worker": lambda: again(new_worker=_mate_of_receiving()),
        "the kind": lambda: four.submitted(four.exception(four.transfer(), statement="315.7.2")),
    }[changed]()

    assert ends_with(later) == set(MANAGERS)

    while keys := {key: by for key, by in four.waiting(later).items() if by not in MANAGERS}:
        later = factories.approve(later, *keys)
    assert factories.fresh(later).state == State.SUBMITTED
    assert four.agreed(later).state == State.APPROVED


def _mate_of_receiving() -> dict[str, Any]:
    """Another worker of the receiving team."""
    receiving = factories.person(story.RECEIVING_WORKER)
    mates = (Staff.team == receiving.team) & (Staff.role == receiving.role) & (Staff.id != receiving.id)
    mate = Staff.select().where(mates & Staff.active).first()
    return {"id": mate.id, "name": mate.name}


def test_a_record_of_another_child_or_another_team_is_not_bound() -> None:
    refused()
    assert not any(step.may_refuse for step in decisions.standing_steps(four.submitted(four.emergency())))
    assert ends_with(within_one_team()).isdisjoint(MANAGERS)


def test_what_was_submitted_before_the_refusal_does_not_slip_past_it() -> None:
    first, second = passed_up(), passed_up()
    four.refused_by_managers(first)

    second = factories.approve(second, four.FIRST, four.SECOND)

    assert second.state == State.APPROVED  # the same managers, who have decided on it themselves


def test_what_waits_for_others_than_those_who_refused_in_the_meantime_goes_to_them_at_the_end() -> None:
    waiting = again()
    refused()

    for key in ("new_worker", LEADER, RECEIVING):
        waiting = factories.approve(waiting, key)

    assert waiting.state == State.SUBMITTED
    assert set(four.waiting(waiting).values()) == set(MANAGERS)


def test_who_refused_can_refuse_again() -> None:
    refused()
    later = again()
    for key in ("new_worker", LEADER, RECEIVING):
        later = factories.approve(later, key)
    for key in list(four.waiting(later)):
        later = four.disagree(later, key)

    assert later.state == State.REFUSED


def test_leaders_who_cannot_agree_to_a_bound_record_leave_it_to_those_who_refused() -> None:
    refused()
    later = factories.approve(again(), "new_worker", LEADER)
    later = four.disagree(later, RECEIVING)
    assert set(four.waiting(later).values()) == set(MANAGERS)


# Settled


def test_once_its_posts_say_that_it_is_settled_nothing_binds_any_more() -> None:
    record = refused()
    for email in MANAGERS:
        settling.settle(record=record, by=factories.person(email), reason="The placement has settled.")

    later = again()

    assert ends_with(later) == {story.RECEIVING_LEADER}
    assert factories.fresh(record).state == State.REFUSED


def test_while_one_of_the_posts_has_not_said_so_it_still_binds() -> None:
    record = refused()
    settling.settle(record=record, by=factories.person(MANAGERS[0]), reason="The placement has settled.")
    assert ends_with(again()) == {MANAGERS[1]}


def test_a_record_that_waits_for_those_who_refused_alone_goes_ahead_when_they_say_that_it_is_settled() -> None:
    record, later = refused(), None
    later = again()
    for key in ("new_worker", LEADER, RECEIVING):
        later = factories.approve(later, key)

    for email in MANAGERS:
        settling.settle(record=record, by=factories.person(email), reason="The placement has settled.")

    assert factories.fresh(later).state == State.APPROVED


def test_only_todays_holder_of_the_post_says_that_it_is_settled(sign_in: SignIn) -> None:
    record = refused()
    for email in (story.AUTHOR, story.RECEIVING_LEADER, story.CLUSTER_HEAD):
        assert sign_in(email).peek(f"/records/{record.reference}/settle").status_code in (403, 404)
    assert refusals.settleable_by(record, factories.person(MANAGERS[0]))


def test_the_post_that_refused_settles_it_on_a_page_with_a_reason(sign_in: SignIn) -> None:
    record, manager = refused(), sign_in(MANAGERS[0])
    page = manager.open(f"/records/{record.reference}/settle")

    page = manager.press(page.form(), {"reason": ""}, status=200)
    assert page.errors
    manager.press(page.form(), {"reason": "The placement has settled."}, status=302)

    assert "Settled on" in manager.open(f"/records/{record.reference}").words
    assert [one.settled_reason for one in Refusal.select().order_by(Refusal.id)] == ["The placement has settled.", ""]


# Where it is read


def test_a_later_record_shows_the_refusal_first_wherever_it_is_written_and_decided(sign_in: SignIn) -> None:
    record = refused()
    author, draft = sign_in(story.AUTHOR), factories.ready_draft()
    where = f"/records/{draft.reference}"
    for page in (where, f"{where}/check", f"{where}/sections/plan"):
        words = author.open(page).words
        assert "This has been refused before" in words
        assert four.NOT_FOR_HER in words
        assert record.reference in words
    factories.submit(factories.fresh(draft))
    later = factories.approve(factories.fresh(draft), "new_worker")
    step = factories.step_of(later, LEADER)
    words = sign_in(story.TRANSFERRING_LEADER).open(f"{where}/steps/{step.id}").words
    assert words.index("This has been refused before") < words.index("Decisions so far")


def test_the_live_check_says_it_as_soon_as_the_same_is_asked_for_and_no_longer(sign_in: SignIn) -> None:
    record, author = refused(), sign_in(story.AUTHOR)
    mate, receiving = factories.person(factories.TEAM_MATE), factories.person(story.RECEIVING_WORKER)
    draft = factories.ready_draft(new_worker={"id": mate.id, "name": mate.name})
    form = section(author, draft, "workers")
    assert "Refused before" not in author.open(f"/records/{draft.reference}/sections/workers").words

    asked = author.press(form, {"new_worker": receiving.name, "new_worker-id": ""}, htmx=True, status=200)

    assert [words_of(one)[: len(REFUSED)] for one in asked.each("div", id="refused-before")] == [REFUSED]
    assert all(said in asked.words for said in (four.NOT_FOR_HER, record.reference, "Read who refused this, and why"))
    assert any(REFUSED in words_of(one) for one in asked.each("div", id="live"))
    other = author.press(form, {"new_worker": mate.name, "new_worker-id": ""}, htmx=True, status=200)
    assert [words_of(one) for one in other.each("div", id="refused-before")] == [""]


def test_what_was_refused_since_the_answers_were_checked_is_read_before_they_are_submitted(sign_in: SignIn) -> None:
    author, draft = sign_in(story.AUTHOR), factories.ready_draft()
    submit = f"/records/{draft.reference}/submit"
    checked = author.open(f"/records/{draft.reference}/check")
    refused()

    told = author.press(checked.form(submit), {"declared": "yes"}, status=200)

    assert "read who refused it and why" in told.errors[0].lower()
    assert four.NOT_FOR_HER in told.words
    assert factories.fresh(draft).state == State.DRAFT
    author.press(told.form(submit), {"declared": "yes"}, status=302)
    assert ends_with(factories.fresh(draft)) == set(MANAGERS)


def test_whoever_starts_a_record_about_the_child_reads_the_refusal_first(sign_in: SignIn) -> None:
    record, author = refused(), sign_in(story.AUTHOR)
    Record.update(state=State.REFUSAL_SEALED).where(Record.id == record.id).execute()
    sent = {"csrf_token": author.token(), "chosen": record.child_id}

    page = author.send("/records/new/emergency-transfer", sent, status=200)

    assert four.NOT_FOR_HER in page.words
    author.send("/records/new/emergency-transfer", {**sent, "another": "yes"}, status=302)


def test_no_page_says_that_everybody_approved_what_somebody_did_not_agree_to(sign_in: SignIn) -> None:
    approved = factories.approve(passed_up(), four.FIRST, four.SECOND)
    assert approved.state == State.APPROVED

    words = sign_in(story.AUTHOR).open(f"/records/{approved.reference}").words

    assert "Everybody has approved" not in words
    assert "did not agree" in words
    assert factories.person(MANAGERS[0]).name in words


def test_an_emergency_that_was_refused_as_a_transfer_ends_with_those_who_refused() -> None:
    draft = four.emergency()
    Refusal.create(
        record=refused(),
        step=Refusal.select().first().step,
        child=draft.child,
        rank="head_of_service",
        team=factories.person(story.CLUSTER_HEAD).team or draft.answers["current_team"]["id"],
        to_worker=draft.answers["new_worker"]["id"],
        refused_at=clock.now(),
    )
    (last,) = [step for step in decisions.standing_steps(four.submitted(draft)) if step.may_refuse]
    assert last.rank == "head_of_service"


# Who reads the reasons

WITHHELD = "The reasons are for those who may read that record"


def reasons_of(record: Record) -> list[str]:
    return [refusal.step.reason for refusal in Refusal.select().where(Refusal.record == record)]


def read_before_starting(sign_in: SignIn, email: str) -> str:
    reader = sign_in(email)
    fields = {"csrf_token": reader.token(), "chosen": str(factories.child().id), "reason": "She may come to my team."}
    return reader.send("/records/new/transfer-meeting", fields, status=200).words


def test_whoever_may_not_read_the_refused_record_is_told_of_it_without_its_reasons(sign_in: SignIn) -> None:
    record = refused()
    manager = factories.person(MANAGERS[0])

    told = read_before_starting(sign_in, factories.OTHER_TEAM_LEADER)

    assert REFUSED in told
    assert manager.name in told
    assert "This holds until somebody who is now in each of these posts says that it is settled" in told
    assert WITHHELD in told
    assert [reason for reason in reasons_of(record) if reason in told] == []


def test_whoever_may_read_the_refused_record_reads_the_reasons_before_starting(sign_in: SignIn) -> None:
    record = refused()

    told = read_before_starting(sign_in, story.AUTHOR)

    assert all(reason in told for reason in reasons_of(record))
    assert WITHHELD not in told


def test_whoever_is_asked_to_decide_on_the_later_record_reads_them_and_its_other_readers_do_not(
    sign_in: SignIn,
) -> None:
    record, later = refused(), again(new_worker=_mate_of_receiving())
    Record.update(author=factories.person(factories.OTHER_TEAM_LEADER)).where(Record.id == later.id).execute()
    mate = factories.person(Staff.get_by_id(_mate_of_receiving()["id"]).email)
    (reason, *_), address = reasons_of(record), f"/records/{later.reference}/answers"

    assert reason in sign_in(mate.email).open(address).words, "the new worker, who is asked to confirm"
    assert reason not in sign_in(factories.OTHER_TEAM_LEADER).open(address).words
    assert WITHHELD in sign_in(factories.OTHER_TEAM_LEADER).open(f"/records/{later.reference}").words
