"""Two children, or two colleagues, of one name are both offered, with what tells them apart, and never one silently."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from models import Allocation, Child, Record, Role, Staff
from records.register import lookup
from records.register.invented import address
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page

CHOOSE = "/records/new/transfer-meeting"
WAYS_OF_TYPING = ["Maya O'Brien", "maya obrien", "O’Brien, Maya", "maya o brien"]


@pytest.fixture
def namesakes(app: Flask) -> dict[str, Child]:
    """Local id → child: three children whose names are written in three ways."""
    author = factories.person()
    written = {"QX1": ("Maya O'Brien", 2015), "QX2": ("Maya O’Brien", 2018), "QX3": ("Maya Obrien", 2021)}
    found = {
        local_id: Child.create(name=name, local_id=local_id, status="child_in_need", date_of_birth=date(born, 3, 4))
        for local_id, (name, born) in written.items()
    }
    for child in found.values():
        Allocation.create(child=child, worker=author, team=author.team, started_on=date(2025, 3, 4))
    return found


@pytest.fixture
def colleagues(app: Flask) -> list[Staff]:
    """Two social workers of two teams, whose names differ by a hyphen."""
    teams = [factories.person(email).team for email in (story.AUTHOR, story.RECEIVING_WORKER)]
    return [
        Staff.create(name=name, email=address(f"zan.{number}"), role=Role.SOCIAL_WORKER, team=team)
        for number, (name, team) in enumerate(zip(("Zan Smith-Jones", "Zan Smith Jones"), teams, strict=True))
    ]


def offered(page: Page) -> list[tuple[str, str]]:
    """(name, detail) of the choices of the start page, none of them chosen."""
    choices = list(page.each("input", type="radio"))
    assert [choice.get("checked") for choice in choices] == [None] * len(choices)
    labels = [page.html.find(f".//label[@for='{choice.get('id')}']").text for choice in choices]
    hints = [page.html.find(f".//div[@id='{choice.get('id')}-hint']").text for choice in choices]
    return list(zip(labels, hints, strict=True))


@pytest.mark.parametrize("typed", WAYS_OF_TYPING)
@pytest.mark.usefixtures("namesakes")
def test_a_record_is_started_for_the_namesake_who_was_chosen(sign_in: SignIn, typed: str) -> None:
    author = sign_in(story.AUTHOR)
    page = author.open(f"{CHOOSE}?name={typed}")

    assert offered(page) == [
        ("Maya O'Brien", "QX1, born 4 March 2015"),
        ("Maya Obrien", "QX3, born 4 March 2021"),
        ("Maya O’Brien", "QX2, born 4 March 2018"),
    ]
    assert author.press(page.form(CHOOSE, method="post")).errors == ["Select the child this record is about"]
    assert not Record.select().where(Record.child.in_(Child.select().where(Child.name.contains("brien")))).exists()

    chosen = factories.child("QX2")
    author.press(author.page.form(CHOOSE, method="post"), {"chosen": str(chosen.id)}, status=302)
    assert Record.get(Record.child == chosen).answers["child_local_id"] == "QX2"


@pytest.mark.usefixtures("app")
def test_a_list_that_is_full_says_how_to_narrow_it(sign_in: SignIn) -> None:
    for number in range(lookup.MAX_MATCHES + 1):
        Child.create(name="Maya O’Brien", local_id=f"QX{number}", status="child_in_need")

    page = sign_in(story.AUTHOR).open(f"{CHOOSE}?name=maya obrien")

    assert len(offered(page)) == lookup.MAX_MATCHES
    assert "Only the first 12 are shown. Type more of the name, or the local id." in page.words
    assert "Only the first" not in sign_in(story.AUTHOR).open(f"{CHOOSE}?name=qx12").words


@pytest.mark.parametrize("typed", ["Zan Smith-Jones", "zan smith jones", "SmithJones, Zan", "zan smith–jones"])
def test_a_picker_asks_which_of_two_colleagues_is_meant(sign_in: SignIn, colleagues: list[Staff], typed: str) -> None:
    draft, author = factories.start_draft(), sign_in(story.AUTHOR)
    address_of_page = f"/records/{draft.reference}/sections/workers"
    form = author.open(address_of_page).form("", id="section-form")

    page = author.press(form, {"new_worker": typed, "new_worker-id": "", "action": "continue"})

    assert "Select who you mean" in page.errors
    values = [radio.get("value") for radio in page.each("input", type="radio", name="new_worker-id")]
    assert sorted(values) == sorted(str(colleague.id) for colleague in colleagues)
    assert all(f"{colleague.name}, social worker, {colleague.team.name}" in page.words for colleague in colleagues)
    assert "new_worker" not in factories.fresh(draft).answers


def test_a_picker_takes_the_colleague_whose_address_is_typed(sign_in: SignIn, colleagues: list[Staff]) -> None:
    draft, author = factories.start_draft(), sign_in(story.AUTHOR)
    form = author.open(f"/records/{draft.reference}/sections/workers").form("", id="section-form")
    typed = f"Zan <{colleagues[1].email.title()}>"

    author.press(form, {"new_worker": typed, "new_worker-id": ""})

    assert factories.fresh(draft).answers["new_worker"] == lookup.as_answer(colleagues[1])
