"""The database tables. Only records/, mail/ and migrations/ write to them."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from flask_login import UserMixin
from peewee import (
    SQL,
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
    PeeweeException,
    Psycopg3Adapter,
    TextField,
)
from playhouse.db_url import connect, register_database
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase
from psycopg.pq import TransactionStatus

from protocol.folding import fold


class Role(StrEnum):
    """The role of a member of staff; RANK gives its seniority."""

    SOCIAL_WORKER = "social_worker"
    LEAD_PRACTITIONER = "lead_practitioner"
    PERSONAL_ADVISER = "personal_adviser"
    TEAM_LEADER = "team_leader"
    LOCALITY_LEADER = "locality_leader"
    SERVICE_DELIVERY_MANAGER = "service_delivery_manager"
    HEAD_OF_SERVICE = "head_of_service"
    BUSINESS_SUPPORT = "business_support"
    AUDITOR = "auditor"
    INSPECTOR = "inspector"


RANK = {
    Role.SOCIAL_WORKER: 1,
    Role.LEAD_PRACTITIONER: 1,
    Role.PERSONAL_ADVISER: 1,
    Role.TEAM_LEADER: 2,
    Role.LOCALITY_LEADER: 3,
    Role.SERVICE_DELIVERY_MANAGER: 3,
    Role.HEAD_OF_SERVICE: 4,
    Role.BUSINESS_SUPPORT: 0,
    Role.AUDITOR: 0,
    Role.INSPECTOR: 0,
}

# Who reads sealed records for a stated purpose alone, and for a time (records/purposes.py).
READ_FOR_A_PURPOSE = (Role.AUDITOR, Role.INSPECTOR)
# The roles that hold cases. Only social workers count in the SSDA903 figures of a child's social workers.
CASE_HOLDERS = (Role.SOCIAL_WORKER, Role.LEAD_PRACTITIONER, Role.PERSONAL_ADVISER)


class TeamKind(StrEnum):
    """The kinds of team that chapter 3.1.5 distinguishes, and the team of personal advisers of care leavers."""

    CLUSTER = "cluster"
    DISABILITY = "disability"
    LOOKED_AFTER_0_12 = "looked_after_0_12"
    LOOKED_AFTER_13_PLUS = "looked_after_13_plus"
    LEAVING_CARE = "leaving_care"
    OTHER = "other"


class About(StrEnum):
    """What a spell of a child is about: the column of Child that holds its value of today."""

    STATUS = "status"
    LEGAL_STATUS = "legal_status"
    PLACEMENT = "placement"


class State(StrEnum):
    """The state of a record; records/deciding/states.py has the transitions.

    REFUSED: those who decide last did not agree to it, and it is being sealed as a refusal; REFUSAL_SEALED: it is. What
    is APPROVED or SEALED was approved. CORRECTED: it was sealed, and a later version is sealed in its place. CANCELLED:
    it was sealed, and what it says did not happen. DISPOSED: its reference and its audit trail are all that is kept
    (records/keeping).
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SEALED = "sealed"
    REFUSED = "refused"
    REFUSAL_SEALED = "refusal_sealed"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    DISPOSED = "disposed"


class StepState(StrEnum):
    """The state of a step. WAITING: not its turn yet; OPEN: can be decided; VOID: no longer needed."""

    WAITING = "waiting"
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    CANNOT_AGREE = "cannot_agree"
    REFUSED = "refused"
    VOID = "void"


class MailState(StrEnum):
    """The state of a mail in the outbox. NOT_NEEDED: obsolete before it was sent; GIVEN_UP: permanently refused."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_NEEDED = "not_needed"
    GIVEN_UP = "given_up"


class PackState(StrEnum):
    """The state of an inspection pack."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


database = DatabaseProxy()

# Does not name the URLs: they may contain a password.
SECOND_DATABASE = (
    "This process uses another database already, and its tables can have one: use a process for each database, or call "
    "models.disconnect() before the next."
)

# A server whose host is frozen, or that the network no longer reaches, is given up in this time: a request would hold
# its thread for two hours otherwise. Seconds, but for the last, in milliseconds; the database's URL may give others.
POSTGRESQL_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "synchronous": "normal",
    "cache_size": -32_000,
    # What is read comes from the system's memory without a call: after each commit of another process SQLite drops its
    # own. 2 GB are the most that Debian's SQLite takes; the rest of a larger file is read as ever.
    "mmap_size": 2**31 - 65_536,
}


class SecondDatabaseError(RuntimeError):
    """connect_to() was called with a second URL; the tables of a process are bound to one database."""


class _Opened(sqlite3.Connection):
    """A connection that knows which file it is of, by device and inode. It is never of a file that it made itself."""

    file: tuple[int, int] | None = None

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, **options)
        self.file = _identity(path)


def _identity(path: str) -> tuple[int, int] | None:
    """Device and inode of the file that is at a path now; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


class SqliteFile(PooledSqliteDatabase):
    """A pool of connections to the file that is at its path now.

    SQLite itself goes on writing to a file that was moved away, and makes an empty one where none is. Here what is not
    there is away (SQLITE_CANTOPEN), and a connection to another file than that of today is not used again. Only
    make_file() makes one.
    """

    def is_connection_usable(self) -> bool:
        """Whether this thread has a connection, to the file of today: the worker asks before it reads its queue."""
        return not self.is_closed() and self._is_current(self.connection())

    def _connect(self) -> Any:
        if not _identity(self.database):
            _Opened(self.database)  # raises; what is pooled waits for the file to come back
        return super()._connect()

    def _is_closed(self, conn: Any) -> bool:
        """The pool's question before it gives a connection out again."""
        if self._is_current(conn):
            return bool(super()._is_closed(conn))
        self._close_raw(conn)
        return True

    def _is_current(self, conn: Any) -> bool:
        return bool(conn.file == _identity(self.database))


