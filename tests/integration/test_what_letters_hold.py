"""What a letter to the child or the parents may not hold, and what is pointed out."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from models import Allocation, Child, Letter, Staff, State
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.letters_written import AGREED, PHONE, decide, letters, write, written

pytestmark = pytest.mark.usefixtures("app")


def test_what_must_not_stand_in_a_letter_is_refused_and_what_was_typed_stays(sign_in: SignIn) -> None:
    record, reader = factories.submitted(), sign_in(story.RECEIVING_WORKER)
    form = reader.open(letters(record, "child")).form(id="letter")

    page = reader.press(form, {"phone": PHONE, "why": "Come to AV1 2QX, says Josiah."}, status=200)

    assert "a letter shows no address" in page.text
    assert "Come to AV1 2QX, says Josiah." in page.text
    assert Letter.select().count() == 0


def test_a_brothers_name_stays_only_once_the_writer_says_so_and_the_leader_reads_that(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    brother = Child.create(local_id="K40917", name="Kwame Adeyemi-Clarke", family=record.child.family)
    assert brother.family is not None
    form = writer.open(letters(record, "child")).form(id="letter")

    refused = writer.press(form, {"why": "I work with Kwame too, k 40917."}, status=200)
    assert "Kwame&#39;: it is the name of a brother or sister" in refused.text
    assert "k 40917&#39;: it has the form of a child&#39;s number" in refused.text
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
    write(reader, record, "child", why="I like Dylan.", greeting="Dear Ann,")
    shown = reader.open(letters(record)).words
    assert "'Dylan' is the first name of another child whom the writer works with: I like Dylan." in shown
    assert "The greeting has none of the young person's names: Dear Ann," in shown


def test_the_councils_own_address_may_stand_in_a_letter(app: Flask, sign_in: SignIn) -> None:
    office = "Town Hall, 1 Market Street, Ashbourne Vale, AV1 1AA"
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"council_address": office})
    record, writer = written(sign_in)
    write(writer, record, "child", reach=f"Write to me at {office}.")

    decide(sign_in(story.RECEIVING_LEADER), record, AGREED)

    assert any(row.agreed for row in Letter.select())


def test_a_child_of_the_same_family_is_no_other_child_of_the_writer(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    worker = Staff.get(Staff.email == story.RECEIVING_WORKER)
    brother = Child.create(local_id="AV777001", name="Kwame Adeyemi-Clarke", family=record.child.family)
    Allocation.create(child=brother, worker=worker, team=worker.team, started_on=date(2026, 1, 5))

    write(writer, record, "child", why="I work with Kwame Adeyemi-Clarke too.", known="Kwame")

    assert "another child whom" not in writer.open(letters(record)).words


def test_what_may_not_be_for_the_family_is_pointed_out_to_the_writer_and_to_the_leader(sign_in: SignIn) -> None:
    record, writer = written(sign_in)
    leader, step = sign_in(story.RECEIVING_LEADER), factories.step_of(record, "receiving_team_leader")
    decision = f"/records/{record.reference}/steps/{step.id}"
    assert "Read this again." not in leader.open(decision).words
    assert "Look at what is" not in writer.open(letters(record)).words

    write(writer, record, "child", why="Farah is ill. Your sister is well. Marlon asked for it. We like you.")
    assert "Look at what is pointed out at its end." in writer.open(letters(record)).words
    assert "Farah is ill." in writer.open(letters(record, "child")).words.partition("Read this again.")[2]

    for page in (writer.open(letters(record)), leader.open(decision)):
        said = page.words.partition("Read this again.")[2].partition("Print")[0]
        assert all(one in said for one in ("Farah is ill.", "Your sister is well.", "Marlon asked for it."))
        assert "We like you." not in said.partition("Letter to the parents")[0]


@pytest.mark.parametrize(
    "whole,said",
    [
        ("Zo\u00eb Hardcastle", "ZOE HARDCASTLE"),
        ("Harpreet Kaur Gill", "Harpreet  Gill"),
        ("Leon St. Clair", "Leon St. Clair"),
    ],
)
def test_a_member_of_staff_is_known_however_the_letter_writes_the_name(sign_in: SignIn, whole: str, said: str) -> None:
    record, writer = written(sign_in)
    other = factories.person(story.UNINVOLVED_WORKER)
    other.name = whole
    other.save()
    form = writer.open(letters(record, "child")).form(id="letter")

    refused = writer.press(form, {"change": f"Your new social worker is {said}.", "phone": PHONE}, status=200)
    assert "the record says that the new worker is" in refused.words
    write(writer, record, "child", why=f"{said} helps.")

    assert "is not one of the workers or leaders of the record" in writer.open(letters(record)).words


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
