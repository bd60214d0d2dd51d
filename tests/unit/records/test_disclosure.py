"""A number that may not be known cannot be worked out from those that are shown beside it."""

from __future__ import annotations

from itertools import product

from records.reporting.counting.disclosure import Number, total
from records.reporting.figures_drawn.charts import Bar, Cell, Chart, square_of_what_is_told

MOST = 13


def shown(numbers: list[Number]) -> int | str | None:
    found = total(numbers)
    return None if found is None else found.shown


def unread(number: int) -> Number:
    return Number(number, may_read=False)


def test_under_five_is_hidden_and_the_rest_is_to_the_nearest_five() -> None:
    assert [unread(one).shown for one in (0, 1, 4, 5, 7, 8, 12, 13)] == ["<5", "<5", "<5", 5, 5, 10, 10, 15]


def test_whoever_may_read_everything_behind_a_number_is_told_it() -> None:
    assert [Number(one).shown for one in (0, 1, 4, 5, 7)] == [0, 1, 4, 5, 7]


def test_a_sum_is_exact_only_where_everything_in_it_may_be_read() -> None:
    assert shown([Number(7), Number(4)]) == 11
    assert shown([Number(7), unread(6)]) == 15
    assert shown([]) == 0


def test_beside_a_hidden_number_no_total_is_told() -> None:
    assert total([unread(40), unread(4)]) is None
    assert total([Number(40), unread(0)]) is None
    assert total([unread(40), Number(4)]) is not None, "whoever may read it has it anyway"


def test_all_lines_of_the_same_look_leave_every_hidden_number_open() -> None:
    """Over all triples of numbers: what is seen fits every value under five for each that is hidden."""
    fits: dict[tuple[object, ...], list[set[int]]] = {}
    for numbers in product(range(MOST), repeat=3):
        cells = [unread(one) for one in numbers]
        seen = (*(one.shown for one in cells), shown(cells))
        could_be = fits.setdefault(seen, [set() for _ in numbers])
        for values, one in zip(could_be, numbers, strict=True):
            values.add(one)

    hidden = [
        values for seen, could_be in fits.items() for said, values in zip(seen, could_be, strict=False) if said == "<5"
    ]
    assert hidden
    assert all(values == {0, 1, 2, 3, 4} for values in hidden)


def test_another_period_subtracted_never_gives_what_is_hidden() -> None:
    """A year of which three quarters are known: the fourth, hidden, still has two values or more."""
    fits: dict[tuple[object, object], set[int]] = {}
    for three, fourth in product(range(5, 58), range(5)):
        fits.setdefault((unread(three).shown, unread(three + fourth).shown), set()).add(fourth)

    assert min(len(values) for values in fits.values()) > 1


def test_what_is_hidden_is_always_drawn_as_high() -> None:
    assert {unread(one).height for one in range(5)} == {5}


def test_a_share_of_something_hidden_is_not_told() -> None:
    assert unread(3).percent_of(40) is None
    assert unread(7).percent_of(10) == 50
    assert Number(1).percent_of(3) == 33
    assert Number(0).percent_of(0) is None


def test_shares_of_a_bar_make_a_hundred_though_one_part_is_rounded_and_another_is_exact() -> None:
    bar = Bar("2025 to 26", (Cell(Number(12)), Cell(unread(28))))

    assert (bar.percent(0), bar.percent(1)) == (29, 71)
    assert Bar("2025 to 26", (Cell(Number(12)), Cell(unread(3)))).percent(0) is None


def test_from_team_to_team_lines_and_columns_stay_the_same_teams_whatever_is_left_out() -> None:
    teams, flows = ("A", "B", "C", "D"), ((9, 0, 0, 0), (0, 0, 0, 8), (0, 0, 3, 0), (0, 0, 0, 0))
    bars = (Bar(team, tuple(Cell(unread(number)) for number in line)) for team, line in zip(teams, flows, strict=True))

    left = square_of_what_is_told(Chart("flows", "From team to team", "heat", teams, tuple(bars)))

    assert (left.series, [bar.label for bar in left.bars]) == (("A", "B", "D"), ["A", "B", "D"])
    assert [[cell.number.shown for cell in bar.cells] for bar in left.bars] == [
        [10, "<5", "<5"],
        ["<5", "<5", 10],
        ["<5", "<5", "<5"],
    ]
