"""Small pieces of plain English for messages."""

from collections.abc import Iterable
from datetime import date, datetime

from protocol.days import date_from

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
LONGEST_QUOTE = 60


def day(when: date) -> str:
    """A day as people write it: 4 March 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def iso_day(text: str) -> str:
    """A stored day ('2026-03-04') as people write it; anything else as it is."""
    when = date_from(text)
    return day(when) if when else text


def clock_time(when: datetime) -> str:
    """The time of day that an instant's own zone shows: 3:42pm."""
    return f"{when.hour % 12 or 12}:{when:%M}{'am' if when.hour < 12 else 'pm'}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number of things: 1 day, 11 days."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or noun + 's'}"


def in_letters(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(things: Iterable[str], last: str = "and") -> str:
    """Several things in one phrase: a, b and c; '' for none."""
    *before, final = (*things,) or ("",)
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


def upper_first(text: str) -> str:
    """'date of transfer' → 'Date of transfer'. Leaves the rest alone: names keep their capitals."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """'Enter a date' → 'enter a date', for a message that follows a row's name."""
    return text[:1].lower() + text[1:]
