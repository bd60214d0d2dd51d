"""The letters to the child and the parents, from draft to print: who writes, who agrees, who reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models import Allocation, AuditEvent, Child, Letter, OutboxMail, Record, Staff, State
from records import audit
from tests import factories
from tests import four_records as four
from tests.data import other_records, story
from tests.integration.conftest import SignIn
from tests.support.reader import ORIGIN, Page, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")

PHONE = "01632 960 148"
AGREED = {"outcome": "approved", "letters": "agreed"}


def letters(record: Record, *more: str) -> str:
    return "/".join([f"/records/{record.reference}/letters", *more])


def write(reader: Reader, record: Record, to: str, **changes: Any) -> Page:
    """Save a letter from its page, as drafted but for these fields."""
    form = reader.open(letters(record, to)).form(id="letter")
    return reader.press(form, {"phone": PHONE} | changes, status=302)


def written(sign_in: SignIn) -> tuple[Record, Reader]:
    """Maya's record before its receiving leader, both letters written by her new worker."""
    record = factories.submitted()
    writer = sign_in(story.RECEIVING_WORKER)
    write(writer, record, "child")
    write(writer, record, "parents")
    return factories.approve(record, "new_worker", "transferring_team_leader"), writer


def decide(reader: Reader, record: Record, fields: dict[str, str], *, status: int = 302) -> Page:
    step = factories.step_of(record, "receiving_team_leader")
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")
    return reader.press(form, fields, status=status)


def kinds_of_mail(record: Record, kind: str) -> list[str]:
    return [mail.to.email for mail in OutboxMail.select().where(OutboxMail.record == record) if mail.kind == kind]


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


def test_what_must_not_stand_in_a_letter_is_refused_and_what_was_typed_stays(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)
    form = reader.open(letters(record, "child")).form(id="letter")

    page = reader.press(form, {"phone": PHONE, "why": "Come to AV1 2QX, says Josiah."}, status=200)

    assert "a letter shows no address" in page.text
    assert "Come to AV1 2QX, says Josiah." in page.text
    assert Letter.select().count() == 0


def test_a_brothers_name_stays_only_once_the_writer_says_so_and_the_leader_reads_that(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    brother = Child.create(local_id="AV777001", name="Kwame Adeyemi-Clarke", family=record.child.family)
    assert brother.family is not None
    form = writer.open(letters(record, "child")).form(id="letter")

    refused = writer.press(form, {"why": "I work with Kwame too."}, status=200)
    assert "Kwame&#39;: it is the name of a brother or sister" in refused.text
    write(writer, record, "child", why="I work with Kwame too.", known="Kwame")

    step = factories.step_of(record, "receiving_team_leader")
    page = sign_in(story.RECEIVING_LEADER).open(f"/records/{record.reference}/steps/{step.id}")
    assert "since the reader knows of them: Kwame" in page.words


def test_what_is_not_for_the_reader_by_now_is_not_agreed_to(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    write(writer, record, "child", why="I work with Kwame too.")
    Child.create(local_id="AV777001", name="Kwame Adeyemi-Clarke", family=record.child.family)
    leader = sign_in(story.RECEIVING_LEADER)

    page = decide(leader, record, AGREED, status=200)

    assert "Letter to the young person: Take out 'Kwame': it is the name of a brother or sister" in page.words
    assert not any(row.agreed for row in Letter.select())
    assert factories.fresh(record).state == State.SUBMITTED
    decide(leader, record, {"outcome": "approved", "letters": "not_yet", "letters_said": "Leave out Kwame."})


def test_the_name_of_another_child_of_the_writer_is_refused(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)
    worker = Staff.get(Staff.email == story.RECEIVING_WORKER)
    names = [
        Child.create(local_id=f"AV77700{one}", name=f"{name} Prosser") for one, name in enumerate(("Dylan", "Ann"))
    ]
    Allocation.create(child=names[0], worker=worker, team=worker.team, started_on=date(2026, 1, 5))
    form = reader.open(letters(record, "child")).form(id="letter")

    refused = reader.press(form, {"phone": PHONE, "why": "As I told Dylan Prosser."}, status=200)

    assert "Dylan Prosser&#39;: it is the name of another child whom you work with" in refused.text
    write(reader, record, "child", why="As I told Ann Prosser.")  # nobody learns here who else is in the register


def test_what_may_not_be_for_the_family_is_pointed_out_to_the_writer_and_to_the_leader(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader, step = sign_in(story.RECEIVING_LEADER), factories.step_of(record, "receiving_team_leader")
    decision = f"/records/{record.reference}/steps/{step.id}"
    assert "Read this again." not in leader.open(decision).words

    write(writer, record, "child", why="Farah is ill. Your sister is well. Marlon asked for it. We like you.")

    for page in (writer.open(letters(record)), leader.open(decision)):
        said = page.words.partition("Read this again.")[2].partition("Print")[0]
        assert all(one in said for one in ("Farah is ill.", "Your sister is well.", "Marlon asked for it."))
        assert "We like you." not in said.partition("Letter to the parents")[0]


def test_another_worker_or_day_is_refused_and_a_strange_name_is_shown_to_both(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    other, form = (
        factories.person(story.UNINVOLVED_WORKER).name,
        writer.open(letters(record, "child")).form(id="letter"),
    )
    said = {"change": f"Your new social worker is {other}. She will take over on 15 December 2031.", "phone": "-"}

    refused = writer.press(form, said | {"why": "Come to 12 Mill Lane."}, status=200).words
    for found in (f"Correct '{other}'", "Correct '15 December 2031'", "Take out '12 Mill Lane'", "a telephone number"):
        assert found in refused
    write(writer, record, "child", why=f"{other} helps. Your review is on 3 January 2031.")

    step = factories.step_of(record, "receiving_team_leader")
    decision = sign_in(story.RECEIVING_LEADER).open(f"/records/{record.reference}/steps/{step.id}")
    for page in (writer.open(letters(record)), decision):
        compared = page.words.partition("Compare this with the record.")[2].partition("Letter to the parents")[0]
        assert f"'{other}' is not one of" in compared
        assert "'3 January 2031' is no day of" in compared


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
