"""What is required and cannot be met: with a reason it goes ahead once the managers above accept it by name."""

from collections.abc import Callable
from typing import Any

import pytest

from protocol import (
    BY_ID,
    RECORDS,
    SOURCES,
    STATEMENTS,
    Decision,
    Level,
    Outcome,
    Statement,
    Weighing,
    authority_of,
    chain,
    weigh,
)
from protocol.casefile import Case, to_accept, weigh_case
from protocol.chains.acceptance import is_acceptance
from protocol.decisions import acceptance_of
from protocol.outcomes import Part, Verdict, met, unanswered, unmet
from protocol.parameters import parameters_on
from protocol.registry import Registry
from protocol.statements import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER
from protocol.statements.acceptable import NEVER_ACCEPTED
from tests.protocol.loading import load_case, load_cases
from tests.protocol.ways_out import ANOTHER_RECORD

IN_ORDER = {
    TRANSFER: "a_looked_after_child_moves_in_good_order",
    EMERGENCY: "an_emergency_in_good_order",
    EXCEPTION: "an_exception_in_good_order",
    MANAGEMENT: "a_management_handover_in_good_order",
}
WHY = "The only manager who knew has died, and nobody else was there."
REQUIRED = [
    (record, one) for record in RECORDS for one in STATEMENTS if one.is_about(record) and one.level is Level.REQUIRED
]
ACCEPTED = [(record, one) for record, one in REQUIRED if not one.liftable and one.id not in NEVER_ACCEPTED]
OTHERWISE = [pair for pair in REQUIRED if pair not in ACCEPTED]


def named(pairs: list[tuple[str, Statement]]) -> Any:
    """Each pair under its own name."""
    return pytest.mark.parametrize("record,statement", pairs, ids=[f"{kind}-{one.id}" for kind, one in pairs])


def judged(case: Case, statement: str, verdict: Verdict, **more: Any) -> Weighing:
    """The case weighed, with this verdict on one statement and every other met."""
    registry = Registry()
    for one in STATEMENTS:
        if one.is_about(case.record):
            registry.rule(one.id, records=(case.record,), reads=("departures",))(_judge(one.id, statement, verdict))
    answers = {**case.answers, "child_status": "looked_after", "departures": more.pop("reasons", {})}
    figures = parameters_on(case.today)
    return weigh(
        case.record, answers, today=case.today, parameters=figures, registry=registry, chapters=SOURCES, **more
    )


def _judge(one: str, wanted: str, verdict: Verdict) -> Callable[..., Verdict]:
    def judge(*_: Any) -> Verdict:
        """Something is asked."""
        return verdict if one == wanted else met()

    return judge


def steps_accepting(case: Case, weighing: Weighing, **more: Any) -> list[Any]:
    """The steps of the chain at which something is accepted."""
    steps = chain(case.record, case.answers, accepts=to_accept(weighing), **more)
    return [step for step in steps if any(ask.name.startswith("accepts_") for ask in step.asks)]


@named(ACCEPTED)
def test_what_cannot_be_met_is_submitted_with_a_reason_and_says_who_must_accept_it(
    record: str, statement: Statement
) -> None:
    case = load_case(IN_ORDER[record])
    bare = judged(case, statement.id, unmet("It was not done.", "meeting_date"))
    explained = judged(case, statement.id, unmet("It was not done.", "meeting_date"), reasons={statement.id: WHY})

    assert (bare.can_submit, explained.can_submit) == (False, True)
    assert [one.statement for one in explained.to_accept] == [statement.id]
    asked = steps_accepting(case, explained)
    assert asked
    for step in asked:
        assert acceptance_of(statement.id) in {ask.name for ask in step.asks}
        assert statement.place in step.title
        assert statement.wording in step.declaration
        assert (step.order, step.rank) > (3, "")


@named(OTHERWISE)
def test_a_reason_is_no_way_round_an_audit_an_agreement_another_record_or_an_exception(
    record: str, statement: Statement
) -> None:
    case = load_case(IN_ORDER[record])
    found = judged(case, statement.id, unmet("It was not done.", "meeting_date"), reasons={statement.id: WHY})

    assert not found.can_submit
    assert found.to_accept == ()


@named(ACCEPTED)
def test_what_is_not_answered_is_answered_first(record: str, statement: Statement) -> None:
    case = load_case(IN_ORDER[record])
    found = judged(case, statement.id, unanswered("Say when.", "meeting_date"), reasons={statement.id: WHY})

    assert not found.can_submit


