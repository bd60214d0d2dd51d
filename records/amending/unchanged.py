"""Whether a correction says anything else than the record that it corrects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import Record
from protocol.corrections import AMENDS, FROM_REGISTER
from records.drafting import from_register
from records.weighing import answers_decided_on

NOTHING_CHANGED = "No answer has changed. Change what was wrong, or withdraw this correction."


def changes_nothing(record: Record, answers: Mapping[str, Any]) -> bool:
    """Whether a correction with these answers has those of the sealed record.

    What the register answered, such as who leads a team, is no change of its author's.
    """
    if record.amends_id is None:
        return False
    before, now = answers_decided_on(record.amends), from_register.as_submitted(record, answers)
    of_register = {AMENDS, FROM_REGISTER, *now.get(FROM_REGISTER, ())}
    return all(before.get(name) == now.get(name) for name in (before.keys() | now.keys()) - of_register)
