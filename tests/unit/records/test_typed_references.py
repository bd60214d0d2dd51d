"""References are found by their parts, however these are typed, and only where an index leads to them."""

from __future__ import annotations

import pytest

from records.reporting import typed_references

REFERENCE = "TMR-XDM6-DJCT"


def is_found(typed: str, reference: str = REFERENCE) -> bool:
    """Whether a text finds a reference."""
    end = typed_references.end(typed)
    begins = any(reference.startswith(one) for one in typed_references.beginnings(typed))
    return begins or bool(end and reference.split("-", 2)[-1].startswith(end))


@pytest.mark.parametrize(
    "typed",
    ["TMR-XDM6", "xdm6", "XDM6-DJCT", "xdm6 djct", "DJCT", "djc", "tmrxdm6djct", "TMR XDM6 DJCT", " tmr-xdm6-djct "],
)
def test_a_part_from_a_dash_on_finds_it_with_dashes_or_without(typed: str) -> None:
    assert is_found(typed)


@pytest.mark.parametrize("typed", ["xdm7", "Maya", "XD", "DJCT-XDM6", "", "etjxdm6"])
def test_what_is_no_part_of_it_does_not(typed: str) -> None:
    assert not is_found(typed or "-")


def test_a_later_version_is_found_by_its_end() -> None:
    assert is_found("djct-c1", f"{REFERENCE}-C1")
    assert is_found("xdm6djct c1", f"{REFERENCE}-C1")
    assert not is_found("djct-c2", f"{REFERENCE}-C1")
