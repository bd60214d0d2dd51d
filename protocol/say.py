"""Small pieces of plain English for messages."""

from collections.abc import Iterable
from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
LONGEST_QUOTE = 60


def day(when: date) -> str:
    """A day as people write it: 4 March 2026."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number of things: 1 day, 11 days."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or noun + 's'}"


def in_letters(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(things: Iterable[str], last: str = "and") -> str:
    """Several things in one phrase: a, b and c."""
    *before, final = things
    return f"{', '.join(before)} {last} {final}" if before else final


def either(things: Iterable[str]) -> str:
    """A choice in one phrase: a, b or c."""
    return listed(things, "or")


def quoted(text: str) -> str:
    """What somebody wrote, in quotation marks, cut where it is long."""
    one_line = " ".join(text.split())
    if len(one_line) > LONGEST_QUOTE:
        one_line = one_line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"‘{one_line}’"
