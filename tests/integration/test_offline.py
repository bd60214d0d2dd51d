"""A record is checked on a machine without database, settings or network, by what the checking page publishes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents import digest, keys, trust
from documents.seal import seal
from records import clock
from settings import Settings

ROOT = Path(__file__).parents[2]

# What the line in docs/sealed-record.md does not install, and the parts of Handover that need it.
ABSENT = """
argon2 authlib dateutil fontTools flask_login flask_wtf holidays huey icalendar peewee playhouse psycopg
pydantic_settings segno weasyprint wtforms app commands forms mail models records settings tasks views
"""


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


def flask(place: Path, *words: str, command: str = "verify") -> tuple[int, str]:
    """What the command says where those cannot be imported and no connection is made."""
    fence = (
        "import socket, sys, flask.cli\n"
        "class Fence:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if path is None and name.partition('.')[0] in {ABSENT.split()!r}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Fence())\n"
        "def closed(*_): raise OSError('no network')\n"
        "socket.socket.connect = closed\n"
        f"sys.argv = ['flask', '--app', 'offline', 'documents', {command!r}, *{list(words)!r}]\n"
        "flask.cli.main()\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", fence], capture_output=True, text=True, cwd=place, env=environment, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_record_is_genuine_and_what_only_the_register_knows_is_named(place: Path) -> None:
    code, said = flask(place, "record.pdf", "--trust", "trust.json")

    assert code == 0, said
    assert said.startswith("Genuine\nThis is a record that Ashbourne Vale Council sealed")
    assert "Only the register knows whether the record still counts" in said
    assert "not one byte" not in said


def test_a_changed_one_is_altered_as_on_the_page(place: Path) -> None:
    code, said = flask(place, "changed.pdf", "--trust", "trust.json")

    assert (code, said.split("\n")[0]) == (1, "Altered")


def test_without_what_is_published_it_says_what_is_missing(place: Path) -> None:
    (place / "other.json").write_text("{}")

    assert "--trust" in flask(place, "record.pdf")[1]
    assert "Download it again from the checking page" in flask(place, "record.pdf", "--trust", "other.json")[1]


def test_the_digest_is_recomputed_without_anything_else(place: Path) -> None:
    submitted = {"answers": {"child_name": "Nguyễn 👩"}}
    said = {"digest_recipe": 2, "version_digest": digest.of(submitted), "submitted": submitted}
    (place / "answers.json").write_text(json.dumps(said), encoding="utf-8")

    code, told = flask(place, "answers.json", command="digest")

    assert code == 0, told
    assert told.splitlines() == [f"Digest (recipe 2): {digest.of(submitted)}", digest.STATED]
    assert flask(place, "record.pdf", command="digest")[0] == 1
