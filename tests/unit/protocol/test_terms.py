"""What a council calls its people stands in its words."""

import re

import pytest

from protocol.registry import REGISTRY
from protocol.statements import STATEMENTS
from protocol.terms import DEFAULT_TERMS, fill_terms


def test_a_known_term_is_replaced() -> None:
    assert fill_terms("Ask the {team_leader}.", {"team_leader": "team manager"}) == "Ask the team manager."


@pytest.mark.parametrize(
    "term, said",
    [
        ("allocated worker", "an allocated worker"),
        ("key worker", "a key worker"),
        ("Independent reviewer", "an Independent reviewer"),
        ("honorary worker", "an honorary worker"),
        ("hub lead", "a hub lead"),
        ("unit lead", "a unit lead"),
        ("umbrella team", "an umbrella team"),
        ("user lead", "a user lead"),
        ("SDM", "an SDM"),
        ("TL", "a TL"),
        ("LAC team", "a LAC team"),
        ("Ruth's team", "a Ruth's team"),
    ],
)
def test_the_article_before_a_term_fits_it(term: str, said: str) -> None:
    for text in ("a {social_worker}", "an {social_worker}"):
        assert fill_terms(text, {"social_worker": term}) == said
        assert fill_terms(text.capitalize(), {"social_worker": term}) == said[0].upper() + said[1:]


def test_what_only_ends_like_an_article_is_left_as_it_is() -> None:
    terms = {"social_worker": "allocated worker"}
    assert (
        fill_terms("Extra {social_worker}, a new {social_worker}", terms)
        == "Extra allocated worker, a new allocated worker"
    )
    assert fill_terms("a {unknown}", terms) == "a {unknown}"


def test_what_is_not_a_term_is_left_as_it_is() -> None:
    text = "{unknown} {0} {Team_Leader} { team_leader } {{ %s }"
    assert fill_terms(text) == text


def test_a_term_can_hold_braces_without_being_replaced_again() -> None:
    assert (
        fill_terms("{team_leader}", {"team_leader": "{head_of_service}", "head_of_service": "x"}) == "{head_of_service}"
    )


def test_every_term_that_statements_and_rules_use_has_a_default() -> None:
    texts = [one.wording for one in STATEMENTS]
    used = {name for text in texts for name in re.findall(r"\{([a-z_]+)\}", text)}
    figures = {name for rule in REGISTRY.rules for name in rule.uses}
    in_rules = {name for rule in REGISTRY.rules for name in re.findall(r"\{([a-z_]+)\}", rule.summary)}
    assert used - DEFAULT_TERMS.keys() == set()
    assert in_rules - DEFAULT_TERMS.keys() - figures == set()
