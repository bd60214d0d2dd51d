"""Looked after children who will soon be 13 are listed for the managers who talk about them, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from models import Allocation, Child, Record, State, Team
from protocol import parameters_on
from protocol.choices import LOOKED_AFTER
from records import clock
from records.following import coming_up
from records.register import lookup
from records.register.invented import address
from records.reporting import listing
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST, OLDER
from tests.integration.conftest import SignIn
from tests.support.reader import ORIGIN, Reader, words_of
from views.web import templating

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

PAGE = "/children/coming-up"
MAYA, JAKUB = "Maya Adeyemi-Clarke", "Jakub Novák"
LEADS_JAKUBS_TEAM = address("caroline.eastaugh")
# Who leads what: Maya's team is in Northgate and the cluster service, Jakub's in the looked after service.
LISTED = {
    story.TRANSFERRING_LEADER: [MAYA],
    factories.LOCALITY_LEADER: [MAYA],
    story.CLUSTER_MANAGER: [MAYA],
    LEADS_JAKUBS_TEAM: [JAKUB],
    story.LOOKED_AFTER_MANAGER: [JAKUB],
    story.CLUSTER_HEAD: [MAYA],
    story.LOOKED_AFTER_HEAD: [JAKUB],
    factories.OTHER_TEAM_LEADER: [],
    factories.OTHER_LOCALITY_LEADER: [],
}
NOT_FOR_THEM = [story.AUTHOR, story.BUSINESS_SUPPORT, story.AUDITOR]


def names(reader: Reader, page: str = "") -> list[str]:
    """The children on the page, in order, each without the local id that stands below."""
    rows = [row for body in reader.open(PAGE + page).each("tbody") for row in body.iter("tr")]
    return [words_of(next(row.iter("td"))).rpartition(" ")[0] for row in rows]


def listed(*, today: date | None = None, months: int = 12) -> list[str]:
    """The children whom Maya's team leader would see on a day, with a figure."""
    today = today or clock.today()
    figures = parameters_on(today, {"coming_up_months": months})
    leader = factories.person(story.TRANSFERRING_LEADER)
    return [one.child.name for one in coming_up.children_coming_up(leader, today=today, figures=figures)]


def born(day: date) -> None:
    """Change Maya's date of birth."""
    Child.update(date_of_birth=day).where(Child.local_id == story.CASE_ONE_CHILD).execute()


@pytest.mark.parametrize("email", LISTED)
def test_who_leads_teams_sees_the_children_of_those_teams_alone(sign_in: SignIn, email: str) -> None:
    assert names(sign_in(email)) == LISTED[email]


@pytest.mark.parametrize("email", NOT_FOR_THEM)
def test_for_everybody_else_there_is_no_such_page_and_no_link_to_it(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)

    assert PAGE not in reader.open("/").links
    reader.open(PAGE, status=404)


def test_each_child_comes_with_the_day_the_team_the_worker_and_a_way_to_start(sign_in: SignIn) -> None:
    Record.update(state=State.WITHDRAWN).execute()
    reader = sign_in(story.TRANSFERRING_LEADER)
    assert PAGE in reader.open("/").links

    page = reader.open(PAGE)

    on = factories.child().date_of_birth + relativedelta(years=13)
    assert page.heading == "Children coming up to 13"
    assert f"{on.day} {on:%B %Y} Northgate East Cluster Team Hannah Whitcombe" in page.words
    assert "1 child, the one who will be 13 first at the top. Child" in page.words
    [start] = [link for link in page.links if link.startswith("/records/new/transfer-meeting")]
    chosen = reader.open(start).form("/records/new/transfer-meeting", method="post").fields
    assert chosen["chosen"] == str(factories.child().id)


def test_the_list_begins_today_and_ends_where_the_councils_figure_says() -> None:
    today = date(2026, 3, 31)

    def on_list(day: date) -> bool:
        born(day)
        return MAYA in listed(today=today, months=6)

    assert [on_list(date(2013, 3, 30)), on_list(date(2013, 3, 31))] == [False, True]
    assert [on_list(date(2013, 9, 30)), on_list(date(2013, 10, 1))] == [True, False]


def test_who_was_born_on_29_february_is_listed_for_1_march() -> None:
    born(date(2012, 2, 29))

    assert MAYA in listed(today=date(2025, 3, 1))
    assert MAYA not in listed(today=date(2025, 3, 2))


@pytest.fixture
def allocation() -> Allocation:
    """Maya's worker's time with her."""
    assert MAYA in listed()
    return lookup.current_allocation(factories.child())


