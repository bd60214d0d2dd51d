"""The days of a line: in order, and not to come. What has not come yet is left until it has, and warned of."""

from __future__ import annotations

from datetime import date
from typing import Any

from protocol.consistency.impossible import is_to_come
from records.register.files import Line
from records.register.loaded import Load
from records.register.problems import Problem

NOT_IN_ORDER = "Enter a day that is not before the first."
BEGINS_LATER = "This day has not come yet: the line is left out until it has."
ENDS_LATER = "This day has not come yet: until then it is taken to go on."
SINCE_LATER = "This day has not come yet: it is taken as unknown."


def check_order(line: Line[Any], started_on: date | None) -> list[Problem]:
    """The problem of a line that ends before `started_on`."""
    ended_on = line.row.ended_on
    out_of_order = started_on and ended_on and ended_on < started_on
    return [line.problem("ended_on", NOT_IN_ORDER)] if out_of_order else []


def is_left_out(line: Line[Any], load: Load) -> bool:
    """Whether a line begins on a day to come; warns of it."""
    return _warned(line, "started_on", BEGINS_LATER, load)


def end_of(line: Line[Any], load: Load) -> date | None:
    """The day on which a line ended; None while it runs, and where that day has not come yet, which is warned of."""
    return None if _warned(line, "ended_on", ENDS_LATER, load) else line.row.ended_on


def since_of(line: Line[Any], column: str, load: Load) -> date | None:
    """The day in a column '…_since'; None where it is unknown, or has not come yet, which is warned of."""
    return None if _warned(line, column, SINCE_LATER, load) else getattr(line.row, column)


def _warned(line: Line[Any], column: str, text: str, load: Load) -> bool:
    to_come = is_to_come(getattr(line.row, column), load.today)
    if to_come:
        load.tally.warnings.append(line.problem(column, text))
    return to_come
