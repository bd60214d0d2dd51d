"""The demo council is whole, the same every time, and has nobody real in it."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from zxcvbn import zxcvbn

import models
from forms import get_kind
from models import About, Allocation, Child, ChildSpell, Family, Post, Role, Staff, Team, TeamKind
from protocol import Outcome, Stage, Weighing, chain, parameters_on, weigh
from records.demo import DEMO_PASSWORD, demo_accounts, load_demo_council, story
from records.demo.allocations import HISTORY
from records.demo.case_one_words import WORDS
from records.demo.teams_and_staff import STAFF
from records.register import facts
from records.register.invented import address, born

TODAY, A_YEAR = date(2026, 3, 4), timedelta(days=365)
TABLES = (Team, Staff, Post, Family, Child, ChildSpell, Allocation)


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    models.disconnect()
    path.touch()
    models.connect_to(f"sqlite:///{path}").create_tables(models.TABLES)
    try:
        yield
    finally:
        models.disconnect()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with database_at(path := tmp_path_factory.mktemp("demo") / "council.db"):
        load_demo_council(TODAY)
    return path


@pytest.fixture(autouse=True)
def council(loaded: Path, tmp_path: Path) -> Iterator[None]:
    """Each test has a copy of the council of its own: loading it afresh would hash the password each time."""
    with database_at(Path(shutil.copy(loaded, tmp_path))):
        yield


def every(table: Any) -> list[Any]:
    return list(table.select())


def everything() -> list[dict[str, object]]:
    """Every row of the council, less the password's hash, which is salted."""
    rows = [row.__data__ for table in TABLES for row in every(table)]
    return [{column: value for column, value in row.items() if column != "password_hash"} for row in rows]


def child(local_id: str) -> Any:
    return Child.get(Child.local_id == local_id)


def person(email: str) -> Any:
    return Staff.get(Staff.email == email)


def current_worker(of: Any) -> Any:
    return of.allocations.where(Allocation.ended_on.is_null()).get().worker


def weighed(answers: dict[str, Any], today: date) -> Weighing:
    author, parameters = answers["current_worker"], parameters_on(today)
    return weigh("transfer_meeting", answers, today=today, parameters=parameters, author=author, strict=True)


def workers_in_a_year(local_id: str) -> list[str]:
    """The name of each worker in the last twelve months, once for each time they were allocated."""
    lasting = Allocation.ended_on.is_null() | (Allocation.ended_on > TODAY - A_YEAR)
    return [allocation.worker.name for allocation in child(local_id).allocations.where(lasting)]


def test_a_second_load_does_nothing() -> None:
    before = everything()
    load_demo_council(TODAY + timedelta(days=30))
    assert everything() == before


def test_two_loads_of_one_date_are_the_same(tmp_path: Path) -> None:
    loads = []
    for name in ("first.db", "second.db"):
        with database_at(tmp_path / name):
            load_demo_council(TODAY)
            loads.append(everything())
    assert loads[0] == loads[1]


def test_a_load_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(HISTORY, story.CASE_ONE_CHILD)
    with database_at(tmp_path / "empty.db"):
        with pytest.raises(KeyError):
            load_demo_council(TODAY)
        assert everything() == []


def test_the_council_has_two_localities_with_cluster_and_disability_teams() -> None:
    kinds = Counter((team.locality, team.kind) for team in every(Team))
    for locality in ("Northgate", "Riverside"):
        assert kinds[locality, TeamKind.CLUSTER] == 2
        assert kinds[locality, TeamKind.DISABILITY] == 1
    assert kinds[None, TeamKind.LOOKED_AFTER_0_12] == kinds[None, TeamKind.LOOKED_AFTER_13_PLUS] == 1


def test_every_team_has_one_leader_and_two_to_four_social_workers() -> None:
    for team in every(Team):
        roles = Counter(member.role for member in team.staff.where(Staff.active))
        assert roles.pop(Role.TEAM_LEADER) == 1, team.name
        assert 2 <= roles.pop(Role.SOCIAL_WORKER) <= 4, team.name
        assert not roles, team.name


def test_staff_share_the_service_and_locality_of_their_team() -> None:
    for member in (member for member in every(Staff) if member.team):
        assert (member.service, member.locality) == (member.team.service, member.team.locality), member.name


