"""What the record marks as not to be shared, where a letter has it: words, ways to reach somebody, streets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocol.folding import fold

# The answers that say who must not know what. Answers of restricted sections are so wherever they stand.
MARKED = ("orders_summary", "child_not_told_why", "parents_not_told_why", "carers_not_told_why", "handled_with_care")
FEWEST = 3  # words of a clause that are no coincidence; a clause ends at any stop
FEWEST_DIGITS = 9  # of a telephone number; a date has eight
_CLAUSE = re.compile(r"[.;:!?,\n]+\s*|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What else is a street only behind a number: a child can be before the Family Court, and a carer be called Hill.
_STREET = re.compile(
    r"\b[A-Z][\w'’]+ (?:Street|Road|Lane|Avenue|Terrace|Crescent|Gardens)\b"
    r"|(?<=\d )(?:[A-Z][\w'’]+ ){1,3}(?:Close|Drive|Way|Court|Place|Grove|Hill|Row|Square)\b"
)
_PHONE = re.compile(r"\+?\d[\d ()./-]{7,}\d")
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\w")


def withheld_words(part: str, marked: Iterable[str], allowed: str) -> str:
    """A clause of these answers that stands in the part, as the answer has it; '' for none."""
    here, own = f" {_plain(part)} ", f" {_plain(allowed)} "
    for clause in _clauses(marked):
        words = f" {_plain(clause)} "
        if len(words.split()) >= FEWEST and words in here and words not in own:
            return clause
    return ""


def withheld_contact(part: str, marked: Iterable[str], allowed: str) -> str:
    """A telephone number or email address of these answers that stands in the part; '' for none."""
    theirs = {key for answer in marked for key, _ in _contacts(answer)} - {key for key, _ in _contacts(allowed)}
    return next((shown for key, shown in _contacts(part) if key in theirs), "")


def withheld_street(part: str, accounts: Iterable[str], allowed: str) -> str:
    """A street that the record names and that stands in the part, as the part writes it; '' for none."""
    here = f" {_plain(part)} "
    for street in (one for account in accounts for one in _STREET.findall(account)):
        words = f" {_plain(street)} "
        if words in here and words not in f" {_plain(allowed)} ":
            return street
    return ""


def _clauses(answers: Iterable[str]) -> Iterator[str]:
    return (clause.strip() for answer in answers for clause in _CLAUSE.split(answer))


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _WORD.findall(text))


def _contacts(text: str) -> Iterator[tuple[str, str]]:
    for found in _PHONE.findall(text):
        digits = re.sub(r"\D", "", found.replace("(0)", ""))
        if len(digits) >= FEWEST_DIGITS:
            yield re.sub("^(?:00)?44", "0", digits), found
    for found in _EMAIL.findall(text):
        yield found.casefold(), found
