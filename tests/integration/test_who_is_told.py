"""Whoever the table of states says is told of an event gets a mail about it, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

import tasks
from models import OutboxMail, Record, Staff, State
from records.amending import family
from records.deciding import absences, decisions, exception_decisions, passing_on, settling, states, submission
from records.deciding.states import (
    ASKED,
    LAPSED,
    LATER,
    NEXT,
    NOBODY,
    PREVIOUS,
    RELYING,
    SAME_OF_EARLIER,
    SAME_OF_LATER,
    WAITING,
    Transition,
)
from records.following import reminding
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration import amending
from tests.integration.changing_hands import COLLEAGUE, HER, go_away, pass_on
from tests.integration.mailing import forget_mail

People = set[str]
Act = Callable[[Record], object]
WORKER, OLD_LEADER, NEW_LEADER = "new_worker", "transferring_team_leader", "receiving_team_leader"


def confirmed() -> Record:
    """It waits for the transferring team leader."""
    return factories.approve(factories.submitted(), WORKER)


def waits_for_the_last() -> Record:
    """It waits for the receiving team leader, the last in the chain."""
    return factories.approve(confirmed(), OLD_LEADER)


def passed_on() -> Record:
    """Her step is with a colleague."""
    record = confirmed()
    pass_on(record)
    return record


def held_back() -> Record:
    """Approved, and the exception that it rests on has ended since."""
    transfer = four.transfer()
    exception = four.sealed(four.submitted(four.exception(transfer, ground="other_reason")))
    approved = four.agreed(four.submitted(factories.fresh(transfer)))
    submission.withdraw(record=exception, by=exception.author, reason="The hearing was brought forward")
    return approved


def relied_on() -> Record:
    """A sealed exception that a submitted transfer rests on."""
    transfer = four.transfer()
    exception = four.sealed(four.submitted(four.exception(transfer, ground="other_reason")))
    four.submitted(factories.fresh(transfer))
    return exception


def withdraw(record: Record) -> None:
    submission.withdraw(record=record, by=record.author, reason="No longer needed")


def recall(record: Record) -> None:
    submission.recall(record=record, by=record.author, reason="A name is wrong")


def leave(record: Record) -> None:
    """Whoever it waits for leaves, and the worker process looks at what waits."""
    Staff.update(active=False).where(Staff.email == HER).execute()
    absences.reassign_stuck_steps()


def cannot_agree(record: Record) -> None:
    four.disagree(record, NEW_LEADER)


def approved_by_one() -> Record:
    """An exception that one of both managers has approved."""
    return factories.approve(four.submitted(four.exception(four.transfer(), ground="other_reason")), four.FIRST)


def refused_by_one() -> Record:
    """An exception that one of both managers has refused."""
    return four.disagree(four.submitted(four.exception(four.transfer(), ground="other_reason")), four.FIRST)


def refuse(record: Record) -> None:
    four.disagree(record, four.SECOND)


def refusal_sealed() -> Record:
    record = four.refused_by_managers()
    tasks.seal_one(record)
    return record


def being_corrected(record: Record | None = None) -> Record:
    """A sealed record whose correction waits to be sealed."""
    sealed = record or factories.in_state(State.SEALED)
    four.agreed(four.submitted(amending.begin(sealed)))
    return sealed


def refusal_being_corrected() -> Record:
    return being_corrected(factories.fresh(refusal_sealed()))


def being_cancelled() -> Record:
    """A sealed record whose cancellation waits to be sealed."""
    sealed = factories.in_state(State.SEALED)
    four.agreed(amending.ask(sealed))
    return sealed


def cancellation() -> Record:
    [later] = family.later_of(being_cancelled())
    return later


def seal_the_later(record: Record) -> None:
    [later] = family.later_of(record)
    tasks.seal_one(later)


def settle(record: Record) -> None:
    settling.settle(record=record, by=factories.person(story.CLUSTER_MANAGER), reason="The court has decided since.")


SCENES: dict[tuple[State, str], tuple[Callable[[], Record], Act]] = {
    (State.DRAFT, "submitted"): (factories.ready_draft, factories.submit),
    (State.DRAFT, "withdrawn"): (factories.ready_draft, withdraw),
    (State.RETURNED, "submitted"): (factories.returned, factories.submit),
    (State.RETURNED, "withdrawn"): (factories.returned, withdraw),
    (State.SUBMITTED, "confirmed"): (factories.submitted, lambda record: factories.approve(record, WORKER)),
    (State.SUBMITTED, "approved"): (confirmed, lambda record: factories.approve(record, OLD_LEADER)),
    (State.SUBMITTED, "returned"): (confirmed, lambda record: factories.return_it(record, OLD_LEADER)),
    (State.SUBMITTED, "cannot_agree"): (waits_for_the_last, cannot_agree),
    (State.SUBMITTED, "refused"): (approved_by_one, refuse),
    (State.SUBMITTED, "not_agreed"): (refused_by_one, refuse),
    (State.REFUSED, "sealed"): (four.refused_by_managers, tasks.seal_one),
    (State.REFUSED, "settled"): (four.refused_by_managers, settle),
    (State.REFUSAL_SEALED, "settled"): (refusal_sealed, settle),
    (State.SUBMITTED, "passed_on"): (confirmed, pass_on),
    (State.SUBMITTED, "taken_back"): (
        passed_on,
        lambda record: passing_on.take_back(step=factories.step_of(record, OLD_LEADER), by=factories.person(HER)),
    ),
    (State.SUBMITTED, "stood_in"): (confirmed, lambda _: go_away()),
    (State.SUBMITTED, "left"): (confirmed, leave),
    (State.SUBMITTED, "nudged"): (confirmed, lambda record: reminding.nudge(record=record, by=record.author)),
    (State.SUBMITTED, "recalled"): (confirmed, recall),
    (State.SUBMITTED, "withdrawn"): (confirmed, withdraw),
    (State.SUBMITTED, "agreed"): (waits_for_the_last, lambda record: factories.approve(record, NEW_LEADER)),
    (State.APPROVED, "recalled"): (held_back, recall),
    (State.APPROVED, "withdrawn"): (held_back, withdraw),
    (State.APPROVED, "sealed"): (factories.approved, tasks.seal_one),
    (State.SEALED, "withdrawn"): (relied_on, withdraw),
    (State.SEALED, "corrected"): (being_corrected, seal_the_later),
    (State.REFUSAL_SEALED, "corrected"): (refusal_being_corrected, seal_the_later),
    (State.SEALED, "cancelled"): (being_cancelled, seal_the_later),
    (State.APPROVED, "cancelled"): (cancellation, tasks.seal_one),
}
# By whom it is done where that is not the author (who is told of what others do) or the worker process.
DONE_BY = {
    "returned": HER,
    "cannot_agree": story.RECEIVING_LEADER,
    "refused": story.LOOKED_AFTER_MANAGER,
    "settled": story.CLUSTER_MANAGER,
}
AUTHORS_OWN = {"submitted", "withdrawn", "recalled", "nudged"}


def asked_and_author(record: Record) -> People:
    """Everybody of the version that stands whose turn had come, and the author."""
    turns = [step for step in decisions.steps_of(record) if step.opened_at or step.decided_at]
    return {step.assignee.email for step in turns} | {record.author.email}


def waiting(record: Record) -> set[tuple[str, str]]:
    return set(four.waiting(record).items())


def expected(row: Transition, record: Record, before: set[tuple[str, str]], asked: People) -> People:
    """The addresses that the words of the table mean."""
    relying = [asked_and_author(transfer) for transfer in exception_decisions.find_relying_transfers(record)]
    meant = {
        NOBODY: set(),
        NEXT: {email for _, email in waiting(record) - before},
        WAITING: {email for _, email in waiting(record)},
        ASKED: asked,
        PREVIOUS: {COLLEAGUE},
        RELYING: set().union(*relying),
        LAPSED: set(),
        LATER: set(),
        SAME_OF_LATER: set().union(*map(asked_and_author, family.later_of(record))),
        SAME_OF_EARLIER: asked_and_author(record.amends) if record.amends_id else set(),
    }
    told: People = set().union(*(meant[words] for words in row.tells.split("; ")))
    did_it = record.author.email if row.event in AUTHORS_OWN else DONE_BY.get(row.event)
    return told - {did_it}


@pytest.mark.parametrize("row", states.TABLE, ids=lambda row: f"{row.event} when {row.state}")
def test_whom_the_table_of_states_names_gets_a_mail_and_nobody_else(app: Flask, row: Transition) -> None:
    prepare, act = SCENES[row.state, row.event]
    with app.app_context():
        record = factories.fresh(prepare())
        assert record.state == row.state
        before, asked = waiting(record), asked_and_author(record)
        forget_mail()

        act(record)

    record = factories.fresh(record)
    assert record.state == row.leads_to
    told = sorted(mail.to.email for mail in OutboxMail.select())
    assert told == sorted(expected(row, record, before, asked))
