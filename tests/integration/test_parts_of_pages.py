"""What HTMX asks for is a part of the page that everybody else gets whole: rows, a search, a check, a promise."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from forms.engine.rows import MOST_ROWS
from models import PromisedDay, Record
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR, saved, section
from tests.support.reader import Form, Page, Reader, fields_of, words_of

pytestmark = pytest.mark.usefixtures("app")

TWO = [{"kind": "review", "note": "The first review"}, {"kind": "birth", "note": "A brother is born"}]


@pytest.fixture
def record(app: Flask) -> Record:
    """A draft with two key events."""
    with app.app_context():
        return factories.ready_draft(key_events=TWO)


@pytest.fixture
def reader(sign_in: SignIn) -> Reader:
    return sign_in(AUTHOR)


@pytest.fixture(params=[True, False], ids=["by HTMX", "whole"])
def htmx(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def table_of(page: Page, name: str = "key_events") -> Any:
    """The table, of which a page has one."""
    [found] = [one for one in page.html.iter() if one.get("id") == name]
    return found


def changes_of(page: Page, form: Form, name: str = "key_events") -> dict[str, Any]:
    """What changes in the form's fields as the table of `page` takes the place of its own."""
    held: dict[str, Any] = {one: None for one in form.fields if one.startswith(f"{name}-")}
    return held | dict(fields_of(table_of(page, name)).lists())


def names_of(page: Page, prefix: str) -> list[str]:
    return [one.get("name", "") for one in page.html.iter() if one.get("name", "").startswith(prefix)]


def test_a_row_comes_with_its_table_and_the_rest_of_the_page_stays(record: Record, reader: Reader, htmx: bool) -> None:
    form = section(reader, record, "reasons")

    page = reader.press(form, {"row": "add:key_events"}, status=200, htmx=htmx)

    assert names_of(page, "key_events-2-note") == ["key_events-2-note"]
    assert bool([*page.each("h1")]) is not htmx
    assert ("hx-swap-oob" in table_of(page).attrib) is htmx
    assert saved(record)["key_events"] == TWO


def test_a_row_is_removed_and_put_back_at_its_place(record: Record, reader: Reader, htmx: bool) -> None:
    form = section(reader, record, "reasons")
    page = reader.press(form, {"row": "remove:key_events:0"}, status=200, htmx=htmx)
    assert "Key event removed: The first review" in page.words
    assert saved(record)["key_events"] == TWO[1:]

    held = changes_of(page, form) | {"row": "put-back:key_events:0", "seen": factories.fresh(record).revision}
    page = reader.press(form, held, status=200, htmx=htmx)

    assert saved(record)["key_events"] == TWO
    assert "removed" not in page.words


def test_what_happened_is_said_with_the_count(record: Record, reader: Reader) -> None:
    form = section(reader, record, "reasons")
    page = reader.press(form, {"row": "remove:key_events:0"}, htmx=True)
    [said] = [one for one in page.html.iter() if one.get("id") == "live"]
    assert words_of(said).startswith("Key event removed. ")
    assert words_of(said).count("attention") == 1


def test_no_slot_comes_for_a_row_that_the_page_has_no_more(record: Record, reader: Reader) -> None:
    form = section(reader, record, "reasons")
    page = reader.press(form, {"row": "remove:key_events:1"}, htmx=True)
    slots = [one for one in page.html.iter() if one.get("id", "").startswith("key_events-")]
    inside = {id(one) for one in table_of(page).iter()}
    assert slots
    assert all(id(one) in inside for one in slots)


def test_a_full_table_says_so_and_takes_no_more(record: Record, reader: Reader, htmx: bool) -> None:
    factories.save(record, key_events=[{"note": f"Note {number}"} for number in range(MOST_ROWS - 1)])
    form = section(reader, record, "reasons")
    page = reader.press(form, {"row": "add:key_events"}, htmx=htmx)
    assert f"There is room for no more than {MOST_ROWS}." in page.words

    page = reader.press(form, changes_of(page, form) | {"row": "add:key_events"}, htmx=htmx)

    assert len({one for one in names_of(page, "key_events-") if one.endswith("-note")}) == MOST_ROWS


