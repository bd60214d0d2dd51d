"""Whether a record was refused, which its state no longer says once a correction counts in its place."""

from __future__ import annotations

from models import Record, State, Step, StepState
from protocol.chains.telling import refused_at

SAID_BY_STATE = (State.REFUSED, State.REFUSAL_SEALED)


def was_refused(record: Record) -> bool:
    """Whether a record was refused, and may have been corrected since."""
    return record.state in SAID_BY_STATE or (record.state == State.CORRECTED and bool(steps_of_refusal(record)))


def steps_of_refusal(record: Record) -> list[Step]:
    """The steps that refused the current version for good; [] where it was not refused."""
    standing = (Step.record == record) & (Step.version == record.version) & (Step.state != StepState.VOID)
    return refused_at(Step.select().where(standing).order_by(Step.order, Step.id))
