"""A row of the register is known by whom it is about: it stays theirs when they are renamed, or another one leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forms.engine.register_rows import FACTS, KEY
from models import Allocation, Child, Record
from protocol.corrections import stored_in
from records import clock
from records.drafting import from_register
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import later, saved, section

pytestmark = pytest.mark.usefixtures("app")

BROTHER = "Josiah Adeyemi-Clarke"
HOW = "His worker told me on Monday"
BABY = "Baby Khan"


def twins() -> tuple[Child, Child]:
    """Two babies without a name in Maya's family, and no other brother or sister."""
    family = factories.child().family
    Child.update(family=None).where(Child.name == BROTHER).execute()
    first, second = (
        Child.create(local_id=number, name=BABY, family=family, status="child_in_need", search=BABY.lower())
        for number in ("B-1", "B-2")
    )
    return first, second


def siblings(record: Record) -> list[dict[str, Any]]:
    return list(saved(record)["siblings"])


def opened(sign_in: SignIn, record: Record) -> str:
    return str(sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers").words)


def correct(sign_in: SignIn, record: Record, index: int = 0, how: str = HOW, **cells: str) -> None:
    field = f"correction-siblings-{index}"
    changes = {f"{field}-{column}": value for column, value in cells.items()} | {f"{field}-how": how}
    author = sign_in(story.AUTHOR)
    later(author, section(author, record, "workers"), **changes)


def test_what_is_answered_and_corrected_of_a_twin_stays_theirs_when_the_other_is_named(sign_in: SignIn) -> None:
    first, _ = twins()
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    correct(sign_in, record, 1, worker="Nia Rees")
    later(author, section(author, record, "workers"), **{"siblings-1-same_worker_after": "no"})

    Child.update(name="Zara Khan").where(Child.id == first.id).execute()
    later(author, section(author, record, "workers"))

    by_name = {row["name"]: row for row in siblings(record)}
    assert by_name[BABY]["worker"] == "Nia Rees"
    assert by_name[BABY]["same_worker_after"] == "no"
    assert by_name["Zara Khan"].get("worker") is None


def test_what_is_written_of_a_twin_moves_to_nobody_when_the_other_leaves(sign_in: SignIn) -> None:
    first, _ = twins()
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    for index, name in enumerate(("Ann", "Bob")):
        correct(sign_in, record, index, worker=name)

    Child.update(family=None).where(Child.id == first.id).execute()
    later(author, section(author, record, "workers"))

    assert [(row[KEY], row["worker"]) for row in siblings(record)] == [("B-2", "Bob")]
    assert [one["row"] for one in stored_in(saved(record))["siblings"]["rows"]] == ["B-2"]


def test_a_renamed_brother_keeps_his_answers_and_his_correction(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct(sign_in, record, status="child_in_need")

    Child.update(name="Joe Clarke").where(Child.name == BROTHER).execute()
    now = from_register.refreshed(factories.fresh(record)).answers

    assert (now["siblings"][0]["name"], now["siblings"][0]["status"]) == ("Joe Clarke", "child_in_need")
    assert [one["how"] for one in now["correction-siblings"]["rows"]] == [HOW]
    assert f"{BROTHER}, Name: the register says Joe Clarke, not" not in opened(sign_in, record)
    assert "is no longer there" not in opened(sign_in, record)


@pytest.mark.parametrize("others", [False, True], ids=["the only one", "beside others"])
def test_a_correction_whose_row_leaves_ends_and_is_kept_to_read(sign_in: SignIn, *, others: bool) -> None:
    if others:
        Child.create(local_id="S-9", name="Ada Clarke", family=factories.child().family, search="ada")
    record, author = factories.ready_draft(), sign_in(story.AUTHOR)
    correct(sign_in, record, int(others), worker="Nia Rees")

    Child.update(family=None).where(Child.name == BROTHER).execute()
    page = opened(sign_in, record)
    later(author, section(author, record, "workers"))

    assert f"The correction of {BROTHER} has ended" in page
    assert [row["name"] for row in saved(record).get("siblings", [])] == (["Ada Clarke"] if others else [])
    assert stored_in(saved(record)) == {}
    (kept,) = saved(record)["former_siblings"]
    assert (kept["name"], kept["worker"], kept["how"]) == (BROTHER, "Nia Rees", HOW)
    check = author.open(f"/records/{record.reference}/check").words
    assert HOW in check

    Child.update(family=factories.child().family).where(Child.name == BROTHER).execute()
    later(author, section(author, record, "workers"))
    assert "former_siblings" not in saved(record) or saved(record)["former_siblings"] == [kept]
    back = next(row for row in siblings(record) if row["name"] == BROTHER)
    assert back["worker"] != "Nia Rees"


def test_a_corrected_worker_whose_row_leaves_is_no_worker_of_the_record(sign_in: SignIn) -> None:
    record, author = factories.ready_draft(), sign_in(story.AUTHOR)
    field = "correction-earlier_workers-0"
    later(author, section(author, record, "workers"), **{f"{field}-ended_on-day": "3", f"{field}-how": HOW})
    before = saved(record)["earlier_workers"]

    started = clock.today() - timedelta(days=900)
    Allocation.update(started_on=started).where(
        (Allocation.child == factories.child()) & Allocation.ended_on.is_null(False)
    ).execute()
    page = opened(sign_in, record)
    later(author, section(author, record, "workers"))

    assert "has ended" in page
    assert all(FACTS in row for row in saved(record)["earlier_workers"])
    (kept,) = saved(record)["former_workers"]
    assert (kept["worker"], kept["how"]) == (before[0]["worker"], HOW)


def test_who_is_corrected_away_with_something_written_of_them_is_not_one_who_was_added(sign_in: SignIn) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    later(author, section(author, record, "workers"), **{"siblings-0-same_worker_after": "yes"})

    correct(sign_in, record, not_one="yes")
    assert saved(record).get("siblings") is None

    correct(sign_in, record, how="", not_one="")
    assert siblings(record)[0]["same_worker_after"] == "yes"
    assert "former_siblings" not in saved(record)


def test_a_draft_that_knew_its_rows_by_name_is_read_without_a_change(sign_in: SignIn) -> None:
    twins()
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    correct(sign_in, record, 1, worker="Nia Rees")
    later(author, section(author, record, "workers"), **{"siblings-1-same_worker_after": "no"})
    now = saved(record)
    by_name(record)
    assert KEY not in siblings(record)[0]

    page = opened(sign_in, record)
    assert "no longer" not in page
    assert "is there now" not in page
    later(author, section(author, record, "workers"))

    assert saved(record)["siblings"] == now["siblings"]
    assert saved(record)["correction-siblings"] == now["correction-siblings"]
    assert "former_siblings" not in saved(record)


def by_name(record: Record) -> None:
    """As a draft was stored while rows were known by name and place."""
    stored = factories.fresh(record)
    names = {"B-1": BABY, "B-2": f"{BABY} #2"}
    correction = stored.answers["correction-siblings"]
    correction["rows"] = [one | {"row": names[one["row"]]} for one in correction["rows"]]
    tables = (stored.answers["siblings"], correction["register"], correction["beside"].get("siblings", []))
    for row in (row for rows in tables for row in rows):
        row.pop(KEY, None)
    Record.update(answers=stored.answers).where(Record.id == record.id).execute()


def test_two_of_one_name_are_shown_with_their_local_ids(sign_in: SignIn) -> None:
    twins()
    record, author = factories.start_draft(), sign_in(story.AUTHOR)

    page = opened(sign_in, record)
    assert f"{BABY} (local id B-1)" in page
    assert f"Correct this: {BABY} (local id B-2)" in page

    correct(sign_in, record, 1, not_one="yes")
    assert f"The register also has {BABY} (local id B-2), who is left out" in opened(sign_in, record)
    assert f"{BABY} (local id B-2)" in author.open(f"/records/{record.reference}/check").words
