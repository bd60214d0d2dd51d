"""The state of the service for operators: the worker's heartbeat, stuck mail, unsealed records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import fn

from mail import outbox
from models import Heartbeat, MailState, OutboxMail, Record, SealingProblem, Staff, Step, StepState
from records import clock
from records.deciding import states
from records.transaction import notify_worker, transaction

WORKER = "worker"
WORKER_MISSED_AFTER = timedelta(minutes=5)  # the worker's heartbeat is every minute
SEALING_LATE_AFTER = timedelta(minutes=15)
MAX_ROWS = 40


@dataclass(frozen=True)
class Operations:
    """What the operations page shows.

    worker_seen_at: None if no worker ever ran. given_up, delayed: mails refused for good, and failed but to be tried
    again. queued: number of mails. unsealed: approved records with the reason why they are not sealed, if known.
    """

    worker_seen_at: datetime | None
    is_worker_missed: bool
    given_up: list[OutboxMail]
    delayed: list[OutboxMail]
    queued: int
    unsealed: list[tuple[Record, SealingProblem | None]]
    is_sealing_late: bool

    @property
    def is_healthy(self) -> bool:
        """Whether nothing needs attention."""
        has_problem = any(problem for _, problem in self.unsealed)
        return not (self.is_worker_missed or self.given_up or self.delayed or has_problem or self.is_sealing_late)


def record_heartbeat(name: str = WORKER) -> None:
    """Store the time as the last heartbeat of the worker, or of this name."""
    now = clock.now()
    Heartbeat.insert(name=name, beat_at=now).on_conflict(
        conflict_target=[Heartbeat.name], update={Heartbeat.beat_at: now}
    ).execute()


def worker_seen_at() -> datetime | None:
    """The worker's last heartbeat; None if it never ran. One of a clock that was ahead becomes one of now."""
    beat: Heartbeat | None = Heartbeat.get_or_none(Heartbeat.name == WORKER)
    now = clock.now()
    if beat is None or beat.beat_at <= now + WORKER_MISSED_AFTER:
        return min(beat.beat_at, now) if beat else None
    Heartbeat.update(beat_at=now).where((Heartbeat.name == WORKER) & (Heartbeat.beat_at == beat.beat_at)).execute()
    return now


def is_worker_missed(seen: datetime | None) -> bool:
    """Whether a last heartbeat is too old."""
    return seen is None or clock.now() - seen > WORKER_MISSED_AFTER


def get_status() -> Operations:
    """The current state of the service."""
    seen = worker_seen_at()
    queued = OutboxMail.state == MailState.QUEUED
    return Operations(
        worker_seen_at=seen,
        is_worker_missed=is_worker_missed(seen),
        given_up=_mails(OutboxMail.state == MailState.GIVEN_UP),
        delayed=_mails(queued & (OutboxMail.last_error != "")),
        queued=OutboxMail.select().where(queued).count(),
        unsealed=_unsealed(),
        is_sealing_late=is_sealing_late(),
    )


def _mails(condition: object) -> list[OutboxMail]:
    mails = OutboxMail.select(OutboxMail, Staff, Record).join(Staff).switch(OutboxMail).left_outer_join(Record)
    return list(mails.where(condition).order_by(OutboxMail.queued_at, OutboxMail.id).limit(MAX_ROWS))


def _unsealed() -> list[tuple[Record, SealingProblem | None]]:
    records = Record.select().where(Record.state.in_(states.BEING_SEALED)).order_by(Record.id).limit(MAX_ROWS)
    problems = {problem.record_id: problem for problem in SealingProblem.select()}
    return [(record, problems.get(record.id)) for record in records]


def is_sealing_late() -> bool:
    """Whether an approved or refused record has been unsealed for longer than SEALING_LATE_AFTER."""
    lately = (Step.record == Record.id) & (Step.decided_at >= clock.now() - SEALING_LATE_AFTER)
    waits = Record.state.in_(states.BEING_SEALED)
    return bool(Record.select().where(waits & ~fn.EXISTS(Step.select().where(lately))).exists())


def retry_mail(mail_id: int | None = None) -> int:
    """Queue one stuck mail again, or all of them (None), for immediate sending. Returns the number of mails."""
    put_off = (OutboxMail.last_error != "") | (OutboxMail.next_attempt_at > clock.now() + outbox.LONGEST_WAIT)
    stuck = (OutboxMail.state == MailState.GIVEN_UP) | ((OutboxMail.state == MailState.QUEUED) & put_off)
    again = OutboxMail.update(state=MailState.QUEUED, attempts=0, unanswered=0, next_attempt_at=clock.now())
    count = int(again.where(stuck & ((OutboxMail.id == mail_id) if mail_id is not None else True)).execute())
    notify_worker()
    return count


def save_sealing_problem(record: Record, why: str) -> None:
    """Store why an approved record could not be sealed, as text for operators."""
    now = clock.now()
    with transaction():
        SealingProblem.insert(record=record, why=why, first_at=now, last_at=now).on_conflict(
            conflict_target=[SealingProblem.record], update={SealingProblem.why: why, SealingProblem.last_at: now}
        ).execute()


def clear_sealing_problem(record: Record) -> None:
    """Delete the stored sealing problem of a record."""
    SealingProblem.delete().where(SealingProblem.record == record).execute()


def get_undelivered(record: Record) -> list[OutboxMail]:
    """Permanently undeliverable mails for open steps, the latest for each recipient. The record's page shows them."""
    given_up = (OutboxMail.record == record) & (OutboxMail.state == MailState.GIVEN_UP)
    asks = (Step.state == StepState.OPEN) & (Step.assignee == OutboxMail.to)
    mails = OutboxMail.select(OutboxMail, Staff).join(Staff).switch(OutboxMail).join(Step)
    return list({mail.to_id: mail for mail in mails.where(given_up & asks).order_by(OutboxMail.id)}.values())
