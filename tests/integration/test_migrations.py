"""The migrations make the tables that the models describe, and carry over what an earlier version had stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playhouse.migrations import Runner

import models
from commands.context import MIGRATIONS
from commands.setup import apply_migrations
from records import access
from records.register import facts, lookup, posts
from tests.conftest import Databases

pytestmark = pytest.mark.both_databases

WORKER, TEAM = {"id": 1, "name": "Priya Shah"}, {"id": 2, "name": "North cluster 2"}
STAYING = {"current_worker": WORKER, "new_worker": WORKER, "current_team": TEAM, "new_team": TEAM}
WRITTEN_BEFORE = {"value": WORKER, "how": "Written before facts came from the register"}

Shape = dict[str, tuple[list[Any], list[Any]]]


def shape_of(database: Any) -> Shape:
    """Each table's columns (name, may be null, is the key) and indexes (columns, unique)."""
    return {
        table: (
            sorted((column.name, column.null, column.primary_key) for column in database.get_columns(table)),
            sorted((tuple(index.columns), index.unique) for index in database.get_indexes(table)),
        )
        for table in (model._meta.table_name for model in models.TABLES)
    }


@pytest.fixture
def kind(database_kind: str, databases: Callable[[str], Databases]) -> Databases:
    """Where new databases come from."""
    return databases(database_kind)


@pytest.fixture
def old(kind: Databases) -> Iterator[Any]:
    """A database without a table, open."""
    with kind.empty() as url:
        yield models.connect_to(url)


def add_draft(old: Any) -> None:
    """A draft of a transfer meeting record without an answer, and its author."""
    old.execute_sql(
        "insert into staff (search, name, email, role, password_hash, sign_in_version, active)"
        " values ('a', 'A', 'a@a.example', 'team_leader', '', 1, true)"
    )
    old.execute_sql(
        "insert into record (reference, kind, state, author_id, answers, typed, revision, version, protocol_version,"
        " created_at, saved_at, closed_reason, audit_length, audit_head)"
        " values ('HO-1', 'transfer_meeting', 'draft', 1, '{}', '{}', 0, 0, '1', '2026-01-05', '2026-01-05', '', 0, '')"
    )


def test_the_migrations_make_the_tables_that_the_models_describe(kind: Databases) -> None:
    with kind.empty() as url:
        migrated = models.connect_to(url)
        apply_migrations()
        by_migrations = shape_of(migrated)
    with kind.empty() as url:
        made = models.connect_to(url)
        made.create_tables(models.TABLES)
        assert by_migrations == shape_of(made)


def test_a_mail_that_waited_before_an_upgrade_still_waits_after_it(old: Any) -> None:
    runner = Runner(old, str(MIGRATIONS))
    runner.up("0002_queue")
    add_draft(old)
    old.execute_sql(
        "insert into outbox_mail (message_id, to_id, kind, record_id, about, state, attempts, next_attempt_at,"
        " last_error, queued_at) values ('m1', 1, 'returned', 1, '{}', 'queued', 0, '2026-01-05', '', '2026-01-05')"
    )
    apply_migrations()
    waiting = models.OutboxMail.get()
    assert (waiting.message_id, waiting.record.reference, waiting.once) == ("m1", "HO-1", None)


