"""The table of a record's states: what may happen where, and what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import State
from records.deciding import states
from records.errors import ConflictError

ROOT = Path(__file__).parents[3]
TITLE = (
    "# The states of a record\n\n"
    "Written from `records/deciding/states.py` by `flask states`; a test holds the two together.\n\n"
)
ENDS = {State.WITHDRAWN, State.CORRECTED, State.CANCELLED, State.DISPOSED}


def test_the_documented_states_are_those_of_the_table() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == TITLE + states.as_diagram()


def test_every_state_but_those_of_what_counts_no_more_has_a_way_out() -> None:
    assert {row.state for row in states.TABLE} == set(State) - ENDS


def test_every_state_but_draft_can_be_reached_while_a_record_is_kept() -> None:
    assert {row.leads_to for row in states.TABLE} == set(State) - {State.DRAFT, State.DISPOSED}


def test_no_event_leads_two_ways_from_one_state() -> None:
    assert len({(row.state, row.event) for row in states.TABLE}) == len(states.TABLE)


def test_a_withdrawn_record_stays_withdrawn_whatever_happens() -> None:
    for event in {row.event for row in states.TABLE}:
        with pytest.raises(ConflictError):
            states.next_state(State.WITHDRAWN, event)


def test_what_cannot_happen_now_is_refused_in_words_for_people() -> None:
    with pytest.raises(ConflictError) as refused:
        states.next_state(State.SEALED, "submitted")

    assert refused.value.shown == "This record is sealed and can no longer be changed."
