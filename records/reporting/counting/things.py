"""What is counted (children and records, as far as figures need them) and what comes out: facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOBODY = 0  # in the place of the id of a team


@dataclass(frozen=True)
class Span:
    """A time in which something held. began: None for longer than anybody knows; ended: the first day after it."""

    began: date | None
    ended: date | None = None
    value: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it held on a day."""
        return (self.began is None or self.began <= day) and (self.ended is None or self.ended > day)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it held on any day from `first` to `last`."""
        return (self.began is None or self.began <= last) and (self.ended is None or self.ended > first)


@dataclass(frozen=True)
class WorkerSpell:
    """A worker's time with a child, as Span has it. is_social_worker: by their post; others are no stability measure's.

    reason: the SSDA903 code with which it began. kind: of the team. follows: the worker before, where it is another;
    is_recorded: by a sealed record (records/reporting/worker_lines.py).
    """

    worker: int
    team: int
    began: date
    ended: date | None = None
    reason: str = ""
    is_social_worker: bool = True
    kind: str = ""
    follows: int | None = None
    is_recorded: bool = False

    @property
    def span(self) -> Span:
        """Its days alone."""
        return Span(self.began, self.ended)


@dataclass(frozen=True)
class ChildThing:
    """A child with their workers, oldest first, and the times in which they were looked after, under which status."""

    child: int
    workers: tuple[WorkerSpell, ...] = ()
    looked_after: tuple[Span, ...] = ()
    legal: tuple[Span, ...] = ()
    born: date | None = None

    @property
    def team_now(self) -> int:
        """The team of the worker whose time runs; NOBODY where none does."""
        return next((one.team for one in reversed(self.workers) if one.ended is None), NOBODY)


@dataclass(frozen=True)
class StepThing:
    """A decision that was asked for. opened, decided: None until then. is_open: it waits now."""

    key: str
    opened: date | None
    decided: date | None
    due: date | None
    is_open: bool = False


@dataclass(frozen=True)
class RecordThing:
    """A record. teams: those that it names. day: of the change, None where it names none. created … sealed: its days.

    in_force: approved or sealed, and nothing stands in its place. is_printed: it is sealed, so that whoever reads for
    a purpose may. departed, accepted: statements. ground: of an exception, for `departs_from`. nearest_event: days from
    the change to the nearest key event, negative before it. The rest are answers, '' or None where blank.
    """

    record: int
    kind: str
    teams: tuple[int, ...] = ()
    day: date | None = None
    created: date = date.min
    submitted: date | None = None
    decided: date | None = None
    sealed: date | None = None
    in_force: bool = False
    is_refused: bool = False
    is_printed: bool = False
    steps: tuple[StepThing, ...] = ()
    departed: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    ground: str = ""
    departs_from: str = ""
    nearest_event: int | None = None
    joint_visit: str = ""
    joint_visit_on: date | None = None
    told: str = ""
    told_on: date | None = None
    views: str = ""
    views_how: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing that a figure counts, in a month (its first day).

    key, key2: what it counts as. teams: those to whose figures it belongs, at most two. record or child: what is behind
    it. readers_team: the team whose leaders may open the child, or who are told of the change, or NOBODY; None where
    those of `teams` may.
    is_printed: whether whoever reads for a purpose may read what is behind it.
    """

    figure: str
    month: date
    key: str
    key2: str = ""
    teams: tuple[int, ...] = ()
    record: int | None = None
    child: int | None = None
    readers_team: int | None = None
    is_printed: bool = False


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)