def test_one_part_that_is_not_answered_is_asked_for_although_the_others_are_explained() -> None:
    parts = (
        Part("one", Outcome.UNMET, "It was not done.", "meeting_date"),
        Part("other", Outcome.UNANSWERED, "Say when.", "meeting_place"),
    )
    verdict = unmet("It was not done.", "meeting_date", parts=parts)
    found = judged(load_case(IN_ORDER[TRANSFER]), "142.3.1", verdict, reasons={"142.3.1": WHY})

    (left,) = found.stops_submission
    assert [part.question for part in left.open_parts] == ["meeting_place"]


def test_nobody_has_accepted_it_before_both_sides_have() -> None:
    case, name = load_case(IN_ORDER[TRANSFER]), acceptance_of("142.3.1")
    verdict = unmet("No meeting was held. Hold one.", "meeting_date")
    ann, ben = {"name": "Ann Lee"}, {"name": "Ben Ash"}
    one = Decision("acceptance_above_current", "approved", ann, case.today, {name: "yes"}, "{locality_leader}")
    other = Decision("acceptance_above_new", "approved", ben, case.today, {name: "yes"})

    half = judged(case, "142.3.1", verdict, reasons={"142.3.1": WHY}, decisions=[one], awaited=[name])
    whole = judged(case, "142.3.1", verdict, reasons={"142.3.1": WHY}, decisions=[one, other])

    assert [found.outcome for found in half.to_accept] == [Outcome.UNMET]
    (accepted,) = whole.accepted
    assert (accepted.outcome, accepted.reason, accepted.stops_submission) == (Outcome.ACCEPTED, WHY, False)
    assert accepted.message == (
        "Accepted by Ann Lee, {locality_leader}, on 1 March 2026 and by Ben Ash, on 1 March 2026. No meeting was held."
    )
    assert whole.departures == whole.decided_against == ()


def test_a_box_that_is_not_ticked_accepts_nothing() -> None:
    case, verdict = load_case(IN_ORDER[TRANSFER]), unmet("No meeting was held.", "meeting_date")
    decided = Decision("acceptance_above", "approved", {"name": "Ann Lee"}, case.today, {acceptance_of("142.3.1"): ""})

    found = judged(case, "142.3.1", verdict, reasons={"142.3.1": WHY}, decisions=[decided])

    assert found.accepted == ()


def test_those_accept_who_are_above_whoever_decides() -> None:
    above = {}
    for record, statement in (
        (TRANSFER, "142.3.1"),
        (EMERGENCY, "142.4.4"),
        (EXCEPTION, "315.8.1"),
        (MANAGEMENT, "142.5.1"),
    ):
        case = load_case(IN_ORDER[record])
        found = judged(case, statement, unmet("It was not done.", "meeting_date"), reasons={statement: WHY})
        above[record] = [(step.rank, step.side) for step in steps_accepting(case, found)]

    sides = ("current", "new")
    assert above == {
        TRANSFER: [("locality_leader", side) for side in sides],
        EMERGENCY: [("service_delivery_manager", side) for side in sides],
        EXCEPTION: [("head_of_service", side) for side in sides],  # from 315.4.1, on which the managers decide
        MANAGEMENT: [("locality_leader", side) for side in sides],
    }


def test_above_an_exception_that_the_team_leaders_agree_the_locality_leaders_accept() -> None:
    answers = {**load_case(IN_ORDER[EXCEPTION]).answers, "departs_from": "315.4.3"}
    steps = chain(EXCEPTION, answers, accepts=["315.8.1"])

    assert {step.rank for step in steps if is_acceptance(step.key)} == {"locality_leader"}


def test_inside_one_team_one_manager_accepts() -> None:
    case = load_case(IN_ORDER[TRANSFER])
    leader = case.answers["current_team_leader"]
    inside = {**case.answers, "new_team": case.answers["current_team"], "new_team_leader": leader}
    (step,) = [one for one in chain(TRANSFER, inside, accepts=["142.3.1"]) if is_acceptance(one.key)]

    assert (step.rank, step.part) == ("locality_leader", "{locality_leader}")


def test_whoever_is_above_both_sides_accepts_once() -> None:
    case, una = load_case(IN_ORDER[TRANSFER]), {"id": 77, "name": "Una Sey"}
    managers = {"current_locality_leader": una, "new_locality_leader": una}
    (step,) = [
        one for one in chain(TRANSFER, case.answers, accepts=["142.3.1"], managers=managers) if is_acceptance(one.key)
    ]

    assert (step.person, step.part) == (una, "{locality_leader} of both teams")


