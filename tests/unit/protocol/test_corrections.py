"""Corrections of the register: until they are confirmed, the stricter of both values is weighed."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protocol import Decision, Outcome, Weighing, authority_of, chain, parameters_on, updating, weigh
from protocol.corrections import CORRECTABLE, CORRECTABLE_ROWS, STORED, by_register, readings, stored_in
from protocol.decisions import CORRECTIONS_RIGHT, SERVICE_DELIVERY_MANAGERS
from protocol.outcomes import OPEN, Finding
from protocol.updating import Known
from tests.protocol.loading import load_cases

TODAY = date(2026, 3, 1)
FIGURES = parameters_on(TODAY)
KIND = "transfer_meeting"
CONFIRMED = Decision("transferring_team_leader", "approved", {"name": "Tom"}, TODAY, {CORRECTIONS_RIGHT: "yes"})
START = next(dict(case.answers) for case in load_cases() if case.name and case.record == KIND and case.answers)
ORDER = (Outcome.MET, Outcome.LIFTED, Outcome.DEPARTED, Outcome.UNANSWERED, Outcome.UNMET)

# By the register looked after under an interim care order; by the record a child in need without any.
NOT_IN_CARE: dict[str, Any] = {
    "child_status": "child_in_need",
    "legal_status": "none",
    "ceasing_looked_after": "no",
    "proceedings": "none",
    "corrections": {
        "child_status": {"register": "looked_after", "how": "Home since Friday"},
        "legal_status": {"register": "C1", "how": "The court discharged it"},
    },
}
VALUES: dict[str, list[str]] = {
    "child_status": ["looked_after", "child_in_need", "child_protection", "care_leaver", "unborn"],
    "legal_status": ["C1", "C2", "E1", "V2", "none"],
    "placement": ["U1", "P1", "A3", "K2"],
    "ceasing_looked_after": ["yes", "no"],
    "child_date_of_birth": ["2009-05-04", "2012-01-01", "2020-02-02"],
}
JUNK: st.SearchStrategy[Any] = st.one_of(st.none(), st.integers(), st.text(max_size=3), st.lists(st.none(), max_size=2))


def correct(register: Any, **more: Any) -> dict[str, Any]:
    return {"register": register, "how": "I was in court", **more}


def weighed(answers: dict[str, Any], *decisions: Decision) -> Weighing:
    return weigh(KIND, answers, today=TODAY, parameters=FIGURES, decisions=decisions)


def by_statement(weighing: Weighing) -> dict[str, Finding]:
    return {finding.statement: finding for finding in weighing.findings}


@st.composite
def corrected(draw: st.DrawFn) -> dict[str, Any]:
    """The answers of a case with some facts corrected."""
    cases = [dict(case.answers) for case in load_cases() if case.record == KIND]
    answers = draw(st.sampled_from(cases))
    said = draw(st.dictionaries(st.sampled_from(sorted(VALUES)), st.just(None), min_size=1, max_size=3))
    choose = {name: st.sampled_from(VALUES[name]) for name in said}
    corrections = {name: correct(draw(values)) for name, values in choose.items()}
    return {**answers, **{name: draw(values) for name, values in choose.items()}, "corrections": corrections}


OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@OFTEN
@given(corrected())
def test_a_correction_never_removes_what_the_registers_value_leaves_open(answers: dict[str, Any]) -> None:
    register, both = (by_statement(weighed(one)) for one in (by_register(answers) or {}, answers))

    gone = [one for one, found in register.items() if found.is_open and not both[one].is_open]
    assert gone == []


@OFTEN
@given(corrected())
def test_of_both_findings_the_stricter_stands_and_the_registers_alone_stops_nothing(answers: dict[str, Any]) -> None:
    alone = {name: value for name, value in answers.items() if name != "corrections"}
    said, register, both = (by_statement(weighed(one)) for one in (alone, by_register(answers) or {}, answers))

    assert {one for one, found in both.items() if found.stops_submission} == {
        one for one, found in said.items() if found.stops_submission
    }
    strictness = {Outcome.DOES_NOT_APPLY: 0} | {outcome: place for place, outcome in enumerate(ORDER)}
    milder = [
        one
        for one, found in both.items()
        if strictness[found.outcome] < max(strictness[said[one].outcome], strictness[register[one].outcome])
        and not said[one].stops_submission
    ]
    assert milder == []


@OFTEN
@given(corrected())
def test_once_confirmed_the_records_own_findings_stand_in_stored_versions_too(answers: dict[str, Any]) -> None:
    alone = {name: value for name, value in answers.items() if name != "corrections"}
    own, known = weighed(alone, CONFIRMED), Known(TODAY, (CONFIRMED,), alone)
    both = weighed(answers)
    stored = json.loads(json.dumps(updating.to_data(both.findings)))

    assert weighed(answers, CONFIRMED) == own
    for finding in both.findings:
        kept = stored.get(finding.statement)
        again = finding._replace(provisional=updating.from_data(kept) if kept else None)
        after, mine = updating.updated(again, known), by_statement(own)[finding.statement]
        assert (after.outcome, after.message, after.stage) == (mine.outcome, mine.message, mine.stage)


@OFTEN
@given(st.one_of(JUNK, st.just({}), st.dictionaries(st.text(max_size=3), JUNK, max_size=2)))
def test_without_corrections_nothing_changes_and_nonsense_is_none(junk: Any) -> None:
    assert weighed({**START, "corrections": junk}).findings == weighed(START).findings


def test_what_is_open_by_the_register_alone_says_so_and_stops_nothing() -> None:
    found = weighed(NOT_IN_CARE).get("315.4.1")

    assert found
    assert found.by_register
    assert found.outcome in OPEN
    assert not found.stops_submission
    assert found.message.startswith("If the register is right: ")


def test_an_interim_care_order_with_open_proceedings_stays_with_315_4_1_whatever_the_status_is_corrected_to() -> None:
    story = {"child_status": "child_protection", "legal_status": "C1", "proceedings": "open"}
    story["transfer_date"] = "2026-03-16"

    for register in ("looked_after", "child_protection"):
        found = weighed({**story, "corrections": {"child_status": correct(register)}}).get("315.4.1")
        assert found
        assert found.outcome is Outcome.UNMET


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_correction_that_would_lift_315_4_1_leaves_it_open_until_it_is_confirmed(confirmed: bool) -> None:
    found = weighed(NOT_IN_CARE, *([CONFIRMED] if confirmed else [])).get("315.4.1")

    assert found
    assert found.is_open is not confirmed
    assert not found.stops_submission


# Readings


def test_stored_corrections_are_read_both_ways() -> None:
    stored = {
        "child_status": "child_in_need",
        "legal_status_since": "2026-02-02",
        "correction-child_status": correct("looked_after", value="child_in_need", beside={"placement": "U1"}),
        "correction-child_date_of_birth": correct(None, value="2026-02-02"),
        "child_date_of_birth": "2026-02-02",
    }

    said, register = readings(stored)

    assert said is stored
    assert register == {"child_status": "looked_after", "placement": "U1", "legal_status_since": "2026-02-02"}


@pytest.mark.parametrize("stored", [None, "x", 3, [], {}, {"value": "x", "how": "y"}])
def test_what_the_register_has_not_been_compared_with_is_no_correction(stored: Any) -> None:
    assert stored_in({"correction-child_status": stored}) == {}
    assert len(readings({"correction-child_status": stored})) == 1


def test_other_questions_cannot_be_corrected() -> None:
    assert stored_in({"correction-current_team": correct("x"), "correction-new_worker": correct("x")}) == {}
    assert {f"correction-{question}" for question in (*CORRECTABLE, *CORRECTABLE_ROWS)} == STORED


# Chains

ANN, TOM, MARY, NIA = ({"id": number, "name": name} for number, name in enumerate(("Ann", "Tom", "Mary", "Nia"), 1))
ONE_TEAM = {
    "current_worker": ANN,
    "new_worker": NIA,
    **{f"{side}_team": {"id": 1, "name": "North"} for side in ("current", "new")},
    **{f"{side}_team_leader": TOM for side in ("current", "new")},
}
OF_REGISTER = {"current_team": {"id": 2, "name": "South"}, "current_team_leader": MARY}


def steps(answers: dict[str, Any], author: Any = ANN) -> list[str]:
    return [step.key for step in chain(KIND, answers, author=author)]


def test_the_transferring_leader_confirms_corrections_before_anybody_else() -> None:
    corrections = {"corrections": {"child_status": correct("looked_after")}}

    assert steps(ONE_TEAM) == ["current_worker", "new_worker", "transferring_team_leader"]
    first, *others = chain(KIND, {**ONE_TEAM, **corrections}, author=ANN)
    assert first.key == "transferring_team_leader"
    assert first.asks[0].name == CORRECTIONS_RIGHT
    assert first.order < min(step.order for step in others)
    assert [step.key for step in others] == ["current_worker", "new_worker"]


def test_the_chain_is_that_of_the_value_that_asks_for_more() -> None:
    correction = correct({"id": 9, "name": "Gone"}, beside=OF_REGISTER)

    asked = steps({**ONE_TEAM, "corrections": {"current_worker": correction}})

    assert sorted(asked) == ["current_worker", "new_worker", "receiving_team_leader", "transferring_team_leader"]


def test_in_the_registers_chain_the_records_worker_confirms_and_who_decides_by_the_register_is_called_so() -> None:
    gone = {"id": 9, "name": "Gone"}
    asked = chain(KIND, {**ONE_TEAM, "corrections": {"current_worker": correct(gone, beside=OF_REGISTER)}}, author=ANN)

    parts = {step.key: ((step.person or {}).get("name"), step.part) for step in asked}
    assert parts["current_worker"] == (ONE_TEAM["current_worker"]["name"], "current {social_worker}")
    assert parts["transferring_team_leader"] == ("Mary", "transferring {team_leader} by the register")
    assert parts["receiving_team_leader"] == ("Tom", "receiving {team_leader}")


def test_the_registers_worker_confirms_where_the_records_takes_the_case_on_by_both() -> None:
    correction = correct({"id": 9, "name": "Gone"}, beside=OF_REGISTER)
    stays = ONE_TEAM | {"new_worker": ONE_TEAM["current_worker"]}

    asked = chain(KIND, {**stays, "corrections": {"current_worker": correction}}, author=TOM)

    parts = {step.key: ((step.person or {}).get("name"), step.part) for step in asked}
    assert parts["current_worker"] == ("Gone", "current {social_worker} by the register")


def test_the_leader_of_the_registers_team_confirms_first_whomever_the_worker_is_corrected_to() -> None:
    correction = correct({"id": 9, "name": "Gone"}, beside=OF_REGISTER)
    moved = {**ONE_TEAM, "new_team": {"id": 3, "name": "East"}, "new_team_leader": {"id": 5, "name": "Lee"}}

    first, *others = chain(KIND, {**moved, "corrections": {"current_worker": correction}}, author=ANN)

    assert (first.key, (first.person or {}).get("name")) == ("registers_team_leader", "Mary")
    assert [ask.name for ask in first.asks] == [CORRECTIONS_RIGHT]
    assert first.order < min(step.order for step in others)
    assert [(step.key, (step.person or {}).get("name")) for step in others] == [
        ("current_worker", "Ann"),
        ("new_worker", "Nia"),
        ("transferring_team_leader", "Tom"),
        ("receiving_team_leader", "Lee"),
    ]
    assert not any(ask.name == CORRECTIONS_RIGHT for step in others for ask in step.asks)


def test_a_registers_leader_who_receives_the_child_confirms_and_agrees_in_one_step() -> None:
    correction = correct({"id": 9, "name": "Gone"}, beside=OF_REGISTER)
    back = {**ONE_TEAM, "new_team": OF_REGISTER["current_team"], "new_team_leader": MARY}

    first, *others = chain(KIND, {**back, "corrections": {"current_worker": correction}}, author=ANN)

    assert (first.key, (first.person or {}).get("name")) == ("receiving_team_leader", "Mary")
    assert first.asks[0].name == CORRECTIONS_RIGHT
    assert [step.key for step in others] == ["current_worker", "new_worker", "transferring_team_leader"]


def test_confirming_for_the_register_alone_lends_no_authority_to_an_exception() -> None:
    ranks = {
        "registers_team_leader": "team_leader",
        "transferring_service_delivery_manager": "service_delivery_manager",
    }
    approved = [Decision(step, "approved", {"name": "Mary"}, TODAY) for step in ranks]

    assert authority_of(ranks, approved) == {SERVICE_DELIVERY_MANAGERS}


def test_whoever_wrote_an_emergency_does_not_confirm_its_corrections() -> None:
    answers = {
        "reallocating_team_leader": TOM,
        "new_team_leader": TOM,
        "confirming_manager": MARY,
        "corrections": {"child_status": correct("looked_after")},
    }

    by_leader, by_worker = (chain("emergency_transfer", answers, author=author) for author in (TOM, ANN))

    assert [step.key for step in by_leader] == ["confirming_manager", "reallocating_team_leader"]
    assert [step.key for step in by_worker] == ["reallocating_team_leader", "confirming_manager"]
    assert [bool(step.asks) for step in by_worker] == [True, False]


def test_where_the_transferring_leader_wrote_it_the_manager_above_confirms_and_not_the_receiving_leader() -> None:
    answers = {
        "reallocating_team_leader": MARY,
        "new_team_leader": TOM,
        "confirming_manager": {"id": 5, "name": "Lee"},
        "corrections": {"child_status": correct("looked_after")},
    }

    first, *_ = chain("emergency_transfer", answers, author=MARY)

    assert first.key == "confirming_manager"
