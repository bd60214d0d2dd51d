"""What tests do with a correction: its controls, and Maya's record with one."""

from __future__ import annotations

from models import Record
from protocol.decisions import CORRECTIONS_RIGHT
from records.deciding import decisions
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import later, section
from tests.support.reader import Reader

LEADER = "transferring_team_leader"
HOW = "The court made the order on Friday; I was there"
TICK = {CORRECTIONS_RIGHT: "yes"}


def correction(value: str, how: str = HOW, *, of: str = "legal_status") -> dict[str, str]:
    """The controls under 'Correct this'."""
    return {f"correction-{of}": value, f"correction-{of}-how": how}


def correct(sign_in: SignIn, record: Record, value: str = "D1", how: str = HOW, *, of: str = "legal_status") -> Reader:
    """The author corrects a fact on its page and comes back later."""
    reader = sign_in(story.AUTHOR)
    later(reader, section(reader, record, "child"), **correction(value, how, of=of))
    return reader


def corrected(sign_in: SignIn) -> Record:
    """Maya's record, whose legal status is corrected, not yet submitted."""
    record = factories.ready_draft()
    correct(sign_in, record)
    return factories.fresh(record)


def order(record: Record) -> list[str]:
    return [step.key for step in decisions.steps_of(factories.fresh(record))]