def test_a_child_whom_the_older_team_works_with_is_not_listed(allocation: Allocation) -> None:
    Team.update(kind="looked_after_13_plus").where(Team.id == allocation.team).execute()

    assert MAYA not in listed()


def test_a_child_who_is_not_looked_after_is_not_listed(allocation: Allocation) -> None:
    Child.update(status="child_in_need").where(Child.id == allocation.child).execute()

    assert MAYA not in listed()


def test_a_worker_before_the_present_one_lists_nobody(allocation: Allocation) -> None:
    moved = Team.get(Team.name == OLDER)
    Allocation.update(ended_on=clock.today()).where(Allocation.id == allocation.id).execute()
    Allocation.create(child=allocation.child, worker=allocation.worker, team=moved, started_on=clock.today())

    assert MAYA not in listed()


def test_the_question_about_the_discussion_leads_to_the_list(sign_in: SignIn) -> None:
    Team.update(kind="looked_after_0_12").where(Team.name == NORTHGATE_EAST).execute()
    record = factories.ready_draft()

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/pathway")

    assert PAGE in page.links
    assert "Children coming up to 13, for team leaders and those above them" in page.words


def test_the_figure_stands_beside_its_statement(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/protocol/315.6.2")

    assert "is listed for discussion: 12 months" in page.words


def test_a_long_list_has_pages_and_its_file_has_all_of_them(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    a_day_later = factories.child().date_of_birth + relativedelta(days=1)
    theirs = Allocation.team.in_(Team.select().where(Team.name == NORTHGATE_EAST)) & Allocation.ended_on.is_null()
    other = Child.select().join(Allocation).where(theirs & (Child.name != MAYA)).first()
    Child.update(date_of_birth=a_day_later, status=LOOKED_AFTER).where(Child.id == other.id).execute()
    reader = sign_in(story.TRANSFERRING_LEADER)

    assert [names(reader), names(reader, "?page=2"), names(reader, "?page=3")] == [[MAYA], [other.name], []]
    assert f"{PAGE}?page=2" in reader.open(PAGE).links
    assert PAGE in reader.open(f"{PAGE}?page=2").links
    assert "This list has no page 3" in reader.open(f"{PAGE}?page=3").words
    assert "2 children, the one who will be 13 first at the top. Page 1." in reader.open(PAGE).words
    assert "2 children, the one who will be 13 first at the top. Page 2." in reader.open(f"{PAGE}?page=2").words
    monkeypatch.setattr(listing, "COUNTED", 1)
    assert "More than 100 children" in reader.open(f"{PAGE}?page=2").words
    told = reader.client.get(f"{PAGE}.csv", base_url=ORIGIN).text
    assert [name in told for name in (MAYA, other.name)] == [True, True]
    reader.open(f"{PAGE}?page=0", status=404)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_a_record_that_is_under_way_stands_in_place_of_the_invitation_to_start_one(
    sign_in: SignIn, state: State
) -> None:
    record = factories.in_state(state)
    reader = sign_in(story.TRANSFERRING_LEADER)

    page, start = reader.open(PAGE), f"/records/new/transfer-meeting?name={story.CASE_ONE_CHILD}"
    said = f"{record.reference} {templating.STATE_WORDS[state][0]}"
    assert said in page.words
    assert start not in page.links
    page = reader.open(start)
    assert f"A record about {MAYA} is under way: {said}" in page.words
    assert f"/records/{record.reference}" in page.links


@pytest.mark.parametrize("days, is_shown", [(1, True), (0, True), (-1, False)])
def test_a_sealed_record_is_under_way_until_its_day(sign_in: SignIn, days: int, *, is_shown: bool) -> None:
    record = factories.in_state(State.SEALED)
    day = clock.today() + relativedelta(days=days)
    Record.update(takes_effect_on=day).where(Record.id == record.id).execute()

    assert (record.reference in sign_in(story.TRANSFERRING_LEADER).open(PAGE).words) == is_shown


def test_a_record_that_is_no_longer_under_way_or_not_for_the_reader_is_not_shown(sign_in: SignIn) -> None:
    record = factories.in_state(State.WITHDRAWN)
    assert record.reference not in sign_in(story.TRANSFERRING_LEADER).open(PAGE).words

    record = factories.in_state(State.DRAFT)
    start = f"/records/new/transfer-meeting?name={story.CASE_ONE_CHILD}"
    assert record.reference in sign_in(story.TRANSFERRING_LEADER).open(start).words
    assert record.reference not in sign_in(factories.OTHER_TEAM_LEADER).open(start).words
