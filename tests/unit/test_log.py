"""The log: one entry a fault, with what it belongs to and the database's own code, and nothing about anybody."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import peewee
import psycopg
import pytest

import faults
import logs

CHILD = "Maya Adeyemi-Clarke"


class Kept(logging.Handler):
    """Keeps what would be written, as text or JSON."""

    def __init__(self, form: str = "text", repeats: logs.Repeats | None = None) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logs.formatter(form))
        if repeats:
            self.addFilter(repeats)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    log = logging.getLogger("handover.test")
    log.propagate = False
    log.setLevel(logging.INFO)
    yield log
    log.handlers.clear()
    log.propagate = True
    logs.note()


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


def full_disk(tmp_path: Path) -> BaseException:
    """What peewee raises when SQLite may use no further page."""
    database = peewee.SqliteDatabase(str(tmp_path / "full.db"))
    database.execute_sql("create table t (x)")
    database.execute_sql("pragma max_page_count = 1")
    try:
        for _ in range(9):
            database.execute_sql("insert into t values (zeroblob(4000))")
    except peewee.OperationalError as error:
        return error
    finally:
        database.close()
    raise AssertionError("it was never full")


def test_an_entry_says_when_where_and_for_which_request(log: logging.Logger) -> None:
    kept = Kept()
    log.addHandler(kept)
    logs.note(request="abc123", route="home.show_home", method="GET")

    log.info("answered", extra={"status": 404, "ms": 3})

    when, rest = kept.lines[0].split(" ", 1)
    assert when.endswith("Z")
    assert "T" in when
    assert rest == ("INFO handover.test answered request=abc123 route=home.show_home method=GET status=404 ms=3")


def test_as_json_an_entry_is_one_line_with_its_stack(log: logging.Logger) -> None:
    kept = Kept("json")
    log.addHandler(kept)

    faults.log_exception(log, "job failed", raised(ValueError(CHILD)), status=500)

    assert "\n" not in kept.lines[0]
    entry = json.loads(kept.lines[0])
    assert (entry["text"], entry["status"], entry["level"]) == ("job failed: ValueError", 500, "ERROR")
    assert "in raised" in entry["stack"]
    assert CHILD not in kept.lines[0]


def test_what_other_libraries_log_of_an_exception_is_kept_without_its_words(log: logging.Logger) -> None:
    kept = Kept()
    log.addHandler(kept)

    log.error("Unhandled exception in task", exc_info=raised(ValueError(CHILD)))

    assert len(kept.lines) == 1
    assert "Unhandled exception in task: ValueError" in kept.lines[0]
    assert CHILD not in kept.lines[0]


def test_a_line_break_in_an_entry_makes_no_second_one(log: logging.Logger) -> None:
    kept = Kept()
    log.addHandler(kept)

    log.info("one\n2026-01-01T00:00:00.000Z ERROR handover forged")

    assert "\n" not in kept.lines[0]


def test_a_full_disk_is_named_by_the_databases_own_code(tmp_path: Path) -> None:
    error = full_disk(tmp_path)

    assert faults.code_of(error) == "SQLITE_FULL"
    assert faults.why_unavailable(error) == faults.DISK_FULL
    assert faults.describe(error) == "OperationalError SQLITE_FULL, the disk is full"


def test_a_server_that_is_away_has_no_code_and_is_named_all_the_same() -> None:
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgresql://nobody@127.0.0.1:1/none", connect_timeout=2)

    assert faults.why_unavailable(caught.value) == faults.NO_ANSWER


@pytest.mark.parametrize(
    "said, code, why",
    [
        ('database "none" does not exist', "3D000", faults.MISSING),
        ('password authentication failed for user "handover"', "28P01", faults.NOT_LET_IN),
        ('role "handover" does not exist', "28000", faults.NOT_LET_IN),
        ('permission denied for database "handover"', "42501", faults.NOT_LET_IN),
        ("sorry, too many clients already", "53300", faults.BUSY),
        ("the database system is starting up", "57P03", faults.NO_ANSWER),
        ("server closed the connection unexpectedly", "no answer", faults.NO_ANSWER),
    ],
)
def test_a_server_that_answers_and_lets_nobody_in_is_named_by_its_code(said: str, code: str, why: str) -> None:
    error = psycopg.OperationalError(f'connection failed: connection to server at "host" failed: FATAL:  {said}')

    assert (faults.code_of(error), faults.why_unavailable(error)) == (code, why)


@pytest.mark.parametrize(
    "error, why",
    [
        (psycopg.errors.DiskFull(), faults.DISK_FULL),
        (psycopg.errors.AdminShutdown(), faults.NO_ANSWER),
        (psycopg.errors.ReadOnlySqlTransaction(), faults.READ_ONLY),
        (psycopg.errors.TooManyConnections(), faults.BUSY),
        (psycopg.errors.UndefinedColumn(), ""),
        (psycopg.errors.UniqueViolation(), ""),
        (OSError(28, "No space left on device"), faults.DISK_FULL),
        (FileNotFoundError(2, "No such file"), ""),
        (ValueError(CHILD), ""),
    ],
)
def test_what_ends_by_itself_is_told_from_a_fault_of_ours(error: BaseException, why: str) -> None:
    assert faults.why_unavailable(error) == why


def test_a_missing_table_is_a_fault_of_ours() -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("select * from nothing")

    assert faults.why_unavailable(caught.value) == ""


def test_the_same_fault_of_the_worker_is_written_once_and_then_ever_more_seldom(log: logging.Logger) -> None:
    seconds = [0.0]
    kept = Kept(repeats=logs.Repeats(lambda: seconds[0]))
    log.addHandler(kept)

    for second in range(600):
        seconds[0] = float(second)
        log.error("the queue cannot be read")

    assert len(kept.lines) == 4, "at 0, 60, 180 and 420 seconds"
    assert kept.lines[1].endswith("(and 59 times since the last entry)")


def test_what_every_request_meets_is_one_fault_and_each_has_its_number(log: logging.Logger) -> None:
    seconds = [0.0]
    kept = Kept(repeats=logs.Repeats(lambda: seconds[0]))
    log.addHandler(kept)
    for second, number in ((0.0, "a1"), (1.0, "a2"), (61.0, "a3")):
        seconds[0] = second
        logs.note(request=number)
        log.error("cannot work", extra={"of_service": True})

    assert [(line.split()[1], line.partition("request=")[2]) for line in kept.lines] == [
        ("ERROR", "a1"),
        ("INFO", "a2"),
        ("ERROR", "a3"),
    ]
    assert "(and once since the last entry)" in kept.lines[2]


def test_another_fault_is_not_left_out_and_neither_is_any_of_a_request(log: logging.Logger) -> None:
    kept = Kept(repeats=logs.Repeats(lambda: 0.0))
    log.addHandler(kept)
    log.error("one")
    log.error("another")
    for number in ("a1", "a2"):
        logs.note(request=number)
        log.error("one")

    assert len(kept.lines) == 4


def test_a_fault_that_comes_back_much_later_begins_anew(log: logging.Logger) -> None:
    seconds = [0.0]
    kept = Kept(repeats=logs.Repeats(lambda: seconds[0]))
    log.addHandler(kept)
    for at in (0.0, 1000.0, 1059.0, 1060.0):
        seconds[0] = at
        log.error("one")

    assert len(kept.lines) == 3
