"""A number that may not be known cannot be worked out from all those that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from records.reporting.counting.disclosure import Number, total
from records.reporting.figures_drawn.charts import Bar, Cell

MOST = 15


def unread(number: int) -> Number:
    """Of what somebody may not open, as it is told to those who lead nobody there."""
    return Number(0, number, leads=False)


def of_a_leader(readable: int, others: int) -> Number:
    """Of what is a leader's, of which some may not be opened any more."""
    return Number(readable, others)


def test_under_five_is_hidden_and_of_the_rest_whole_fives_are_told() -> None:
    assert [unread(one).shown for one in (0, 1, 4, 5, 9, 10)] == ["<5", "<5", "<5", 5, 5, 10]


def test_what_may_be_opened_is_exact_and_fewer_than_five_others_change_nothing() -> None:
    assert [Number(one).shown for one in (0, 1, 4, 5, 7)] == [0, 1, 4, 5, 7]
    assert {Number(3, others, leads=False).shown for others in range(5)} == {3}
    assert Number(3, 14, leads=False).shown == 13


def test_a_leader_is_told_each_number_but_where_they_may_not_open_one_to_four() -> None:
    pairs = ((0, 0), (4, 0), (0, 4), (3, 1), (4, 1), (8, 1), (8, 3), (0, 5), (0, 17))

    assert [Cell(of_a_leader(*both)).said for both in pairs] == ["0", "4", "<5", "<5", "5+", "8+", "10+", "5", "17"]


def test_a_total_is_the_sum_of_what_is_shown_and_beside_a_hidden_number_there_is_none() -> None:
    assert total([Number(7), Number(4)]) == 11
    assert total([of_a_leader(7, 6), of_a_leader(4, 6)]) == 23
    assert total([unread(40), unread(4)]) is None
    assert total([Number(40, leads=False), unread(0)]) is None
    assert total([of_a_leader(40, 2), of_a_leader(2, 2)]) is None
    assert total([]) == 0


def test_a_sum_is_a_number_as_any_other_so_that_it_stands_beside_what_is_hidden() -> None:
    bar = Bar("March 2026", (Cell(unread(4)), Cell(unread(3)), Cell(unread(12))))

    assert [cell.said for cell in (*bar.cells, bar.whole)] == ["<5", "<5", "10+", "15+"]
    assert bar.rest == 5, "which part has it is not told"
    assert Bar("April 2026", (Cell(unread(1)), Cell(unread(2)))).whole.said == "<5"


def test_what_is_hidden_from_a_leader_is_not_what_the_other_parts_leave_of_a_total() -> None:
    by_month = Bar("All", (Cell(of_a_leader(11, 0)), Cell(of_a_leader(0, 3))))
    by_reason = Bar("All", (Cell(of_a_leader(6, 0)), Cell(of_a_leader(5, 3))))

    assert [cell.said for cell in (*by_month.cells, by_month.whole)] == ["11", "<5", "11+"]
    assert [cell.said for cell in (*by_reason.cells, by_reason.whole)] == ["6", "5+", "11+"], "no table has it exactly"
    assert Bar("May", (Cell(of_a_leader(2, 0)), Cell(of_a_leader(9, 3)))).whole.said == "12+", "no less than its parts"
    assert Bar("June", (Cell(of_a_leader(2, 1)), Cell(of_a_leader(0, 1)))).whole.said == "<5"
    assert Bar("July", (Cell(of_a_leader(2, 4)), Cell(of_a_leader(8, 4)))).whole.said == "18"


def councils(parts: int) -> Iterator[tuple[int, ...]]:
    """Every council of so many numbers."""
    return product(range(MOST), repeat=parts)


def test_no_number_under_five_is_what_a_shown_sum_leaves_when_its_other_parts_are_taken_off() -> None:
    """Over all small councils of three numbers and their sum: a quarter, a team or an answer beside the others."""
    fits: dict[tuple[object, ...], list[set[int]]] = {}
    for numbers in councils(3):
        seen = tuple(unread(one).shown for one in (*numbers, sum(numbers)))
        for values, one in zip(fits.setdefault(seen, [set(), set(), set()]), numbers, strict=True):
            values.add(one)

    known = [values for could_be in fits.values() for values in could_be if len(values) == 1]
    assert len(fits) > MOST
    assert [one for one in known if min(one) < 5] == []


def test_what_is_hidden_is_always_drawn_as_high() -> None:
    assert {unread(one).height for one in range(5)} == {5}


def test_shares_of_a_bar_make_a_hundred_of_what_is_told_and_beside_a_hidden_part_there_is_none() -> None:
    bar = Bar("2025 to 26", (Cell(Number(12)), Cell(Number(8, 20))))

    assert (bar.total, bar.percent(0), bar.percent(1)) == (40, 30, 70)
    assert Bar("2025 to 26", (Cell(Number(12)), Cell(unread(3)))).percent(0) is None
    assert Bar("2025 to 26", (Cell(Number(0)),)).percent(0) is None
