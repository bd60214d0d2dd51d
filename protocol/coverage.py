"""Coverage of the statements by rules and test cases."""

from collections import defaultdict
from collections.abc import Iterable

from protocol.casefile import Case
from protocol.outcomes import Outcome
from protocol.registry import REGISTRY, Registry
from protocol.statements import RECORDS, STATEMENTS, Statement


def rules_by_statement(
    registry: Registry = REGISTRY, statements: Iterable[Statement] = STATEMENTS
) -> dict[str, list[str]]:
    """Statement id → names of its rules ([] where there is none), in the order of `statements`."""
    return {
        statement.id: [rule.name for rule in registry.rules if statement.id in rule.statements]
        for statement in statements
    }


def lacking_rules(registry: Registry = REGISTRY, statements: Iterable[Statement] = STATEMENTS) -> list[tuple[str, str]]:
    """(statement id, kind of record) of each statement that applies to a kind but has no rule for it."""
    return [
        (statement.id, record)
        for statement in statements
        for record in RECORDS
        if statement.is_about(record) and registry.rule_for(statement.id, record) is None
    ]


def cases_by_statement(
    cases: Iterable[Case], statements: Iterable[Statement] = STATEMENTS
) -> dict[str, dict[Outcome, list[str]]]:
    """Statement id → expected outcome → names of the cases."""
    found: dict[str, dict[Outcome, list[str]]] = {statement.id: defaultdict(list) for statement in statements}
    for case in cases:
        for statement, outcome in ((one, case.expect[one]) for one in case.expect if one in found):
            found[statement][outcome].append(case.name)
    return {statement: dict(by_outcome) for statement, by_outcome in found.items()}


def counted(cases: Iterable[Case], statements: Iterable[Statement] = STATEMENTS) -> dict[str, dict[Outcome, int]]:
    """Statement id → outcome → number of cases that expect it, 0 included."""
    found = cases_by_statement(cases, statements)
    return {
        statement: {outcome: len(by_outcome.get(outcome, ())) for outcome in Outcome}
        for statement, by_outcome in found.items()
    }
