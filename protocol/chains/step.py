"""One step of the chain: who signs what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from protocol.answers import Answers

CONFIRM = "confirm"
DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a step asks its person to state, a date or a text, kept in `Decision.stated` under `name`."""

    name: str
    label: str
    kind: str = "date"


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step of a record's chain.

    Steps of one `order` are taken in parallel, lower orders first. `action` is confirm or decide.
    `person` is {"id", "name"} as answered in `question`, or None when nobody is named there or the one
    named may not take the step; `note` then says why. `part` is what the person is in this record
    ("transferring team leader"), `rank` whose office decides (for stand-ins and for finding somebody where
    no question names one; '' where only the person named can take it), `side` the team it belongs to ("current" or
    "new").
    `called_by` are the keys of the steps of which one cannot agree before this one is asked for; it is asked for from
    the start where there are none. `voids` are the steps that nobody is asked for any more once it is. `stands_for` are
    the two steps in whose place it is asked for, where one person has the posts of both.
    `declaration` is what the person states by approving. `on_submission` is true where the author
    confirms by submitting, `in_person` where no stand-in may take the step.
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


Builder = Callable[[Answers], tuple[StepSpec, ...]]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a kind of record. `steps` are the keys of all steps that it can come to have."""

    build: Builder
    steps: tuple[str, ...]


CHAINS: dict[str, Chain] = {}


def chain_of(kind: str, steps: Iterable[str]) -> Callable[[Builder], Builder]:
    """Register the decorated function as the chain of a kind of record. `steps`: see `Chain`."""

    def register(build: Builder) -> Builder:
        CHAINS[kind] = Chain(build, tuple(steps))
        return build

    return register


def named(answers: Answers, question: str) -> dict[str, Any] | None:
    """The person whom a question names, as {"id", "name"}."""
    person = answers.person(question)
    return person._asdict() if person else None


def all_named(answers: Answers, questions: Iterable[str]) -> dict[str, Any]:
    """The people whom these questions name, by question; those that are blank are left out."""
    people = ((question, named(answers, question)) for question in questions)
    return {question: person for question, person in people if person is not None}
