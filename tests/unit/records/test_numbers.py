"""Numbers by which people are known elsewhere have forms and check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.register import numbers


@pytest.mark.parametrize("text", ["SW123456", "sw 123456", "SW-123456", " Sw 12 34 56 "])
def test_a_registration_number_is_read_however_it_is_spaced(text: str) -> None:
    assert numbers.registration_number(text) == "SW123456"


@pytest.mark.parametrize("text", ["123456", "SW", "SW12345678901", "SWABC", "HCPC123", "XX", "n/a"])
def test_another_form_is_refused_with_what_to_enter(text: str) -> None:
    with pytest.raises(ValueError, match="Enter SW and the figures of Social Work England"):
        numbers.registration_number(text)


def test_a_number_of_the_councils_own_is_one_too() -> None:
    assert numbers.registration_number("xx a1") == "XXA1"


@pytest.mark.parametrize("text", ["A950000178301", "a950 0001 78301", "", "UN3"])
def test_a_pupil_number_with_its_letter_is_right_and_so_is_none(text: str) -> None:
    assert numbers.upn_fault(text) == ""


@given(figures=st.integers(0, 10**12 - 1), at=st.integers(0, 11), other=st.integers(1, 9))
def test_a_pupil_number_with_one_wrong_figure_is_found(figures: int, at: int, other: int) -> None:
    written = f"{figures:012}"
    letter = next(sign for sign in numbers.CHECK_LETTERS if not numbers.upn_fault(sign + written))
    wrong = f"{written[:at]}{(int(written[at]) + other) % 10}{written[at + 1 :]}"

    assert numbers.upn_fault(letter + wrong).startswith("The check letter of these figures is ")


def test_the_check_letter_that_is_wanted_is_said() -> None:
    assert numbers.upn_fault("R247962919251") == "The check letter of these figures is Q. Correct it, or a figure."
    assert numbers.upn_fault("12345").startswith("This is no unique pupil number")


@pytest.mark.parametrize(
    "text, said",
    [
        ("943 476 5919", ""),
        ("", ""),
        ("9434765918", "Its last figure does not go with the others. Correct one of them."),
        ("12345", "This is no NHS number, which has 10 figures."),
    ],
)
def test_an_nhs_number_has_a_last_figure_that_goes_with_the_others(text: str, said: str) -> None:
    assert numbers.nhs_fault(text) == said


@given(figures=st.integers(0, 10**9 - 1))
def test_no_more_than_one_last_figure_goes_with_nine(figures: int) -> None:
    right = [last for last in range(10) if not numbers.nhs_fault(f"{figures:09}{last}")]

    assert len(right) <= 1
