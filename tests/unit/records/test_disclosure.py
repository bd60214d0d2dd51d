"""A number that may not be known cannot be worked out from all those that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from records.reporting.counting.disclosure import Number, total
from records.reporting.figures_drawn.charts import Bar, Cell
from records.reporting.small_numbers import TEN, tens

TEAMS, MONTHS, ANSWERS = range(2), range(2), range(2)
PARTS = list(product(TEAMS, MONTHS, ANSWERS))
MOST = 23


def unread(number: int) -> Number:
    """Of what somebody may not open, as it is told to those who lead nobody there."""
    return Number(0, number, hides=True)


def test_under_ten_is_hidden_and_of_the_rest_whole_tens_are_told() -> None:
    assert [unread(one).shown for one in (0, 1, 9, 10, 19, 20)] == ["<10", "<10", "<10", 10, 10, 20]


def test_what_may_be_opened_is_exact_and_fewer_than_ten_others_change_nothing() -> None:
    assert [Number(one).shown for one in (0, 1, 4, 5, 7)] == [0, 1, 4, 5, 7]
    assert {Number(3, others).shown for others in range(10)} == {3}
    assert {Number(0, others).shown for others in range(10)} == {0}, "whoever leads the place has none of their own"
    assert Number(3, 24).shown == 23


def test_a_total_is_the_sum_of_what_is_shown_and_beside_a_hidden_number_there_is_none() -> None:
    assert total([Number(7), Number(4)]) == 11
    assert total([Number(7, 6), Number(4, 6)]) == 11, "not a ten out of twelve"
    assert total([unread(40), unread(4)]) is None
    assert total([Number(40, hides=True), unread(0)]) is None
    assert total([]) == 0


def test_a_sum_is_a_number_as_any_other_so_that_it_stands_beside_what_is_hidden() -> None:
    bar = Bar("March 2026", (Cell(unread(8)), Cell(unread(7)), Cell(unread(24))))

    assert [cell.said for cell in (*bar.cells, bar.whole)] == ["<10", "<10", "20+", "30+"]
    assert bar.rest == 10, "which part has it is not told"
    assert Bar("April 2026", (Cell(unread(3)), Cell(unread(4)))).whole.said == "<10"
    assert Bar("May 2026", (Cell(Number(7)), Cell(Number(4)))).whole.said == "11", "all may be opened"


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


Sets = Sequence[frozenset[int]]


def shown_sets() -> Sets:
    """Which parts each shown number is of: each team and both, each month and both, each answer and all together."""
    places = [(0,), (1,), (0, 1)]
    return [
        frozenset(
            at for at, one in enumerate(PARTS) if all(part in some for part, some in zip(one, asked, strict=True))
        )
        for asked in product(places, repeat=3)
    ]


SHOWN = shown_sets()


def could_be_another(council: Sequence[int], asked: frozenset[int]) -> bool:
    """Whether a council that looks the same in everything shown has another number there."""
    number = sum(council[part] for part in asked)
    others = sorted(set(range(TEN)) - {number}, key=lambda one: abs(one - number))
    return any(_fits(council, [*_windows(council), (asked, other, other)]) for other in others)


Window = tuple[frozenset[int], int, int]  # parts, and the least and the most that they can be together


def _windows(council: Sequence[int]) -> list[Window]:
    """What whoever sees each shown number knows of it."""
    sums = [(some, tens(sum(council[part] for part in some))) for some in SHOWN]
    return [(some, shown, shown + TEN - 1) for some, shown in sums]


def _fits(council: Sequence[int], windows: list[Window], known: int = 0) -> bool:
    """Whether parts of the council from `known` on can be others so that everything fits its window."""
    if known == len(council):
        return all(least <= 0 <= most for _, least, most in windows)
    shown = tens(council[known])
    for number in sorted(range(shown, shown + TEN), key=lambda one: abs(one - council[known])):
        left = [
            (some, least - number, most - number) if known in some else (some, least, most)
            for some, least, most in windows
        ]
        if all(_still_fits(council, *one, known + 1) for one in left if known in one[0]) and _fits(
            council, left, known + 1
        ):
            return True
    return False


def _still_fits(council: Sequence[int], some: frozenset[int], least: int, most: int, known: int) -> bool:
    """Whether the parts of a window that are not known yet can still make what is missing."""
    lowest = sum(tens(council[part]) for part in some if part >= known)
    return lowest <= most and lowest + (TEN - 1) * sum(part >= known for part in some) >= least


def example_of(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    """A council of such numbers."""
    return st.lists(numbers, min_size=len(PARTS), max_size=len(PARTS))


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.one_of(example_of(st.integers(0, 4)), example_of(st.integers(0, 14)), example_of(st.sampled_from((0, 1, 8)))))
def test_all_tables_places_and_periods_together_leave_every_number_under_five_open(council: list[int]) -> None:
    small = [some for some in set(SHOWN) if sum(council[part] for part in some) < 5]

    assert [sorted(some) for some in small if not could_be_another(council, some)] == []


def test_what_is_hidden_is_always_drawn_as_high() -> None:
    assert {unread(one).height for one in range(10)} == {10}


def test_shares_of_a_bar_make_a_hundred_of_what_is_told_and_beside_a_hidden_part_there_is_none() -> None:
    bar = Bar("2025 to 26", (Cell(Number(12)), Cell(Number(8, 24))))

    assert (bar.total, bar.percent(0), bar.percent(1)) == (40, 30, 70)
    assert Bar("2025 to 26", (Cell(Number(12)), Cell(unread(3)))).percent(0) is None
    assert Bar("2025 to 26", (Cell(Number(0)),)).percent(0) is None
