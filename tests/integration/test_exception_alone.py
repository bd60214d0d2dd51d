"""An exception by which a child stays is started, decided and sealed by itself: there is no transfer to be recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forms import get_kind
from models import Post, Record, RecordLink, State
from protocol import Outcome, formatting
from protocol.terms import term_filler
from records import clock, weighing
from records.deciding import exception_decisions
from records.register import lookup
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.data.council import NORTHGATE_EAST
from tests.integration.conftest import SignIn
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.usefixtures("app")

# Her brother's worker is the new one, says the register.
SHARED = {"siblings": [{"name": "Josiah Adeyemi-Clarke", "same_worker_after": "yes"}], "siblings_all_share": "yes"}
ASKED_OF_A_MOVE = ("new_worker", "new_team", "move_on", "serves_transfer", "relationship_kept")


def staying(**changes: Any) -> dict[str, Any]:
    """What an exception says by which Maya stays in her cluster team."""
    said = other.exception_answers(clock.today(), changes.get("ground", "significant_relationship"), "315.4.3")
    left = {name: None for name in ("move_on", "relationship_kept") if name in said}
    apart = {
        "name": "Josiah Adeyemi-Clarke",
        "same_worker_after": "no",
        "why_not_shared": "Maya's hearing comes first.",
    }
    shared = {"siblings_all_share": "no", "siblings": [apart]}
    placed = {"decided_instead": "stays", "permanence_plan": "long_term_fostering"}
    return said | left | shared | placed | changes


def started_alone(sign_in: SignIn, **changes: Any) -> Record:
    """An exception that her worker has started from the page that starts records, complete and not submitted."""
    author, child = sign_in(story.AUTHOR), factories.child()
    fields = {"csrf_token": author.token(), "chosen": str(child.id), "another": "yes"}
    author.send("/records/new/exception-decision", fields, status=302)
    record = Record.get(Record.reference == author.page.location.rpartition("/")[2])
    factories.save(record, **staying(**changes))
    return factories.fresh(record)


def first_line(exception: Record) -> str:
    until = formatting.iso_day(exception.answers["review_on"])
    return (
        f"Maya Adeyemi-Clarke may stay with Hannah Whitcombe, {NORTHGATE_EAST}, though the protocol prescribes "
        "otherwise: a looked after children team where no return home is clearly planned. "
        f"The exception stands until {until}."
    )


@pytest.mark.drawn
def test_an_exception_by_which_a_child_stays_is_decided_and_sealed_without_a_transfer(
    app: Flask, sign_in: SignIn
) -> None:
    exception = four.submitted(started_alone(sign_in))

    assert four.waiting(exception) == {"transferring_team_leader": story.TRANSFERRING_LEADER}
    with app.app_context():
        exception = four.sealed(exception)
    assert exception.state == State.SEALED
    assert not RecordLink.select().where(RecordLink.exception == exception).exists()
    author = sign_in(story.AUTHOR)
    assert f"Decided: {first_line(exception)}" in author.open(f"/records/{exception.reference}").words
    sealed = author.open(f"/records/{exception.reference}/sealed/1.pdf").response.data
    assert first_line(exception) in " ".join(Reading(sealed).pages[0].split())


def test_where_the_child_stays_nothing_of_a_move_is_asked(sign_in: SignIn) -> None:
    exception, author = started_alone(sign_in), sign_in(story.AUTHOR)

    for section in ("workers", "ground"):
        page = author.open(f"/records/{exception.reference}/sections/{section}")
        controls = set(page.form("", id="section-form").fields)
        assert [name for name in ASKED_OF_A_MOVE if {name, f"{name}-day"} & controls] == []


def test_the_page_of_whoever_decides_begins_with_what_is_asked_for(sign_in: SignIn) -> None:
    exception = four.submitted(started_alone(sign_in))
    step = factories.open_step(exception)

    page = sign_in(story.TRANSFERRING_LEADER).open(f"/records/{exception.reference}/steps/{step.id}")

    assert f"Asked for: {first_line(exception)}" in page.words
    assert page.words.index("Asked for:") < page.words.index("At a glance")
    assert f"Asked for: {first_line(exception)}" in sign_in(story.AUTHOR).open(f"/records/{exception.reference}").words


def test_for_a_reason_of_another_kind_the_managers_of_both_services_decide(sign_in: SignIn) -> None:
    other_team = lookup.as_answer(factories.person(story.RECEIVING_LEADER).team)
    exception = four.submitted(started_alone(sign_in, ground="other_reason", other_team=other_team))

    assert four.waiting(exception) == {
        "transferring_service_delivery_manager": story.CLUSTER_MANAGER,
        "receiving_service_delivery_manager": story.LOOKED_AFTER_MANAGER,
    }
    exception = four.disagree(exception, "receiving_service_delivery_manager")
    exception = factories.approve(exception, "transferring_service_delivery_manager")
    assert set(four.waiting(exception).values()) == {story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD}


def test_whoever_manages_both_services_says_so_and_decides_once(sign_in: SignIn) -> None:
    manager = factories.person(story.CLUSTER_MANAGER)
    Post.update(staff=manager).where(Post.staff == factories.person(story.LOOKED_AFTER_MANAGER)).execute()
    other_team = lookup.as_answer(factories.person(story.RECEIVING_LEADER).team)
    started = started_alone(sign_in, ground="other_reason", other_team=other_team, new_manager_view=None)
    assert started.answers["other_service_delivery_manager"] == lookup.as_answer(manager)

    exception = four.submitted(started)

    assert four.waiting(exception) == {"service_delivery_manager_of_both": story.CLUSTER_MANAGER}
    said = factories.open_step(exception).declaration
    assert said.startswith("I am the {service_delivery_manager} above both teams.")


def test_a_child_who_moves_later_needs_no_transfer_record_yet(sign_in: SignIn) -> None:
    new_worker = lookup.as_answer(factories.person(story.RECEIVING_WORKER))
    later = (clock.today() + timedelta(days=60)).isoformat()
    exception = started_alone(sign_in, decided_instead="moves_later", new_worker=new_worker, move_on=later, **SHARED)

    assert four.submitted(exception).state == State.SUBMITTED
    assert not RecordLink.select().where(RecordLink.exception == exception).exists()


def test_what_was_submitted_before_it_was_asked_says_what_it_can() -> None:
    exception = four.submitted(four.exception(four.transfer()))
    said = {name: value for name, value in exception.answers.items() if name != "decided_instead"}

    line = get_kind(exception.kind).first_line(said, term_filler())

    assert line.startswith(
        "There may be an exception for Maya Adeyemi-Clarke, though the protocol prescribes otherwise: "
    )


def test_what_came_from_the_transfer_need_not_be_taken_out_where_the_child_stays_after_all() -> None:
    transfer = factories.ready_draft(plan_kind="child_in_need_plan")
    exception = four.request_exception(transfer, "315.7.2")
    carried = {"new_worker", "serves_transfer", "move_on"} & exception.answers.keys()
    factories.save(exception, decided_instead="stays")

    assert carried == {"new_worker", "serves_transfer", "move_on"}
    assert [clash.hidden for clash in weighing.contradictions_in(factories.fresh(exception))] == []

    factories.save(exception, decided_instead="stays", move_on=(clock.today() + timedelta(days=90)).isoformat())
    assert [clash.hidden for clash in weighing.contradictions_in(factories.fresh(exception))] == [("move_on",)]


def test_an_exception_by_which_the_child_stays_is_no_way_through_for_a_transfer() -> None:
    transfer = factories.ready_draft(plan_kind="child_in_need_plan")
    moved = dict.fromkeys(("relationship_kept", "new_worker", "move_on", "serves_transfer"))
    apart = {"name": "Josiah Adeyemi-Clarke", "same_worker_after": "no", "why_not_shared": "Her hearing comes first."}
    said = {"decided_instead": "stays", "siblings": [apart]} | moved
    exception = four.exception(transfer, statement="315.7.2", **said)
    factories.save(exception, siblings_all_share="no")  # the register does not say it any more
    stays = four.agreed(four.submitted(factories.fresh(exception)))
    assert stays.state == State.APPROVED

    (linked,) = weighing.exceptions_for(factories.fresh(transfer), today=clock.today())
    finding = weighing.weigh_draft(factories.fresh(transfer)).get("315.7.2")

    assert linked.child_stays
    assert finding is not None
    assert finding.outcome == Outcome.UNMET
    assert f"{stays.reference} is that the child stays" in finding.message
    assert four.request_exception(transfer, "315.7.2") != stays
    later = factories.ready_draft(plan_kind="child_in_need_plan")
    author = factories.person(story.AUTHOR)
    assert exception_decisions.find_usable(record=later, statement="315.7.2", staff=author) == []


def test_an_exception_that_ends_before_the_transfer_takes_effect_is_not_offered_and_another_is_asked_for() -> None:
    soon, then = (clock.today() + timedelta(days=days) for days in (7, 8))
    said = {"move_on": soon.isoformat(), "review_on": soon.isoformat()}
    exception = four.agreed(four.submitted(four.exception(four.transfer(), **said)))

    def offered(day: Any) -> list[Record]:
        later = four.transfer(transfer_date=day.isoformat())
        author = factories.person(story.AUTHOR)
        return exception_decisions.find_usable(record=later, statement="315.4.1", staff=author)

    assert offered(soon) == [exception]
    assert offered(then) == []


def test_a_transfer_that_is_put_off_beyond_its_exception_asks_for_another() -> None:
    transfer = four.transfer()
    first = four.agreed(four.submitted(four.exception(transfer)))
    assert four.request_exception(transfer) == first

    beyond = (clock.today() + timedelta(days=91)).isoformat()
    factories.save(factories.fresh(transfer), transfer_date=beyond)

    assert four.request_exception(transfer) != first
    assert exception_decisions.statements_with_ended_exception(factories.fresh(transfer)) == {"315.4.1"}


@pytest.mark.parametrize("named", ["foo", "another child's", "tmr-2222-2222"])
def test_a_transfer_that_the_child_does_not_have_is_said_at_its_question_and_in_what_is_left(
    sign_in: SignIn, named: str
) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)
    exception, others = four.exception(transfer), factories.start_draft(about="AV104315")
    typed = others.reference if named == "another child's" else named
    form = author.open(f"/records/{exception.reference}/sections/workers").form(id="section-form")

    page = author.press(form, {"action": "continue", "serves_transfer": typed}, status=200)

    problem = f"There is no transfer meeting record of this child with the reference {typed} that you can see. You can"
    assert any(problem in error for error in page.errors)
    assert transfer.reference in page.words
    author.press(form, {"action": "later", "serves_transfer": typed}, status=302)
    check = author.open(f"/records/{exception.reference}/check")
    assert problem in check.words
    assert "/sections/workers#serves_transfer" in " ".join(check.links)
    kept = author.open(f"/records/{exception.reference}/sections/workers").form(id="section-form")
    assert kept.fields["serves_transfer"] == typed


def test_a_reference_that_was_saved_before_it_was_looked_up_is_in_what_is_left(sign_in: SignIn) -> None:
    exception = four.exception(four.transfer(), serves_transfer="TMR-2222-2222")

    assert (
        "with the reference TMR-2222-2222" in sign_in(story.AUTHOR).open(f"/records/{exception.reference}/check").words
    )


def test_a_transfer_is_named_with_or_without_its_dashes(sign_in: SignIn) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)
    exception = four.exception(transfer, serves_transfer=transfer.reference.replace("-", " ").lower())

    assert "Why can't I submit?" not in author.open(f"/records/{exception.reference}/check").words
