"""Who decided and did not agree, in words: whoever reads it on a page or in a mail is 'you'."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from protocol.chains.telling import how_decided, named

TERMS: dict[str, str] = {}


def step(key: str, who: tuple[int, str], state: str, **more: Any) -> Any:
    """A decided step of a service delivery manager."""
    given = {"rank": "service_delivery_manager", "part": "manager", "may_refuse": True, "again_after": (), "asks": ()}
    person = SimpleNamespace(id=who[0], name=who[1])
    called = {"order": 1, "called_by": (), "passes_up": False}
    return SimpleNamespace(key=key, state=state, decided_by=person, assignee=person, **{**given, **called, **more})


ANN, BO = (1, "Ann Lee"), (2, "Bo de Vries")


@pytest.mark.parametrize(
    "reader, who",
    [
        (None, "Ann Lee (manager) and Bo de Vries (manager)"),
        (1, "You (manager) and Bo de Vries (manager)"),
        (2, "Ann Lee (manager) and you (manager)"),
        (3, "Ann Lee (manager) and Bo de Vries (manager)"),
    ],
)
def test_whoever_refused_reads_you_and_everybody_else_the_name(reader: int | None, who: str) -> None:
    steps = [step("first", ANN, "refused"), step("second", BO, "refused")]
    assert how_decided(steps, TERMS, reader=reader) == f"{who} did not agree to it, so it does not go ahead."


def test_in_the_middle_of_a_sentence_you_is_small() -> None:
    assert named([step("first", ANN, "refused")], TERMS, reader=1) == "you (manager)"


def test_who_disagreed_and_who_decided_are_told_apart_for_each() -> None:
    leader = step("leader", BO, "cannot_agree", rank="team_leader", part="team leader", may_refuse=False)
    steps = [leader, step("first", ANN, "approved")]
    assert how_decided(steps, TERMS, reader=2) == (
        "You (team leader) could not agree. Ann Lee (manager) decided that it goes ahead."
    )
    assert how_decided(steps, TERMS, reader=1) == (
        "Bo de Vries (team leader) could not agree. You (manager) decided that it goes ahead."
    )
