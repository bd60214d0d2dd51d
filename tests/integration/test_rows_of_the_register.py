"""Tables whose rows the register gives: open cases, brothers and sisters, a child's workers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forms.engine.register_rows import FACTS, KEY
from models import Allocation, Child, Record, Staff
from protocol.ages import BY_REGISTER
from protocol.days import birthday
from records import clock
from records.drafting import starting
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import later, overruled, saved, section
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

HARVEY, MAYA = "Harvey Tunstall", "Maya Adeyemi-Clarke"


def started() -> Record:
    """Bethan's handover before anybody writes in it."""
    worker, leader = factories.person(other.MOVING_WORKER), factories.person(other.OUTGOING_LEADER)
    return starting.start_handover(kind=four.HANDOVER, prefix="MHR", worker=worker, by=leader)


def cases(record: Record) -> dict[str, dict[str, Any]]:
    return {row["child"]["name"]: row for row in saved(record)["cases"]}


def close(name: str) -> None:
    """A child's case passes from Bethan to nobody on the day of the meeting."""
    close_on(meeting(), name)


def close_on(day: date, name: str) -> None:
    child = Child.get(Child.name == name)
    Allocation.update(ended_on=day).where(Allocation.child == child).execute()


def take_over(name: str, email: str) -> None:
    """A child becomes somebody's case on the day of the meeting."""
    take_over_on(meeting(), name, email)


def take_over_on(day: date, name: str, email: str) -> None:
    child, worker = Child.get(Child.name == name), factories.person(email)
    Allocation.update(ended_on=day).where((Allocation.child == child) & Allocation.ended_on.is_null()).execute()
    Allocation.create(child=child, worker=worker, team=worker.team, started_on=day)


def meeting() -> date:
    """The day on which the three met, as the handover says."""
    return date.fromisoformat(other.handover_answers(clock.today())["three_way_date"])


# Open cases


def test_what_is_asked_of_a_case_is_saved_in_its_row_and_its_facts_stay(sign_in: SignIn) -> None:
    record, leader = started(), sign_in(other.OUTGOING_LEADER)
    form = section(leader, record, "cases")

    (said,) = overruled(
        leader, form, **{"cases-0-discussed": "yes", "cases-0-child": MAYA, "cases-0-status": "adopted"}
    )
    assert "Status: The register says Looked after. What was sent in its place was not taken." in said

    row = next(row for row in cases(record).values() if "discussed" in row)
    assert (row["discussed"], row["status"]) == ("yes", "looked_after")
    assert row["child"]["name"] != MAYA
    assert len(cases(record)) == saved(record)["open_cases"] == 3


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
def test_a_forged_row_or_number_changes_nothing(sign_in: SignIn, *, htmx: bool) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    before, form, maya = saved(record), section(leader, record, "cases"), factories.child()
    forged = {"cases-3-child": MAYA, "cases-3-child-id": str(maya.id), "cases-3-discussed": "yes", "open_cases": "4"}

    leader.press(form, forged | {"action": "later"}, status=200, htmx=htmx)
    leader.press(form, {"cases-4-key": str(maya.id), "cases-4-discussed": "yes", "action": "later"}, status=200)
    leader.press(form, {"row": "remove:cases:0"}, status=200)
    leader.press(form, {"row": "add:cases"}, status=200)

    assert saved(record) == before


def test_a_case_that_opens_or_closes_is_said_when_the_draft_is_opened(sign_in: SignIn) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    close(HARVEY)
    take_over(MAYA, other.MOVING_WORKER)

    page = leader.open(f"/records/{record.reference}/sections/cases")

    assert f"{HARVEY} is no longer there, says the register. What was written about them is kept" in page.words
    assert f"{MAYA} is there now, says the register." in page.words
    assert HARVEY in cases(record)

    later(leader, page.form(id="section-form"))
    assert (HARVEY in cases(record), cases(record)[MAYA].get("discussed")) == (False, None)
    assert saved(record)["open_cases"] == 3
    kept = saved(record)["closed_cases"]
    assert [(row["child"]["name"], row["discussed"]) for row in kept] == [(HARVEY, "yes")]


def test_a_case_that_opens_again_has_what_was_written_about_it(sign_in: SignIn) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    before = cases(record)[HARVEY]
    close(HARVEY)
    later(leader, section(leader, record, "cases"))

    take_over(HARVEY, other.MOVING_WORKER)
    later(leader, section(leader, record, "cases"))

    assert cases(record)[HARVEY] == before
    assert "closed_cases" not in saved(record)


