"""A rule has a citation, reads what it says, and is the only one for its statement on a record."""

from collections.abc import Callable
from typing import Any

import pytest

from protocol import RULES
from protocol.outcomes import Verdict, met
from protocol.registry import REGISTRY, Registry, RuleError

TRANSFER = ("transfer_meeting",)


def register(registry: Registry, *statements: str, **how: Any) -> Callable[..., Verdict]:
    @registry.rule(*statements, **{"records": TRANSFER, "reads": ("meeting_date",), **how})
    def some_rule(*_: object) -> Verdict:
        """Something is asked."""
        return met()

    return some_rule


def test_a_rule_with_a_citation_is_taken_in() -> None:
    registry = Registry()
    register(registry, "142.3.1")
    assert [rule.name for rule in registry.for_record("transfer_meeting")] == ["some_rule"]
    assert registry.rule_for("142.3.1", "transfer_meeting") is registry.rules[0]


@pytest.mark.parametrize(
    "statements,how,problem",
    [
        ((), {}, "cites no statement"),
        (("142.9.9",), {}, "cites no statement"),
        (("142.3.1",), {"reason_with": ("142.9.9",)}, "cites no statement"),
        (("142.3.1",), {"reads": ()}, "no question"),
        (("142.3.1",), {"records": ()}, "no record"),
        (("142.3.1",), {"records": ("management_handover",)}, "not about management_handover"),
        (("142.3.1",), {"uses": ("days_of_rain",)}, "unknown parameters: days_of_rain"),
    ],
)
def test_a_rule_that_is_unfounded_is_refused(statements: tuple[str, ...], how: dict[str, Any], problem: str) -> None:
    with pytest.raises(RuleError, match=problem):
        register(Registry(), *statements, **how)


def test_a_rule_without_words_is_refused() -> None:
    def silent(*_: object) -> Verdict:
        return met()

    with pytest.raises(RuleError, match="in words"):
        Registry().rule("142.3.1", records=TRANSFER, reads=("meeting_date",))(silent)


def test_two_rules_for_one_statement_on_one_record_are_refused() -> None:
    registry = Registry()
    register(registry, "142.3.1")
    with pytest.raises(RuleError, match="already judges"):
        register(registry, "142.3.1")


def test_a_rule_that_reads_what_no_form_asks_is_refused() -> None:
    registry = Registry()
    register(registry, "142.3.6", reads=("meeting_date", "departures", "shoe_size"))
    with pytest.raises(RuleError, match="no question of transfer_meeting asks: shoe_size"):
        registry.bind({"transfer_meeting": {"meeting_date"}})


def test_a_form_may_ask_more_than_the_rules_read() -> None:
    registry = Registry()
    register(registry, "142.3.6", reads=("meeting_date", "departures"))
    registry.bind({"transfer_meeting": {"meeting_date", "meeting_place"}, "management_handover": set()})


def test_the_rules_of_the_protocol_are_registered() -> None:
    assert RULES is REGISTRY.rules
    assert len({rule.name for rule in RULES}) == len(RULES) > 50
