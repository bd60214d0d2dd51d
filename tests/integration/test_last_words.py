"""What a page sends as it is left: the changed answers alone, after which nothing older of that page wins."""

from __future__ import annotations

import pytest

from models import Record
from tests import factories
from tests.data.load import PASSWORD
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, OTHER, draft, saved, section
from tests.support.reader import Fields, Form, Page, Reader

pytestmark = pytest.mark.usefixtures("app")

ALWAYS = ("csrf_token", "editor", "seen", "writer")


def send_last(reader: Reader, form: Form, **changes: str) -> Page:
    """What a browser sends when the page is left with these changes."""
    always = {name: form.fields[name] for name in ALWAYS}
    always["editor"] += ".1"
    return reader.send(form.action, Fields({**always, **changes, "leaving": "yes"}), status=204, htmx=True)


def test_they_are_saved_and_what_they_do_not_name_stays(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    for section_class in ("child", "workers", "reasons", "plan", "readiness", "summary", "meeting", "introduction"):
        send_last(reader, section(reader, record, section_class))
    before = saved(record)

    send_last(reader, section(reader, record, "summary"), worries="Her last words")

    assert saved(record) == before | {"worries": "Her last words"}


def test_what_cannot_be_understood_is_there_again_as_typed(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    day = {"transfer_date-day": "31", "transfer_date-month": "2", "transfer_date-year": "2027"}

    send_last(reader, section(reader, record, "workers"), **day)

    again = section(reader, record, "workers").fields
    assert {name: again[name] for name in day} == day


def test_an_older_save_that_arrives_after_them_takes_nothing_back(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    form = section(reader, record, "summary")
    send_last(reader, form, worries="Her last words")

    reader.press(form, {"worries": "Her last"}, status=200, htmx=True)

    assert saved(record)["worries"] == "Her last words"


def test_they_win_over_what_the_same_page_saved_before(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    form = section(reader, record, "summary")
    reader.press(form, {"worries": "Her last"}, status=200, htmx=True)

    send_last(reader, form, worries="Her last words")

    assert saved(record)["worries"] == "Her last words"


def test_they_overwrite_nothing_of_somebody_else(sign_in: SignIn) -> None:
    record, reader = draft(), sign_in(AUTHOR)
    form = section(reader, record, "summary")
    factories.save(record, editor="elsewhere", worries="His")

    send_last(reader, form, worries="Her last words")

    assert saved(record)["worries"] == "His"


# What one person wrote, in the session of another


def as_another(sign_in: SignIn, record: Record, **changes: str) -> tuple[Reader, Form, Fields]:
    """Tomasz, who may write too; the form of Hannah's page, and what it posts with his token."""
    form = section(sign_in(AUTHOR), record, "summary")
    other = sign_in(OTHER)
    return other, form, form.filled({"csrf_token": other.token(), "action": "later", **changes})


def test_it_is_not_saved_in_the_name_of_the_other_and_kept_for_who_wrote_it(sign_in: SignIn) -> None:
    record = draft()
    other, form, fields = as_another(sign_in, record, worries="Hers")
    before = saved(record)

    page = other.send(form.action, fields, status=200)

    assert "who did not write this" in page.words
    assert "Hers" not in page.text
    given = {"email": AUTHOR, "password": PASSWORD}
    kept = other.press(page.form("/sign-in/kept"), given, status=200).form(form.action)
    assert other.carried(kept)["worries"] == "Hers"
    assert saved(record) == before


@pytest.mark.parametrize("leaving", ["", "yes"])
def test_a_check_of_it_is_refused(sign_in: SignIn, leaving: str) -> None:
    record = draft()
    other, form, fields = as_another(sign_in, record, worries="Hers", leaving=leaving)
    before = saved(record)

    other.send(form.action, fields, status=403, htmx=True)

    assert saved(record) == before
