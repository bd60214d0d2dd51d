"""What keeps the service going, for whoever looks after it: mail that waits, records not sealed, the worker itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Heartbeat, MailState, OutboxMail, Record, SealingProblem, Staff, State, Step, StepState
from records import clock
from records.transaction import tell_worker, transaction

WORKER = "worker"
MISSED_AFTER = timedelta(minutes=5)  # the worker looks for work every minute
LATE_AFTER = timedelta(minutes=15)
MOST_SHOWN = 100


@dataclass(frozen=True)
class Operations:
    """All that the operations page shows. `worker_seen_at` is None when no worker ever ran."""

    worker_seen_at: datetime | None
    is_worker_missed: bool
    given_up: list[OutboxMail]
    delayed: list[OutboxMail]
    queued: int
    unsealed: list[tuple[Record, SealingProblem | None]]
    is_sealing_late: bool

    @property
    def is_well(self) -> bool:
        """Whether nothing needs anybody."""
        has_problem = any(problem for _, problem in self.unsealed)
        return not (self.is_worker_missed or self.given_up or self.delayed or has_problem or self.is_sealing_late)


def note_alive() -> None:
    """Note that the worker is at work."""
    now = clock.now()
    Heartbeat.insert(name=WORKER, beat_at=now).on_conflict(
        conflict_target=[Heartbeat.name], update={Heartbeat.beat_at: now}
    ).execute()


def look() -> Operations:
    """How things stand."""
    beat: Heartbeat | None = Heartbeat.get_or_none(Heartbeat.name == WORKER)
    seen = beat.beat_at if beat else None
    queued = OutboxMail.state == MailState.QUEUED
    return Operations(
        worker_seen_at=seen,
        is_worker_missed=seen is None or seen < clock.now() - MISSED_AFTER,
        given_up=_mails(OutboxMail.state == MailState.GIVEN_UP),
        delayed=_mails(queued & (OutboxMail.last_error != "")),
        queued=OutboxMail.select().where(queued).count(),
        unsealed=_unsealed(),
        is_sealing_late=_is_sealing_late(),
    )


def _mails(condition: object) -> list[OutboxMail]:
    mails = OutboxMail.select(OutboxMail, Staff, Record).join(Staff).switch(OutboxMail).left_outer_join(Record)
    return list(mails.where(condition).order_by(OutboxMail.queued_at, OutboxMail.id).limit(MOST_SHOWN))


def _unsealed() -> list[tuple[Record, SealingProblem | None]]:
    records = Record.select().where(Record.state == State.APPROVED).order_by(Record.id).limit(MOST_SHOWN)
    problems = {problem.record_id: problem for problem in SealingProblem.select()}
    return [(record, problems.get(record.id)) for record in records]


def _is_sealing_late() -> bool:
    """Whether the last decision on a record that everybody approved was longer ago than sealing takes."""
    decided_lately = Step.select(Step.record).where(Step.decided_at >= clock.now() - LATE_AFTER)
    return bool(Record.select().where((Record.state == State.APPROVED) & Record.id.not_in(decided_lately)).exists())


def try_again(mail_id: int | None = None) -> int:
    """Send one mail, or all that are delayed or were given up, as soon as the worker can. Returns how many."""
    stuck = (OutboxMail.state == MailState.GIVEN_UP) | (
        (OutboxMail.state == MailState.QUEUED) & (OutboxMail.last_error != "")
    )
    again = OutboxMail.update(state=MailState.QUEUED, attempts=0, next_attempt_at=clock.now())
    count = int(again.where(stuck & ((OutboxMail.id == mail_id) if mail_id is not None else True)).execute())
    tell_worker()
    return count


def note_unsealed(record: Record, why: str) -> None:
    """Keep why an approved record could not be sealed, in words for whoever looks after the service."""
    now = clock.now()
    with transaction():
        SealingProblem.insert(record=record, why=why, first_at=now, last_at=now).on_conflict(
            conflict_target=[SealingProblem.record], update={SealingProblem.why: why, SealingProblem.last_at: now}
        ).execute()


def forget_unsealed(record: Record) -> None:
    """The record is sealed: nothing stands in the way any more."""
    SealingProblem.delete().where(SealingProblem.record == record).execute()


def undelivered(record: Record) -> list[OutboxMail]:
    """The mails that ask for a decision that is still open and were refused for good: its author tells those people."""
    given_up = (OutboxMail.record == record) & (OutboxMail.state == MailState.GIVEN_UP)
    asks = (Step.state == StepState.OPEN) & (Step.assignee == OutboxMail.to)
    mails = OutboxMail.select(OutboxMail, Staff).join(Staff).switch(OutboxMail).join(Step)
    return list({mail.to_id: mail for mail in mails.where(given_up & asks).order_by(OutboxMail.id)}.values())
