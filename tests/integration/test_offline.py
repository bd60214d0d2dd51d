"""A record is checked on a machine without database, settings or network, by what the checking page publishes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, requires, version
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from documents import digest, keys, trust
from documents.seal import seal
from records import clock
from settings import Settings

ROOT = Path(__file__).parents[2]

# The rooms of Handover that need more than the line in docs/sealed-record.md installs.
OTHER_ROOMS = ("app", "commands", "forms", "mail", "models", "records", "settings", "tasks", "views")


def installed_by_the_docs() -> set[str]:
    """The distributions that the line of the docs installs, and those that they need."""
    (line,) = re.findall(r"^pip install -c constraints.txt (.+)$", (ROOT / "docs/sealed-record.md").read_text(), re.M)
    found: set[str] = set()
    left = [Requirement(one) for one in line.split()]
    while left:
        one = left.pop()
        assert version(one.name) in one.specifier, f"{one} is another version than ours"
        if canonicalize_name(one.name) not in found:
            found.add(canonicalize_name(one.name))
            left += [need for need in map(Requirement, requires(one.name) or ()) if _is_for_us(need)]
    return found


def _is_for_us(need: Requirement) -> bool:
    return need.marker is None or need.marker.evaluate({"extra": ""})


def absent() -> set[str]:
    """The modules of every other distribution here."""
    kept = installed_by_the_docs()
    return {
        module
        for module, distributions in packages_distributions().items()
        if not kept & {canonicalize_name(one) for one in distributions}
    }


@pytest.fixture(scope="module")
def fence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose sitecustomize leaves a process, and its children, with what the docs install, and no network."""
    folder = tmp_path_factory.mktemp("fence")
    (folder / "sitecustomize.py").write_text(
        "import socket, sys\n"
        f"ABSENT = {sorted({*absent(), *OTHER_ROOMS})!r}\n"
        "from importlib.machinery import PathFinder\n"
        "class Fence(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        absent = path is None and name.partition('.')[0] in ABSENT\n"
        "        return None if absent else PathFinder.find_spec(name, path, target)\n"
        "sys.meta_path[sys.meta_path.index(PathFinder)] = Fence\n"
        "def closed(*_): raise OSError('no network')\n"
        "socket.socket.connect = closed\n"
    )
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sealed file, one that was changed, what is published, and the certificate's root alone."""
    place = tmp_path_factory.mktemp("outside")
    settings = Settings(env="test", data_folder=tmp_path_factory.mktemp("data"))
    passphrase = settings.seal_passphrase.get_secret_value()
    keys.make_local_authority(settings.seal_folder, settings.council_name, passphrase, clock.now())
    signer = keys.load_signer(settings.seal_folder, passphrase, clock.now())
    blank, file = pikepdf.new(), BytesIO()
    blank.add_blank_page()
    blank.save(file)
    made = seal(file.getvalue(), signer, reference="R", at=clock.now()).data
    (place / "record.pdf").write_bytes(made)
    (place / "changed.pdf").write_bytes(made + b"\n")
    (place / "trust.json").write_text(trust.load(settings.seal_folder).to_json())
    return place


def flask(place: Path, fence: Path, *words: str, command: str = "verify") -> tuple[int, str]:
    """What the command says behind the fence."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{fence}:{ROOT}", "HOME": str(place)}
    asked = [sys.executable, "-m", "flask", "--app", "offline", "documents", command, *words]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=place, env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_line_of_the_docs_installs_no_more_than_it_takes() -> None:
    kept = installed_by_the_docs()

    assert {"flask", "pyhanko", "pikepdf", "cryptography"} <= kept
    assert not kept & {"peewee", "weasyprint", "pydantic-settings", "python-pkcs11", "flask-login", "huey"}
    assert {"peewee", "weasyprint", "pkcs11", "flask_login"} <= absent()


def test_a_record_is_genuine_and_what_only_the_register_knows_is_named(place: Path, fence: Path) -> None:
    code, said = flask(place, fence, "record.pdf", "--trust", "trust.json")

    assert code == 0, said
    assert said.startswith("Genuine\nThis is a record that Ashbourne Vale Council sealed")
    assert "Only the register knows whether the record still counts" in said
    assert "not one byte" not in said


def test_a_changed_one_is_altered_as_on_the_page(place: Path, fence: Path) -> None:
    code, said = flask(place, fence, "changed.pdf", "--trust", "trust.json")

    assert (code, said.split("\n")[0]) == (1, "Altered")


def test_without_what_is_published_it_says_what_is_missing(place: Path, fence: Path) -> None:
    (place / "other.json").write_text("{}")

    assert "--trust" in flask(place, fence, "record.pdf")[1]
    assert "Download it again from the checking page" in flask(place, fence, "record.pdf", "--trust", "other.json")[1]


def test_the_digest_is_recomputed_without_anything_else(place: Path, fence: Path) -> None:
    submitted = {"answers": {"child_name": "Nguyễn 👩"}}
    said = {"digest_recipe": 2, "version_digest": digest.of(submitted), "submitted": submitted}
    (place / "answers.json").write_text(json.dumps(said), encoding="utf-8")

    code, told = flask(place, fence, "answers.json", command="digest")

    assert code == 0, told
    assert told.splitlines() == [f"Digest (recipe 2): {digest.of(submitted)}", digest.STATED, digest.NOT_OF_THE_SEAL]
    assert flask(place, fence, "record.pdf", command="digest")[0] == 1