def test_the_cases_are_those_of_the_day_of_the_meeting(sign_in: SignIn) -> None:
    record, leader, next_day = four.handover(), sign_in(other.OUTGOING_LEADER), meeting() + timedelta(days=1)
    before = cases(record)
    close_on(next_day, HARVEY)
    take_over_on(next_day, MAYA, other.MOVING_WORKER)

    later(leader, section(leader, record, "cases"))
    assert cases(record) == before
    assert saved(record)["open_cases"] == len(before)

    form = section(leader, record, "people")
    boxes = {"day": next_day.day, "month": next_day.month, "year": next_day.year}
    later(leader, form, **{f"three_way_date-{box}": str(number) for box, number in boxes.items()})
    assert cases(record).keys() == before.keys() - {HARVEY} | {MAYA}


def test_until_the_meeting_has_been_held_the_cases_are_those_of_today(sign_in: SignIn) -> None:
    record, leader = started(), sign_in(other.OUTGOING_LEADER)
    close_on(clock.today(), HARVEY)
    take_over_on(clock.today(), MAYA, other.MOVING_WORKER)

    later(leader, section(leader, record, "cases"))

    assert HARVEY not in cases(record)
    assert MAYA in cases(record)


def test_a_child_whom_the_worker_has_no_more_is_not_asked_what_becomes_of_them() -> None:
    record = started()
    Child.update(legal_status="C1").where(Child.name == HARVEY).execute()
    said = {"handover_reason": "worker_moves_team", "three_way_date": meeting().isoformat()}
    factories.save(record, by=other.OUTGOING_LEADER, answers=said)
    assert cases(record)[HARVEY]["held_by"] == "proceedings"

    close_on(clock.today(), HARVEY)
    factories.save(record, by=other.OUTGOING_LEADER, answers=said)

    assert "held_by" not in cases(record)[HARVEY]


def test_a_status_that_changes_is_said_with_what_it_was(sign_in: SignIn) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    Child.update(status="child_in_need").where(Child.name == HARVEY).execute()

    page = leader.open(f"/records/{record.reference}/sections/cases")

    assert f"{HARVEY}, Status: the register says Child in need, not Looked after." in page.words


def test_a_post_that_names_another_worker_files_nobodys_cases_under_them(sign_in: SignIn) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    before, author = cases(record), factories.person(story.AUTHOR)

    fields = {"worker": author.name, "worker-id": str(author.id)}
    (said,) = overruled(leader, section(leader, record, "people"), **fields)
    assert "This record is about" in said

    assert HARVEY in before
    assert cases(record) == before
    assert "closed_cases" not in saved(record)


def test_what_cannot_be_read_in_a_row_is_kept_with_the_registers_facts(sign_in: SignIn) -> None:
    record, leader = started(), sign_in(other.OUTGOING_LEADER)
    form = section(leader, record, "cases")

    later(leader, form, **{"cases-2-next_date-day": "soon", "cases-2-discussed": "yes"})
    close(HARVEY)
    form = section(leader, record, "cases")
    later(leader, form)

    assert [row["next_date"]["day"] for row in saved(record)["cases"] if "next_date" in row] == ["soon"]
    assert HARVEY not in cases(record)


# Brothers and sisters


def picked(email: str) -> dict[str, Any]:
    person = factories.person(email)
    return {"id": person.id, "name": person.name}


def siblings(record: Record) -> list[dict[str, Any]]:
    return list(saved(record)["siblings"])


def test_brothers_and_sisters_are_the_registers_and_who_shares_a_worker_follows_from_the_new_one() -> None:
    record = factories.start_draft()
    brother = Child.get(Child.name == "Josiah Adeyemi-Clarke")
    worker = Staff.select().join(Allocation, on=Allocation.worker == Staff.id)
    worker = worker.where((Allocation.child == brother) & Allocation.ended_on.is_null()).get()
    assert saved(record)["has_siblings"] == "yes"
    known = {"name": brother.name, "status": "looked_after", "worker": worker.name}
    assert siblings(record) == [known | {FACTS: list(known), KEY: brother.local_id, BY_REGISTER: "from_13"}]

    factories.save(record, new_worker=picked(worker.email))
    assert siblings(record)[0]["same_worker_after"] == "yes"
    assert "same_worker_after" in siblings(record)[0][FACTS]

    factories.save(record, new_worker=picked(factories.TEAM_MATE))
    assert "same_worker_after" not in siblings(record)[0]


def josiahs_worker() -> dict[str, Any]:
    brother = Child.get(Child.name == "Josiah Adeyemi-Clarke")
    allocation = Allocation.get((Allocation.child == brother) & Allocation.ended_on.is_null())
    return picked(allocation.worker.email)


def asks_whether_all_share(author: Reader, record: Record) -> bool:
    page = author.open(f"/records/{record.reference}/sections/workers")
    return "siblings_all_share" in {one.get("name") for one in page.html.iter("input")}


