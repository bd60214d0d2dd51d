"""What was agreed of a disposal, and holds: what ends, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

import models
from records import audit, clock
from records.keeping import holds
from tests import factories
from tests.integration.disposing import DIED, HEAD, OTHER_HEAD, agreed, clock_of, died_long_ago
from tests.integration.test_disposal import command, told


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    """In the app's context."""
    with app.app_context():
        yield


def mailed(kind: str) -> set[str]:
    return {mail.to.email for mail in models.OutboxMail.select() if mail.kind == kind}


def test_what_was_agreed_of_another_day_ends_with_a_word_to_the_two(app: Flask) -> None:
    record = told()
    died_long_ago()
    agreed(record)
    models.Child.update(date_of_death=DIED + timedelta(days=1)).where(models.Child.id == record.child_id).execute()
    clock_of(record)

    assert "It has to be agreed anew" in command(app, "dispose")[1]
    assert "agreed by 0 of 2" in command(app, "due")[1]

    assert mailed("disposal_ended") == {HEAD, OTHER_HEAD}
    assert command(app, "dispose", "--yes") == (0, "Nothing has been agreed to by two people.\n")
    assert list(audit.find_faults(record.id)) == []


def test_whoever_placed_a_hold_is_told_when_somebody_else_lifts_it() -> None:
    record = told()
    for lifted_by in (HEAD, OTHER_HEAD):
        by = factories.person(HEAD)
        hold = holds.place(record=record, of_child=False, why="A claim", by=by, last_day=None, review_on=clock.today())
        assert mailed("hold_lifted") == set()
        holds.lift(hold=hold, by=factories.person(lifted_by), why="It was settled")
    assert mailed("hold_lifted") == {HEAD}
