"""Councils with many records: thin ones (a row of each table), and full ones, copied from one that was sealed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

import models
from bench import council, kept, sealing
from models import Record, SearchTerm
from records import listed_by
from records.reporting import keeping_figures

FEW, MANY = 10_000, 1_000_000
FULL = 50_000
# A council of a hundred times as many records has as many more children, staff and teams: one person's work stays.
RECORDS_OF_A_CHILD, RECORDS_OF_A_WORKER, WORKERS_OF_A_TEAM = 4, 200, 8
FIRST = 1000  # ids up to here are the demo's
LEADERS = 1_000_000  # the leader of team 1001 is 1001001
PDF_BYTES = 8_000  # in place of the real 160,000, which no list reads

_TO = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :{})"
_NAMED = "substr('MiaLeoAvaIvyMaxEllaNoahMayaOmarZara', 1 + (i % 10) * 3, 3) || printf('%c', 97 + i % 26)"
# Numbers without order, so that neither states nor days go with authors.
_ANY = "(i * 2654435761 % 4294967296)"
_PARTS = f"""SELECT i, {_ANY} / 65536 % 40 AS some, {_ANY} / 1024 % 50 AS sort, {_ANY} / 2147484 AS day FROM n"""
_STATE = """CASE WHEN some < 2 THEN 'draft' WHEN some = 2 THEN 'returned' WHEN some = 3 THEN 'submitted'
    WHEN some = 4 THEN 'withdrawn' WHEN some = 5 THEN 'refusal_sealed' WHEN some = 6 THEN 'corrected'
    ELSE 'sealed' END"""
_DAY = "(CASE WHEN some < 4 THEN day % 30 ELSE day END)"  # what is under way is of this month
_LEADER = f"{LEADERS} + 1001 + author_id % :teams"
_FILL = (
    f"""{_TO.format("teams")} INSERT INTO team (id, name, kind, service, locality, active, search)
    SELECT 1000 + i, 'Team ' || printf('%05d', i), CASE i % 5 WHEN 4 THEN 'looked_after_0_12' ELSE 'cluster' END,
    CASE i % 5 WHEN 4 THEN 'looked_after' ELSE 'cluster' END,
    CASE WHEN i % 5 = 4 THEN NULL WHEN i % 2 THEN 'Northgate' ELSE 'Riverside' END, 1,
    'team ' || printf('%05d', i) FROM n""",
    f"""{_TO.format("workers")}
    INSERT INTO staff (id, name, email, role, team_id, password_hash, sign_in_version, active, search)
    SELECT 1000 + i, {_NAMED} || ' Worker' || printf('%05d', i), 'w' || i || '@ashbournevale.example', 'social_worker',
    1001 + i % :teams, '', 1, 1, lower({_NAMED}) || ' worker' || printf('%05d', i) FROM n""",
    f"""{_TO.format("teams")}
    INSERT INTO staff (id, name, email, role, team_id, password_hash, sign_in_version, active, search)
    SELECT {LEADERS} + 1000 + i, {_NAMED} || ' Leader' || printf('%05d', i), 'l' || i || '@ashbournevale.example',
    'team_leader',     1000 + i, '', 1, 1, lower({_NAMED}) || ' leader' || printf('%05d', i) FROM n""",
    f"""{_TO.format("children")} INSERT INTO child (id, local_id, name, status, legal_status, placement,
    communication_needs, interpreter_language, search, date_of_birth)
    SELECT 1000 + i, 'ZZ' || i, {_NAMED} || ' Child' || i,
    CASE i % 5 WHEN 0 THEN 'looked_after' ELSE 'child_in_need' END, 'none', 'none', '', '',
    lower({_NAMED}) || ' child' || i || '|zz' || i, date('now', '-' || (1000 + i % 5000) || ' days') FROM n""",
    """INSERT INTO allocation (child_id, worker_id, team_id, started_on, ended_on, reason_code)
    SELECT child.id, 1001 + (child.id + 7 * k) % :workers, 1001 + (1 + (child.id + 7 * k) % :workers) % :teams,
    date('now', '-' || (900 - 300 * k - child.id % 300) || ' days'),
    CASE k WHEN 2 THEN NULL ELSE date('now', '-' || (600 - 300 * k - child.id % 300) || ' days') END,
    CASE child.id % 3 WHEN 0 THEN 'TSPROC' WHEN 1 THEN 'MANAGE' ELSE 'LEFTRL' END
    FROM child, (SELECT 0 AS k UNION SELECT 1 UNION SELECT 2) WHERE child.id > 1000""",
    """INSERT INTO post (staff_id, role, team_id, first_seen_on, seen_on)
    SELECT id, role, team_id, date('now', '-2 years'), date('now') FROM staff WHERE id > 1000""",
    """INSERT INTO child_spell (child_id, about, value, first_seen_on, seen_on)
    SELECT child.id, one.about, CASE one.about WHEN 'status' THEN child.status ELSE 'none' END, date('now', '-2 years'),
    date('now') FROM child, (SELECT 'status' AS about UNION SELECT 'legal_status' UNION SELECT 'placement') AS one
    WHERE child.id > 1000""",
    # Two spells of each child: one that ended lately or long ago, and one that runs.
    f"""{_TO.format("children")}
    INSERT INTO allocation (child_id, worker_id, team_id, started_on, ended_on, reason_code)
    SELECT 1000 + i, 1001 + i % :workers, 1001 + (i % :workers) % :teams, date('now', '-9 years'),
    date('now', '-' || (i * 7919 % 1500) || ' days'), 'FCONTA' FROM n""",
    f"""{_TO.format("children")}
    INSERT INTO allocation (child_id, worker_id, team_id, started_on, ended_on, reason_code)
    SELECT 1000 + i, 1001 + (i + 5) % :workers, 1001 + ((i + 5) % :workers) % :teams,
    date('now', '-' || (i * 7919 % 1500) || ' days'), NULL, 'TSPROC' FROM n""",
    """INSERT INTO worker_change (allocation_id, child_id, team_id, started_on, before_id, standing, record_id)
    SELECT id, child_id, team_id, started_on, NULL, CASE WHEN reason_code = 'FCONTA' THEN 'contact'
    WHEN child_id % 3 THEN 'record' ELSE 'open' END, NULL FROM allocation WHERE child_id > 1000""",
    f"""{_TO.format("records")}
    INSERT INTO record (id, reference, reference_end, kind, state, author_id, child_id, answers, typed, revision,
    version, protocol_version, to_read, created_at, saved_at, takes_effect_on, reason_code,
    has_corrections, closed_reason, audit_length, audit_head)
    SELECT 1000 + i, 'TMR-' || i, i,
    CASE WHEN sort = 7 THEN 'emergency_transfer' WHEN sort = 9 THEN 'exception_decision' ELSE 'transfer_meeting' END,
    {_STATE}, 1001 + i % :workers, 1001 + i % :children, :answers, '{{}}', 1, 1, '1', '[]',
    datetime('now', '-' || {_DAY} || ' days'), datetime('now', '-' || {_DAY} || ' days'),
    date('now', (14 - {_DAY}) || ' days'), substr('MANAGELEFTRLORGRSTTSPROCABSENC', 1 + sort % 5 * 6, 6), i % 20 = 0,
    '', 0, '' FROM ({_PARTS})""",
    """INSERT INTO record_writer (record_id, staff_id, first_at, last_at)
    SELECT id, author_id, saved_at, saved_at FROM record WHERE id > 1000""",
)
# What a thin record has one row of.
_THIN = (
    """INSERT INTO record_version (record_id, number, answers, findings, digest, recipe, protocol_version,
    weighed_on, submitted_by_id, submitted_at, void_reason, has_corrections)
    SELECT id, 1, answers, '[]', '', 1, '1', date(saved_at), author_id, saved_at, '', id % 20 = 0
    FROM record WHERE id > 1000""",
    """INSERT INTO record_team (record_id, team_id, part)
    SELECT id, 1001 + author_id % :teams, 'current_team' FROM record WHERE id > 1000""",
    """INSERT INTO record_person (record_id, staff_id, part)
    SELECT id, 1001 + (author_id + 7) % :workers, 'new_worker' FROM record WHERE id > 1000""",
    f"""INSERT INTO step (record_id, version, "key", "order", action, title, part, rank, side, statements, declaration,
    asks, may_refuse, passes_up, again_after, assignee_id, decided_by_id, state, opened_at, asked_at, due_on,
    decided_at, digest, reason)
    SELECT id, 1, 'receiving_team_leader', 1, 'agree', '', '', '', '', '[]', '', '[]', 0, 0, '', {_LEADER},
    CASE state WHEN 'submitted' THEN NULL ELSE {_LEADER} END,
    CASE state WHEN 'submitted' THEN 'open' WHEN 'draft' THEN 'void' ELSE 'approved' END,
    saved_at, saved_at, date(saved_at, '7 days'), CASE state WHEN 'submitted' THEN NULL ELSE saved_at END, '', ''
    FROM record WHERE id > 1000""",
    """INSERT INTO promised_day (record_id, question, statement, staff_id, due_on, ended_at)
    SELECT id, 'joint_visit', '', author_id, date('now', (id % 30 - 15) || ' days'),
    CASE id / 7 % 50 WHEN 0 THEN NULL ELSE saved_at END FROM record WHERE id > 1000 AND state = 'sealed'""",
)
# What is unusual, of thin records and of full ones.
_UNUSUAL = (
    """INSERT INTO departure (version_id, statement)
    SELECT id, CASE record_id % 70 WHEN 0 THEN '315.7.1' ELSE '142.2.3' END
    FROM record_version WHERE record_id > 1000 AND record_id % 10 = 0""",
    """INSERT INTO acceptance (version_id, statement, accepted_at)
    SELECT id, '142.3.2', submitted_at FROM record_version WHERE record_id > 1000 AND record_id % 50 = 0""",
    """INSERT INTO refusal (record_id, step_id, child_id, rank, stays, refused_at, settled_at, settled_reason)
    SELECT id, (SELECT MIN(step.id) FROM step WHERE step.record_id = record.id), child_id, 'team_leader', 0, saved_at,
    CASE id % 2 WHEN 0 THEN saved_at END, '' FROM record WHERE id > 1000 AND state = 'refusal_sealed'""",
)
_SOMEBODY = f"""CASE WHEN one."key" LIKE '%leader' THEN {_LEADER}
    ELSE 1001 + (author_id + 7 + one.id) % :workers END"""
# Table → what its copies have in place of the sealed record's own values.
_COPIED: Mapping[str, Mapping[str, str]] = {
    "record_version": {
        "submitted_by_id": "author_id",
        "submitted_at": "saved_at",
        "has_corrections": "record.id % 20 = 0",
    },
    "record_team": {"team_id": "1001 + (author_id + one.id) % :teams"},
    "record_person": {"staff_id": "1001 + (author_id + 7 + one.id) % :workers"},
    "step": {
        "assignee_id": _SOMEBODY,
        "decided_by_id": _SOMEBODY,
        "state": "CASE record.state WHEN 'submitted' THEN 'open' WHEN 'draft' THEN 'void' ELSE 'approved' END",
        "due_on": "date(saved_at, '7 days')",
        "decided_at": "CASE record.state WHEN 'submitted' THEN NULL ELSE saved_at END",
    },
    "promised_day": {
        "staff_id": "author_id",
        "due_on": "date('now', (record.id % 30 - 15) || ' days')",
        "ended_at": "CASE record.id / 7 % 50 WHEN 0 THEN NULL ELSE saved_at END",
    },
    "outbox_mail": {
        "message_id": "'m' || record.id || '-' || one.id",
        "once": "NULL",
        "to_id": "author_id",
        "state": "'sent'",
        "next_attempt_at": "saved_at",
        "queued_at": "saved_at",
    },
    "audit_event": {"staff_id": "author_id", "happened_at": "saved_at"},
    "sealed_document": {
        "code": "'M' || record.id || '-' || one.id",
        "sha256": "'m' || record.id || '-' || one.id",
        "data": f"zeroblob({PDF_BYTES})",
        "sealed_at": "saved_at",
    },
}


def council_of(folder: Path, records: int, *, full: bool = False) -> Flask:
    """The demo's council on a SQLite file of its own, and so many more records, thin or full. Returns its app.

    A folder that was filled before is opened, and its tables are brought up to date.
    """
    filled = folder / "filled"
    folder.mkdir(exist_ok=filled.exists())
    app = council.open_council(folder)
    if not filled.exists():
        _fill(app, models.connect_to(app.extensions["settings"].database).database, records, full=full)
        filled.touch()
    return app


def _fill(app: Any, file: str, records: int, *, full: bool) -> None:
    model = _sealed(app) if full else None
    workers = records // RECORDS_OF_A_WORKER
    values = {
        "records": records,
        "children": records // RECORDS_OF_A_CHILD,
        "workers": workers,
        "teams": max(1, workers // WORKERS_OF_A_TEAM),
        "answers": "{}",
    }
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA cache_size = -500000")
        connection.execute("PRAGMA synchronous = off")
        if model:
            values |= {"model": model}
            values["answers"] = connection.execute("SELECT answers FROM record WHERE id = ?", (model,)).fetchone()[0]
        for statement in (*_FILL, *(() if full else _THIN), *(_copies(connection) if full else ()), *_UNUSUAL):
            connection.execute(statement, values)
        kept.fill(connection, full=full)
        _fill_search(connection)
    connection.close()
    with app.app_context():
        listed_by.note_all()
        keeping_figures.recount()


def _sealed(app: Any) -> int:
    """The id of a record with every answer of case one, submitted, approved and sealed."""
    reference = council.write_case_one(app)
    council.approve(app, reference)
    sealing.seal_now(app)
    with app.app_context():
        return int(Record.get(Record.reference == reference).id)


def _copies(connection: sqlite3.Connection) -> list[str]:
    return [_copy_of(connection, table, instead) for table, instead in _COPIED.items()]


def _copy_of(connection: sqlite3.Connection, table: str, instead: Mapping[str, str]) -> str:
    """A statement that gives every record the rows of the sealed one in a table."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
    of_each = {"record_id": "record.id", **instead}
    values = ", ".join(of_each.get(column, f'one."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    return f"""INSERT INTO {table} ({named}) SELECT {values} FROM record CROSS JOIN {table} AS one
        WHERE one.record_id = :model AND record.id > {FIRST}"""  # noqa: S608 - names of ours


def _fill_search(connection: sqlite3.Connection) -> None:
    """Fill the search index, whose own indexes are made afterwards: millions of terms come in no order."""
    of_terms = "FROM sqlite_master WHERE type = 'index' AND tbl_name = 'search_term' AND sql IS NOT NULL"
    indexes = connection.execute(f"SELECT name, sql {of_terms}").fetchall()  # noqa: S608 - names of ours
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for kind in ("child", "staff", "team"):
        rows = connection.execute(f"SELECT id, search FROM {kind} WHERE id > {FIRST}")  # noqa: S608 - one of three
        terms = ((kind, row, *term) for row, search in rows for term in SearchTerm.of(search))
        connection.executemany("INSERT INTO search_term (kind, row, starts, term) VALUES (?, ?, ?, ?)", terms)
    for _, made_by in indexes:
        connection.execute(made_by)
