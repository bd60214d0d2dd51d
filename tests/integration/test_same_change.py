"""Two records that say the same of the same child at the same time are named to whoever writes or decides on one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Record, State
from records import clock, other_records
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import section
from tests.support.reader import Page

pytestmark = pytest.mark.both_databases

COUNT_NO_MORE = (State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED, State.CORRECTED, State.CANCELLED, State.DISPOSED)
SAID = "There is another record of this change"


@pytest.fixture(autouse=True)
def _nothing_yet(app: Flask) -> None:
    """The records that every test finds are of other times."""
    Record.update(takes_effect_on=clock.today() - timedelta(days=200), state=State.WITHDRAWN).execute()


def beside(record: Record) -> set[str]:
    """References of the records of the same change."""
    record = factories.fresh(record)
    answers = factories.answers_that_apply(record)
    return {one.reference for one in other_records.of_same_change(record, answers)}


def in_days(record: Record, days: int | None) -> Record:
    """A draft, made to take effect in this many days; None: it does not say when."""
    day = None if days is None else (clock.today() + timedelta(days=days)).isoformat()
    factories.save(record, answers={"transfer_date": day})
    return factories.fresh(record)


def linked(page: Page) -> set[str]:
    """The records that a page leads to."""
    return {link.rpartition("/")[2] for link in page.links if link.startswith("/records/") and link.count("/") == 2}


def test_two_emergencies_of_a_child_are_named_to_each_other() -> None:
    first, second = four.submitted(four.emergency()), four.emergency()
    assert beside(second) == {first.reference}
    assert beside(first) == {second.reference}


def test_an_emergency_and_a_transfer_of_a_child_are_of_one_change() -> None:
    emergency, transfer = four.emergency(), factories.start_draft(about=_child_of(four.emergency()))
    assert emergency.reference in beside(transfer)


def _child_of(record: Record) -> str:
    return str(record.child.local_id)


@pytest.mark.parametrize("apart, named", [(0, True), (14, True), (-14, True), (15, False), (-15, False), (None, True)])
def test_records_are_of_one_change_whose_days_are_near_or_not_known_yet(apart: int | None, named: bool) -> None:
    first, second = in_days(factories.ready_draft(), 20), factories.ready_draft()
    second = in_days(second, None if apart is None else 20 + apart)
    assert (beside(second) == {first.reference}) is named
    assert (beside(first) == {second.reference}) is named


@pytest.mark.parametrize("state", list(State))
def test_what_is_open_or_sealed_is_named_and_what_was_refused_or_withdrawn_is_not(state: State) -> None:
    first, second = factories.ready_draft(), factories.ready_draft()
    Record.update(state=state).where(Record.id == first.id).execute()
    assert bool(beside(second)) is (state not in COUNT_NO_MORE)


def test_a_record_of_another_child_is_of_another_change() -> None:
    one, two = factories.ready_draft(), factories.start_draft(about=_child_of(four.emergency()))
    assert one.child_id != two.child_id
    assert one.reference not in beside(two)


def test_two_exceptions_of_a_child_are_the_same_where_they_depart_from_the_same() -> None:
    one, two = (four.exception(four.transfer(), statement="315.4.1") for _ in range(2))
    other_statement = four.exception(four.transfer(), statement="315.7.2")
    assert beside(two) == {one.reference}
    assert beside(other_statement) == set()


def test_two_handovers_of_a_worker_are_the_same_at_one_time() -> None:
    one, two = four.handover(), four.handover()
    assert beside(two) == {one.reference}


def test_whoever_writes_or_decides_the_second_reads_of_the_first_with_its_link(sign_in: SignIn) -> None:
    first = factories.submitted()
    second = factories.ready_draft()
    author = sign_in(story.AUTHOR)

    pages = [author.open(f"/records/{second.reference}{place}") for place in ("", "/sections/workers", "/check")]
    factories.submit(second)
    step = factories.step_of(second, "new_worker")
    pages.append(sign_in(story.RECEIVING_WORKER).open(f"/records/{second.reference}/steps/{step.id}"))

    for page in pages:
        assert SAID in page.text
        assert first.reference in linked(page)


def test_who_may_not_read_the_other_is_told_whom_to_ask(sign_in: SignIn) -> None:
    first, second = factories.submitted(), factories.start_draft(by=factories.OTHER_TEAM_LEADER)

    page = sign_in(factories.OTHER_TEAM_LEADER).open(f"/records/{second.reference}/check")

    assert SAID in page.text
    assert f"You cannot read it: ask {factories.person().name}" in page.text
    assert first.reference not in page.text


def test_it_is_named_in_the_live_check_as_soon_as_the_day_is_typed(sign_in: SignIn) -> None:
    first, second = in_days(factories.ready_draft(), 60), in_days(factories.ready_draft(), 20)
    author = sign_in(story.AUTHOR)
    form = section(author, second, "workers")
    assert SAID not in author.page.text

    near = clock.today() + timedelta(days=55)
    day: dict[str, Any] = dict(zip(("day", "month", "year"), (near.day, near.month, near.year), strict=True))
    typed = {f"transfer_date-{part}": str(value) for part, value in day.items()}
    page = author.send(form.action, form.filled(typed), status=200, htmx=True)

    assert SAID in page.text
    assert first.reference in linked(page)


def test_nothing_is_said_of_a_record_that_is_decided(sign_in: SignIn) -> None:
    factories.ready_draft()
    sealed = factories.ready_draft()
    Record.update(state=State.SEALED).where(Record.id == sealed.id).execute()
    assert beside(sealed) == set()