def test_staff_who_were_there_before_an_upgrade_are_found_by_their_number_after_it(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0005_records_by_when_they_were_saved")
    old.execute_sql(
        "insert into staff (search, name, email, role, social_work_id, password_hash, sign_in_version, active)"
        " values ('zoe', 'Zoë', 'z@a.example', 'social_worker', 'SW9001199', '', 1, true),"
        " ('winifred', 'Winifred', 'w@a.example', 'auditor', null, '', 1, true)"
    )
    apply_migrations()
    assert [staff.name for staff in lookup.find_staff("sw9001199")] == ["Zoë"]
    assert [staff.name for staff in lookup.find_staff("winifred")] == ["Winifred"]
    for staff in models.Staff.select():
        found_by = staff.search
        staff.save()
        assert staff.search == found_by


def test_whoever_was_there_before_an_upgrade_is_found_by_part_of_a_word_after_it(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0007_figures_of_versions")
    old.execute_sql(
        "insert into team (search, name, kind, service, active)"
        " values ('harbour', 'Harbour', 'cluster', 'cluster', true)"
    )
    apply_migrations()
    assert [team.name for team in lookup.find_teams("arbo")] == ["Harbour"]


def test_names_that_were_there_before_an_upgrade_are_found_however_they_are_written_after_it(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0010_what_was_submitted_stays")
    old.execute_sql(
        "insert into child (search, name, local_id, status, legal_status, placement, communication_needs,"
        " interpreter_language) values ('maya o’brien-łuc qx1', 'Maya O’Brien-Łuc', 'QX1', 'unborn', 'none', 'none',"
        " '', ''), ('', 'Groß, \u200bZoë', 'QX2', 'unborn', 'none', 'none', '', '')"
    )
    old.execute_sql(
        "insert into staff (search, name, email, role, social_work_id, password_hash, sign_in_version, active)"
        " values ('', 'Ægir D´Arcy', 'z@a.example', 'social_worker', 'SW9001199', '', 1, true)"
    )
    old.execute_sql(
        "insert into team (search, name, kind, service, active) values ('', 'North–East', 'cluster', 'cluster', true)"
    )
    apply_migrations()
    assert [child.local_id for child in lookup.find_children("obrien luc, maya")] == ["QX1"]
    assert [child.local_id for child in lookup.find_children("zoe gross")] == ["QX2"]
    assert [staff.name for staff in lookup.find_staff("darcy sw9001199")] == ["Ægir D´Arcy"]
    assert [team.name for team in lookup.find_teams("northeast")] == ["North–East"]
    for model in (models.Child, models.Staff, models.Team):
        [kind] = {model._meta.table_name}
        for row in model.select():
            assert row.search == row.get_search_text()
            terms = models.SearchTerm.select().where((models.SearchTerm.kind == kind) & (models.SearchTerm.row == row))
            assert {(term.starts, bytes(term.term)) for term in terms} == models.SearchTerm.of(row.search)


def test_what_was_known_before_an_upgrade_begins_the_spells_after_it(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0010_what_was_submitted_stays")
    old.execute_sql(
        "insert into team (search, name, kind, service, active) values ('east', 'East', 'cluster', 'cluster', true)"
    )
    old.execute_sql(
        "insert into staff (search, name, email, role, team_id, service, password_hash, sign_in_version, active)"
        " values ('a', 'A', 'a@a.example', 'team_leader', 1, 'cluster', '', 1, true),"
        " ('b', 'B', 'b@a.example', 'team_leader', 1, 'cluster', '', 1, false),"
        " ('c', 'C', 'c@a.example', 'head_of_service', null, 'cluster', '', 1, true)"
    )
    old.execute_sql(
        "insert into child (search, local_id, name, status, child_protection_category, legal_status,"
        " legal_status_since, placement, communication_needs, interpreter_language)"
        " values ('ann', 'T1', 'Ann', 'child_protection', 'neglect', 'C1', '2026-01-05', 'none', '', '')"
    )

    apply_migrations()

    known = facts.facts_on(models.Child.get())
    assert [(str(about), fact.value, fact.category, fact.since) for about, fact in sorted(known.items())] == [
        ("legal_status", "C1", None, date(2026, 1, 5)),
        ("placement", "none", None, None),
        ("status", "child_protection", "neglect", None),
    ]
    team = models.Team.get()
    assert [person.name for person in posts.holders(models.Role.TEAM_LEADER, {"team": team})] == ["A"]
    head = posts.manager_above(models.Role.HEAD_OF_SERVICE, team)
    assert head is not None
    assert head.name == "C"


@pytest.mark.parametrize(
    "kind_of_record, before, after",
    [
        ("transfer_meeting", {"joint_visit_both_workers": "no"}, {"joint_visit_together": "not_both"}),
        ("emergency_transfer", {"transfer_reason": "Ill."}, {"what_happened": "Ill."}),
        ("management_handover", {"four_way_outcome": "Agreed."}, {"four_way_outcome": "Agreed.", "unresolved": "yes"}),
        (
            "exception_decision",
            STAYING,
            STAYING | {"decided_instead": "stays", "correction-current_worker": WRITTEN_BEFORE},
        ),
    ],
)
def test_a_draft_of_before_answers_the_questions_that_its_kind_asks_now(
    old: Any, kind_of_record: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    Runner(old, str(MIGRATIONS)).up("0012_dated_spells")
    add_draft(old)
    said = "update record set kind = ?, answers = ?".replace("?", old.param)
    old.execute_sql(said, (kind_of_record, json.dumps(before)))

    apply_migrations()

    assert models.Record.get().answers == after


@pytest.mark.parametrize(
    "state, closed, kept",
    [
        ("sealed", False, [("full_handover_on", None), ("service_actions", 1)]),
        ("sealed", True, []),
        ("draft", False, []),
    ],
)
def test_what_an_approved_emergency_promised_before_an_upgrade_is_promised_after_it(
    old: Any, state: str, closed: bool, kept: list[Any]
) -> None:
    Runner(old, str(MIGRATIONS)).up("0013_final_questions")
    add_draft(old)
    actions = [
        {"what": "Visits", "state": "in_place", "by_when": "2026-02-01"},
        {"what": "A card", "state": "planned", "by_when": "2026-02-01"},
        {"what": "A call", "state": "planned"},
    ]
    answers = json.dumps({"service_actions": actions, "full_handover_on": "2026-03-01"})
    said = "update record set kind = 'emergency_transfer', state = ?, version = 1".replace("?", old.param)
    old.execute_sql(said, (state,))
    version = (
        "insert into record_version (record_id, number, answers, findings, digest, weighed_on, submitted_by_id,"
        " submitted_at, void_reason, protocol_version)"
        " values (1, 1, ?, '[]', '', '2026-01-05', 1, '2026-01-05', '', '1')"
    )
    old.execute_sql(version.replace("?", old.param), (answers,))
    if closed:
        old.execute_sql(
            "insert into follow_up (record_id, question, answer, staff_id, added_at)"
            " values (1, 'closing_note', '\"Done\"', 1, '2026-01-06')"
        )

    apply_migrations()

    found = models.PromisedDay.select().order_by(models.PromisedDay.question)
    assert [(day.question, day.row) for day in found] == kept
    assert all(day.ended_at is None and day.due_on >= date(2026, 2, 1) for day in found)


def test_bringing_an_up_to_date_database_up_to_date_changes_nothing(
    old: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    apply_migrations()
    capsys.readouterr()
    apply_migrations()
    assert capsys.readouterr().out == ""


def test_who_wrote_before_an_upgrade_is_known_after_it_and_changes_of_what_is_closed_are_gone(old: Any) -> None:
    Runner(old, str(MIGRATIONS)).up("0025_what_operators_were_told")
    old.execute_sql(
        "insert into staff (search, name, email, role, password_hash, sign_in_version, active)"
        " values ('a', 'A', 'a@a.example', 'social_worker', '', 1, true),"
        " ('b', 'B', 'b@a.example', 'social_worker', '', 1, true),"
        " ('c', 'C', 'c@a.example', 'social_worker', '', 1, true)"
    )
    old.execute_sql(
        "insert into record (reference, kind, state, author_id, answers, typed, revision, version, protocol_version,"
        " to_read, created_at, saved_at, closed_reason, audit_length, audit_head)"
        " values ('HO-1', 'transfer_meeting', 'draft', 1, '{}', '{}', 0, 0, '1', '[]', '2026-01-05', '2026-01-05', '',"
        " 0, ''),"
        " ('HO-2', 'transfer_meeting', 'sealed', 1, '{}', '{}', 0, 1, '1', '[]', '2026-01-05', '2026-01-05', '', 0, '')"
    )
    old.execute_sql(
        "insert into answer_change (record_id, revision, question, before, after, staff_id, editor, changed_at)"
        " values"
        " (1, 1, 'worries', '[]', '[]', 2, 'e', '2026-02-01'),"
        " (1, 1, 'worries', '[]', '[]', 2, 'e', '2026-02-03'),"
        " (2, 1, 'worries', '[]', '[]', 2, 'e', '2026-02-01'),"
        " (2, 1, 'worries', '[]', '[]', 2, 'e', '2026-02-03')"
    )
    old.execute_sql(
        "insert into record_version (record_id, number, answers, findings, digest, recipe, protocol_version,"
        " weighed_on, submitted_by_id, submitted_at, void_reason) values"
        " (2, 1, '{\"correction-legal_status\":{}}', '[]', '', 1, '1', '2026-02-04', 3, '2026-02-04', '')"
    )

    apply_migrations()

    draft, closed = models.Record.select().order_by(models.Record.id)
    assert access.get_writer_ids(draft) == {1, 2}
    assert access.get_writer_ids(closed) == {1, 2, 3}
    wrote = models.RecordWriter.get(record=closed, staff=2)
    assert (wrote.first_at.day, wrote.last_at.day) == (1, 3)
    assert {change.record_id for change in models.AnswerChange.select()} == {draft.id}
    assert models.RecordVersion.get().has_corrections
