"""What rules and cases cover."""

from datetime import date

from protocol import RECORDS, STATEMENTS, Outcome
from protocol.casefile import read
from protocol.coverage import cases_by_statement, lacking_rules, rules_by_statement
from protocol.registry import Registry


def test_rules_are_listed_by_statement_in_the_order_of_the_protocol() -> None:
    found = rules_by_statement()
    assert list(found) == [one.id for one in STATEMENTS]
    assert found["315.2.7.1"] == ["siblings_share_a_worker"]


def test_a_statement_without_a_rule_is_told() -> None:
    lacking = lacking_rules(Registry())
    assert ("315.9.1", "exception_decision") in lacking
    assert len(lacking) == sum(one.is_about(kind) for one in STATEMENTS for kind in RECORDS)


def test_cases_are_listed_by_statement_and_outcome() -> None:
    data = {"case": "Nothing yet", "answers": {}, "expect": {"142.3.1": "unanswered"}}
    found = cases_by_statement([read(data, today=date(2026, 3, 1))])
    assert found["142.3.1"] == {Outcome.UNANSWERED: ["Nothing yet"]}
    assert found["142.3.2"] == {}
