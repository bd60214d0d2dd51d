"""Why records were held: kept as long as there is a record that was held."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import LegalHold, Record
from records import clock
from records.keeping import holds
from settings import Settings
from tests import factories
from tests.integration.disposing import HEAD, died_long_ago, disposed
from tests.integration.test_disposal import in_app, told, where_it_stands

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app", "in_app")]

__all__ = ["in_app"]


def test_why_a_child_was_held_goes_with_the_last_record_about_them_and_who_held_and_when_stay(
    settings: Settings,
) -> None:
    first, second = told(), told()
    by, why, over = factories.person(HEAD), "A quokka's claim", "The quokka's claim was settled"
    hold = holds.place(record=first, of_child=True, why=why, by=by, last_day=None, review_on=clock.today())
    other = holds.place(record=first, of_child=False, why=why, by=by, last_day=None, review_on=clock.today())
    for one in (hold, other):
        holds.lift(hold=one, by=by, why=over)
    died_long_ago()
    others = Record.select().where((Record.child == first.child_id) & Record.id.not_in([first.id, second.id]))
    Record.update(child=None).where(Record.id.in_(others.select(Record.id))).execute()

    disposed(first)
    assert where_it_stands("quokka") == ["LegalHold"]
    assert [one.why for one in LegalHold.select()] == [why]
    disposed(second)

    assert where_it_stands("quokka") == []
    path = Path(settings.database.removeprefix("sqlite:///"))
    files = [path, path.with_name(f"{path.name}-wal")]
    assert [file for file in files if file.exists() and b"quokka" in file.read_bytes()] == []
    left = LegalHold.get()
    assert (left.placed_by, left.placed_at, left.lifted_by) == (by, hold.placed_at, by)
