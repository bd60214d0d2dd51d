"""The parts that the service is made of, each with a word about its state: one list for /ready, status and operators.

What is said of a part holds no secret and nothing about anybody.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from peewee import PeeweeException, SqliteDatabase
from playhouse.migrations import Runner

import faults
from documents import install, keys
from models import MailState, OutboxMail, SealingProblem, database, patient_for, waiting_for_locks
from records import clock
from records.register import invented, tallies
from records.reporting import operations
from records.sealing import authority, pins
from settings import Settings

log = logging.getLogger("handover.health")

MIGRATIONS = Path(__file__).parents[2] / "migrations"
# Of the code that runs: files that are laid beside it meanwhile are those of a version that has not begun.
KNOWN = frozenset(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
WRITE = "write"  # the heartbeat that is written to see whether the database takes it
MAIL_LATE_AFTER = timedelta(minutes=15)
FOR_AN_ANSWER = 1.0  # seconds beyond the wait for what another holds, in which the database says that it waited
DISK_FULL_BELOW_MB = 50
MEGABYTE = 1024 * 1024
NAMED = "The page 'Operations' says which and why under the heading '{part}'."
WITHOUT_THEM = "Restore a backup of before 'setup --demo', or begin with a new database."

# What keeps the service from working (faults.UNAVAILABLE) → in a word
WORDS = {
    faults.DISK_FULL: "full",
    faults.NO_ANSWER: "away",
    faults.BUSY: "busy",
    faults.READ_ONLY: "read-only",
    faults.UNREADABLE: "unreadable",
    faults.MISSING: "missing",
    faults.NOT_LET_IN: "closed",
}


class Level(IntEnum):
    """How bad it is; the exit code of 'flask status'."""

    OK = 0
    ATTENTION = 1
    FAILS = 2


@dataclass(frozen=True)
class Found:
    """The state of a part: its level, in a word, and in a sentence for operators ('' where nothing is to be said)."""

    word: str = "ok"
    says: str = ""
    level: Level = Level.OK


@dataclass(frozen=True)
class Part:
    """One part. `needed_for`: 'pages' that staff see, the 'service' as a whole, or '' where it can only need attention.

    reads_database: nothing can be said of it without. is_mailed: operators get a mail; the seal has a mail of its own,
    weekly from 60 days before it ends (records/sealing/watching.py).
    """

    name: str
    title: str
    look: Callable[[Settings], Found]
    needed_for: str
    reads_database: bool = True
    is_mailed: bool = True


def look(
    settings: Settings, needed_for: tuple[str, ...] = ("pages", "service", ""), wait: float | None = None
) -> dict[Part, Found]:
    """The state of each part that is needed for one of these. wait: seconds for what another holds, None as ever."""
    with _connection(wait) as problem:
        asked = [part for part in PARTS if part.needed_for in needed_for]
        return {part: _look_at(part, settings, problem) for part in asked}


def level_of(found: dict[Part, Found]) -> Level:
    """The worst level of all."""
    return max((one.level for one in found.values()), default=Level.OK)


@contextmanager
def _connection(wait: float | None) -> Iterator[Found | None]:
    """A connection, that of the caller where there is one; yields why there is none, else None."""
    was_closed, problem = database.is_closed(), None
    try:
        with ExitStack() as waiting:
            if wait is not None:
                waiting.enter_context(patient_for(wait + FOR_AN_ANSWER))
            try:
                database.connect(reuse_if_open=True)
                if wait is not None:
                    waiting.enter_context(waiting_for_locks(wait))
            except Exception as error:  # whatever a driver raises where it cannot connect
                problem = _of_error(error)
            yield problem
    finally:
        if was_closed and not database.is_closed():
            database.close()


def _look_at(part: Part, settings: Settings, no_connection: Found | None) -> Found:
    if no_connection and part.reads_database:
        return no_connection if part.name == "database" else Found("unknown", "It is in the database.", Level.FAILS)
    try:
        return part.look(settings)
    except Exception as error:
        if not faults.why_unavailable(error):
            faults.log_exception(log, f"nothing can be said of {part.name}", error)
        return _of_error(error)


def _of_error(error: Exception) -> Found:
    why = faults.why_unavailable(error)
    if not why:
        return Found("fault", f"It failed with {faults.describe(error)}; the log says where.", Level.FAILS)
    return Found(WORDS[why], f"{why[0].upper()}{why[1:]}.", Level.FAILS)


def _database(_: Settings) -> Found:
    """Whether a row can be written."""
    try:
        operations.record_heartbeat(WRITE)
    except PeeweeException as error:
        return _of_error(error)
    return Found()


def _migrations(_: Settings) -> Found:
    status = Runner(database.obj, str(MIGRATIONS)).status()
    if pending := [one.name for one in status if one.name in KNOWN and not one.applied]:
        return Found("behind", f"It lacks migrations, from {pending[0]} on: run 'flask setup'.", Level.FAILS)
    if newer := [one.name for one in status if one.applied and one.name not in KNOWN]:
        return Found("ahead", f"It is of a newer version ({newer[-1]}): this version must not run.", Level.FAILS)
    return Found()


def _worker(_: Settings) -> Found:
    seen = operations.worker_seen_at()
    if not operations.is_worker_missed(seen):
        return Found()
    when = f"was last seen on {clock.in_london(seen):%-d %B %Y at %H:%M}" if seen else "has never run"
    says = f"The worker is not running and {when}. No mail is sent and nothing is sealed until it does."
    return Found("stopped" if seen else "never ran", says, Level.FAILS)


def _seal(settings: Settings) -> Found:
    folder, now = settings.seal_folder, clock.now()
    try:
        if not database.is_closed() and (foreign := authority.problem(settings)):
            return Found("foreign" if keys.exists(folder) else "unusable", foreign, Level.FAILS)
        status = install.status(folder, now)
        _unlock(folder, settings.seal_passphrase.get_secret_value(), _changed(folder))
    except keys.SealKeyError as error:
        return Found("unusable", str(error), Level.FAILS)
    if not database.is_closed() and (distrusted := pins.warning(settings, now)):
        return Found("distrusted", distrusted, Level.FAILS)
    warning = install.expiry_warning(folder, now) or ""
    if status.problem:
        return Found("unusable", warning, Level.FAILS)
    return Found("ends soon", warning, Level.ATTENTION) if status.runs_out_soon else Found()


@lru_cache(maxsize=2)
def _unlock(folder: Path, passphrase: str, _changed_at: int) -> None:
    """Unlock the key, which takes a tenth of a second, once and whenever a file there has changed."""
    keys.load_signer(folder, passphrase, clock.now())


def _changed(folder: Path) -> int:
    """When a file of the folder was last changed, in nanoseconds."""
    return max((file.stat().st_mtime_ns for file in folder.rglob("*")), default=0)


def _disk(settings: Settings) -> Found:
    """The space where the data folder is, and where SQLite's file is. That of a PostgreSQL server is not seen."""
    folders = {settings.data_folder.resolve()}
    if isinstance(database.obj, SqliteDatabase):
        folders.add(Path(settings.database.partition("sqlite:///")[2]).resolve().parent)
    free = min(shutil.disk_usage(folder).free for folder in folders if folder.is_dir()) // MEGABYTE
    if free >= settings.disk_low_mb:
        return Found()
    is_full = free < DISK_FULL_BELOW_MB
    says = f"Only {free} MB are free on the disk of the data folder. Free some, or make it larger."
    return Found("full" if is_full else "low", says, Level.FAILS if is_full else Level.ATTENTION)


