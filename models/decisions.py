"""Decisions: the steps of a chain, their links and mails, the audit trail; and what is kept of signing in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from models.base import InstantField, JSONField, Table
from models.records import Record
from models.register import Staff
from models.words import MailState, State, StepState


class Step(Table):
    """One person's part in the chain of one version.

    `instead_of` is whom the record names, when somebody else is asked: a stand-in, or the next in line. `opened_at`
    is when it could first be decided, `asked_at` when the person it waits for now was asked.
    """

    record = ForeignKeyField(Record, backref="steps")
    version = IntegerField()
    key = CharField(max_length=60)
    order = IntegerField()
    action = CharField(max_length=10)
    title = TextField()
    part = TextField()
    rank = CharField(max_length=40, default="")
    side = CharField(max_length=10, default="")
    statements = JSONField()
    declaration = TextField()
    asks = JSONField()
    assignee = ForeignKeyField(Staff, backref="steps")
    instead_of = ForeignKeyField(Staff, null=True)
    state = CharField(max_length=20, default=StepState.WAITING)
    opened_at = InstantField(null=True)
    asked_at = InstantField(null=True)
    due_on = DateField(null=True)
    decided_by = ForeignKeyField(Staff, null=True)
    decided_at = InstantField(null=True)
    digest = CharField(max_length=64, default="")
    stated = JSONField(null=True)
    reason = TextField(default="")

    class Meta:
        indexes = ((("record", "version", "key"), True), (("assignee", "state"), False))

    @property
    def waits_since(self) -> datetime:
        """When the person it waits for now was asked."""
        return self.asked_at or self.opened_at

    @classmethod
    def that_wait(cls) -> Any:
        """The open steps of submitted records, each with its record and the person it waits for."""
        steps = cls.select(cls, Record, Staff).join(Record).switch(cls).join(Staff, on=(cls.assignee == Staff.id))
        return steps.where((cls.state == StepState.OPEN) & (Record.state == State.SUBMITTED))


class DecisionLink(Table):
    """An emailed link. Only the token's SHA-256 is kept."""

    step = ForeignKeyField(Step, backref="links")
    staff = ForeignKeyField(Staff)
    token_hash = CharField(max_length=64, unique=True)
    minted_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


class PasswordLink(Table):
    """An emailed link to choose a password. Only the token's SHA-256 is kept."""

    staff = ForeignKeyField(Staff, backref="password_links")
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class Absence(Table):
    """From when until when somebody is away (both days included), and who stands in; `ended_at` when they came back."""

    staff = ForeignKeyField(Staff, backref="absences")
    stand_in = ForeignKeyField(Staff, backref="stands_in")
    first_day = DateField()
    last_day = DateField()
    ended_at = InstantField(null=True)


class OutboxMail(Table):
    """A message to be sent at least once under one Message-ID. `about` holds ids alone: of who acted, of steps.

    `last_error` is that of the last attempt, '' while a worker has the mail in hand. `once` names what may be sent a
    single time, such as the first reminder of a step. A digest is about no record.
    """

    message_id = CharField(max_length=120, unique=True)
    to = ForeignKeyField(Staff, backref="mails")
    kind = CharField(max_length=40)
    record = ForeignKeyField(Record, backref="mails", null=True)
    step = ForeignKeyField(Step, null=True)
    once = CharField(max_length=120, null=True, unique=True)
    about = JSONField()
    state = CharField(max_length=20, default=MailState.QUEUED)
    attempts = IntegerField(default=0)
    next_attempt_at = InstantField(index=True)
    last_error = TextField(default="")
    queued_at = InstantField()
    sent_at = InstantField(null=True)


class AuditEvent(Table):
    """A link in a record's chain of hashes: who did what, when. `sequence` starts at 1 for each record."""

    record = ForeignKeyField(Record, backref="audit")
    sequence = IntegerField()
    event = CharField(max_length=40)
    staff = ForeignKeyField(Staff, null=True)
    detail = JSONField()
    happened_at = InstantField()
    previous_hash = CharField(max_length=64)
    hash = CharField(max_length=64)

    class Meta:
        indexes = ((("record", "sequence"), True), (("record", "staff", "event"), False))


class SignInAttempt(Table):
    """A wrong password, or another try that is limited, counted across processes. `key` is a hash of what and who."""

    key = CharField(max_length=64, index=True)
    attempted_at = InstantField(index=True)


class SealingProblem(Table):
    """Why an approved record could not be sealed yet, in words for the operator; gone when it is sealed."""

    record = ForeignKeyField(Record, unique=True)
    why = TextField()
    first_at = InstantField()
    last_at = InstantField()


class Heartbeat(Table):
    """When a background process last looked for work, so that one that has stopped is missed."""

    name = CharField(max_length=40, unique=True)
    beat_at = InstantField()
