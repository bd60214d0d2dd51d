"""A late post is kept whole, of whatever size a page of ours sends, and its page is no larger than what was sent."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from models import Absence, LegalHold, Record, State
from records import clock
from records.deciding import absences
from records.keeping import holds
from tests import factories
from tests.data import story
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn
from tests.integration.kept_pages import OURS, kept
from tests.support.reader import ORIGIN, Reader
from views.web import late_posts

pytestmark = pytest.mark.usefixtures("app")


def hold_of(record: Record) -> LegalHold:
    head = factories.person(story.CLUSTER_HEAD)
    return holds.place(record=record, of_child=False, why="A claim", by=head, last_day=clock.today(), review_on=None)


def absence_of(email: str) -> Absence:
    staff, day = factories.person(email), clock.today() + timedelta(days=30)
    stand_in = factories.person(story.TRANSFERRING_LEADER)
    return absences.create_absence(staff=staff, stand_in=stand_in, first_day=day, last_day=day)


MANY = "&".join(["a="] * 4_990)


@pytest.mark.parametrize(
    "body,is_kept",
    [  # in words, signs of HTML take more bytes than they were sent with
        ("&".join(f"field{number}={'%26' * 200}" for number in range(1_000)), False),
        ("a=" + "<" * 300_000, False),
        ("worries=" + "%26%3C%22%27" * 75_000, False),
        (MANY, True),
        ("&".join(f"cases-{row}-satisfied=yes" for row in range(800)), True),
        ("&".join(f"key_events-{row}-note=Moved" for row in range(4_900)), True),
        ("worries=" + "She+sleeps+badly.%0D%0A" * 40_000, True),
    ],
    ids=["as a browser sends", "raw signs", "signs alone", "many blanks", "choices", "cells", "a long text"],
)
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
def test_the_first_answer_says_whether_a_post_is_kept_and_none_is_larger_than_it(
    sign_in: SignIn, nobody: Reader, body: str, is_kept: bool, is_signed_in: bool
) -> None:
    record = factories.in_state(State.DRAFT)
    reader = sign_in(story.AUTHOR) if is_signed_in else nobody

    response = reader.client.post(
        f"/records/{record.reference}/sections/summary",
        base_url=ORIGIN,
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers=OURS["an older browser"],
    )

    assert response.status_code == (200 if is_kept else 413)
    assert ("What you wrote could not be kept" in response.text) is not is_kept
    assert len(response.data) <= (len(body) + late_posts.ROOM_FOR_PAGE if is_kept else 20_000)


@pytest.mark.parametrize(
    "rows", [{"worries": "She sleeps badly. " * 50_000}, {f"cases-{row}-satisfied": "yes" for row in range(4_900)}]
)
def test_what_the_sign_in_page_promises_is_shown_after_it_and_no_larger_than_it_was(
    nobody: Reader, rows: dict[str, str]
) -> None:
    record = factories.in_state(State.DRAFT)
    path = f"/records/{record.reference}/sections/summary"
    page = nobody.send(path, rows, status=200)

    page = nobody.press(page.form("/sign-in/kept"), {"email": story.AUTHOR, "password": PASSWORD}, status=200)

    assert page.heading == "What you wrote is still here"
    assert nobody.carried(page.form(path)).to_dict() == rows
    assert len(page.text) < len(urlencode(rows)) + 16 * 1024


def test_what_a_kept_page_locks_is_taken_at_its_own_address_alone(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = kept(reader, f"/records/{record.reference}/sections/summary", {"worries": "Hers"}).form("/records/")

    for path, changes in [
        (f"/records/{record.reference}/withdraw", {}),
        (form.action, {"kept": "made up"}),
        (form.action, {"kept": form.fields["kept"][:-8] + "AAAAAAA="}),
    ]:
        reader.send(path, form.filled(changes), status=400)
    assert factories.fresh(record).state == State.DRAFT
    assert factories.fresh(record).answers.get("worries") != "Hers"


def test_a_kept_page_that_is_old_itself_is_shown_again_with_all_of_it(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    rows = {f"key_events-{row}-note": "Moved" for row in range(500)}
    form = kept(reader, f"/records/{record.reference}/sections/summary", rows).form("/records/")

    again = kept(reader, form.action, form.fields.to_dict())

    assert reader.carried(again.form("/records/")).to_dict() == rows


def test_a_full_section_is_kept_with_every_value_in_words(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    rows = {f"outstanding_work-{row}-{cell}": "x" for row in range(40) for cell in ("task", "by", "due-day")}

    page = kept(reader, f"/records/{record.reference}/sections/meeting", rows)

    assert reader.carried(page.form("/records/")).to_dict() == rows
    assert page.words.count(" 40: x") == 3


def test_a_text_that_is_too_long_is_said_to_be_so_before_it_is_sent_on(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    texts = {"worries": "w" * 5_001, "life_now": "l" * 5_000}

    said = kept(reader, f"/records/{record.reference}/sections/summary", texts).words

    assert "What are we worried about? (5,001 characters, of which 5,000 are taken at most)" in said
    assert said.count("are taken at most") == 1


def test_what_is_kept_is_shown_as_it_will_be_stored(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/sections/summary"

    page = kept(reader, path, {"worries": "She \u202esleeps\u202c\u200b well.\r\nOften."})

    assert page.form(action=path).fields["worries"].splitlines() == ["She sleeps well.", "Often."]


@pytest.mark.parametrize(
    "who,path",
    [
        (story.AUTHOR, "/records/TMR-2222-2222/sections/summary"),
        (story.AUTHOR, "/records/{record}/sections/no-such-section"),
        (story.AUTHOR, "/records/{record}/steps/{step}"),
        (story.RECEIVING_WORKER, "/records/{record}/steps/999999"),
        (story.RECEIVING_WORKER, "/records/TMR-2222-2222/steps/{step}"),
        (story.AUTHOR, "/links/of-nobody"),
        (story.AUTHOR, "/links/of-nobody/renew"),
        (story.AUTHOR, "/keeping/due/1/agree"),
        (story.CLUSTER_HEAD, "/keeping/due/1/agree"),
        (story.RECEIVING_LEADER, "/changes/999999/explain"),
        (story.RECEIVING_LEADER, "/away/999999/end"),
        (story.CLUSTER_HEAD, "/away/{absence}/end"),
        (story.CLUSTER_HEAD, "/keeping/holds/999999/lift"),
        (story.LOOKED_AFTER_HEAD, "/keeping/holds/{hold}/lift"),
        (story.AUTHOR, "/records/{record}/promised/999999"),
        (story.AUTHOR, "/records/{record}/letters/nobody"),
        (story.AUTHOR, "/records/{record}/exceptions/no-such-statement"),
        (story.AUTHOR, "/records/new/no-such-kind"),
    ],
)
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signing in"])
def test_of_what_somebody_could_not_send_no_page_is_kept(
    sign_in: SignIn, nobody: Reader, who: str, path: str, is_signed_in: bool
) -> None:
    record = factories.in_state(State.SUBMITTED)
    others = {"absence": absence_of(story.RECEIVING_LEADER).id, "hold": hold_of(factories.start_draft()).id}
    path = path.format(record=record.reference, step=factories.step_of(record, "new_worker").id, **others)
    fields = {"worries": "Hers", "outcome": "returned", "csrf_token": "of an older session"}

    if is_signed_in:
        page = sign_in(who).send(path, fields, status=404)
    else:
        form = nobody.send(path, fields, status=200).form("/sign-in/kept")
        page = nobody.press(form, {"email": who, "password": PASSWORD}, status=404)

    assert "What are we worried about" not in page.words
    assert "in your name" not in page.words


def test_what_they_hold_or_when_they_are_away_is_still_kept(sign_in: SignIn) -> None:
    hold, absence = hold_of(factories.in_state(State.SUBMITTED)), absence_of(story.RECEIVING_LEADER)

    lifting = kept(sign_in(story.CLUSTER_HEAD), f"/keeping/holds/{hold.id}/lift", {"lifted_why": "The inquiry is over"})
    ending = kept(sign_in(story.RECEIVING_LEADER), f"/away/{absence.id}/end", {"seen": "1"})

    assert "lifts a hold in your name" in lifting.words
    assert "The inquiry is over" in lifting.words
    assert "ends a time that you gave there" in ending.words


def test_what_was_theirs_and_cannot_be_saved_any_more_is_still_shown(sign_in: SignIn) -> None:
    record = factories.in_state(State.SUBMITTED)

    page = kept(sign_in(story.AUTHOR), f"/records/{record.reference}/sections/summary", {"worries": "Hers"})

    assert "What are we worried about? Hers" in page.words


def test_questions_of_one_label_are_set_apart_by_the_choice_above_them(sign_in: SignIn) -> None:
    record, days = factories.in_state(State.DRAFT), {"child": 3, "parents": 4, "carers": 5}
    choices = {"family_told": "one_by_one", **{f"{who}_told": "told" for who in days}}
    parts = {f"{who}_told_on-{part}": str(day) for who, day in days.items() for part in ("day", "month", "year")}

    page = kept(sign_in(story.AUTHOR), f"/records/{record.reference}/sections/telling-family", choices | parts)

    for asked, day in (("Has the child", "3/3/3"), ("Have the parents", "4/4/4"), ("Have the carers", "5/5/5")):
        assert f"{asked} been told? If on another day, when? {day}" in page.words
