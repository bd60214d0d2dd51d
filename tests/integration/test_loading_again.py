"""A page that answered a post and is loaded again sends the old post once more: what was written since stays."""

from __future__ import annotations

import pytest

from models import Record
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, OTHER, draft, later, saved, section
from tests.support.reader import Fields, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

KEY = "summary"
TOO_LONG = "x" * 9000


def sent(reader: Reader, record: Record, key: str = KEY, **changes: str) -> Fields:
    """What a browser posts from a section that was opened now."""
    return section(reader, record, key).filled(changes)


def post(reader: Reader, record: Record, fields: Fields, key: str = KEY) -> Page:
    """Post it, for the first time or again; a page answers."""
    return reader.send(f"/records/{record.reference}/sections/{key}", fields, status=200)


def check(reader: Reader, page: Page, **changes: str) -> None:
    """The live check of a page."""
    said = reader.press(page.form(id="section-form"), changes, status=200, htmx=True)
    assert "while you were here" not in said.words


def test_what_the_check_saved_since_is_kept_and_shown(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    fields = sent(reader, record, worries=TOO_LONG, what_works=TOO_LONG, life_now="Life", action="continue")
    page = post(reader, record, fields)
    check(reader, page, worries="Shorter", life_now="Life since")

    again = post(reader, record, fields)

    assert (saved(record)["worries"], saved(record)["life_now"]) == ("Shorter", "Life since")
    shown = again.form(id="section-form").fields
    assert (shown["worries"], shown["life_now"]) == ("Shorter", "Life since")
    assert "while you were here" not in again.words


def test_what_was_saved_after_loading_again_wins_over_loading_again_once_more(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    fields = sent(reader, record, worries=TOO_LONG, what_works=TOO_LONG, action="continue")
    check(reader, post(reader, record, fields), worries="Second")
    check(reader, post(reader, record, fields), worries="Third")

    again = post(reader, record, fields)

    assert saved(record)["worries"] == "Third"
    assert again.form(id="section-form").fields["worries"] == "Third"


def test_what_is_still_wrong_is_shown_again_with_its_error(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    fields = sent(reader, record, worries=TOO_LONG, action="continue")
    errors = post(reader, record, fields).errors

    assert errors
    assert post(reader, record, fields).errors == errors


def test_a_row_that_was_filled_in_since_it_was_added_stays_and_no_other_is_added(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = saved(record)["dates_ahead"]
    fields = sent(reader, record, "meeting", row="add:dates_ahead")
    page = post(reader, record, fields, "meeting")
    check(reader, page, **{f"dates_ahead-{len(before)}-note": "Written in the new row"})

    again = post(reader, record, fields, "meeting").form(id="section-form").fields

    assert saved(record)["dates_ahead"][-1]["note"] == "Written in the new row"
    assert again[f"dates_ahead-{len(before)}-note"] == "Written in the new row"
    assert again["dates_ahead-rows"] == str(len(before) + 1)


def test_a_row_is_removed_once(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = saved(record)["dates_ahead"]
    fields = sent(reader, record, "meeting", row="remove:dates_ahead:0")
    post(reader, record, fields, "meeting")

    post(reader, record, fields, "meeting")

    assert saved(record)["dates_ahead"] == before[1:]


def test_a_choice_between_two_answers_is_not_made_again(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, KEY), section(tomasz, record, KEY)
    later(tomasz, his, worries="His", life_now="His too")
    clash = hannah.press(hers, {"worries": "Hers", "life_now": "Hers too", "action": "later"}, status=200)
    fields = clash.form(id="section-form").filled({"keep": "worries"})
    check_of = post(hannah, record, fields).form(id="section-form")
    hannah.press(check_of, {"worries": "Hers since"}, status=200, htmx=True)

    again = post(hannah, record, fields)

    assert saved(record)["worries"] == "Hers since"
    assert again.form(id="section-form").fields["worries"] == "Hers since"
    assert saved(record)["life_now"] == "His too"


def test_going_back_to_the_older_page_and_writing_another_answer_there_shows_both(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    fields = sent(reader, record, worries=TOO_LONG, what_works=TOO_LONG, action="continue")
    check(reader, post(reader, record, fields), worries="Written later")
    fields["worries"] = "Written on the older page"

    page = post(reader, record, fields)

    assert "You changed this in another tab too" in page.words
    assert saved(record)["worries"] == "Written later"


def test_a_page_that_answers_a_post_goes_on_from_what_its_own_post_saved(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, KEY), section(tomasz, record, KEY)
    later(tomasz, his, worries="His")
    page = hannah.press(hers, {"worries": "Hers", "life_now": "Life", "action": "later"}, status=200)

    page = hannah.press(page.form(id="section-form"), {"take": "worries", "life_now": "Life since"}, status=302)

    assert (saved(record)["worries"], saved(record)["life_now"]) == ("His", "Life since")
