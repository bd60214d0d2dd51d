"""Drafts: saved however wrong they are, as they were typed, and never overwritten by somebody who did not see."""

from __future__ import annotations

from typing import Any

import pytest

from models import AnswerChange, Record, State
from records import clock
from records.demo import story
from records.demo.council import OLDER, address
from tests import factories
from tests.integration.conftest import SignIn
from tests.support.reader import Form, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

AUTHOR, OTHER = story.AUTHOR, story.RECEIVING_WORKER


def draft() -> Record:
    """Maya's record, complete and not yet submitted."""
    return factories.in_state(State.DRAFT)


def section(reader: Reader, record: Record, key: str) -> Form:
    """The form of a section's page, opened now."""
    return reader.open(f"/records/{record.reference}/sections/{key}").form(id="section-form")


def later(reader: Reader, form: Form, **changes: Any) -> Page:
    """Press 'Save and come back later'."""
    return reader.press(form, {"action": "later"} | changes, status=302)


def saved(record: Record) -> dict[str, Any]:
    """What the draft holds now, understood or not."""
    record = factories.fresh(record)
    return record.answers | record.typed


# However wrong


def test_what_cannot_be_read_is_saved_and_shown_as_it_was_typed(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    wrong = {"transfer_date-day": "thirty", "transfer_date-month": "Febtober", "transfer_date-year": "20x6"}

    later(reader, section(reader, record, "timing"), **wrong)

    assert factories.fresh(record).typed["transfer_date"] == {"day": "thirty", "month": "Febtober", "year": "20x6"}
    assert wrong.items() <= section(reader, record, "timing").fields.to_dict().items()
    assert "transfer_date" not in factories.fresh(record).answers


def test_every_blank_is_saved_without_a_word_of_complaint(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    form = section(reader, record, "summary")
    blank = dict.fromkeys([name for name in form.fields if name not in ("csrf_token", "editor", "seen")], "")

    assert later(reader, form, **blank).location == f"/records/{record.reference}"


def test_going_on_from_a_section_with_blanks_says_what_is_missing_and_keeps_the_rest(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)

    page = reader.press(
        section(reader, record, "timing"), {"action": "continue", "timing_follows_plan": "It does."}, status=200
    )

    assert page.errors
    assert page.words.startswith("Error: ")
    assert saved(record)["timing_follows_plan"] == "It does."


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

    page = reader.press(section(reader, record, "summary"), {"worries": "x" * 20_001, "action": "continue"}, status=200)

    assert saved(record)["worries"] == "x" * 20_001
    assert any("20,000 characters or fewer" in error for error in page.errors)


def test_rows_are_added_and_removed_without_a_script(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = len(saved(record)["key_events"])

    page = reader.press(section(reader, record, "timing"), {"row": "add:key_events"}, status=200)
    form = page.form(id="section-form")
    later(reader, form, **{f"key_events-{before}-note": "A new one"})
    page = reader.press(section(reader, record, "timing"), {"row": "remove:key_events:0"}, status=200)

    assert [row.get("note") for row in saved(record)["key_events"]][-1] == "A new one"
    assert len(saved(record)["key_events"]) == before


def test_the_live_check_answers_with_the_parts_that_changed_and_saves(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)

    page = reader.press(section(reader, record, "timing"), {"timing_follows_plan": ""}, status=200, htmx=True)

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
        "Tomasz Zieliński", OLDER, "Marcus Bellweather",
    ]  # fmt: skip
    assert found["new_team_kind"] == "looked_after_13_plus"


def test_another_worker_brings_another_team_unless_it_was_chosen_by_hand(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(AUTHOR)
    later(reader, section(reader, record, "workers"), new_worker="zielinski")
    later(reader, section(reader, record, "workers"), new_team_leader="caroline eastaugh")

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

    later(reader, section(reader, record, "child"), child=other.name, **{"child-id": str(other.id)})

    assert saved(record)["child"]["name"] == "Maya Adeyemi-Clarke"
    assert factories.fresh(record).child.name == "Maya Adeyemi-Clarke"


# Two at once


def test_answers_that_the_other_did_not_touch_are_left_as_they_are(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")

    later(tomasz, his, worries="What Tomasz worries about")
    later(hannah, hers, life_now="Life as Hannah sees it")

    assert saved(record)["worries"] == "What Tomasz worries about"
    assert saved(record)["life_now"] == "Life as Hannah sees it"


def clash(hannah: Reader, tomasz: Reader, record: Record, **more: str) -> Page:
    """Both change the same answer; Hannah saves second and is shown both."""
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")
    later(tomasz, his, worries="His", **dict.fromkeys(more, "His too"))
    return hannah.press(hers, {"worries": "Hers", "action": "continue"} | more, status=200)


def test_the_second_is_shown_both_answers_and_overwrites_nothing(sign_in: SignIn) -> None:
    record = draft()

    page = clash(sign_in(AUTHOR), sign_in(OTHER), record)

    assert "Somebody else changed this too" in page.words
    assert "Tomasz Zieliński wrote His You wrote Hers" in page.words
    assert saved(record)["worries"] == "His"


def test_keep_mine_keeps_mine(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    page = clash(hannah, sign_in(OTHER), record)

    hannah.press(page.form(id="section-form"), {"keep": "worries"}, status=200)

    assert saved(record)["worries"] == "Hers"


def test_keep_theirs_keeps_theirs_and_shows_it(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    page = clash(hannah, sign_in(OTHER), record)

    hannah.press(page.form(id="section-form"), {"take": "worries"}, status=302)

    assert saved(record)["worries"] == "His"
    assert hannah.follow().form(id="section-form").fields["worries"] == "His"


def test_of_two_clashes_each_is_chosen_by_itself_and_neither_is_lost(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    page = clash(hannah, sign_in(OTHER), record, what_works="Hers too")

    page = hannah.press(page.form(id="section-form"), {"take": "worries"}, status=200)
    assert "You wrote Hers too" in page.words
    assert "You wrote Hers " not in page.words.replace("Hers too", "")
    hannah.press(page.form(id="section-form"), {"keep": "what_works"}, status=200)

    assert (saved(record)["worries"], saved(record)["what_works"]) == ("His", "Hers too")


def test_a_clash_while_typing_is_said_and_loses_nothing(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")
    later(tomasz, his, worries="His")

    page = hannah.press(hers, {"worries": "Hers"}, status=200, htmx=True)

    assert "Somebody else changed 1 of the answers you changed too" in page.words
    assert saved(record)["worries"] == "His"


def test_one_person_in_two_tabs_is_two_editors(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    one, two = section(hannah, record, "summary"), section(hannah, record, "summary")

    later(hannah, one, worries="From the first tab")
    page = hannah.press(two, {"worries": "From the second tab", "action": "later"}, status=200)

    assert "Somebody else changed this too" in page.words
    assert saved(record)["worries"] == "From the first tab"


def test_a_tab_left_open_for_hours_takes_nothing_back(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    stale = section(hannah, record, "summary")
    for hour in range(3):
        later(hannah, section(hannah, record, "summary"), worries=f"Hour {hour}", life_now=f"Life {hour}")

    later(hannah, stale, what_works="Written in the stale tab")

    assert [saved(record)[name] for name in ("worries", "life_now", "what_works")] == [
        "Hour 2", "Life 2", "Written in the stale tab",
    ]  # fmt: skip


def test_saves_of_one_page_in_quick_succession_never_clash(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    form = section(hannah, record, "summary")

    for text in ("O", "On", "One", "One w"):
        page = hannah.press(form, {"worries": text}, status=200, htmx=True)
        assert "Somebody else" not in page.words

    assert saved(record)["worries"] == "One w"


def test_two_answers_that_agree_are_no_clash(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")

    later(tomasz, his, worries="The same")
    later(hannah, hers, worries="The same")

    assert saved(record)["worries"] == "The same"


@pytest.mark.parametrize("seen", ["", "abc", "-1", "999999999", "٣", "1e3"])
def test_a_page_that_does_not_say_what_it_saw_overwrites_nothing(sign_in: SignIn, seen: str) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")
    later(tomasz, his, worries="His")

    hannah.press(hers, {"worries": "Hers", "seen": seen, "action": "later"}, status=200)

    assert saved(record)["worries"] == "His"


def test_pages_that_do_not_say_who_is_writing_overwrite_nothing_of_each_other(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")
    later(tomasz, his, worries="His", editor=None)

    hannah.press(hers, {"worries": "Hers", "editor": None, "action": "later"}, status=200)

    assert saved(record)["worries"] == "His"


def test_every_change_is_kept_with_who_made_it(sign_in: SignIn) -> None:
    record, tomasz = draft(), sign_in(OTHER)

    later(tomasz, section(tomasz, record, "summary"), worries="His")

    change = AnswerChange.select().where(AnswerChange.record == record).order_by(AnswerChange.id.desc()).get()
    assert (change.question, change.after, change.staff.email) == ("worries", ["answer", "His"], OTHER)


def test_nothing_changed_is_nothing_written(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = factories.fresh(record).revision

    for key in ("child", "workers", "reasons", "timing", "meeting", "telling-professionals"):
        later(reader, section(reader, record, key))

    assert factories.fresh(record).revision == before


# Departures


def test_a_reason_for_departing_is_asked_for_kept_and_taken_back(sign_in: SignIn) -> None:
    today = clock.today()
    record, reader = factories.ready_draft(transfer_date=(today + factories.days(60)).isoformat()), sign_in(AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/timing")
    boxes = [box.get("name") for box in page.each("textarea") if box.get("name").startswith("departure-")]
    assert boxes

    later(reader, page.form(id="section-form"), **{boxes[0]: "The court asked for it."})
    assert saved(record)[boxes[0]] == "The court asked for it."
    later(reader, section(reader, record, "timing"), **{boxes[0]: ""})

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
