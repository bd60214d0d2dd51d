"""What is typed into a row on a page that was opened before the register came to say something else is not lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import Allocation, Child, Record, Staff
from records import clock
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import saved, section
from tests.support.reader import Form

pytestmark = pytest.mark.usefixtures("app")

MATE = factories.TEAM_MATE


def of_child() -> Child:
    return factories.child()


@pytest.fixture
def gap() -> date:
    """The register knows the child's worker of the last sixty days alone; the day on which they began."""
    Allocation.delete().where((Allocation.child == of_child()) & Allocation.ended_on.is_null(False)).execute()
    first = clock.today() - timedelta(days=60)
    Allocation.update(started_on=first).where(Allocation.child == of_child()).execute()
    return first


def close_gap(first: date) -> None:
    """The register comes to know who worked with the child before."""
    running = Allocation.get(Allocation.child == of_child())
    before = Staff.get(Staff.email == MATE)
    days = {"started_on": first - timedelta(days=700), "ended_on": first}
    Allocation.create(child=of_child(), worker=before, team=running.team, **days)


def typed(email: str, began: date) -> dict[str, str]:
    """A row for an earlier worker, typed below the register's own."""
    row, person = "earlier_workers-1", factories.person(email)
    boxes = zip(("day", "month", "year"), (began.day, began.month, began.year), strict=True)
    return {f"{row}-worker": person.name} | {f"{row}-started_on-{box}": str(value) for box, value in boxes}


def added(record: Record) -> list[str]:
    rows = saved(record).get("earlier_workers", [])
    names = [row["worker"].get("name") or row["worker"].get("text") for row in rows if "from_register" not in row]
    return [str(name) for name in names]


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
def test_a_row_added_after_the_register_closed_the_gap_is_kept(sign_in: SignIn, gap: date, *, htmx: bool) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(author, record, "workers")
    close_gap(gap)

    author.press(form, typed(story.RECEIVING_WORKER, gap - timedelta(days=90)) | {"action": "later"}, htmx=htmx)

    assert added(record) == [factories.person(story.RECEIVING_WORKER).name]
    again = author.open(f"/records/{record.reference}/sections/workers")
    assert factories.person(story.RECEIVING_WORKER).name in {one.get("value") for one in again.each("input")}


def test_whom_the_register_has_by_now_is_said_to_be_listed_and_stays_as_typed(sign_in: SignIn, gap: date) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(author, record, "workers")
    close_gap(gap)

    page = author.press(form, typed(MATE, gap - timedelta(days=700)) | {"action": "continue"}, status=200)

    assert "is listed above: correct that row instead" in page.words
    assert added(record) == [factories.person(MATE).name]


def case_of(form: Form, name: str) -> str:
    """The row of a child's case on a page of the handover."""
    number = str(Child.get(Child.name == name).id)
    return next(
        key.removesuffix("-key") for key, value in form.fields.items() if key.endswith("-key") and value == number
    )


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
def test_what_is_entered_for_a_case_that_closed_meanwhile_is_said_with_all_of_it(
    sign_in: SignIn, *, htmx: bool
) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    harvey = Child.get(Child.name == "Harvey Tunstall")
    form = section(leader, record, "cases")
    row = case_of(form, harvey.name)
    day = date.fromisoformat(other.handover_answers(clock.today())["three_way_date"])
    Allocation.update(ended_on=day).where(Allocation.child == harvey).execute()

    concern = {f"{row}-concern": "His school rang about the bus"}
    for _ in range(2):  # the live check leaves the row on the page, and says it again
        page = leader.press(form, concern | {"action": "later"}, status=200, htmx=htmx)
        assert f"{harvey.name} is not in the register's list any more" in page.words
        assert "It was: His school rang about the bus" in page.words
    assert not htmx or not list(page.each("div", id="question-cases"))


def test_a_closed_case_of_which_nothing_new_is_entered_is_not_said_again(sign_in: SignIn) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    form = section(leader, record, "cases")
    day = date.fromisoformat(other.handover_answers(clock.today())["three_way_date"])
    harvey = Child.get(Child.name == "Harvey Tunstall")
    Allocation.update(ended_on=day).where(Allocation.child == harvey).execute()

    leader.press(form, {"action": "later"}, status=302)

    assert [row["child"]["name"] for row in saved(record)["closed_cases"]] == [harvey.name]
