"""Drafts: saved however wrong they are, as they were typed, and never overwritten by somebody who did not see."""

from __future__ import annotations

import pytest

from models import Record
from records import clock
from records.register.invented import address
from tests import factories
from tests.data import story
from tests.data.council import OLDER
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, OTHER, draft, later, overruled, saved, section
from tests.support.reader import Reader, words_of

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

# However wrong


def test_what_cannot_be_read_is_saved_and_shown_as_it_was_typed(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    wrong = {"transfer_date-day": "thirty", "transfer_date-month": "Febtober", "transfer_date-year": "20x6"}

    later(reader, section(reader, record, "workers"), **wrong)

    assert factories.fresh(record).typed["transfer_date"] == {"day": "thirty", "month": "Febtober", "year": "20x6"}
    assert wrong.items() <= section(reader, record, "workers").fields.to_dict().items()
    assert "transfer_date" not in factories.fresh(record).answers


def test_every_blank_is_saved_without_a_word_of_complaint(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    form = section(reader, record, "summary")
    blank = dict.fromkeys([name for name in form.fields if name not in ("csrf_token", "editor", "seen", "writer")], "")

    assert later(reader, form, **blank).location == f"/records/{record.reference}"


def test_going_on_from_a_section_with_blanks_says_what_is_missing_and_keeps_the_rest(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)

    page = reader.press(section(reader, record, "reasons"), {"action": "continue", "child_views": "Wait."}, status=200)

    assert page.errors
    assert page.words.startswith("Error: ")
    assert saved(record)["child_views"] == "Wait."


@pytest.mark.parametrize(
    "text",
    [
        "Line one\r\nLine two\r\n\r\nLine four",
        "Zoë Ní Dhomhnaill, محمد علی, 林美玲, Šmíd’s “worries” & <b>hopes</b> {terms}",
        "'; DROP TABLE record; --",
        "👩‍👧‍👦" * 50,
    ],
    ids=["lines", "names of any shape", "a quotation", "signs of several characters"],
)
def test_words_come_back_as_they_were_written(sign_in: SignIn, text: str) -> None:
    record, reader = draft(), sign_in(AUTHOR)

    later(reader, section(reader, record, "summary"), worries=text)

    assert saved(record)["worries"] == text.replace("\r\n", "\n")
    assert section(reader, record, "summary").fields["worries"] == text


def test_words_beyond_the_limit_are_kept_and_said_to_be_too_long(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)

    page = reader.press(section(reader, record, "summary"), {"worries": "x" * 5_001, "action": "continue"}, status=200)

    assert saved(record)["worries"] == "x" * 5_001
    assert any("5,000 characters or fewer" in error for error in page.errors)


def test_rows_are_added_and_removed_without_a_script(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = len(saved(record)["key_events"])

    page = reader.press(section(reader, record, "reasons"), {"row": "add:key_events"}, status=200)
    form = page.form(id="section-form")
    later(reader, form, **{f"key_events-{before}-note": "A new one"})
    page = reader.press(section(reader, record, "reasons"), {"row": "remove:key_events:0"}, status=200)

    assert [row.get("note") for row in saved(record)["key_events"]][-1] == "A new one"
    assert len(saved(record)["key_events"]) == before


def test_the_live_check_answers_with_the_parts_that_changed_and_saves(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)

    page = reader.press(section(reader, record, "plan"), {"timing_follows_plan": ""}, status=200, htmx=True)

    assert "timing_follows_plan" not in saved(record)
    assert not page.is_whole
    assert {element.get("id") for element in page.html.iter() if element.get("id")} >= {"check", "saved-at"}
    assert not list(page.each("form"))


# Chosen from the register


def test_choosing_the_new_worker_fills_in_their_team_and_its_leader(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)

    later(reader, section(reader, record, "workers"), new_worker="zielinski")

    found = saved(record)
    assert [found[name]["name"] for name in ("new_worker", "new_team", "new_team_leader")] == [
        "Tomasz Zieliński",
        OLDER,
        "Marcus Bellweather",
    ]
    assert found["new_team_kind"] == "looked_after_13_plus"


def test_another_worker_brings_another_team_and_its_leader_whatever_else_was_posted(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    later(reader, section(reader, record, "workers"), new_worker="zielinski")
    overruled(reader, section(reader, record, "workers"), new_team_leader="priya raghunathan")
    assert saved(record)["new_team_leader"]["name"] == "Marcus Bellweather"

    later(reader, section(reader, record, "workers"), new_worker="jamila", **{"new_worker-id": ""})

    found = saved(record)
    assert found["new_team"]["name"] == "Looked After Children 0 to 12 Team"
    assert found["new_team_leader"]["name"] == "Caroline Eastaugh"


def test_a_name_that_several_people_have_is_asked_about(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)

    page = reader.press(section(reader, record, "workers"), {"new_worker": "an", "action": "continue"}, status=200)

    assert "Select who you mean" in page.errors
    assert list(page.each("input", type="radio", name="new_worker-id"))
    assert saved(record)["new_worker"]["text"] == "an"


def test_a_made_up_id_chooses_nobody(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    boss = factories.person(story.CLUSTER_HEAD)

    later(reader, section(reader, record, "workers"), new_worker="Nobody At All", **{"new_worker-id": str(boss.id)})

    assert "new_worker" not in factories.fresh(record).answers


def test_the_child_of_a_record_cannot_be_changed_by_any_post(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    other = factories.child("AV103718")

    fields = {"child": other.name, "child-id": str(other.id)}
    assert "Maya Adeyemi-Clarke" in overruled(reader, section(reader, record, "child"), **fields)[0]

    assert saved(record)["child"]["name"] == "Maya Adeyemi-Clarke"
    assert factories.fresh(record).child.name == "Maya Adeyemi-Clarke"


# Departures


def test_a_reason_for_departing_is_asked_for_kept_and_taken_back(sign_in: SignIn) -> None:
    today = clock.today()
    record, reader = factories.ready_draft(transfer_date=(today + factories.days(60)).isoformat()), sign_in(AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/workers")
    boxes = [box.get("name") for box in page.each("textarea") if box.get("name").startswith("departure-")]
    assert boxes

    later(reader, page.form(id="section-form"), **{boxes[0]: "The court asked for it."})
    assert saved(record)[boxes[0]] == "The court asked for it."
    later(reader, section(reader, record, "workers"), **{boxes[0]: "The court\ue000s order asked for it."})
    assert boxes[0] not in factories.fresh(record).answers
    page = reader.open(f"/records/{record.reference}/sections/workers")
    assert "Correct the character U+E000 behind 'The court': it cannot be printed" in page.words
    later(reader, page.form(id="section-form"), **{boxes[0]: ""})

    assert boxes[0] not in saved(record)


# Once it can no longer be written


def test_a_tab_still_open_after_submission_is_told_what_happened(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    stale = section(reader, record, "summary")
    factories.submit(record)

    page = reader.press(stale, {"worries": "Too late", "action": "later"}, status=409)

    assert "already been submitted" in page.words
    assert saved(record)["worries"] != "Too late"


def test_somebody_who_left_the_draft_meanwhile_cannot_write_in_it(sign_in: SignIn) -> None:
    record, tomasz = draft(), sign_in(OTHER)
    his = section(tomasz, record, "summary")
    grace = factories.person(address("grace.nakamura"))
    factories.save(record, new_worker={"id": grace.id, "name": grace.name})

    tomasz.press(his, {"worries": "Not mine to write"}, status=404)

    assert saved(record)["worries"] != "Not mine to write"


def statuses(reader: Reader, record: Record) -> dict[str, str]:
    """Section → how it stands in the task list."""
    page = reader.open(f"/records/{record.reference}")
    shown = page.each("div", class_="govuk-task-list__status")
    return {element.get("id", "").removesuffix("-status"): words_of(element) for element in shown}


def test_the_task_list_says_how_each_section_stands(sign_in: SignIn) -> None:
    reader, begun = sign_in(AUTHOR), factories.start_draft()
    later(reader, section(reader, begun, "meeting"), meeting_place="Northgate")
    later(reader, section(reader, begun, "plan"), **{"plan_date-day": "thirty"})

    assert statuses(reader, begun).items() >= {
        ("child", "Complete"),
        ("meeting", "In progress"),
        ("plan", "In progress"),  # by what was typed, though no date can be read in it
        ("readiness", "Not started"),
        ("summary", "Not started"),  # nothing is asked for there yet, and will be
    }
    assert {*statuses(reader, factories.ready_draft()).values()} == {"Complete"}