def cannot_agree(*keys: str) -> list[Decision]:
    """Each of these steps decided as 'cannot agree'."""
    return [Decision(key, "cannot_agree", {"name": key}, load_case(IN_ORDER[TRANSFER]).today) for key in keys]


def test_managers_who_are_called_for_have_their_own_acceptance_above_them_in_place_of_the_first() -> None:
    answers = load_case(IN_ORDER[TRANSFER]).answers
    steps = chain(TRANSFER, answers, accepts=["142.3.1"], decisions=cannot_agree("transferring_team_leader"))

    asked = {step.key: step.rank for step in steps if is_acceptance(step.key)}
    assert set(asked.values()) == {"head_of_service"}
    assert not any(ask.name == "accepts_142_3_1" for step in steps if step.key not in asked for ask in step.asks)


def test_outside_chapter_315_the_managers_above_the_locality_leaders_who_are_called_for_accept() -> None:
    answers = {**load_case(IN_ORDER[TRANSFER]).answers, "child_status": "child_in_need"}
    steps = chain(TRANSFER, answers, accepts=["142.3.1"], decisions=cannot_agree("receiving_team_leader"))

    assert {step.rank for step in steps if step.may_refuse} == {"locality_leader"}
    assert {step.rank for step in steps if is_acceptance(step.key)} == {"service_delivery_manager"}


def test_the_check_of_the_file_comes_before_acceptance_and_has_none_of_its_own() -> None:
    answers = load_case(IN_ORDER[TRANSFER]).answers
    steps = chain(TRANSFER, answers, accepts=["142.3.1"], decisions=cannot_agree("transferring_team_leader"))

    (audit,) = (step for step in steps if step.again_after)
    accepted = [step for step in steps if is_acceptance(step.key)]
    assert audit.order < min(step.order for step in accepted)
    assert [step.side for step in accepted] == ["current", "new"]


def test_a_refusal_leaves_nobody_to_accept() -> None:
    answers = load_case(IN_ORDER[TRANSFER]).answers
    managers = ("transferring_service_delivery_manager", "receiving_service_delivery_manager")
    today = load_case(IN_ORDER[TRANSFER]).today
    refused = [Decision(key, "refused", {"name": key}, today) for key in managers]
    decided = [*cannot_agree("transferring_team_leader"), *refused]

    steps = chain(TRANSFER, answers, accepts=["142.3.1"], decisions=decided)

    assert {step.key for step in steps} == {"transferring_team_leader", *managers}


def test_heads_of_service_accept_within_their_decision_and_in_no_second_step() -> None:
    answers = load_case(IN_ORDER[TRANSFER]).answers
    undecided = cannot_agree("transferring_team_leader", "receiving_service_delivery_manager")
    steps = chain(TRANSFER, answers, accepts=["142.3.1"], decisions=undecided)

    assert [step.key for step in steps if is_acceptance(step.key)] == []
    heads = [step for step in steps if step.rank == "head_of_service"]
    assert {ask.name for step in heads for ask in step.asks} == {"accepts_142_3_1", "reasons"}


def test_accepting_something_in_an_exception_is_no_agreement_to_the_exception() -> None:
    ranks = {"transferring_team_leader": "team_leader", "acceptance_above": "head_of_service"}
    decided = [Decision(key, "approved", {"name": key}, load_case(IN_ORDER[EXCEPTION]).today) for key in ranks]

    assert authority_of(ranks, decided) == {"team_leaders"}


def test_nothing_to_accept_leaves_every_chain_as_it_is() -> None:
    changed = [c.name for c in load_cases() if chain(c.record, c.answers) != chain(c.record, c.answers, accepts=())]
    assert changed == []


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_in_every_case_what_is_unmet_can_go_ahead_with_a_reason_or_has_another_way_out(case: Case) -> None:
    found = weigh_case(case)
    unmet_ones = [one for one in found.stops_submission if one.outcome is Outcome.UNMET and one.level is Level.REQUIRED]
    here = [one for one in unmet_ones if ANOTHER_RECORD not in one.message]
    stuck = [one.statement for one in here if not one.takes_reason and not one.by_register]
    assert [one for one in stuck if not BY_ID[one].liftable and one not in NEVER_ACCEPTED] == []