register_database(SqliteFile, "sqlite+file")

# How many seconds a query of this context may take on PostgreSQL; None: as long as it takes. Those who wait for a page
# are not to wait for a server that is frozen: its machine still takes what is sent, so no network time-out ends it.
patience: ContextVar[float | None] = ContextVar("seconds that a query may take", default=None)
SILENT = "the server does not answer"


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    """Within it, queries of this context may take so long."""
    given = patience.set(seconds)
    try:
        yield
    finally:
        patience.reset(given)


class _PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up where a query takes longer than the patience of its context."""

    pool: PatientPostgresql

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """psycopg's wait for an answer. What had no answer in time is closed: nobody knows what became of it."""
        try:
            return super().wait(gen, interval=interval, timeout=patience.get() if timeout is None else timeout)
        except Exception as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            self.pool.close_idle()  # those would be waited for in the same way, one after the other
            raise psycopg.OperationalError(SILENT) from error


class _PatientAdapter(Psycopg3Adapter):
    def connect(self, db: PatientPostgresql, **params: Any) -> _PatientConnection:
        """A new connection; none for a while after one was waited for in vain: threads would wait one by one."""
        began = time.monotonic()
        if began < db.silent_until:
            raise psycopg.OperationalError(SILENT)
        if most := patience.get():
            params["connect_timeout"] = min(int(params["connect_timeout"]), max(1, int(most)))
        try:
            made = _PatientConnection.connect(dbname=db.database, **params)
        except psycopg.OperationalError:
            now = time.monotonic()
            db.silent_until = now + db.connect_again_after if now - began >= db.silence else 0.0
            raise
        made.pool = db
        return made


class PatientPostgresql(PooledPostgresqlDatabase):
    """A pool of connections to PostgreSQL that outlives a server which takes what is sent and does not answer."""

    psycopg3_adapter = _PatientAdapter
    silence = 4.0  # seconds without an answer, in which a refusal would have come; less than `connect_timeout`
    connect_again_after = 5.0
    silent_until = 0.0

    def _is_closed(self, conn: Any) -> bool:
        """The pool's question before it gives a connection out again, which asks the server; the pool is locked."""
        with patient_for(min(self.silence, patience.get() or self.silence)):
            return bool(super()._is_closed(conn))


register_database(PatientPostgresql, "postgresql+patient")


def connect_to(url: str) -> Any:
    """Bind the tables to the database at `url` (sqlite:///… or postgresql://…) and return it, a connection pool.

    All apps of a process share it: the same URL returns the same pool, another raises SecondDatabaseError until
    disconnect() is called. SQLite transactions are IMMEDIATE, so that writers queue instead of failing when they
    upgrade from a read lock.
    """
    if database.obj is not None:
        if database.obj.address != url:
            raise SecondDatabaseError(SECOND_DATABASE)
        return database.obj
    scheme, _, rest = url.partition("://")
    options: dict[str, Any] = {"max_connections": 32, "stale_timeout": 600}
    if scheme == "sqlite":
        opened = connect(
            f"sqlite+file://{rest}",
            pragmas=SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            timeout=10,
            check_same_thread=False,
            factory=_Opened,
            **options,
        )
    elif scheme in ("postgres", "postgresql"):
        patience = {name: most for name, most in POSTGRESQL_PATIENCE.items() if f"{name}=" not in rest}
        opened = connect(f"postgresql+patient://{rest}", prefer_psycopg3=True, **patience, **options)
    else:
        raise ValueError("The database address must begin with sqlite:/// or postgresql://")
    opened.address = url
    database.initialize(opened)
    return opened


@contextmanager
def waiting_for_locks(seconds: float) -> Iterator[None]:
    """Within it the open connection waits so long for what another holds: for whoever has to answer soon."""
    if isinstance(database.obj, SqliteFile):
        wait, usual = "PRAGMA busy_timeout = {}", f"PRAGMA busy_timeout = {SQLITE_PRAGMAS['busy_timeout']}"
    else:
        wait, usual = "SET lock_timeout = {}", "RESET lock_timeout"
    database.execute_sql(wait.format(int(seconds * 1000)))
    try:
        yield
    finally:
        with suppress(PeeweeException):  # it has broken, and is not used again
            database.execute_sql(usual)


def make_file() -> None:
    """Make SQLite's file, without tables, where there is none. Raises OSError where that cannot be done."""
    if isinstance(database.obj, SqliteFile):
        Path(database.obj.database).touch()


def lost_log() -> Path | None:
    """What SQLite would apply to the next file at its place, where its own is gone or empty: moved away, or lost.

    A log of the last commits, or a journal of one that was broken off.
    """
    if not isinstance(database.obj, SqliteFile) or _has_content(Path(database.obj.database)):
        return None
    log, _, journal = beside(Path(database.obj.database))
    return next((left for left in (log, journal) if _has_content(left)), None)


def beside(file: Path) -> list[Path]:
    """What SQLite keeps beside a file, whether or not it is there: log, index of the log, journal."""
    return [file.with_name(f"{file.name}-{what}") for what in ("wal", "shm", "journal")]


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def disconnect() -> None:
    """Close all connections and unbind the database, so that connect_to can bind another (in tests and benchmarks).

    Apps created for it stop working.
    """
    if database.obj is not None:
        database.obj.close_all()
        database.initialize(None)


# Escaping non-ASCII (the default) encodes in two thirds of the time. Stored values are never circular: no check.
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class JSONField(TextField):
    """A JSON value stored as text, so that both databases hold the same bytes."""

    def db_value(self, value: Any) -> str | None:
        """Encode as compact JSON text; None stays NULL."""
        return None if value is None else _ENCODER.encode(value)

    def python_value(self, value: str | None) -> Any:
        """Decode; NULL becomes None."""
        return None if value is None else json.loads(value)


