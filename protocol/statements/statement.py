"""The Statement type."""

from dataclasses import dataclass
from functools import cached_property

from protocol.outcomes import Level
from protocol.statements.acceptable import ACCEPTED_TOO, NEVER_ACCEPTED
from protocol.statements.scope import EVERY_CHILD, Scope, scope_of

TRANSFER = "transfer_meeting"
EMERGENCY = "emergency_transfer"
EXCEPTION = "exception_decision"
MANAGEMENT = "management_handover"
EVERY = "every kind of record"

# The `chapter` of a council's own statements, as shown in place of a chapter's number.
LOCAL = "Local practice"


@dataclass(frozen=True)
class Statement:
    """One requirement, expectation or advice of the protocol.

    id: chapter, section and number, such as "315.4.1" or "local.1.1"; used in links, files and commands.
    chapter: the chapter's number or LOCAL. section: its number as printed in the chapter.
    wording: what it asks, in the project's own words, with placeholders such as {team_leader}.
    records: the kinds of record that it applies to, or (EVERY,).
    ranks: those whose agreement to an exception decision from it is needed, lowest first; () where none can depart.
    in_short: what it prescribes, in the words in which an exception decision names it; '' where none can depart.
    asked_at: the question that shows it while it is met, where no question cites it.
    scope: the children whom it is about.
    """

    id: str
    chapter: str
    section: str
    section_title: str
    level: Level
    records: tuple[str, ...]
    wording: str
    ranks: tuple[str, ...] = ()
    in_short: str = ""
    asked_at: str = ""
    scope: Scope = EVERY_CHILD

    def is_about(self, kind: str) -> bool:
        """Whether it applies to a kind of record."""
        return kind in self.records or EVERY in self.records

    def scope_on(self, kind: str) -> Scope:
        """The children that it is about on a kind of record.

        An exception decision departs from chapter 3.1.5, so whoever it is about is a child of that chapter.
        """
        return EVERY_CHILD if kind == EXCEPTION else self.scope

    @property
    def departable(self) -> bool:
        """Whether an exception decision can depart from it."""
        return bool(self.ranks)

    @cached_property
    def liftable(self) -> bool:
        """Whether an approved exception decision lifts it where it is unmet: an expectation needs a reason instead."""
        return self.departable and self.level is Level.REQUIRED

    def lifted_on(self, kind: str) -> bool:
        """Whether an exception decision lifts it on a kind of record: an emergency cannot wait for one."""
        return self.liftable and kind != EMERGENCY

    @cached_property
    def acceptable(self) -> bool:
        """Whether the managers above can accept that it is unmet: it is required, and there is no other way out."""
        no_other_way = not self.liftable or self.id in ACCEPTED_TOO
        return self.level is Level.REQUIRED and no_other_way and self.id not in NEVER_ACCEPTED

    @property
    def place(self) -> str:
        """Where it stands, as people read it: '1.4.2, Transfer meeting'."""
        return place_of(self.chapter, self.section_title)

    @cached_property
    def authorities(self) -> frozenset[str]:
        """The ranks of which any one can lift it."""
        return frozenset(self.ranks)

    @property
    def authority(self) -> str | None:
        """The lowest rank that can lift it, or None."""
        return self.ranks[0] if self.ranks else None


def place_of(chapter: str, section_title: str) -> str:
    """What people call a section of the protocol on pages, in mails and on paper: '1.4.2, Transfer meeting'."""
    return f"{chapter}, {section_title}"


Row = tuple[str, Level, tuple[str, ...], str]


def section_of(chapter: str, number: str, title: str, rows: tuple[Row, ...]) -> tuple[Statement, ...]:
    """The statements of one section, from (id, level, kinds of record, wording) rows."""
    return tuple(
        Statement(id_, chapter, number, title, level, records, wording, scope=scope_of(id_, chapter, number))
        for id_, level, records, wording in rows
    )
