"""The protocol's numbers, by day, and a council's own in their place."""

from datetime import date

import pytest

from protocol.figures import FIGURES, Parameter
from protocol.local.figures import LOCAL_FIGURES
from protocol.parameters import PARAMETERS, ParameterError, parameters_on
from protocol.retention_figures import RETENTION_FIGURES

TODAY = date(2026, 3, 1)


def test_the_figures_are_those_of_the_chapters() -> None:
    figures = parameters_on(TODAY)
    assert figures["key_event_days"] == 14
    assert figures["assessment_months"] == 9
    assert figures["return_home_most_months"] == 9
    assert (figures["management_notice_least_days"], figures["management_notice_most_days"]) == (14, 28)
    assert figures.several("key_birthdays") == (13, 16, 18)


def test_a_figure_changes_on_its_first_day() -> None:
    figure = Parameter("x", "x", "days", "x", ((date(2020, 1, 1), 14), (date(2026, 4, 1), 21)))
    assert (figure.on(date(2026, 3, 31)), figure.on(date(2026, 4, 1))) == (14, 21)


def test_before_its_first_day_a_figure_has_its_first_value() -> None:
    assert parameters_on(date(1990, 1, 1))["key_event_days"] == 14


def test_a_councils_own_figure_takes_the_place_of_ours() -> None:
    figures = parameters_on(TODAY, {"key_event_days": 21, "key_birthdays": [10, 18]})
    assert (figures["key_event_days"], figures.several("key_birthdays")) == (21, (10, 18))
    assert figures["assessment_months"] == 9
    assert parameters_on(TODAY)["key_event_days"] == 14


@pytest.mark.parametrize(
    "name,value,problem",
    [
        ("key_events_days", 14, "no figure of this name"),
        ("key_event_days", -1, "between 0 and 366 days"),
        ("key_event_days", 367, "between 0 and 366 days"),
        ("key_event_days", "14", "whole number"),
        ("key_event_days", 14.5, "whole number"),
        ("key_event_days", True, "whole number"),
        ("key_event_days", [14], "whole number"),
        ("key_birthdays", 13, "list of numbers"),
        ("key_birthdays", [], "list of numbers"),
        ("key_birthdays", [13, "16"], "whole number"),
        ("sections_2_and_7_for_every_child", 1, "true or false"),
        ("workers_too_many", 1, "between 2 and 20"),
    ],
)
def test_an_impossible_figure_is_refused_with_its_name(name: str, value: object, problem: str) -> None:
    with pytest.raises(ParameterError, match=problem) as caught:
        parameters_on(TODAY, {name: value})
    assert caught.value.name == name


def test_one_number_is_not_read_where_there_are_several() -> None:
    with pytest.raises(TypeError):
        parameters_on(TODAY)["key_birthdays"]


def test_every_figure_has_a_unit_a_source_and_a_possible_value() -> None:
    assert len(PARAMETERS) == len([*FIGURES, *LOCAL_FIGURES, *RETENTION_FIGURES])
    for figure in PARAMETERS.values():
        assert figure.unit, figure.name
        assert figure.source, figure.name
        assert list(figure.values) == sorted(figure.values), figure.name
        numbers = [number for _, value in figure.values for number in (value if isinstance(value, tuple) else (value,))]
        assert all(figure.least <= number <= figure.most for number in numbers), figure.name


def test_what_is_not_in_the_chapters_is_marked_as_local_practice() -> None:
    local = {figure.name for figure in FIGURES if figure.local_practice}
    assert local >= {"assessment_months", "key_event_days", "workers_too_many"}
    assert not local & {"return_home_most_months", "management_notice_least_days", "older_team_age"}
    assert all(figure.local_practice for figure in LOCAL_FIGURES)
