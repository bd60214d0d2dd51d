"""What cannot be so of a child is not taken from 'Correct this' in silence: it is refused, or named with its places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from records import clock
from tests import factories
from tests.data import story
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.correcting import HOW, correction
from tests.integration.writing import later, section
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

NOT_IN_CARE = {"legal_status": "none", "placement": "none", "child_protection_category": None}


def years_ago(years: int) -> str:
    day = clock.today() - timedelta(days=40)
    return day.replace(year=day.year - years).isoformat()


def unborn(**facts: Any) -> dict[str, Any]:
    due = (clock.today() + timedelta(days=60)).isoformat()
    return {
        "child_date_of_birth": None,
        "child_expected_date_of_birth": due,
        "child_status": "unborn",
        **NOT_IN_CARE,
        **facts,
    }


def leaver() -> dict[str, Any]:
    return {"child_date_of_birth": years_ago(19), "child_status": "care_leaver", **NOT_IN_CARE}


def corrected(sign_in: SignIn, says: dict[str, Any], **values: str) -> tuple[Reader, str]:
    """The author's page of the child after facts were corrected, with its words. Dates as YYYY-MM-DD."""
    register_says(factories.child(), **says)
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    dated = {name: f"{name}-day" if "-" in value else name for name, value in values.items()}
    fields = {f"correction-{dated[name]}": value for name, value in values.items()}
    later(reader, section(reader, record, "child"), **fields, **{f"correction-{name}-how": HOW for name in values})
    return reader, reader.open(f"/records/{record.reference}/sections/child").words


@pytest.mark.parametrize("status", ["child_in_need", "child_protection", "looked_after", "care_leaver"])
def test_a_child_who_is_not_born_yet_has_no_status_of_the_born(sign_in: SignIn, status: str) -> None:
    _, words = corrected(sign_in, unborn(), child_status=status)

    assert f"The status {status.replace('_', ' ')} cannot be that of a child who is not born yet." in words


@pytest.mark.parametrize("known", [{}, {"child_expected_date_of_birth": None}, {"child_status": None}], ids=str)
@pytest.mark.parametrize("order", ["C1", "E1", "V2", "L1"])
def test_a_child_who_is_not_born_yet_is_under_no_order(sign_in: SignIn, known: dict[str, Any], order: str) -> None:
    _, words = corrected(sign_in, unborn(**known), legal_status=order)

    assert f"The legal status {order} cannot be that of a child who is not born yet." in words


def test_nobody_is_born_tomorrow(sign_in: SignIn) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    _, words = corrected(sign_in, unborn(), child_date_of_birth=tomorrow)

    assert "Date of birth must be today or in the past" in words


def test_a_child_who_is_born_is_not_unborn(sign_in: SignIn) -> None:
    _, words = corrected(sign_in, unborn(), child_date_of_birth=years_ago(0))

    assert "The child is unborn, and the child was born on" in words


@pytest.mark.parametrize("age, is_named", [(9, True), (17, False), (19, False)])
def test_a_care_leaver_is_sixteen_or_older(sign_in: SignIn, age: int, is_named: bool) -> None:
    _, words = corrected(sign_in, leaver(), child_date_of_birth=years_ago(age))

    assert ("The status care leaver can be from the age of 16" in words) is is_named


@pytest.mark.parametrize(
    "values, says",
    [
        ({"child_status": "child_in_need"}, "The status child in need ends at the latest at the age of 18"),
        ({"child_status": "looked_after"}, "The status looked after ends at the latest at the age of 18"),
        ({"legal_status": "C2"}, "a child with the legal status C2 is looked after"),
        ({"legal_status": "L3"}, "The legal status L3 ends at the latest at the age of 18"),
    ],
    ids=str,
)
def test_a_care_leaver_of_nineteen_is_no_child(sign_in: SignIn, values: dict[str, str], says: str) -> None:
    _, words = corrected(sign_in, leaver(), **values)

    assert says in words


def test_who_is_not_looked_after_is_in_no_placement(sign_in: SignIn) -> None:
    says = {"child_date_of_birth": years_ago(9), "child_status": "looked_after", "legal_status": "C2"}

    _, words = corrected(sign_in, says, child_status="child_in_need", placement="U1", legal_status="none")

    assert "a child in the placement U1 is looked after" in words


@pytest.mark.parametrize(
    "dates, says",
    [
        ({"ended_on": "1 1 2024"}, "is said to have started on"),
        ({"started_on": "31 12 2099"}, "must be today or in the past"),
    ],
    ids=["ended before it began", "begins in the future"],
)
def test_the_time_of_a_worker_is_in_order(sign_in: SignIn, dates: dict[str, str], says: str) -> None:
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    form, field = section(reader, record, "workers"), "correction-earlier_workers-0"
    boxes = zip(("day", "month", "year"), next(iter(dates.values())).split(), strict=True)
    (column,) = dates

    later(reader, form, **{f"{field}-{column}-{box}": value for box, value in boxes}, **{f"{field}-how": HOW})

    assert says in reader.open(f"/records/{record.reference}/sections/workers").words


@pytest.mark.parametrize(
    "of, value, is_other",
    [
        ("child_name", "Maya Adeyemi\u2011Clarke", False),
        ("child_name", "Maya\u00a0Adeyemi-Clarke", False),
        ("child_name", "Máya Adeyemi-Clarke", True),
        ("child_local_id", story.CASE_ONE_CHILD.lower(), False),
        ("child_local_id", "AV999999", True),
    ],
)
def test_a_correction_that_looks_as_the_register_is_none(
    sign_in: SignIn, of: str, value: str, *, is_other: bool
) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)

    later(reader, section(reader, record, "child"), **correction(value, of=of))

    assert (f"correction-{of}" in factories.fresh(record).answers) == is_other


@pytest.mark.parametrize("days, is_named", [(-3_000, True), (-94, True), (-93, False), (-10, False)])
def test_who_is_expected_soon_was_not_born_long_ago_though_the_status_is_corrected_too(
    sign_in: SignIn, days: int, *, is_named: bool
) -> None:
    born = (clock.today() + timedelta(days=days)).isoformat()

    _, words = corrected(sign_in, unborn(), child_date_of_birth=born, child_status="child_in_need")

    assert ("which is too far from that day" in words) is is_named
