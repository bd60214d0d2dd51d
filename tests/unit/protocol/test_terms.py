"""What a council calls its people stands in its words."""

import re

from protocol.registry import REGISTRY
from protocol.statements import STATEMENTS
from protocol.terms import DEFAULT_TERMS, in_words


def test_a_known_term_is_replaced() -> None:
    assert in_words("Ask the {team_leader}.", {"team_leader": "team manager"}) == "Ask the team manager."


def test_what_is_not_a_term_is_left_as_it_is() -> None:
    text = "{unknown} {0} {Team_Leader} { team_leader } {{ %s }"
    assert in_words(text) == text


def test_a_term_can_hold_braces_without_being_replaced_again() -> None:
    assert (
        in_words("{team_leader}", {"team_leader": "{head_of_service}", "head_of_service": "x"}) == "{head_of_service}"
    )


def test_every_term_that_statements_and_rules_use_has_a_default() -> None:
    texts = [one.wording for one in STATEMENTS]
    used = {name for text in texts for name in re.findall(r"\{([a-z_]+)\}", text)}
    figures = {name for rule in REGISTRY.rules for name in rule.uses}
    in_rules = {name for rule in REGISTRY.rules for name in re.findall(r"\{([a-z_]+)\}", rule.words)}
    assert used - DEFAULT_TERMS.keys() == set()
    assert in_rules - DEFAULT_TERMS.keys() - figures == set()
