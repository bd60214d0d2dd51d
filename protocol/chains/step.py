"""The data of a chain and its steps, and the registration of a record's chain."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from protocol.answers import Answers
from protocol.people import same_person

LEADERS = ("current_team_leader", "new_team_leader")
CONFIRM = "confirm"
DECIDE = "decide"
ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a step asks for on approval, stored in `Decision.stated` under `name`. kind: date, text, or tick ('yes').

    not_before: the earliest day of a date, as YYYY-MM-DD; '' for any.
    """

    name: str
    label: str
    kind: str = "date"
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step of a record's chain.

    order: steps of one order run in parallel, lower orders first. action: CONFIRM, DECIDE, or ACCEPT what is not met.
    person: {"id", "name"} from the answer to `question`; None when it is blank or the person may not take the step,
    and `note` then has the reason.
    part: the person's role in this record ("transferring {team_leader}"). declaration: what approving states.
    rank: the office that decides, to find stand-ins and managers whom no question names; '' where only the person named
    can take the step. side: the team of that office, "current" or "new".
    called_by: keys of the steps whose 'cannot agree' activates this one; () means active from the start.
    voids: keys of undecided steps that it replaces once active.
    stands_for: keys of the two steps that it replaces where one person holds both posts.
    joins: keys of steps that it takes in where the same person has them: one step, with both parts.
    may_refuse: it is among the last to decide, so that it can refuse (protocol/chains/refusing.py).
    passes_up: 'cannot agree' is offered though it activates nothing, because whoever comes later decides in any case.
    again_after: key of the step whose person may take this one as well; '' where nobody takes two.
    on_submission: the author confirms it by submitting. in_person: no stand-in may take it.
    """

    key: str
    order: int
    title: str
    action: str
    statements: tuple[str, ...]
    person: Mapping[str, Any] | None
    part: str
    declaration: str
    question: str | None = None
    rank: str = ""
    side: str = ""
    asks: tuple[Ask, ...] = ()
    note: str = ""
    on_submission: bool = False
    in_person: bool = False
    called_by: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    may_refuse: bool = False
    passes_up: bool = False
    again_after: str = ""


Builder = Callable[[Answers], tuple[StepSpec, ...]]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a kind of record. build: answers → its steps. steps: the keys of all possible steps.

    refusable: whether a record of this kind can be refused at all.
    """

    build: Builder
    steps: tuple[str, ...]
    refusable: bool = True


CHAINS: dict[str, Chain] = {}


def chain_of(kind: str, steps: Iterable[str], *, refusable: bool = True) -> Callable[[Builder], Builder]:
    """Register the decorated function as the chain builder of a kind of record. `steps`, `refusable`: see `Chain`."""

    def register(build: Builder) -> Builder:
        CHAINS[kind] = Chain(build, tuple(steps), refusable)
        return build

    return register


def named(answers: Answers, question: str) -> dict[str, Any] | None:
    """The answer to a question about a person, as {"id", "name"}; None when blank."""
    person = answers.person(question)
    return person._asdict() if person else None


def one_holder(
    answers: Answers, posts: tuple[str, str] = LEADERS, teams: tuple[str, str] = ("current_team", "new_team")
) -> bool:
    """Whether one person holds both posts: the same one is named, or the posts are of one team and nobody is named.

    Vacant posts of two teams have no holder in common: two people act in them.
    """
    current, new = (answers.person(question) for question in posts)
    if current or new:
        return same_person(current, new)
    return same_person(*(answers.person(question) for question in teams))


def all_named(answers: Answers, questions: Iterable[str]) -> dict[str, Any]:
    """Question → {"id", "name"}, without blank ones."""
    people = ((question, named(answers, question)) for question in questions)
    return {question: person for question, person in people if person is not None}