class InstantField(DateTimeField):
    """An instant: aware UTC in Python, naive UTC in the database."""

    def db_value(self, value: datetime | None) -> Any:
        """Aware datetime → naive UTC."""
        return super().db_value(value and value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        """Naive UTC → aware datetime."""
        naive: datetime | None = datetime.fromisoformat(value) if isinstance(value, str) else value
        return naive and naive.replace(tzinfo=UTC)


class Table(Model):
    """Base class of all tables."""

    if TYPE_CHECKING:  # attributes that peewee adds: id, <foreign key>_id, backrefs
        id: Any
        DoesNotExist: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


class SearchTerm(Table):
    """Search index: what the row `row` in the table `kind` is found by, a term for each letter of its search text.

    'maya lee' is stored as 'mayalee' and 'lee' (with `starts`: from the start of a word to the end of the name, so that
    'mayalee' finds it too), and as 'aya', 'ya', 'a', 'ee' and 'e', so that an index range finds any part of a word.
    Terms are bytes, because their order does not depend on the database's collation.
    """

    LONGEST = 24  # characters; longer input is compared with the row itself

    kind = CharField(max_length=20)
    row = IntegerField()
    starts = BooleanField()
    term = BlobField()

    class Meta:
        indexes = ((("kind", "starts", "term", "row"), True), (("kind", "row"), False))

    @classmethod
    def of(cls, search: str) -> set[tuple[bool, bytes]]:
        """(starts, term) of every word of a search text, from each of its letters on."""
        found: set[tuple[bool, bytes]] = set()
        for text in search.split(Searchable.BETWEEN):
            words = text.split()
            for place, word in enumerate(words):
                found.add((True, "".join(words[place:])[: cls.LONGEST].encode()))
                found |= {(False, word[start : start + cls.LONGEST].encode()) for start in range(1, len(word))}
        return found


class Searchable(Table):
    """Base class of tables searched by part of a name or number. create() and save() maintain `search` and its terms;
    insert_many() would not.

    `search` holds the folded name and number, BETWEEN them a sign that no folded text has: 'maya o brien|av104233'.
    """

    BETWEEN = "|"

    search = CharField(max_length=300, default="")

    def get_searched(self) -> list[str | None]:
        """The names and numbers by which the row is found."""
        return [self.name]

    def get_search_text(self) -> str:
        """What `search` should hold."""
        return self.BETWEEN.join(fold(text) for text in self.get_searched() if text)[:300]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the row; update its index terms if the text has changed."""
        search = self.get_search_text()
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
    """A member of staff. `password_hash` is '' without a local password.

    role, team, service and locality are those of the main post today, which decide what this person may see and do;
    Post holds every post with its days. records/register/post_lines.py keeps both equal.
    """

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

    # UserMixin's would treat two instances of one row as different members of a set.
    __eq__ = Searchable.__eq__  # type: ignore[assignment]
    __hash__ = Searchable.__hash__

    def get_searched(self) -> list[str | None]:
        """Name and registration number."""
        return [self.name, self.social_work_id]

    def get_id(self) -> str:
        """The session id (Flask-Login): '<id>.<sign-in version>'; a new password increments the version."""
        return f"{self.id}.{self.sign_in_version}"

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in (for Flask-Login)."""
        return bool(self.active)

    @property
    def rank(self) -> int:
        """Seniority: 1 social worker … 4 head of service; 0 for those who decide nothing."""
        return RANK[Role(self.role)]


class Post(Table):
    """A period in which a member of staff held a post: a role in a place (records/register/posts.py: PLACES).

    The columns of days are those of ChildSpell. Somebody can hold several posts at once, such as to lead two teams.
    """

    staff = ForeignKeyField(Staff, backref="posts")
    role = CharField(max_length=40)
    team = ForeignKeyField(Team, backref="posts", null=True)
    service = CharField(max_length=30, null=True)
    locality = CharField(max_length=60, null=True)
    started_on = DateField(null=True)
    ended_on = DateField(null=True)
    first_seen_on = DateField()
    seen_on = DateField()

    class Meta:
        indexes = ((("role", "service"), False), (("role", "locality"), False))


class Family(Table):
    """A group of siblings."""

    name = CharField(max_length=200)


class Child(Searchable):
    """A child in the register, born or expected.

    status (with its category), legal_status and placement are today's values, '' where unknown. ChildSpell has them
    with their days; records/register/child_lines.py keeps both equal. date_of_death and adoption_order_on are for how
    long records are kept.
    """

    local_id = CharField(max_length=20, unique=True)
    name = CharField(max_length=200, index=True)
    date_of_birth = DateField(null=True)
    expected_date_of_birth = DateField(null=True)
    date_of_death = DateField(null=True)
    adoption_order_on = DateField(null=True)
    status = CharField(max_length=30, default="")
    child_protection_category = CharField(max_length=20, null=True)
    legal_status = CharField(max_length=10, default="")
    placement = CharField(max_length=10, default="")
    communication_needs = TextField(default="")
    interpreter_language = CharField(max_length=80, default="")
    family = ForeignKeyField(Family, backref="children", null=True)

    class Meta:
        indexes = ((("status", "date_of_birth"), False),)

    def get_searched(self) -> list[str | None]:
        """Name and local id."""
        return [self.name, self.local_id]


class ChildSpell(Table):
    """A period in which a fact about a child held: `about` (one of About) had `value`.

    started_on: NULL where the day is unknown. ended_on: the day on which the next began, or from which the value is
    unknown; NULL while it runs. first_seen_on, seen_on: the days of the first and the last load that said that it
    ran. category: of the child protection plan, for a status.
    """

    child = ForeignKeyField(Child, backref="spells")
    about = CharField(max_length=20)
    value = CharField(max_length=30)
    category = CharField(max_length=20, null=True)
    started_on = DateField(null=True)
    ended_on = DateField(null=True)
    first_seen_on = DateField()
    seen_on = DateField()

    class Meta:
        indexes = ((("child", "about"), False),)


class Allocation(Table):
    """A worker's period with a child; `ended_on` is NULL while it is open."""

    child = ForeignKeyField(Child, backref="allocations")
    worker = ForeignKeyField(Staff, backref="allocations")
    team = ForeignKeyField(Team)
    started_on = DateField()
    ended_on = DateField(null=True)
    reason_code = CharField(max_length=10, default="")


class Record(Table):
    """A record from first draft to seal. reference_end: from the second dash of its reference on, to be found by.

    answers: parsed answers by question. typed: raw input that could not be parsed, by question. revision: incremented
    by each save. version: number of the current RecordVersion, 0 before submission. takes_effect_on: the day on which
    responsibility passes by its answers, for lists, as are reason_code: why the worker changes (SSDA903), and
    has_corrections: whether an answer corrects the register. to_read: questions whose answers came along from
    `started_from` and are to be read again. amends: the sealed record of which this one is a later version, with its
    numbers going on (records/amending). audit_length, audit_head: length and last hash of the audit chain. departs,
    accepts: of which statements, such as '|315.7.1|142.3.2|', or NULL; refuses, promises, crosses: TRUE or NULL. Lists
    find it so (records/listed_by.py).
    """

    reference = CharField(max_length=20, unique=True)
    reference_end = CharField(max_length=12, default="", index=True)
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
    to_read = JSONField(default=list)
    amends = ForeignKeyField("self", backref="amended_in", null=True)
    created_at = InstantField()
    saved_at = InstantField(index=True)
    takes_effect_on = DateField(null=True, index=True)
    reason_code = CharField(max_length=10, default="")
    has_corrections = BooleanField(default=False)
    departs = TextField(null=True)
    accepts = TextField(null=True)
    refuses = BooleanField(null=True)
    promises = BooleanField(null=True)
    crosses = BooleanField(null=True)
    closed_reason = TextField(default="")
    audit_length = IntegerField(default=0)
    audit_head = CharField(max_length=64, default="0" * 64)

    class Meta:
        indexes = (
            (("state", "saved_at"), False),
            (("reason_code", "saved_at"), False),
            (("has_corrections", "saved_at"), False),
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the row, a new one with the end of its reference."""
        if kwargs.get("force_insert"):
            self.reference_end = self.reference.split("-", 2)[-1]
        return super().save(*args, **kwargs)


for _column in ("departs", "accepts", "refuses", "promises", "amends_id"):  # of few records, in the order of lists
    _held = f"saved_at, id, {_column}" if _column in ("departs", "accepts") else "saved_at"
    Record.add_index(
        SQL(f"CREATE INDEX IF NOT EXISTS record_saved_at_{_column} ON record ({_held}) WHERE {_column} IS NOT NULL")
    )
Record.add_index(
    SQL("CREATE INDEX IF NOT EXISTS record_state_crosses ON record (state, saved_at) WHERE crosses IS NOT NULL")
)
# For queries that have its condition: by itself SQLite would take it in place of a child's (records/planning.py).
Record.add_index(
    SQL("CREATE INDEX IF NOT EXISTS record_kind_state_saved_at ON record (kind, state, saved_at) WHERE revision >= 0")
)


class RecordPerson(Table):
    """A person named in a record, who may read it. `part`: the question that names them."""

    record = ForeignKeyField(Record, backref="people")
    staff = ForeignKeyField(Staff, backref="named_in", index=False)
    part = CharField(max_length=40)

    class Meta:
        indexes = ((("record", "staff", "part"), True), (("staff", "record"), False))


class RecordTeam(Table):
    """A team named in a record, which its managers may read. `part`: the question that names it."""

    record = ForeignKeyField(Record, backref="teams")
    team = ForeignKeyField(Team, backref="named_in", index=False)
    part = CharField(max_length=40)

    class Meta:
        indexes = ((("record", "team", "part"), True), (("team", "record"), False))


class RecordWriter(Table):
    """Somebody who started, wrote in or submitted a record. It alone says so."""

    record = ForeignKeyField(Record, backref="writers")
    staff = ForeignKeyField(Staff)
    first_at = InstantField()
    last_at = InstantField()

    class Meta:
        indexes = ((("record", "staff"), True),)


class AnswerChange(Table):
    """One question changed by a save, from which concurrent edits are merged. `editor`: an open page of a person.

    before: the value until then, or how it differs from the next one (records/drafting/differences.py).
    """

    record = ForeignKeyField(Record, backref="changes")
    revision = IntegerField()
    question = CharField(max_length=80)
    before = JSONField(null=True)
    staff = ForeignKeyField(Staff)
    editor = CharField(max_length=40)
    changed_at = InstantField()

    class Meta:
        indexes = ((("record", "revision"), False),)


class ProtocolEdition(Table):
    """A snapshot of the statements' wording and of the questions that their rules read, shared by versions.

    `statements` is id → {"chapter", "section", "section_title", "wording", "reads": {kind: questions}}, `digest` the
    SHA-256 of that.
    """

    digest = CharField(max_length=64, unique=True)
    statements = JSONField()


class RecordVersion(Table):
    """A submitted version; its answers, findings and digest never change. Decisions bind to `digest` (SHA-256).

    recipe: the number of the digest's recipe (docs/sealed-record.md). withheld: what was restricted at submission,
    {"salt": random hex, "answers": names, "statements": ids}, None for nothing; "digest" in place of the salt once that
    part was disposed of.

    findings: as of submission. final_findings: as printed in the sealed document. figures: the council's own parameters
    it was weighed under, None in old versions. foreseen: what can still change it, {"findings": statement → data of
    protocol.updating, "steps": steps that a disagreement would add}. has_corrections: whether an answer corrects the
    register.
    """

    record = ForeignKeyField(Record, backref="versions")
    number = IntegerField()
    answers = JSONField()
    findings = JSONField()
    final_findings = JSONField(null=True)
    digest = CharField(max_length=64)
    recipe = IntegerField(default=1)
    withheld = JSONField(null=True)
    protocol_version = CharField(max_length=40)
    figures = JSONField(null=True)
    edition = ForeignKeyField(ProtocolEdition, null=True)
    foreseen = JSONField(null=True)
    weighed_on = DateField()
    submitted_by = ForeignKeyField(Staff)
    submitted_at = InstantField()
    void_reason = TextField(default="")
    has_corrections = BooleanField(default=False)

    class Meta:
        indexes = ((("record", "number"), True), (("has_corrections", "submitted_at"), False))


class RecordLink(Table):
    """Links a transfer to an exception decision on which it relies for one statement."""

    transfer = ForeignKeyField(Record, backref="exceptions")
    exception = ForeignKeyField(Record, backref="lifts")
    statement = CharField(max_length=12)

    class Meta:
        indexes = ((("transfer", "exception", "statement"), True),)


class PromisedDay(Table):
    """The day of something that an approved record promises, or that may follow its approval.

    question: the date question, or the table, with `row` from 0. statement: what is still open when it is approved, in
    place of these. staff: who does it, where the register knows them. due_on: its day, as put off since. ended_at: when
    it was said to be done or not to happen, or the record was closed. reminded_at: when somebody was last mailed of it.
    """

    record = ForeignKeyField(Record, backref="promised_days", index=False)
    question = CharField(max_length=80, default="")
    row = IntegerField(null=True)
    statement = CharField(max_length=12, default="")
    staff = ForeignKeyField(Staff, null=True, backref="promised_days", index=False)
    due_on = DateField()
    ended_at = InstantField(null=True)
    reminded_at = InstantField(null=True)

    class Meta:
        indexes = (
            (("ended_at", "due_on", "record"), False),
            (("record", "ended_at", "due_on"), False),
            (("staff", "ended_at"), False),
        )


class FollowUp(Table):
    """An answer added after approval, including the closing note and what became of something promised.

    question: 'promised' for the latter, whose `answer` records/following/promises.py describes.
    """

    record = ForeignKeyField(Record, backref="follow_ups")
    question = CharField(max_length=80)
    answer = JSONField()
    staff = ForeignKeyField(Staff)
    added_at = InstantField()


class Letter(Table):
    """One saved text of a record's letter to the child or the parents; never changed, the highest `number` counts.

    recipient: 'child' or 'parents'. text: the parts, as forms.letters.LetterText has them. facts: the answers that the
    draft rested on, to tell whether the record says something else now. digest: SHA-256 of the text. agreed: what the
    leader of the receiving team answered, NULL until then; said: what they want changed.
    """

    record = ForeignKeyField(Record, backref="letters")
    recipient = CharField(max_length=10)
    number = IntegerField()
    text = JSONField()
    facts = JSONField()
    digest = CharField(max_length=64)
    written_by = ForeignKeyField(Staff, backref="letters")
    written_at = InstantField()
    agreed = BooleanField(null=True)
    answered_by = ForeignKeyField(Staff, null=True, backref="+")
    answered_at = InstantField(null=True)
    said = TextField(default="")

    class Meta:
        indexes = ((("record", "recipient", "number"), True), (("agreed", "written_at"), False))


class Departure(Table):
    """A statement from which a submitted version departed, counted on the protocol's page."""

    version = ForeignKeyField(RecordVersion, backref="departures")
    statement = CharField(max_length=12, index=True)


class Acceptance(Table):
    """A requirement that a submitted version does not meet, for the managers above to accept by name.

    accepted_at: when the last of those who had to accept it did; None until then.
    """

    version = ForeignKeyField(RecordVersion, backref="acceptances")
    statement = CharField(max_length=12, index=True)
    accepted_at = InstantField(null=True)

    class Meta:
        indexes = ((("version", "statement"), True),)


class SealedDocument(Table):
    """A sealed PDF. It is never rendered again; raising the seal's level appends to its bytes.

    level: of the stored bytes. stamp_ends_at: when the first certificate of its last time-stamp expires.
    raise_tried_at: when raising the level last failed.
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


class SealCertificate(Table):
    """A certificate that ever sealed here, or is to: no other seal is called genuine.

    pem: it, then those above it. distrusted_from: the first day on which its seals count no more; by: who said so, an
    operator at the command line.
    """

    fingerprint = CharField(max_length=64, unique=True)
    pem = TextField()
    first_used_at = InstantField(null=True)
    distrusted_from = DateField(null=True)
    distrusted_why = TextField(default="")
    distrusted_by = TextField(default="")
    distrusted_at = InstantField(null=True)


class SealAuthority(Table):
    """An authority under which records are sealed here; the one with the highest number does now, on every host.

    fingerprint: of its root certificate (SHA-256). said_by: the operator's account on the machine.
    """

    number = IntegerField(unique=True)
    fingerprint = CharField(max_length=64)
    name = TextField()
    since = InstantField()
    said_by = TextField()


class SealStage(Table):
    """The bytes of a sealed document at one stage: as it was sealed first, and after each renewal.

    It names its record by words alone, so that it outlives the document and the record. disposed_on: when they were
    disposed of.
    """

    code = CharField(max_length=20, index=True)
    reference = CharField(max_length=20, index=True)
    version = IntegerField()
    part = CharField(max_length=20)
    length = IntegerField()
    sha256 = CharField(max_length=64, index=True)
    level = CharField(max_length=10)
    certificate = CharField(max_length=64)
    sealed_at = InstantField(index=True)
    recorded_at = InstantField()
    disposed_on = DateField(null=True)

    class Meta:
        indexes = ((("code", "length"), True),)


class SealedPaper(Table):
    """What a sealed document prints, for whoever compares its paper; it outlives the document, as its stages do.

    decision: 'approved', 'refused' or 'cancelled'. parts: of those who decided, [{"part", "outcome", "at"}], without
    their names. digest: that of the version, by the recipe with this number.
    """

    code = CharField(max_length=20, unique=True)
    pages = IntegerField()
    digest = CharField(max_length=64)
    recipe = IntegerField()
    decision = CharField(max_length=20)
    decided_on = DateField(null=True)
    parts = JSONField()


class Step(Table):
    """One step in the chain of a version, assigned to one person.

    instead_of: the person whom the record names, when the assignee is a stand-in or replacement. opened_at: when it
    could first be decided. asked_at: when the current assignee was asked. may_refuse, passes_up, again_after: see
    protocol.StepSpec.
    """

    record = ForeignKeyField(Record, backref="steps", index=False)
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
    may_refuse = BooleanField(default=False)
    passes_up = BooleanField(default=False)
    again_after = CharField(max_length=60, default="")
    assignee = ForeignKeyField(Staff, backref="steps", index=False)
    instead_of = ForeignKeyField(Staff, null=True, index=False)
    state = CharField(max_length=20, default=StepState.WAITING)
    opened_at = InstantField(null=True)
    asked_at = InstantField(null=True)
    due_on = DateField(null=True)
    decided_by = ForeignKeyField(Staff, null=True, index=False)
    decided_at = InstantField(null=True)
    digest = CharField(max_length=64, default="")
    stated = JSONField(null=True)
    reason = TextField(default="")

    class Meta:
        indexes = (
            (("record", "version", "key"), True),
            (("assignee", "state", "record"), False),
            (("decided_by", "record"), False),
            (("instead_of", "record"), False),
            (("record", "state", "due_on"), False),
            (("state", "due_on", "record"), False),
        )

    @property
    def waits_since(self) -> datetime:
        """When the current assignee was asked."""
        return self.asked_at or self.opened_at

    @classmethod
    def select_open(cls) -> Any:
        """Query of the open steps of submitted records, with record and assignee."""
        steps = cls.select(cls, Record, Staff).join(Record).switch(cls).join(Staff, on=(cls.assignee == Staff.id))
        return steps.where((cls.state == StepState.OPEN) & (Record.state == State.SUBMITTED))


class Refusal(Table):
    """What one post refused, which binds later records about the same child and receiving team or worker until settled.

    step: of the decision, with its reason. rank and team: the post, whoever holds it. to_team, to_worker: with whom the
    child would have been. stays: what was refused is an exception by which the child stays with them. settled_reason:
    as its holder gave it when they said that it is settled.
    """

    record = ForeignKeyField(Record, backref="refusals")
    step = ForeignKeyField(Step)
    child = ForeignKeyField(Child, backref="refusals")
    rank = CharField(max_length=40)
    team = ForeignKeyField(Team, null=True)
    to_team = ForeignKeyField(Team, null=True)
    to_worker = ForeignKeyField(Staff, null=True)
    stays = BooleanField(default=False)
    refused_at = InstantField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(Staff, null=True)
    settled_reason = TextField(default="")


class DecisionLink(Table):
    """An emailed link to decide a step. Only the token's SHA-256 is stored."""

    step = ForeignKeyField(Step, backref="links")
    staff = ForeignKeyField(Staff)
    token_hash = CharField(max_length=64, unique=True)
    minted_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


class PasswordLink(Table):
    """An emailed link to set a password. Only the token's SHA-256 is stored."""

    staff = ForeignKeyField(Staff, backref="password_links")
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class EndedSession(Table):
    """A session that was signed out. `key_hash`: SHA-256 of the key in its cookie."""

    key_hash = CharField(max_length=64, unique=True)
    ended_at = InstantField(index=True)


class SignInIdentity(Table):
    """Who somebody is at the council's sign-in service: the `iss` and `sub` of its ID tokens."""

    staff = ForeignKeyField(Staff, backref="identities")
    issuer = CharField(max_length=255)
    subject = CharField(max_length=255)
    first_at = InstantField()

    class Meta:
        indexes = ((("issuer", "subject"), True), (("issuer", "staff"), True))


class Absence(Table):
    """An absence, both days included, with its stand-in. `ended_at`: set when it was ended early or cancelled."""

    staff = ForeignKeyField(Staff, backref="absences")
    stand_in = ForeignKeyField(Staff, backref="stands_in")
    first_day = DateField()
    last_day = DateField()
    ended_at = InstantField(null=True)


class OutboxMail(Table):
    """A mail in the outbox, sent at least once with one Message-ID.

    about: ids only, such as of the actor or of steps. last_error: of the last attempt, '' while a worker is sending it.
    once: a unique key against duplicates, such as of the first reminder of a step. record: NULL for digests.
    unanswered: how often the server had the whole mail and did not say in time whether it took it.
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
    unanswered = IntegerField(default=0)
    next_attempt_at = InstantField()
    last_error = TextField(default="")
    queued_at = InstantField()
    sent_at = InstantField(null=True)

    class Meta:
        indexes = ((("state", "next_attempt_at"), False),)


class AuditEvent(Table):
    """An event in a record's audit hash chain. `sequence` starts at 1 for each record."""

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


class ChildSearch(Table):
    """A search of the register that showed children to somebody: which (ids), none for a try at the limit. Keystrokes
    of one search are one row.

    typed: the letters so far, by which further ones are the same search; '' once it has ended, and for a child who was
    chosen (records/searches.py). beyond: whether any of them was of none of the searcher's teams.
    """

    staff = ForeignKeyField(Staff, backref="child_searches")
    began_at = InstantField(index=True)
    last_at = InstantField()
    typed = CharField(max_length=100, default="")
    children = JSONField()
    beyond = BooleanField()

    class Meta:
        indexes = ((("staff", "began_at"), False),)


class Export(Table):
    """A list that left as a file: who took it, which list, narrowed to what, and how many rows.

    narrowed_to: filter → what was chosen, as in the address of the list.
    """

    staff = ForeignKeyField(Staff, backref="exports")
    listed = CharField(max_length=40)
    narrowed_to = JSONField()
    rows = IntegerField()
    taken_at = InstantField(index=True)

    class Meta:
        indexes = ((("staff", "taken_at"), False),)


class StatedNeed(Table):
    """Why somebody outside a child's or worker's teams starts a record about them. team: theirs then.

    told: who leads that team, or a manager above it, and reads it on 'Your work'; NULL where nobody does.
    """

    staff = ForeignKeyField(Staff, backref="stated_needs")
    child = ForeignKeyField(Child, null=True)
    worker = ForeignKeyField(Staff, null=True, backref="+")
    team = ForeignKeyField(Team, null=True)
    told = ForeignKeyField(Staff, null=True, backref="told_of_needs")
    reason = TextField()
    given_at = InstantField()

    class Meta:
        indexes = ((("told", "given_at"), False), (("staff", "given_at"), False))


class ReadingPurpose(Table):
    """What an auditor or inspector reads records for, and until when. purpose: key of PURPOSES (records/purposes.py).

    last_day: included. ended_at: set when it was ended early.
    """

    staff = ForeignKeyField(Staff, backref="purposes")
    purpose = CharField(max_length=40)
    what_for = TextField()
    began_at = InstantField()
    last_day = DateField()
    ended_at = InstantField(null=True)


class ReadForPurpose(Table):
    """A record that was read for a purpose, and when first."""

    purpose = ForeignKeyField(ReadingPurpose, backref="reads")
    record = ForeignKeyField(Record, backref="read_for")
    read_at = InstantField()

    class Meta:
        indexes = ((("purpose", "record"), True), (("record", "read_at"), False))


class InspectionPack(Table):
    """A pack of sealed records that somebody asked for (records/exporting/packs.py); a person has one at most.

    state: one of PackState. children: local ids; otherwise since and until. documents: how many were asked for.
    ends_at: when it is deleted. why: what is said of one that could not be made.
    """

    staff = ForeignKeyField(Staff, unique=True, backref="+")
    what_for = TextField()
    children = JSONField()
    since = DateField(null=True)
    until = DateField(null=True)
    documents = IntegerField()
    state = CharField(max_length=10)
    asked_at = InstantField()
    tries = IntegerField(default=0)
    claimed_at = InstantField(null=True)
    made_at = InstantField(null=True)
    ends_at = InstantField()
    size = IntegerField(default=0)
    sha256 = CharField(max_length=64, default="")
    why = TextField(default="")


class PackedDocument(Table):
    """A document of a pack. It goes with the document: a pack that lacks one is not given out any more."""

    pack = ForeignKeyField(InspectionPack, backref="packed", on_delete="CASCADE")
    document = ForeignKeyField(SealedDocument, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("pack", "document"), True),)


class PackPiece(Table):
    """A piece of a pack's ZIP file, from 0, so that neither writing nor reading holds it whole."""

    pack = ForeignKeyField(InspectionPack, backref="pieces", on_delete="CASCADE")
    number = IntegerField()
    data = BlobField()

    class Meta:
        indexes = ((("pack", "number"), True),)


class Retention(Table):
    """When a record that is closed is due, with its later versions, as the worker counted it last.

    record: the first version. part: 'whole', or 'staff' for its part about staff alone. rule: a key of
    protocol.retention. due_on: NULL for what is not due, and then rule says why.
    """

    record = ForeignKeyField(Record, backref="retention")
    part = CharField(max_length=10)
    rule = CharField(max_length=40)
    due_on = DateField(index=True, null=True)
    counted_on = DateField(index=True)

    class Meta:
        indexes = ((("record", "part"), True),)


class LegalHold(Table):
    """Why a record, or every record about a child, is not disposed of, whatever is due or agreed.

    last_day: the last day of it, NULL where that is not known; review_on is then the day to look at it again.
    """

    record = ForeignKeyField(Record, backref="holds", null=True)
    child = ForeignKeyField(Child, backref="holds", null=True)
    why = TextField()
    placed_by = ForeignKeyField(Staff, backref="+")
    placed_at = InstantField()
    last_day = DateField(null=True)
    review_on = DateField(null=True)
    lifted_by = ForeignKeyField(Staff, null=True, backref="+")
    lifted_at = InstantField(null=True)
    lifted_why = TextField(default="")


class Disposal(Table):
    """The disposal of a record with its later versions, or of their part about staff: agreed by two, then done.

    record, part: as in Retention; rule, due_on: what was agreed to. Untouched drafts are agreed by nobody. done_by: the
    operator's account on the machine, '' for the worker. Its certificate is in the audit trail.
    """

    record = ForeignKeyField(Record, backref="disposals")
    part = CharField(max_length=10)
    rule = CharField(max_length=40)
    due_on = DateField(null=True)
    first_by = ForeignKeyField(Staff, null=True, backref="+")
    first_at = InstantField(null=True)
    second_by = ForeignKeyField(Staff, null=True, backref="+")
    second_at = InstantField(null=True)
    done_at = InstantField(index=True, null=True)
    done_by = TextField(default="")

    class Meta:
        indexes = ((("record", "part"), True),)


class WorkerChange(Table):
    """A spell of a worker that began with another worker than before, for lists and counts by team.

    It follows from the register, the sealed records and what was explained (records/reporting/worker_changes.py), which
    keeps it. team: that took the child. before: the worker before, NULL for the first. standing: a value of
    records.reporting.worker_lines.Standing. record: that explains it.
    """

    allocation = ForeignKeyField(Allocation, unique=True, on_delete="CASCADE")
    child = ForeignKeyField(Child)
    team = ForeignKeyField(Team)
    started_on = DateField()
    before = ForeignKeyField(Staff, null=True, backref="+")
    standing = CharField(max_length=10)
    record = ForeignKeyField(Record, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("team", "standing", "started_on"), False), (("standing", "started_on"), False))


