"""Children who may have to stay where the worker who moves team takes their cases along."""

from __future__ import annotations

from typing import Any

import pytest

from models import Child, Record, State
from protocol import Outcome
from records import weighing
from records.deciding import submission
from records.drafting import starting
from records.errors import CannotSubmitError
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import later, saved, section
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

HARVEY, RUBY = "Harvey Tunstall", "Ruby Tunstall"
ASKED = ": What becomes of this child?"


def held(name: str = HARVEY, **facts: str) -> Child:
    """A child of Bethan's of whom the register says so."""
    Child.update(**(facts or {"legal_status": "C1"})).where(Child.name == name).execute()
    return Child.get(Child.name == name)


def about(
    child: Child, *, kind: str = "transfer_meeting", prefix: str = "TMR", by: str = other.MOVING_WORKER
) -> Record:
    """A record about a child."""
    return starting.start_record(kind=kind, prefix=prefix, child=child, by=factories.person(by))


def row(record: Record, name: str = HARVEY) -> dict[str, Any]:
    answers = saved(record)
    return next(one for one in answers["cases"] if one["child"]["name"] == name)


def place(record: Record, name: str = HARVEY) -> int:
    """The index of a child's row."""
    return [one["child"]["name"] for one in saved(record)["cases"]].index(name)


def outcome(record: Record) -> Outcome:
    found = weighing.weigh_draft(factories.fresh(record)).get("142.5.4")
    assert found is not None
    return found.outcome


def takes_along(reader: Reader, record: Record, reference: str) -> None:
    """Say on the page that Harvey goes along, with the record of this reference, and go to 'later'."""
    at = f"cases-{place(record)}"
    form = section(reader, record, "cases")
    later(reader, form, **{f"{at}-what_becomes": "goes_along", f"{at}-its_record": reference})


@pytest.mark.parametrize(
    "facts, says",
    [
        ({"legal_status": "C1"}, "Care proceedings are open (C1)"),
        ({"legal_status": "E1"}, "To be adopted"),
        ({"placement": "A3"}, "To be adopted"),
        ({"placement": "A6", "legal_status": "C1"}, "Care proceedings are open (C1)"),
    ],
)
def test_it_is_asked_in_the_row_of_a_child_who_is_held_and_in_no_other(
    sign_in: SignIn, facts: dict[str, str], says: str
) -> None:
    held(**facts)
    record = four.handover()

    page = sign_in(other.OUTGOING_LEADER).open(f"/records/{record.reference}/sections/cases")

    assert (f"{HARVEY}{ASKED}" in page.words, page.words.count(ASKED)) == (True, 1)
    assert f"Before any move: {says}" in page.words
    assert outcome(record) is Outcome.UNANSWERED
    assert "held_by" not in row(record, RUBY)


@pytest.mark.parametrize("changes", [{"handover_reason": "leader_leaves"}, {"handover_reason": None}])
def test_nobody_is_asked_where_the_worker_does_not_move(sign_in: SignIn, changes: dict[str, Any]) -> None:
    held()
    record = four.handover(**changes)

    page = sign_in(other.OUTGOING_LEADER).open(f"/records/{record.reference}/sections/cases")

    assert ASKED not in page.words
    assert outcome(record) is Outcome.MET


def test_the_reason_of_the_handover_alone_brings_the_question(sign_in: SignIn) -> None:
    held()
    record, leader = four.handover(handover_reason="leader_leaves"), sign_in(other.OUTGOING_LEADER)

    later(leader, section(leader, record, "people"), handover_reason="worker_moves_team")

    assert row(record)["held_by"] == "proceedings"
    assert outcome(record) is Outcome.UNANSWERED


def test_a_child_who_stays_needs_no_record(sign_in: SignIn) -> None:
    held()
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)

    later(leader, section(leader, record, "cases"), **{f"cases-{place(record)}-what_becomes": "stays"})

    assert outcome(record) is Outcome.MET


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}|lower", "{}|apart"])
@pytest.mark.parametrize("kind, prefix", [("transfer_meeting", "TMR"), ("exception_decision", "EDR")])
def test_a_child_goes_along_with_a_record_about_them(sign_in: SignIn, typed: str, kind: str, prefix: str) -> None:
    its_record = about(held(), kind=kind, prefix=prefix)
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    text, _, how = typed.format(its_record.reference).partition("|")

    takes_along(leader, record, {"lower": text.lower(), "apart": text.replace("-", " ")}.get(how, text))

    assert row(record)["its_record"] == {"id": its_record.id, "name": its_record.reference}
    assert outcome(record) is Outcome.MET


@pytest.mark.parametrize(
    "which", ["another child's", "a handover", "withdrawn", "none", "not seen", "empty id", "huge"]
)
def test_no_other_record_is_taken_and_what_was_typed_stays(sign_in: SignIn, which: str) -> None:
    child, record, leader = held(), four.handover(), sign_in(other.OUTGOING_LEADER)
    typed = {
        "another child's": lambda: about(Child.get(Child.name == RUBY)).reference,
        "a handover": lambda: record.reference,
        "withdrawn": lambda: withdrawn(about(child)),
        "none": lambda: "TMR-2222-2222",
        "not seen": lambda: unseen(),
        "empty id": lambda: "-",
        "huge": lambda: "T" * 5000,
    }[which]()

    takes_along(leader, record, typed)

    page = leader.open(f"/records/{record.reference}/sections/cases")
    assert "its_record" not in {name for one in factories.fresh(record).answers.get("cases", []) for name in one}
    assert typed in page.text
    assert outcome(record) is Outcome.UNANSWERED
    if which != "huge":
        assert (
            f"you can see no transfer or exception record about this child with the reference {typed} that"
            in page.words
        )


def withdrawn(record: Record) -> str:
    submission.withdraw(record=record, by=record.author, reason="Started twice")
    return str(record.reference)


def unseen() -> str:
    """Maya's transfer, which is about a child of somebody else's team."""
    return str(about(factories.child(), by=story.AUTHOR).reference)


def test_who_cannot_see_the_record_goes_on_with_the_row_as_it_is(sign_in: SignIn) -> None:
    its_record = about(held())
    record, leader, worker = four.handover(), sign_in(other.OUTGOING_LEADER), sign_in(other.MOVING_WORKER)
    takes_along(leader, record, its_record.reference)
    Record.update(author=factories.person(story.UNINVOLVED_WORKER)).where(Record.id == its_record.id).execute()

    later(worker, section(worker, record, "cases"), **{f"cases-{place(record)}-concern": "School"})

    assert (row(record)["concern"], row(record)["its_record"]["name"]) == ("School", its_record.reference)
    assert outcome(record) is Outcome.MET


def test_what_holds_a_child_cannot_be_posted_away(sign_in: SignIn) -> None:
    held()
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    at = f"cases-{place(record)}"

    later(leader, section(leader, record, "cases"), **{f"{at}-held_by": "", f"{at}-its_record": "TMR-2222-2222"})

    assert row(record)["held_by"] == "proceedings"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED])
def test_no_child_goes_along_by_a_record_that_fell(sign_in: SignIn, state: State) -> None:
    its_record = about(held(), kind="exception_decision", prefix="EDR")
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    takes_along(leader, record, its_record.reference)
    Record.update(state=state).where(Record.id == its_record.id).execute()

    with pytest.raises(CannotSubmitError, match="fell"):
        factories.submit(factories.fresh(record), by=other.OUTGOING_LEADER)
