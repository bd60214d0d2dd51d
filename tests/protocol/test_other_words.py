"""What the protocol says, it says in the council's words: statements, rules, figures, findings and steps."""

from __future__ import annotations

from collections.abc import Iterable

from protocol import PARAMETERS, RULES, SOURCES, STATEMENTS, fill_terms, whole_chain
from protocol.casefile import weigh_case
from tests.protocol.loading import load_cases
from tests.support.other_words import OTHER_WORDS, find_wrong_terms


def slips_of(texts: Iterable[str]) -> set[str]:
    return find_wrong_terms(fill_terms(text, OTHER_WORDS) for text in texts)


def test_every_statement_and_figure_is_in_the_other_words() -> None:
    statements = [text for one in STATEMENTS for text in (one.section_title, one.wording)]
    figures = [text for one in PARAMETERS.values() for text in (one.label, one.source, one.unit)]

    assert slips_of([*statements, *figures, *SOURCES.values()]) == set()


def test_every_rule_is_in_the_other_words() -> None:
    figures = {name: "6" for rule in RULES for name in rule.uses}

    assert slips_of(fill_terms(rule.summary, figures) for rule in RULES) == set()


def test_every_finding_of_every_case_is_in_the_other_words() -> None:
    found = [finding for case in load_cases() for finding in weigh_case(case).findings]
    parts = {part.message for one in found for part in one.parts}
    outcomes = {case.message for one in found if one.provisional for case in one.provisional.cases}
    texts = parts | outcomes | {text for one in found for text in (one.message, one.fact, one.reason_prompt)}

    assert len(texts) > 200
    assert slips_of(texts) == set()


def test_every_step_that_can_come_is_in_the_other_words() -> None:
    steps = [step for case in load_cases() for step in whole_chain(case.record, case.answers)]
    labels = {ask.label for step in steps for ask in step.asks}

    assert slips_of(labels | {text for step in steps for text in (step.title, step.part, step.declaration)}) == set()
