"""A council that calls everything something else: no page or mail says a default, or has an article that misfits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from models import Record, State, Team
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.addresses import routes
from tests.integration.conftest import SignIn, make_app
from tests.integration.mailing import every_kind, parts, send
from tests.support.mail_server import MailServer
from tests.support.other_words import OTHER_WORDS, find_wrong_terms

SHORT = 10  # characters: 'yes' is an answer too


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The app of that council."""
    return make_app(settings.model_copy(update={"terms": OTHER_WORDS, "operators": frozenset({story.AUTHOR})}))


def written(answer: Any) -> Iterator[str]:
    """Every text in an answer as it is stored."""
    if isinstance(answer, str):
        yield " ".join(answer.split())
    elif isinstance(answer, dict | list):
        for part in answer.values() if isinstance(answer, dict) else answer:
            yield from written(part)


def without_what_people_wrote(words: str, record: Record) -> str:
    """A page's words less the answers of its record and the names of teams, which nobody puts in other words."""
    theirs = {*written(record.answers), *(team.name for team in Team.select())}
    for text in sorted(theirs, key=len, reverse=True):
        words = words.replace(text, "…") if len(text) > SHORT else words
    return words


@pytest.mark.parametrize("email", [story.AUTHOR, story.TRANSFERRING_LEADER, story.LOOKED_AFTER_MANAGER])
def test_every_page_is_in_the_other_words(app: Flask, sign_in: SignIn, email: str) -> None:
    reader, found = sign_in(email), set()
    for state in (State.DRAFT, State.SUBMITTED, State.SEALED):
        record = factories.in_state(state)
        for route in routes(app, "GET"):
            page = reader.open(route.address(record), status=None)
            if page.response.mimetype == "text/html":
                found |= {
                    f"{route}: {slip}" for slip in find_wrong_terms([without_what_people_wrote(page.words, record)])
                }

    assert sorted(found) == []


def test_every_mail_is_in_the_other_words(app: Flask, smtp_server: MailServer) -> None:
    every_kind(factories.in_state(State.SUBMITTED))

    assert send(app) > 10
    texts = [text for one in smtp_server.messages for text in (str(one["Subject"]), *parts(one).values())]
    assert find_wrong_terms(texts) == set()
