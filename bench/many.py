"""The register and searches at a million records, against the same at ten thousand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import models
from bench.council import open_council
from bench.rounds import Work, timed
from models import SearchTerm, Staff
from records import access
from records.demo import story
from records.register import lookup
from records.reporting import listing, work
from records.reporting.listing import Filters

FEW, MANY = 10_000, 1_000_000
# A council of a hundred times as many records has as many more children, staff and teams: one person's work stays.
RECORDS_OF_A_CHILD, RECORDS_OF_A_WORKER, WORKERS_OF_A_TEAM = 4, 200, 8

_TO = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :{})"
_NAMED = "substr('MiaLeoAvaIvyMaxEllaNoahMayaOmarZara', 1 + (i % 10) * 3, 3) || printf('%c', 97 + i % 26)"
_FILL = (
    f"""{_TO.format("teams")} INSERT INTO team (id, name, kind, service, locality, active, search)
    SELECT 1000 + i, 'Team ' || i, 'cluster', 'cluster', 'Northgate', 1, 'team ' || i FROM n""",
    f"""{_TO.format("workers")}
    INSERT INTO staff (id, name, email, role, team_id, password_hash, sign_in_version, active, search)
    SELECT 1000 + i, {_NAMED} || ' Worker' || i, 'w' || i || '@ashbournevale.example', 'social_worker',
    1001 + i % :teams, '', 1, 1, lower({_NAMED}) || ' worker' || i FROM n""",
    f"""{_TO.format("children")} INSERT INTO child (id, local_id, name, status, legal_status, placement,
    communication_needs, interpreter_language, search)
    SELECT 1000 + i, 'ZZ' || i, {_NAMED} || ' Child' || i, 'child_in_need', 'none', 'none', '', '',
    lower({_NAMED}) || ' child' || i || '|zz' || i FROM n""",
    """INSERT INTO post (staff_id, role, team_id, first_seen_on, seen_on)
    SELECT id, role, team_id, date('now', '-2 years'), date('now') FROM staff WHERE id > 1000""",
    """INSERT INTO child_spell (child_id, about, value, first_seen_on, seen_on)
    SELECT child.id, one.about, CASE one.about WHEN 'status' THEN child.status ELSE 'none' END, date('now', '-2 years'),
    date('now') FROM child, (SELECT 'status' AS about UNION SELECT 'legal_status' UNION SELECT 'placement') AS one
    WHERE child.id > 1000""",
    f"""{_TO.format("records")} INSERT INTO record (id, reference, kind, state, author_id, child_id, answers, typed,
    revision, version, protocol_version, created_at, saved_at, closed_reason, audit_length, audit_head)
    SELECT 1000 + i, 'TMR-' || i, 'transfer_meeting', CASE i % 20 WHEN 0 THEN 'draft' ELSE 'sealed' END,
    1001 + i % :workers, 1001 + i % :children, '{{}}', '{{}}', 1, 1, '1', datetime('now', '-' || (i % 2000) || ' days'),
    datetime('now', '-' || (i % 2000) || ' days'), '', 0, '' FROM n""",
    """INSERT INTO record_team (record_id, team_id, part)
    SELECT id, 1001 + author_id % :teams, 'current_team' FROM record WHERE id > 1000""",
    """INSERT INTO record_person (record_id, staff_id, part)
    SELECT id, 1001 + (author_id + 7) % :workers, 'new_worker' FROM record WHERE id > 1000""",
    """INSERT INTO step (record_id, version, "key", "order", action, title, part, rank, side, statements, declaration,
    asks, assignee_id, decided_by_id, state, digest, reason)
    SELECT id, 1, 'receiving_team_leader', 1, 'agree', '', '', '', '', '[]', '', '[]',
    1001 + (author_id + 9) % :workers, 1001 + (author_id + 9) % :workers, 'approved', '', ''
    FROM record WHERE id > 1000""",
)


def council_of(folder: Path, records: int) -> object:
    """The demo's council on a SQLite file of its own, and that many more sealed records and drafts beside its own."""
    folder.mkdir()
    app = open_council(folder)
    workers = records // RECORDS_OF_A_WORKER
    sizes = {
        "records": records,
        "children": records // RECORDS_OF_A_CHILD,
        "workers": workers,
        "teams": max(1, workers // WORKERS_OF_A_TEAM),
    }
    database = models.connect_to(app.extensions["settings"].database)
    with sqlite3.connect(database.database) as connection:
        for statement in _FILL:
            connection.execute(statement, sizes)
        for kind in ("child", "staff", "team"):
            rows = connection.execute(f"SELECT id, search FROM {kind} WHERE id > 1000")  # noqa: S608 - one of three
            terms = ((kind, row, *term) for row, search in rows for term in SearchTerm.of(search))
            connection.executemany("INSERT INTO search_term (kind, row, starts, term) VALUES (?, ?, ?, ?)", terms)
    connection.close()
    return database


def search_works(database: object) -> dict[str, Work]:
    """What a person waits for, by name: on this database whatever was used before."""
    asked: dict[str, Callable[[], object]] = {
        "a child by name": lambda: lookup.find_children("maya ade"),
        "a child by a first name that many have": lambda: lookup.find_children("leo"),
        "a child by local id": lambda: lookup.find_children("AV104315"),
        "a member of staff": lambda: lookup.find_staff("whitcombe"),
        "a social worker's home page": lambda: work.get_work(_person(story.AUTHOR)),
        "a head of service's home page": lambda: work.get_work(_person(story.CLUSTER_HEAD)),
        "the tenth page of what a head of service sees": lambda: listing.get_page(
            _person(story.CLUSTER_HEAD), Filters(), 10
        ),
        "what a head of service sees of one child": lambda: listing.get_page(
            _person(story.CLUSTER_HEAD), Filters(find="maya ade")
        ),
        "what waits for somebody below a head of service": lambda: listing.get_page(
            _person(story.CLUSTER_HEAD), Filters(waits_for="raghunathan")
        ),
        "a record by its reference": lambda: access.get_record(reference="TMR-7777", staff=_person(story.CLUSTER_HEAD)),
    }
    return {name: _on(database, ask) for name, ask in asked.items()}


def _on(database: object, ask: Callable[[], object]) -> Work:
    once = timed(ask)

    def work() -> float:
        models.database.initialize(database)
        return once()

    return work


def _person(email: str) -> Staff:
    return Staff.get(Staff.email == email)
