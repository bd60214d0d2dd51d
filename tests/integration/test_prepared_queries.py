"""Prepared queries: what peewee finds and writes, asked with values alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from peewee import JOIN

from models import AuditEvent, Record, SignInAttempt, Staff, Team
from records import clock
from records.prepared import Prepared, hole
from tests import factories
from tests.data import story

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def of_author(author: Any) -> Any:
    """A person's records."""
    return Record.select().where(Record.author == author).order_by(Record.id)


def with_team(locality: Any, active: Any) -> Any:
    """Staff with their team, where they have one."""
    found = Staff.select(Staff, Team).join(Team, JOIN.LEFT_OUTER)
    return found.where((Team.locality == locality) & (Staff.active == active)).order_by(Staff.id)


def noted(before: Any, after: Any) -> Any:
    """Instants between two others."""
    between = (AuditEvent.happened_at > after) & (AuditEvent.happened_at <= before)
    return AuditEvent.select(AuditEvent.id, AuditEvent.happened_at).where(between).order_by(AuditEvent.id)


def contents(rows: list[Any]) -> list[dict[str, Any]]:
    """What the rows hold, column by column."""
    return [row.__data__ for row in rows]


def test_it_finds_the_rows_that_peewee_finds() -> None:
    author = factories.person()
    prepared = Prepared(lambda: of_author(hole(Record.author)))

    found = prepared.rows(author=author)

    assert len(found) > 1
    assert contents(found) == contents(list(of_author(author)))
    assert {type(row) for row in found} == {Record}


def test_each_use_has_values_of_its_own() -> None:
    prepared = Prepared(lambda: of_author(hole(Record.author)))
    for email in (story.AUTHOR, story.AUDITOR, story.AUTHOR):
        person = factories.person(email)
        assert contents(prepared.rows(author=person)) == contents(list(of_author(person)))


def test_what_is_joined_comes_with_the_row_and_is_asked_for_no_more() -> None:
    prepared = Prepared(lambda: with_team(hole(Team.locality), hole(Staff.active)))
    locality = Team.select().where(Team.locality.is_null(False)).first().locality

    found = prepared.rows(locality=locality, active=True)

    assert len(found) > 1
    assert [row.team.__data__ for row in found] == [row.team.__data__ for row in with_team(locality, True)]
    assert all("team" in row.__rel__ for row in found)


def test_two_holes_of_one_column_are_told_apart_by_name() -> None:
    prepared = Prepared(lambda: noted(hole(AuditEvent.happened_at), hole(AuditEvent.happened_at, "since")))
    first, now = clock.now() - timedelta(days=9_000), clock.now()

    found = prepared.rows(happened_at=now, since=first)

    assert found
    assert contents(found) == contents(list(noted(now, first)))
    assert prepared.rows(happened_at=first, since=now) == []


def test_columns_become_what_they_are_in_python() -> None:
    record = factories.start_draft()

    found = Prepared(lambda: Record.select().where(Record.id == hole(Record.id))).first(id=record.id)

    assert found.answers == record.answers
    assert found.saved_at == record.saved_at
    assert found.saved_at.tzinfo is not None


def test_nothing_found_is_none() -> None:
    assert Prepared(lambda: Record.select().where(Record.id == hole(Record.id))).first(id=0) is None


def test_it_writes_what_peewee_writes() -> None:
    record = factories.start_draft()
    written = (Record.answers, Record.saved_at)
    keep = Prepared(lambda: Record.update({one: hole(one) for one in written}).where(Record.id == hole(Record.id)))
    said, at = {"worries": "\u201cé\u201d", "siblings": [{"name": "Tyrone"}]}, clock.now()

    keep.run(id=record.id, answers=said, saved_at=at)

    assert (factories.fresh(record).answers, factories.fresh(record).saved_at) == (said, at)


def test_it_adds_a_row() -> None:
    add = Prepared(
        lambda: SignInAttempt.insert({one: hole(one) for one in (SignInAttempt.key, SignInAttempt.attempted_at)})
    )

    add.run(key="k" * 64, attempted_at=clock.now())

    assert SignInAttempt.select().where(SignInAttempt.key == "k" * 64).count() == 1


@pytest.mark.parametrize("values", [{}, {"id": 1}, {"author": 1, "id": 1}], ids=["missing", "another", "too many"])
def test_a_value_for_every_hole_and_no_other_is_asked_for(values: dict[str, int]) -> None:
    prepared = Prepared(lambda: of_author(hole(Record.author)))

    with pytest.raises(TypeError, match=r"asks for \['author'\]"):
        prepared.rows(**values)
