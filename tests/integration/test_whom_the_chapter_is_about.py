"""A child in need is asked what is asked of every child, and not what is asked of children looked after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import About, Allocation, Child, ChildSpell, Record, RecordVersion, State
from protocol import Outcome
from records import clock, weighing
from records.register.facts import was_looked_after_since
from records.reporting import history
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import Page, Reader

NEVER, CEASED, UNBORN = "AV104315", "AV103667", "AV104602"
GONE = {"Pathways", "Transfer summary", "The child's interests and views"}
WIDER = "sections_2_and_7_for_every_child: true\n"
OpenAs = Callable[..., Page]


def worker_of(local_id: str) -> str:
    running = (Allocation.child == factories.child(local_id)) & Allocation.ended_on.is_null()
    return str(Allocation.get(running).worker.email)


def start(local_id: str, **answers: Any) -> Record:
    record = factories.start_draft(by=worker_of(local_id), about=local_id)
    factories.save(record, by=worker_of(local_id), answers=answers)
    return factories.fresh(record)


@pytest.fixture
def opened(sign_in: SignIn) -> OpenAs:
    """Opens a page of a record as the child's worker."""

    def open_page(record: Record, page: str = "") -> Page:
        return sign_in(record.author.email).open(f"/records/{record.reference}{page}")

    return open_page


def titles(page: Page) -> set[str]:
    return {link.text or "" for link in page.each("a") if "task-list__link" in link.get("class", "")}


@pytest.mark.parametrize("local_id, known", [(NEVER, "no"), (CEASED, "yes"), (UNBORN, None)])
def test_the_register_says_whether_a_child_has_ceased_to_be_looked_after(
    app: Flask, local_id: str, known: str | None
) -> None:
    assert start(local_id).answers.get("ceasing_looked_after") == known


def test_the_register_says_nothing_of_days_that_it_does_not_know(app: Flask) -> None:
    child, today = factories.child(NEVER), clock.today()

    assert was_looked_after_since(child, today - timedelta(days=430)) is False
    assert was_looked_after_since(child, today - timedelta(days=431)) is None
    assert was_looked_after_since(factories.child(CEASED), today - timedelta(days=120)) is False
    assert was_looked_after_since(factories.child(CEASED), today - timedelta(days=121)) is True


def test_a_section_that_asks_nothing_of_this_child_is_not_in_the_task_list(opened: OpenAs) -> None:
    page = opened(start(NEVER))
    assert GONE.isdisjoint(titles(page))
    assert "of 7 sections" in page.words

    page = opened(start(CEASED, new_team_kind="cluster"))
    assert titles(page) >= GONE
    assert "of 10 sections" in page.words


def test_nor_is_it_on_the_page_of_a_section_or_where_it_leads(opened: OpenAs, sign_in: SignIn) -> None:
    record = start(NEVER, new_team_kind="cluster")

    page = opened(record, "/sections/plan")
    assert "section 3 of 7" in page.words
    assert "plan for permanence" not in page.words
    assert "care proceedings" in page.words
    assert "Nothing here is asked about this child." in opened(record, "/sections/summary").words

    reader = sign_in(record.author.email)
    form = reader.open(f"/records/{record.reference}/sections/plan").form(id="section-form")
    typed = {"plan_kind": "child_protection_plan", "action": "continue"}
    assert reader.press(form, typed, status=302).response.location.endswith("/sections/readiness")


def test_nor_is_it_on_check_your_answers_where_nothing_of_it_is_left(opened: OpenAs) -> None:
    page = opened(start(NEVER, new_team_kind="cluster"), "/check")

    assert GONE.isdisjoint(heading.text or "" for heading in page.each("h2"))
    assert "best interests" not in page.words
    assert "Say whether there are care proceedings" in page.words


def test_a_baby_of_whom_only_the_pregnancy_is_known_before_was_never_looked_after(app: Flask) -> None:
    child, today = factories.child(NEVER), clock.today()
    born = today - timedelta(days=6)
    Child.update(date_of_birth=born, status="child_protection").where(Child.id == child).execute()
    ChildSpell.delete().where((ChildSpell.child == child) & (ChildSpell.about == About.STATUS)).execute()
    days = {"first_seen_on": born, "seen_on": today}
    ChildSpell.create(child=child, about=About.STATUS, value="child_protection", started_on=born, **days)

    assert was_looked_after_since(factories.child(NEVER), today - timedelta(days=90)) is False
    Child.update(date_of_birth=born - timedelta(days=1)).where(Child.id == child).execute()
    assert was_looked_after_since(factories.child(NEVER), today - timedelta(days=90)) is None


def test_until_it_is_known_whether_a_child_has_ceased_that_one_thing_is_asked(opened: OpenAs) -> None:
    page = opened(start(NEVER, new_team_kind="cluster", ceasing_looked_after=None), "/check")

    links = [link.text or "" for link in page.each("a")]
    assert sum(text.startswith("Say whether the child is ceasing to be looked after") for text in links) == 1
    assert "best interests" not in page.words


def test_what_a_draft_from_before_has_answered_is_kept_and_neither_shown_nor_weighed(opened: OpenAs) -> None:
    record = start(NEVER, new_team_kind="cluster", best_interests="He gets a worker who stays.", life_now="At home.")

    assert "He gets a worker who stays." not in opened(record, "/check").words
    assert "He gets a worker who stays." not in opened(record, "/sections/reasons").words
    assert record.answers["best_interests"] == "He gets a worker who stays."
    found = weighing.weigh_draft(record).get("315.2.1.1")
    assert found is not None
    assert found.outcome is Outcome.DOES_NOT_APPLY

    factories.save(record, by=record.author.email, ceasing_looked_after="yes")
    assert "He gets a worker who stays." in opened(factories.fresh(record), "/check").words


def test_what_was_submitted_shows_all_that_it_was_decided_on(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)
    version = history.version_of(record)
    # A version of a release in which every child was asked sections 2 and 7.
    RecordVersion.update(answers=version.answers | {"child_status": "child_protection"}).where(
        RecordVersion.id == version.id
    ).execute()

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/answers").words

    assert version.answers["best_interests"].split(".")[0] in words
    assert version.answers["life_now"].split(".")[0] in words


def test_a_council_can_ask_sections_2_and_7_of_every_child(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "figures.yaml"
    file.write_text(WIDER, encoding="utf-8")
    app = make_app(settings.model_copy(update={"figures_file": file}))
    with app.app_context():
        record = start(NEVER, new_team_kind="cluster")
        found = weighing.weigh_draft(record)
        assert weighing.figures_on(clock.today()).switches

    assert found.get("315.2.1.1").outcome is Outcome.UNANSWERED
    assert found.get("315.4.3").outcome is Outcome.DOES_NOT_APPLY
    reader = Reader(app, record.author)
    assert titles(reader.open(f"/records/{record.reference}")) & GONE == GONE - {"Pathways"}
    words = reader.open("/protocol/315.2.1.1").words
    assert "beyond those whom the chapter is about: yes" in words


def test_the_protocols_page_says_whom_each_statement_is_about(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    assert "About: Every child." in reader.open("/protocol/142.1.1").words
    words = reader.open("/protocol/315.2.1.1").words
    assert "About: Children who are looked after, or cease to be with this transfer" in words
    assert "beyond those whom the chapter is about: no" in words
