"""The statements as data."""

import pytest

from protocol import BY_ID, CHAPTERS, LOCAL, RECORDS, SOURCES, STATEMENTS, listed
from protocol.statements import EVERY

# An exception dispenses with no audit and no agreement.
NEVER_DEPARTED_FROM = {"315.7.3", "315.7.4", "315.7.5"}


def test_what_sections_3_to_7_of_chapter_315_prescribe_can_be_departed_from_save_audit_and_agreement() -> None:
    prescribed = [one.id for one in STATEMENTS if one.chapter == "3.1.5" and one.section in set("34567")]

    assert [one.id for one in STATEMENTS if one.departable] == [
        one for one in prescribed if one not in NEVER_DEPARTED_FROM
    ]
    assert {one.id for one in STATEMENTS if one.in_short} == {one.id for one in STATEMENTS if one.departable}


def test_an_exception_lifts_requirements_alone() -> None:
    assert [one.id for one in STATEMENTS if one.liftable] == [
        one.id for one in STATEMENTS if one.departable and one.level == "required"
    ]
    assert not BY_ID["315.4.3"].liftable
    assert BY_ID["315.7.2"].liftable


def test_adoption_takes_the_heads_of_service_proceedings_the_managers_and_the_others_any_rank() -> None:
    assert BY_ID["315.4.2"].authorities == {"heads_of_service"}
    assert BY_ID["315.4.1"].authorities == {"service_delivery_managers", "heads_of_service"}
    assert BY_ID["315.4.4"].authorities == {"team_leaders", "service_delivery_managers", "heads_of_service"}
    assert BY_ID["315.4.4"].authority == "team_leaders"
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
