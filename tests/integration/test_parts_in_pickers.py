"""Pickers offer who can hold a part and the server refuses the rest; what drafts of before say is put right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Allocation, Post, Role, Staff, Team
from records import clock
from records.deciding import decisions
from records.drafting import from_register
from records.errors import CannotSubmitError
from records.register.invented import address
from tests import factories
from tests.data import story
from tests.data.council import OLDER
from tests.data.register_says import register_says
from tests.integration.conftest import SignIn
from tests.integration.holding_parts import hold, named, posted, vacate, write_behind
from tests.integration.writing import later, saved, section
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

THIRD_LEADER = address("stephen.oduya")  # of Riverside Quays, which has no part in Maya's transfer
# Maya is looked after and stays so.
CANNOT = "Select a social worker or a personal adviser: {} cannot take this part"
UNFIT = [
    pytest.param(story.BUSINESS_SUPPORT, "Pauline Merriweather (business support)", id="business support"),
    pytest.param(story.AUDITOR, "Winifred Osgood (auditor)", id="auditor"),
    pytest.param(story.CLUSTER_HEAD, "Eleanor Stanbridge (Head of Service)", id="head of service"),
    pytest.param(THIRD_LEADER, "Stephen Oduya (team leader, Riverside Quays Cluster Team)", id="team leader"),
]


def found(reader: Reader, **query: str) -> list[str]:
    """The names that the picker's search offers."""
    address = "/register/staff?" + "&".join(map("=".join, query.items()))
    return [match["name"] for match in reader.open(address).response.json]


# Pickers


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
@pytest.mark.parametrize("email,who", UNFIT)
def test_who_cannot_hold_cases_is_refused_as_the_new_worker_and_stays_typed(
    sign_in: SignIn, email: str, who: str, htmx: bool
) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = section(reader, record, "workers")

    page = reader.press(form, posted(email, "new_worker") | {"action": "continue"}, htmx=htmx, status=200)

    assert CANNOT.format(who) in page.words
    assert saved(record)["new_worker"]["text"] == factories.person(email).name
    assert "new_worker" not in factories.fresh(record).answers


@pytest.mark.parametrize(
    "role, status, may",
    [
        ("lead_practitioner", "child_in_need", True),
        ("lead_practitioner", "child_protection", False),
        ("lead_practitioner", "looked_after", False),
        ("lead_practitioner", "care_leaver", False),
        ("lead_practitioner", "unborn", False),
        ("personal_adviser", "care_leaver", True),
        ("personal_adviser", "looked_after", True),
        ("personal_adviser", "child_in_need", False),
        ("personal_adviser", "child_protection", False),
        ("personal_adviser", "unborn", False),
        ("social_worker", "child_protection", True),
    ],
)
def test_who_is_no_social_worker_holds_the_cases_that_they_can(
    sign_in: SignIn, role: str, status: str, *, may: bool
) -> None:
    Staff.update(role=role).where(Staff.email == story.UNINVOLVED_WORKER).execute()
    Post.update(role=role).where(Post.staff == factories.person(story.UNINVOLVED_WORKER)).execute()
    register_says(factories.child(), child_status=status, ceasing_looked_after="no")
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    typed = posted(story.UNINVOLVED_WORKER, "new_worker") | {"action": "continue"}

    page = reader.press(section(reader, record, "workers"), typed, status=None)

    assert ("new_worker" in factories.fresh(record).answers) == may
    assert ("cannot take this part" in page.words) != may


@pytest.mark.parametrize("email,who", UNFIT)
def test_nobody_else_is_taken_for_the_one_who_cannot_hold_it(sign_in: SignIn, email: str, who: str) -> None:
    name = factories.person(email).name
    fit = factories.person(story.UNINVOLVED_WORKER)
    fit.name = f"{name}-Price"
    fit.save()
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)

    page = reader.press(section(reader, record, "workers"), {"new_worker": name, "action": "continue"}, status=200)

    assert CANNOT.format(who) in page.errors


def test_somebody_who_has_left_is_not_found(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    gone = posted(story.WORKER_WHO_LEFT, "new_worker") | {"action": "continue"}

    page = reader.press(section(reader, record, "workers"), gone, status=200)

    assert any(error.startswith("No one called Simon Garrowby") for error in page.errors)


def test_a_row_refuses_who_never_worked_with_a_child_and_takes_a_leader_of_today(sign_in: SignIn) -> None:
    since = clock.today() - timedelta(days=60)  # the register does not know the whole year, so workers can be added
    of_maya, runs = Allocation.child == factories.child(), Allocation.ended_on.is_null()
    Allocation.update(started_on=since).where(of_maya & runs).execute()
    Allocation.delete().where(of_maya & ~runs).execute()
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    rows = len(saved(record)["earlier_workers"])
    page = reader.press(section(reader, record, "workers"), {"row": "add:earlier_workers"}, status=200)
    row, form = f"earlier_workers-{rows}-worker", page.form(id="section-form")

    page = reader.press(form, posted(story.BUSINESS_SUPPORT, row) | {"action": "continue"}, status=200)
    assert any("Pauline Merriweather (business support) cannot take this part" in error for error in page.errors)
    later(reader, page.form(id="section-form"), **posted(THIRD_LEADER, f"earlier_workers-{rows}-worker"))

    assert saved(record)["earlier_workers"][rows]["worker"] == named(THIRD_LEADER)


@pytest.mark.parametrize("role", [Role.LEAD_PRACTITIONER, Role.PERSONAL_ADVISER])
def test_lead_practitioners_and_personal_advisers_hold_cases(sign_in: SignIn, role: Role) -> None:
    Staff.update(role=role).where(Staff.email == story.RECEIVING_WORKER).execute()
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)

    later(reader, section(reader, record, "workers"), **posted(story.RECEIVING_WORKER, "new_worker"))

    assert saved(record)["new_worker"] == named(story.RECEIVING_WORKER)


