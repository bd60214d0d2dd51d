"""The chain of a record that would bring about what was refused before."""

from typing import Any

import pytest

from protocol import StepSpec, chain, whole_chain
from protocol.chains import refusing
from protocol.chains.refused import Post, ending_with

TOM, ROSA = {"id": 21, "name": "Tom Ellis"}, {"id": 22, "name": "Rosa Quinn"}
UNA, MAX, ANN = {"id": 41, "name": "Una Hart"}, {"id": 42, "name": "Max Lund"}, {"id": 61, "name": "Ann Kerr"}
ANSWERS = {"current_team_leader": TOM, "new_team_leader": ROSA}


def post(rank: str, person: Any, key: str = "refused_before_1") -> Post:
    return Post(key, rank, "current", f"{{{rank}}}", "TMR-1", ("315.7.5",), person)


def ended(*posts: Post, kind: str = "transfer_meeting", refusable: bool = True) -> Any:
    foreseen = [step for step in whole_chain(kind, ANSWERS) if step.called_by]
    return ending_with(chain(kind, ANSWERS), foreseen, posts, refusable=refusable)


def test_the_posts_that_refused_come_last_and_can_refuse_again() -> None:
    steps, _ = ended(post("service_delivery_manager", UNA))
    last = max(steps, key=lambda step: step.order)
    assert (last.key, last.person, last.may_refuse) == ("refused_before_1", UNA, True)


def test_leaders_below_pass_what_they_cannot_agree_on_to_them() -> None:
    steps, foreseen = ended(post("service_delivery_manager", UNA))
    leaders = [step for step in steps if step.rank == "team_leader"]
    assert [step.passes_up for step in leaders] == [True, True]
    assert {step.rank for step in foreseen} == {"head_of_service", "team_leader"}  # the check of the file stays due


def test_where_two_posts_differ_those_above_decide() -> None:
    posts = post("service_delivery_manager", UNA), post("service_delivery_manager", MAX, "refused_before_2")
    _, foreseen = ended(*posts)
    heads = [step for step in foreseen if step.rank == "head_of_service"]
    assert all({"refused_before_1", "refused_before_2"} <= set(step.called_by) for step in heads)


def test_where_locality_leaders_differ_the_managers_above_decide_and_not_yet_the_heads() -> None:
    _, foreseen = ended(post("locality_leader", UNA))
    called = {step.rank for step in foreseen if "refused_before_1" in step.called_by}
    assert called == {"service_delivery_manager"}


def test_above_the_heads_of_service_nobody_decides() -> None:
    _, foreseen = ended(post("head_of_service", ANN))
    assert {step.key for step in foreseen} == {"file_audit"}


def test_who_has_a_step_already_takes_it_last() -> None:
    steps, _ = ended(post("team_leader", TOM))
    assert [step.key for step in steps].count("refused_before_1") == 0
    own = next(step for step in steps if step.person == TOM)
    assert (own.may_refuse, own.order) == (True, max(step.order for step in steps))


def test_a_management_handover_is_not_refused_by_them_either() -> None:
    steps, _ = ended(post("head_of_service", ANN), kind="management_handover", refusable=False)
    assert (steps[-1].person, steps[-1].may_refuse) == (ANN, False)


def test_nothing_changes_where_nothing_was_refused() -> None:
    assert ended()[0] == chain("transfer_meeting", ANSWERS)


def step(key: str, rank: str) -> StepSpec:
    return StepSpec(key, 1, "", "decide", (), None, "", "", rank=rank, may_refuse=True)


SDM = [step("one", "service_delivery_manager"), step("two", "service_delivery_manager")]
HEADS = [step("three", "head_of_service"), step("four", "head_of_service")]


@pytest.mark.parametrize(
    "outcomes,refused,differing",
    [
        ({"one": "refused"}, (), []),
        ({"one": "refused", "two": "refused"}, ("one", "two"), []),
        ({"one": "refused", "two": "approved"}, (), ["one"]),
        ({"one": "refused", "two": "approved", "three": "approved", "four": "approved"}, (), ["one"]),
        ({"one": "refused", "two": "approved", "three": "refused"}, (), ["one"]),
        ({"one": "refused", "two": "approved", "three": "refused", "four": "approved"}, ("three",), ["one", "three"]),
        ({"one": "approved", "two": "approved"}, (), []),
    ],
    ids=str,
)
def test_what_refusals_come_to(outcomes: dict[str, str], refused: tuple[str, ...], differing: list[str]) -> None:
    assert refusing.refused_by([*SDM, *HEADS], outcomes) == refused
    assert sorted(refusing.differing([*SDM, *HEADS], outcomes)) == differing