class ChangeExplained(Table):
    """Why a change of worker has no record, as somebody above the team that took the child said it.

    reason: COVER of records.reporting.worker_lines; other words, of before, explain nothing. What was
    undone stays, with who undid it.
    """

    allocation = ForeignKeyField(Allocation, backref="explained", on_delete="CASCADE")
    reason = CharField(max_length=20)
    words = TextField(default="")
    staff = ForeignKeyField(Staff, backref="+")
    explained_at = InstantField()
    undone_by = ForeignKeyField(Staff, null=True, backref="+")
    undone_at = InstantField(null=True)


class ChildEvent(Table):
    """What somebody did with what is held of a child beside their records: read the page, took a list out of here.

    purpose: what an auditor or inspector read it for.
    """

    child = ForeignKeyField(Child, backref="events")
    event = CharField(max_length=20)
    staff = ForeignKeyField(Staff, backref="+")
    purpose = ForeignKeyField(ReadingPurpose, null=True)
    happened_at = InstantField()

    class Meta:
        indexes = ((("child", "staff", "event"), False), (("purpose", "happened_at"), False))


class SignInAttempt(Table):
    """An attempt that counts towards a rate limit. `key`: SHA-256 of the limit's name and the person or address."""

    key = CharField(max_length=64, index=True)
    attempted_at = InstantField(index=True)


