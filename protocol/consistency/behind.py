"""Answers that do not apply because of another answer: what stands behind a 'no' or a 'none'.

They are kept and named until somebody takes them out or changes the other, so that a record is never weighed, decided
and sealed without something that somebody typed, in silence.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from protocol.consistency.contradiction import Clash
from protocol.corrections import FROM_REGISTER, readings
from protocol.formatting import listed
from protocol.outcomes import cell
from protocol.statements.scope import Condition, Scope

Answers = Mapping[str, Any]
BEHIND = "answer_behind_another"
NAMED = 3  # how many of the questions that are hidden a message names
ASK = "Change one of them, or take out what is not so."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as it matters here. label: its text. when, scope: on which conditions and of whom it is asked.

    choices: value → label. columns: those of a table, by name.
    """

    label: str
    when: tuple[Condition, ...]
    scope: Scope
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    columns: Mapping[str, "Asked"] = field(default_factory=lambda: MappingProxyType({}))

    def applies(self, answers: Answers, widened: Collection[str]) -> bool:
        """Whether it is asked of the child of these answers."""
        return self.scope.holds(answers.get, widened) and not self.closed_by(answers)

    def closed_by(self, answers: Answers) -> str:
        """The first question whose answer, or blank, hides it; '' where all its conditions hold."""
        return next((parent for parent, values in self.when if answers.get(parent) not in values), "")


Asking = Mapping[str, Asked]


def behind_others(
    asking: Asking,
    answers: Answers,
    typed: Answers,
    *,
    widened: Collection[str],
    of_register: Callable[[], Collection[str]],
    named: Collection[str] = (),
) -> Iterator[Clash]:
    """A clash for each answer that hides others, with all that it hides; `named` ones are named already.

    asking: all questions of the kind of record. typed: what is stored as typed because it is wrong. of_register: gives
    the questions that the register answers: those come back by themselves. It is called only where it matters.
    """
    both = readings(answers)
    given = [name for name in asking if name in answers or name in typed]
    hidden = [name for name in given if not any(asking[name].applies(one, widened) for one in both)]
    left = [name for name in hidden if name not in named and (name in typed or _written(asking[name], answers[name]))]
    if left:
        known = of_register()
        left = [name for name in left if name not in known or asking[name].columns]
    by_parent: dict[str, list[str]] = {}
    for name in left:
        by_parent.setdefault(_closed_by(asking[name], answers, widened), []).append(name)
    for parent, names in by_parent.items():
        yield _clash(asking.get(parent), parent, answers.get(parent), {name: asking[name] for name in names})
    for name in given:
        if asking[name].columns and name not in hidden:
            yield from _in_rows(name, asking[name].columns, answers.get(name))


def _written(question: Asked, answer: Any) -> bool:
    """Whether anybody wrote it: of a table with rows of the register, whether there is anything beside their facts."""
    if not question.columns or not isinstance(answer, list):
        return True
    return any(not isinstance(row, dict) or row.keys() - {FROM_REGISTER} - _facts(row) for row in answer)


def _facts(row: Answers) -> set[str]:
    facts = row.get(FROM_REGISTER)
    return set(facts) if isinstance(facts, list) else set()


def _closed_by(question: Asked, answers: Answers, widened: Collection[str]) -> str:
    if question.scope.holds(answers.get, widened):
        return question.closed_by(answers)
    return "child_status" if "child_status" in question.scope.reads else min(question.scope.reads, default="")


def _in_rows(table: str, columns: Asking, rows: Any) -> Iterator[Clash]:
    """The same within the rows of a table."""
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        for column in columns.keys() & row.keys() if isinstance(row, dict) else ():
            if parent := columns[column].closed_by(row):
                at, against = cell(table, index, column), cell(table, index, parent)
                yield _clash(columns.get(parent), against, row.get(parent), {at: columns[column]})


def _clash(parent: Asked | None, against: str, answer: Any, hidden: Asking) -> Clash:
    asked = [f"‘{one.label}’" for one in hidden.values()]
    more = len(asked) - NAMED
    named = listed([*asked[:NAMED], f"{more} more"] if more > 0 else asked)
    fact = f"{_said(parent, answer)}, and there {'is an answer' if len(asked) == 1 else 'are answers'} to {named}."
    at = next(iter(hidden))
    return Clash(BEHIND, f"{fact} {ASK}", at, against or at, tuple(hidden))


def _said(parent: Asked | None, answer: Any) -> str:
    if parent is None:
        return "This does not apply"
    if answer in (None, "", []):
        return f"‘{parent.label}’ has no answer"
    chosen = parent.choices.get(answer, "") if isinstance(answer, str) else ""
    return f"‘{parent.label}’ is answered ‘{chosen}’" if chosen else f"‘{parent.label}’ is answered otherwise"


def is_waiting(clash: Clash, answers: Answers) -> bool:
    """Whether answers stand behind a question that is blank: to answer that one is what is asked first."""
    return clash.name == BEHIND and "-" not in clash.against and answers.get(clash.against) is None


def without(answers: Answers, clash: Clash) -> dict[str, Any]:
    """Question → its answer without what a clash says is hidden; None for one that is taken out whole."""
    left: dict[str, Any] = {}
    for control in clash.hidden:
        name, _, place = control.partition("-")
        index, _, column = place.partition("-")
        rows = left.get(name) or answers.get(name)
        if not column or not isinstance(rows, list):
            left[name] = None
        else:
            left[name] = [_bare(row, column) if str(at) == index else row for at, row in enumerate(rows)]
    return left


def _bare(row: Any, column: str) -> Any:
    return {name: value for name, value in row.items() if name != column} if isinstance(row, dict) else row
