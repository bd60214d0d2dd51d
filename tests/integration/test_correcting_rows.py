"""A row that the register gives is corrected as any other fact: with how it is known, weighed, confirmed, listed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from models import Allocation, Child, Record, RecordVersion
from protocol.corrections import FROM_REGISTER, stored_in
from protocol.outcomes import Outcome
from records import clock
from records.drafting import from_register
from records.weighing import weigh_draft
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.correcting import LEADER, order
from tests.integration.writing import later, saved, section
from views.printing import describe_version

pytestmark = pytest.mark.usefixtures("app")

BROTHER = "Josiah Adeyemi-Clarke"
HOW = "His worker told me on Monday"
FIELD = "correction-siblings-0"


def correct_brother(sign_in: SignIn, record: Record, how: str = HOW, **cells: str) -> None:
    """The author corrects the brother's row and comes back later."""
    reader = sign_in(story.AUTHOR)
    changes = {f"{FIELD}-{column}": value for column, value in cells.items()} | {f"{FIELD}-how": how}
    later(reader, section(reader, record, "workers"), **changes)


def row(record: Record, name: str = "siblings") -> dict[str, Any]:
    return dict(saved(record)[name][0])


def corrections(record: Record) -> dict[str, Any]:
    return dict(stored_in(saved(record)))


def new_worker(email: str) -> dict[str, Any]:
    person = factories.person(email)
    return {"new_worker": {"id": person.id, "name": person.name}}


def shared(record: Record) -> Any:
    finding = weigh_draft(factories.fresh(record)).get("142.1.4")
    assert finding
    return finding


# On the form


