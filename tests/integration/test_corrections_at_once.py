"""Several people who correct or cancel one record at once: one of them has begun, and the others are told who."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

import models
from models import Record, State
from records.amending import cancelling, correcting
from records.errors import ConflictError
from tests import factories
from tests.data import story
from tests.integration import amending

pytestmark = pytest.mark.both_databases

PEOPLE = (story.AUTHOR, story.TRANSFERRING_LEADER, story.RECEIVING_LEADER, story.RECEIVING_WORKER)


def test_of_four_who_begin_at_once_one_has_begun_and_three_are_told_who(app: Flask) -> None:
    record, ready = factories.in_state(State.SEALED), Barrier(4)

    def begin(email: str, act: Callable[..., Record]) -> str:
        with app.app_context(), models.database.connection_context():
            by = factories.person(email)
            ready.wait()
            try:
                return str(act(record=record, by=by, reason=amending.WHY).reference)
            except ConflictError as told:
                return told.shown

    may = [one for one in PEOPLE if correcting.may_correct(record, factories.person(one))]
    acts = (correcting.start, cancelling.ask, correcting.start, cancelling.ask)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(begin, [*may, *may][:4], acts))

    later = Record.get(Record.amends == record)
    assert Record.select().where(Record.amends == record).count() == 1
    assert [one for one in said if not one.startswith(later.author.name)].count(later.reference) >= 1
    assert {one for one in said if one != later.reference} == {
        one for one in said if one.startswith(f"{later.author.name} began a ")
    }