def test_each_service_has_a_manager_and_a_head_and_each_locality_a_leader() -> None:
    managers = [member for member in every(Staff) if not member.team]
    posts = Counter((member.role, member.service, member.locality) for member in managers)
    for service in ("cluster", "looked_after"):
        assert posts[Role.SERVICE_DELIVERY_MANAGER, service, None] == 1
        assert posts[Role.HEAD_OF_SERVICE, service, None] == 1
    for locality in ("Northgate", "Riverside"):
        assert posts[Role.LOCALITY_LEADER, "cluster", locality] == 1
    assert sum(number for post, number in posts.items() if post[0] == Role.BUSINESS_SUPPORT) == 2
    assert posts[Role.AUDITOR, None, None] == 1


def test_social_work_ids_belong_to_social_workers_and_their_managers() -> None:
    unregistered = (Role.BUSINESS_SUPPORT, Role.AUDITOR)
    for member in every(Staff):
        assert (member.social_work_id is None) == (member.role in unregistered), member.name
    ids = [member.social_work_id for member in every(Staff) if member.social_work_id]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"SW\d{1,10}", one) for one in ids)


def test_no_two_people_share_a_name_and_no_address_is_real() -> None:
    names = [row.name for table in (Staff, Child) for row in every(table)]
    assert len(set(names)) == len(names)
    assert all(member.email.isascii() for member in every(Staff))
    assert all(member.email.endswith("@ashbournevale.example") for member in every(Staff))


def test_children_of_every_status_are_known() -> None:
    statuses = {row.status for row in every(Child)}
    assert statuses == {"child_in_need", "child_protection", "looked_after", "care_leaver", "unborn"}
    assert {row.legal_status for row in every(Child)} >= {"none", "C1", "C2", "E1", "V2", "V3"}
    assert all(row.local_id.isalnum() and len(row.local_id) <= 20 for row in every(Child))


def test_each_child_has_a_date_of_birth_or_an_expected_one_but_not_both() -> None:
    for row in every(Child):
        assert (row.date_of_birth is None) != (row.expected_date_of_birth is None), row.name
        assert (row.status == "unborn") == (row.date_of_birth is None), row.name
        assert row.date_of_birth is None or row.date_of_birth < TODAY


def test_only_children_who_need_them_have_legal_status_placement_and_category() -> None:
    for row in every(Child):
        looked_after = row.status == "looked_after"
        assert (row.legal_status != "none") == looked_after, row.name
        assert facts.since(row, About.LEGAL_STATUS, TODAY) or not looked_after, row.name
        assert (row.placement != "none") == looked_after, row.name
        assert (row.child_protection_category is not None) == (row.status == "child_protection"), row.name


def test_each_child_has_one_present_worker_who_still_works_here() -> None:
    for row in every(Child):
        present = list(row.allocations.where(Allocation.ended_on.is_null()))
        assert len(present) == 1, row.name
        assert (present[0].worker.active, present[0].worker.role) == (True, Role.SOCIAL_WORKER), row.name


def test_history_has_no_gaps_and_starts_neither_before_birth_nor_after_today() -> None:
    for row in every(Child):
        times = list(row.allocations.order_by(Allocation.started_on))
        assert [time.ended_on for time in times[:-1]] == [time.started_on for time in times[1:]], row.name
        assert times[-1].started_on <= TODAY
        assert row.date_of_birth is None or row.date_of_birth <= times[0].started_on, row.name
        assert all(time.team_id == time.worker.team_id for time in times)


def test_history_reaches_back_two_years_and_knows_workers_who_left() -> None:
    first = min(allocation.started_on for allocation in every(Allocation))
    assert TODAY - 2 * A_YEAR - timedelta(days=2) <= first <= TODAY - timedelta(days=700)
    leaver = person(story.WORKER_WHO_LEFT)
    assert (leaver.active, leaver.password_hash) == (False, "")
    assert leaver.allocations.count() > 0


