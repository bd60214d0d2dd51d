"""What the register knows is shown and not asked; where it is behind, a correction says so and is confirmed first."""

from __future__ import annotations

import pytest

from models import Child
from protocol.corrections import stored_in
from records import clock, searches
from records.drafting import from_register, starting
from records.weighing import weigh_draft
from tests import factories
from tests.data import story
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.correcting import HOW, correct, corrected, correction
from tests.integration.holding_parts import named, posted, write_behind
from tests.integration.writing import later, overruled, saved, section

pytestmark = pytest.mark.usefixtures("app")


# On the form


def test_a_fact_has_its_source_and_since_when_and_no_control(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/child")

    fields = page.form(id="section-form").fields
    asked = {name for name in fields if not name.startswith("correction-")}
    assert asked.isdisjoint({"child_name", "child_local_id", "child_status", "legal_status", "placement"})
    assert "From the register" in page.words
    assert "since" in page.words


def test_the_current_worker_is_the_registers_and_is_asked_for_where_nobody_has_the_child(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    known = reader.open(f"/records/{record.reference}/sections/workers")
    register_says(factories.child(), current_worker=None)
    unknown = reader.open(f"/records/{record.reference}/sections/workers")

    assert "current_worker" not in known.form(id="section-form").fields
    assert "current_worker" in unknown.form(id="section-form").fields
    assert "The register does not know this" in unknown.words


def test_what_a_post_says_of_a_fact_is_not_taken_and_the_page_says_so(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "child")
    before = saved(record)

    for fields in ({"child_status": "child_in_need"}, {"child_name": "x" * 9_000}, {"legal_status": "none"}):
        (said,) = overruled(reader, form, **fields)
        assert "The register says" in said
        assert "use 'Correct this'" in said

    assert saved(record) == before


def test_what_else_a_post_says_is_saved_and_what_it_repeats_or_leaves_blank_is_no_contradiction(
    sign_in: SignIn,
) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form, before = section(reader, record, "child"), saved(record)

    same = {"child_name": before["child_name"], "child_status": before["child_status"], "legal_status": ""}
    later(reader, form, **same)
    overruled(reader, form, child_status="adopted", communication_needs="A quiet room")

    assert saved(record) == before | {"communication_needs": "A quiet room"}


def test_a_page_that_was_open_when_the_register_came_to_know_says_so(sign_in: SignIn) -> None:
    child, author = factories.child(), named(story.AUTHOR)
    register_says(child, current_worker=None)
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    stale = section(reader, record, "workers")
    register_says(child, current_worker=author)

    fields = posted(story.RECEIVING_WORKER, "current_worker") | {"transfer_reason_why": "Her plan has changed"}
    live = reader.press(stale, fields, status=200, htmx=True)
    (said,) = overruled(reader, stale, **fields)

    assert f"The register says {author['name']}. What was sent" in live.words
    assert f"The register says {author['name']}. What was sent" in said
    assert saved(record)["current_worker"] == author


@pytest.mark.parametrize("of", ["current_team", "new_team_kind", "new_worker", "transfer_date", "child", "nothing"])
def test_a_correction_of_what_cannot_be_corrected_is_ignored(sign_in: SignIn, of: str) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    before = saved(record)

    later(reader, section(reader, record, "workers"), **correction("x", of=of))

    assert saved(record) == before


def test_a_correction_is_the_answer_with_what_the_register_says_and_who_wrote_it(sign_in: SignIn) -> None:
    record = corrected(sign_in)

    assert record.answers["legal_status"] == "D1"
    said = record.answers["correction-legal_status"]
    register, how, by = said["register"], said["how"], said["by"]
    assert (register, how, by) == (factories.child().legal_status, HOW, "Hannah Whitcombe")
    assert "legal_status_since" not in record.answers
    assert said["beside"].keys() == {"legal_status_since"}


def test_without_how_it_is_known_it_stays_typed_and_stops_submission(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    reader = correct(sign_in, record, how="")

    assert saved(record)["correction-legal_status"] == {"value": "D1", "how": ""}
    assert factories.fresh(record).answers["legal_status"] == factories.child().legal_status
    page = reader.open(f"/records/{record.reference}/check")
    assert "Enter how you know that the register is behind" in page.words
    assert f"/records/{record.reference}/sections/child#correction-legal_status-how" in page.links


def test_pressing_continue_says_so_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "child")

    page = reader.press(form, {"action": "continue"} | correction("D1", ""), status=200)

    assert any("how you know" in error for error in page.errors)
    assert page.form(id="section-form").fields["correction-legal_status"] == "D1"


def test_the_live_check_shows_the_corrected_value_and_leaves_the_control_alone(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "child")

    unfinished = reader.press(form, correction("D1", ""), htmx=True, status=200)
    finished = reader.press(form, correction("D1"), htmx=True, status=200)

    assert unfinished.errors == []
    assert "In place of the register, which says" in finished.words
    assert not list(finished.each("select", name="correction-legal_status"))


def test_another_status_brings_the_questions_that_it_asks_at_once(sign_in: SignIn) -> None:
    register_says(factories.child(), child_status="child_in_need", placement=None)
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "child")

    page = reader.press(form, correction("looked_after", of="child_status"), htmx=True, status=200)

    assert list(page.each("select", name="placement"))


def test_two_editors_who_correct_the_same_choose_between_both(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    mine, theirs = sign_in(story.AUTHOR), sign_in(story.RECEIVING_WORKER)
    forms = [section(reader, record, "child") for reader in (mine, theirs)]

    later(theirs, forms[1], **correction("D1"))
    page = mine.press(forms[0], {"action": "later"} | correction("C1"), status=200)

    assert "Nothing has been overwritten" in page.words
    assert "Correction of the register: Legal status" in page.words
    assert HOW in page.words
    assert factories.fresh(record).answers["legal_status"] == "D1"
    mine.press(page.form(id="section-form"), {"keep": "correction-legal_status"}, status=200)
    assert factories.fresh(record).answers["legal_status"] == "C1"


def test_a_corrected_worker_brings_their_own_team(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    other = posted(story.UNINVOLVED_WORKER, "correction-current_worker")

    later(reader, section(reader, record, "workers"), **other, **{"correction-current_worker-how": HOW})

    answers = factories.fresh(record).answers
    assert answers["current_worker"] == named(story.UNINVOLVED_WORKER)
    assert answers["current_team"]["name"] == factories.person(story.UNINVOLVED_WORKER).team.name
    beside = answers["correction-current_worker"]["beside"]
    assert beside["current_team"]["name"] == factories.person(story.AUTHOR).team.name


def test_who_cannot_hold_cases_is_no_correction_of_the_current_worker(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "workers")
    clerk = posted(story.BUSINESS_SUPPORT, "correction-current_worker")

    fields = clerk | {"correction-current_worker-how": HOW, "action": "continue"}
    page = reader.press(form, fields, status=200)

    assert "cannot take this part" in page.words
    assert factories.fresh(record).answers["current_worker"] == named(story.AUTHOR)


def test_a_local_id_of_another_child_is_refused_and_stays_as_it_was_typed(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    others = list(Child.select().where(Child.id != record.child_id))
    other = next(one for one in others if one.id in searches.ids_of_teams(others, factories.person()))
    form = section(reader, record, "child")

    fields = correction(other.local_id.lower(), of="child_local_id")
    page = reader.press(form, {"action": "continue"} | fields, status=200)

    assert any("Another child in the register has this local id" in error for error in page.errors)
    assert page.form(id="section-form").fields["correction-child_local_id"] == other.local_id.lower()
    assert saved(record)["child_local_id"] == factories.child().local_id
    check = reader.open(f"/records/{record.reference}/check")
    assert "Another child in the register has this local id" in check.words


def test_a_placement_that_is_not_asked_any_more_is_corrected_no_more(sign_in: SignIn) -> None:
    register_says(factories.child(), child_status="child_in_need", placement="U1")
    record = factories.start_draft()
    correct(sign_in, record, "looked_after", of="child_status")
    reader = correct(sign_in, record, "P1", of="placement")
    assert "correction-placement" in factories.answers_that_apply(factories.fresh(record))

    correct(sign_in, record, "child_in_need", "", of="child_status")

    assert stored_in(factories.answers_that_apply(factories.fresh(record))) == {}
    page = reader.open(f"/records/{record.reference}/check")
    assert "Correction of the register" not in page.words


def test_who_was_looked_after_by_the_register_and_is_not_by_the_correction_has_ceased(sign_in: SignIn) -> None:
    register_says(factories.child(), child_status="looked_after")
    record = factories.start_draft()
    reader = correct(sign_in, record, "child_in_need", of="child_status")

    page = reader.open(f"/records/{record.reference}/sections/workers")
    assert "From the register and its correction" in page.words
    controls = page.form(id="section-form").fields
    assert not [name for name in controls if "ceasing_looked_after" in name]

    fields = {"ceasing_looked_after": "no"} | correction("no", of="ceasing_looked_after")
    overruled(reader, page.form(id="section-form"), **fields)
    assert saved(record)["ceasing_looked_after"] == "yes"
    assert "correction-ceasing_looked_after" not in saved(record)


# When the register moves


def test_a_register_that_comes_to_agree_ends_the_correction_and_the_page_says_so(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    register_says(factories.child(), legal_status="D1")

    reader = sign_in(story.AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/child")
    assert "The correction is not needed any more" in page.words

    later(reader, page.form(id="section-form"))
    assert "correction-legal_status" not in saved(record)
    assert saved(record)["legal_status"] == "D1"


def test_a_register_that_says_a_third_is_said_and_corrected_still(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    register_says(factories.child(), legal_status="C1")

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/check")

    assert "The register now says C1" in page.words
    assert from_register.refreshed(record).answers["correction-legal_status"]["register"] == "C1"


def test_what_the_register_no_longer_knows_is_an_answer_again(sign_in: SignIn) -> None:
    record = corrected(sign_in)
    register_says(factories.child(), legal_status=None)

    now = from_register.refreshed(record).answers

    assert now["legal_status"] == "D1"
    assert "correction-legal_status" not in now


def test_an_unborn_child_who_has_been_born_has_one_day(sign_in: SignIn) -> None:
    register_says(
        factories.child(),
        child_date_of_birth=None,
        child_expected_date_of_birth=clock.today().isoformat(),
        child_status="unborn",
    )
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "child")
    born = clock.today()
    boxes = {f"correction-child_date_of_birth-{part}": str(getattr(born, part)) for part in ("day", "month", "year")}

    later(reader, form, **boxes, **{"correction-child_date_of_birth-how": "The hospital rang"})

    answers = saved(record)
    assert answers["child_date_of_birth"] == born.isoformat()
    assert "child_expected_date_of_birth" not in answers
    again = section(reader, record, "child").fields
    assert not [name for name in again if "expected" in name]


def test_a_draft_of_before_keeps_what_it_said_as_a_correction(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    said = {"value": "D1", "how": "Written before facts came from the register"}
    agreed = {"value": factories.child().status, "how": said["how"]}
    write_behind(record, **{"correction-legal_status": said, "correction-child_status": agreed, "legal_status": "D1"})

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/check")

    now = from_register.refreshed(factories.fresh(record)).answers
    assert now["correction-legal_status"]["register"] == factories.child().legal_status
    assert "correction-child_status" not in now
    assert said["how"] in page.words
    assert "no longer counts" not in page.words


def test_a_record_that_goes_on_as_another_takes_its_corrections_along(sign_in: SignIn) -> None:
    record = corrected(sign_in)

    other = starting.continue_as(
        record=record,
        kind="emergency_transfer",
        prefix="ETJ",
        questions={"child", "legal_status", "child_status"},
        by=factories.person(),
    )

    assert other.answers["legal_status"] == "D1"
    assert other.answers["correction-legal_status"]["how"] == HOW


# Weighing


def test_an_interim_care_order_still_shows_315_4_1_whatever_the_status_is_typed_as(sign_in: SignIn) -> None:
    register_says(factories.child(), legal_status="C1")
    record, reader = factories.ready_draft(proceedings="open"), sign_in(story.AUTHOR)

    overruled(reader, section(reader, record, "child"), child_status="child_protection")
    assert weigh_draft(factories.fresh(record)).get("315.4.1").is_open

    correct(sign_in, record, "child_protection", of="child_status")
    found = weigh_draft(factories.fresh(record)).get("315.4.1")
    assert found
    assert found.is_open
    assert found.stops_submission
