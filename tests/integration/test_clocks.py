"""What the register knows of a child sets the clock of their records, and so does when a record last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from models import Child, ChildSpell, Record, State
from protocol.retention import KnownChild
from records import audit, clock
from records.keeping import counting, known
from tests import factories
from tests import four_records as four
from tests.integration.disposing import clock_of, figures
from tests.integration.register_loads import ANN, BORN, Register, ago

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def ann() -> KnownChild:
    child = Child.get(Child.local_id == "T1")
    return known.known_children([child.id])[child.id]


def test_every_status_that_was_ever_loaded_counts_and_so_do_the_last_days(register: Register) -> None:
    register.load(20, children=[ANN | {"status": "looked_after", "status_since": ago(300)}])
    register.load(10, children=[ANN | {"status_since": ago(40)}])
    assert (set(ann().statuses), ann().involved_until) == ({"looked_after", "child_in_need"}, None)

    register.load(0, children=[ANN | {"date_of_death": ago(3), "adoption_order_on": ago(200)}])

    assert ann() == KnownChild(frozenset({"looked_after", "child_in_need"}), BORN, None, ago(3), ago(200), None)


def test_a_child_whom_no_load_has_named_for_a_year_is_no_longer_known_to_the_council(register: Register) -> None:
    register.load(400, children=[ANN])
    assert ann().involved_until == ago(400)

    register.load(366, children=[ANN])
    assert ann().involved_until is None


@pytest.mark.parametrize("column", ["date_of_death", "adoption_order_on"])
@pytest.mark.parametrize(
    "day", [BORN - timedelta(days=1), clock.today() + timedelta(days=1)], ids=["before", "to come"]
)
def test_a_death_or_an_order_before_the_birth_or_still_to_come_is_refused(
    register: Register, column: str, day: date
) -> None:
    assert column in register.refused(children=[ANN | {column: day}])


def test_a_child_of_unknown_status_is_not_due_and_reading_changes_no_clock() -> None:
    record = factories.in_state(State.SEALED)
    (kept,) = known.families([record])
    Child.update(status="", date_of_death=date(2009, 1, 1)).where(Child.id == record.child_id).execute()
    ChildSpell.delete().where(ChildSpell.child == record.child_id).execute()
    assert (clock_of(record).due_on, clock_of(record).rule) == (None, "no_status")

    audit.log_once(record=record, event="viewed", by=factories.person())
    assert known.families([record])[0].closed_on == kept.closed_on == clock.today()


def test_a_management_handover_has_the_children_of_all_its_versions() -> None:
    handover = four.sealed(four.submitted(four.handover()))
    (kept,) = known.families([handover])

    assert len(kept.children) > 1
    assert None not in kept.children
    assert clock_of(handover).rule == "still_open"
    assert clock_of(handover, known.STAFF_PART).due_on.year == clock.today().year + 6


def test_counting_a_second_time_counts_nothing_and_anew_the_same() -> None:
    first = counting.count_due(figures())
    assert first == Record.select().where(Record.amends.is_null() & Record.state.in_(("sealed", "withdrawn"))).count()
    assert counting.count_due(figures()) == 0
    assert counting.recount(figures()) == first
