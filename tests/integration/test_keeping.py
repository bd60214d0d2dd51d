"""The pages on which records are kept or let go: who sees what is due, agrees, holds, and reads certificates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from models import Child, Disposal, LegalHold, Record, RecordTeam, Retention, State, Team
from records import clock
from records.keeping import counting, disposing
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.disposing import HEAD, OPERATOR, OTHER_HEAD, clock_of, died_long_ago, disposed, figures
from tests.integration.test_fresh_decisions import a_while_ago, sign_in_again
from tests.support.reader import Page, Reader

WHY = "A claim against the council, letter of 3 May"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With somebody who looks after the service."""
    return settings.model_copy(update={"operators": frozenset({OPERATOR})})


@pytest.fixture
def record(app: Flask) -> Record:
    """A sealed record that is due."""
    with app.app_context():
        found = factories.in_state(State.SEALED)
        died_long_ago()
        clock_of(found)
    return found


def due_page(reader: Reader, record: Record) -> Page:
    row = Retention.get((Retention.record == record) & (Retention.part == "whole"))
    return reader.open(f"/keeping/due/{row.id}")


def agree(reader: Reader, record: Record, status: int = 302) -> Page:
    return reader.press(due_page(reader, record).form(kept_action(record)), {}, status=status)


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_two_people_agree_on_its_page_with_a_fresh_sign_in_and_read_the_certificate(
    app: Flask, sign_in: SignIn, record: Record
) -> None:
    first, second = sign_in(HEAD), a_while_ago(sign_in(OPERATOR))
    assert record.reference in first.open("/keeping").words
    agree(first, record)
    assert "You have agreed. It takes somebody else too." in due_page(first, record).words

    kept = agree(second, record, status=200)
    second.press(sign_in_again(second, kept, OPERATOR).form(kept_action(record)), status=302)

    assert "By two" in first.open("/keeping").words
    with app.app_context():
        disposing.dispose(disposing.agreed()[0], figures=figures(), done_by="ops")
    assert record.reference in first.open("/keeping").words.partition("What was disposed of")[2]
    certificate = first.open(f"/keeping/certificates/{Disposal.get().id}").words
    assert all(said in certificate for said in (record.reference, "SHA-256", "Eleanor Stanbridge", "Winifred Osgood"))
    first.open(f"/records/{record.reference}", status=404)


def kept_action(record: Record) -> str:
    return f"/keeping/due/{Retention.get(Retention.record == record).id}/agree"


@pytest.mark.parametrize(
    "email", [story.AUTHOR, story.TRANSFERRING_LEADER, story.CLUSTER_MANAGER, story.BUSINESS_SUPPORT]
)
def test_for_others_there_is_no_such_page(app: Flask, sign_in: SignIn, record: Record, email: str) -> None:
    reader, before = sign_in(email), everything()
    number = Retention.get(Retention.record == record).id

    for path in ("/keeping", f"/keeping/due/{number}", "/keeping/holds", "/keeping/certificates/1"):
        reader.open(path, status=404)
    for path in (f"/keeping/due/{number}/agree", "/keeping/holds", "/keeping/holds/1/lift"):
        reader.send(path, {"csrf_token": reader.token()}, status=404)
    assert changes_since(before) == []
    assert "/keeping" not in reader.open("/").text


def test_a_head_of_service_sees_what_is_due_of_their_services_and_nothing_that_it_says(
    app: Flask, sign_in: SignIn, record: Record
) -> None:
    cluster = Team.select(Team.id).where(Team.service == "cluster")
    RecordTeam.delete().where((RecordTeam.record == record) & RecordTeam.team.in_(cluster)).execute()
    number = Retention.get(Retention.record == record).id
    head, other = sign_in(HEAD), sign_in(OTHER_HEAD)

    assert record.reference not in head.open("/keeping").words
    head.open(f"/keeping/due/{number}", status=404)
    head.send(f"/keeping/due/{number}/agree", {"csrf_token": head.token()}, status=404)
    for page in (other.open("/keeping"), due_page(other, record)):
        assert record.reference in page.words
        assert "Maya" not in page.words
        assert factories.child().local_id not in page.words


