"""Nothing is left out: every statement as agreed, with a rule and with cases for each outcome it can have."""

import pytest

from protocol import whole_chain
from protocol.chains import CHAINS
from protocol.coverage import cases_by_statement, lacking_rules
from protocol.outcomes import Outcome
from protocol.registry import REGISTRY
from protocol.statements import BY_ID, CHAPTERS, EMERGENCY, EXCEPTION, MANAGEMENT, RECORDS, STATEMENTS, TRANSFER
from tests.protocol.agreed import AGREED
from tests.protocol.loading import load_cases

EACH = {Outcome.MET, Outcome.UNMET, Outcome.UNANSWERED, Outcome.DOES_NOT_APPLY}
PAIRS = [(record, one.id) for record in RECORDS for one in STATEMENTS if one.is_about(record)]

# Statements about every record of the kind: there is none to which they do not apply.
ALWAYS_APPLY = {
    TRANSFER: """
        142.1.1 142.1.3 142.2.1 142.2.2 142.2.3 142.2.4 142.2.5 142.3.3 142.3.4 142.3.6 315.2.4.1 315.2.5.1
        315.2.5.2
    """,
    EMERGENCY: "142.1.1 142.1.3 142.3.3 142.4.1 142.4.2 142.4.3 142.4.4 142.4.5 142.4.6 142.4.7",
    EXCEPTION: "315.2.1.1 315.2.2.1 315.8.5",
    MANAGEMENT: "142.5.1 142.5.2 142.5.3 142.5.4 142.5.5 142.5.6 142.5.7 142.5.8",
}

# What they ask for is either there or not said yet: nothing that is said goes against them.
NEVER_UNMET = {
    TRANSFER: """
        142.1.2 142.3.3 315.2.1.1 315.2.1.5 315.2.4.1 315.2.6.1 315.7.5 315.7.8 315.9.1
    """,
    EMERGENCY: "142.1.2 142.3.3 142.4.7 315.2.1.1 315.7.5 315.9.1",
    EXCEPTION: "315.2.1.1 315.9.1",
    MANAGEMENT: "142.5.6 142.5.8",
}

# What they ask for is that the child stays, and a child who stays is none whom they are about.
NEVER_MET = ["315.4.2"]

# It judges the reasons that are there, which are never too few to tell.
NEVER_UNANSWERED = ["315.2.3.1"]


def outcomes_wanted(record: str, statement: str) -> set[Outcome]:
    wanted = set(EACH)
    wanted -= {Outcome.DOES_NOT_APPLY} if statement in ALWAYS_APPLY[record].split() else set()
    wanted -= {Outcome.UNMET} if statement in NEVER_UNMET[record].split() else set()
    wanted -= {Outcome.MET} if statement in NEVER_MET else set()
    return wanted - ({Outcome.UNANSWERED} if statement in NEVER_UNANSWERED else set())


def outcomes_in_cases(record: str, statement: str) -> set[Outcome]:
    cases = (case for case in load_cases() if case.record == record)
    return set(cases_by_statement(cases)[statement])


def test_levels_and_records_of_the_chapters_are_as_agreed() -> None:
    ours = [" ".join((one.id, one.level, *one.records)) for one in STATEMENTS if one.chapter in CHAPTERS]
    assert ours == AGREED


def test_every_statement_has_an_id_and_words_of_its_own() -> None:
    assert len(BY_ID) == len({one.wording for one in STATEMENTS}) == len(STATEMENTS)


@pytest.mark.parametrize("record", RECORDS)
def test_every_statement_about_a_record_has_a_rule(record: str) -> None:
    assert [statement for statement, about in lacking_rules() if about == record] == []


@pytest.mark.parametrize("record,statement", PAIRS)
def test_every_outcome_that_a_statement_can_have_has_a_case(record: str, statement: str) -> None:
    assert outcomes_wanted(record, statement) - outcomes_in_cases(record, statement) == set()


@pytest.mark.parametrize("record,statement", PAIRS)
def test_no_case_shows_an_outcome_that_a_statement_is_said_never_to_have(record: str, statement: str) -> None:
    assert (outcomes_in_cases(record, statement) & EACH) - outcomes_wanted(record, statement) == set()


@pytest.mark.parametrize(
    "statement", [one.id for one in STATEMENTS if one.liftable and one.id not in NEVER_UNMET[TRANSFER].split()]
)
def test_every_statement_that_an_exception_can_lift_has_a_case_of_that(statement: str) -> None:
    assert Outcome.LIFTED in cases_by_statement(load_cases())[statement]


def test_rules_say_in_words_what_they_ask() -> None:
    assert [rule.name for rule in REGISTRY.rules if not rule.summary.endswith(".")] == []


@pytest.mark.parametrize("record", RECORDS)
def test_every_step_that_a_chain_can_have_has_a_case(record: str) -> None:
    in_cases = {key for case in load_cases() if case.record == record for key in case.steps}
    assert [key for key in CHAINS[record].steps if key not in in_cases] == []


def test_what_is_wanted_in_person_is_confirmed_and_never_decided() -> None:
    steps = [step for case in load_cases() for step in whole_chain(case.record, case.answers)]

    assert {step.action for step in steps if step.in_person} == {"confirm"}
    assert {step.action for step in steps} == {"confirm", "decide"}
