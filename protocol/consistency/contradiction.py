"""What a contradiction is: a row of the table, and the two ways in which most rows are written as data.

What is not known contradicts nothing: a condition is false while an answer that it reads is blank.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from protocol.answers import Answers
from protocol.formatting import day, upper_first
from protocol.parameters import Parameters
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER

ABOUT_A_CHILD = (TRANSFER, EMERGENCY, EXCEPTION)
MOVES = (TRANSFER, EMERGENCY)
ONE = "Correct one of them."


class Clash(NamedTuple):
    """One contradiction in one record.

    message: the fact, naming both places, then what to do; with placeholders of terms. at, against: the controls of the
    two, questions or cells of tables (`protocol.outcomes.cell`). hidden: the answers that do not apply because of
    `against`, where that is the contradiction: they are kept until somebody takes them out or changes `against`.
    """

    name: str
    message: str
    at: str
    against: str
    hidden: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, str]:
        """Both controls."""
        return self.at, self.against


Find = Callable[[Answers, Parameters], Iterable[Clash]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A row of the table: what cannot be true together on these kinds of record.

    between: the two questions that it links; a table stands for its cells. reads: the questions that `find` reads; None
    for whatever is dated. find: the clashes in the answers of a record.
    """

    name: str
    records: tuple[str, ...]
    between: tuple[str, str]
    reads: frozenset[str] | None
    find: Find

    def serves(self, record: str) -> bool:
        """Whether it is looked for in a kind of record."""
        return record in self.records


def apart(
    name: str,
    at: tuple[str, Collection[str]],
    against: tuple[str, Collection[str]],
    text: str,
    *,
    records: tuple[str, ...] = ABOUT_A_CHILD,
) -> Contradiction:
    """Two answers to questions with choices that exclude each other.

    text: the fact, with {at} and {against} for the chosen values in words.
    """
    (one, values), (other, excluded) = at, against

    def find(a: Answers, p: Parameters) -> Iterator[Clash]:
        left, right = a.choice(one, values), a.choice(other, excluded)
        if left and right:
            fact = text.replace("{at}", _words(left)).replace("{against}", _words(right))
            yield Clash(name, f"{fact} {ONE}", one, other)

    return Contradiction(name, records, (one, other), frozenset({one, other}), find)


def looked_for(
    name: str, records: tuple[str, ...], between: tuple[str, str], reads: Iterable[str], find: Find
) -> Contradiction:
    """A row whose condition is a function of its own. reads: what it reads beside the two."""
    return Contradiction(name, records, between, frozenset((*between, *reads)), find)


class Dated(NamedTuple):
    """A day: its question, and what it is the day of: 'the closing meeting'.

    only: (question, values) pairs by which the record says that there is such a day.
    """

    question: str
    what: str
    only: tuple[tuple[str, Collection[str]], ...] = ()

    def on(self, a: Answers) -> date | None:
        """The day, where the record says that there is one."""
        return a.date(self.question) if all(a.choice(*one) for one in self.only) else None


def in_order(name: str, first: Dated, later: Dated, *, records: tuple[str, ...]) -> Contradiction:
    """Two days of which the second cannot come before the first; both on one day is in order."""

    def find(a: Answers, p: Parameters) -> Iterator[Clash]:
        before, after = first.on(a), later.on(a)
        if before and after and after < before:
            fact = f"{upper_first(later.what)} is on {day(after)}, before {first.what} on {day(before)}."
            yield Clash(name, f"{fact} {ONE}", later.question, first.question)

    reads = {first.question, later.question, *(question for question, _ in (*first.only, *later.only))}
    return Contradiction(name, records, (later.question, first.question), frozenset(reads), find)


def _words(value: str) -> str:
    return value.replace("_", " ")
