"""Prepared queries: what peewee finds and writes, asked with values alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models import AuditEvent, Record, SignInAttempt
from records import clock
from records.prepared import Prepared, PreparedSelect, parameter
from tests import factories
from tests.data import story

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def of_author(author: Any) -> Any:
    """A person's records."""
    return Record.select().where(Record.author == author).order_by(Record.id)


def noted(before: Any, after: Any) -> Any:
    """Instants between two others."""
    between = (AuditEvent.happened_at > after) & (AuditEvent.happened_at <= before)
    return AuditEvent.select(AuditEvent.id, AuditEvent.happened_at).where(between).order_by(AuditEvent.id)


def test_it_finds_the_row_that_peewee_finds() -> None:
    prepared = PreparedSelect(Record, lambda: of_author(parameter(Record.author)))
    for email in (story.AUTHOR, story.AUDITOR, story.AUTHOR):
        person = factories.person(email)
        found, expected = prepared.first(author=person), of_author(person).first()
        assert type(found) is type(expected)
        assert not found or found.__data__ == expected.__data__


def test_two_parameters_of_one_column_are_told_apart_by_name() -> None:
    prepared = Prepared(lambda: noted(parameter(AuditEvent.happened_at), parameter(AuditEvent.happened_at, "since")))
    first, now = clock.now() - timedelta(days=9_000), clock.now()

    found = prepared.run(happened_at=now, since=first).fetchall()

    assert [number for number, _ in found] == [event.id for event in noted(now, first)] != []
    assert prepared.run(happened_at=first, since=now).fetchall() == []


def test_columns_become_what_they_are_in_python() -> None:
    record = factories.start_draft()

    found = PreparedSelect(Record, lambda: Record.select().where(Record.id == parameter(Record.id))).first(id=record.id)

    assert found.answers == record.answers
    assert found.saved_at == record.saved_at
    assert found.saved_at.tzinfo is not None


def test_nothing_found_is_none() -> None:
    assert PreparedSelect(Record, lambda: Record.select().where(Record.id == parameter(Record.id))).first(id=0) is None


def test_it_writes_what_peewee_writes() -> None:
    record = factories.start_draft()
    columns = {one: parameter(one) for one in (Record.answers, Record.saved_at)}
    keep = Prepared(lambda: Record.update(columns).where(Record.id == parameter(Record.id)))
    said, at = {"worries": "\u201cé\u201d", "siblings": [{"name": "Tyrone"}]}, clock.now()

    keep.run(id=record.id, answers=said, saved_at=at)

    assert (factories.fresh(record).answers, factories.fresh(record).saved_at) == (said, at)


def test_it_adds_a_row() -> None:
    add = Prepared(
        lambda: SignInAttempt.insert({one: parameter(one) for one in (SignInAttempt.key, SignInAttempt.attempted_at)})
    )

    add.run(key="k" * 64, attempted_at=clock.now())

    assert SignInAttempt.select().where(SignInAttempt.key == "k" * 64).count() == 1


@pytest.mark.parametrize("values", [{}, {"id": 1}, {"author": 1, "id": 1}], ids=["missing", "another", "too many"])
def test_a_value_for_every_parameter_and_no_other_is_asked_for(values: dict[str, int]) -> None:
    prepared = Prepared(lambda: of_author(parameter(Record.author)))

    with pytest.raises(TypeError, match=r"asks for \['author'\]"):
        prepared.run(**values)
