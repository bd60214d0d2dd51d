"""Which changes of worker may be explained as cover, and which with it, in cases worked out by hand."""

from __future__ import annotations

from datetime import timedelta

from records.reporting.joined_lines import line_of
from records.reporting.worker_lines import COVER, Explained, NotCover, Recorded, Spell, Standing
from tests.unit.records.test_worker_lines import ANNA, BEN, CARA, LIMITS, PRIYA, day, line, record, spell

COVERED = [
    spell(1, ANNA, day(1, 5), day(3, 2), code="FCONTA"),
    spell(2, BEN, day(3, 2), day(3, 20)),
    spell(3, ANNA, day(3, 20)),
]
UNTIL_JULY = spell(1, ANNA, day(1, 5), day(7, 20))


def explained(spells: list[Spell], **reasons: str) -> list[Standing | None]:
    """The standing of each change where spells (s2=…) are explained so."""
    said = [Explained(1, int(one[1:]), reason, "", PRIYA, day(6, 1)) for one, reason in reasons.items()]
    return [change.standing for change in line_of(spells, limits=LIMITS, explained=said).changes]


def test_cover_explains_the_worker_who_covers_and_the_return_of_the_one_before() -> None:
    assert explained(COVERED) == [Standing.FIRST, Standing.OPEN, Standing.OPEN]
    assert explained(COVERED, s2=COVER) == [Standing.FIRST, Standing.EXPLAINED, Standing.EXPLAINED]


def test_cover_after_which_somebody_else_followed_was_none_and_neither_change_is_explained() -> None:
    stayed = [*COVERED[:2], spell(3, CARA, day(3, 20))]

    assert explained(stayed, s2=COVER) == [Standing.FIRST, Standing.OPEN, Standing.OPEN]
    assert line(stayed).changes[1].not_cover == NotCover.FOLLOWED


def test_cover_is_none_where_the_register_gives_another_reason_or_nobody_was_before() -> None:
    def of(code: str) -> list[NotCover | None]:
        return [change.not_cover for change in line([UNTIL_JULY, spell(2, BEN, day(7, 20), code=code)]).changes]

    assert [of(code)[1] for code in ("ABSENC", "OTHERS", "")] == [None] * 3
    assert [of(code)[1] for code in ("MANAGE", "CHCHAN", "LEFTRL")] == [NotCover.ANOTHER_REASON] * 3
    assert of("")[0] == NotCover.NOBODY


def test_cover_that_lasts_as_long_as_the_figure_or_goes_on_so_long_is_explained_no_more() -> None:
    def lasting(days: int) -> list[Spell]:
        return [COVERED[0], spell(2, BEN, day(3, 2), day(3, 2) + timedelta(days=days))]

    assert explained(lasting(27), s2=COVER)[1] == Standing.EXPLAINED
    assert explained(lasting(28), s2=COVER)[1] == Standing.OPEN
    for first, standing in ((day(7, 5), Standing.EXPLAINED), (day(7, 4), Standing.OPEN)):
        assert explained([spell(1, ANNA, day(1, 5), first), spell(2, BEN, first)], s2=COVER)[1] == standing


def test_a_record_says_more_than_an_explanation() -> None:
    spells = [COVERED[0], spell(2, BEN, day(3, 2), day(3, 9))]
    said = Explained(1, 2, COVER, "", PRIYA, day(6, 1))
    found = line_of(spells, [record(1, BEN, day(3, 2))], limits=LIMITS, explained=[said])

    assert explained(spells, s2=COVER)[1] == Standing.EXPLAINED
    assert found.changes[1].standing == Standing.RECORD


def never(spells: list[Spell], *records: Recorded) -> list[NotCover | None]:
    """Why each of the changes cannot be explained as cover, or not by itself."""
    return [change.not_cover for change in line(spells, *records).changes]


def with_each_explained(spells: list[Spell]) -> list[list[int]]:
    """The changes that are explained where one alone is called cover, for each in turn."""
    standings = [explained(spells, **{f"s{one.id}": COVER}) for one in spells]
    return [[place for place, one in enumerate(found, 1) if one == Standing.EXPLAINED] for found in standings]


def test_a_return_is_explained_with_the_cover_that_it_ends_and_never_by_itself() -> None:
    assert never(COVERED) == [NotCover.NOBODY, None, NotCover.RETURN]
    assert with_each_explained(COVERED) == [[], [2, 3], []]