def test_a_worker_may_come_back_within_the_year() -> None:
    anais = Counter(workers_in_a_year(story.TWO_WORKERS_ONE_OF_THEM_TWICE))
    assert anais == {"Zoë Hardcastle": 2, "Farah Siddiqui": 1}
    dylan = workers_in_a_year(story.FOUR_WORKERS_ONE_OF_THEM_TWICE)
    assert (len(dylan), len(set(dylan))) == (5, 4)
    assert len(set(workers_in_a_year(story.FOUR_WORKERS_IN_A_YEAR))) == 4


def test_three_siblings_share_a_worker_and_another_group_is_split() -> None:
    three = list(child(story.ELDEST_OF_THREE_WITH_ONE_WORKER).family.children)
    assert len(three) == 3
    assert len({current_worker(sibling).id for sibling in three}) == 1
    two = [child(local_id) for local_id in story.SIBLINGS_WITH_TWO_WORKERS]
    assert len({sibling.family_id for sibling in two}) == 1
    assert len({current_worker(sibling).id for sibling in two}) == 2


def test_the_pregnant_young_person_and_her_baby_have_workers_of_their_own() -> None:
    mother, baby = child(story.PREGNANT_YOUNG_PERSON), child(story.HER_UNBORN_BABY)
    assert mother.status == "looked_after"
    assert TODAY < baby.expected_date_of_birth < TODAY + timedelta(days=200)
    assert current_worker(mother).team.kind == TeamKind.LOOKED_AFTER_13_PLUS
    assert current_worker(baby).team.kind == TeamKind.CLUSTER


def test_stories_named_after_a_situation_are_in_it() -> None:
    assert child(story.OPEN_PROCEEDINGS).legal_status == "C1"
    adopted = child(story.PLACED_FOR_ADOPTION)
    assert (adopted.legal_status, adopted.placement) == ("E1", "A6")
    assert child(story.ACCOMMODATED_AND_GOING_HOME).legal_status == "V2"
    assert child(story.ONLY_SHORT_BREAKS).legal_status == "V3"
    protected = child(story.PROTECTED_IN_A_CLUSTER_TEAM)
    assert (protected.status, current_worker(protected).team.kind) == ("child_protection", TeamKind.CLUSTER)
    nearly_thirteen = child(story.COMING_UP_TO_THIRTEEN)
    assert current_worker(nearly_thirteen).team.kind == TeamKind.LOOKED_AFTER_0_12
    assert born(TODAY, (13, 0, 0)) < nearly_thirteen.date_of_birth < born(TODAY, (12, 9, 0))
    home_again = child(story.NO_LONGER_LOOKED_AFTER)
    assert (home_again.status, current_worker(home_again).team.service) == ("child_in_need", "looked_after")


def test_the_tour_meets_its_people_in_order_and_all_can_sign_in() -> None:
    accounts = demo_accounts()
    assert [account.email for account in accounts] == [
        story.AUTHOR,
        story.RECEIVING_WORKER,
        story.TRANSFERRING_LEADER,
        story.RECEIVING_LEADER,
        *map(address, ("denise.holroyd", "liam.brannigan")),
        story.CLUSTER_MANAGER,
        story.LOOKED_AFTER_MANAGER,
        story.CLUSTER_HEAD,
        story.LOOKED_AFTER_HEAD,
        story.BUSINESS_SUPPORT,
        story.AUDITOR,
    ]
    for account in accounts:
        known = person(account.email)
        assert (known.name, known.team.name if known.team else "") == (account.name, account.team)
        assert known.password_hash == person(story.AUTHOR).password_hash
    assert PasswordHasher().verify(known.password_hash, DEMO_PASSWORD)


def test_accounts_speak_the_councils_own_words() -> None:
    words = {"team_leader": "team manager", "social_worker": "worker"}
    roles = [account.role for account in demo_accounts(words)]
    assert {"Team manager, receiving", "Worker who receives"} <= set(roles)


def test_the_password_is_one_that_the_app_would_accept() -> None:
    assert len(DEMO_PASSWORD) >= 12
    assert zxcvbn(DEMO_PASSWORD, user_inputs=[row.name for row in STAFF])["score"] >= 3


