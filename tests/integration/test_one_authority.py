"""Several hosts on one database seal under one authority: the database names it, and another is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

import models
from commands.context import get_start_problem
from commands.setup import SETTING_UP
from documents import keys
from documents.outcomes import Outcome
from documents.token import Token
from models import SealAuthority, SealedDocument, SealingProblem, State
from records import clock
from records.sealing import authority, pins
from tests.conftest import Databases
from tests.integration.hosts import Host
from tests.support.databases import fill_with_council
from tests.unit.documents.certificates_for_tests import YEAR, Authority
from tests.unit.documents.test_token import PIN, fill_token

pytestmark = pytest.mark.both_databases


MakeHost = Callable[[str], Host]


@pytest.fixture
def make_host(database_kind: str, databases: Callable[[str], Databases], tmp_path: Path) -> Iterator[MakeHost]:
    """Name → a host with an empty data folder, on one database with the council."""
    with databases(database_kind).copy(fill_with_council) as url:
        yield lambda name: Host(url, tmp_path / name)


@pytest.fixture
def first(make_host: MakeHost) -> Host:
    """The host that was set up first."""
    host = make_host("first")
    assert "Made a sealing certificate" in host.types("setup").output
    return host


def root_of(host: Host) -> str:
    return keys.root_fingerprint(host.settings.seal_folder)


def test_a_host_that_may_not_seal_here_migrates_nothing(first: Host, make_host: MakeHost) -> None:
    second = make_host("second")
    with first.running():
        models.database.execute_sql("DELETE FROM schema_migration WHERE name = '0046_children_by_birth'")
        models.database.execute_sql("DROP INDEX child_status_date_of_birth")

    assert "Applied" not in second.types("setup").output
    assert "migrations, from 0046" in (get_start_problem(first.settings) or "")


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_hosts_that_are_set_up_at_once_wait_for_each_other(
    first: Host, make_host: MakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else can take the lock while tables are made and the authority is settled, and anybody can afterwards."""
    second, free = make_host("second"), []
    module = import_module("commands.setup")  # the package has the command under that name

    def noted(work: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            free.append(can_take())
            work()

        return do

    def can_take() -> bool:
        with psycopg.connect(first.url) as another:
            [taken] = another.execute("SELECT pg_try_advisory_lock(%s)", [SETTING_UP]).fetchone() or [None]
            return bool(taken)

    for name in ("apply_migrations", "_settle_authority"):
        monkeypatch.setattr(module, name, noted(getattr(module, name)))
    shutil.copytree(first.settings.seal_folder, second.settings.seal_folder)

    assert second.types("setup").exit_code == 0
    assert second.types("migrate").exit_code == 0
    assert free == [False, False, False]
    assert can_take()


def test_a_second_host_without_the_seal_is_refused_and_makes_no_authority(first: Host, make_host: MakeHost) -> None:
    second = make_host("second")

    said = second.types("setup")

    assert said.exit_code == 1
    [line] = [line for line in said.output.splitlines() if line.startswith("Error")]
    assert root_of(first) in line
    assert "holds no sealing certificate. Copy seal/ into it from a host that has it" in line
    assert "'flask seal init --another'" in line
    assert not second.settings.seal_folder.exists()
    assert second.types("seal", "init").exit_code == 1
    assert second.types("worker").output.startswith("Error: Records of this database are sealed under the authority")
    with second.running():
        assert "holds no sealing certificate" in (get_start_problem(second.settings) or "")


def test_what_each_of_two_hosts_seals_with_the_copied_key_is_genuine_on_each(first: Host, make_host: MakeHost) -> None:
    second = make_host("second")
    shutil.copytree(first.settings.seal_folder, second.settings.seal_folder)
    assert second.types("setup").exit_code == 0

    assert [host.seals().state for host in (first, second, first)] == [State.SEALED] * 3
    assert first.types("seal", "renew").exit_code == 0, "its next certificate is under the same authority"
    assert [host.seals().state for host in (first, second)] == [State.SEALED] * 2

    assert first.outcomes() == second.outcomes() == [Outcome.GENUINE] * 5
    with second.running():
        assert get_start_problem(second.settings) is None
        assert len({one.certificate for one in SealedDocument.select()}) == 2


def test_a_host_with_an_authority_of_its_own_is_refused_in_one_line_that_names_both(
    first: Host, make_host: MakeHost
) -> None:
    second = make_host("second")
    own = second.settings
    keys.make_local_authority(own.seal_folder, "Another", own.seal_passphrase.get_secret_value(), clock.now())

    said = second.types("setup").output

    assert root_of(first) in said
    assert root_of(second) in said
    assert "Move that folder away, and copy seal/" in said
    assert second.types("seal", "renew").exit_code == 1
    assert f"! {said.splitlines()[-1].removeprefix('Error: ')}" in second.types("seal", "status").output

    record = second.seals()
    assert record.state == State.APPROVED
    with second.running():
        assert root_of(second) in SealingProblem.get().why
    assert first.types("setup").exit_code == 0


def test_a_new_authority_begins_on_purpose_and_what_was_sealed_before_stays_genuine(
    first: Host, make_host: MakeHost
) -> None:
    second = make_host("second")
    first.seals()

    said = second.types("seal", "init", "--another")

    assert said.exit_code == 0, said.output
    assert "Every other host needs this seal/ before it seals again." in said.output
    assert second.seals().state == State.SEALED
    assert second.outcomes() == [Outcome.GENUINE] * 2
    assert root_of(second) in first.types("setup").output
    assert "strange" not in second.types("seal", "status").output
    with second.running():
        assert [row.fingerprint for row in SealAuthority.select().order_by(SealAuthority.number)] == [
            root_of(first),
            root_of(second),
        ]


def test_a_folder_that_another_authority_made_is_taken_on_purpose_as_it_is(first: Host, make_host: MakeHost) -> None:
    second, own = make_host("second"), make_host("second").settings
    keys.make_local_authority(own.seal_folder, "Another", own.seal_passphrase.get_secret_value(), clock.now())
    before = root_of(second)

    assert second.types("seal", "init", "--another").exit_code == 0
    assert second.types("seal", "init", "--another").exit_code == 1, "it is the one already"

    assert root_of(second) == before
    assert second.types("setup").exit_code == 0


def test_two_hosts_that_are_set_up_at_the_same_time_do_not_both_name_theirs(
    first: Host, make_host: MakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, own = make_host("second"), make_host("second").settings
    keys.make_local_authority(own.seal_folder, "Another", own.seal_passphrase.get_secret_value(), clock.now())
    with second.running(), monkeypatch.context() as patched:
        patched.setattr(authority, "current", lambda: None)
        with pytest.raises(keys.SealKeyError, match="Another host named an authority a moment ago"):
            authority.claim(own)
    with second.running():
        assert SealAuthority.get().fingerprint == root_of(first)


# A database of before, which names no authority yet


def test_a_database_of_before_is_given_the_authority_that_sealed_in_it(first: Host, make_host: MakeHost) -> None:
    first.seals()
    restored = make_host("restored")
    with first.running():
        SealAuthority.delete().execute()

    said = restored.types("setup")

    assert (said.exit_code, "holds no sealing certificate. Copy seal/" in said.output) == (1, True)
    assert not restored.settings.seal_folder.exists()
    assert first.types("setup").exit_code == 0
    with first.running():
        assert SealAuthority.get().fingerprint == root_of(first)


def test_of_two_authorities_of_before_the_other_is_named_to_the_operator(first: Host, make_host: MakeHost) -> None:
    second, own = make_host("second"), make_host("second").settings
    keys.make_local_authority(own.seal_folder, "Another", own.seal_passphrase.get_secret_value(), clock.now())
    with first.running():
        SealAuthority.delete().execute()
    first.seals()
    second.seals()
    assert first.types("setup").exit_code == 0

    theirs = keys.sealing_certificate(second.settings.seal_folder)
    with first.running():
        [stranger] = authority.strangers(first.settings)
        assert stranger.certificate == theirs
    said = first.types("seal", "status").output
    assert f"strange        {stranger.fingerprint} " in said
    assert root_of(first) in second.types("setup").output

    with first.running():
        day = clock.today()
        pins.distrust(first.settings, stranger.fingerprint, day=day, why="A host that nobody knows", by="a test")
        assert authority.strangers(first.settings) == []


# A key on a token


@pytest.fixture
def shared_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A token that every host reaches, as a network security module is."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    public, now = Authority("A public authority"), clock.now()
    signer = public.issue(begins=now - YEAR, ends=now + YEAR)
    return fill_token(tmp_path, "shared", signer, public)


def test_two_hosts_with_one_key_on_a_token_seal_under_one_authority(make_host: MakeHost, shared_token: Token) -> None:
    hosts = [make_host("first"), make_host("second")]
    where = ["--token-module", shared_token.module, "--token-label", "shared", "--key-label", "seal"]
    for host in hosts:
        host.settings = host.settings.model_copy(update={"seal_token_pin": SecretStr(PIN)})
        assert host.types("migrate").exit_code == 0
        said = host.types("seal", "install", *where)
        assert (said.exit_code, "A new authority begins" in said.output) == (0, False), said.output
        assert host.types("setup").exit_code == 0

    assert [host.seals().state for host in hosts] == [State.SEALED] * 2
    assert [host.outcomes() for host in hosts] == [[Outcome.GENUINE] * 2] * 2
