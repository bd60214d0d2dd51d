"""The tables. Only records/, mail/ and migrations/ write to them; migrations/ holds their history."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_login import UserMixin
from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    DatabaseProxy,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)
from playhouse.db_url import connect

database = DatabaseProxy()

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "synchronous": "normal",
    "cache_size": -32_000,
}


def connect_to(url: str) -> Any:
    """Open a pooled database for `url` (sqlite:///… or postgresql://…) and make it the one the tables use.

    SQLite transactions begin immediately, so that two writers queue instead of failing half way.
    """
    scheme, _, rest = url.partition("://")
    options: dict[str, Any] = {"max_connections": 32, "stale_timeout": 600}
    if scheme == "sqlite":
        opened = connect(
            f"sqlite+pool://{rest}",
            pragmas=SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            timeout=10,
            check_same_thread=False,
            **options,
        )
    elif scheme in ("postgres", "postgresql"):
        opened = connect(f"postgresql+pool://{rest}", prefer_psycopg3=True, **options)
    else:
        raise ValueError("The database address must begin with sqlite:/// or postgresql://")
    database.initialize(opened)
    return opened


class JSONField(TextField):
    """A JSON value kept as text, so that both databases hold the same bytes."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class InstantField(DateTimeField):
    """An instant: aware UTC in Python, naive UTC in the database."""

    def db_value(self, value: datetime | None) -> Any:
        return super().db_value(value and value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        naive = super().python_value(value)
        return naive and naive.replace(tzinfo=UTC)


class Role(StrEnum):
    """What a member of staff is, in the order of seniority that RANK gives."""

    SOCIAL_WORKER = "social_worker"
    TEAM_LEADER = "team_leader"
    LOCALITY_LEADER = "locality_leader"
    SERVICE_DELIVERY_MANAGER = "service_delivery_manager"
    HEAD_OF_SERVICE = "head_of_service"
    BUSINESS_SUPPORT = "business_support"
    AUDITOR = "auditor"


RANK = {
    Role.SOCIAL_WORKER: 1,
    Role.TEAM_LEADER: 2,
    Role.LOCALITY_LEADER: 3,
    Role.SERVICE_DELIVERY_MANAGER: 3,
    Role.HEAD_OF_SERVICE: 4,
    Role.BUSINESS_SUPPORT: 0,
    Role.AUDITOR: 0,
}


class TeamKind(StrEnum):
    """The kinds of team that chapter 3.1.5 tells apart."""

    CLUSTER = "cluster"
    DISABILITY = "disability"
    LOOKED_AFTER_0_12 = "looked_after_0_12"
    LOOKED_AFTER_13_PLUS = "looked_after_13_plus"
    OTHER = "other"


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SEALED = "sealed"
    WITHDRAWN = "withdrawn"


class StepState(StrEnum):
    """Where one step of a record's chain stands."""

    WAITING = "waiting"
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    CANNOT_AGREE = "cannot_agree"
    VOID = "void"


class MailState(StrEnum):
    """Where a mail in the outbox stands."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Table(Model):
    """What all tables share."""

    if TYPE_CHECKING:  # what peewee adds by itself: ids, <key>_id of foreign keys, and the way back from them
        id: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


def fold(text: str) -> str:
    """Text as it is searched: no case, no accents ('Šmídová' is found by 'smid')."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


class Searchable(Table):
    """A row found by part of its name or number. create() and save() fill `search`; insert_many() would not."""

    search = CharField(max_length=300, default="", index=True)

    def words_to_find(self) -> str:
        """The text that this row is found by."""
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.search = fold(self.words_to_find())[:300]
        return super().save(*args, **kwargs)


class Team(Searchable):
    """A team of workers; `kind` is one of TeamKind, `service` cluster or looked_after."""

    name = CharField(max_length=120, unique=True)
    kind = CharField(max_length=30)
    service = CharField(max_length=30)
    locality = CharField(max_length=60, null=True)
    active = BooleanField(default=True)


class Staff(UserMixin, Searchable):
    """A member of staff, who may sign in when `password_hash` is set."""

    id = AutoField()
    name = CharField(max_length=200, index=True)
    email = CharField(max_length=254, unique=True)
    role = CharField(max_length=40)
    team = ForeignKeyField(Team, backref="staff", null=True)
    service = CharField(max_length=30, null=True)
    locality = CharField(max_length=60, null=True)
    social_work_id = CharField(max_length=12, null=True)
    password_hash = CharField(max_length=200, default="")
    sign_in_version = IntegerField(default=1)
    active = BooleanField(default=True)

    def get_id(self) -> str:
        """What the session holds: the id, and the version that a changed password raises to end other sessions."""
        return f"{self.id}.{self.sign_in_version}"

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in (Flask-Login asks)."""
        return bool(self.active)

    @property
    def rank(self) -> int:
        """Seniority: 1 social worker … 4 head of service; 0 for those who decide nothing."""
        return RANK[Role(self.role)]


class Family(Table):
    """A group of brothers and sisters."""

    name = CharField(max_length=200)


class Child(Searchable):
    """What the register knows of a child, born or expected."""

    local_id = CharField(max_length=20, unique=True)
    name = CharField(max_length=200, index=True)
    date_of_birth = DateField(null=True)
    expected_date_of_birth = DateField(null=True)
    status = CharField(max_length=30)
    child_protection_category = CharField(max_length=20, null=True)
    legal_status = CharField(max_length=10, default="none")
    legal_status_since = DateField(null=True)
    placement = CharField(max_length=10, default="none")
    communication_needs = TextField(default="")
    interpreter_language = CharField(max_length=80, default="")
    family = ForeignKeyField(Family, backref="children", null=True)

    def words_to_find(self) -> str:
        """A child is found by name and by local id."""
        return f"{self.name} {self.local_id}"


class Allocation(Table):
    """One worker's time with one child; `ended_on` is null while it lasts."""

    child = ForeignKeyField(Child, backref="allocations")
    worker = ForeignKeyField(Staff, backref="allocations")
    team = ForeignKeyField(Team)
    started_on = DateField()
    ended_on = DateField(null=True)
    reason_code = CharField(max_length=10, default="")


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
    created_at = InstantField()
    saved_at = InstantField()
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


class RecordVersion(Table):
    """What was submitted, never changed afterwards. `digest` is what decisions bind to."""

    record = ForeignKeyField(Record, backref="versions")
    number = IntegerField()
    answers = JSONField()
    findings = JSONField()
    digest = CharField(max_length=64)
    protocol_version = CharField(max_length=40)
    weighed_on = DateField()
    submitted_by = ForeignKeyField(Staff)
    submitted_at = InstantField()
    void_reason = TextField(default="")

    class Meta:
        indexes = ((("record", "number"), True),)


class Step(Table):
    """One person's part in the chain of one version."""

    record = ForeignKeyField(Record, backref="steps")
    version = IntegerField()
    key = CharField(max_length=60)
    order = IntegerField()
    action = CharField(max_length=10)
    title = TextField()
    part = TextField()
    statements = JSONField()
    declaration = TextField()
    asks = JSONField()
    assignee = ForeignKeyField(Staff, backref="steps")
    instead_of = ForeignKeyField(Staff, null=True)
    state = CharField(max_length=20, default=StepState.WAITING)
    opened_at = InstantField(null=True)
    decided_by = ForeignKeyField(Staff, null=True)
    decided_at = InstantField(null=True)
    digest = CharField(max_length=64, default="")
    stated = JSONField(null=True)
    reason = TextField(default="")

    class Meta:
        indexes = ((("record", "version", "key"), True), (("assignee", "state"), False))


class DecisionLink(Table):
    """An emailed link. Only the token's SHA-256 is kept."""

    step = ForeignKeyField(Step, backref="links")
    staff = ForeignKeyField(Staff)
    token_hash = CharField(max_length=64, unique=True)
    minted_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


class OutboxMail(Table):
    """A message to be sent at least once under one Message-ID. `about` holds ids only, never personal data."""

    message_id = CharField(max_length=120, unique=True)
    to = ForeignKeyField(Staff, backref="mails")
    kind = CharField(max_length=40)
    record = ForeignKeyField(Record, backref="mails")
    step = ForeignKeyField(Step, null=True)
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


class SealedDocument(Table):
    """The sealed PDF's bytes, kept and reprinted, never made again."""

    record = ForeignKeyField(Record, backref="documents")
    version = IntegerField()
    part = CharField(max_length=20, default="general")
    code = CharField(max_length=20, unique=True)
    sha256 = CharField(max_length=64, index=True)
    data = BlobField()
    level = CharField(max_length=10)
    certificate = CharField(max_length=64)
    sealed_at = InstantField()

    class Meta:
        indexes = ((("record", "version", "part"), True),)


class SignInAttempt(Table):
    """A wrong password, counted for throttling across processes. `key` is a hash of the address typed."""

    key = CharField(max_length=64, index=True)
    attempted_at = InstantField(index=True)


TABLES = [
    Team, Staff, Family, Child, Allocation, Record, RecordPerson, RecordTeam, AnswerChange, RecordVersion, Step,
    DecisionLink, OutboxMail, AuditEvent, SealedDocument, SignInAttempt,
]  # fmt: skip
