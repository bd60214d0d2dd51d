"""Sealing: once, however often it is tried; and what was sealed can be checked by anybody."""

from __future__ import annotations

import shutil
import subprocess
import threading
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

import models
from models import OutboxMail, Record, SealedDocument, State
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything, make_app
from tests.support.reader import Page, Reader
from views import printing

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]


def document() -> SealedDocument:
    """The sealed document of the database."""
    return SealedDocument.get()


def upload(reader: Reader, data: bytes) -> Page:
    """Give a file to the page that checks documents."""
    form = reader.open("/verify").form("/verify", method="post")
    return reader.send("/verify", {**form.fields, "document": FileStorage(BytesIO(data), "record.pdf")}, status=200)


def seal(app: Flask) -> int:
    """Have the worker seal what waits."""
    with app.app_context():
        return factories.seal_what_waits()


def test_sealing_twice_seals_once(app: Flask) -> None:
    record = factories.in_state(State.APPROVED)
    assert seal(app) == 1
    before = everything()

    assert seal(app) == 0

    assert changes_since(before) == []
    assert factories.fresh(record).state == State.SEALED
    assert record.documents.count() == 1


def test_two_workers_at_once_seal_once(app: Flask) -> None:
    record = factories.in_state(State.APPROVED)
    start, sealed = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        sealed.append(seal(app))
        models.database.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sealed) == 1
    assert record.documents.count() == 1
    mails = OutboxMail.select().where((OutboxMail.record == record) & (OutboxMail.kind == "sealed"))
    assert mails.count() == len(factories.STEPS)


def harm_missing(folder: Path) -> None:
    """No certificate."""
    shutil.rmtree(folder / "seals")


def harm_torn(folder: Path) -> None:
    """A key that cannot be read."""
    for key in (folder / "seals").glob("*/key.pem"):
        key.write_text("not a key")


@pytest.mark.parametrize("harm", [harm_missing, harm_torn])
def test_without_its_certificate_a_record_stays_approved_and_is_sealed_when_it_is_back(
    settings: Settings, tmp_path: Path, harm: object
) -> None:
    shutil.copytree(settings.data_folder, tmp_path / "data")
    app = make_app(settings.model_copy(update={"data_folder": tmp_path / "data"}))
    folder, record = tmp_path / "data" / "seal", factories.in_state(State.APPROVED)
    harm(folder)  # type: ignore[operator]

    assert seal(app) == 0
    assert factories.fresh(record).state == State.APPROVED
    assert record.documents.count() == 0
    shutil.copytree(settings.seal_folder, folder, dirs_exist_ok=True)

    assert seal(app) == 1
    assert factories.fresh(record).state == State.SEALED


def test_one_record_that_cannot_be_drawn_holds_up_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = factories.in_state(State.APPROVED)
    other = factories.approved()
    draw = printing.describe_version

    def describe(record: Record, version: models.RecordVersion) -> object:
        if record.id == broken.id:
            raise ValueError("a figure is missing")
        return draw(record, version)

    monkeypatch.setattr("tasks.describe_version", describe)

    assert seal(app) == 1
    assert factories.fresh(other).state == State.SEALED
    assert factories.fresh(broken).state == State.APPROVED


def test_pdfsig_calls_the_signature_valid(tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(bytes(document().data))

    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said


# Read and downloaded


def test_the_stored_bytes_are_what_is_shown_and_downloaded(sign_in: SignIn) -> None:
    sealed = document()
    path = f"/records/{sealed.record.reference}/sealed/{sealed.version}.pdf"
    reader = sign_in(story.AUTHOR)

    shown, saved = reader.open(path).response, reader.open(f"{path}?download=1").response

    assert shown.data == saved.data == bytes(sealed.data)
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    events = [event.event for event in sealed.record.audit]
    assert {"opened", "downloaded"} <= set(events)


@pytest.mark.parametrize("version", ["2", "0", "2147483647", "2147483648", "99999999999999999999999"])
def test_a_version_that_was_never_sealed_is_not_there(sign_in: SignIn, version: str) -> None:
    reference = document().record.reference

    sign_in(story.AUTHOR).open(f"/records/{reference}/sealed/{version}.pdf", status=404)


# Checked by anybody


def test_anybody_can_check_the_printed_code_however_it_is_typed(nobody: Reader) -> None:
    code = document().code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} ", code.replace("-", " ")):
        assert nobody.open(f"/verify?code={typed}").heading == "Sealed here: check a sealed document"


@pytest.mark.parametrize(
    "code, heading",
    [
        ("ZZZZ-ZZZZ-ZZZZ", "Unknown"),
        ("é", "Check the code"),
        ("x" * 5_000, "Check the code"),
        ("' OR 1=1 --", "Check the code"),
        ("%25", "Check the code"),
    ],
)
def test_a_code_of_nothing_sealed_here_is_unknown_or_mistyped(nobody: Reader, code: str, heading: str) -> None:
    assert nobody.open(f"/verify?code={code}").heading == f"{heading}: check a sealed document"


def test_anybody_can_check_the_file_itself(nobody: Reader) -> None:
    assert upload(nobody, bytes(document().data)).heading == "Genuine: check a sealed document"


def test_one_changed_byte_is_refused_wherever_it_is(nobody: Reader) -> None:
    data = bytes(document().data)
    for place in range(20, len(data), len(data) // 8):
        changed = bytearray(data)
        changed[place] ^= 1
        assert upload(nobody, bytes(changed)).heading == "Altered: check a sealed document", place


@pytest.mark.parametrize("data", [b"x", b"%PDF-1.7\n", b"\0" * 100_000, b"<script>alert(1)</script>"])
def test_whatever_else_is_uploaded_is_not_genuine_and_breaks_nothing(nobody: Reader, data: bytes) -> None:
    assert not upload(nobody, data).heading.startswith("Genuine")


def test_nothing_uploaded_is_asked_for_again(nobody: Reader) -> None:
    assert upload(nobody, b"").errors == ["Select the PDF to check"]


def test_checking_says_nothing_about_the_child_and_keeps_nothing(nobody: Reader) -> None:
    sealed, before = document(), everything()
    child = sealed.record.child

    pages = [upload(nobody, bytes(sealed.data)), nobody.open(f"/verify?code={sealed.code}")]

    for page in pages:
        for word in (*child.name.replace("-", " ").split(), child.local_id, "Hannah", "Tomasz"):
            assert word not in page.words
    # How often, by the hash of an address; and once in half an hour that somebody did, in the record's trail.
    changes = set(changes_since(before))
    assert changes == {"SignInAttempt: 2 new, 0 gone", "AuditEvent: 1 new, 0 gone", "Record: 1 new, 1 gone"}