def test_a_leader_who_holds_cases_beside_can_be_the_new_worker(sign_in: SignIn) -> None:
    hold(THIRD_LEADER, Role.SOCIAL_WORKER, team=factories.person(THIRD_LEADER).team)
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)

    later(reader, section(reader, record, "workers"), **posted(THIRD_LEADER, "new_worker"))

    assert saved(record)["new_worker"] == named(THIRD_LEADER)


def test_the_search_of_a_picker_offers_who_can_hold_its_part(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/workers")
    (picker,) = page.each("input", id="new_worker")
    assert picker.get("data-roles") == "social_worker personal_adviser"

    assert found(reader, q="stephen", roles=picker.get("data-roles").replace(" ", "+")) == []
    assert found(reader, q="tomasz", roles=picker.get("data-roles").replace(" ", "+")) == ["Tomasz Zieliński"]
    assert found(reader, q="tomasz", roles="social_worker", kinds="cluster") == []
    assert found(reader, q="stephen") == ["Stephen Oduya"]
    assert found(reader, q="tomasz", roles="no_such_role") == []
    reader.open("/register/staff?q=tomasz&roles=%00&kinds=%00")


# Drafts from before, and submission


def test_a_leader_typed_before_is_replaced_and_the_author_is_told(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    write_behind(record, new_team_leader=named(THIRD_LEADER), new_team_kind="cluster")
    told = "Who leads the new team? The register says Marcus Bellweather. This record said Stephen Oduya"

    page = reader.open(f"/records/{record.reference}/sections/workers")
    assert told in page.words
    later(reader, page.form(id="section-form"))

    assert saved(record)["new_team_leader"] == named(story.RECEIVING_LEADER)
    assert saved(record)["new_team_kind"] == "looked_after_13_plus"
    assert told not in reader.open(f"/records/{record.reference}/sections/workers").words


def test_it_is_replaced_at_submission_too_after_the_author_has_read_it(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    write_behind(record, current_team_leader=named(THIRD_LEADER), new_team_leader=named(THIRD_LEADER))
    page = reader.open(f"/records/{record.reference}/check")
    assert page.words.count("This record said Stephen Oduya") == 2

    reader.press(page.form(f"/records/{record.reference}/submit"), {"declared": "yes"}, status=302)

    asked = {step.key: step.assignee.email for step in decisions.steps_of(factories.fresh(record))}
    assert asked == factories.STEPS


def test_a_register_that_changes_between_reading_and_submitting_is_read_again(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    form = reader.open(f"/records/{record.reference}/check").form(f"/records/{record.reference}/submit")
    vacate(story.RECEIVING_LEADER)
    hold(THIRD_LEADER, Role.TEAM_LEADER, team=Team.get(Team.name == OLDER))

    page = reader.press(form, {"declared": "yes"}, status=200)
    assert "changed while you were reading it" in " ".join(page.errors)
    assert "The register says Stephen Oduya" in page.words
    reader.press(page.form(f"/records/{record.reference}/submit"), {"declared": "yes"}, status=302)

    assert factories.step_of(record, "receiving_team_leader").assignee.email == THIRD_LEADER


def test_a_new_worker_of_before_who_cannot_hold_the_part_stops_submission(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    write_behind(record, new_worker=named(story.BUSINESS_SUPPORT))

    assert "Why can't I submit?" in reader.open(f"/records/{record.reference}/check").words
    page = reader.open(f"/records/{record.reference}/sections/workers")
    assert "Pauline Merriweather (business support) cannot take this part" in page.words
    with pytest.raises(CannotSubmitError):
        factories.submit(record)


def test_opening_a_draft_writes_nothing(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    write_behind(record, new_team_leader=named(THIRD_LEADER))

    reader.open(f"/records/{record.reference}/sections/workers")
    reader.open(f"/records/{record.reference}/check")

    assert saved(record)["new_team_leader"] == named(THIRD_LEADER)
    assert from_register.refreshed(factories.fresh(record)).answers["new_team_leader"] == named(story.RECEIVING_LEADER)
