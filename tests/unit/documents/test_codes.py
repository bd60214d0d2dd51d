"""Codes printed on sealed records: a slip is known from the code alone."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import codes

ALIKE = ("0OQD", "1ILJ", "2Z", "5S", "8B", "6G", "UV")
NEW = st.builds(codes.new_code)
PLACES = range(codes.LENGTH)


def with_sign(code: str, place: int, sign: str) -> str:
    return code[:place] + sign + code[place + 1 :]


@given(NEW)
def test_a_new_code_is_none_that_is_mistyped_and_is_kept_as_it_is_printed(code: str) -> None:
    assert not codes.is_mistyped(code)
    assert [*map(len, code.split("-"))] == [4, 4, 4, 4]
    assert codes.normalise(code) == code


@given(NEW)
def test_every_single_wrong_sign_is_caught(code: str) -> None:
    signs = codes.squeeze(code)
    for place in PLACES:
        for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÉ":
            assert codes.is_mistyped(with_sign(signs, place, sign)) == (sign != signs[place])


@given(NEW)
def test_every_swap_of_two_signs_is_caught_neighbours_or_not(code: str) -> None:
    signs = codes.squeeze(code)
    for one, other in combinations(PLACES, 2):
        swapped = with_sign(with_sign(signs, one, signs[other]), other, signs[one])
        assert codes.is_mistyped(swapped) == (swapped != signs)


@given(NEW)
def test_a_sign_that_is_missing_or_typed_twice_is_caught(code: str) -> None:
    signs = codes.squeeze(code)
    for place in PLACES:
        assert codes.is_mistyped(signs[:place] + signs[place + 1 :])
        assert codes.is_mistyped(signs[:place] + signs[place] + signs[place:])


@given(NEW)
def test_case_spaces_and_dashes_make_no_difference(code: str) -> None:
    for typed in (code.lower(), code.replace("-", ""), f"  {code.replace('-', ' – ')} ", ".".join(code)):
        assert not codes.is_mistyped(typed)
        assert codes.normalise(typed) == code


@pytest.mark.parametrize("alike", ALIKE)
def test_of_signs_that_look_alike_a_code_has_at_most_one(alike: str) -> None:
    assert len(set(alike) & set(codes.SIGNS)) <= 1


def test_no_code_is_a_word() -> None:
    assert not set("AEIOU") & set(codes.SIGNS)


def test_the_signs_are_a_prime_number_of_signs_and_more_than_the_weights() -> None:
    assert len(set(codes.SIGNS)) == len(codes.SIGNS) == 19 > codes.LENGTH


@pytest.mark.parametrize("older", ["7KQM-4XDT-H9CR", "2Z5S-8BAE-GQUV".replace("U", "W"), "zzzz zzzz zzzz"])
def test_an_older_code_is_looked_up(older: str) -> None:
    assert not codes.is_mistyped(older)


@pytest.mark.parametrize("typed", ["", "-", "7KQM", "7KQM-4XDT-H9C0", "7KQM-4XDT-H9CR-1", "3" * 500, "٣" * 16, "’;--"])
def test_what_has_the_form_of_no_code_is_mistyped(typed: str) -> None:
    assert codes.is_mistyped(typed)


def test_what_is_searched_for_is_taken_for_a_code_only_where_it_looks_like_one() -> None:
    assert codes.looks_like_one("7k3m 4xdt h9cr pwnf")
    assert not codes.looks_like_one("Christopherjames")
    assert not codes.looks_like_one("FE204518")