def test_a_row_removed_with_save_and_continue_is_removed_and_the_next_section_opens(
    record: Record, reader: Reader
) -> None:
    form = section(reader, record, "reasons")
    page = reader.press(form, {"row": "remove:key_events:0", "action": "later"}, status=302)
    assert page.location == f"/records/{record.reference}"
    assert saved(record)["key_events"] == TWO[1:]


def test_a_button_of_a_table_that_the_page_has_not_changes_nothing(record: Record, reader: Reader) -> None:
    form = section(reader, record, "reasons")
    for row in ("add:siblings", "remove:none:0", "put-back:key_events:7", "put-back:key_events:x", "add:child_views"):
        page = reader.press(form, {"row": row}, status=200, htmx=True)
        assert "hx-swap-oob" in page.text
    assert saved(record)["key_events"] == TWO


def test_rows_of_the_register_stay_before_what_is_removed_beside_them(sign_in: SignIn, htmx: bool) -> None:
    record = four.handover()
    leader = sign_in(record.author.email)
    form = section(leader, record, "cases")
    before = saved(record)["cases"]

    page = leader.press(form, {"row": "remove:cases:0"}, status=200, htmx=htmx)

    assert saved(record)["cases"] == before
    assert "removed" not in words_of(table_of(page, "cases"))


# A search, a check and a promise


def test_who_is_found_comes_alone_with_the_address_of_the_search(reader: Reader) -> None:
    part = reader.open("/records/new/transfer-meeting?name=maya", htmx=True)
    assert part.response.headers["HX-Push-Url"] == "/records/new/transfer-meeting?name=maya"
    assert not [*part.each("h1")]
    assert "Maya Adeyemi-Clarke" in part.words
    assert part.form("/records/new/transfer-meeting", method="post").fields["name"] == "maya"

    whole = reader.open("/records/new/transfer-meeting?name=maya")
    assert "HX-Push-Url" not in whole.response.headers
    assert "Maya Adeyemi-Clarke" in whole.words


@pytest.mark.parametrize("name", ["", "nobody at all", "<b>'x\"", "x" * 5000])
def test_nobody_found_is_said_in_the_part_too(reader: Reader, name: str) -> None:
    part = reader.open(f"/records/new/transfer-meeting?name={quote(name)}", htmx=True)
    assert ("Nobody in the register matches" in part.words) is bool(name)


def test_a_check_answers_with_the_same_page_to_all(nobody: Reader, htmx: bool) -> None:
    fields = nobody.open("/verify").form("/verify", method="post").fields
    file = FileStorage(BytesIO(b"no PDF"), "record.pdf")
    page = nobody.send("/verify", {**fields, "document": file}, status=200, htmx=htmx)
    assert "Not a PDF" in page.words
    assert "Unknown" in nobody.open("/verify?code=ZZZZ-ZZZZ-ZZZZ", htmx=htmx).words
    assert "Select the PDF to check" in nobody.send("/verify", fields, status=200, htmx=htmx).words


@pytest.fixture
def promise(app: Flask) -> PromisedDay:
    """Something that a sealed emergency promises."""
    with app.app_context():
        record = four.sealed(four.submitted(four.emergency()))
        return PromisedDay.get(PromisedDay.record == record, PromisedDay.statement == "")


def test_a_promise_is_said_to_be_done_on_the_page_of_its_record(promise: PromisedDay, sign_in: SignIn) -> None:
    leader = sign_in(other.REALLOCATING_LEADER)
    where = f"/records/{promise.record.reference}/promised/{promise.id}"
    part = leader.open(where, htmx=True)
    assert "What became of it" in part.words
    form = part.form(where)

    wrong = leader.press(form, {"became": ""}, status=200, htmx=True)
    assert wrong.errors
    done = leader.press(form, {"became": "not_done", "not_done_why": "The family moved away."}, status=200, htmx=True)

    assert done.response.headers["HX-Retarget"] == "#following"
    assert "Did not happen: The family moved away." in done.words
    assert where not in done.links
    again = leader.press(form, {"became": "not_done", "not_done_why": "Twice."}, status=200, htmx=True)
    assert "Twice" not in again.words