class Tally(Table):
    """How many there were in an hour of what only a number is kept of (records/register/tallies.py)."""

    what = CharField(max_length=60)
    hour = InstantField()
    number = IntegerField()

    class Meta:
        indexes = ((("what", "hour"), True),)


class SealingProblem(Table):
    """Why an approved record could not be sealed, as text for operators; deleted when it is sealed."""

    record = ForeignKeyField(Record, unique=True)
    why = TextField()
    first_at = InstantField()
    last_at = InstantField()


class Heartbeat(Table):
    """When a background process last ran, to detect one that has stopped."""

    name = CharField(max_length=40, unique=True)
    beat_at = InstantField()


class Backup(Table):
    """A backup that 'flask backup' made whole. place: host and folder, as the operator named it."""

    made_at = InstantField(index=True)
    place = TextField()


class Alert(Table):
    """A part of the service that operators were told about. `times`: how often, `told_at`: when last."""

    part = CharField(max_length=40, unique=True)
    word = CharField(max_length=40)
    since = InstantField()
    told_at = InstantField()
    times = IntegerField()


class CountedFact(Table):
    """One thing that a figure counts, as records/reporting/counting/things.py: Fact has it.

    record, child: ids of what is behind it, kept as numbers so that a fact never stands in the way of a disposal. team,
    other_team, readers_team: ids of teams, in the same way.
    """

    figure = CharField(max_length=20)
    month = DateField()
    key = CharField(max_length=40)
    key2 = CharField(max_length=40, default="")
    team = IntegerField(null=True)
    other_team = IntegerField(null=True)
    record = IntegerField(null=True, index=True)
    child = IntegerField(null=True, index=True)
    readers_team = IntegerField(null=True)
    is_printed = BooleanField(default=False)

    class Meta:
        indexes = (
            (("figure", "month", "key"), False),
            (("team", "figure", "month"), False),
            (("other_team", "figure", "month"), False),
        )


