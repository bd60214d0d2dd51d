"""The pages of the protocol: its statements, to which findings lead, and how each is checked, in words and figures."""

from __future__ import annotations

import re

import pytest

from forms import KINDS
from models import Departure, Record
from protocol import CHAPTERS, PARAMETERS, RECORDS, RULES, fill_terms, listed
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.data.case_one import NEW_LEADER_ABSENT
from tests.integration.conftest import SignIn
from tests.support.reader import Page, words_of

pytestmark = pytest.mark.usefixtures("app")
SHOWN = listed(CHAPTERS)
OF_THE_CHAPTERS = [rule for rule in RULES if not {one.id for one in SHOWN}.isdisjoint(rule.statements)]


def sections(page: Page) -> dict[str, str]:
    """What the page says of each statement, by its anchor."""
    return {found.get("id", ""): words_of(found) for found in page.each("section", class_="handover-statement")}


def place(statement: str) -> str:
    """The address of what says how a statement is checked."""
    return f"/protocol/{statement}"


def test_every_statement_has_a_place_of_its_own_with_its_level_and_leads_to_how_it_is_checked(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/protocol")
    found, named = sections(page), {one.get("id", ""): words_of(one) for one in page.each("h3")}

    assert list(found) == [statement.id for statement in SHOWN]
    for statement in SHOWN:
        assert found[statement.id].startswith(f"{statement.level.capitalize()} {fill_terms(statement.wording)}")
    links = [one for one in page.each("a") if words_of(one) == "How it is checked"]
    assert [one.get("href") for one in links] == [place(statement.id) for statement in SHOWN]
    heard = [one.get("aria-labelledby", "").split() for one in links]
    assert [itself for itself, _ in heard] == [one.get("id") for one in links]
    assert [named[of] for _, of in heard] == [text.partition(" How it is checked")[0] for text in found.values()]


def test_the_page_begins_with_its_sections(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/protocol")
    headings = {f"#{one.get('id')}": words_of(one) for one in page.each("h2")}
    [contents] = page.each("nav", **{"aria-label": "Sections"})

    places = list(dict.fromkeys(fill_terms(statement.place) for statement in SHOWN))
    leading = [headings[link.get("href", "")] for link in contents.iter("a")]
    assert leading == places == list(headings.values())
    assert all(title in words_of(contents) for title in CHAPTERS.values())


def test_each_is_explained_on_a_page_by_rules_figures_and_the_questions_that_they_read(sign_in: SignIn) -> None:
    reader, found = sign_in(story.AUTHOR), dict[str, str]()
    for statement in SHOWN:
        page = reader.open(place(statement.id))
        found[statement.id] = page.words
        assert page.heading == fill_terms(statement.wording)
        assert f"/protocol#{statement.id}" in page.links
        assert all(word in page.words for word in (fill_terms(statement.place), statement.level.capitalize()))

    assert "The meeting is 14 to 28 days before the change." in found["142.5.2"]
    for rule in OF_THE_CHAPTERS:
        for words in (found[statement] for statement in rule.statements):
            assert all(part in words for part in parts_in_words(rule.summary))
            assert all(fill_terms(PARAMETERS[name].label) in words for name in rule.uses)
            assert all(PARAMETERS[name].source in words for name in rule.uses)
            for kind in filter(rule.serves, RECORDS):
                asked = KINDS[kind].questions
                assert [name for name in rule.reads & asked.keys() if in_one_line(asked[name].text) not in words] == []


def parts_in_words(summary: str) -> list[str]:
    """A rule's summary around its figures and terms."""
    return [in_one_line(part) for part in re.split(r"\{.*?\}", summary)]


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "statement", ["local.1.1", "142.99.1", "142.3", "142.3.2%00", "142.3.2%20", "é", "..%2F142.3.2"]
)
def test_what_is_no_statement_here_has_no_page(sign_in: SignIn, statement: str) -> None:
    sign_in(story.AUTHOR).open(place(statement), status=404)


def test_how_often_records_departed_from_a_statement_is_counted(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    few, told = "Fewer than five submitted versions departed from this.", "submitted versions departed from this"
    assert few in reader.open(place("142.3.2")).words

    factories.submitted(**NEW_LEADER_ABSENT, new_team_leader_absence="Briefed by telephone")

    assert Departure.select().where(Departure.statement == "142.3.2").count() == 1
    assert history.departures_by_statement()["142.3.2"] == 1
    assert few in reader.open(place("142.3.2")).words
    assert told not in sections(reader.open("/protocol"))["142.3.2"]
    monkeypatch.setattr(history, "departures_by_statement", lambda _: {"142.3.2": 18})
    monkeypatch.setattr(history, "acceptances_by_statement", lambda _: {"142.3.2": 6})
    for words in (sections(reader.open("/protocol"))["142.3.2"], reader.open(place("142.3.2")).words):
        assert f"15 or more {told} with a reason. In 5 or more submitted versions the managers" in words
    assert told not in sections(reader.open("/protocol"))["142.1.1"]
    assert few in reader.open(place("142.1.1")).words


def pages_with_findings(record: Record) -> list[str]:
    """The addresses at which findings on a draft are shown."""
    keys = [section.key for section in KINDS[record.kind].sections]
    return [f"/records/{record.reference}/{page}" for page in ["check", "answers", *(f"sections/{k}" for k in keys)]]


@pytest.mark.parametrize("make", [four.transfer, factories.start_draft], ids=["one thing open", "a blank form"])
def test_from_every_finding_one_click_leads_to_its_statement(sign_in: SignIn, make) -> None:  # type: ignore[no-untyped-def]
    record, author = make(), sign_in(story.AUTHOR)
    known = {f"/protocol#{statement.id}" for statement in SHOWN}

    for address in pages_with_findings(record):
        page = author.open(address)
        for cited in re.findall(r"class=\"handover-clause\">(.*?)</span>", page.text):
            assert set(re.findall(r'href="(.*?)"', cited)) <= known
            assert re.findall(r'href="(.*?)"', cited), f"a finding without its statement at {address}"
