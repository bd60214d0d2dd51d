"""Names of open pages: which of two is the later one of the same tab."""

from __future__ import annotations

import pytest

from records.drafting.editors import is_later, is_of_one_tab, is_own, next_page


def test_a_page_that_answers_a_post_is_later_than_the_posted_one_and_has_saved_what_that_did() -> None:
    first = "Zk3-_x"
    second = next_page(first)
    third = next_page(second)

    assert is_later(second, first)
    assert is_later(third, first)
    assert is_own(first, third)
    assert not is_own(third, first)


def test_pages_of_two_tabs_are_not_each_others() -> None:
    assert not is_of_one_tab("one.1", "two.1")
    assert not is_later("one.1", "two")
    assert not is_own("one", "two.1")


@pytest.mark.parametrize("name", ["", ".", ".1", "a.b.c", "a\nb", "x" * 40, "x" * 38 + ".9", "a.999999", "a.٣", "a.-1"])
def test_whatever_a_post_calls_its_page_the_next_has_another_name_that_can_be_stored(name: str) -> None:
    following = next_page(name)

    assert following != name
    assert len(following) <= 40
