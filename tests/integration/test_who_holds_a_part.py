"""Who can hold a part: the register alone says who leads a team, of which kind it is and who manages it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forms import get_kind
from models import Allocation, Post, Role, SealedDocument, Staff, Team
from records import clock
from records.deciding import decisions
from records.drafting import starting
from records.register.invented import address
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.data.council import NORTHGATE_EAST, OLDER, YOUNGER
from tests.integration.conftest import SignIn
from tests.integration.holding_parts import hold, named, posted, team_named, vacate, write_behind
from tests.integration.writing import later, overruled, saved, section
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.usefixtures("app")

THIRD_LEADER = address("stephen.oduya")  # of Riverside Quays, which has no part in Maya's transfer


# Teams, kinds, leaders and managers


@pytest.mark.parametrize("htmx", [False, True], ids=["by post", "by the live check"])
@pytest.mark.parametrize("value", [THIRD_LEADER, story.BUSINESS_SUPPORT, story.AUTHOR], ids=str)
def test_a_posted_leader_changes_nothing(sign_in: SignIn, value: str, htmx: bool) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    before, form = saved(record), section(reader, record, "workers")

    for leader in ("current_team_leader", "new_team_leader"):
        page = reader.press(form, {"action": "later"} | posted(value, leader), htmx=htmx, status=200)
        says = f"The register says {before[leader]['name']}. What was sent in its place was not taken."
        assert says in page.words

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

    said = overruled(reader, section(reader, record, "workers"), **fields)

    assert len(said) == len([name for name in fields if not name.endswith("-id")])
    assert all("have it put right in the register" in one for one in said)
    assert saved(record) == before


def test_the_posts_of_an_emergency_and_of_an_exception_are_the_registers(sign_in: SignIn) -> None:
    emergency, leader = four.emergency(), sign_in(other.REALLOCATING_LEADER)
    exception, author = four.exception(four.transfer()), sign_in(story.AUTHOR)
    before = saved(emergency), saved(exception)
    of_emergency = posted(THIRD_LEADER, "reallocating_team_leader") | posted(story.CLUSTER_HEAD, "confirming_manager")
    managers = ("service_delivery_manager", "head_of_service")
    sides = [f"{side}_{manager}" for side in ("current", "new") for manager in managers]
    of_exception = {name: value for side in sides for name, value in posted(THIRD_LEADER, side).items()}

    overruled(leader, section(leader, emergency, "emergency"), **of_emergency)
    assert len(overruled(author, section(author, exception, "workers"), **of_exception)) == len(sides)

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


def test_of_two_leaders_both_are_shown_and_the_step_goes_to_one_and_then_to_the_other(sign_in: SignIn) -> None:
    hold(THIRD_LEADER, Role.TEAM_LEADER, team=Team.get(Team.name == OLDER))
    record, reader = factories.start_draft(by=THIRD_LEADER), sign_in(THIRD_LEADER)
    factories.save(record, by=THIRD_LEADER, answers=story.case_one_answers(clock.today()))

    said = reader.open(f"/records/{record.reference}/sections/workers").words
    assert "Who leads the new team? Stephen Oduya From the register, " in said
    assert "The register also has Marcus Bellweather in this post. Whoever took the post last is asked" in said
    assert said.count("in this post") == 1, "the current team has one leader"
    factories.submit(record, by=THIRD_LEADER)

    step = factories.step_of(record, "receiving_team_leader")
    assert (step.instead_of.email, step.assignee.email) == (THIRD_LEADER, story.RECEIVING_LEADER)


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
    said = Reading(bytes(document.data)).text
    assert "Priya Raghunathan Transferring and receiving team leader Approved" in said
    assert "I take the parts of the transferring and of the receiving team leader" in said


def test_two_teams_led_by_two_people_have_two_steps_though_a_third_was_typed_for_both() -> None:
    record = factories.ready_draft()
    write_behind(record, current_team_leader=named(THIRD_LEADER), new_team_leader=named(THIRD_LEADER))

    factories.submit(record)

    keys = {step.key: step.assignee.email for step in decisions.steps_of(factories.fresh(record))}
    assert keys["transferring_team_leader"] == story.TRANSFERRING_LEADER
    assert keys["receiving_team_leader"] == story.RECEIVING_LEADER


@pytest.mark.parametrize("email, post", [(story.BUSINESS_SUPPORT, "business support"), (story.AUDITOR, "an auditor")])
@pytest.mark.parametrize("kind", ["transfer_meeting", "emergency_transfer"])
def test_whom_the_register_gives_a_case_though_they_hold_none_is_said_at_the_name(
    sign_in: SignIn, email: str, post: str, kind: str
) -> None:
    worker, child = factories.person(email), factories.child()
    Allocation.update(worker=worker).where((Allocation.child == child) & Allocation.ended_on.is_null()).execute()
    form, author = get_kind(kind), factories.person()
    record = starting.start_record(kind=kind, prefix=form.prefix, child=child, by=author)
    place = next(one.key for one in form.sections if "current_worker" in one.questions())

    said = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/{place}").words

    assert f"{worker.name} From the register" in said
    assert f"By the register they are {post} and hold no cases. Correct this if somebody else has the case" in said


def test_nothing_is_remarked_of_a_worker_who_holds_cases(sign_in: SignIn) -> None:
    record = factories.start_draft()
    assert "hold no cases" not in sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/workers").words
