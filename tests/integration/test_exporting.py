"""`flask records export`: sealed records in a folder, each noted in its trail, and nothing twice."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from models import AuditEvent, Record, SealedDocument, SealStage, State
from records import audit, clock
from records.sealing.describing import RESTRICTED
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

TODAY = clock.today().isoformat()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it goes."""
    return tmp_path / "export"


def export(app: Flask, folder: Path, *more: str, since: str = TODAY) -> Result:
    return app.test_cli_runner().invoke(args=["records", "export", "--since", since, "--to", str(folder), *more])


def sealed() -> Record:
    return factories.in_state(State.SEALED)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def noted() -> list[AuditEvent]:
    return list(AuditEvent.select().where(AuditEvent.event == "copied_out"))


def test_each_sealed_record_is_there_with_its_answers_hash_and_line(app: Flask, folder: Path) -> None:
    said = export(app, folder)

    assert said.output == f"1 document added, 0 there already, in {folder}.\n"
    document = SealedDocument.get()
    stem = f"records/{TODAY[:7]}/{sealed().reference}-v1"
    found = files(folder)
    assert set(found) == {f"{stem}.pdf", f"{stem}.json", "SHA256SUMS", "index.csv"}
    assert hashlib.sha256(found[f"{stem}.pdf"]).hexdigest() == document.sha256
    assert json.loads(found[f"{stem}.json"])["code"] == document.code.replace("-", "")
    (line,) = csv.DictReader(found["index.csv"].decode("utf-8-sig").splitlines())
    assert (line["File"], line["Reference"], line["SHA-256"]) == (f"{stem}.pdf", sealed().reference, document.sha256)


def test_it_is_in_the_trail_of_the_record_once_however_often_it_runs(app: Flask, folder: Path) -> None:
    export(app, folder)
    before = files(folder)
    again = export(app, folder)

    assert again.output.startswith("0 documents added, 1 there already")
    assert files(folder) == before
    (event,) = noted()
    assert (event.record, event.detail["version"]) == (sealed(), 1)
    assert list(audit.find_faults(sealed().id)) == []


def test_what_was_sealed_on_other_days_stays_here(app: Flask, folder: Path) -> None:
    SealStage.update(sealed_at=clock.now() - timedelta(days=40)).execute()
    assert export(app, folder).output.startswith("0 documents added")

    since = (clock.today() - timedelta(days=60)).isoformat()
    until = (clock.today() - timedelta(days=30)).isoformat()
    assert export(app, folder, "--until", until, since=since).output.startswith("1 document added")


def test_restricted_parts_stay_here(app: Flask, folder: Path) -> None:
    SealStage.update(part=RESTRICTED).execute()
    assert export(app, folder).output.startswith("0 documents added")
    assert noted() == []


def test_a_renewed_seal_is_another_file(app: Flask, folder: Path) -> None:
    export(app, folder)
    before = files(folder)
    document = SealedDocument.get()
    data = bytes(document.data) + b"%%EOF\n"
    digest = hashlib.sha256(data).hexdigest()
    SealedDocument.update(data=data, sha256=digest).execute()
    kept = {field.name: getattr(SealStage.get(), field.name) for field in SealStage._meta.sorted_fields[1:]}
    SealStage.create(**kept | {"length": len(data), "sha256": digest})

    export(app, folder)

    added = {name: data for name, data in files(folder).items() if name not in before}
    assert [name.rpartition("-v1-")[2] for name in sorted(added)] == ["stage-2.json", "stage-2.pdf"]
    assert all(files(folder)[name] == data for name, data in before.items() if name.endswith((".pdf", ".json")))


@pytest.mark.parametrize("kind", ["pdf", "json"])
@pytest.mark.parametrize("left", [b"changed", None], ids=["changed", "deleted"])
def test_a_file_that_was_changed_or_deleted_there_is_named_and_left(
    app: Flask, folder: Path, kind: str, left: bytes | None
) -> None:
    export(app, folder)
    file = next(folder.rglob(f"*.{kind}"))
    file.unlink()
    if left:
        file.write_bytes(left)
    said = export(app, folder)

    assert said.exit_code == 1
    assert f"! {file.relative_to(folder)} is not as it was written, or is gone" in said.output
    assert (file.read_bytes() if file.exists() else None) == left


@pytest.mark.parametrize("kind", ["pdf", "json"])
def test_a_file_that_is_as_long_as_before_but_another_is_named(app: Flask, folder: Path, kind: str) -> None:
    export(app, folder)
    file = next(folder.rglob(f"*.{kind}"))
    data = file.read_bytes()
    file.write_bytes(bytes([*data[:-9], data[-9] ^ 1, *data[-8:]]))

    assert f"! {file.relative_to(folder)} is not as it was written" in export(app, folder).output


def test_a_document_that_is_damaged_here_is_left_out_by_name(app: Flask, folder: Path) -> None:
    SealedDocument.update(data=b"%PDF-damaged").execute()
    said = export(app, folder)
    assert said.exit_code == 1
    assert f"! {sealed().reference}, version 1: its bytes in the database are not those" in said.output
    assert noted() == []


@pytest.mark.parametrize(
    "since, more, error",
    [
        ("2026-02-30", (), "'2026-02-30' is no day. Give it as year, month and day: 2026-11-30."),
        ("yesterday", (), "'yesterday' is no day"),
        ("2026-03-02", ("--until", "2026-03-01"), "The last day is before the first"),
        ("2999-01-01", (), "The first day is still to come"),
    ],
    ids=["impossible", "words", "backwards", "to come"],
)
def test_a_day_that_is_none_is_said_and_nothing_made(
    app: Flask, folder: Path, since: str, more: tuple[str, ...], error: str
) -> None:
    said = export(app, folder, *more, since=since)
    assert said.exit_code == 2
    assert error in said.output
    assert not folder.exists()
