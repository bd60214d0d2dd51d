"""A child's line of workers as it is drawn and told: where each bar of the drawing is, and the rows of its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from forms.shared.codes import TRANSFER_REASONS
from models import Staff, Team
from protocol import formatting
from records.reporting.worker_lines import Change, Kind, Line, Standing

# Standing → (in words, how its bars are filled: a key of the drawing's patterns).
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.OPEN: ("No record", "open"),
    Standing.EXPLAINED: ("Explained", "explained"),
    Standing.CONTACT: ("First contact", "contact"),
    Standing.RECORD: ("Recorded", "record"),
    Standing.FIRST: ("First in the register", "first"),
}
SAME = ("Same worker", "same")  # what begins with the same worker needs no record of a transfer
WIDTH, LEFT, RIGHT = 360, 4, 356  # units of the drawing, as wide as a phone
LANE, TOP, BAR, BELOW = 46, 6, 16, 26
LEAST_DAYS = 180  # of the axis
MOST_TICKS = 6


@dataclass(frozen=True)
class Bar:
    """One spell. x, width: in units. fill: key of a pattern. runs: whether it has not ended."""

    x: float
    width: float
    fill: str
    runs: bool


@dataclass(frozen=True)
class Lane:
    """One worker: name with team, and their spells. y: of its text."""

    y: int
    label: str
    bars: tuple[Bar, ...]

    @property
    def bar_y(self) -> int:
        """Where its bars begin."""
        return self.y + 6


@dataclass(frozen=True)
class Drawing:
    """The drawing: lanes from top to bottom, ticks as (x, text), and what is said of it in words."""

    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    described: str
    fills: tuple[tuple[str, str], ...]


def reason_words(code: str) -> str:
    """A reason for a new social worker (SSDA903) in words, with its code; '' where the register has none."""
    return TRANSFER_REASONS.get(code, code)


def drawing_of(line: Line, people: Mapping[int, Staff], teams: Mapping[int, Team], today: date) -> Drawing | None:
    """The drawing of a line; None for a child who has had no worker."""
    if not line.changes:
        return None
    first = min(one.spell.started_on for one in line.changes)
    last = max([today, *(one.spell.ended_on for one in line.changes if one.spell.ended_on)])
    first = min(first, last - timedelta(days=LEAST_DAYS))
    scale = (RIGHT - LEFT) / (last - first).days
    lanes: dict[int, list[Change]] = {}
    for change in line.changes:
        lanes.setdefault(change.spell.worker, []).append(change)
    drawn = tuple(
        Lane(
            TOP + 14 + place * LANE,
            f"{people[worker].name}, {teams[changes[-1].spell.team].name}",
            tuple(_bar(one, first, today, scale) for one in changes),
        )
        for place, (worker, changes) in enumerate(lanes.items())
    )
    fills = (*STANDINGS.values(), SAME)
    used = {bar.fill for lane in drawn for bar in lane.bars}
    ticks = tuple((LEFT + (day - first).days * scale, text) for day, text in _ticks(first, last))
    height = TOP + len(drawn) * LANE + BELOW
    return Drawing(height, drawn, ticks, _described(line, people), tuple(one for one in fills if one[1] in used))


def _bar(change: Change, first: date, today: date, scale: float) -> Bar:
    spell = change.spell
    until = spell.ended_on or max(today, spell.started_on)
    x = LEFT + (spell.started_on - first).days * scale
    width = max(3.0, (until - spell.started_on).days * scale)
    fill = STANDINGS[change.standing][1] if change.standing else SAME[1]
    return Bar(round(min(x, RIGHT - 3), 1), round(min(width, RIGHT - min(x, RIGHT - 3)), 1), fill, not spell.ended_on)


def _ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Days of the axis: so many months apart that there are MOST_TICKS at the most."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in (1, 2, 3, 6, 12, 24, 60, 120) if months <= one * MOST_TICKS), 240)
    for number in range(first.year * 12, last.year * 12 + 12, step):
        day = date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            yield day, f"{day:%b %Y}" if step < 12 else str(day.year)


def _described(line: Line, people: Mapping[int, Staff]) -> str:
    """The drawing in a few sentences, for whoever does not see it. The table says the rest."""
    workers = len({one.spell.worker for one in line.changes})
    now = [people[one.spell.worker].name for one in line.changes if one.spell.ended_on is None]
    first = min(one.spell.started_on for one in line.changes)
    says = f"{workers} worker{'s' if workers != 1 else ''} since {formatting.day(first)}."
    says += f" Now {formatting.listed(now)}." if now else " Nobody now."
    missing = len(line.without_record)
    return f"{says} {missing} change{'s' if missing != 1 else ''} without a record."


def words_of(change: Change) -> str:
    """What a change was, where that is more than one worker after another; '' otherwise."""
    said = []
    if change.kind == Kind.TEAM:
        said.append("The same worker, in another team")
    if change.kind == Kind.SAME:
        said.append("The same worker as before")
    if change.without:
        said.append(f"{formatting.count(change.without, 'day')} without a worker before it")
    if change.overlap:
        said.append(f"the worker before went on for {formatting.count(change.overlap, 'day')}")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def apart_words(change: Change) -> str:
    """How far the register's day lies from the record's; '' where they are the same."""
    if change.record is None or not change.apart:
        return ""
    side = "after" if change.apart > 0 else "before"
    return f"The register's day is {formatting.count(abs(change.apart), 'day')} {side} the record's."


def against_words(apart: int | None) -> str:
    """How far a day lies from the planned transfer."""
    if not apart:
        return "On the day of the transfer"
    return f"{formatting.count(abs(apart), 'day')} {'after' if apart > 0 else 'before'}"
