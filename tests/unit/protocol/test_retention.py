"""When a record is due, each case counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from protocol.parameters import ParameterError, Parameters, parameters_on
from protocol.retention import RULES, WHY_NOT_DUE, Due, KnownChild, when_due, when_staff_part_due

TODAY = date(2026, 3, 1)
CLOSED = date(2026, 2, 10)
LOOKED_AFTER = frozenset({"child_in_need", "looked_after"})
NEED = frozenset({"child_in_need"})
BOTH = {"keep_child_in_need_age": 25, "keep_child_in_need_years": 6}


def figures(**own: int) -> Parameters:
    return parameters_on(TODAY, own)


def child(statuses: frozenset[str] = frozenset({"looked_after"}), **known: Any) -> KnownChild:
    given: dict[str, Any] = {"born": date(2012, 3, 27), "involved_until": date(2026, 2, 20)} | known
    return KnownChild(statuses, **given)


def due(*children: KnownChild | None, **own: int) -> Due:
    return when_due(children, closed_on=CLOSED, figures=figures(**own))


@pytest.mark.parametrize(
    "known, on, rule",
    [
        ({}, date(2087, 3, 28), "looked_after"),
        # Born on 29 February: 2087 is no leap year, so the 75th birthday is 1 March.
        ({"born": date(2012, 2, 29)}, date(2087, 3, 2), "looked_after"),
        # ... and of 2084 it is, 75 years before which there was none; 76 years: 29 February itself.
        ({"born": date(2008, 2, 29), "figures": {"keep_looked_after_age": 76}}, date(2084, 3, 1), "looked_after"),
        ({"statuses": frozenset({"care_leaver"})}, date(2087, 3, 28), "looked_after"),
        ({"died": date(2024, 5, 6)}, date(2039, 5, 7), "death"),
        ({"died": date(2024, 2, 29)}, date(2039, 3, 2), "death"),
        # The day before the 18th birthday, and that day.
        ({"died": date(2030, 3, 26)}, date(2045, 3, 27), "death"),
        ({"died": date(2030, 3, 27)}, date(2087, 3, 28), "looked_after"),
        ({"adopted": date(2016, 7, 1)}, date(2116, 7, 2), "adoption"),
        # Adopted, and died as a child: the longer of both.
        ({"adopted": date(2016, 7, 1), "died": date(2020, 1, 1)}, date(2116, 7, 2), "adoption"),
        # An order at 17 and a birthday: the order's hundred years end later.
        ({"adopted": date(2029, 7, 1)}, date(2129, 7, 2), "adoption"),
    ],
)
def test_the_law_says_until_when_the_records_of_children_in_care_are_kept(
    known: dict[str, Any], on: date, rule: str
) -> None:
    own = known.pop("figures", {})
    assert due(child(**known), **own) == Due(on, rule)


@pytest.mark.parametrize(
    "own, known, on",
    [
        ({"keep_child_in_need_age": 25}, {}, date(2037, 3, 28)),
        # Years after the later of the record and the last day of involvement.
        ({"keep_child_in_need_years": 6}, {}, date(2032, 2, 21)),
        ({"keep_child_in_need_years": 6}, {"involved_until": date(2025, 1, 1)}, date(2032, 2, 11)),
        (BOTH, {}, date(2037, 3, 28)),
        (BOTH, {"born": date(2001, 1, 1)}, date(2032, 2, 21)),
        # Never born, or born elsewhere: by the day that was expected.
        ({"keep_child_in_need_age": 25}, {"born": None, "expected": date(2026, 4, 4)}, date(2051, 4, 5)),
    ],
)
def test_of_a_child_in_need_the_councils_figures_say_it(own: dict[str, int], known: dict[str, Any], on: date) -> None:
    assert due(child(NEED, **known), **own) == Due(on, "child_in_need")


def test_of_a_child_protection_plan_there_are_figures_of_its_own_and_the_longer_counts() -> None:
    had_both = child(NEED | {"child_protection"})

    assert due(had_both, **BOTH, keep_child_protection_age=30) == Due(date(2042, 3, 28), "child_protection")
    assert due(had_both, **BOTH) == Due(None, "not_set")


@pytest.mark.parametrize(
    "known, why",
    [
        (None, "no_child"),
        (child(frozenset()), "no_status"),
        (child(LOOKED_AFTER, born=None), "no_birth"),
        (child(LOOKED_AFTER, born=None, died=date(2001, 1, 1)), "no_birth"),
        (child(involved_until=None), "still_open"),
        (child(NEED), "not_set"),
        (child(frozenset({"unborn"}), born=None), "not_set"),
    ],
)
def test_what_is_unknown_or_open_or_not_decided_is_not_due(known: KnownChild | None, why: str) -> None:
    assert due(known) == Due(None, why)


def test_what_the_council_has_not_decided_holds_up_nothing_on_which_the_law_decides() -> None:
    assert due(child(LOOKED_AFTER)) == Due(date(2087, 3, 28), "looked_after")
    assert due(child(LOOKED_AFTER), keep_child_in_need_age=90) == Due(date(2102, 3, 28), "child_in_need")


def test_whom_the_register_never_heard_to_be_born_is_not_due_without_a_day_that_was_expected() -> None:
    assert due(child(frozenset({"unborn"}), born=None), keep_child_in_need_age=25) == Due(None, "no_birth")


def test_a_child_who_died_or_was_adopted_is_not_open_any_more() -> None:
    assert due(child(involved_until=None, died=date(2020, 1, 1))).rule == "death"
    assert due(child(involved_until=None, adopted=date(2020, 1, 1))).rule == "adoption"


def test_a_record_of_several_children_is_kept_as_long_as_the_one_that_is_kept_longest() -> None:
    older, younger = child(born=date(2010, 1, 1)), child(born=date(2015, 6, 1))

    assert due(older, younger, older).on == date(2090, 6, 2)
    assert due(older, None).on is None
    assert due(older, child(frozenset())).on is None
    assert due() == Due(None, "no_child")


def test_a_management_handover_has_a_clock_of_its_own_and_its_children_may_keep_it_longer() -> None:
    def handover(*children: KnownChild) -> Due:
        return when_due(children, closed_on=CLOSED, figures=figures(), about_staff=True)

    assert handover() == Due(date(2032, 2, 11), "management")
    assert handover(child()) == Due(date(2087, 3, 28), "looked_after")
    assert handover(child(died=date(2013, 1, 1))) == Due(date(2032, 2, 11), "management")


def test_the_part_about_staff_is_due_by_itself_unless_the_council_keeps_it_with_the_record() -> None:
    assert when_staff_part_due(closed_on=date(2024, 2, 29), figures=figures()) == Due(date(2030, 3, 2), "staff_part")
    assert when_staff_part_due(closed_on=CLOSED, figures=figures(keep_staff_part_years=0)).on is None


@pytest.mark.parametrize(
    "name, least", [("keep_looked_after_age", 75), ("keep_after_death_years", 15), ("keep_after_adoption_years", 100)]
)
def test_no_council_keeps_records_for_less_than_the_law_says(name: str, least: int) -> None:
    assert figures(**{name: least + 1})[name] == least + 1
    with pytest.raises(ParameterError, match=f"between {least} and"):
        figures(**{name: least - 1})


def test_every_rule_has_words_whose_figures_there_are() -> None:
    numbers = dict(figures().values)
    assert all(text.format_map(numbers) for text in RULES.values())
    assert not RULES.keys() & WHY_NOT_DUE.keys()
