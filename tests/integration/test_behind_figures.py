"""What is behind a number of a figure, from page to page and with what was counted of each."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from models import Record
from records import clock
from records.reporting import behind_figures, keeping_figures
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn

CHANGES = "/figures/behind?figure=changes&period=last-12-months"


@pytest.fixture(autouse=True)
def counted(app: Flask) -> None:
    factories.submitted()
    Record.update(takes_effect_on=clock.today()).execute()
    keeping_figures.recount()


def test_behind_working_days_each_record_has_its_own_and_behind_a_change_it_says_which(sign_in: SignIn) -> None:
    reader = sign_in(story.LOOKED_AFTER_HEAD)

    assert re.search(r"TMR-.*? [0-9]+ working days?", reader.open("/figures/behind?figure=days&key=writing").words)
    changes = reader.open(CHANGES)
    assert re.search(r"[0-9]+ \w+ 20[0-9]{2} [\w '-]+ to [\w '-]+", changes.words)


def test_what_is_behind_a_number_goes_on_over_pages(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind_figures, "PAGE_SIZE", 1)
    reader = sign_in(story.LOOKED_AFTER_HEAD)

    assert "Page 1: 1 change" in reader.open(CHANGES).words
    assert "Page 2: 1 change" in reader.open(f"{CHANGES}&page=2").words
    assert reader.open(f"{CHANGES}&page=x", status=None).status == 404
