"""Records that were there before lists were narrowed by their reason are found by it after the migration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playhouse.migrations import Runner

import models
from commands.context import MIGRATIONS
from commands.setup import apply_migrations
from models import PromisedDay, Record
from tests.conftest import Databases

pytestmark = pytest.mark.both_databases

ANSWERS = {
    "HO-1": {"transfer_reason_code": "LEFTRL"},
    "HO-2": {"transfer_reason_code": 7, "correction-child_status": {"value": "looked_after"}},
    "HO-3": {"worries": "She did not say correction-"},
}

RECORD = """
    insert into record (reference, kind, state, author_id, answers, typed, revision, version, protocol_version, to_read,
    created_at, saved_at, closed_reason, audit_length, audit_head) values ('{reference}', 'transfer_meeting', 'sealed',
    1, '{answers}', '{{}}', 0, 1, '1', '[]', '2026-01-05', '2026-01-05', '', 0, '')
"""
PROMISE = """
    insert into promised_day (record_id, question, statement, due_on) values (1, 'joint_visit_date', '', '2026-02-01')
"""
MAIL = """
    insert into outbox_mail (message_id, to_id, kind, about, state, attempts, unanswered, next_attempt_at, last_error,
    queued_at, sent_at) values ('m1', 1, 'promised', '{"promises": [2]}', 'sent', 1, 0, '2026-01-30', '', '2026-01-30',
    '2026-01-30 09:00:00')
"""


@pytest.fixture
def old(database_kind: str, databases: Callable[[str], Databases]) -> Iterator[Any]:
    """A database without a table, open."""
    with databases(database_kind).empty() as url:
        yield models.connect_to(url)


def test_reasons_corrections_and_reminders_are_read_from_what_was_stored(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0027_growth")
    old.execute_sql(
        "insert into staff (search, name, email, role, password_hash, sign_in_version, active)"
        " values ('a', 'A', 'a@a.example', 'team_leader', '', 1, true)"
    )
    for reference, answers in ANSWERS.items():
        old.execute_sql(RECORD.format(reference=reference, answers=json.dumps(answers)))
    for _ in range(2):
        old.execute_sql(PROMISE)
    old.execute_sql(MAIL)

    apply_migrations()

    listed = Record.select(Record.reference, Record.reason_code, Record.has_corrections).order_by(Record.id).tuples()
    assert list(listed) == [("HO-1", "LEFTRL", False), ("HO-2", "", True), ("HO-3", "", False)]
    reminded = [
        day.reminded_at and day.reminded_at.isoformat() for day in PromisedDay.select().order_by(PromisedDay.id)
    ]
    assert reminded == [None, "2026-01-30T09:00:00+00:00"]