def _mail(_: Settings) -> Found:
    given_up = OutboxMail.select().where(OutboxMail.state == MailState.GIVEN_UP).count()
    if given_up:
        mails = "1 mail is" if given_up == 1 else f"{given_up} mails are"
        return Found("given up", f"{mails} given up. {NAMED.format(part='Mail')}", Level.ATTENTION)
    is_late = (OutboxMail.state == MailState.QUEUED) & (OutboxMail.queued_at < clock.now() - MAIL_LATE_AFTER)
    late = OutboxMail.select().where(is_late).count()
    if not late:
        return Found()
    mails = "1 mail waits" if late == 1 else f"{late} mails wait"
    return Found("late", f"{mails} for more than 15 minutes. {NAMED.format(part='Mail')}", Level.ATTENTION)


def _sealing(_: Settings) -> Found:
    if operations.is_sealing_late():
        says = f"A record has waited for its seal for more than 15 minutes. {NAMED.format(part='Sealing')}"
        return Found("late", says, Level.ATTENTION)
    if SealingProblem.select().exists():
        says = f"A record could not be sealed and is tried again. {NAMED.format(part='Sealing')}"
        return Found("held up", says, Level.ATTENTION)
    return Found()


def _guessing(_: Settings) -> Found:
    counted = tallies.of_last_day()
    says = f"In the last day: {', '.join(f'{what} {number}' for what, number in counted.items())}."
    if any(counted[what] >= many for what, many in tallies.MANY.items()):
        more = "Somebody may be guessing: the log of the server in front says from where."
        return Found("many", f"{says} {more}", Level.ATTENTION)
    return Found(says=says)


def _accounts(settings: Settings) -> Found:
    """Whether production has the demonstration's people, or its password."""
    if settings.env != "production":
        return Found()
    if invented.has_accounts() or invented.has_shared_password():
        says = f"There are accounts of the demonstration, or with its password, which everybody knows. {WITHOUT_THEM}"
        return Found("known password", says, Level.ATTENTION)
    if invented.has_any():
        says = f"The register has people of the demonstration. {WITHOUT_THEM}"
        return Found("invented people", says, Level.ATTENTION)
    return Found()


PARTS = (
    Part("database", "Writing to the database", _database, "pages"),
    Part("migrations", "The version of the tables", _migrations, "pages"),
    Part("worker", "The background worker", _worker, "service"),
    Part("seal", "The sealing certificate", _seal, "service", reads_database=False, is_mailed=False),
    Part("disk", "Space on the disk", _disk, "service", reads_database=False),
    Part("mail", "Mail", _mail, ""),
    Part("sealing", "Sealing", _sealing, ""),
    Part("guessing", "Guessing", _guessing, ""),
    Part("accounts", "Accounts", _accounts, ""),
)
# Of this the command line alone knows: a worker that runs was started before, and must not call it well again.
STARTING = Part("starting", "Starting web and worker", lambda _: Found(), "service", reads_database=False)
