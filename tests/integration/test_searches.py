"""Searches of the register of children: counted when they show somebody, limited, and kept, by whatever route."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask

from models import Child, ChildSearch
from records import clock, searches
from records.register import tallies
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.correcting import correction
from tests.integration.writing import saved, section
from tests.support.reader import Reader
from tests.support.server import ROOT

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

OWN, OTHERS = story.CASE_ONE_CHILD, "AV104022"  # of the author's team, and of another
AN_HOUR = 3


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Few searches an hour and a day."""
    return settings.model_copy(update={"child_searches_an_hour": AN_HOUR, "child_searches_a_day": AN_HOUR + 1})


def counted() -> list[ChildSearch]:
    return list(ChildSearch.select().order_by(ChildSearch.id))


def later(**after: int) -> Callable[[], object]:
    """The clock, so much later."""
    now = clock.now() + timedelta(**after)
    return lambda: now


def picked(reader: Reader, typed: str) -> Any:
    return reader.client.get(f"/register/children?q={typed}", base_url="https://handover.example").json


def search_often(reader: Reader, times: int) -> None:
    """Search for as many children of other teams, one each twenty seconds."""
    for number, child in enumerate(strangers()[:times]):
        with patch.object(clock, "now", later(seconds=20 * (number - times))):
            assert picked(reader, child.local_id)[0]["name"] == child.name


def strangers() -> list[Child]:
    """Children who are of no team of the author's."""
    children = list(Child.select().order_by(Child.id))
    own = searches.ids_of_own(children, factories.person())
    return [child for child in children if child.id not in own]


@pytest.mark.parametrize("path", ["/register/children?q=", "/records/new/transfer-meeting?name="])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_search_that_shows_somebody_is_kept_without_the_words(sign_in: SignIn, path: str, *, htmx: bool) -> None:
    reader = sign_in(story.AUTHOR)

    reader.open(f"{path}{OTHERS}", htmx=htmx)
    reader.open(f"{path}nobodyofthatname", htmx=htmx)

    (kept,) = counted()
    assert (kept.staff.email, kept.beyond) == (story.AUTHOR, True)
    assert kept.children == [factories.child(OTHERS).id]
    assert "AV104022" not in str(kept.__data__)