def test_whether_all_share_a_worker_is_not_asked_where_the_register_settles_each_row(sign_in: SignIn) -> None:
    record = factories.start_draft()
    author = sign_in(story.AUTHOR)
    assert asks_whether_all_share(author, record)

    factories.save(record, new_worker=josiahs_worker())

    assert saved(record)["siblings_all_share"] == "yes"
    assert not asks_whether_all_share(author, record)
    overruled(author, section(author, record, "workers"), siblings_all_share="no")
    assert saved(record)["siblings_all_share"] == "yes"


def test_whether_all_share_a_worker_is_asked_anew_once_the_register_does_not_settle_it(sign_in: SignIn) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    factories.save(record, new_worker=josiahs_worker())
    assert saved(record)["siblings_all_share"] == "yes"

    factories.save(record, new_worker=picked(factories.TEAM_MATE))

    assert "siblings_all_share" not in saved(record)
    later(author, section(author, record, "workers"), siblings_all_share="no")
    later(author, section(author, record, "workers"))
    assert saved(record)["siblings_all_share"] == "no"


def test_whether_all_share_a_worker_is_asked_where_somebody_was_added_to_the_registers(sign_in: SignIn) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    factories.save(record, new_worker=josiahs_worker())

    author.press(section(author, record, "workers"), {"row": "add:siblings"}, status=200)
    later(author, author.page.form(id="section-form"), **{"siblings-1-name": "Sam Clarke"})

    assert "siblings_all_share" not in saved(record)
    assert asks_whether_all_share(author, record)
    later(author, section(author, record, "workers"), siblings_all_share="yes")
    later(author, section(author, record, "workers"), **{"siblings-1-status": "child_in_need"})
    assert saved(record)["siblings_all_share"] == "yes"


def test_a_brother_or_sister_without_a_worker_shares_none() -> None:
    brother = Child.get(Child.name == "Josiah Adeyemi-Clarke")
    Allocation.update(ended_on=clock.today()).where(Allocation.child == brother).execute()

    row = siblings(factories.start_draft())[0]

    assert (row["same_worker_after"], "worker" in row) == ("no_worker", False)


@pytest.mark.parametrize("days, known", [(0, "adult"), (1, None)])
def test_a_brother_or_sister_counts_until_the_eighteenth_birthday(days: int, known: str | None) -> None:
    today = clock.today()
    born = birthday(today, -18) + timedelta(days=days)
    Child.update(date_of_birth=born).where(Child.name == "Josiah Adeyemi-Clarke").execute()

    assert siblings(factories.start_draft())[0].get("same_worker_after") == known


def test_further_brothers_and_sisters_can_be_added_beside_the_registers(sign_in: SignIn) -> None:
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    form = section(author, record, "workers")

    author.press(form, {"row": "add:siblings"}, status=200)
    form = author.page.form(id="section-form")
    later(author, form, **{"siblings-1-name": "Sam Clarke", "siblings-1-same_worker_after": "no_worker"})

    assert siblings(record)[1] == {"name": "Sam Clarke", "same_worker_after": "no_worker"}
    assert FACTS in siblings(record)[0]


def test_where_the_register_has_no_brothers_or_sisters_they_are_asked(sign_in: SignIn) -> None:
    Child.update(family=None).execute()
    record, author = factories.start_draft(), sign_in(story.AUTHOR)
    assert "has_siblings" not in saved(record)

    later(author, section(author, record, "workers"), has_siblings="yes", **{"siblings-0-name": "Jo"})

    assert (saved(record)["has_siblings"], siblings(record)) == ("yes", [{"name": "Jo"}])


# The child's workers


def workers_page(sign_in: SignIn, record: Record) -> str:
    return str(sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers").words)


def test_a_child_whose_workers_the_register_knows_is_asked_for_none(sign_in: SignIn) -> None:
    Allocation.update(started_on=clock.today() - timedelta(days=700)).where(
        (Allocation.child == factories.child()) & Allocation.ended_on.is_null()
    ).execute()
    record = factories.start_draft()

    page = workers_page(sign_in, record)

    assert "Hannah Whitcombe" in page
    assert "Add another worker" not in page


def test_further_workers_can_be_added_where_the_register_does_not_know_the_whole_year(sign_in: SignIn) -> None:
    Allocation.delete().where((Allocation.child == factories.child()) & Allocation.ended_on.is_null(False)).execute()
    Allocation.update(started_on=clock.today() - timedelta(days=60)).where(
        Allocation.child == factories.child()
    ).execute()
    record = factories.start_draft()

    assert "Add another worker" in workers_page(sign_in, record)
    assert len(saved(record)["earlier_workers"]) == 1
