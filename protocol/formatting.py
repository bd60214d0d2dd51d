"""Format dates, numbers, lists and quotations in English, for messages."""

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
    """'4 March 2026'."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def iso_day(text: str) -> str:
    """'2026-03-04' → '4 March 2026'; any other text unchanged."""
    when = date_from(text)
    return day(when) if when else text


def clock_time(when: datetime) -> str:
    """The time of day in the instant's own time zone: '3:42pm'."""
    return f"{when.hour % 12 or 12}:{when:%M}{'am' if when.hour < 12 else 'pm'}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: '1 day', '11 days'. nouns: an irregular plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or noun + 's'}"


def number_word(number: int) -> str:
    """0 to 10 as a word ('no', 'one', …), larger numbers in digits."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(things: Iterable[str], last: str = "and") -> str:
    """Join with commas and `last`: 'a, b and c'; '' for none."""
    *before, final = (*things,) or ("",)
    return f"{', '.join(before)} {last} {final}" if before else final


def either(things: Iterable[str]) -> str:
    """Join as alternatives: 'a, b or c'."""
    return listed(things, "or")


def quoted(text: str) -> str:
    """Text in quotation marks, on one line, shortened to LONGEST_QUOTE characters."""
    one_line = " ".join(text.split())
    if len(one_line) > LONGEST_QUOTE:
        one_line = one_line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"‘{one_line}’"


def upper_first(text: str) -> str:
    """'date of transfer' → 'Date of transfer'. Unlike str.capitalize, leaves the rest unchanged."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """'Enter a date' → 'enter a date', for a message after a row's name."""
    return text[:1].lower() + text[1:]