def test_another_worker_of_a_brother_is_stored_beside_what_the_register_says_of_the_table(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    before = row(record)

    correct_brother(sign_in, record, worker="Nia Rees")

    said = corrections(record)["siblings"]
    assert said["rows"] == [
        {"row": Child.get(Child.name == BROTHER).local_id, "value": {"worker": "Nia Rees"}, "how": HOW}
    ]
    assert (said["by"], said["beside"]["siblings"]) == ("Hannah Whitcombe", [before])
    assert row(record)["worker"] == "Nia Rees"
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers")
    assert f"In place of the register, which says their social worker now: {before['worker']}" in page.words


def test_what_followed_from_a_corrected_worker_is_asked_or_follows_from_the_correction(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    assert (row(record)["same_worker_after"], saved(record)["siblings_all_share"]) == ("yes", "yes")

    correct_brother(sign_in, record, worker="Nia Rees")
    assert "same_worker_after" not in row(record)
    assert "siblings_all_share" not in saved(record)

    correct_brother(sign_in, record, worker="")
    assert row(record)["same_worker_after"] == "no_worker"
    assert saved(record)["siblings_all_share"] == "yes"


def test_a_brother_who_leaves_the_new_worker_is_said_and_why_is_asked(sign_in: SignIn) -> None:
    record = factories.ready_draft()

    correct_brother(sign_in, record, same_worker_after="no")

    assert saved(record)["siblings_all_share"] == "no"
    assert "siblings-0-why_not_shared" in section(sign_in(story.AUTHOR), record, "workers").fields
    assert "siblings-0-why_not_shared" in {part.question for part in shared(record).open_parts}


def test_a_row_that_the_register_has_wrongly_is_no_row_of_the_table_and_can_come_back(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    before = saved(record)

    correct_brother(sign_in, record, not_one="yes")
    assert (saved(record)["has_siblings"], saved(record).get("siblings")) == ("no", None)
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers")
    assert f"The register also has {BROTHER}, who is left out" in page.words

    correct_brother(sign_in, record, how="", not_one="")
    assert saved(record) == before


def test_a_worker_who_never_was_the_childs_is_not_counted(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form, field = section(reader, record, "workers"), "correction-earlier_workers-0"
    assert len(saved(record)["earlier_workers"]) == 2

    later(reader, form, **{f"{field}-not_one": "yes", f"{field}-how": "He covered for a day and was never allocated"})

    assert [one["worker"]["name"] for one in saved(record)["earlier_workers"]] == ["Hannah Whitcombe"]


def test_a_workers_dates_are_corrected_and_their_name_keeps_who_it_is(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form, field = section(reader, record, "workers"), "correction-earlier_workers-0"

    later(reader, form, **{f"{field}-started_on-day": "9", f"{field}-how": "It stands in my notes"})

    assert corrections(record)["earlier_workers"]["rows"][0]["value"] == {"started_on": "2024-12-09"}
    first = row(record, "earlier_workers")
    assert (first["worker"]["name"], first["started_on"]) == ("Simon Garrowby", "2024-12-09")


@pytest.mark.parametrize(
    "changes",
    [
        {f"{FIELD}-name": "Somebody", f"{FIELD}-how": HOW},
        {f"{FIELD}-key": "Somebody", f"{FIELD}-worker": "Nia Rees", f"{FIELD}-how": HOW},
        {"correction-cases-0-child": "x", "correction-siblings": "x", "correction-siblings-x-how": HOW},
    ],
    ids=["a fact without a control", "a row that nobody has", "other names"],
)
def test_a_forged_correction_changes_no_row(sign_in: SignIn, changes: dict[str, str]) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    before = saved(record)

    later(reader, section(reader, record, "workers"), **changes)

    after = saved(record)
    assert {name: after.get(name) for name in before} == before
    assert corrections(record) == {}


def test_without_how_it_is_known_it_stays_typed_and_continue_says_so(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "workers")

    page = reader.press(form, {f"{FIELD}-worker": "Nia Rees", "action": "continue"}, status=200)

    assert any(f"{BROTHER}: enter how you know" in error for error in page.errors)
    assert page.form(id="section-form").fields[f"{FIELD}-worker"] == "Nia Rees"
    assert row(record)["worker"] != "Nia Rees"
    assert f"/sections/workers#{FIELD}-how" in " ".join(reader.open(f"/records/{record.reference}/check").links)


def test_the_live_check_shows_the_row_as_corrected_and_leaves_the_controls_alone(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "workers")

    page = reader.press(form, {f"{FIELD}-worker": "Nia Rees", f"{FIELD}-how": HOW}, htmx=True, status=200)

    assert "In place of the register, which says" in page.words
    assert not list(page.each("input", name=f"{FIELD}-worker"))


def test_what_follows_from_a_correction_is_never_said_to_be_from_the_register(app: Flask, sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, not_one="yes")
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers")
    assert "brothers or sisters? No In place of the register, which says Yes" in page.words

    factories.submit(record)
    version = RecordVersion.get(RecordVersion.record == record)

    assert {"has_siblings", "siblings"}.isdisjoint(version.answers[FROM_REGISTER])
    assert "current_team" in version.answers[FROM_REGISTER]
    with app.app_context():
        asked = [one for part in describe_version(record, version).sections for one in part.answers]
    (printed,) = (one for one in asked if one.name == "has_siblings")
    assert (printed.value, printed.is_fact, printed.instead_of) == ("No", False, "Yes")


@pytest.mark.parametrize("leaves", [False, True], ids=["comes back", "is left out"])
def test_another_page_that_is_open_gets_the_rows_that_there_are_now(sign_in: SignIn, *, leaves: bool) -> None:
    Child.create(local_id="S-9", name="Ada Clarke", family=factories.child().family, search="ada")
    record = factories.ready_draft()
    field, author = "correction-siblings-1", sign_in(story.AUTHOR)
    away, back = ({f"{field}-not_one": tick, f"{field}-how": how} for tick, how in (("yes", HOW), ("", "")))
    if not leaves:
        later(author, section(author, record, "workers"), **away)
    form = section(author, record, "workers")
    there = {one.get("id") for one in author.page.html.iter() if one.get("id")}
    other = sign_in(story.AUTHOR)
    later(other, section(other, record, "workers"), **(away if leaves else back))

    page = author.press(form, {}, htmx=True, status=200)

    swapped = {one.get("id") for one in page.html.iter() if one.get("hx-swap-oob") == "true"}
    assert swapped <= there
    assert "question-siblings" in swapped
    assert ("siblings-1-key" in {one.get("name") for one in page.html.iter("input")}) is not leaves


# Weighing, deciding, listing


def test_the_stricter_of_both_is_weighed(sign_in: SignIn) -> None:
    record = factories.ready_draft(**new_worker(factories.TEAM_MATE))
    factories.save(record, siblings_all_share=None)
    correct_brother(sign_in, record, not_one="yes")

    finding = shared(record)

    assert finding.by_register
    assert finding.message.startswith("If the register is right: ")
    assert not finding.stops_submission


def test_the_first_who_decides_confirms_it_and_reads_both_values_first(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, status="child_in_need")
    factories.submit(record)
    step = factories.step_of(record, LEADER)

    reader = sign_in(story.TRANSFERRING_LEADER)
    words = reader.open(f"/records/{record.reference}/steps/{step.id}").words

    assert order(record)[0] == LEADER
    texts = (f"Brothers and sisters: {BROTHER}", "Status: Looked after", "Status: Child in need", HOW, "asks you, as")
    places = [words.index(text) for text in texts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "change, says",
    [
        ({"status": "child_in_need"}, "today Status: Child in need This record"),
        ({"status": "child_in_need", "name": "Joe Clarke"}, "today Status: Child in need This record"),
        ({"status": ""}, "today Status: Nothing This record"),
        ({"family": None}, "today No such row any more This record"),
    ],
    ids=["the record's", "the record's, of one renamed", "nothing", "no such row"],
)
def test_deciders_read_what_the_register_has_come_to_say(
    sign_in: SignIn, change: dict[str, str | None], says: str
) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, status="child_in_need")
    factories.submit(record)
    step = factories.step_of(record, LEADER)
    Child.update(**change).where(Child.name == BROTHER).execute()

    words = sign_in(story.TRANSFERRING_LEADER).open(f"/records/{record.reference}/steps/{step.id}").words

    assert f"The register says {says}" in words


def test_operators_have_it_listed_until_the_register_says_the_same(app: Flask, sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, status="child_in_need")
    factories.submit(record)

    def listed() -> str:
        return str(app.test_cli_runner().invoke(args=["register", "corrections"]).output)

    assert f"{BROTHER}: the register says Status: Looked after, the record Status: Child in need" in listed()
    Child.update(status="child_in_need").where(Child.name == BROTHER).execute()
    assert "contradicts no correction" in listed()


def test_what_will_be_after_the_transfer_is_nothing_to_put_right_in_the_register(app: Flask, sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, same_worker_after="no")
    reader = sign_in(story.AUTHOR)
    later(
        reader, section(reader, record, "workers"), **{"siblings-0-why_not_shared": "One must be safe from the other"}
    )
    lead = {"lead_family_worker": factories.answers_that_apply(factories.fresh(record))["new_worker"]}
    factories.save(record, answers=lead | {"joint_working": "They visit together"})
    factories.submit(record)

    assert "contradicts no correction" in app.test_cli_runner().invoke(args=["register", "corrections"]).output


def test_a_register_that_comes_to_agree_ends_the_correction_and_the_page_says_so(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, status="child_in_need")
    Child.update(status="child_in_need").where(Child.name == BROTHER).execute()

    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers")

    assert f"The correction of {BROTHER} is not needed any more" in page.words
    assert stored_in(from_register.refreshed(factories.fresh(record)).answers) == {}


def test_what_the_register_says_of_another_column_in_the_meantime_is_taken_over(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    correct_brother(sign_in, record, status="child_in_need")
    brother = Child.get(Child.name == BROTHER)
    Allocation.update(ended_on=clock.today()).where(Allocation.child == brother).execute()

    now = from_register.refreshed(factories.fresh(record)).answers["siblings"][0]

    assert (now["status"], now.get("worker"), now["same_worker_after"]) == ("child_in_need", None, "no_worker")


def test_several_who_move_to_the_same_new_worker_with_the_child_share_one(sign_in: SignIn) -> None:
    brother, author = Child.get(Child.name == BROTHER), factories.person(story.AUTHOR)
    Allocation.update(worker=author, team=author.team).where(Allocation.child == brother).execute()
    record = factories.start_draft()
    factories.save(record, **new_worker(story.RECEIVING_WORKER))
    reader = sign_in(story.AUTHOR)

    page = reader.open(f"/records/{record.reference}/sections/workers")
    assert list(page.each("input", name="siblings-0-same_worker_after"))
    later(reader, page.form(id="section-form"), siblings_all_share="yes")

    assert (shared(record).outcome, row(record)["worker"]) == (Outcome.MET, author.name)
