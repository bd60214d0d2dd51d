"""Two councils' apps in one process: each keeps to its own chapters, logo and words; the database they share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from PIL import Image

import models
from app import create_app
from documents import logo
from models import SecondDatabaseError, Staff
from records import council, weighing
from records.deciding import chain
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import make_app
from tests.support.reader import Reader

ROUNDS = 3


@dataclass(frozen=True)
class Town:
    """A council with an app of its own, and what stands on its pages and on no other's."""

    app: Flask
    statement: str
    word: str
    picture: bytes


TITLES = {"142.1.1": "1.4.2, Principles", "315.4.1": "3.1.5, From a cluster team to a looked after children team"}
SETTINGS = {"red": ("3.1.5", "142.1.1", "crew chief"), "blue": ("1.4.2", "315.4.1", "shift captain")}


@pytest.fixture
def towns(settings: Settings, tmp_path: Path) -> list[Town]:
    """Two councils with different chapters in force, logos and words, on one database."""

    def found(colour: str, off: str, statement: str, word: str) -> Town:
        file = tmp_path / f"{colour}.png"
        Image.new("RGB", (8, 8), colour).save(file)
        terms = {"team_leader": word, "team_leaders": f"{word}s"}
        own = {"chapters_off": frozenset({off}), "logo_file": file, "terms": terms}
        return Town(make_app(settings.model_copy(update=own)), statement, word, logo.read(file))

    return [found(colour, *own) for colour, own in SETTINGS.items()]


def check_pages(town: Town, other: Town, reader: Reader) -> None:
    """That pages and logo are this council's, and nothing of the other's."""
    page = reader.open("/protocol")
    assert town.word in page.words
    assert other.word not in page.words
    off = {title for title in TITLES.values() if f"{title} This chapter is switched off here" in page.words}
    assert off == {TITLES[other.statement]}
    [address] = [image.get("src", "") for image in page.each("img")]
    assert reader.open(address).response.data == town.picture
    offered = "/records/new/exception-decision" in reader.open("/").links
    assert offered is (town.statement.startswith("315"))


def check_records(town: Town, other: Town) -> None:
    """That the records' own rules are this council's."""
    assert weighing.is_in_force(town.statement)
    assert not weighing.is_in_force(other.statement)
    assert chain.is_offered("exception_decision") is town.statement.startswith("315")
    assert council.current().logo == town.picture


def test_requests_to_two_apps_in_turn_are_each_answered_by_their_own(towns: list[Town]) -> None:
    red, blue = towns
    readers = [Reader(town.app, factories.person(story.AUTHOR)) for town in towns]

    for _ in range(2):
        check_pages(red, blue, readers[0])
        check_pages(blue, red, readers[1])


def test_requests_to_two_apps_at_once_are_each_answered_by_their_own(towns: list[Town]) -> None:
    red, blue = towns
    at_once = Barrier(2)
    staff: Staff = factories.person(story.AUTHOR)

    def ask(town: Town, other: Town) -> int:
        reader = Reader(town.app, staff)
        for _ in range(ROUNDS):
            at_once.wait(60)
            check_pages(town, other, reader)
            with town.app.app_context():
                at_once.wait(60)
                check_records(town, other)
        return ROUNDS

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, (red, blue), (blue, red))) == [ROUNDS, ROUNDS]


def test_a_context_within_another_works_for_its_own_app_and_gives_way_to_the_outer(towns: list[Town]) -> None:
    red, blue = towns
    with red.app.app_context():
        with blue.app.app_context():
            check_records(blue, red)
        check_records(red, blue)
        with pytest.raises(ZeroDivisionError), blue.app.app_context():
            1 / 0  # noqa: B018 - whatever goes wrong in it
        check_records(red, blue)


def test_without_an_app_it_is_refused_to_say_what_is_in_force(towns: list[Town]) -> None:
    with pytest.raises(council.NoCouncilError, match="within an app's context"):
        Context().run(weighing.is_in_force, towns[0].statement)


def test_work_that_an_app_leaves_wakes_its_own_queue(towns: list[Town]) -> None:
    woken: list[str] = []
    for town in towns:
        town.app.extensions["wake"] = lambda town=town: woken.append(town.word)

    with towns[1].app.app_context():
        factories.submit(factories.ready_draft())

    assert woken == [towns[1].word]


def test_templates_that_were_compiled_for_one_app_speak_the_words_of_another(settings: Settings) -> None:
    for word in ("captains", "elders"):
        app = make_app(settings.model_copy(update={"terms": {"service_delivery_managers": word}}))  # one cache for all

        page = Reader(app, factories.person(story.TRANSFERRING_LEADER)).open("/children/coming-up")

        assert f"The {word} talk about them" in page.words


# The database


def test_a_second_address_is_refused_and_the_first_goes_on(towns: list[Town], tmp_path: Path) -> None:
    elsewhere = Settings(env="test", data_folder=tmp_path)

    with pytest.raises(SecondDatabaseError, match=r"uses another database already.*models\.disconnect\(\)"):
        create_app(elsewhere)

    Reader(towns[0].app, factories.person(story.AUTHOR)).open("/")


def test_apps_of_one_address_share_its_connections(towns: list[Town], settings: Settings) -> None:
    assert models.connect_to(settings.database) is models.connect_to(settings.database) is models.database.obj


def test_once_it_is_let_go_another_address_is_taken(towns: list[Town], tmp_path: Path) -> None:
    models.disconnect()

    app = create_app(Settings(env="test", data_folder=tmp_path))

    assert app.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
    assert (tmp_path / "handover.db").exists()
    assert not Staff.select().exists()
