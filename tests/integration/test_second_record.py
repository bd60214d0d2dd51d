"""A record about a child or worker for whom one is open: said before it is started. Who wrote in what it continues."""

from __future__ import annotations

import pytest

from forms import get_kind
from models import Record
from records import access, other_records
from records.drafting import starting
from tests import factories
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

START = "/records/new/transfer-meeting"


def choose(reader: Reader, name: str, start: str = START) -> None:
    """Choose the first person found and press 'Start the record'; say why, where that is asked."""
    form = reader.open(f"{start}?name={name}").form("/records/new/", method="post")
    reader.press(form, {"reason": "A move to my team is being talked about."})


def how_many() -> int:
    return Record.select().count()


@pytest.mark.parametrize("kind", ["transfer-meeting", "emergency-transfer", "exception-decision"])
def test_whoever_starts_one_reads_where_a_move_to_another_council_is_recorded(sign_in: SignIn, kind: str) -> None:
    words = sign_in(story.AUTHOR).open(f"/records/new/{kind}").words
    assert "Moving to another council's team? That is not recorded here" in words
    assert "on the child's file in the case system" in words


def test_an_open_record_is_shown_before_a_second_one_is_started(sign_in: SignIn) -> None:
    author, before = sign_in(story.AUTHOR), how_many()

    choose(author, story.CASE_ONE_CHILD)

    open_ones = other_records.open_about(factories.child())
    assert how_many() == before
    assert "There is already a record about Maya" in author.page.text
    linked = {link.rpartition("/")[2] for link in author.page.links if link.startswith("/records/TMR-")}
    assert linked == {record.reference for record in open_ones}
    assert "Waiting for decisions" in author.page.text


def test_whoever_means_another_starts_it_from_there(sign_in: SignIn) -> None:
    author, before = sign_in(story.AUTHOR), how_many()
    choose(author, story.CASE_ONE_CHILD)

    author.press(author.page.form("/records/new/", method="post"), status=302)

    assert how_many() == before + 1
    assert "/records/TMR-" in author.page.location


def test_records_that_are_sealed_or_withdrawn_are_not_open() -> None:
    states = {record.state for record in other_records.open_about(factories.child())}
    assert states == {"draft", "submitted", "returned", "approved"}


def test_a_record_that_one_may_not_read_is_said_without_its_reference(sign_in: SignIn) -> None:
    stranger = sign_in(factories.OTHER_TEAM_LEADER)

    choose(stranger, story.CASE_ONE_CHILD)

    assert "There is already a record about Maya" in stranger.page.text
    assert f"You cannot read it: ask {factories.person().name}" in stranger.page.text
    assert "TMR-" not in stranger.page.text


def test_a_second_handover_of_a_worker_is_said_too(sign_in: SignIn) -> None:
    worker, start = sign_in(story.AUTHOR), "/records/new/management-handover"
    worker.press(worker.open(start).form("/records/new/", method="post"), status=302)
    before = how_many()

    worker.press(worker.open(start).form("/records/new/", method="post"))

    assert how_many() == before
    assert "There is already a record about Hannah Whitcombe" in worker.page.text


def test_whoever_wrote_in_the_record_that_this_one_was_continued_from_wrote_here_too() -> None:
    transfer = factories.start_draft()
    factories.save(transfer, answers={"transfer_reason": "She leaves."})
    leader = factories.person(other.REALLOCATING_LEADER)
    form = get_kind("emergency_transfer")

    emergency = starting.continue_as(
        record=transfer, kind=form.key, prefix=form.prefix, questions=form.questions.keys(), by=leader
    )

    assert access.get_writer_ids(emergency) == {leader.id, factories.person().id}
    assert access.get_writer_ids(factories.fresh(transfer)) == {factories.person().id}
