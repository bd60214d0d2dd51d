"""Acceptance: the managers above those who decide accept by name what is required and cannot be met (315.2.3.1).

They come last, one on each side concerned. Whoever decides as a Head of Service has nobody above, and accepts within
that decision. An escalation has its own acceptance, above those who are called for, in place of the one before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from protocol.chains.refusing import SENIORITY, seniority
from protocol.chains.step import ACCEPT, Ask, StepSpec
from protocol.decisions import acceptance_of, statement_accepted
from protocol.formatting import listed
from protocol.people import person_from, same_person
from protocol.statements import BY_ID

HEAD = SENIORITY[-1]
KEY = "acceptance_above"
LAST = 90  # the order of these steps: after all others
_TEAMS = (("current_team", "outgoing_team"), ("new_team", "other_team"))
_SIDES = {"current": "{%s} of the present team", "new": "{%s} of the new team", "": "{%s} of both teams"}
_SAYS = (
    "I have read why this cannot be met and how the child is protected from the effect. I accept that the record goes "
    "ahead without it: "
)


def with_acceptance(
    steps: Sequence[StepSpec],
    statements: Sequence[str],
    answers: Mapping[str, Any],
    ranks: Mapping[str, str] | None = None,
) -> tuple[StepSpec, ...]:
    """The steps of a chain with those at which `statements` are accepted; unchanged where there are none.

    steps: without or with those of escalations. ranks: step key → rank of whoever has the step, where it is above the
    step's own.
    """
    if not statements or not steps:
        return tuple(steps)
    done: list[StepSpec] = []
    before: tuple[str, ...] = ()
    of_both = _one_side(steps, answers)
    for called_by, level in groupby(steps, key=lambda step: step.called_by):
        deciding = tuple(level)
        laid = _accepted_above(deciding, statements, ranks or {}, of_both, before)
        done += [replace(step, called_by=called_by) if is_acceptance(step.key) else step for step in laid]
        before += tuple(step.key for step in laid if is_acceptance(step.key))
    return tuple(done)


def _accepted_above(
    level: tuple[StepSpec, ...],
    statements: Sequence[str],
    ranks: Mapping[str, str],
    of_both: bool,
    before: tuple[str, ...],
) -> tuple[StepSpec, ...]:
    """The steps of those who decide at one level with their acceptance. before: keys that become needless by it.

    The check of the file that a leader owes after others have decided (`again_after`) is no level: nobody is above it.
    """
    deciding = (step for step in level if not step.again_after)
    highest = max((seniority(ranks.get(step.key, step.rank)) for step in deciding), default=-1)
    if highest < 0:
        return level
    if SENIORITY[highest] != HEAD:
        above, name = SENIORITY[highest + 1], f"{KEY}_{SENIORITY[highest]}" if level[0].called_by else KEY
        return (*level, *(replace(step, voids=before) for step in _steps(name, above, statements, of_both)))
    heads = {step.key for step in level if ranks.get(step.key, step.rank) == HEAD}
    asked = (asked_to_accept(step, statements) if step.key in heads else step for step in level)
    return tuple(replace(step, voids=(*step.voids, *before)) if step.key in heads else step for step in asked)


def _steps(name: str, rank: str, statements: Sequence[str], of_both: bool) -> tuple[StepSpec, ...]:
    current, new = f"{name}_current", f"{name}_new"
    if of_both:
        return (_step(name, rank, "current", f"{{{rank}}}", statements),)
    return (
        _step(current, rank, "current", _SIDES["current"] % rank, statements),
        _step(new, rank, "new", _SIDES["new"] % rank, statements),
        replace(_step(name, rank, "current", _SIDES[""] % rank, statements), stands_for=(current, new)),
    )


def _step(key: str, rank: str, side: str, part: str, statements: Sequence[str]) -> StepSpec:
    places = listed(dict.fromkeys(BY_ID[one].place for one in statements))
    step = StepSpec(
        key,
        LAST,
        f"Acceptance by the {part}: {places}",
        ACCEPT,
        tuple(statements),
        None,
        part,
        _SAYS + " ".join(f"{BY_ID[one].place}: {BY_ID[one].wording}" for one in statements),
        rank=rank,
        side=side,
    )
    return asked_to_accept(step, statements)


def asked_to_accept(step: StepSpec, statements: Iterable[str]) -> StepSpec:
    """The step with a box to tick for each statement that is to be accepted."""
    known = {ask.name for ask in step.asks}
    ticks = (Ask(acceptance_of(one), _label(one), "tick") for one in statements)
    return replace(step, asks=(*(tick for tick in ticks if tick.name not in known), *step.asks))


def _label(statement: str) -> str:
    return f"I accept that this is not met ({BY_ID[statement].place}): {BY_ID[statement].wording}"


def is_acceptance(key: str) -> bool:
    """Whether a step, by its key, is there for nothing but acceptance."""
    return key.startswith(KEY)


def accepted_at(asks: Iterable[str]) -> tuple[str, ...]:
    """The statements that a step accepts, by the names of what it asks."""
    return tuple(filter(None, map(statement_accepted, asks)))


def held_by(step: StepSpec, rank: str) -> StepSpec:
    """The step in the words of whoever has it, where the post that it is for is vacant and one above takes it."""
    if rank not in SENIORITY or rank == step.rank:
        return step
    meant, holds = f"{{{step.rank}}}", f"{{{rank}}}"
    return replace(step, rank=rank, part=step.part.replace(meant, holds), title=step.title.replace(meant, holds))


def _one_side(steps: Iterable[StepSpec], answers: Mapping[str, Any]) -> bool:
    """Whether one manager is above all of them: the teams are one, or nobody on another side decides."""
    teams = [next((team for name in names if (team := person_from(answers.get(name)))), None) for names in _TEAMS]
    return same_person(*teams) or not any(step.side == "new" and seniority(step.rank) >= 0 for step in steps)
