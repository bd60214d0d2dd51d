"""The letters to the child and the parents, from draft to print: who writes, who agrees, who reads."""

from __future__ import annotations

import pytest

from models import AuditEvent, Letter, State
from records import audit
from records.deciding import absences
from tests import factories
from tests import four_records as four
from tests.data import other_records, story
from tests.integration.changing_hands import go_away
from tests.integration.conftest import SignIn
from tests.integration.letters_written import AGREED, PHONE, decide, kinds_of_mail, letters, write, written
from tests.support.reader import ORIGIN, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")


def test_the_new_worker_is_shown_drafts_and_writes_the_letters(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)

    drafts = reader.open(letters(record)).text

    assert "Dear Maya," in drafts
    assert "Maya&#39;s new social worker is" in drafts
    assert drafts.count("Not written yet") == 2
    write(reader, record, "child", why="It is time for a change.")
    saved = Letter.get(Letter.record == record)
    assert (saved.recipient, saved.number, saved.agreed) == ("child", 1, None)
    assert (saved.text["why"], saved.text["phone"]) == ("It is time for a change.", PHONE)
    assert reader.open(letters(record, "parents")).form(id="letter").fields["phone"] == PHONE
    assert list(audit.find_faults(record.id)) == []


def test_the_receiving_leader_reads_the_letters_with_the_record_and_agrees_with_the_decision(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader = sign_in(story.RECEIVING_LEADER)

    step = factories.step_of(record, "receiving_team_leader")
    assert "Dear Maya," in leader.open(f"/records/{record.reference}/steps/{step.id}").text
    unanswered = decide(leader, record, {"outcome": "approved"}, status=200)
    assert "Select whether you agree to the letters" in unanswered.text
    decide(leader, record, AGREED)

    assert [(row.agreed, row.answered_by.email) for row in Letter.select()] == [(True, story.RECEIVING_LEADER)] * 2
    events = [row.event for row in AuditEvent.select().where(AuditEvent.record == record).order_by(AuditEvent.sequence)]
    assert events.count("letter_agreed") == 2
    assert list(audit.find_faults(record.id)) == []
    assert "letter_agreed" in events[-4:]
    assert (
        "Letter to the young person, version 1, agreed to" in leader.open(f"/records/{record.reference}/history").text
    )
    assert writer.open(letters(record)).text.count("Agreed") == 2


def test_a_letter_that_changed_since_it_was_read_is_not_agreed_to(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader = sign_in(story.RECEIVING_LEADER)
    step = factories.step_of(record, "receiving_team_leader")
    form = leader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    write(writer, record, "child", why="We thought again.")

    page = leader.press(form, AGREED, status=200)

    assert "A letter has changed since you opened this page" in page.text
    assert "We thought again." in page.text
    assert factories.fresh(record).state == State.SUBMITTED
    assert not any(row.agreed for row in Letter.select())


def test_what_has_to_change_comes_back_and_is_asked_anew_of_the_leader_alone(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader = sign_in(story.RECEIVING_LEADER)
    decide(leader, record, {"outcome": "approved", "letters": "not_yet", "letters_said": "Say when you visit."})

    assert factories.fresh(record).state == State.APPROVED
    assert kinds_of_mail(record, "letters_to_change") == [story.RECEIVING_WORKER]
    assert "Say when you visit." in writer.open(letters(record, "child")).text
    write(writer, record, "child", change="I come on Monday.")
    write(writer, record, "parents", change="I ring you on Monday.")
    assert kinds_of_mail(record, "letters_to_agree") == [story.RECEIVING_LEADER]

    form = leader.open(letters(record)).form(letters(record))
    leader.press(form, {"letters": "agreed"}, status=302)

    assert [row.agreed for row in Letter.select().order_by(Letter.id)] == [False, False, True, True]
    assert "Draft." not in leader.open(letters(record)).text


def test_a_change_after_the_agreement_wants_agreeing_anew(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)

    write(writer, record, "child", why="We thought again.")

    page = writer.open(letters(record)).text
    assert "Waiting to be agreed" in page
    assert "Nobody has agreed to this letter yet" in page
    assert "Agreed" in page


def test_whoever_stands_in_for_the_receiving_leader_is_told_of_a_change_and_answers(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)
    stand_in = sign_in(factories.OTHER_TEAM_LEADER)
    go_away(story.RECEIVING_LEADER, factories.OTHER_TEAM_LEADER)
    stand_in.open(letters(record), status=404)  # nothing waits

    write(writer, record, "child", why="We thought again.")

    assert kinds_of_mail(record, "letters_to_agree") == [factories.OTHER_TEAM_LEADER]
    assert letters(record) in stand_in.open("/").links
    stand_in.open(f"/records/{record.reference}")
    page = stand_in.open(letters(record))
    stand_in.press(page.form(letters(record)), {"letters": "agreed"}, status=302)
    last = Letter.select().order_by(Letter.id.desc()).get()
    assert (last.agreed, last.answered_by.email) == (True, factories.OTHER_TEAM_LEADER)
    stand_in.open(letters(record), status=404)


def test_whoever_stands_in_for_the_stand_in_is_asked_and_nobody_is_once_the_leader_is_back(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)
    away = go_away(story.RECEIVING_LEADER, factories.OTHER_TEAM_LEADER)
    go_away(factories.OTHER_TEAM_LEADER, factories.OTHER_LOCALITY_LEADER)

    write(writer, record, "child", why="We thought again.")

    assert kinds_of_mail(record, "letters_to_agree") == [factories.OTHER_LOCALITY_LEADER]
    reader = sign_in(factories.OTHER_LOCALITY_LEADER)
    reader.open(letters(record)).form(letters(record))
    absences.end_absence(absence_id=away.id, by=factories.person(story.RECEIVING_LEADER))
    reader.open(letters(record), status=404)


def test_what_was_agreed_stays_to_be_read_and_printed_beside_a_later_draft(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader = sign_in(story.RECEIVING_LEADER)
    decide(leader, record, AGREED)
    agreed = Letter.get(Letter.recipient == "child").text["why"]

    write(writer, record, "child", why="We thought again.")

    page = leader.open(letters(record))
    assert "What stands above is a draft of a later letter. Version 1 was agreed" in page.words
    assert "version 1: agreed by Marcus Bellweather" in page.words
    assert agreed in page.words
    assert "We thought again." in page.words
    printed = next(one for one in page.links if "version=1" in one)
    assert leader.client.get(printed, base_url=ORIGIN).data.startswith(b"%PDF-")
    leader.open(letters(record, "child", "letter.pdf?version=2"), status=404)

    leader.press(page.form(letters(record)), {"letters": "agreed"}, status=302)
    again = leader.open(letters(record)).words
    assert "A later letter was agreed since. Do not give this one to anybody." in again
    assert "What stands above is a draft" not in again


def test_a_letter_whose_record_says_something_else_by_now_is_to_be_written_again(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    Letter.update(facts={**Letter.get().facts, "transfer_date": "2026-01-01"}).execute()

    assert "The record now says something else of the date of transfer." in writer.open(letters(record)).text
    step = factories.step_of(record, "receiving_team_leader")
    page = sign_in(story.RECEIVING_LEADER).open(f"/records/{record.reference}/steps/{step.id}")
    assert "Letters that you agree to" not in page.text


def test_two_windows_do_not_overwrite_each_other(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)
    form = reader.open(letters(record, "child")).form(id="letter")
    reader.press(form, {"phone": PHONE}, status=302)

    page = reader.press(form, {"phone": PHONE, "why": "It is time."}, status=200)

    assert "This letter was saved in another window" in page.text
    assert "It is time." in page.text
    assert Letter.select().count() == 1


@pytest.mark.parametrize("email", [story.AUTHOR, story.RECEIVING_LEADER, story.TRANSFERRING_LEADER])
def test_nobody_else_writes_a_letter(sign_in: SignIn, email: str) -> None:
    record = factories.submitted()
    reader = sign_in(email)

    reader.open(letters(record, "child"), status=403)
    reader.send(letters(record, "child"), {"csrf_token": reader.token(), "phone": PHONE}, status=403)
    assert Letter.select().count() == 0


def test_who_may_not_read_the_record_finds_no_letter(sign_in: SignIn) -> None:
    record, _ = written(sign_in)
    stranger = sign_in(story.UNINVOLVED_WORKER)

    for path in (letters(record), letters(record, "child"), letters(record, "child", "letter.pdf")):
        stranger.open(path, status=404)


def test_only_the_receiving_leader_agrees(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)
    write(writer, record, "child", why="We thought again.")

    for email in (story.RECEIVING_WORKER, story.AUTHOR, story.TRANSFERRING_LEADER):
        reader = sign_in(email)
        fields = {"csrf_token": reader.token(), "letters": "agreed", "letters_digest": Letter.select()[-1].digest}
        reader.send(letters(record), fields, status=403)
    assert [row.agreed for row in Letter.select().order_by(Letter.id)][-1] is None


def test_a_letter_is_printed_with_a_warning_until_it_may_be_given(sign_in: SignIn) -> None:
    record, writer = written(sign_in)

    early = writer.client.get(letters(record, "child", "letter.pdf"), base_url=ORIGIN)
    assert early.data.startswith(b"%PDF-")
    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)

    for query in ("", "?print=large"):
        answer = writer.client.get(letters(record, "parents", "letter.pdf") + query, base_url=ORIGIN)
        assert answer.data.startswith(b"%PDF-")
    assert AuditEvent.select().where(AuditEvent.event == "letter_printed").count() == 1


@pytest.mark.parametrize("to", ["carers", "child%2F..", "CHILD"])
def test_there_is_no_letter_to_anybody_else(sign_in: SignIn, to: str) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)

    reader.open(letters(record, to), status=404)


def test_a_draft_has_no_letters_to_write_yet(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.RECEIVING_WORKER)

    assert "Dear Maya," in reader.open(letters(record)).text
    reader.open(letters(record, "child"), status=403)


def test_records_of_other_kinds_have_no_letters(sign_in: SignIn) -> None:
    record = four.exception(four.transfer())

    sign_in(story.AUTHOR).open(letters(record), status=404)


def test_the_new_worker_of_an_emergency_is_asked_by_mail_for_the_letters(sign_in: SignIn) -> None:
    record = four.submitted(four.emergency())

    assert kinds_of_mail(record, "letters_to_write") == [other_records.EMERGENCY_NEW_WORKER]
    page = sign_in(other_records.EMERGENCY_NEW_WORKER).open(letters(record)).text
    assert "This has come quickly." in page


def test_your_work_names_the_letters_that_wait_to_whoever_writes_and_whoever_agrees(sign_in: SignIn) -> None:
    record = factories.submitted()
    writer, leader = sign_in(story.RECEIVING_WORKER), sign_in(story.RECEIVING_LEADER)

    def asked(reader: Reader) -> list[str]:
        lines = reader.open("/").html.findall(".//li/div/a")
        return [words_of(one) for one in lines if one.get("href") == letters(record)]

    both, theirs = "the young person and the parents: ", f"{record.reference} , Maya Adeyemi-Clarke"
    assert asked(writer) == [f"Write to {both}{theirs}"]
    write(writer, record, "child")
    assert asked(writer) == [f"Write to the parents: {theirs}"]
    write(writer, record, "parents")
    assert asked(writer) == []
    factories.approve(record, "new_worker", "transferring_team_leader")
    assert asked(leader) == []  # they are agreed to with the decision on the record
    decide(leader, record, {"outcome": "approved", "letters": "not_yet", "letters_said": "Say when you visit."})
    assert asked(writer) == [f"Write to {both}{theirs}"]
    write(writer, record, "child", change="I come on Monday.")

    assert asked(leader) == [f"Agree to the letters to the young person: {theirs}"]
    assert asked(sign_in(story.AUTHOR)) == []
