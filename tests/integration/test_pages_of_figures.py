"""The two pages of figures: which stands where, the ways between them and back, and the places on offer."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Record, Team
from records import clock
from records.reporting import keeping_figures, places
from records.reporting.counting import periods
from records.reporting.figures_drawn import pages, words
from records.reporting.figures_drawn.sums import Reading
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import words_of

OF_CHILDREN, OF_RECORDS = "/figures", "/figures/records"


@pytest.fixture(autouse=True)
def counted(app: Flask) -> None:
    keeping_figures.recount()


def test_each_figure_stands_on_one_page_and_both_pages_lead_to_it(sign_in: SignIn) -> None:
    asked, reader = "place=locality-Northgate&period=last-12-months", sign_in(factories.LOCALITY_LEADER)
    numbers: dict[str, list[str]] = {}
    for here, other in ((OF_CHILDREN, OF_RECORDS), (OF_RECORDS, OF_CHILDREN)):
        page = reader.open(f"{here}?{asked}")
        mine = [one.get("id") for one in page.each("h2") if one.get("id")]
        leads = [one.partition("#") for one in page.links if "#" in one]
        numbers[here] = [one[:2] for one in map(words_of, page.each("h2")) if one[1] == "."]
        assert {anchor for link, _, anchor in leads if not link} >= {*mine}
        assert len([anchor for link, _, anchor in leads if link == f"{other}?{asked}" and anchor not in mine]) == 4

    assert numbers == {OF_CHILDREN: ["1.", "2.", "3.", "4."], OF_RECORDS: ["5.", "6.", "7.", "8."]}


def test_both_pages_together_have_what_the_report_has() -> None:
    Record.update(takes_effect_on=clock.today()).execute()
    keeping_figures.recount()
    there, period = places.everywhere(), periods.read(periods.LAST_TWELVE, clock.today())
    whole, *each = (
        pages.page(there[0], period, Reading.LEADING, there, figures).figures
        for figures in (words.FIGURES, words.OF_CHILDREN, words.OF_RECORDS)
    )

    assert [one for part in each for one in part] == [*whole]
    drawn = {chart.slug for one in whole for chart in one.charts if chart.has_something_to_draw}
    assert drawn >= {"changes-months", "near-events", "kinds", "introduced"}, "there is something to leave out"


@pytest.mark.parametrize("figure, page", [("flows", OF_CHILDREN), ("near_events", OF_CHILDREN), ("told", OF_RECORDS)])
def test_what_is_behind_a_number_leads_back_to_its_figure(sign_in: SignIn, figure: str, page: str) -> None:
    behind = sign_in(factories.LOCALITY_LEADER).open(f"/figures/behind?figure={figure}&period=last-12-months")

    anchor = words.BY_SLUG[words.COUNTED[figure][0]].slug
    assert f"{page}?place=locality-Northgate&period=last-12-months#{anchor}" in behind.links


def test_of_many_places_a_locality_that_is_shown_offers_its_teams(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MANY", 3)
    east, west = (Team.get(Team.name == f"Northgate {one} Cluster Team") for one in ("East", "West"))
    head = factories.person(story.CLUSTER_HEAD)
    Team.update(locality="Riverside").where(Team.service == head.service).execute()
    Team.update(locality="Northgate").where(Team.id.in_([east.id, west.id])).execute()
    reader = sign_in(story.CLUSTER_HEAD)

    def offered(place: str) -> list[str]:
        (choice,) = reader.open(f"{OF_CHILDREN}?place={place}").each("select", id="place")
        return [str(one.get("value")) for one in choice.iter("option")]

    theirs, wide = [f"team-{east.id}", f"team-{west.id}"], [one.name for one in places.of_staff(head)][:3]
    assert offered("service-cluster") == wide == ["service-cluster", "locality-Northgate", "locality-Riverside"]
    assert offered("locality-Northgate") == offered(theirs[0]) == wide + theirs
    monkeypatch.setattr(places, "MANY", 100)
    assert len(offered("service-cluster")) == 3 + Team.select().where(Team.service == head.service).count()


def test_a_head_of_service_chooses_one_of_the_teams_below(sign_in: SignIn) -> None:
    place = places.name_of(places.TEAM, Team.get(Team.name == "Northgate East Cluster Team").id)

    reader, asked = sign_in(story.CLUSTER_HEAD), f"place={place}&period=last-12-months"
    page, of_records_too = reader.open(f"{OF_CHILDREN}?{asked}"), reader.open(f"{OF_RECORDS}?{asked}")

    assert "Northgate East Cluster Team" in page.words
    assert "Northgate East Cluster Team" in of_records_too.words
    assert of_records_too.form("/figures").action == OF_RECORDS, "another place is asked for where one is"


def test_a_period_that_there_is_not_is_named_and_the_year_that_runs_is_shown(sign_in: SignIn) -> None:
    for here in (OF_CHILDREN, OF_RECORDS):
        page = sign_in(story.CLUSTER_HEAD).open(f"{here}?period=2026")
        assert "'2026' is no period" in page.words
        assert "Year: April" in page.words
