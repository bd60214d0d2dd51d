"""What cannot be true of a child is named, with both things that contradict each other; what can be is let pass."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from protocol.consistency.impossible import (
    DATE_OF_BIRTH,
    EXPECTED_DATE_OF_BIRTH,
    LEGAL_STATUS,
    PLACEMENT,
    STATUS,
    WORKER,
    Life,
    Spell,
    check,
)

TODAY, BORN = date(2026, 11, 26), date(2012, 3, 27)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def found(*spells: Spell, born: date | None = BORN, **more: Any) -> list[str]:
    """What is said of a life of these spells."""
    return [one.text for one in check(Life(TODAY, spells, born, **more))]


def legal(code: str, first: date | None, last: date | None = None) -> Spell:
    return Spell(LEGAL_STATUS, code, first, last)


def placed(code: str, first: date | None, last: date | None = None) -> Spell:
    return Spell(PLACEMENT, code, first, last)


def status(code: str, first: date | None, last: date | None = None) -> Spell:
    return Spell(STATUS, code, first, last)


def worker(first: date, last: date | None = None, name: str = "A. Worker") -> Spell:
    return Spell(WORKER, name, first, last)


NEWBORN, SIXTEEN, TEN = date(2026, 10, 1), date(2010, 11, 26), date(2016, 11, 26)
ORDINARY = {
    "a looked after child": (
        BORN,
        [status("looked_after", ago(400)), legal("C2", ago(400)), placed("U4", ago(90)), worker(ago(50))],
    ),
    "one of whom no first day is known": (
        BORN,
        [status("looked_after", None), legal("C1", None), placed("U4", None), worker(ago(50))],
    ),
    "a child in need without order or placement": (BORN, [status("child_in_need", None), legal("none", None)]),
    "a worker in the pregnancy": (
        NEWBORN,
        [worker(date(2026, 7, 1)), status("unborn", None, NEWBORN), status("child_in_need", NEWBORN)],
    ),
    "an unborn child until the day of birth": (NEWBORN, [status("unborn", date(2026, 6, 1), NEWBORN)]),
    "spells that touch": (BORN, [placed("U6", ago(90), ago(30)), placed("U4", ago(30)), worker(ago(9), ago(3))]),
    "a holiday from a placement": (BORN, [placed("U4", ago(90)), placed("T2", ago(20), ago(10))]),
    "supported accommodation on the sixteenth birthday": (SIXTEEN, [placed("K3", TODAY)]),
    "remand on the tenth birthday": (TEN, [legal("J1", TODAY)]),
    "looked after to the eighteenth birthday": (
        date(2007, 5, 5),
        [status("looked_after", date(2020, 1, 1), date(2025, 5, 5)), status("care_leaver", date(2025, 5, 5))],
    ),
    "police protection of three days": (BORN, [legal("L1", ago(10), ago(7))]),
    "an emergency order of three weeks": (BORN, [legal("L2", ago(21))]),
    "section 20, and later with a parent": (BORN, [legal("V2", ago(90), ago(30)), placed("P1", ago(30))]),
    "looked after, with a placement alone": (
        BORN,
        [status("looked_after", None), legal("none", None), placed("U4", None)],
    ),
    "looked after, the rest unknown": (BORN, [status("looked_after", None), placed("none", None)]),
}


@pytest.mark.parametrize("what", ORDINARY)
def test_what_can_be_true_is_let_pass(what: str) -> None:
    born, spells = ORDINARY[what]

    assert found(*spells, born=born) == []


IMPOSSIBLE = {
    "a legal status before birth": (
        BORN,
        [legal("C2", date(2012, 3, 26))],
        "before birth: the child was born on 27 March",
    ),
    "a placement that ended before birth": (BORN, [placed("U4", None, date(2012, 1, 1))], "before birth"),
    "in need before birth": (BORN, [status("child_in_need", date(2012, 1, 1))], "The status child in need began"),
    "unborn after birth": (
        BORN,
        [status("unborn", None)],
        "The child is unborn, and the child was born on 27 March 2012",
    ),
    "a worker long before birth": (
        BORN,
        [worker(date(2011, 5, 1)), status("unborn", None, BORN)],
        "The time of the worker A. Worker began on 1 May",
    ),
    "a worker before birth of a child who is not known to have been unborn": (
        NEWBORN,
        [worker(date(2026, 7, 1)), status("child_in_need", NEWBORN)],
        "The time of the worker A. Worker began on 1 July 2026, before birth",
    ),
    "a worker in the future": (BORN, [worker(TODAY + timedelta(days=1))], "27 November 2026, which has not come yet"),
    "a worker who ended before beginning": (BORN, [worker(ago(3), ago(5))], "ends before it begins"),
    "two workers at once": (
        BORN,
        [worker(ago(50), ago(10)), worker(ago(20), None, "B. Worker")],
        "The time of the worker B. Worker began on 6 November 2026, while the time of the worker A. Worker still runs",
    ),
    "two legal statuses at once": (
        BORN,
        [legal("C1", ago(50), ago(10)), legal("C2", ago(20))],
        "while the legal status C1",
    ),
    "supported accommodation at fifteen": (
        SIXTEEN,
        [placed("K3", ago(1))],
        "The placement K3 can be from the age of 16: the child was born on 26 November 2010, and it",
    ),
    "supported accommodation of a child of fifteen, begun who knows when": (
        SIXTEEN + timedelta(days=1),
        [placed("K3", None)],
        "from the age of 16",
    ),
    "remand at nine": (TEN, [legal("J2", ago(1))], "The legal status J2 can be from the age of 10"),
    "looked after beyond eighteen": (
        date(2008, 11, 25),
        [status("looked_after", ago(90))],
        "The status looked after ends at the latest at the age of 18: the child was born on 25 November 2008",
    ),
    "police protection of four days": (
        BORN,
        [legal("L1", ago(4))],
        "The legal status L1 lasts 3 days at the most, and it",
    ),
    "an emergency order of 22 days": (BORN, [legal("L2", ago(42), ago(20))], "lasts 21 days at the most"),
    "a child assessment order of eight days": (BORN, [legal("L3", ago(8))], "lasts 7 days at the most"),
    "section 20 with a parent": (
        BORN,
        [legal("V2", None), placed("P1", ago(5))],
        "The legal status V2 does not go with the placement P1.",
    ),
    "section 20 with a parent, a year ago": (
        BORN,
        [legal("V2", ago(400), ago(300)), placed("P1", ago(350), ago(320))],
        "The legal status V2 does not go with the placement P1.",
    ),
    "looked after with neither": (
        BORN,
        [status("looked_after", None), legal("none", None), placed("none", None)],
        "The child is looked after, with no legal status and no placement.",
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_cannot_be_true_is_named_once(what: str) -> None:
    born, spells, said = IMPOSSIBLE[what]

    (text,) = found(*spells, born=born)

    assert said in text


def test_a_time_is_compared_with_the_longest_before_it_and_not_only_with_the_last() -> None:
    first, within, last = worker(ago(90), ago(10)), worker(ago(80), ago(70), "B"), worker(ago(20), None, "C")

    both = check(Life(TODAY, (last, within, first), BORN))

    assert [(one.spell, one.other) for one in both] == [(within, first), (last, first)]


def test_a_child_who_is_not_born_has_no_order_and_no_placement_yet() -> None:
    spells = (status("unborn", None), legal("C2", ago(3)), placed("none", None))

    (text,) = found(*spells, born=None, expected_on=TODAY + timedelta(days=40))

    assert text == "The legal status C2 cannot be that of a child who is not born yet. Give the date of birth."


def test_each_of_them_says_where_it_stands_and_what_it_contradicts() -> None:
    order, home = legal("V2", date(2012, 1, 1)), placed("P1", ago(9))

    both = check(Life(TODAY, (order, home), BORN))

    assert [(one.spell, one.other) for one in both] == [(order, DATE_OF_BIRTH), (home, order)]
    (unborn,) = check(Life(TODAY, (order,), expected_on=TODAY))
    assert unborn.other == EXPECTED_DATE_OF_BIRTH
