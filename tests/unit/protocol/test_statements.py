"""The statements as data."""

import pytest

from protocol import BY_ID, CHAPTERS, LOCAL, RECORDS, SOURCES, STATEMENTS, listed
from protocol.statements import EVERY

LIFTABLE = ["315.3.3", "315.4.1", "315.4.2", "315.4.4"]


def test_only_requirements_that_name_an_exception_can_be_lifted() -> None:
    assert [one.id for one in STATEMENTS if one.liftable] == LIFTABLE
    assert {BY_ID[one].level for one in LIFTABLE} == {"required"}


def test_adoption_takes_the_heads_of_service_and_the_others_any_rank() -> None:
    assert BY_ID["315.4.2"].authorities == {"heads_of_service"}
    assert BY_ID["315.4.1"].authorities == {"team_leaders", "service_delivery_managers", "heads_of_service"}
    assert BY_ID["315.4.1"].authority == "team_leaders"
    assert BY_ID["142.3.1"].authority is None


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.id)
def test_every_statement_has_its_place(statement: object) -> None:
    one = BY_ID[statement.id]  # type: ignore[attr-defined]
    assert one.chapter in SOURCES
    begins = "local" if one.chapter == LOCAL else one.chapter.replace(".", "")
    assert one.id.startswith(f"{begins}.{one.section}.")
    assert one.section_title
    assert set(one.records) <= {*RECORDS, EVERY}
    assert one.wording.endswith(".")


def test_a_local_practice_is_listed_last_and_only_where_it_is_in_force_and_a_chapter_always() -> None:
    assert {one.chapter for one in listed(())} == CHAPTERS.keys()
    with_local = listed({LOCAL})
    assert with_local == STATEMENTS
    assert with_local[-1].chapter == LOCAL
