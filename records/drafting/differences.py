"""What a value was before a change, stored as the part that differs: a long text is saved again after a few words."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left
from typing import Any

from models import AnswerChange, Record

Value = list[Any] | None  # ["answer", value] or ["typed", raw input that could not be parsed], None for blank

# ["differs", [length of the same beginning, length of the same end, what stood between, CRC-32 of the later text]],
# in letters of the values' JSON
DIFFERS = "differs"
WHOLE_UP_TO = 200  # letters
UNKNOWN: Value = ["unknown", None]  # equal to nothing that a page posts


def value_of(record: Record, question: str) -> Value:
    """A question's stored value, parsed or not."""
    if question in record.typed:
        return ["typed", record.typed[question]]
    return ["answer", record.answers[question]] if question in record.answers else None


def between(before: Value, after: Value) -> Value:
    """What to store of a change, so that `before` gives the earlier value again: that itself where it is short."""
    was, now = _text(before), _text(after)
    if len(was) <= WHOLE_UP_TO:
        return before
    most = min(len(was), len(now))
    start = _same(was, now, most)
    end = _same(was[::-1], now[::-1], most - start)
    return [DIFFERS, [start, end, was[start : len(was) - end], zlib.crc32(now.encode())]]


def before(stored: Value, after: Value) -> Value:
    """The value before a change that led to `after`; UNKNOWN where that is not what was led to."""
    if stored is None or stored[0] != DIFFERS:
        return stored
    (start, end, part, checksum), now = stored[1], _text(after)
    if zlib.crc32(now.encode()) != checksum:
        return UNKNOWN
    was: Value = json.loads(now[:start] + part + now[len(now) - end :])
    return was


def _text(value: Value) -> str:
    return AnswerChange.before.db_value(value) or ""


def _same(one: str, other: str, most: int) -> int:
    """The number of letters, up to `most`, with which both begin."""
    return bisect_left(range(most), True, key=lambda index: one[: index + 1] != other[: index + 1])
