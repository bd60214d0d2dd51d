"""Who can hold a part: the register alone says who leads a team, of which kind it is and who manages it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import Post, Record, Role, SealedDocument, Staff, Team
from records import clock
from records.deciding import decisions
from records.drafting import from_register
from records.errors import CannotSubmitError
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.data.council import NORTHGATE_EAST, OLDER, YOUNGER, address
from tests.integration.conftest import SignIn
from tests.integration.writing import later, saved, section
from tests.support.reader import Reader
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.usefixtures("app")

THIRD_LEADER = address("stephen.oduya")  # of Riverside Quays, which has no part in Maya's transfer
CANNOT = "Select a social worker, a lead practitioner or a personal adviser: {} cannot take this part"
UNFIT = [
    pytest.param(story.BUSINESS_SUPPORT, "Pauline Merriweather (business support)", id="business support"),
    pytest.param(story.AUDITOR, "Winifred Osgood (auditor)", id="auditor"),
    pytest.param(story.CLUSTER_HEAD, "Eleanor Stanbridge (Head of Service)", id="head of service"),
    pytest.param(THIRD_LEADER, "Stephen Oduya (team leader, Riverside Quays Cluster Team)", id="team leader"),
]


def named(email: str) -> dict[str, Any]:
    person = factories.person(email)
    return {"id": person.id, "name": person.name}


def team_named(name: str) -> dict[str, Any]:
    return {"id": Team.get(Team.name == name).id, "name": name}


def posted(email: str, question: str) -> dict[str, Any]:
    """The controls of a picker in which this person was chosen."""
    person = factories.person(email)
    return {question: person.name, f"{question}-id": str(person.id)}


def hold(email: str, role: Role, **place: Any) -> None:
    """Somebody holds one more post from today on."""
    today = clock.today()
    Post.create(staff=factories.person(email), role=role, first_seen_on=today, seen_on=today, **place)


def vacate(email: str) -> None:
    """Nobody holds this person's posts any more."""
    Post.update(ended_on=clock.today()).where(Post.staff == factories.person(email)).execute()


def found(reader: Reader, **query: str) -> list[str]:
    """The names that the picker's search offers."""
    address = "/register/staff?" + "&".join(map("=".join, query.items()))
    return [match["name"] for match in reader.open(address).response.json]


# Teams, kinds, leaders and managers


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
@pytest.mark.parametrize("value", [THIRD_LEADER, story.BUSINESS_SUPPORT, story.AUTHOR], ids=str)
def test_a_posted_leader_changes_nothing(sign_in: SignIn, value: str, htmx: bool) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    before, form = saved(record), section(reader, record, "workers")

    for leader in ("current_team_leader", "new_team_leader"):
        reader.press(form, {"action": "later"} | posted(value, leader), htmx=htmx, status=200 if htmx else 302)

    assert saved(record) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"new_team_kind": "cluster"},
        {"current_team_kind": "looked_after_0_12", "new_team_kind": "no such kind"},
        {"new_team": YOUNGER, "new_team-id": "7"},
        {"current_team": "x" * 5000, "current_team-id": "99999999999999999999"},
        {"new_team_leader": "\0{team_leader}", "new_team_leader-id": "-1"},
    ],
    ids=["a kind", "both kinds", "a team", "an endless team", "an invented leader"],
)
def test_a_posted_team_or_kind_changes_nothing(sign_in: SignIn, fields: dict[str, str]) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    before = saved(record)

    later(reader, section(reader, record, "workers"), **fields)

    assert saved(record) == before


def test_the_posts_of_an_emergency_and_of_an_exception_are_the_registers(sign_in: SignIn) -> None:
    emergency, leader = four.emergency(), sign_in(other.REALLOCATING_LEADER)
    exception, author = four.exception(four.transfer()), sign_in(story.AUTHOR)
    before = saved(emergency), saved(exception)
    of_emergency = posted(THIRD_LEADER, "reallocating_team_leader") | posted(story.CLUSTER_HEAD, "confirming_manager")
    managers = ("service_delivery_manager", "head_of_service")
    sides = [f"{side}_{manager}" for side in ("current", "new") for manager in managers]
    of_exception = {name: value for side in sides for name, value in posted(THIRD_LEADER, side).items()}

    later(leader, section(leader, emergency, "workers"), **of_emergency)
    later(author, section(author, exception, "workers"), **of_exception)

    assert (saved(emergency), saved(exception)) == before
    assert [before[1][side]["name"] for side in sides] == [
        "Katherine Boswell",
        "Eleanor Stanbridge",
        "Victor Adeleke",
        "Rajesh Chaudhuri",
    ]


def test_the_page_shows_each_with_its_source_and_no_control(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)

    page = reader.open(f"/records/{record.reference}/sections/workers")

    assert "Who leads the new team? Marcus Bellweather From the register" in page.words
    assert "What kind of team is that? Cluster team" in page.words
    assert "new_team_leader" not in page.form(id="section-form").fields
    assert "new_team" not in page.form(id="section-form").fields


def test_the_live_check_brings_the_team_of_the_worker_who_was_picked(sign_in: SignIn) -> None:
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)

    page = reader.press(section(reader, record, "workers"), {"new_worker": "zielinski"}, htmx=True, status=200)

    (team,) = page.each("div", id="question-new_team")
    assert OLDER in "".join(team.itertext())
    assert not list(page.each("input", name="new_team"))


