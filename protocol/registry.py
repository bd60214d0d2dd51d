"""The registry of rules: each declares its statements, kinds of record, and the questions and parameters it reads."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from protocol.answers import Answers
from protocol.outcomes import Verdict
from protocol.parameters import PARAMETERS, Parameters
from protocol.statements import BY_ID, EVERY, Statement
from protocol.statements.scope import Scope

Judge = Callable[[Answers, Parameters], Verdict]
SomeJudge = TypeVar("SomeJudge", bound=Judge)

# Reasons for departing. Every record has them; they are asked beside findings and are no question of a section.
DEPARTURES = "departures"


class RuleError(ValueError):
    """A rule cannot be registered, or reads an unknown question; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `judge` returns the verdict for `statements` on a record of one of the kinds in `records`.

    summary: its docstring, shown to readers. reads: questions; uses: parameters. reason_with: statements whose reason
    for departing also counts here, so that it is written once. comes_last: runs after all others, with their findings.
    """

    name: str
    summary: str
    statements: tuple[str, ...]
    records: tuple[str, ...]
    reads: frozenset[str]
    uses: frozenset[str]
    reason_with: tuple[str, ...]
    comes_last: bool
    judge: Judge

    def serves(self, record: str) -> bool:
        """Whether it applies to a kind of record."""
        return record in self.records or EVERY in self.records


@dataclass(frozen=True, slots=True)
class Plan:
    """The precomputed weighing of a kind of record.

    statements: those that apply, in order. rules: each with the statements that it cites: (index in `statements`,
    statement, its scope).
    reads: statement id → the questions that its rule and its scope read.
    """

    statements: tuple[Statement, ...]
    rules: tuple[tuple[Rule, tuple[tuple[int, Statement, Scope], ...]], ...]
    reads: Mapping[str, frozenset[str]]


class Registry:
    """Rules by statement and kind of record; at most one for each pair."""

    def __init__(self, statements: Mapping[str, Statement] = BY_ID) -> None:
        self.statements = statements
        self.rules: list[Rule] = []
        self._taken: dict[tuple[str, str], Rule] = {}
        self._by_record: dict[str, tuple[Rule, ...]] = {}
        self._plans: dict[tuple[str, frozenset[str]], Plan] = {}

    def rule(
        self,
        *statements: str,
        records: tuple[str, ...],
        reads: Iterable[str],
        uses: Iterable[str] = (),
        reason_with: tuple[str, ...] = (),
        comes_last: bool = False,
    ) -> Callable[[SomeJudge], SomeJudge]:
        """Register the decorated function as the rule for `statements`. Raises RuleError."""

        def register(judge: SomeJudge) -> SomeJudge:
            summary = " ".join((judge.__doc__ or "").split())
            self.add(
                Rule(
                    judge.__name__,
                    summary,
                    statements,
                    records,
                    frozenset(reads),
                    frozenset(uses),
                    reason_with,
                    comes_last,
                    judge,
                )
            )
            return judge

        return register

    def add(self, rule: Rule) -> None:
        """Add a rule. Raises RuleError if it lacks a citation or reads, or if its statement already has a rule."""
        self._refuse_if_unfounded(rule)
        for statement in rule.statements:
            for record in rule.records:
                self._refuse_if_misplaced(rule, statement, record)
                self._taken[statement, record] = rule
        self.rules.append(rule)
        self._by_record.clear()
        self._plans.clear()

    def for_record(self, record: str) -> tuple[Rule, ...]:
        """The rules for a kind of record, `comes_last` ones at the end. Cached."""
        if record not in self._by_record:
            serving = (rule for rule in self.rules if rule.serves(record))
            self._by_record[record] = tuple(sorted(serving, key=lambda rule: rule.comes_last))
        return self._by_record[record]

    def plan(self, record: str, chapters: frozenset[str]) -> "Plan":
        """The plan for weighing a kind of record under these chapters. Cached."""
        key = (record, chapters)
        if key not in self._plans:
            about = [one for one in self.statements.values() if one.is_about(record) and one.chapter in chapters]
            places = {one.id: place for place, one in enumerate(about)}
            weighed = (
                (rule, tuple((places[one], about[places[one]]) for one in rule.statements if one in places))
                for rule in self.for_record(record)
            )
            rules = tuple(
                (rule, tuple((place, one, one.scope_on(record)) for place, one in cited))
                for rule, cited in weighed
                if cited
            )
            reads = {one.id: rule.reads | scope.reads for rule, cited in rules for _, one, scope in cited}
            self._plans[key] = Plan(tuple(about), rules, reads)
        return self._plans[key]

    def rule_for(self, statement: str, record: str) -> Rule | None:
        """The rule for a statement on a kind of record, or None."""
        return self._taken.get((statement, record)) or self._taken.get((statement, EVERY))

    def bind(self, questions_by_record: Mapping[str, Collection[str]]) -> None:
        """Raise RuleError for a rule that reads a question, or has a scope that does, which its form does not ask."""
        for record, questions in questions_by_record.items():
            for rule in self.for_record(record):
                scopes = (self.statements[cited].scope_on(record).reads for cited in rule.statements)
                unasked = rule.reads.union(*scopes) - {DEPARTURES} - frozenset(questions)
                if unasked:
                    names = ", ".join(sorted(unasked))
                    raise RuleError(f"{rule.name} reads what no question of {record} asks: {names}")

    def _refuse_if_unfounded(self, rule: Rule) -> None:
        unknown = [cited for cited in (*rule.statements, *rule.reason_with) if cited not in self.statements]
        if not rule.statements or unknown:
            raise RuleError(f"{rule.name} cites no statement of the protocol: {unknown or 'nothing cited'}")
        if not rule.reads or not rule.records:
            raise RuleError(f"{rule.name} names no question that it reads, or no record that it serves")
        if not rule.summary:
            raise RuleError(f"{rule.name} does not say in words what it asks")
        if strange := rule.uses - PARAMETERS.keys():
            raise RuleError(f"{rule.name} uses unknown parameters: {', '.join(sorted(strange))}")

    def _refuse_if_misplaced(self, rule: Rule, statement: str, record: str) -> None:
        if not self.statements[statement].is_about(record):
            raise RuleError(f"{rule.name}: statement {statement} is not about {record}")
        if taken := self._taken.get((statement, record)):
            raise RuleError(f"{rule.name}: {taken.name} already judges {statement} on {record}")


REGISTRY = Registry()
rule = REGISTRY.rule
bind = REGISTRY.bind
RULES = REGISTRY.rules
