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
    NOT_NEEDED = "not_needed"
    GIVEN_UP = "given_up"


database = DatabaseProxy()

# Without the addresses: one may hold a password.
SECOND_DATABASE = (
    "This process uses another database already, and its tables can have one: use a process for each database, or call "
    "models.disconnect() before the next."
)

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "synchronous": "normal",
    "cache_size": -32_000,
}


class SecondDatabaseError(RuntimeError):
    """A process was asked to use a second database, and its tables have one."""


def connect_to(url: str) -> Any:
    """Give the pooled database at `url` (sqlite:///… or postgresql://…), which the tables use from now on.

    All apps of a process share it: asked again for the same address it gives the same pool. Raises SecondDatabaseError
    for another address until disconnect() is called. SQLite transactions begin immediately, so that two writers queue
    instead of failing half way.
    """
    if database.obj is not None:
        if database.obj.address != url:
            raise SecondDatabaseError(SECOND_DATABASE)
        return database.obj
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
    opened.address = url
    database.initialize(opened)
    return opened


def disconnect() -> None:
    """Close every connection and let go of the database, so that connect_to can take another (tests do, and benches).

    The apps that were made for it answer nothing more.
    """
    if database.obj is not None:
        database.obj.close_all()
        database.initialize(None)


# Letters beyond ASCII are written as escapes, in two thirds of the time; values that hold themselves are never stored.
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class JSONField(TextField):
    """A JSON value kept as text, so that both databases hold the same bytes."""

    def db_value(self, value: Any) -> str | None:
        """As it is stored."""
        return None if value is None else _ENCODER.encode(value)

    def python_value(self, value: str | None) -> Any:
        """As it was before it was stored."""
        return None if value is None else json.loads(value)


class InstantField(DateTimeField):
    """An instant: aware UTC in Python, naive UTC in the database."""

    def db_value(self, value: datetime | None) -> Any:
        """As it is stored: without a zone, in UTC."""
        return super().db_value(value and value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        """As it is used: aware, in UTC."""
        naive: datetime | None = datetime.fromisoformat(value) if isinstance(value, str) else value
        return naive and naive.replace(tzinfo=UTC)


class Table(Model):
    """What all tables share."""

    if TYPE_CHECKING:  # what peewee adds by itself: ids, <key>_id of foreign keys, and the way back from them
        id: Any
        DoesNotExist: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


def fold(text: str) -> str:
    """Text as it is searched: no case, no accents ('Šmídová' is found by 'smid')."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


class SearchTerm(Table):
    """One of the beginnings that a row (of the table `kind`) is found by: what stands in its words from a letter on.

    Maya is found by 'maya', which `starts` the word, and by 'aya', 'ya' and 'a': so an index finds any part of a word.
    Terms are bytes, because those have one order in every database, whatever its language.
    """

    LONGEST = 24  # letters; what is typed beyond them is looked for in the row itself

    kind = CharField(max_length=20)
    row = IntegerField()
    starts = BooleanField()
    term = BlobField()

    class Meta:
        indexes = ((("kind", "starts", "term", "row"), True), (("kind", "row"), False))

    @classmethod
    def of(cls, search: str) -> set[tuple[bool, bytes]]:
        """The terms of a row that is found by `search`, and whether each starts a word."""
        return {
            (start == 0, word[start : start + cls.LONGEST].encode())
            for word in search.split()
            for start in range(len(word))
        }


class Searchable(Table):
    """A row found by part of its name or number. create() and save() fill `search` and its terms; insert_many() would
    not."""

    search = CharField(max_length=300, default="")

    def words_to_find(self) -> str:
        """The text that this row is found by."""
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the row with what it is found by."""
        search = fold(self.words_to_find())[:300]
        if search == self.search:
            return super().save(*args, **kwargs)
        self.search = search
        if kwargs.get("only"):
            kwargs["only"] = [*kwargs["only"], "search"]
        with database.atomic():
            saved = super().save(*args, **kwargs)
            self._index()
        return saved

    def _index(self) -> None:
        mine = {"kind": self._meta.table_name, "row": self.id}
        SearchTerm.delete().where(*(getattr(SearchTerm, name) == value for name, value in mine.items())).execute()
        found_by = SearchTerm.of(self.search)
        SearchTerm.insert_many({**mine, "starts": starts, "term": term} for starts, term in found_by).execute()


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

    # Flask-Login's own would make two copies of one person two people in a set.
    __eq__ = Searchable.__eq__  # type: ignore[assignment]
    __hash__ = Searchable.__hash__

    def words_to_find(self) -> str:
        """A member of staff is found by name and by registration number."""
        return " ".join(filter(None, (self.name, self.social_work_id)))

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
    still change it, as data: {"findings": statement → protocol.updating, "steps": those that a disagreement calls for}.
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


TABLES = [
    Team,
    Staff,
    Family,
    Child,
    Allocation,
    Record,
    RecordPerson,
    RecordTeam,
    AnswerChange,
    ProtocolEdition,
    RecordVersion,
    Step,
    Departure,
    RecordLink,
    FollowUp,
    DecisionLink,
    OutboxMail,
    AuditEvent,
    SealedDocument,
    SignInAttempt,
    Absence,
    SealingProblem,
    Heartbeat,
    SearchTerm,
    PasswordLink,
]