def test_a_vacant_post_is_said_to_be_unknown_and_falls_to_the_manager_above(sign_in: SignIn) -> None:
    vacate(story.RECEIVING_LEADER)
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    assert "new_team_leader" not in saved(record)
    assert "Not known: the register has nobody" in reader.open(f"/records/{record.reference}/sections/workers").words

    factories.submit(record)

    assert factories.step_of(record, "receiving_team_leader").assignee.email == story.LOOKED_AFTER_MANAGER


def test_a_worker_without_a_team_is_asked_for_it_and_another_worker_forgets_it(sign_in: SignIn) -> None:
    Staff.update(team=None).where(Staff.email == story.RECEIVING_WORKER).execute()
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    later(reader, section(reader, record, "workers"), **posted(story.RECEIVING_WORKER, "new_worker"))
    assert not {"new_team", "new_team_kind", "new_team_leader"} & saved(record).keys()

    later(reader, section(reader, record, "workers"), new_team="0 to 12")
    assert saved(record)["new_team_leader"]["name"] == "Caroline Eastaugh"
    later(reader, section(reader, record, "workers"), **posted(address("daniel.okafor"), "new_worker"))

    assert saved(record)["new_team"] == team_named(NORTHGATE_EAST)


def test_the_same_worker_in_the_same_team_is_refused_and_in_another_team_is_not(sign_in: SignIn) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    later(reader, section(reader, record, "workers"), **posted(story.AUTHOR, "new_worker"))
    assert "new_team" not in saved(record)

    later(reader, section(reader, record, "workers"), new_team=NORTHGATE_EAST)
    assert "in the same team is no change" in reader.open(f"/records/{record.reference}/check").words
    later(reader, section(reader, record, "workers"), new_team=OLDER, **{"new_team-id": ""})

    assert saved(record)["new_team_leader"]["name"] == "Marcus Bellweather"
    assert "in the same team is no change" not in reader.open(f"/records/{record.reference}/check").words


def test_the_leaders_of_a_management_handover_are_those_of_their_days() -> None:
    since = clock.today() - timedelta(days=3)
    Post.update(ended_on=since).where(Post.staff == factories.person(other.OUTGOING_LEADER)).execute()
    hold(THIRD_LEADER, Role.TEAM_LEADER, team=Team.get(Team.name == NORTHGATE_EAST), started_on=since)

    record = four.handover(new_team=team_named(NORTHGATE_EAST), responsibility_date=since.isoformat())

    leaders = [saved(record)[part]["name"] for part in ("outgoing_team_leader", "new_team_leader")]
    assert leaders == ["Priya Raghunathan", "Stephen Oduya"]


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
    record, reader = factories.start_draft(), sign_in(story.AUTHOR)
    rows = len(saved(record)["earlier_workers"])
    page = reader.press(section(reader, record, "reasons"), {"row": "add:earlier_workers"}, status=200)
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
    assert picker.get("data-roles") == "social_worker lead_practitioner personal_adviser"

    assert found(reader, q="stephen", roles=picker.get("data-roles").replace(" ", "+")) == []
    assert found(reader, q="tomasz", roles=picker.get("data-roles").replace(" ", "+")) == ["Tomasz Zieliński"]
    assert found(reader, q="tomasz", roles="social_worker", kinds="cluster") == []
    assert found(reader, q="stephen") == ["Stephen Oduya"]
    assert found(reader, q="tomasz", roles="no_such_role") == []
    reader.open("/register/staff?q=tomasz&roles=%00&kinds=%00")


# Drafts from before, and submission


def write_behind(record: Record, **answers: Any) -> None:
    """Put answers into a draft as an earlier version of the app would have saved them."""
    Record.update(answers=factories.fresh(record).answers | answers).where(Record.id == record.id).execute()


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


# Whoever holds both posts


@pytest.mark.drawn
def test_who_leads_both_teams_takes_one_step_and_the_sealed_record_names_both_parts(app: Flask) -> None:
    vacate(story.RECEIVING_LEADER)
    hold(story.TRANSFERRING_LEADER, Role.TEAM_LEADER, team=Team.get(Team.name == OLDER))
    record = factories.submitted()
    keys = [step.key for step in decisions.steps_of(record)]
    assert keys == ["current_worker", "new_worker", "transferring_team_leader"]

    with app.app_context():
        record = four.sealed(record)

    document = SealedDocument.get(SealedDocument.record == record)
    assert "transferring and receiving team leader" in Reading(bytes(document.data)).text


def test_two_teams_led_by_two_people_have_two_steps_though_a_third_was_typed_for_both() -> None:
    record = factories.ready_draft()
    write_behind(record, current_team_leader=named(THIRD_LEADER), new_team_leader=named(THIRD_LEADER))

    factories.submit(record)

    keys = {step.key: step.assignee.email for step in decisions.steps_of(factories.fresh(record))}
    assert keys["transferring_team_leader"] == story.TRANSFERRING_LEADER
    assert keys["receiving_team_leader"] == story.RECEIVING_LEADER
