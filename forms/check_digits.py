"""The check digit of an NHS number, by modulus 11."""

from __future__ import annotations


def is_nhs_number(figures: str) -> bool:
    """Whether ten figures are an NHS number: the last goes with the others."""
    check = 11 - sum(int(sign) * weight for sign, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(figures[9])
