"""Two people, or two tabs, at one draft: the second sees what changed and chooses; nothing is overwritten unseen."""

from __future__ import annotations

import pytest

from models import AnswerChange, Record
from tests import factories
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, OTHER, draft, later, saved, section
from tests.support.reader import Page, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


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

    assert "You changed this in another tab too" in page.words
    assert "You wrote in another tab From the first tab You wrote here From the second tab" in page.words
    assert "Somebody else" not in page.words
    assert saved(record)["worries"] == "From the first tab"


def test_a_tab_left_open_for_hours_takes_nothing_back(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    stale = section(hannah, record, "summary")
    for hour in range(3):
        later(hannah, section(hannah, record, "summary"), worries=f"Hour {hour}", life_now=f"Life {hour}")

    later(hannah, stale, what_works="Written in the stale tab")

    assert [saved(record)[name] for name in ("worries", "life_now", "what_works")] == [
        "Hour 2",
        "Life 2",
        "Written in the stale tab",
    ]


def test_a_check_says_of_one_person_in_two_tabs_that_it_was_in_another_tab(sign_in: SignIn) -> None:
    record, hannah = draft(), sign_in(AUTHOR)
    one, two = section(hannah, record, "summary"), section(hannah, record, "summary")
    later(hannah, one, worries="From the first tab")

    beside = hannah.press(two, {"life_now": "Life"}, status=200, htmx=True)
    over = hannah.press(two, {"worries": "From the second tab"}, status=200, htmx=True)

    assert "You, in another tab, changed other answers on this record while you were here" in beside.words
    assert "In another tab you changed 1 of the answers you changed here" in over.words


def test_a_page_shows_what_others_saved_while_it_was_open(sign_in: SignIn) -> None:
    record, hannah, tomasz = draft(), sign_in(AUTHOR), sign_in(OTHER)
    hers, his = section(hannah, record, "summary"), section(tomasz, record, "summary")
    later(tomasz, his, worries="His")

    page = hannah.press(hers, {"what_works": "x" * 9000, "action": "continue"}, status=200)

    assert page.form(id="section-form").fields["worries"] == "His"
    assert "Tomasz Zieliński changed other answers on this record while you were here" in page.words
    assert "Open the section again" not in page.words


def test_of_two_reasons_that_clash_this_persons_own_can_be_kept(sign_in: SignIn) -> None:
    record = factories.ready_draft(closing_meeting_date=None)
    hannah, tomasz = sign_in(AUTHOR), sign_in(OTHER)
    hers, his = (
        reader.open(f"/records/{record.reference}/sections/introduction?explain=142.3.8").form(id="section-form")
        for reader in (hannah, tomasz)
    )
    later(tomasz, his, **{"departure-142.3.8": "His reason"})

    page = hannah.press(hers, {"departure-142.3.8": "Her reason", "action": "later"}, status=200)
    hannah.press(page.form(id="section-form"), {"keep": "departure-142.3.8"}, status=200)

    assert saved(record)["departure-142.3.8"] == "Her reason"


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
    assert (change.question, change.staff.email) == ("worries", OTHER)


def test_nothing_changed_is_nothing_written(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    before = factories.fresh(record).revision

    for key in ("child", "workers", "reasons", "plan", "readiness", "meeting", "introduction", "telling-family"):
        later(reader, section(reader, record, key))

    assert factories.fresh(record).revision == before
