"""Lists as files for spreadsheets: the list that is shown, noted before it leaves, so long and so often at most."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask

from models import Child, Departure, Disposal, Export, PromisedDay, Record, RecordVersion, Retention, State
from protocol.retention import UNDER_WAY
from records import clock
from records.keeping import holds
from records.reporting import exports, of_child, promised
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_lists_of_records import listed
from tests.integration.test_reading_for_a_purpose import begin
from tests.support.reader import ORIGIN, Reader

pytestmark = pytest.mark.usefixtures("app")


def taken(reader: Reader, address: str = "/records.csv") -> list[dict[str, str]]:
    """The rows of a list as a file."""
    text = reader.client.get(address, base_url="https://handover.example").text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def noted() -> list[tuple[str, str, dict[str, str], int]]:
    """(who, which list, filters, rows) of what was taken."""
    return [(one.staff.email, one.listed, one.narrowed_to, one.rows) for one in Export.select().order_by(Export.id)]


def test_the_file_holds_the_whole_list_as_it_is_narrowed_in_its_order(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    asked = "?kind=transfer_meeting&find=maya&sort=first-saved"
    shown = listed(reader.open(f"/records{asked}"))

    rows = taken(reader, f"/records.csv{asked}")

    assert [row["Reference"] for row in rows] == shown
    assert len(rows) > 3
    filters = {"kind": "transfer_meeting", "find": "maya", "sort": "first-saved"}
    assert noted() == [(story.AUTHOR, "records", filters, len(rows))]


def test_a_row_says_of_a_record_what_the_list_shows_and_is_narrowed_by(sign_in: SignIn) -> None:
    sealed = factories.in_state(State.SEALED)
    Departure.delete().execute()
    Departure.create(version=RecordVersion.get(RecordVersion.record == sealed), statement="315.7.2")
    Record.update(takes_effect_on="2026-03-01").where(Record.id == sealed.id).execute()

    (row,) = taken(sign_in(story.AUTHOR), "/records.csv?state=sealed")

    assert (row["Local id"], row["Child"]) == (story.CASE_ONE_CHILD, "Maya Adeyemi-Clarke")
    assert (row["Responsibility passes on"], row["Reason code"]) == ("2026-03-01", "TSPROC")
    assert (row["Departs from"], row["Accepted as not met"]) == ("3.1.5, Procedure", "")
    assert factories.person(story.RECEIVING_WORKER).name in row["To"]
    assert row["Written by"] == factories.person(story.AUTHOR).name


def test_a_childs_name_that_a_spreadsheet_would_run_is_text(sign_in: SignIn) -> None:
    Child.update(name="=HYPERLINK(1)").where(Child.local_id == story.CASE_ONE_CHILD).execute()

    assert {row["Child"] for row in taken(sign_in(story.AUTHOR), "/records.csv?state=sealed")} == {"'=HYPERLINK(1)"}


def test_a_list_that_is_too_long_for_a_file_says_what_to_do_and_leaves_nothing(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    reader = sign_in(story.AUTHOR)

    page = reader.open("/records.csv?find=maya", status=400)

    assert page.errors == [
        "The list has more than 2 rows, which is the most for one file. Narrow it, for instance to a year."
    ]
    assert page.form("/records").fields["find"] == "maya"
    assert noted() == []


def test_a_filter_that_cannot_be_read_leaves_no_file(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open("/records.csv?since=31+2+2026", status=400)

    assert "must be a real date" in page.errors[0]
    assert noted() == []


def test_whoever_takes_very_many_lists_waits(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AN_HOUR", 2)
    reader = sign_in(story.AUTHOR)
    for _ in range(2):
        taken(reader)

    refused = reader.open("/records.csv", status=429)

    assert "You have saved 2 lists as files in an hour" in refused.words
    assert len(noted()) == 2
    later = clock.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    exports.note(by=factories.person(), listed="records", narrowed_to={}, rows=1)


def test_a_look_at_the_headers_takes_nothing(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)

    for address in ("/records.csv", "/follow-up.csv"):
        assert reader.peek(address).mimetype == "text/csv"
    assert noted() == []


def test_a_file_holds_what_its_reader_may_see_and_no_more(sign_in: SignIn) -> None:
    seen = {
        email: {row["Stands at"] for row in taken(sign_in(email))}
        for email in (story.UNINVOLVED_WORKER, story.BUSINESS_SUPPORT, story.AUDITOR, factories.OTHER_TEAM_LEADER)
    }
    assert seen == {email: {"Sealed"} if email == story.BUSINESS_SUPPORT else set() for email in seen}

    reader = begin(sign_in(story.AUDITOR))

    assert {row["Stands at"] for row in taken(reader)} == {"Sealed"}


def test_children_coming_up_are_a_file_for_those_who_lead_their_teams(sign_in: SignIn) -> None:
    address = "/children/coming-up.csv"

    rows = taken(sign_in(story.TRANSFERRING_LEADER), address)

    assert [row["Child"] for row in rows] == ["Maya Adeyemi-Clarke"]
    for email in (story.AUTHOR, story.BUSINESS_SUPPORT, story.AUDITOR):
        sign_in(email).open(address, status=404)
    assert noted() == [(story.TRANSFERRING_LEADER, "children-coming-up", {}, 1)]


def test_operators_list_who_took_what(app: Flask, sign_in: SignIn) -> None:
    taken(sign_in(story.AUTHOR), "/records.csv?state=sealed")
    command = app.test_cli_runner()

    listed_all = command.invoke(args=["audit", "exports"]).output
    assert f"{story.AUTHOR} records, 1 rows state=sealed" in listed_all
    assert "Nobody has" in command.invoke(args=["audit", "exports", "--staff", story.BUSINESS_SUPPORT]).output


def test_what_was_promised_is_a_file(sign_in: SignIn) -> None:
    sealed = factories.in_state(State.SEALED)
    PromisedDay.delete().execute()
    today = clock.today()
    PromisedDay.create(record=sealed, question="joint_visit_date", due_on=today - timedelta(days=1))

    (row,) = taken(sign_in(story.TRANSFERRING_LEADER), "/follow-up.csv?due=overdue")

    assert set(row) == set(promised.HEADINGS)
    assert (row["Record"], row["Who"]) == (sealed.reference, factories.person(story.AUTHOR).name)
    assert (row["Due on"], row["Overdue"]) == ((today - timedelta(days=1)).isoformat(), "yes")


def test_a_childs_workers_and_records_are_files_of_what_the_page_shows(sign_in: SignIn) -> None:
    child = f"/children/{story.CASE_ONE_CHILD}"
    reader = sign_in(story.TRANSFERRING_LEADER)
    page = reader.open(child)

    workers, records = taken(reader, f"{child}/workers.csv"), taken(reader, f"{child}/records.csv")

    assert {f"{child}/workers.csv", f"{child}/records.csv"} <= {link.removeprefix(ORIGIN) for link in page.links}
    assert workers[0]["Worker"] == factories.person(story.AUTHOR).name
    assert all(row["Worker"] in page.words for row in workers)
    assert {row["Reference"] for row in records} == {one.reference for one in seen_of_maya()}
    assert [name for _, name, _, _ in noted()] == ["workers-of-child", "records-of-child"]


def seen_of_maya() -> list[Record]:
    child = Child.get(Child.local_id == story.CASE_ONE_CHILD)
    return list(of_child.read(child, factories.person(story.TRANSFERRING_LEADER), {}).records)


def test_what_is_due_held_and_disposed_of_are_files_for_those_who_keep_records(sign_in: SignIn) -> None:
    record, head = factories.in_state(State.SEALED), factories.person(story.CLUSTER_HEAD)
    today = clock.today()
    Retention.delete().execute()
    Retention.create(record=record, part="whole", due_on=today, rule=UNDER_WAY, counted_on=today)
    holds.place(record=record, of_child=False, why="A claim", by=head, last_day=today, review_on=None)
    gone = Disposal.create(
        record=record, part="staff", rule=UNDER_WAY, due_on=today, first_by=head, first_at=clock.now()
    )
    Disposal.update(done_at=clock.now()).where(Disposal.id == gone.id).execute()
    reader = sign_in(head.email)

    (due,) = taken(reader, "/keeping/due.csv")
    (held,) = taken(reader, "/keeping/holds.csv")
    (done,) = taken(reader, "/keeping/disposed-of.csv")

    assert (due["Record"], due["Due since"], due["Held"], due["Agreed by how many"]) == (
        *(record.reference, today.isoformat()),
        *("yes", "0"),
    )
    assert (held["Records"], held["Why"], held["Held by"]) == (record.reference, "A claim", head.name)
    assert (done["Record"], done["Part"]) == (record.reference, "the part about staff")
    assert [name for _, name, _, _ in noted()] == ["due", "holds", "disposed-of"]
    links = [*reader.open("/keeping").links, *reader.open("/keeping/holds").links]
    assert {"/keeping/due.csv", "/keeping/disposed-of.csv", "/keeping/holds.csv"} <= set(links)
    sign_in(story.AUTHOR).open("/keeping/holds.csv", status=404)
