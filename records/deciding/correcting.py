"""Who confirms what a record corrects in the register, before anybody decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from models import Step, StepState
from protocol.chains import selection
from protocol.corrections import stored_in
from protocol.decisions import CORRECTIONS_RIGHT
from records.deciding.assignment import Assignment
from records.errors import CannotSubmitError

NOBODY = "Nobody can be found to confirm the corrections of this record: everybody above wrote in it. Clear them."


def confirming_first(
    assignments: Sequence[Assignment], answers: Mapping[str, Any], *, wrote: Collection[int]
) -> list[Assignment]:
    """The assignments with a manager's before all others, who confirms the corrections in these answers, if any.

    wrote: ids of those who wrote the record: nobody confirms their own. Raises CannotSubmitError when nobody is left.
    """
    if not stored_in(answers):
        return list(assignments)
    barred = {one.spec.key for one in assignments if one.staff.id in wrote}
    specs = selection.confirming_first([one.spec for one in assignments], barred)
    if not any(map(selection.confirms_corrections, specs)):
        raise CannotSubmitError("nobody confirms the corrections", NOBODY)
    of_step = {one.spec.key: one for one in assignments}
    return [replace(of_step[spec.key], spec=spec) for spec in specs]


def asks_for_corrections(step: Step) -> bool:
    """Whether approving this step confirms the record's corrections."""
    return any(ask["name"] == CORRECTIONS_RIGHT for ask in step.asks)


def confirmed_in(steps: Iterable[Step]) -> Step | None:
    """The step at which the corrections of its version were confirmed, or None."""
    approved = (step for step in steps if step.state == StepState.APPROVED)
    return next((step for step in approved if (step.stated or {}).get(CORRECTIONS_RIGHT) == "yes"), None)
