"""Answers that came along from an earlier record are read again: marked, left to do, and said to be right."""

from __future__ import annotations

import pytest

from models import Record
from records.drafting import reading_again
from records.errors import CannotSubmitError, ForbiddenError
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.earlier_records import FORM, RUBY, brothers, taken
from tests.integration.writing import later, section

pytestmark = pytest.mark.usefixtures("app")


def test_what_came_along_is_left_until_it_is_said_to_be_right(sign_in: SignIn) -> None:
    brother, author = brothers(), sign_in(story.AUTHOR)
    sister = taken(RUBY, brother)
    form = section(author, sister, "meeting")
    assert f"From {brother.reference} of " in author.page.text
    assert "Read this again: Where was it?" in author.page.words
    assert "Read this again: Where was it?" in author.open(f"/records/{sister.reference}/check").words

    author.press(form, {"action": "right:meeting_place"}, status=302)

    assert "/sections/meeting#" in author.page.location
    assert "meeting_place" not in factories.fresh(sister).to_read
    assert "meeting_date" in factories.fresh(sister).to_read
    assert "Read this again: Where was it?" not in author.open(f"/records/{sister.reference}/check").words


def test_one_button_says_that_all_of_a_page_are_right_and_leaves_other_pages(sign_in: SignIn) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    others = set(sister.to_read) - FORM.section("meeting").questions().keys()

    author.press(section(author, sister, "meeting"), {"action": "right:all-of-page"}, status=302)

    assert others
    assert set(factories.fresh(sister).to_read) == others
    assert "Read this again" not in author.open(f"/records/{sister.reference}/sections/meeting").words


def test_an_answer_that_is_changed_has_been_read_and_what_else_was_typed_is_saved(sign_in: SignIn) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    form = section(author, sister, "meeting")

    author.press(form, {"action": "right:meeting_date", "meeting_place": "By video"}, status=302)

    now = factories.fresh(sister)
    assert now.answers["meeting_place"] == "By video"
    assert not {"meeting_place", "meeting_date"} & set(now.to_read)


def test_marks_survive_a_save_that_changes_nothing_and_leave_the_page_of_a_live_check_with_a_change(
    sign_in: SignIn,
) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    form = section(author, sister, "meeting")
    address = f"/records/{sister.reference}/sections/meeting"

    same = author.send(address, form.filled({"action": "right:meeting_date"}), status=200, htmx=True)
    assert factories.fresh(sister).to_read == sister.to_read
    assert 'hx-swap-oob="delete"' not in same.text

    changed = author.send(address, form.filled({"meeting_place": "By video"}), status=200, htmx=True)
    assert 'id="meeting_place-mark" hx-swap-oob="delete"' in changed.text
    assert 'id="meeting_date-mark"' not in changed.text
    later(author, form)
    assert set(sister.to_read) - set(factories.fresh(sister).to_read) == {"meeting_place"}


def test_another_tab_that_said_so_or_changed_it_is_not_undone(sign_in: SignIn) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    old, new = (section(author, sister, "meeting") for _ in range(2))
    author.press(new, {"action": "right:meeting_date", "meeting_place": "By video"}, status=302)

    author.press(old, {"action": "right:all-of-page", "meeting_chair": "Priya"}, status=302)

    now = factories.fresh(sister)
    assert (now.answers["meeting_place"], now.answers["meeting_chair"]) == ("By video", "Priya")
    assert not set(now.to_read) & FORM.section("meeting").questions().keys()


@pytest.mark.parametrize("action", ["right:", "right:none", "right:new_worker", "right:\0", "right:right:", "right"])
def test_a_button_that_the_page_does_not_have_says_nothing(sign_in: SignIn, action: str) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    author.press(section(author, sister, "meeting"), {"action": action, "unread": "new_worker"}, status=302)
    assert factories.fresh(sister).to_read == sister.to_read


def test_all_of_a_page_are_what_it_marks_and_not_what_somebody_else_posts(sign_in: SignIn) -> None:
    author, sister = sign_in(story.AUTHOR), taken(RUBY, brothers())
    form = section(author, sister, "introduction")
    author.press(form, {"action": "right:all-of-page", "unread": "meeting_date"}, status=302)
    assert "meeting_date" in factories.fresh(sister).to_read


def test_nothing_is_submitted_and_nobody_else_says_that_it_is_right() -> None:
    record = factories.ready_draft()
    Record.update(to_read=["meeting_place"]).where(Record.id == record.id).execute()
    with pytest.raises(CannotSubmitError):
        factories.submit(record)
    with pytest.raises(ForbiddenError):
        reading_again.say_right(
            record=record, by=factories.person(story.TRANSFERRING_LEADER), questions=["meeting_place"]
        )

    reading_again.say_right(record=record, by=factories.person(), questions=["meeting_place"])

    assert factories.submit(record).number == 1


def test_what_the_register_has_come_to_answer_is_not_to_be_read_again(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    Record.update(to_read=["child_name", "new_team_kind"]).where(Record.id == record.id).execute()
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/check")
    assert "Read this again" not in page.words
    assert factories.submit(record).number == 1
