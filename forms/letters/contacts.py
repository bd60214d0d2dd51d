"""Telephone numbers and email addresses of the record, and where a letter has one, in whatever groups it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GAP = r"[ ()./,-]{0,3}"
_FIGURE = r"[ ()./-]{0,3}\d"
_NOUGHT = "[0o]"
_DAY = r"(?!\d\d?([./-])\d\d?\1\d\d)"
# Whole numbers of the United Kingdom, mobile ones without their nought too, and those of other countries.
_NUMBER = re.compile(
    rf"(?<![\d+]){_DAY}(?:(?:(?:\+|00)44(?:[ .-]?\(0\))?|\(?0)(?:{_FIGURE}){{9,10}}|7(?:{_FIGURE}){{9}}"
    rf"|\+(?!44)\d(?:{_FIGURE}){{7,14}})(?!\d)"
)
_SERVICES = re.compile("3|8[047]")  # nobody's own: helplines, councils, companies
_EMAIL = re.compile(r"(?<![^\s@,;:<>()])[^\s@,;:<>()]+@[^\s@,;:<>()]+\w")


def contacts_of(texts: Iterable[str]) -> set[str]:
    """The numbers and addresses of these texts, each in one form. What belongs to a service alone is none."""
    return {key for text in texts for key in (*_numbers(text), *map(str.casefold, _EMAIL.findall(text)))}


def contacts_in(part: str, contacts: Iterable[str]) -> Iterator[str]:
    """Where a text has one of these, as it is written there."""
    for one in sorted(contacts):
        pattern = _of_email(one) if "@" in one else _of_number(one)
        yield from (found[0] for found in re.finditer(pattern, part, re.IGNORECASE))


def _numbers(text: str) -> Iterator[str]:
    """Without the nought or +44; with the code of any other country."""
    for found in _NUMBER.finditer(text):
        shown = found[0].replace("(0)", "")
        figures = re.sub(r"\D", "", shown)
        if shown.startswith("+") and not figures.startswith("44"):
            yield f"+{figures}"
        elif not _SERVICES.match(own := re.sub("^(?:(?:00)?44|0)", "", figures)):
            yield own


def _of_number(key: str) -> str:
    begins = (
        r"(?:\+|00)?" if key.startswith("+") else rf"(?:(?:\+|00)?44{_GAP}(?:{_NOUGHT}{_GAP})?|\(?{_NOUGHT}{_GAP})?"
    )
    figures = (_NOUGHT if figure == "0" else figure for figure in key.lstrip("+"))
    return rf"(?<!\d){begins}{_GAP.join(figures)}(?!\d)"


def _of_email(key: str) -> str:
    ways = {"@": r" ?(?:@|[(\[]?\bat\b[)\]]?) ?", ".": r" ?(?:\.|[(\[]?\bdot\b[)\]]?) ?"}
    return r"(?<![\w.+-])" + "".join(ways.get(sign) or re.escape(sign) for sign in key) + r"(?![\w-])"
