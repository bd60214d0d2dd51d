"""What lies in deploy/ fits the app: its settings, its files, its commands (nginx: tests/integration/test_nginx.py).

An image is not built here, because that takes what this test must not reach; what goes into it is tried all the same.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import create_app
from settings import Settings, read_settings
from tests.support.deploying import command_of, units_here
from tests.support.sources import APP, ROOT, modules, text_of

Problems = Callable[[dict[str, str]], str]

CONTAINERFILE = "deploy/Containerfile"
SAMPLE = "deploy/handover.env.example"
BLANK = {
    "HANDOVER_SECRET_KEY": "fXw2cL0vR8sQ5nB7yT4kM1jH6gD9aZ3e",
    "HANDOVER_SEAL_PASSPHRASE": "nine-otters-under-the-old-bridge",
    "HANDOVER_COUNCIL_NAME": "A Council",
    "HANDOVER_COUNCIL_ADDRESS": "Children's Services, A Town Hall",
    "HANDOVER_MAIL_FROM": "handover@council.gov.uk",
    "HANDOVER_MAIL_REPLY_TO": "business.support@council.gov.uk",
}
SERVICES = ("handover-web", "handover-worker", "handover-setup", "handover-status", "handover-backup")
TIMERS = ("handover-status", "handover-backup")
PG_DUMP_OF_BOOKWORM = 15
# Of ten, by systemd's own count: what a service could do to the machine if somebody had taken it over.
MOST_EXPOSED = 1.5


def run(program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a program that bin/packages-test.txt or the requirements name."""
    assert shutil.which(program), f"{program} is not installed: bin/test installs what bin/packages-test.txt names"
    return subprocess.run([program, *arguments], check=False, capture_output=True, text=True, **more)


def read_as_a_shell_does(text: str, tmp_path: Path) -> dict[str, str]:
    """The variables that a file of settings sets; systemd and Compose read what it holds in the same way."""
    (tmp_path / "settings").write_text(text)
    command = ["env", "-i", "bash", "-c", f"set -a; . {tmp_path / 'settings'}; env -0"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    given = dict(line.split("=", 1) for line in said.split("\0") if "=" in line)
    return {name: value for name, value in given.items() if name.startswith("HANDOVER_")}


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> Problems:
    """What the app says at its start of an environment with these settings alone; '' where it starts."""

    def problems(environment: dict[str, str]) -> str:
        for name in filter(lambda name: name.startswith("HANDOVER_"), list(os.environ)):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        try:
            read_settings()
        except SystemExit as error:
            return str(error)
        return ""

    return problems


# The sample of the settings


def test_the_sample_names_every_setting_once_and_nothing_else() -> None:
    named = re.findall(r"^#?(HANDOVER_\w+)=", text_of(SAMPLE), re.MULTILINE)

    assert sorted(named) == sorted(f"HANDOVER_{name.upper()}" for name in Settings.model_fields)


def test_the_sample_as_it_is_does_not_start_and_says_what_to_fill_in(problems: Problems, tmp_path: Path) -> None:
    said = problems(read_as_a_shell_does(text_of(SAMPLE), tmp_path))

    assert [name for name in BLANK if name not in said] == []


def test_the_sample_filled_in_starts(problems: Problems, tmp_path: Path) -> None:
    assert problems(read_as_a_shell_does(text_of(SAMPLE), tmp_path) | BLANK) == ""


def test_what_is_commented_out_in_the_sample_can_be_read(problems: Problems, tmp_path: Path) -> None:
    """Files are those of another machine, and what is blank is filled in elsewhere."""
    whole = read_as_a_shell_does(re.sub(r"^#(?=HANDOVER_)", "", text_of(SAMPLE), flags=re.MULTILINE), tmp_path)
    examples = {name: value for name, value in whole.items() if value and not name.endswith("_FILE")}

    for name, value in examples.items():
        said = problems(read_as_a_shell_does(text_of(SAMPLE), tmp_path) | BLANK | {name: value})
        assert not re.search(rf"^{name}(: | is no| must be)", said, re.MULTILINE), said


# systemd


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    units = [unit for unit in sorted(units_here(tmp_path).glob("handover-*.*")) if unit.is_file()]

    done = run("systemd-analyze", "verify", *map(str, units))

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_a_user_of_its_own_and_little_that_it_could_do(service: str, tmp_path: Path) -> None:
    unit = units_here(tmp_path) / f"{service}.service"

    judged = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)).stdout

    assert float(re.search(r"Overall exposure level for \S+: ([\d.]+)", judged)[1]) <= MOST_EXPOSED, judged
    for what in ("User=", "NoNewPrivileges=", "ProtectSystem=", "UMask="):
        assert re.search(rf"^✓ (\S*/)?{what}", judged, re.MULTILINE), what


def test_every_unit_starts_a_command_that_there_is() -> None:
    app = create_app(Settings(env="test"))
    for service in SERVICES:
        program, *arguments = command_of(f"{service}.service")
        assert Path(program).is_file()
        asked = re.findall(r"--app app (\w+)", " ".join(arguments))
        assert arguments == ["app:create_app()"] or (asked and set(asked) <= set(app.cli.commands))


