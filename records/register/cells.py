"""Parses the cells of the register's files: days, codes, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo

# As databases export dates (ISO), and as spreadsheets of the UK show them. Years have four digits: '12' may be 1912.
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%B-%Y", "%Y/%m/%d")
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")  # exported with a date, and 00:00:00 as a rule
NO_SUCH_DAY = "Enter a day that exists, like 2026-03-27 or 27/03/2026."


def _day(text: str) -> date | None:
    if not text:
        return None
    of_day = TIME_OF_DAY.sub("", text)
    for form in DAYS:
        try:
            return datetime.strptime(of_day, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(NO_SUCH_DAY)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("Enter yes or no.")
    return text.lower() == "yes"


def _none_if_blank(text: str) -> str | None:
    return text or None


def _known_code(code: str | None, info: ValidationInfo) -> str | None:
    """The code as it is known, whatever the case that it is written in."""
    known: Collection[str] = (info.context or {})[info.field_name]
    if code is None:
        return None
    found = next((one for one in known if one.casefold() == code.casefold()), None)
    if found is None:
        raise ValueError(f"Enter one of: {', '.join(known)}.")
    return str(found)


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("Enter a work email address, like a.person@council.gov.uk.")
    return text.lower()


def _local_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+", text):
        raise ValueError("Enter letters and numbers only, like 40917.")
    return text


def _required_day(day: date | None) -> date:
    if day is None:
        raise ValueError("Enter the first day.")
    return day


def _length(most: int) -> Any:
    return StringConstraints(min_length=1, max_length=most)


Name = Annotated[str, _length(200)]
TeamName = Annotated[str, _length(120)]
Email = Annotated[str, _length(254), AfterValidator(_address)]
LocalId = Annotated[str, _length(20), AfterValidator(_local_id)]
Day = Annotated[date | None, BeforeValidator(_day)]
FirstDay = Annotated[Day, AfterValidator(_required_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Code = Annotated[str, AfterValidator(_known_code)]
MaybeCode = Annotated[str | None, BeforeValidator(_none_if_blank), AfterValidator(_known_code)]
CodeOrBlank = Annotated[str, AfterValidator(lambda code, info: code and _known_code(code, info))]
MaybeName = Annotated[Name | None, BeforeValidator(_none_if_blank)]
MaybePlace = Annotated[Annotated[str, _length(60)] | None, BeforeValidator(_none_if_blank)]
MaybeTeam = Annotated[TeamName | None, BeforeValidator(_none_if_blank)]
MaybeNumber = Annotated[Annotated[str, _length(12)] | None, BeforeValidator(_none_if_blank)]
Language = Annotated[str, StringConstraints(max_length=80)]
