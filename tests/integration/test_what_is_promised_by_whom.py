"""Follow-up: what was promised and is open, by day, person and team, for those whose work it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import FollowUp, PromisedDay, Record, State
from records import clock
from records.following import promises, reminding, working_days
from records.reporting import promised
from records.reporting.promised import Filters
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, words_of

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

PAGE = "/follow-up"


@pytest.fixture
def sealed() -> Record:
    """Maya's record, sealed, of whose promises all are done but those that a test makes."""
    PromisedDay.delete().execute()
    return factories.in_state(State.SEALED)


def promise(record: Record, days: int, by: str | None = None, question: str = "joint_visit_date") -> PromisedDay:
    """Something promised that is due so many days from today."""
    staff = factories.person(by) if by else None
    return PromisedDay.create(
        record=record, question=question, staff=staff, due_on=clock.today() + timedelta(days=days)
    )


def found(email: str, **filters: str) -> list[int]:
    page = promised.get_page(factories.person(email), Filters(**filters), 1)
    return [one.line.day.id for one in page.promises]


def rows(page: Page) -> list[str]:
    """The rows of the list itself."""
    return [words_of(row) for table in page.each("table", role="table") for row in table.iter("tr")][1:]


def test_what_is_open_is_listed_by_day_for_those_concerned_and_for_the_managers_above(sealed: Record) -> None:
    later, earlier = promise(sealed, 5), promise(sealed, -3)
    done = promise(sealed, -9)
    PromisedDay.update(ended_at=clock.now()).where(PromisedDay.id == done.id).execute()

    for email in (
        *(story.AUTHOR, story.RECEIVING_WORKER, story.TRANSFERRING_LEADER, story.RECEIVING_LEADER),
        *(factories.LOCALITY_LEADER, story.CLUSTER_MANAGER, story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD),
    ):
        assert found(email) == [earlier.id, later.id], email
    for email in (story.UNINVOLVED_WORKER, factories.OTHER_TEAM_LEADER, factories.OTHER_LOCALITY_LEADER):
        assert found(email) == [], email


@pytest.mark.parametrize("few", [0, 2_000])
def test_it_is_narrowed_to_a_person_a_team_and_a_day(sealed: Record, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.planning.FEW", few)
    hers, his = promise(sealed, -1), promise(sealed, 2, by=story.RECEIVING_WORKER)
    author, worker = factories.person(story.AUTHOR), factories.person(story.RECEIVING_WORKER)

    for email in (story.CLUSTER_HEAD, story.TRANSFERRING_LEADER):
        assert found(email, person=author.name) == found(email, team=author.team.name) == [hers.id]
        assert found(email, person=worker.name) == found(email, team=worker.team.name) == [his.id]
        assert found(email, due="overdue") == [hers.id]
        assert found(email, due="soon") == [his.id]
        assert found(email, person=worker.name, due="overdue") == found(email, person="nobody") == []


def test_it_is_added_up_by_team_and_person_the_most_overdue_first(sealed: Record) -> None:
    promise(sealed, 1)
    promise(sealed, 2)
    promise(sealed, -1, by=story.RECEIVING_WORKER)
    page = promised.get_page(factories.person(story.CLUSTER_HEAD), Filters(), 1)
    author, worker = factories.person(story.AUTHOR), factories.person(story.RECEIVING_WORKER)

    assert page.people == [(worker.name, 1, 1), (author.name, 2, 0)]
    assert page.teams == [(worker.team.name, 1, 1), (author.team.name, 2, 0)]
    assert (page.total, page.is_cut) == (3, False)


def test_managers_read_what_a_record_says_of_a_promise_in_the_record(sign_in: SignIn, sealed: Record) -> None:
    kept = promise(sealed, 1, question="outstanding_work")
    PromisedDay.update(row=0).where(PromisedDay.id == kept.id).execute()
    (line,) = promises.lines_of(list(PromisedDay.select(PromisedDay, Record).join(Record)))
    assert line.says

    assert line.says[:40] in sign_in(story.AUTHOR).open(PAGE).words
    above = sign_in(story.CLUSTER_HEAD).open(PAGE)
    assert line.what in rows(above)[0]
    assert line.says[:40] not in above.words
    assert line.says in sign_in(story.AUTHOR).open(f"{PAGE}.csv").text
    assert line.says not in sign_in(story.CLUSTER_HEAD).open(f"{PAGE}.csv").text


def test_whoever_may_says_from_the_list_that_it_was_done_and_comes_back_to_it(sign_in: SignIn, sealed: Record) -> None:
    kept = promise(sealed, 1, by=story.RECEIVING_WORKER)
    reader = sign_in(story.RECEIVING_WORKER)
    leads = next(link for link in reader.open(f"{PAGE}?due=soon").links if "/promised/" in link)
    today = clock.today()
    boxes = {"done_on-day": str(today.day), "done_on-month": str(today.month), "done_on-year": str(today.year)}

    page = reader.press(reader.open(leads).form("/records/"), {"became": "done", **boxes}, status=302)

    assert page.location == f"{PAGE}?due=soon"
    assert FollowUp.get().answer["promise"] == kept.id
    assert "Nothing that is open is like that." in reader.follow().words
    assert "Say what became" not in sign_in(story.CLUSTER_HEAD).open(PAGE).words


def test_no_other_address_is_gone_back_to(sign_in: SignIn, sealed: Record) -> None:
    kept, reader = promise(sealed, 1), sign_in(story.AUTHOR)
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/follow-upelsewhere", "/records?find=x"):
        page = reader.open(f"/records/{sealed.reference}/promised/{kept.id}?back={back}")
        assert back not in page.links


def test_it_says_when_somebody_was_reminded(sign_in: SignIn, sealed: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    promise(sealed, -1)
    reader = sign_in(story.AUTHOR)
    assert "no reminder yet" in rows(reader.open(PAGE))[0]
    now = clock.now().replace(hour=10)
    while not working_days.is_working_day(now.date()):
        now += timedelta(days=1)

    assert reminding.queue_due(now)

    assert PromisedDay.get().reminded_at == now
    assert "reminded" in rows(reader.open(PAGE))[0]


def test_it_is_not_for_those_who_print_file_or_audit(sign_in: SignIn, sealed: Record) -> None:
    promise(sealed, 1)
    for email in (story.BUSINESS_SUPPORT, story.AUDITOR):
        reader = sign_in(email)
        assert PAGE not in reader.open("/").links
        for address in (PAGE, f"{PAGE}.csv"):
            reader.open(address, status=404)


def test_a_record_that_is_corrected_or_cancelled_promises_nothing_more(sealed: Record) -> None:
    promise(sealed, 1)
    for state in (State.CORRECTED, State.CANCELLED):
        Record.update(state=state).where(Record.id == sealed.id).execute()
        assert found(story.AUTHOR) == found(story.CLUSTER_HEAD) == []