def test_a_return_after_as_many_days_as_the_figure_is_explained_no_more_than_those_days() -> None:
    def back_after(days: int) -> list[Spell]:
        back = day(6, 1) + timedelta(days=days)
        return [spell(1, ANNA, day(1, 5), day(6, 1)), spell(2, BEN, day(6, 1), back), spell(3, ANNA, back)]

    assert with_each_explained(back_after(27)) == [[], [2, 3], []]
    for days in (28, 40):
        assert never(back_after(days))[1:] == [NotCover.TOO_LONG, NotCover.RETURN_ALONE]
        assert with_each_explained(back_after(days)) == [[], [], []]
        assert line(back_after(days)).changes[1].lasted == days


def test_days_on_which_nobody_had_the_child_count_until_the_return() -> None:
    nobody_after = [*COVERED[:2], spell(3, ANNA, day(4, 20))]
    nobody_before = [COVERED[0], spell(2, BEN, day(3, 28), day(4, 4)), spell(3, ANNA, day(4, 4))]

    for spells in (nobody_after, nobody_before):
        assert never(spells)[1:] == [NotCover.TOO_LONG, NotCover.RETURN_ALONE]


SHARED = [
    spell(1, ANNA, day(1, 5), day(6, 1)),
    spell(2, BEN, day(6, 1), day(6, 8)),
    spell(3, CARA, day(6, 8), day(6, 15)),
    spell(4, ANNA, day(6, 15)),
]


def test_two_who_stand_in_one_after_the_other_are_one_cover_with_the_return() -> None:
    assert never(SHARED)[1:] == [None, NotCover.PART, NotCover.RETURN]
    assert with_each_explained(SHARED) == [[], [2, 3, 4], [], []]


def test_two_who_stand_in_for_too_long_together_or_without_a_return_or_with_a_record_are_no_cover() -> None:
    long = [*SHARED[:2], spell(3, CARA, day(6, 8), day(6, 29)), spell(4, ANNA, day(6, 29))]
    still = [spell(1, ANNA, day(1, 5), day(7, 10)), spell(2, BEN, day(7, 10), day(7, 20)), spell(3, CARA, day(7, 20))]

    assert never(long)[1:] == [NotCover.TOO_LONG, NotCover.FOLLOWED, NotCover.RETURN_ALONE]
    assert never(still)[1] == NotCover.FOLLOWED
    assert never(SHARED, record(1, CARA, day(6, 8)))[1:] == [NotCover.FOLLOWED, None, NotCover.RETURN_ALONE]


def test_a_childs_own_worker_between_two_covers_does_not_cover_for_who_stands_in() -> None:
    twice = [
        spell(1, ANNA, day(1, 5), day(6, 5)),
        spell(2, BEN, day(6, 5), day(6, 16)),
        spell(3, ANNA, day(6, 16), day(6, 18)),
        spell(4, BEN, day(6, 18), day(6, 24)),
        spell(5, ANNA, day(6, 24)),
    ]

    assert never(twice)[1:] == [None, NotCover.RETURN, None, NotCover.RETURN]
    assert with_each_explained(twice) == [[], [2, 3], [], [4, 5], []]


def test_somebody_who_had_the_child_before_covers_only_where_the_other_comes_back() -> None:
    for_good = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, BEN, day(3, 2), day(7, 20))]
    still = [*for_good, spell(3, ANNA, day(7, 20))]
    comes_back = [*for_good, spell(3, ANNA, day(7, 20), day(7, 25)), spell(4, BEN, day(7, 25))]

    assert with_each_explained(still) == [[], [], []]
    assert never(COVERED, record(1, BEN, day(3, 2)))[2] == NotCover.RETURN_ALONE
    assert with_each_explained(comes_back) == [[], [], [3, 4], []]


def test_a_second_cover_by_the_same_person_is_explained_while_it_goes_on() -> None:
    again = [*COVERED[:2], spell(3, ANNA, day(3, 20), day(7, 20)), spell(4, BEN, day(7, 20))]

    assert with_each_explained(again) == [[], [2, 3], [], [4]]


def test_who_covers_while_the_register_has_the_worker_go_on_is_cover_by_days_of_their_own() -> None:
    goes_on = [spell(1, ANNA, day(1, 5)), spell(2, BEN, day(3, 2), day(3, 9)), spell(3, CARA, day(6, 1), day(6, 9))]

    assert with_each_explained(goes_on) == [[], [2], [3]]
    assert with_each_explained([*goes_on[:2], spell(3, CARA, day(3, 9), day(3, 20))]) == [[], [2, 3], []]