def test_a_record_is_held_on_the_page_and_the_hold_lifted_with_a_reason(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(HEAD)
    typed = {"reference": record.reference.lower().replace("-", " "), "concerns": "record", "why": WHY}
    page = reader.open("/keeping/holds")
    form = page.form(id="hold-form")
    assert "One of the two days is needed" in page.words
    assert "(optional)" not in page.words

    for short in ("x", "=1+1 claim"):
        assert "two at least, of 6 letters or more" in reader.press(form, typed | {"why": short}, status=200).words
    page = reader.press(form, typed, status=200)
    assert "Enter the last day, or the day on which it is looked at again" in page.words
    assert page.form(id="hold-form").fields["why"] == WHY
    reader.press(page.form(id="hold-form"), typed | boxes("review_on", clock.today()), status=302)

    page = reader.open("/keeping/holds")
    assert WHY in page.words
    assert "To be looked at again" in page.words
    assert "It is held" in due_page(reader, record).words
    hold = LegalHold.get()
    lift = reader.open(f"/keeping/holds/{hold.id}/lift").form(id="lift-form")
    assert "Enter why it is lifted" in reader.press(lift, {}, status=200).words
    reader.press(lift, {"lifted_why": "The claim was settled in full"}, status=302)
    hold = LegalHold.get()
    assert (hold.lifted_by, hold.lifted_why) == (factories.person(HEAD), "The claim was settled in full")


@pytest.mark.parametrize("reference", ["TMR-2222-2222", "?", "x" * 5000])
def test_whoever_holds_what_is_not_there_keeps_what_they_typed(sign_in: SignIn, reference: str) -> None:
    reader = sign_in(HEAD)
    typed = {"reference": reference, "concerns": "child", "why": WHY, **boxes("last_day", clock.today())}

    page = reader.press(reader.open("/keeping/holds").form(id="hold-form"), typed, status=200)

    assert page.form(id="hold-form").fields["why"] == WHY
    assert LegalHold.select().count() == 0


def test_whoever_may_agree_can_hold_it_from_its_page_where_it_names_no_team(sign_in: SignIn, record: Record) -> None:
    RecordTeam.delete().where(RecordTeam.record == record).execute()
    reader = sign_in(HEAD)
    link = next(one for one in due_page(reader, record).links if "/keeping/holds" in one)
    form = reader.open(link.partition("#")[0]).form(id="hold-form")
    assert form.fields["reference"] == record.reference

    reader.press(form, {"concerns": "child", "why": WHY, **boxes("last_day", clock.today())}, status=302)

    assert record.reference in reader.open("/keeping/holds").words
    assert "It is held" in due_page(reader, record).words


def test_its_page_says_from_which_day_it_counts_and_whose_figure_it_is(sign_in: SignIn, record: Record) -> None:
    page = due_page(sign_in(HEAD), record).words
    assert "6 May 2009: the day of death" in page
    assert "Source: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50" in page


def test_what_was_agreed_of_another_day_is_shown_as_agreed_by_nobody(sign_in: SignIn, record: Record) -> None:
    reader = sign_in(HEAD)
    agree(reader, record)
    assert "By one" in reader.open("/keeping").words
    Child.update(date_of_death=date(2009, 5, 7)).where(Child.id == record.child_id).execute()
    clock_of(record)

    assert "By nobody" in reader.open("/keeping").words
    assert "by nobody yet" in due_page(reader, record).words


def test_a_head_of_service_holds_nothing_of_other_services(sign_in: SignIn, record: Record) -> None:
    cluster = Team.select(Team.id).where(Team.service == "cluster")
    RecordTeam.delete().where((RecordTeam.record == record) & RecordTeam.team.in_(cluster)).execute()
    reader = sign_in(HEAD)
    typed = {"reference": record.reference, "concerns": "record", "why": WHY, **boxes("last_day", clock.today())}

    page = reader.press(reader.open("/keeping/holds").form(id="hold-form"), typed, status=200)

    assert "There is no record with this reference, or it is not one that you can see" in page.words


def test_the_list_says_what_the_worker_counted_and_agreeing_counts_afresh(
    app: Flask, sign_in: SignIn, record: Record
) -> None:
    with app.app_context():
        row = clock_of(record)
        row.due_on = clock.today() + timedelta(days=1)
        row.save()
        reader = sign_in(HEAD)
        assert record.reference not in reader.open("/keeping").words
        assert counting.count_due(figures()) == 0
        counting.recount(figures())
    assert record.reference in reader.open("/keeping").words


def test_a_part_about_staff_and_a_withdrawn_record_are_listed_and_what_is_gone_is_not(
    app: Flask, sign_in: SignIn, record: Record
) -> None:
    with app.app_context():
        disposed(record)
        other = factories.in_state(State.WITHDRAWN)
    words = sign_in(HEAD).open("/keeping").words

    assert other.reference in words.partition("What is held")[0]
    assert record.reference not in words.partition("What is held")[0]
