"""What a pack says of clauses that were departed from, and of changes of worker, of data that are at hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from protocol import BY_ID
from records.exporting import lines
from records.exporting.departures import Departures
from records.reporting.worker_lines import Change, Kind, Recorded, Spell

FIRST, SECOND = list(BY_ID)[:2]
LINE = {
    "statement": FIRST,
    "chapter": "1.4.2",
    "section_title": "Principles",
    "wording": "As few workers as can be.",
    "level": "expected",
    "message": "Two in a year.",
    "reason": "He left.",
    "exception": "EDR-1",
}
DECIDED = {"outcome": "approved", "name": "Una Sey", "part": "Receiving team leader", "at": "2026-03-03T23:30:00Z"}


def said(**more: Any) -> dict[str, Any]:
    return {"reference": "TMR-1", "version": 2, "decisions": [DECIDED], **more}


def gathered(*records: dict[str, Any]) -> Any:
    found = Departures()
    for one in records:
        found.add(one)
    return found.clauses()


def test_a_clause_names_the_record_its_reason_and_who_agreed_on_the_day_in_london() -> None:
    (clause,) = gathered(said(departures=[LINE]))
    (line,) = clause.departures
    assert (clause.place, clause.wording, clause.level) == ("1.4.2, Principles", LINE["wording"], "expected")
    assert (line.reference, line.version, line.how, line.reason) == ("TMR-1", 2, "Departed from", "He left.")
    assert line.agreed == ("Una Sey, receiving team leader, 3 March 2026",)


@pytest.mark.parametrize(
    "field, how",
    [
        ("accepted", "Required, not met, and accepted by managers"),
        ("exceptions", "Lifted by exception decision EDR-1"),
        ("decided_against", "Not decided as the protocol asks"),
    ],
)
def test_whatever_is_not_as_the_protocol_asks_is_named_for_what_it_is(field: str, how: str) -> None:
    assert gathered(said(**{field: [LINE]}))[0].departures[0].how == how


def test_without_a_reason_the_finding_says_what_is_so() -> None:
    assert gathered(said(exceptions=[LINE | {"reason": ""}]))[0].departures[0].reason == "Two in a year."


def test_records_that_depart_from_one_clause_stand_together_in_the_order_of_the_protocol() -> None:
    clauses = gathered(
        said(departures=[LINE | {"statement": "999.1"}, LINE | {"statement": SECOND}]),
        said(departures=[LINE, LINE | {"statement": SECOND}], reference="TMR-2"),
    )
    assert [clause.statement for clause in clauses] == [FIRST, SECOND, "999.1"]
    assert [line.reference for line in clauses[1].departures] == ["TMR-1", "TMR-2"]


def test_nobody_agreed_to_what_was_refused_and_who_confirmed_or_returned_did_not_agree() -> None:
    assert gathered(said(departures=[LINE], refused_on="2026-03-03"))[0].departures[0].agreed == ()
    others = [DECIDED | {"outcome": outcome} for outcome in ("confirmed", "returned", "cannot_agree", "refused")]
    assert gathered(said(departures=[LINE], decisions=others))[0].departures[0].agreed == ()


def test_a_stand_in_is_named_with_whom_they_stood_in_for() -> None:
    decided = [DECIDED | {"on_behalf_of": "Rhys Bevan", "part": "", "role": "Team leader"}]
    (line,) = gathered(said(departures=[LINE], decisions=decided))[0].departures
    assert line.agreed == ("Una Sey for Rhys Bevan, team leader, 3 March 2026",)


def test_a_record_that_keeps_to_everything_names_no_clause() -> None:
    assert gathered(said(), {}) == ()


SPELL = Spell(2, 7, 1, date(2026, 3, 1))
SEALED = Recorded(1, "TMR-1", "transfer_meeting", 7, date(2026, 3, 1))


def changed(kind: Kind = Kind.WORKER, **more: Any) -> Change:
    return Change(SPELL, kind, Spell(1, 6, 1, date(2026, 1, 1)), **more)


def test_a_change_has_its_record_where_that_is_in_the_pack() -> None:
    assert lines.record_of(changed(record=SEALED), {"TMR-1"}, whole=True) == "TMR-1"


def test_whether_there_is_a_record_that_is_not_in_the_pack_cannot_be_seen() -> None:
    there = lines.record_of(changed(record=SEALED), {"TMR-2"}, whole=False)
    assert there == lines.record_of(changed(), {"TMR-2"}, whole=False) == "None in this pack"


def test_where_all_that_was_sealed_is_there_a_change_without_a_record_says_so() -> None:
    assert lines.record_of(changed(), set(), whole=True) == "No record"


@pytest.mark.parametrize("kind", [Kind.TEAM, Kind.SAME])
def test_the_same_worker_needs_none(kind: Kind) -> None:
    assert lines.record_of(changed(kind), set(), whole=True) == "None is needed"


@pytest.mark.parametrize(
    "more, words",
    [
        ({}, "Another worker"),
        ({"without": 1}, "Another worker, after 1 day without one"),
        ({"overlap": 3}, "Another worker, 3 days beside the one before"),
    ],
    ids=["next", "gap", "overlap"],
)
def test_how_a_spell_began_says_what_lay_between(more: dict[str, Any], words: str) -> None:
    assert lines.began(changed(**more)) == words