def test_maya_moves_from_a_cluster_team_to_her_brothers_worker() -> None:
    maya, josiah = child(story.CASE_ONE_CHILD), child(story.CASE_ONE_BROTHER)
    assert current_worker(maya) == person(story.AUTHOR)
    assert current_worker(maya).team.kind == TeamKind.CLUSTER
    assert current_worker(josiah) == person(story.RECEIVING_WORKER)
    assert current_worker(josiah).team.kind == TeamKind.LOOKED_AFTER_13_PLUS
    assert (maya.legal_status, maya.placement) == ("C2", "U4")
    turns_thirteen = maya.date_of_birth.replace(year=maya.date_of_birth.year + 13)
    assert timedelta(days=60) < turns_thirteen - TODAY < timedelta(days=180)


def test_case_one_names_people_as_the_register_does() -> None:
    answers = story.case_one_answers(TODAY)
    assert answers["child"] == {"id": child(story.CASE_ONE_CHILD).id, "name": "Maya Adeyemi-Clarke"}
    leader = person(story.RECEIVING_LEADER)
    assert answers["new_team_leader"] == {"id": leader.id, "name": leader.name}
    earlier = [row["worker"]["name"] for row in answers["earlier_workers"]]
    assert earlier == ["Simon Garrowby", "Hannah Whitcombe"]
    assert "ended_on" not in answers["earlier_workers"][-1]
    assert answers["legal_status_since"] == answers["proceedings_completed_on"]


def test_the_story_stays_in_order_and_off_weekends_whatever_the_date() -> None:
    for days in range(0, 371, 11):
        today = TODAY + timedelta(days=days)
        answers = story.case_one_answers(today)
        order = ("carers_told_on", "child_told_on", "meeting_date", "joint_visit_date", "transfer_date")
        dates = [answers[name] for name in order]
        assert dates == sorted(dates), today
        assert all(date.fromisoformat(day).weekday() < 5 for day in dates), today
        assert answers["joint_visit_date"] <= today.isoformat() < answers["transfer_date"]


def test_case_one_can_be_submitted_and_keeps_to_all_but_what_follows() -> None:
    weighing = weighed(story.case_one_answers(TODAY), TODAY)
    assert weighing.can_submit
    assert not weighing.departures
    unmet = [(finding.statement, finding.stage) for finding in weighing.findings if finding.outcome is Outcome.UNMET]
    assert unmet == [("142.3.5", Stage.FOLLOW_UP)]
    unanswered = {finding.stage for finding in weighing.findings if finding.outcome is Outcome.UNANSWERED}
    assert unanswered == {Stage.DECISION}
    for statement in ("315.4.1", "315.4.3", "142.3.1", "142.3.2", "142.3.7"):
        assert weighing.get(statement).outcome is Outcome.MET, statement


def test_case_one_can_be_submitted_on_whatever_day_the_council_is_loaded(tmp_path: Path) -> None:
    # Weekends, leap days and the ends of months and years are where dates go wrong.
    for today in (date(2026, 5, 31), date(2026, 12, 31), date(2027, 1, 2), date(2028, 2, 29)):
        with database_at(tmp_path / f"{today}.db"):
            load_demo_council(today)
            assert weighed(story.case_one_answers(today), today).can_submit, today


def test_case_one_answers_what_the_form_asks_and_nothing_else() -> None:
    form, answers = get_kind("transfer_meeting"), story.case_one_answers(TODAY)
    assert set(answers) <= set(form.questions)
    assert form.applicable_answers(answers) == answers
    assert not any(one.from_answers(answers, today=TODAY).errors_on_continue(answers) for one in form.sections)


def test_case_one_is_confirmed_by_both_workers_and_decided_by_both_leaders() -> None:
    steps = chain("transfer_meeting", answers := story.case_one_answers(TODAY), author=answers["current_worker"])
    decide = [story.AUTHOR, story.RECEIVING_WORKER, story.TRANSFERRING_LEADER, story.RECEIVING_LEADER]
    assert [step.person and step.person["id"] for step in steps] == [person(email).id for email in decide]
    assert [step.order for step in steps] == [1, 1, 2, 3]


def test_mayas_record_never_speaks_of_her_as_a_case() -> None:
    unkind = {"case", "client", "subject", "placement", "contact", "lac"}
    assert not [question for question, text in WORDS.items() if unkind & set(text.lower().split())]
