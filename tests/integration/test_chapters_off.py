"""A council switches a chapter off: nothing of it is checked, asked for or offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from models import Record, State, Step
from records import council, weighing
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import make_app
from tests.support.reader import Reader


@pytest.fixture(params=["1.4.2", "3.1.5"])
def off(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """The chapter that is switched off in the app that runs."""
    made = settings.model_copy(update={"chapters_off": frozenset({request.param})})
    make_app(made)
    with council.council_context(council.read_council(made)):
        yield request.param


@pytest.fixture
def author(off: str, settings: Settings) -> Reader:
    return Reader(make_app(settings.model_copy(update={"chapters_off": frozenset({off})})), factories.person())


OFFERED = {
    "1.4.2": {"/records/new/transfer-meeting", "/records/new/exception-decision"},
    "3.1.5": {"/records/new/transfer-meeting", "/records/new/emergency-transfer", "/records/new/management-handover"},
}
ALL = set.union(*OFFERED.values())


def test_only_records_of_the_other_chapter_are_offered(author: Reader, off: str) -> None:
    assert {link for link in author.open("/").links if "/records/new/" in link} == OFFERED[off]
    for address in ALL - OFFERED[off]:
        author.open(address, status=404)


def test_nobody_is_asked_for_what_it_asks_and_the_record_is_still_decided(off: str) -> None:
    record = factories.ready_draft()
    factories.submit(record)

    asked = [step.key for step in Step.select().where(Step.record == record).order_by(Step.order, Step.id)]
    leaders = ["transferring_team_leader"]
    everybody = ["current_worker", "new_worker", *leaders, "receiving_team_leader"]
    assert asked == (leaders if off == "3.1.5" else everybody)
    left = [key for key in asked if key != "current_worker"]
    assert factories.approve(Record.get_by_id(record.id), *left).state == State.APPROVED


def test_its_statements_are_not_weighed_and_the_protocols_page_says_so(author: Reader, off: str) -> None:
    record = factories.ready_draft()
    answers = factories.answers_that_apply(record)

    weighed = weighing.weigh_answers(kind=record.kind, answers=answers, today=record.saved_at.date())

    assert {finding.statement[:3] for finding in weighed.findings} == {"315" if off == "1.4.2" else "142"}
    first = "142.1.1" if off == "1.4.2" else "315.2.1.1"
    for address in ("/protocol", f"/protocol/{first}"):
        assert "This chapter is switched off here" in author.open(address).words


@pytest.mark.parametrize("chapters, said", [({"3.15"}, "names no chapter"), ({"1.4.2", "3.1.5"}, "leave one on")])
def test_a_chapter_that_is_none_or_every_chapter_stops_the_start(chapters: set[str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings(env="test", chapters_off=frozenset(chapters))


def test_with_both_chapters_on_nothing_is_said_of_it(settings: Settings) -> None:
    reader = Reader(make_app(settings), factories.person(story.AUTHOR))

    for address in ("/protocol", "/protocol/142.1.1"):
        assert "switched off" not in reader.open(address).words