def test_each_timer_starts_a_service_that_ends_by_itself() -> None:
    for name in TIMERS:
        assert "\nOnCalendar=" in text_of(f"deploy/systemd/{name}.timer")
        assert "\nType=oneshot\n" in text_of(f"deploy/systemd/{name}.service")


def test_the_backup_of_the_unit_is_made_and_checked(tmp_path: Path) -> None:
    """systemd reads $$ as $ and %% as %; the folder is the test's, and the command only says what it was called with."""
    [_, _, script] = command_of("handover-backup.service")
    (tmp_path / "flask").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "flask").chmod(0o700)
    here = script.replace("$$", "$").replace("%%", "%").replace("/var/lib/handover-backups", str(tmp_path))

    said = run("sh", "-c", here, env={"PATH": f"{tmp_path}:{os.environ['PATH']}"}).stdout.splitlines()

    made, checked = (line.split() for line in said)
    assert made[:3] + checked[:4] == ["--app", "app", "backup", "--app", "app", "backup", "check"]
    assert made[3] == checked[4]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}", Path(made[3]).name)


# The image


def copied() -> Iterator[tuple[str, str]]:
    """(from, to) of what the last stage takes from the project, and of what the first has built."""
    last = text_of(CONTAINERFILE).rpartition("\nFROM ")[2]
    for line in re.findall(r"^COPY (.+)$", last, re.MULTILINE):
        *sources, to = [word for word in line.split() if not word.startswith("--from=")]
        for source in sources:
            found = sorted(ROOT.glob(source.removeprefix("/opt/handover/")))
            assert found, f"{source} is not there"
            for path in found:
                yield str(path.relative_to(ROOT)), to if path.is_dir() or to != "./" else path.name


def test_the_app_starts_with_no_more_than_the_image_holds(tmp_path: Path) -> None:
    image = tmp_path / "image"
    for source, to in copied():
        (image / to).parent.mkdir(parents=True, exist_ok=True)
        (image / to).symlink_to(ROOT / source)
    environment = {"PATH": os.environ["PATH"], "HANDOVER_ENV": "test", "HANDOVER_DATA_FOLDER": str(tmp_path)}

    done = run(sys.executable, "-m", "flask", "--app", "app", "version", cwd=image, env=environment)

    assert done.returncode == 0, done.stderr


def test_every_module_of_the_app_is_in_the_image() -> None:
    taken = {source.split("/")[0] for source, _ in copied()}

    assert {name.split("/")[0] for name in modules(*APP)} - taken == set()


def test_neither_settings_nor_data_nor_tests_go_into_the_image() -> None:
    assert {source.split("/")[0] for source, _ in copied()} & {".env", ".git", "deploy", "instance", "tests"} == set()


# Compose


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("deploy/compose.yaml"))
    return found


def test_compose_runs_web_worker_database_and_proxy_from_files_that_are_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", "setup", "web", "worker", "proxy"}
    assert (ROOT / "deploy" / services["web"]["build"]["context"]).resolve() == ROOT
    assert services["web"]["build"]["dockerfile"] == CONTAINERFILE
    mounted = [volume.split(":")[0] for volume in services["proxy"]["volumes"]]
    missing = {name for name in mounted if not (ROOT / "deploy" / name).is_file()}
    assert missing == {"./certificate.pem", "./key.pem"}  # the council's own
    assert all(name.removeprefix("./") in text_of("deploy/compose.yaml").partition("\nname:")[0] for name in missing)


def test_of_compose_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"]
    assert compose["services"]["database"]["networks"] == ["inside"]


def test_what_compose_names_it_also_declares(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        assert set(service["networks"]) <= set(compose["networks"])
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert {one["source"] for one in service.get("configs", ())} <= set(compose["configs"])
        named = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert named <= set(compose["volumes"])


def test_the_image_can_back_up_the_database_of_compose(compose: dict[str, Any]) -> None:
    assert " postgresql-client " in text_of(CONTAINERFILE)
    assert "python:3.11-slim-bookworm" in text_of(CONTAINERFILE)
    assert compose["services"]["database"]["image"] == f"postgres:{PG_DUMP_OF_BOOKWORM}"


def test_in_compose_the_proxy_finds_the_port_of_the_image(compose: dict[str, Any]) -> None:
    [port] = re.findall(r"^EXPOSE (\d+)$", text_of(CONTAINERFILE), re.MULTILINE)

    assert f"server web:{port};" in compose["configs"]["upstream"]["content"]
    assert f"0.0.0.0:{port}" in text_of(CONTAINERFILE)


def test_nothing_in_deploy_names_the_host_of_a_registry() -> None:
    images = re.findall(
        r"^(?:FROM|\s*image:) (\S+)", text_of(CONTAINERFILE) + text_of("deploy/compose.yaml"), re.MULTILINE
    )

    assert len(images) == 5
    assert [image for image in images if "." in image.split(":")[0] or "/" in image] == []
