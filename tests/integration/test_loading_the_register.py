"""A council puts its own register and accounts into its database, and works from then on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask as App
from pydantic import SecretStr

from models import Allocation, Child, OutboxMail, Record, Staff, State, Team
from records import clock
from records.register import accounts, lookup, staff_lines
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.children import CHILDREN
from tests.data.council import OLDER, STAFF, YOUNGER
from tests.integration.conftest import changes_since, everything, make_app
from tests.integration.register_csv import BAD, export, write
from tests.support.reader import ORIGIN, Reader

pytestmark = pytest.mark.both_databases

PASSWORD = "lanterns over the quiet harbour"
Type = Callable[..., Result]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> App:
    """The app of a council that has nothing in its database yet, in production."""
    return make_app(
        Settings(
            env="production",
            database_url=database_url,
            data_folder=tmp_path,
            base_url=ORIGIN,
            secret_key=SecretStr("a-secret-of-its-own-that-is-long-enough"),
            seal_passphrase=SecretStr("a-passphrase-of-the-councils-own"),
            council_name="A Council",
            council_address="A Town Hall",
            mail_from="handover@council.gov.uk",
            mail_reply_to="help@council.gov.uk",
        )
    )


@pytest.fixture
def type_in(app: App) -> Type:
    """Types a flask command."""

    def type_in(*words: str | Path, typed: str = "") -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words], input=typed)

    return type_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return export(tmp_path / "register", clock.today())


@pytest.fixture
def loaded(type_in: Type, folder: Path) -> Type:
    """The same, once the council's files are loaded."""
    said = type_in("register", "load", folder)
    assert (said.exit_code, "Nothing was changed" in said.output) == (0, False), said.output
    return type_in


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Edit one of the files."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def refusal(type_in: Type, folder: Path) -> str:
    """What is said to files that are not loaded, which changes nothing."""
    before = everything()
    said = type_in("register", "load", folder)
    assert said.exit_code == 1
    assert "Nothing was changed." in said.output
    assert changes_since(before) == []
    return said.output


