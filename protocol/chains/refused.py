"""The chain of a record that would bring about what was refused: it ends with the posts that refused.

Nobody below them can approve it without them, and whoever stands above them decides where they differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from protocol.chains.refusing import seniority
from protocol.chains.step import DECIDE, StepSpec
from protocol.people import person_from, same_person

_SAYS = (
    "I have read the record, the refusal before it and the reasons of everybody who decided before me. What I decide "
    "here is, in my view, best for the child."
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that refused. key: of its step. person: who holds it today, {"id", "name"} or None. reference: of what it
    refused. statements: those under which it did."""

    key: str
    rank: str
    side: str
    part: str
    reference: str
    statements: tuple[str, ...]
    person: Mapping[str, Any] | None = None


def ending_with(
    steps: Sequence[StepSpec], foreseen: Sequence[StepSpec], posts: Sequence[Post], *, refusable: bool = True
) -> tuple[tuple[StepSpec, ...], tuple[StepSpec, ...]]:
    """(active steps, foreseen ones) of a chain that ends with these posts.

    A person who has a step already has it last, and can refuse at it. Of those foreseen for a disagreement, only those
    above the posts are left, and what stays due whatever is decided above (`again_after`). refusable: whether a record
    of the kind can be refused at all.
    """
    if not posts:
        return tuple(steps), tuple(foreseen)
    last = max(step.order for step in (*steps, *foreseen)) + 1
    ended, keys = list(steps), []
    for post in posts:
        own = next((step for step in ended if _has(step, post)), None)
        if own:
            ended[ended.index(own)] = replace(own, order=last, may_refuse=refusable, passes_up=False)
        else:
            ended.append(step_of(post, last, refusable=refusable))
        keys.append(own.key if own else post.key)
    highest = max(seniority(post.rank) for post in posts)
    above = [step for step in foreseen if not step.again_after and seniority(step.rank) > highest]
    nearest = min((seniority(step.rank) for step in above), default=-1)
    above = [
        replace(
            step,
            order=last + 1,
            called_by=(*step.called_by, *(keys if seniority(step.rank) == nearest else ())),
            voids=(),
        )
        for step in above
    ]
    still_due = [replace(step, order=last + 2) for step in foreseen if step.again_after]
    escalated = {key for step in foreseen for key in step.called_by}
    passing = [
        replace(step, passes_up=True) if step.key in escalated and not step.may_refuse else step for step in ended
    ]
    return tuple(passing), (*above, *still_due)


def _has(step: StepSpec, post: Post) -> bool:
    return step.action == DECIDE and same_person(person_from(step.person), person_from(post.person))


def step_of(post: Post, order: int, *, refusable: bool = True) -> StepSpec:
    """The step of a post that refused, at this place."""
    return StepSpec(
        post.key,
        order,
        f"Decision of the {post.part}, after the refusal of {post.reference}",
        DECIDE,
        post.statements,
        post.person,
        post.part,
        _SAYS,
        rank=post.rank,
        side=post.side,
        may_refuse=refusable,
    )
