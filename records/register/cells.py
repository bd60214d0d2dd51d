"""Parses the cells of the register's files: days, codes, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo

from protocol import addresses
from records.register import numbers, written_days

# As people, spreadsheets and databases write it.
YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}

HAVE_PASSED = ("date_of_birth", "date_of_death", "adoption_order_on")


def _day(text: str, info: ValidationInfo) -> date | None:
    today = (info.context or {})["today"]
    return written_days.read(text, today, today if info.field_name in HAVE_PASSED else None)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES_OR_NO:
        raise ValueError("Enter yes or no.")
    return YES_OR_NO[text.lower()]


def _none_if_blank(text: str) -> str | None:
    return text or None


def _known_code(code: str | None, info: ValidationInfo) -> str | None:
    """The code as it is known, whatever its case, and whatever stands between its words."""
    known: Collection[str] = (info.context or {})[info.field_name]
    if code is None or code in known:
        return code  # as nearly all are written
    found = next((one for one in known if _as_key(one) == _as_key(code)), None)
    if found is None:
        raise ValueError(f"Enter one of: {', '.join(known)}.")
    return str(found)


def _as_key(code: str) -> str:
    return re.sub(r"[\s_-]+", "_", code).casefold()


def _address(text: str) -> str:
    if not (address := addresses.written(text)):
        raise ValueError(addresses.WANTED)
    return address


def _address_or_number(text: str) -> str:
    return _address(text) if "@" in text else numbers.registration_number(text)


def _local_id(text: str) -> str:
    plain = numbers.of_a_keyboard(text)
    if not re.fullmatch(r"[A-Za-z0-9]+", plain):
        raise ValueError("Enter letters from A to Z and figures only, like 40917.")
    return plain


def _required_day(day: date | None) -> date:
    if day is None:
        raise ValueError("Enter the first day.")
    return day


def _length(most: int) -> Any:
    return StringConstraints(min_length=1, max_length=most)


Name = Annotated[str, _length(200)]
TeamName = Annotated[str, _length(120)]
Email = Annotated[str, _length(254), AfterValidator(_address)]
EmailOrNumber = Annotated[str, _length(254), AfterValidator(_address_or_number)]
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
MaybeNumber = Annotated[
    str | None, BeforeValidator(_none_if_blank), AfterValidator(lambda text: text and numbers.registration_number(text))
]
Language = Annotated[str, StringConstraints(max_length=80)]
