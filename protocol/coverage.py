"""What the rules and the cases cover: statement by statement."""

from collections import defaultdict
from collections.abc import Iterable

from protocol.casefile import Case
from protocol.outcomes import Outcome
from protocol.registry import REGISTRY, Registry
from protocol.statements import RECORDS, STATEMENTS


def rules_by_statement(registry: Registry = REGISTRY) -> dict[str, list[str]]:
    """The names of the rules of every statement, in the order of the protocol; [] where there is none."""
    return {
        statement.id: [rule.name for rule in registry.rules if statement.id in rule.statements]
        for statement in STATEMENTS
    }


def lacking_rules(registry: Registry = REGISTRY) -> list[tuple[str, str]]:
    """The statements that no rule judges on a record which they are about: (statement, record)."""
    return [
        (statement.id, record)
        for statement in STATEMENTS
        for record in RECORDS
        if statement.is_about(record) and registry.rule_for(statement.id, record) is None
    ]


def cases_by_statement(cases: Iterable[Case]) -> dict[str, dict[Outcome, list[str]]]:
    """The names of the cases that expect something of every statement, by the outcome that they expect."""
    found: dict[str, dict[Outcome, list[str]]] = {statement.id: defaultdict(list) for statement in STATEMENTS}
    for case in cases:
        for statement, outcome in case.expect.items():
            found[statement][outcome].append(case.name)
    return {statement: dict(by_outcome) for statement, by_outcome in found.items()}


def counted(cases: Iterable[Case]) -> dict[str, dict[Outcome, int]]:
    """How many cases expect each outcome of every statement; 0 where none does."""
    found = cases_by_statement(cases)
    return {
        statement: {outcome: len(by_outcome.get(outcome, ())) for outcome in Outcome}
        for statement, by_outcome in found.items()
    }
