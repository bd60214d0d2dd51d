"""Records: drafts and whom they name, versions, what was sealed, and what followed."""

from __future__ import annotations

from peewee import BlobField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from models.base import InstantField, JSONField, Table
from models.register import Child, Staff, Team
from models.words import State


class Record(Table):
    """A record from first draft to seal. `answers` is what was understood, `typed` what was not."""

    reference = CharField(max_length=20, unique=True)
    kind = CharField(max_length=40)
    state = CharField(max_length=20, default=State.DRAFT, index=True)
    author = ForeignKeyField(Staff, backref="records")
    child = ForeignKeyField(Child, backref="records", null=True)
    answers = JSONField()
    typed = JSONField()
    revision = IntegerField(default=0)
    version = IntegerField(default=0)
    protocol_version = CharField(max_length=40)
    started_from = ForeignKeyField("self", backref="continued_in", null=True)
    created_at = InstantField()
    saved_at = InstantField(index=True)
    closed_reason = TextField(default="")
    audit_length = IntegerField(default=0)
    audit_head = CharField(max_length=64, default="0" * 64)


class RecordPerson(Table):
    """Somebody a record names, and as what: they may read it."""

    record = ForeignKeyField(Record, backref="people")
    staff = ForeignKeyField(Staff, backref="named_in")
    part = CharField(max_length=40)

    class Meta:
        indexes = ((("record", "staff", "part"), True),)


class RecordTeam(Table):
    """A team a record names, and as what: the managers above it may read it."""

    record = ForeignKeyField(Record, backref="teams")
    team = ForeignKeyField(Team, backref="named_in")
    part = CharField(max_length=40)

    class Meta:
        indexes = ((("record", "team", "part"), True),)


class AnswerChange(Table):
    """One answer as it stood before a save, so that a second editor overwrites nothing unseen."""

    record = ForeignKeyField(Record, backref="changes")
    revision = IntegerField()
    question = CharField(max_length=80)
    before = JSONField(null=True)
    after = JSONField(null=True)
    staff = ForeignKeyField(Staff)
    editor = CharField(max_length=40)
    changed_at = InstantField()

    class Meta:
        indexes = ((("record", "revision"), False),)


class ProtocolEdition(Table):
    """The statements as they were worded, and what their rules read, when versions were submitted: kept once for all.

    `statements` is id → {"chapter", "section", "section_title", "wording", "reads": {kind: questions}}, `digest` the
    SHA-256 of that.
    """

    digest = CharField(max_length=64, unique=True)
    statements = JSONField()


class RecordVersion(Table):
    """What was submitted, never changed afterwards. `digest` is what decisions bind to.

    `findings` are those of the day of submission, `final_findings` those that the sealed document prints. `figures` are
    the council's own under which it was weighed, None in versions from before they were kept. `foreseen` is what can
    still change it, as data: {"findings": statement → protocol.settling, "steps": those that a disagreement calls for}.
    """

    record = ForeignKeyField(Record, backref="versions")
    number = IntegerField()
    answers = JSONField()
    findings = JSONField()
    final_findings = JSONField(null=True)
    digest = CharField(max_length=64)
    protocol_version = CharField(max_length=40)
    figures = JSONField(null=True)
    edition = ForeignKeyField(ProtocolEdition, null=True)
    foreseen = JSONField(null=True)
    weighed_on = DateField()
    submitted_by = ForeignKeyField(Staff)
    submitted_at = InstantField()
    void_reason = TextField(default="")

    class Meta:
        indexes = ((("record", "number"), True),)


class RecordLink(Table):
    """An exception decision record that a transfer relies on for one statement."""

    transfer = ForeignKeyField(Record, backref="exceptions")
    exception = ForeignKeyField(Record, backref="lifts")
    statement = CharField(max_length=12)

    class Meta:
        indexes = ((("transfer", "exception", "statement"), True),)


class FollowUp(Table):
    """What was added after approval: an open follow-up's answer, or the closing note (question '')."""

    record = ForeignKeyField(Record, backref="follow_ups")
    question = CharField(max_length=80)
    answer = JSONField()
    staff = ForeignKeyField(Staff)
    added_at = InstantField()


class Departure(Table):
    """A statement that a submitted version departed from, so that the protocol's page can say how often."""

    version = ForeignKeyField(RecordVersion, backref="departures")
    statement = CharField(max_length=12, index=True)


class SealedDocument(Table):
    """The sealed PDF's bytes, kept and reprinted, never made again; raising the seal's level adds to them.

    `level` is the one that the bytes have. `stamp_ends_at` is when the certificate of the last time-stamp over the file
    runs out, `raise_tried_at` when no higher level could be had last.
    """

    record = ForeignKeyField(Record, backref="documents")
    version = IntegerField()
    part = CharField(max_length=20, default="general")
    code = CharField(max_length=20, unique=True)
    sha256 = CharField(max_length=64, index=True)
    data = BlobField()
    level = CharField(max_length=10)
    certificate = CharField(max_length=64)
    sealed_at = InstantField()
    stamp_ends_at = InstantField(null=True)
    raise_tried_at = InstantField(null=True)

    class Meta:
        indexes = ((("record", "version", "part"), True),)
