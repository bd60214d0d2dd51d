"""A child's line of workers: which change has which record, in cases worked out by hand."""

from __future__ import annotations

from datetime import date

from records.reporting.joined_lines import line_of
from records.reporting.worker_lines import HandedOver, Kind, Led, Limits, Line, Recorded, Spell, Standing

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