def test_a_council_that_loads_its_files_can_sign_in_and_submit_a_record(loaded: Type, app: App) -> None:
    author = story.AUTHOR
    assert loaded("accounts", "set-password", author.upper(), typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    reader = Reader(app)
    reader.press(reader.open("/sign-in").form("/sign-in"), {"email": author, "password": PASSWORD}, status=302)

    choosing = reader.open(f"/records/new/transfer-meeting?name={story.CASE_ONE_CHILD}")
    reader.press(choosing.form("/records/new/transfer-meeting", method="post"), status=302)
    record = Record.get()
    factories.save(record, answers=story.case_one_answers(clock.today()))
    check = reader.open(f"/records/{record.reference}/check")
    reader.press(check.form(f"/records/{record.reference}/submit"), {"declared": "yes"}, status=302)

    assert factories.fresh(record).state == State.SUBMITTED
    assert factories.open_step(record).assignee.email == story.RECEIVING_WORKER


def test_what_was_exported_is_in_the_register_as_if_it_had_been_made_there(loaded: Type) -> None:
    assert (Staff.select().count(), Child.select().count()) == (len(STAFF), len(CHILDREN))
    maya = factories.child()
    assert lookup.current_allocation(maya).worker.email == story.AUTHOR
    assert [sibling.name for sibling, _ in lookup.siblings_of(maya)] == ["Josiah Adeyemi-Clarke"]
    assert [found.name for found in lookup.find_children("adeyemi maya")] == [maya.name]
    marcus = factories.person(story.RECEIVING_LEADER)
    assert (marcus.team.name, marcus.service) == (OLDER, "looked_after")
    assert Staff.select().where(Staff.password_hash != "").count() == 0


def test_loading_the_same_files_again_changes_nothing(loaded: Type, folder: Path) -> None:
    before = everything()

    said = loaded("register", "load", folder)

    assert changes_since(before) == []
    assert [line for line in said.output.splitlines() if " 0 new, 0 changed" not in line] == []


def test_what_changed_in_the_files_is_changed_and_what_they_leave_out_stays(loaded: Type, folder: Path) -> None:
    left, stays = factories.person(story.AUTHOR), Child.select().count()
    row = {"email": story.AUTHOR, "name": "Hannah Whitcombe-Okafor", "role": "social_worker", "team": YOUNGER}
    for path in folder.iterdir():
        path.unlink()
    write(folder, "staff", [row | {"active": "no"}])

    assert "staff.csv           0 new, 1 changed, 0 as before" in loaded("register", "load", folder).output

    now = factories.person(story.AUTHOR)
    assert (now.id, now.name, now.team.name, now.active) == (left.id, "Hannah Whitcombe-Okafor", YOUNGER, False)
    assert (now.service, now.locality, now.social_work_id) == ("looked_after", None, "SW9001027")
    assert (Staff.select().count(), Child.select().count()) == (len(STAFF), stays)


def test_who_is_in_a_team_follows_it_to_another_service(loaded: Type, folder: Path) -> None:
    change(folder, "teams", f"{OLDER},looked_after_13_plus,looked_after,", f"{OLDER},looked_after_13_plus,cluster,")

    loaded("register", "load", folder)

    assert factories.person(story.RECEIVING_LEADER).service == "cluster"


def test_a_new_worker_ends_the_time_of_the_one_before(loaded: Type, folder: Path) -> None:
    change(folder, "allocations", *ending(story.COMING_UP_TO_THIRTEEN))

    loaded("register", "load", folder)

    assert lookup.current_allocation(factories.child(story.COMING_UP_TO_THIRTEEN)) is None


def ending(local_id: str) -> tuple[str, str]:
    """The line of a child's present worker, and the same with an end."""
    running = lookup.current_allocation(factories.child(local_id))
    line = f"{local_id},{running.worker.email},{running.started_on},"
    return line, f"{line}{clock.today()}"


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_refused_with_its_place_and_what_to_do(type_in: Type, folder: Path, what: str) -> None:
    name, old, new, said = BAD[what]
    change(folder, name, old, new)

    assert said in refusal(type_in, folder)


@pytest.mark.parametrize(
    "name", ["\u200bMarcus\u00a0Bell\xadweather\ufeff", "\u202eMarcus\u202c  Bellweather", "Marcus\tBellweather"]
)
def test_signs_that_cannot_be_seen_are_taken_out_of_a_name(type_in: Type, folder: Path, name: str) -> None:
    change(folder, "staff", "Marcus Bellweather", name)
    assert type_in("register", "load", folder).exit_code == 0

    assert [person.name for person in lookup.find_staff("marcus bellweather")] == ["Marcus Bellweather"]


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u00a0", "\u200d\u200e", "\u3164"])
def test_a_name_of_nothing_but_such_signs_is_blank(type_in: Type, folder: Path, name: str) -> None:
    change(folder, "staff", "Marcus Bellweather", name)

    assert "staff.csv, line 32, name: Enter something: it must not be blank." in refusal(type_in, folder)


@pytest.mark.parametrize("sign", ["\x92", "\ufffd", "\x07", "\ue000", "\ufdd0"])
def test_a_sign_in_whose_place_another_was_meant_is_refused_with_its_place(
    type_in: Type, folder: Path, sign: str
) -> None:
    change(folder, "staff", "Marcus Bellweather", f"Marcus O{sign}Bellweather")

    said = refusal(type_in, folder)

    assert "staff.csv, line 32, name 'Marcus O" in said
    assert f"Bellweather': Correct the character U+{ord(sign):04X} behind 'Marcus O': it cannot be printed." in said


def test_a_file_in_another_encoding_is_refused_with_its_line(type_in: Type, folder: Path) -> None:
    text = (folder / "children.csv").read_text(encoding="utf-8-sig")
    (folder / "children.csv").write_bytes(text.encode("utf-8").replace("ï".encode(), b"\xef"))

    assert "children.csv, line 19, whole line 'AV104449,Ana\ufffds Duchamp-Wright,2" in refusal(type_in, folder)


def test_a_file_that_would_be_overlooked_is_refused(type_in: Type, folder: Path) -> None:
    (folder / "staff.csv").rename(folder / "Staff list.csv")

    assert "Staff list.csv, file name: Rename or remove it: teams.csv" in refusal(type_in, folder)


def test_two_workers_whom_the_file_has_at_once_are_refused_with_both_lines(loaded: Type, folder: Path) -> None:
    started_on = lookup.current_allocation(factories.child()).started_on
    rows = [
        {"child": story.CASE_ONE_CHILD, "worker": story.AUTHOR, "started_on": started_on},
        {"child": story.CASE_ONE_CHILD, "worker": story.RECEIVING_WORKER, "started_on": clock.today()},
    ]
    (folder / "allocations.csv").unlink()
    write(folder, "allocations", rows)

    said = refusal(loaded, folder)

    assert "allocations.csv, line 2, ended_on: Say when one of them ended" in said
    assert f"line 3, ended_on: Say when one of them ended: this child is allocated to {story.AUTHOR}" in said


def test_an_allocation_that_ends_before_it_begins_is_refused(loaded: Type, folder: Path) -> None:
    line, _ = ending(story.CASE_ONE_CHILD)
    before = factories.child().allocations.order_by(Allocation.started_on.desc()).get().started_on - timedelta(days=1)
    change(folder, "allocations", line, f"{line}{before}")

    assert f"ended_on '{before}': Enter a day that is not before the first." in refusal(loaded, folder)


def test_a_workers_team_of_those_days_stays_when_they_have_moved_since(loaded: Type, folder: Path) -> None:
    running = lookup.current_allocation(factories.child())
    of_hannah = "Hannah Whitcombe,social_worker,Northgate "
    change(folder, "staff", f"{of_hannah}East", f"{of_hannah}West")

    loaded("register", "load", folder)

    assert factories.person(story.AUTHOR).team != running.team
    assert Allocation.get_by_id(running.id).team == running.team


def test_many_problems_are_listed_up_to_twenty(type_in: Type, folder: Path) -> None:
    write(folder, "teams", [{"name": f"Team {n}", "kind": "none", "service": "cluster"} for n in range(25)])

    said = refusal(type_in, folder)

    assert said.count("\nteams.csv, line") == 20
    assert re.search(r"… and \d+ more\. --dry-run shows them all\.", said)


@pytest.mark.parametrize(
    "password, said",
    [("short", "Password must be 12 characters or more."), ("password12345", "Password must not be common.")],
)
def test_a_password_that_breaks_a_rule_is_refused_and_not_shown(loaded: Type, password: str, said: str) -> None:
    result = loaded("accounts", "set-password", story.AUTHOR, typed=f"{password}\n{password}\n")

    assert result.exit_code == 1
    assert said in result.output
    assert password not in result.output
    assert factories.person(story.AUTHOR).password_hash == ""


def test_a_password_is_kept_as_an_argon2id_hash_and_ends_earlier_sessions(loaded: Type, app: App) -> None:
    reader = Reader(app, factories.person(story.AUTHOR))
    reader.open("/")

    said = loaded("accounts", "set-password", story.AUTHOR, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert PASSWORD not in said.output
    assert factories.person(story.AUTHOR).password_hash.startswith("$argon2id$")
    reader.open("/", status=302)


@pytest.mark.parametrize("email", ["nobody@council.example", story.WORKER_WHO_LEFT])
def test_nobody_out_of_post_is_given_a_password(loaded: Type, email: str) -> None:
    said = loaded("accounts", "set-password", email)

    assert said.exit_code == 1
    assert "Nobody in post has this address." in said.output


def test_two_passwords_that_differ_are_asked_for_again(loaded: Type) -> None:
    typed = f"{PASSWORD}\nanother one altogether\n{PASSWORD}\n{PASSWORD}\n"

    assert loaded("accounts", "set-password", story.AUTHOR, typed=typed).exit_code == 0
    assert factories.person(story.AUTHOR).password_hash != ""


def test_a_team_that_is_closed_is_offered_no_more(loaded: Type, folder: Path) -> None:
    write(folder, "teams", [{"name": YOUNGER, "kind": "looked_after_0_12", "service": "looked_after", "active": "no"}])

    loaded("register", "load", folder)

    assert lookup.find_teams(YOUNGER) == []
    assert Team.get(Team.name == YOUNGER).active is False


def test_before_anything_is_loaded_a_link_can_be_asked_for_and_nobody_gets_one(app: App) -> None:
    reader = Reader(app)

    asked = reader.press(reader.open("/password").form("/password"), {"email": story.AUTHOR})

    assert asked.location == "/password/sent"
    assert not OutboxMail.select().exists()


def test_a_password_chosen_while_the_register_is_loaded_is_kept(
    loaded: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows that the load has read by then hold the old one."""
    before = factories.person().sign_in_version

    def load_person(line: Any, person: Staff, *more: Any) -> Any:
        if line.row.email == story.AUTHOR:
            accounts.store_password_hash(person, "the hash of a new password")
        return load_one(line, person, *more)

    load_one = staff_lines._load_person
    monkeypatch.setattr(staff_lines, "_load_person", load_person)
    text = (folder / "staff.csv").read_text(encoding="utf-8").replace("Hannah Whitcombe", "Hannah Whitcombe-Reyes")
    (folder / "staff.csv").write_text(text, encoding="utf-8")
    loaded("register", "load", folder)

    her = factories.person()
    assert (her.name, her.password_hash) == ("Hannah Whitcombe-Reyes", "the hash of a new password")
    assert her.sign_in_version == before + 1
    assert [found.name for found in lookup.find_staff("reyes")] == ["Hannah Whitcombe-Reyes"]
