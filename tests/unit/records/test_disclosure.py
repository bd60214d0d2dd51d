"""A number that may not be known cannot be worked out from all those that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

import pytest

from records.reporting.counting.disclosure import Number, together, total
from records.reporting.figures_drawn.charts import Bar, Cell

MOST = 15


def unread(number: int) -> Number:
    """Of what somebody may not open."""
    return Number(0, number, is_exact=False)


def in_part(readable: int, others: int) -> Number:
    """Of what somebody may open a part of."""
    return Number(readable, others, is_exact=False)


def test_under_five_is_hidden_and_of_the_rest_whole_fives_are_told() -> None:
    assert [unread(one).shown for one in (0, 1, 4, 5, 9, 10)] == ["<5", "<5", "<5", 5, 5, 10]


def test_what_may_be_opened_is_exact_and_fewer_than_five_others_change_nothing() -> None:
    assert [Number(one).shown for one in (0, 1, 4, 5, 7)] == [0, 1, 4, 5, 7]
    assert {Number(3, others, is_exact=False).shown for others in range(5)} == {3}
    assert Number(3, 14, is_exact=False).shown == 13


def test_a_number_with_a_mark_is_at_most_four_too_low_whether_or_not_there_is_a_rest() -> None:
    pairs = ((0, 0), (0, 4), (3, 0), (3, 1), (8, 0), (8, 3), (0, 5), (2, 17))

    assert [Cell(in_part(*both)).said for both in pairs] == ["<5", "<5", "3+", "3+", "8+", "8+", "5+", "17+"]
    assert [Cell(Number(one)).said for one in (0, 4, 8)] == ["0", "4", "8"], "whoever may open everything"


def test_a_total_is_the_sum_of_what_is_shown_and_of_nothing_that_is_shown_there_is_none() -> None:
    assert total([Number(7), Number(4)]) == 11
    assert total([in_part(7, 6), in_part(4, 6)]) == 21
    assert total([unread(40), unread(4)]) == 40
    assert total([unread(4), unread(0)]) is None
    assert total([Number(0), Number(0)]) == total([]) == 0


def test_a_sum_is_a_number_as_any_other_so_that_it_stands_beside_what_is_hidden() -> None:
    bar = Bar("March 2026", (Cell(unread(4)), Cell(unread(3)), Cell(unread(12))))

    assert [cell.said for cell in (*bar.cells, bar.whole)] == ["<5", "<5", "10+", "15+"]
    assert bar.rest == 5, "which part has it is not told"
    assert Bar("April 2026", (Cell(unread(1)), Cell(unread(2)))).whole.said == "<5"


def test_a_total_is_no_less_than_its_parts() -> None:
    hidden = Bar("All", (Cell(in_part(11, 0)), Cell(in_part(0, 3))))
    several = Bar("All", (Cell(in_part(2, 4)), Cell(in_part(8, 4))))

    assert [cell.said for cell in (*hidden.cells, hidden.whole)] == ["11+", "<5", "11+"]
    assert [cell.said for cell in (*several.cells, several.whole)] == ["2+", "8+", "15+"]


def councils(parts: int) -> Iterator[tuple[int, ...]]:
    """Every council of so many numbers."""
    return product(range(MOST), repeat=parts)


@pytest.mark.parametrize("told", [unread, partial(in_part, 3)])
def test_no_number_under_five_is_what_a_shown_sum_leaves_when_its_other_parts_are_taken_off(
    told: Callable[[int], Number],
) -> None:
    """Over all small councils of three numbers and their sum: a quarter, a team or an answer beside the others."""
    fits: dict[tuple[object, ...], list[set[int]]] = {}
    for numbers in councils(3):
        row = [told(one) for one in numbers]
        seen = tuple(Cell(one).said for one in (*row, together(row)))
        for values, one in zip(fits.setdefault(seen, [set(), set(), set()]), numbers, strict=True):
            values.add(one)

    known = [values for could_be in fits.values() for values in could_be if len(values) == 1]
    assert len(fits) > MOST
    assert [one for one in known if min(one) < 5] == []


def test_many_parts_that_are_one_each_are_not_what_their_small_sum_leaves() -> None:
    ones, nothing = [unread(1)] * 4, [unread(0)] * 4

    assert {Cell(one).said for one in (*ones, *nothing, together(ones), together(nothing))} == {"<5"}


def test_what_is_hidden_is_always_drawn_as_high() -> None:
    assert {unread(one).height for one in range(5)} == {5}


def test_a_share_is_told_to_the_point_or_between_which_two_it_is_or_not_at_all() -> None:
    assert [Bar("", (Cell(Number(12)), Cell(Number(28)))).share(place) for place in (0, 1)] == [30, 70]
    rounded = Bar("", (Cell(in_part(40, 7)), Cell(Number(100))))
    assert [rounded.share(place) for place in (0, 1)] == ["31 to 33", "67 to 69"]
    assert Bar("", (Cell(in_part(80, 0)), Cell(in_part(55, 0)), Cell(unread(3)))).share(2) == "0 to 3"
    assert Bar("", (Cell(unread(7)), Cell(unread(12)))).share(0) is None, "it may be nearly anything"
    assert Bar("", (Cell(Number(0)),)).share(0) is None