def test_letters_within_ten_seconds_are_one_search(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    for letters in ("m", "ma", "may", "maya"):
        picked(reader, letters)
    assert len(counted()) == 1

    picked(reader, "kay")
    assert len(counted()) == 2, "other letters are another search"
    with patch.object(clock, "now", later(seconds=11)):
        picked(reader, "ru")
        picked(reader, "ruby")
    assert [bool(one.typed) for one in counted()] == [False, False, True], "kept as long as the search goes on"


def test_different_words_within_ten_seconds_are_as_many_searches_though_they_begin_alike(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    typed = [child.local_id for child in strangers()[:AN_HOUR]]
    assert len({word[:3] for word in typed}) == 1

    for word in typed:
        picked(reader, word)

    assert [len(one.children) for one in counted()] == [1] * AN_HOUR


def test_letters_that_are_taken_away_again_are_no_new_search(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    for letters in ("m", "ma", "may", "ma", "m"):
        picked(reader, letters)

    assert len(counted()) == 1


@pytest.mark.parametrize("path", ["/register/children?q=", "/records/new/transfer-meeting?name="])
def test_the_same_text_after_ten_seconds_is_another_search(app: Flask, sign_in: SignIn, path: str) -> None:
    reader = sign_in(story.AUTHOR)
    for after, searched in ((0, 1), (9, 1), (18, 1), (30, 2), (14 * 60, 3)):
        with patch.object(clock, "now", later(seconds=after)):
            reader.open(f"{path}{OTHERS}")
        assert len(counted()) == searched, f"after {after} seconds"

    listed = app.test_cli_runner().invoke(args=["audit", "searches", "--child", OTHERS])
    assert listed.output.count(story.AUTHOR) == 3


def test_a_look_up_that_is_repeated_counts_towards_the_limit(sign_in: SignIn) -> None:
    reader, shown = sign_in(story.AUTHOR), []
    for times in range(AN_HOUR + 1):
        with patch.object(clock, "now", later(minutes=times)):
            shown.append(isinstance(picked(reader, OTHERS), list))

    assert shown == [True] * AN_HOUR + [False]


def test_choosing_a_child_whom_one_was_shown_is_no_search_of_its_own(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    picked(reader, OTHERS)

    with patch.object(clock, "now", later(minutes=5)):
        fields = {"csrf_token": reader.token(), "chosen": str(factories.child(OTHERS).id)}
        page = reader.send("/records/new/transfer-meeting", fields, status=None)

    assert factories.child(OTHERS).name in page.words
    assert len(counted()) == 1


def test_of_a_child_of_another_team_no_date_of_birth_is_shown(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    assert "born" in picked(reader, OWN)[0]["detail"]
    assert picked(reader, OTHERS)[0]["detail"] == f"{OTHERS}, not with your teams"
    assert "born" not in reader.open(f"/records/new/transfer-meeting?name={OTHERS}").words


def test_over_the_limit_nobody_of_other_teams_is_shown_and_it_is_said_whom_to_ask(
    sign_in: SignIn, settings: Settings
) -> None:
    reader, one_more = sign_in(story.AUTHOR), strangers()[AN_HOUR]
    search_often(reader, AN_HOUR)

    refused = reader.client.get(f"/register/children?q={one_more.local_id}", base_url="https://handover.example")
    page = reader.open(f"/records/new/transfer-meeting?name={one_more.local_id}")
    part = reader.open(f"/records/new/transfer-meeting?name={one_more.local_id}", htmx=True)

    assert refused.status_code == 429
    assert tallies.of_last_day()[tallies.SEARCHES]
    for said in (refused.json["said"], page.words, part.words):
        assert f"You have searched for children of other teams {AN_HOUR} times in an hour, which is the limit" in said
        assert settings.mail_reply_to in said
        assert one_more.name not in said
    assert len(counted()) == AN_HOUR + 1, "the three tries are letters of one"


def test_over_the_limit_the_answer_is_the_same_for_every_text(sign_in: SignIn) -> None:
    reader, child = sign_in(story.AUTHOR), strangers()[AN_HOUR]
    search_often(reader, AN_HOUR)
    texts = [child.name, child.local_id, child.name.split()[-1][:4], "nobodyofthatname", "AV999999"]

    for path in ("/register/children?q=", "/records/new/transfer-meeting?name="):
        for htmx in (False, True):
            answers = [reader.open(f"{path}{text}", htmx=htmx, status=None) for text in texts]
            told = {(one.status, one.words if one.is_html else one.response.text) for one in answers}
            assert len(told) == 1, path
            assert "which is the limit" in told.pop()[1], (path, htmx)


def test_each_try_beyond_the_limit_is_kept_with_who_made_it_and_letters_are_one(app: Flask, sign_in: SignIn) -> None:
    reader, one_more = sign_in(story.AUTHOR), strangers()[AN_HOUR]
    search_often(reader, AN_HOUR)

    for letters in ("zx", "zxy", "zxya", "zxyah b", "zxyah"):
        picked(reader, letters)
    fields = {"csrf_token": reader.token(), "chosen": str(one_more.id)}
    reader.send("/records/new/transfer-meeting", fields, status=429)

    refused = [one for one in counted() if not one.children]
    assert [(one.staff.email, one.beyond) for one in refused] == [(story.AUTHOR, False)] * 2
    listed = app.test_cli_runner().invoke(args=["audit", "searches", "--staff", story.AUTHOR]).output.splitlines()
    assert [line.endswith(f"{story.AUTHOR} refused at the limit") for line in listed] == [True] * 2 + [False] * AN_HOUR


def test_over_the_limit_ones_own_children_are_found_as_ever(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    search_often(reader, AN_HOUR)

    assert picked(reader, OWN)[0]["name"] == factories.child(OWN).name


def test_a_script_that_tries_every_pair_of_letters_is_stopped_by_the_limit(sign_in: SignIn) -> None:
    reader, own = (
        sign_in(story.AUTHOR),
        {one.local_id for one in Child.select()} - {one.local_id for one in strangers()},
    )
    pairs = [first + second for first in "abcdefghijklmn" for second in "aeiourlt"]

    answers = [picked(reader, pair) for pair in pairs]

    assert sum(one.beyond for one in counted()) == AN_HOUR
    born = {
        one["detail"][:8] for found in answers if isinstance(found, list) for one in found if "born" in one["detail"]
    }
    assert born <= own
    assert any(isinstance(found, dict) for found in answers), "somebody was told of the limit"


def test_an_hour_later_one_searches_again_until_the_days_limit(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    search_often(reader, AN_HOUR)

    for after, found in ((70, True), (140, False)):
        with patch.object(clock, "now", later(minutes=after)):
            assert bool(isinstance(picked(reader, strangers()[AN_HOUR + after % 3].local_id), list)) == found


def test_children_chosen_by_number_alone_count_as_searches(sign_in: SignIn) -> None:
    reader, seen = sign_in(story.AUTHOR), []
    for child in strangers()[: AN_HOUR + 2]:
        fields = {"csrf_token": reader.token(), "chosen": str(child.id)}
        page = reader.send("/records/new/transfer-meeting", fields, status=None)
        seen.append(child.name in page.words)

    assert seen == [True] * AN_HOUR + [False, False]


def test_a_correction_tells_nobody_which_local_ids_are_in_the_register_beyond_their_teams(sign_in: SignIn) -> None:
    reader, said = sign_in(story.AUTHOR), []

    for number in (strangers()[0].local_id, "AV999999"):
        record = factories.ready_draft()
        fields = {"action": "continue"} | correction(number, of="child_local_id")
        page = reader.press(section(reader, record, "child"), fields, status=None)
        said.append((page.status, saved(record)["child_local_id"] == number))

    assert said[0] == said[1]
    assert counted() == []


def test_a_search_whose_answer_has_no_body_finds_nobody(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    answers = {
        reader.client.head(f"/register/children?q={typed}", base_url="https://handover.example").content_length
        for typed in (OTHERS, "nobodyofthatname")
    }
    assert len(answers) == 1
    assert counted() == []


def test_only_one_module_searches_the_register_of_children() -> None:
    """Every route goes through records/searches.py."""
    callers = set()
    for folder in ("views", "records", "forms", "commands"):
        for path in (ROOT / folder).rglob("*.py"):
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute))
            if any(node.attr == "find_children" and _is_of_lookup(node) for node in calls):
                callers.add(path.relative_to(ROOT))
    assert callers == {Path("records/searches.py")}


def _is_of_lookup(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "lookup"


def test_operators_list_who_searched_without_a_name(app: Flask, sign_in: SignIn) -> None:
    picked(sign_in(story.AUTHOR), OTHERS)

    by_child = app.test_cli_runner().invoke(args=["audit", "searches", "--child", OTHERS])
    nobody = app.test_cli_runner().invoke(args=["audit", "searches", "--child", OWN])

    assert story.AUTHOR in by_child.output
    assert OTHERS in by_child.output
    assert factories.child(OTHERS).name not in by_child.output
    assert nobody.output == "Nobody has searched so.\n"
