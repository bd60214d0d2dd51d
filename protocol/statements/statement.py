"""What a statement of the protocol is."""

from dataclasses import dataclass
from functools import cached_property

from protocol.outcomes import Level

TRANSFER = "transfer_meeting"
EMERGENCY = "emergency_transfer"
EXCEPTION = "exception_decision"
MANAGEMENT = "management_handover"
EVERY = "every kind of record"

# The source of what a council asks beside the chapters, as people read it in place of a chapter's number.
LOCAL = "Local practice"


@dataclass(frozen=True)
class Statement:
    """One thing that the protocol asks.

    `id` is the chapter, section and place in it ("315.4.1"), or those of the local practice ("local.1.1"); `chapter`
    the chapter's number or LOCAL, `section` the number that it prints.
    `wording` says in the project's words what is asked, with displayed terms such as {team_leader}.
    `ranks` are those whose agreement to an exception decision lifts the statement, lowest first; there are
    none where no exception can. `records` are the kinds that it is about, or (EVERY,). `asked_at` is the question that
    shows it while it is met, where no question cites it.
    """

    id: str
    chapter: str
    section: str
    section_title: str
    level: Level
    records: tuple[str, ...]
    wording: str
    ranks: tuple[str, ...] = ()
    asked_at: str = ""

    def is_about(self, kind: str) -> bool:
        """Whether a kind of record is weighed by it."""
        return kind in self.records or EVERY in self.records

    @property
    def liftable(self) -> bool:
        """Whether an approved exception decision can lift it."""
        return bool(self.ranks)

    @cached_property
    def authorities(self) -> frozenset[str]:
        """The ranks of which any one suffices."""
        return frozenset(self.ranks)

    @property
    def authority(self) -> str | None:
        """The lowest rank whose agreement suffices, or None."""
        return self.ranks[0] if self.ranks else None


Row = tuple[str, Level, tuple[str, ...], str]


def section_of(chapter: str, number: str, title: str, rows: tuple[Row, ...]) -> tuple[Statement, ...]:
    """The statements of one section of a chapter, or of the local practice."""
    return tuple(
        Statement(id_, chapter, number, title, level, records, wording) for id_, level, records, wording in rows
    )
