"""What the pages of changes offer as cover, refuse, and explain together, where a child's workers took turns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Allocation, WorkerChange
from records import clock
from records.reporting import worker_changes
from records.reporting.worker_lines import Standing
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_changes_without_a_record import WORDS
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

PAGE = "/changes"
HANNAH, DANIEL, BETHAN = story.AUTHOR, story.RECEIVING_WORKER, story.TRANSFERRING_LEADER


@pytest.fixture
def leader(sign_in: SignIn) -> Reader:
    """Who leads the team that has Maya."""
    return sign_in(story.RECEIVING_LEADER)


def turns(*of: tuple[str, int]) -> list[int]:
    """Maya's workers by turns, each from so many days ago until the next, all in the team of the leader: their ids."""
    child, team = factories.child(), factories.person(story.RECEIVING_WORKER).team_id
    Allocation.delete().where(Allocation.child == child).execute()
    days = [clock.today() - timedelta(days=ago) for _, ago in of]
    spells = [
        Allocation.create(
            child=child, worker=factories.person(by), team=team, started_on=day, ended_on=until, reason_code="ABSENC"
        )
        for (by, _), day, until in zip(of, days, [*days[1:], None], strict=True)
    ]
    worker_changes.recount([child.id])
    return [one.id for one in spells]


def offered(reader: Reader, spells: list[int]) -> list[int]:
    """Which of these, counted from the first worker, the list offers to explain."""
    links = reader.open(PAGE).links
    return [place for place, one in enumerate(spells) if f"{PAGE}/{one}/explain" in links]


def explained(spells: list[int]) -> list[int]:
    """Which of these are explained."""
    found = {one.allocation_id: one.standing for one in WorkerChange.select()}
    return [place for place, one in enumerate(spells) if found[one] == Standing.EXPLAINED]


def explain(reader: Reader, spell: int, status: int) -> str:
    """Send words for a change; returns what the page says where it refuses."""
    post = {"words": WORDS, "csrf_token": reader.token()}
    return reader.send(f"{PAGE}/{spell}/explain", post, status=status).words


def test_neither_forty_days_nor_the_return_after_them_are_explained_as_cover(leader: Reader) -> None:
    spells = turns((HANNAH, 500), (DANIEL, 57), (HANNAH, 17))

    assert offered(leader, spells) == []
    assert "This has lasted 40 days. Cover of 28 days or more needs a record" in explain(leader, spells[1], 200)
    assert "Only a return from cover of fewer than 28 days needs no record" in explain(leader, spells[2], 200)
    assert explained(spells) == []


def test_two_who_covered_in_turn_are_explained_at_the_first_with_the_return(leader: Reader) -> None:
    spells = turns((HANNAH, 500), (DANIEL, 26), (BETHAN, 19), (HANNAH, 12))
    first = factories.person(DANIEL).name

    assert offered(leader, spells) == [1]
    assert f"explain the change to {first} as cover: it explains this one too" in explain(leader, spells[2], 200)
    assert f"If {first} covered for them, explain that change" in explain(leader, spells[3], 200)
    assert explained(spells) == []

    explain(leader, spells[1], 302)
    assert explained(spells) == [1, 2, 3]
    assert "explained by its first change" in leader.open(f"{PAGE}/{spells[2]}/explain").words


def test_a_childs_own_worker_who_is_back_for_two_days_does_not_cover_for_who_stands_in(leader: Reader) -> None:
    spells = turns((HANNAH, 500), (DANIEL, 22), (HANNAH, 11), (DANIEL, 9), (HANNAH, 3))

    assert offered(leader, spells) == [1, 3]
    assert "This is the return of Hannah Whitcombe" in explain(leader, spells[2], 200)
    explain(leader, spells[3], 302)
    assert explained(spells) == [3, 4]
    explain(leader, spells[1], 302)
    assert explained(spells) == [1, 2, 3, 4]
