"""A child's line of workers: which change has which record, in cases worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

from records.reporting.joined_lines import line_of
from records.reporting.worker_lines import (
    COVER,
    Explained,
    HandedOver,
    Kind,
    Led,
    Limits,
    Line,
    NotCover,
    Recorded,
    Spell,
    Standing,
)

ANNA, BEN, CARA = 1, 2, 3
EAST, WEST = 10, 20
PRIYA, MARCUS = 7, 8
LIMITS = Limits(tolerance=14, cover=28, today=date(2026, 8, 1))


def day(month: int, of_month: int, year: int = 2026) -> date:
    return date(year, month, of_month)


def spell(number: int, worker: int, start: date, end: date | None = None, team: int = EAST, code: str = "") -> Spell:
    return Spell(number, worker, team, start, end, code)


def record(number: int, worker: int | None, on: date | None, **more: object) -> Recorded:
    return Recorded(number, f"TMR-2026-000{number}", "transfer_meeting", worker, on, **more)  # type: ignore[arg-type]


def line(spells: list[Spell], *records: Recorded) -> Line:
    return line_of(spells, records, limits=LIMITS)


def references(found: Line) -> list[str | None]:
    return [change.record.reference if change.record else None for change in found.changes]


ONE_CHANGE = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, BEN, day(3, 2))]


def test_a_change_is_joined_to_the_record_of_its_day_and_new_worker() -> None:
    found = line(ONE_CHANGE, record(1, BEN, day(3, 2)))

    assert [change.kind for change in found.changes] == [Kind.FIRST, Kind.WORKER]
    assert references(found) == [None, "TMR-2026-0001"]
    assert not found.without_record
    assert [change.spell.worker for change in line(ONE_CHANGE).without_record] == [BEN]


def test_a_record_whose_day_lies_further_off_than_the_tolerance_explains_nothing_and_is_told_of() -> None:
    near, far = record(1, BEN, day(3, 16)), record(2, BEN, day(3, 17))

    assert references(line(ONE_CHANGE, near))[1] == near.reference
    assert line(ONE_CHANGE, near).changes[1].apart == -14
    assert references(line(ONE_CHANGE, far)) == [None, None]
    assert line(ONE_CHANGE, far).unseen == (far,)


def test_a_record_of_another_new_worker_does_not_explain_the_change() -> None:
    other = record(1, CARA, day(3, 2))

    assert references(line(ONE_CHANGE, other)) == [None, None]
    assert line(ONE_CHANGE, other).unseen == (other,)


def test_a_record_without_a_day_or_worker_explains_nothing() -> None:
    assert references(line(ONE_CHANGE, record(1, BEN, None), record(2, None, day(3, 2)))) == [None, None]


def test_a_worker_who_returns_has_two_changes_and_each_its_own_record() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, BEN, day(3, 2), day(3, 20)), spell(3, ANNA, day(3, 20))]
    there, back = record(1, BEN, day(3, 2)), record(2, ANNA, day(3, 21))

    assert references(line(spells, there, back)) == [None, there.reference, back.reference]
    assert references(line(spells, there)) == [None, there.reference, None]
    assert [change.spell.id for change in line(spells, there).without_record] == [3]


def test_one_record_explains_one_of_two_changes_the_nearer() -> None:
    spells = [
        spell(1, ANNA, day(1, 5), day(3, 2)),
        spell(2, BEN, day(3, 2), day(3, 5)),
        spell(3, ANNA, day(3, 5), day(3, 9)),
        spell(4, BEN, day(3, 9)),
    ]

    assert references(line(spells, record(1, BEN, day(3, 8)))) == [None, None, None, "TMR-2026-0001"]


def test_of_two_records_of_one_change_the_nearer_explains_it_and_the_other_is_told_of() -> None:
    near, far = record(1, BEN, day(3, 3)), record(2, BEN, day(2, 25))

    for both in ((near, far), (far, near)):
        assert references(line(ONE_CHANGE, *both)) == [None, near.reference]
        assert line(ONE_CHANGE, *both).unseen == (far,)


def test_days_without_a_worker_are_counted_from_the_day_after_the_last() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, BEN, day(3, 12))]
    next_day = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, BEN, day(3, 3))]

    assert line(spells).changes[1].without == 9
    assert line(next_day).changes[1].without == 0


def test_spells_that_overlap_say_for_how_many_days() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(3, 12)), spell(2, BEN, day(3, 2))]
    found = line(spells, record(1, BEN, day(3, 2))).changes[1]

    assert (found.overlap, found.without, found.before) == (10, 0, spells[0])


def test_who_comes_after_cover_within_a_spell_follows_the_worker_who_stayed_longest() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(6, 1)), spell(2, BEN, day(3, 2), day(3, 9)), spell(3, CARA, day(6, 1))]

    assert [change.before for change in line(spells).changes] == [None, spells[0], spells[0]]
    assert line(spells).changes[1].overlap == 7


def test_two_changes_on_one_day_are_told_in_order_and_each_has_its_record() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(3, CARA, day(3, 2)), spell(2, BEN, day(3, 2), day(3, 2))]
    found = line(spells, record(1, CARA, day(3, 2)))

    assert [change.spell.worker for change in found.changes] == [ANNA, BEN, CARA]
    assert references(found) == [None, None, "TMR-2026-0001"]
    assert found.changes[2].before == spells[2]


def test_a_record_that_was_sealed_weeks_after_the_change_explains_it() -> None:
    assert references(line(ONE_CHANGE, record(1, BEN, day(3, 2), sealed_on=day(5, 29)))) == [None, "TMR-2026-0001"]


def test_a_cancelled_record_explains_nothing_and_a_corrected_one_gives_way_to_its_later_version() -> None:
    fallen, later = record(1, BEN, day(3, 2), stands=False), record(2, BEN, day(3, 4))

    assert references(line(ONE_CHANGE, fallen)) == [None, None]
    assert line(ONE_CHANGE, fallen).unseen == ()
    assert references(line(ONE_CHANGE, fallen, later)) == [None, later.reference]


def test_of_brothers_and_sisters_who_change_together_each_needs_a_record_of_their_own() -> None:
    of_maya = record(1, BEN, day(3, 2))

    assert references(line(ONE_CHANGE, of_maya))[1] == of_maya.reference
    assert references(line(ONE_CHANGE)) == [None, None]


def test_an_emergency_explains_a_change_as_a_transfer_with_a_meeting_does() -> None:
    emergency = Recorded(1, "ETJ-2026-0001", "emergency_transfer", BEN, day(3, 2))

    assert references(line(ONE_CHANGE, emergency))[1] == emergency.reference


def test_the_first_worker_whom_the_register_knows_follows_nobody_and_is_no_change_whatever_reason_it_gives() -> None:
    for code in ("FCONTA", "", "LEFTRL"):
        first = line([spell(1, ANNA, day(1, 5), code=code), spell(2, BEN, day(3, 2), code=code)])

        assert [change.standing for change in first.changes] == [Standing.FIRST, Standing.OPEN]


def test_a_first_worker_with_a_record_of_their_own_shows_it() -> None:
    found = line([spell(1, ANNA, day(1, 5))], record(1, ANNA, day(1, 5)))

    assert (references(found), found.changes[0].standing) == (["TMR-2026-0001"], Standing.FIRST)


def test_a_record_whose_day_is_still_to_come_is_not_told_of_as_missing_in_the_register() -> None:
    to_come, due = record(1, CARA, day(8, 2)), record(2, CARA, day(8, 1))

    assert line(ONE_CHANGE, to_come, due).unseen == (due,)


def test_a_case_that_was_closed_and_opened_again_is_a_first_contact_but_not_where_one_worker_followed_another() -> None:
    closed = spell(1, ANNA, day(1, 5), day(3, 2), code="FCONTA")

    assert not line([closed, spell(2, BEN, day(5, 2), code="FCONTA")]).without_record
    assert line([closed, spell(2, BEN, day(3, 2), code="FCONTA")]).without_record


def test_a_spell_that_is_open_has_no_end_and_what_follows_it_overlaps() -> None:
    assert line(ONE_CHANGE).changes[1].spell.ended_on is None
    assert line([spell(1, ANNA, day(1, 5)), spell(2, BEN, day(3, 2), day(3, 9))]).changes[1].overlap == 7


def test_a_worker_who_takes_the_child_along_to_another_team_changes_the_leader_and_not_the_worker() -> None:
    spells = [spell(1, ANNA, day(1, 5), day(3, 2)), spell(2, ANNA, day(3, 2), team=WEST)]
    led = [Led(EAST, PRIYA, None), Led(WEST, MARCUS, None)]
    handover = HandedOver(5, "MHR-2026-0005", ANNA, MARCUS, day(3, 1))
    found = line_of(spells, limits=LIMITS, led=led, handovers=[handover])

    assert [change.kind for change in found.changes] == [Kind.FIRST, Kind.TEAM]
    assert not found.without_record
    assert [(one.day, one.before, one.leader, one.record) for one in found.leaders] == [
        (day(3, 2), PRIYA, MARCUS, handover)
    ]


def test_a_leader_who_hands_over_is_no_change_of_worker_and_needs_the_handover_of_that_worker() -> None:
    spells = [spell(1, ANNA, day(1, 5), code="FCONTA")]
    led = [Led(EAST, PRIYA, None, day(4, 1)), Led(EAST, MARCUS, day(4, 1))]
    of_anna = HandedOver(5, "MHR-2026-0005", ANNA, MARCUS, day(4, 1))
    of_ben = HandedOver(6, "MHR-2026-0006", BEN, MARCUS, day(4, 1))

    def leaders(*handovers: HandedOver) -> list[tuple[date, HandedOver | None]]:
        found = line_of(spells, limits=LIMITS, led=led, handovers=handovers)
        assert not found.without_record
        return [(one.day, one.record) for one in found.leaders]

    assert leaders(of_anna, of_ben) == [(day(4, 1), of_anna)]
    assert leaders(of_ben) == [(day(4, 1), None)]


def test_of_the_first_leader_whom_the_register_knows_nobody_says_that_there_was_none_before() -> None:
    spells = [spell(1, ANNA, day(1, 5), code="FCONTA")]
    vacant = [Led(EAST, PRIYA, None, day(3, 1)), Led(EAST, MARCUS, day(4, 1))]

    assert not line_of(spells, limits=LIMITS, led=[Led(EAST, PRIYA, day(4, 1))]).leaders
    assert [(one.before, one.leader) for one in line_of(spells, limits=LIMITS, led=vacant).leaders] == [
        (PRIYA, None),
        (None, MARCUS),
    ]


def test_a_handover_does_not_explain_a_change_of_worker() -> None:
    handover = HandedOver(5, "MHR-2026-0005", BEN, MARCUS, day(3, 2))
    found = line_of(ONE_CHANGE, limits=LIMITS, led=[Led(EAST, MARCUS, None)], handovers=[handover])

    assert references(found) == [None, None]
    assert not found.leaders


def test_changes_of_leader_outside_the_workers_time_are_left_out() -> None:
    led = [Led(EAST, PRIYA, None, day(1, 2)), Led(EAST, MARCUS, day(1, 2), day(3, 2)), Led(EAST, PRIYA, day(3, 2))]

    assert not line_of(ONE_CHANGE[:1], limits=LIMITS, led=led).leaders


def test_spells_in_any_order_give_the_same_line_and_none_give_none() -> None:
    records = (record(1, BEN, day(3, 2)),)

    assert line(ONE_CHANGE[::-1], *records) == line(ONE_CHANGE, *records)
    assert line([]) == Line()


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
    spells = [ONE_CHANGE[0], spell(2, BEN, day(3, 2), day(3, 9))]
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