class FigureCount(Table):
    """How many facts of a figure belong to a place in a month: the sums that pages of figures read.

    place: 'council', or one of records/reporting/places.py. moved: those of them that whoever leads the place may not
    open; unsealed: those that whoever reads for a purpose may not.
    """

    place = CharField(max_length=80)
    figure = CharField(max_length=20)
    month = DateField()
    key = CharField(max_length=40)
    key2 = CharField(max_length=40, default="")
    number = IntegerField()
    moved = IntegerField(default=0)
    unsealed = IntegerField(default=0)

    class Meta:
        indexes = ((("place", "figure", "month", "key", "key2"), True),)


class FiguresKept(Table):
    """Up to where the figures are counted: one row. events_to: id of the last audit event that was read.

    children_on: the day on which every child was counted, or an earlier one where they are to be counted again;
    register_since: from when on the register's spells are whole, by records/reporting/counting/beginnings.py. places:
    hash of the teams with their services and localities.
    """

    counted_at = InstantField()
    children_on = DateField()
    register_since = DateField(null=True)
    events_to = IntegerField(default=0)
    places = CharField(max_length=64, default="")


TABLES = [
    Team,
    Staff,
    Post,
    Family,
    Child,
    ChildSpell,
    Allocation,
    Record,
    RecordPerson,
    RecordTeam,
    RecordWriter,
    AnswerChange,
    ProtocolEdition,
    RecordVersion,
    Step,
    Departure,
    Acceptance,
    RecordLink,
    PromisedDay,
    FollowUp,
    Letter,
    DecisionLink,
    OutboxMail,
    AuditEvent,
    SealedDocument,
    SealCertificate,
    SealAuthority,
    SealStage,
    SealedPaper,
    SignInAttempt,
    Tally,
    Absence,
    SealingProblem,
    Heartbeat,
    Backup,
    Alert,
    SearchTerm,
    PasswordLink,
    Refusal,
    EndedSession,
    SignInIdentity,
    ChildSearch,
    Export,
    StatedNeed,
    ReadingPurpose,
    ReadForPurpose,
    InspectionPack,
    PackedDocument,
    PackPiece,
    Retention,
    LegalHold,
    Disposal,
    WorkerChange,
    ChangeExplained,
    ChildEvent,
    CountedFact,
    FigureCount,
    FiguresKept,
]
