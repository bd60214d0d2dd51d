"""What a pack says of clauses that were departed from, and of changes of worker, of data that are at hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from documents.packs.content import Agreed
from protocol import BY_ID
from protocol.terms import DEFAULT_TERMS, fill_terms
from records.exporting import lines
from records.exporting.departures import Departures
from records.exporting.lines import Known
from records.reporting.worker_lines import Change, Kind, Recorded, Spell

FIRST, SECOND = list(BY_ID)[:2]
TITLE = fill_terms(BY_ID["315.4.1"].section_title)
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
    assert line.agreed == (Agreed("Una Sey", "receiving team leader", date(2026, 3, 3)),)


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
    assert line.agreed == (Agreed("Una Sey for Rhys Bevan", "team leader", date(2026, 3, 3)),)


def test_a_record_that_keeps_to_everything_names_no_clause() -> None:
    assert gathered(said(), {}) == ()


def answered(name: str, printed: str, type_: str = "choice") -> dict[str, Any]:
    return {"name": name, "question": "?", "type": type_, "printed": printed, "value": printed}


def exception(**more: Any) -> dict[str, Any]:
    """What is attached to an exception decision from 3.1.5, Procedure."""
    wanted = [answered("decided_instead", "The child stays"), answered("review_on", "3 May 2026", "date")]
    ground = [answered("ground", "Another reason"), answered("other_reason", "She is ill.", "long_text")]
    return said(
        kind="exception_decision",
        reference="EDR-1",
        answers={"departs_from": "315.4.1"},
        sections=[{"key": "exception", "questions": wanted}, {"key": "ground", "questions": ground}],
        **more,
    )


def test_an_exception_stands_under_its_clause_with_its_ground_and_who_agreed() -> None:
    (clause,) = gathered(exception())
    (line,) = clause.departures
    assert (clause.statement, clause.place) == ("315.4.1", BY_ID["315.4.1"].place)
    assert clause.level == "required"
    assert (line.reference, line.how) == ("EDR-1", "Exception decided: The child stays, until 3 May 2026")
    assert (line.ground, line.reason) == ("Another reason", "She is ill.")
    assert line.agreed == (Agreed("Una Sey", "receiving team leader", date(2026, 3, 3)),)


def test_an_exception_that_was_refused_is_named_as_refused() -> None:
    (line,) = gathered(exception(refused_on="2026-03-03"))[0].departures
    assert line.how.startswith("Exception asked for and refused: ")
    assert line.agreed == ()


def test_an_exception_stands_with_what_it_lifts_in_another_record() -> None:
    lifted = LINE | {"statement": "315.4.1", "chapter": "3.1.5", "section_title": TITLE}
    lifted |= {"wording": fill_terms(BY_ID["315.4.1"].wording), "level": "required"}
    (clause,) = gathered(exception(terms=dict(DEFAULT_TERMS)), said(exceptions=[lifted], terms=dict(DEFAULT_TERMS)))
    assert [line.reference for line in clause.departures] == ["EDR-1", "TMR-1"]


SPELL = Spell(2, 7, 1, date(2026, 3, 1))
SEALED = Recorded(1, "TMR-1", "transfer_meeting", 7, date(2026, 3, 1))


def changed(kind: Kind = Kind.WORKER, **more: Any) -> Change:
    return Change(SPELL, kind, Spell(1, 6, 1, date(2026, 1, 1)), **more)


def test_a_change_has_its_record_where_that_is_in_the_pack() -> None:
    assert lines.record_of(changed(record=SEALED), Known({"TMR-1"})) == "TMR-1"


def test_a_record_that_is_not_in_the_pack_is_named_to_whom_may_read_it() -> None:
    there = lines.record_of(changed(record=SEALED), Known({"TMR-2"}, {"TMR-1"}, set()))
    assert there == "TMR-1, not in this pack"


def test_of_other_teams_it_cannot_be_seen_whether_there_is_a_record() -> None:
    known = Known({"TMR-2"}, teams={SPELL.team + 1})
    there = lines.record_of(changed(record=SEALED), known)
    assert there == lines.record_of(changed(), known) == "None in this pack"


@pytest.mark.parametrize("teams", [None, {SPELL.team}], ids=["reads all", "leads the team"])
def test_a_change_without_a_record_says_so_to_whom_knows_it(teams: set[int] | None) -> None:
    assert lines.record_of(changed(), Known((), teams=teams)) == "No record"


@pytest.mark.parametrize("kind", [Kind.TEAM, Kind.SAME])
def test_the_same_worker_needs_none(kind: Kind) -> None:
    assert lines.record_of(changed(kind), Known(())) == "None is needed"


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
