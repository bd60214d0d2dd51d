"""Refusals: those of one rank refuse together, and where they differ it goes up."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from protocol.decisions import APPROVED, CANNOT_AGREE, REFUSED

# The ranks that can be the last to decide, lowest first.
SENIORITY = ("team_leader", "locality_leader", "service_delivery_manager", "head_of_service")
_SETTLED = (APPROVED, CANNOT_AGREE, REFUSED)


class Refusable(Protocol):
    """A step, as far as refusing depends on it: a StepSpec or a stored one."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def rank(self) -> str: ...  # noqa: D102
    @property
    def may_refuse(self) -> bool: ...  # noqa: D102


def differing(steps: Iterable[Refusable], outcomes: Mapping[str, str]) -> frozenset[str]:
    """Keys of the active steps that refused while another of their rank did not, once all of that rank have decided.

    They activate the steps above as a 'cannot agree' does. outcomes: step → outcome.
    """
    ranks = _refusals_by_rank(steps, outcomes)
    return frozenset(key for refusals, keys in ranks.values() if len(refusals) < len(keys) for key in refusals)


def refused_by(steps: Iterable[Refusable], outcomes: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of the steps that refused the version for good; () while it is not refused.

    All of one rank have refused, or those of the highest rank that is active differ: they have not agreed.
    """
    steps = tuple(steps)
    highest = max((step.rank for step in steps if step.may_refuse), key=seniority, default="")
    ranks = _refusals_by_rank(steps, outcomes)
    final = (refusals for rank, (refusals, keys) in ranks.items() if len(refusals) == len(keys) or rank == highest)
    return tuple(key for refusals in final for key in refusals)


def _refusals_by_rank(
    steps: Iterable[Refusable], outcomes: Mapping[str, str]
) -> dict[str, tuple[list[str], list[str]]]:
    """Rank → (keys that refused, all keys), of ranks whose steps are all decided."""
    ranks: dict[str, list[str]] = {}
    for step in steps:
        if step.may_refuse:
            ranks.setdefault(step.rank, []).append(step.key)
    return {
        rank: ([key for key in keys if outcomes[key] == REFUSED], keys)
        for rank, keys in ranks.items()
        if all(outcomes.get(key) in _SETTLED for key in keys)
    }


def seniority(rank: str) -> int:
    """The place of a rank among those who can be the last to decide; -1 for any other."""
    return SENIORITY.index(rank) if rank in SENIORITY else -1
