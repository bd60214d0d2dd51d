"""The protocol's findings for a record: one function for the live check, submission, the deciders and the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models import RecordVersion, Step, StepState
from protocol import Decision, Weighing, parameters_on, weigh
from records import clock

DEPARTURE = "departure-"  # a departure's reason is stored as the answer 'departure-<statement>'
ALL_CHAPTERS = frozenset({"1.4.2", "3.1.5"})
_chapters = {"on": ALL_CHAPTERS}


def switch_off(chapters: Iterable[str]) -> None:
    """Leave out the chapters that this council has switched off. Called once, when the app is made."""
    _chapters["on"] = ALL_CHAPTERS - frozenset(chapters)


def for_protocol(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the protocol reads them: departures gathered under one name."""
    gathered = {name: value for name, value in answers.items() if not name.startswith(DEPARTURE)}
    gathered["departures"] = {
        name.removeprefix(DEPARTURE): value for name, value in answers.items() if name.startswith(DEPARTURE)
    }
    return gathered


def weigh_answers(*, kind: str, answers: Mapping[str, Any], today: date, steps: Iterable[Step] = ()) -> Weighing:
    """Weigh answers (as stored, applicable ones only) on a day, with the decisions that these steps hold."""
    return weigh(
        kind,
        for_protocol(answers),
        today=today,
        parameters=parameters_on(today),
        decisions=decisions_in(steps),
        chapters=_chapters["on"],
    )


def weigh_version(version: RecordVersion, steps: Iterable[Step]) -> Weighing:
    """Weigh what was submitted, as on the day of its submission, with the decisions made on it since."""
    return weigh_answers(kind=version.record.kind, answers=version.answers, today=version.weighed_on, steps=steps)


def decisions_in(steps: Iterable[Step]) -> tuple[Decision, ...]:
    """The decisions that a version's steps hold, as the protocol reads them."""
    settled = (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE)
    return tuple(
        Decision(
            step=step.key,
            outcome=step.state,
            by={"id": step.decided_by_id, "name": step.decided_by.name if step.decided_by else ""},
            on=clock.in_london(step.decided_at).date(),
            stated=step.stated or {},
        )
        for step in steps
        if step.state in settled
    )
