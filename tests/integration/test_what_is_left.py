"""What is left of a draft is whole from the first minute on its pages: each thing once, linked to its question."""

from __future__ import annotations

import pytest

from models import Child, Record
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.data.case_one import NEW_LEADER_ABSENT
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")


def check(reader: Reader, record: Record) -> Page:
    return reader.open(f"/records/{record.reference}/check")


def listed(page: Page) -> list[str]:
    """The list under 'Why can't I submit?', each thing's first link."""
    (why_not,) = page.each("div", id="why-not")
    return [str(item.find("a").get("href")).rpartition("/sections/")[2] for item in why_not.iter("li")]


def panel(reader: Reader, record: Record, section: str) -> str:
    (found,) = reader.open(f"/records/{record.reference}/sections/{section}").each("div", id="check")
    return words_of(found)


def status(reader: Reader, record: Record, section: str) -> str:
    page = reader.open(f"/records/{record.reference}")
    return next(words_of(shown) for shown in page.each("div", id=f"{section}-status"))


def test_everything_that_a_statement_lacks_is_listed_in_its_own_section(sign_in: SignIn) -> None:
    record = factories.ready_draft(
        transfer_date=None, latest_assessment_date=None, child_told_on=None, family_told_how=None
    )

    found = listed(check(sign_in(story.AUTHOR), record))

    assert found == [
        "workers#transfer_date-day",
        "plan#latest_assessment_date-day",
        "telling-family#family_told_on-day",
        "telling-family#family_told_how",
    ]


def test_a_cell_that_is_blank_is_linked_to_and_listed_once(sign_in: SignIn) -> None:
    told = [{"role": "iro"}, {"name": "Weir Street Surgery"}, {"role": "other"}]
    record, reader = factories.ready_draft(professionals_told=told), sign_in(story.AUTHOR)

    assert listed(check(reader, record)) == [
        "telling-family#professionals_told-1-role",
        "telling-family#professionals_told-2-name",
    ]
    (shown,) = reader.open(f"/records/{record.reference}/sections/telling-family").each("div", id="check")
    assert "#professionals_told-2-name" in [link.get("href") for link in shown.iter("a")]


def test_a_departure_without_a_reason_is_listed_and_counted_once(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(joint_visit_together="elsewhere"), sign_in(story.AUTHOR)

    assert listed(check(reader, record)) == ["introduction#joint_visit_together"]
    shown = panel(reader, record, "introduction")
    assert shown.startswith("Protocol check 1 thing in this section needs attention")
    assert "315.2.3.1" not in shown


def test_a_section_that_will_ask_for_something_is_not_said_to_need_nothing(sign_in: SignIn) -> None:
    reader, begun = sign_in(story.AUTHOR), factories.start_draft()

    assert status(reader, begun, "summary") == "Not started"
    assert "asks nothing" not in panel(reader, begun, "summary")


def test_a_section_keeps_its_count_once_an_answer_closes_what_it_asked(sign_in: SignIn) -> None:
    Child.update(family=None).execute()  # the register has no brothers or sisters, so they are asked
    reader = sign_in(story.AUTHOR)
    asked = factories.ready_draft(has_siblings=None, siblings=None, siblings_all_share=None)
    closed = factories.ready_draft(has_siblings="no", siblings=None, siblings_all_share=None)

    assert "1 thing in this section needs attention" in panel(reader, asked, "workers")
    assert "Everything the protocol asks of this section is here." in panel(reader, closed, "workers")


def test_a_reason_is_given_once_for_all_that_a_statement_lacks(sign_in: SignIn) -> None:
    lacking = NEW_LEADER_ABSENT | {"current_worker_attended": "absent"}
    record, reader = factories.ready_draft(**lacking), sign_in(story.AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/meeting")

    assert [box.get("name") for box in page.each("textarea") if box.get("name").startswith("departure-")] == [
        "departure-142.3.2"
    ]
    assert listed(check(reader, record)) == ["meeting#current_worker_absence", "meeting#new_team_leader_absence"]


def test_a_section_of_which_the_record_needs_what_no_statement_asks_for_says_so(sign_in: SignIn) -> None:
    record, reader = four.request_exception(four.transfer()), sign_in(story.AUTHOR)

    assert "2 things in this section need attention" in panel(reader, record, "weighing")
    assert {"weighing#alternatives", "weighing#risks"} <= set(listed(check(reader, record)))
