"""The page of the protocol: every statement with its rules, figures, questions and departures; findings lead there."""

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


def test_every_statement_has_a_place_of_its_own_with_its_level(sign_in: SignIn) -> None:
    found = sections(sign_in(story.AUTHOR).open("/protocol"))

    assert list(found) == [statement.id for statement in SHOWN]
    for statement in SHOWN:
        assert found[statement.id].startswith(f"{statement.level.capitalize()} {fill_terms(statement.wording)}")


def test_each_is_explained_by_its_rules_in_words_with_figures_in_numbers(sign_in: SignIn) -> None:
    found = sections(sign_in(story.AUTHOR).open("/protocol"))

    assert "The meeting is 14 to 28 days before the change." in found["142.5.2"]
    for rule in OF_THE_CHAPTERS:
        for statement in rule.statements:
            assert rule.summary.split("{")[0].split(" ")[0] in found[statement]
            assert all(fill_terms(PARAMETERS[name].label) in found[statement] for name in rule.uses)
            assert all(PARAMETERS[name].source in found[statement] for name in rule.uses)


def test_each_names_the_questions_that_its_rules_read(sign_in: SignIn) -> None:
    found = sections(sign_in(story.AUTHOR).open("/protocol"))

    for rule in OF_THE_CHAPTERS:
        for kind in filter(rule.serves, RECORDS):
            for name in rule.reads & KINDS[kind].questions.keys():
                for statement in rule.statements:
                    assert words_in(KINDS[kind].questions[name].text) in found[statement], name


def words_in(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def test_how_often_records_departed_from_a_statement_is_counted(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    few = "Fewer than five submitted versions departed from this."
    assert few in sections(reader.open("/protocol"))["142.3.2"]

    factories.submitted(**NEW_LEADER_ABSENT, new_team_leader_absence="Briefed by telephone")

    assert Departure.select().where(Departure.statement == "142.3.2").count() == 1
    assert history.departures_by_statement()["142.3.2"] == 1
    assert few in sections(reader.open("/protocol"))["142.3.2"]
    monkeypatch.setattr(history, "departures_by_statement", lambda: {"142.3.2": 18})
    assert "15 or more submitted versions departed from this" in sections(reader.open("/protocol"))["142.3.2"]


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
