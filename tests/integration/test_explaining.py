"""An expectation to which there is no answer to give is explained, and the record can be submitted and decided."""

from __future__ import annotations

import re

import pytest

from models import Record, State
from protocol import BY_ID, Level
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader

pytestmark = pytest.mark.usefixtures("app")

WHY = "There is no meeting left to hold: Maya moves across the road."
# A question that may have no true answer, the statement that asks for it, and its section.
WITHOUT_ANSWER = [
    ("closing_meeting_date", "142.3.8"),
    ("former_worker_until", "142.3.9"),
    ("permanence_meeting_date", "315.7.1"),
]


def check(reader: Reader, record: Record) -> Page:
    return reader.open(f"/records/{record.reference}/check")


def way_to_explain(page: Page, statement: str) -> str:
    """The address of 'Or say why not' for a statement."""
    (found,) = [link for link in page.links if f"explain={statement}" in link]
    return found


def boxes(page: Page) -> list[str]:
    """The reason boxes of a section's page."""
    return [box.get("name") for box in page.each("textarea") if box.get("name").startswith("departure-")]


@pytest.mark.parametrize("question, statement", WITHOUT_ANSWER)
def test_an_expectation_without_an_answer_is_explained_and_read_first_by_those_who_decide(
    sign_in: SignIn, question: str, statement: str
) -> None:
    record, reader = factories.ready_draft(**{question: None}), sign_in(story.AUTHOR)
    page = check(reader, record)
    assert "Submit for decision" not in page.words

    address = way_to_explain(page, statement)
    section = reader.open(address.partition("#")[0])
    assert address.endswith(f"#departure-{statement}")
    assert boxes(section) == [f"departure-{statement}"]
    reader.press(section.form(id="section-form"), {f"departure-{statement}": WHY, "action": "later"}, status=302)

    assert "Submit for decision" in check(reader, record).words
    factories.submit(record)
    assert factories.fresh(record).state == State.SUBMITTED
    decider = sign_in(story.RECEIVING_WORKER)
    step = factories.step_of(record, "new_worker")
    assert WHY in decider.open(f"/records/{record.reference}/steps/{step.id}").words


def test_a_section_asks_for_no_reason_where_a_question_only_was_not_answered_yet(sign_in: SignIn) -> None:
    record = factories.ready_draft(closing_meeting_date=None)

    section = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/introduction")

    assert boxes(section) == []


def test_the_live_check_leaves_an_opened_box_that_is_still_empty(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(closing_meeting_date=None), sign_in(story.AUTHOR)
    section = reader.open(way_to_explain(check(reader, record), "142.3.8").partition("#")[0])

    parts = reader.press(section.form(id="section-form"), {}, htmx=True)

    assert 'id="reason-142.3.8" hx-swap-oob="delete"' not in parts.text


@pytest.mark.parametrize("section, begun", [("introduction", True), ("meeting", False)])
def test_only_expectations_of_a_section_that_was_begun_can_be_explained_away(
    sign_in: SignIn, section: str, begun: bool
) -> None:
    record = factories.start_draft()
    factories.save(record, closing_meeting_kind="looked_after_review")

    links = check(sign_in(story.AUTHOR), record).links

    found = [link for link in links if f"/sections/{section}?explain=" in link]
    assert bool(found) == begun
    said = [statement for link in found for statement in re.findall(r"explain=([\d.]+)", link)]
    assert {BY_ID[statement].level for statement in said} <= {Level.EXPECTED}


def test_a_reason_box_is_offered_once_and_each_link_to_one_opens_it(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    begun = {"closing_meeting_kind": "looked_after_review", "all_attended": "no", "handover_meeting": "planned"}
    factories.save(record, answers=begun, interpreter="no", family_told="will_be_told")
    links = [link for link in check(reader, record).links if "#departure-" in link]

    offered = [statement for link in links for statement in re.findall(r"explain=([\d.]+)", link)]

    assert links
    assert sorted(set(offered)) == sorted(offered)
    for link in links:
        address, _, box = link.partition("#")
        assert box in boxes(reader.open(address))
