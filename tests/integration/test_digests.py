"""Anybody recomputes the digest to which deciders bound, and finds on paper what the page of its code says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from documents import attachment, digest
from documents.words import in_groups
from models import Record, RecordVersion, SealedDocument, SealedPaper, Step
from records import clock
from records.deciding import decisions, digests
from records.sealing import papers, stages
from records.sealing.describing import GENERAL, RESTRICTED, describe
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Reader
from views import printing

pytestmark = pytest.mark.usefixtures("app")

SECRET = "HR-2291"
DEPARTED = {"departure-142.5.8": f"The hearing about {SECRET} comes first."}
KINDS: dict[str, Callable[[], Record]] = {
    "transfer": factories.ready_draft,
    "emergency": four.emergency,
    "exception": lambda: four.exception(four.transfer()),
    "handover": lambda: four.handover(**other.something_unresolved(clock.today()), **DEPARTED),
}


@pytest.fixture
def in_app(app: Flask) -> Iterator[None]:
    """Sealing and wording need the app's settings."""
    with app.app_context():
        yield


def attached(record: Record, settings: Settings, part: str = GENERAL) -> dict[str, Any]:
    """What is attached to a record's document, as a reader of the file has it."""
    version = decisions.get_version(record)
    text = printing.describe_version(record, version)
    document = describe(record, version, text, part=part, code="X", seal_level="B-B", settings=settings)
    said: dict[str, Any] = json.loads(attachment.to_bytes(document))
    return said


def command(app: Flask, file: Path) -> Result:
    return app.test_cli_runner().invoke(args=["documents", "digest", str(file)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("in_app")
def test_the_digest_that_deciders_bound_to_is_recomputed_from_the_attached_answers(
    kind: str, settings: Settings
) -> None:
    record = four.sealed(four.submitted(KINDS[kind]()))

    said = attached(record, settings)

    assert digest.recomputed(said)[0]
    bound_to = {step.digest for step in Step.select().where(Step.record == record) if step.decided_at}
    assert bound_to == {said["version_digest"]} == {digest.of(said["submitted"])}
    assert [line["recipe"] for line in said["history"]] == [2]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("in_app")
def test_nothing_is_attached_for_it_but_what_was_attached_anyway(kind: str, settings: Settings) -> None:
    said = attached(four.submitted(KINDS[kind]()), settings)

    answers = {name: one for name, one in said["submitted"]["answers"].items() if not name.startswith("departure-")}
    reasons = {name for name in said["submitted"]["answers"] if name.startswith("departure-")}
    answers.pop("child_age", None)  # follows from the date of birth
    assert answers == {name: one for name, one in said["answers"].items() if name != "departures"}
    assert reasons == {f"departure-{statement}" for statement in said["answers"].get("departures", {})}


@pytest.mark.usefixtures("in_app")
def test_what_is_restricted_is_covered_and_not_attached(settings: Settings) -> None:
    record = four.submitted(KINDS["handover"]())
    general, restricted = attached(record, settings), attached(record, settings, RESTRICTED)
    version = decisions.get_version(record)
    changed = {name: "else" if SECRET in str(one) else one for name, one in version.answers.items()}

    assert SECRET in str(version.answers)
    assert SECRET not in str(general)
    assert digests.of(RecordVersion(**version.__data__ | {"record": record, "answers": changed})) != version.digest
    assert restricted["submitted"] is None
    assert not digest.recomputed(restricted)[0]


@pytest.mark.usefixtures("in_app")
def test_a_hash_of_what_is_restricted_cannot_be_found_by_trying(settings: Settings) -> None:
    one, other_one = (decisions.get_version(four.submitted(KINDS["handover"]())) for _ in range(2))
    salt = one.withheld["salt"]

    assert len(bytes.fromhex(salt)) == 32
    assert salt not in str(attached(one.record, settings))
    assert digests.submitted(one)["restricted"] != digests.submitted(other_one)["restricted"]


def test_a_record_without_restricted_questions_withholds_nothing() -> None:
    version = decisions.get_version(four.submitted(factories.ready_draft()))

    assert version.withheld is None
    assert digests.submitted(version)["restricted"] is None


def test_what_has_become_restricted_since_is_not_attached() -> None:
    version = decisions.get_version(four.submitted(factories.ready_draft()))

    assert digests.attached(version, (), ())["answers"] == version.answers
    assert digests.attached(version, {"worries"}, ()) == {}
    assert digests.attached(version, (), {version.findings[0]["statement"]}) == {}


@pytest.mark.usefixtures("in_app")
def test_an_older_version_keeps_its_digest_which_the_register_alone_recomputes(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    version = decisions.get_version(four.submitted(factories.ready_draft()))
    version.recipe = 1
    RecordVersion.update(recipe=1, digest=digests.of(version)).where(RecordVersion.id == version.id).execute()
    said = attached(factories.fresh(version.record), settings)
    (tmp_path / "answers.json").write_text(json.dumps(said))

    found = command(app, tmp_path / "answers.json")

    assert (said["digest_recipe"], said["submitted"]) == (1, None)
    assert found.exit_code == 0, found.output
    assert found.output.splitlines() == [
        digest.NOT_FROM_THE_FILE.format(said["version_digest"], 1),
        digests.SAME_IN_REGISTER,
        digest.NOT_OF_THE_SEAL,
    ]


# The command


@pytest.mark.drawn
def test_the_command_recomputes_it_from_the_sealed_pdf(app: Flask, tmp_path: Path) -> None:
    document = SealedDocument.get()
    (tmp_path / "record.pdf").write_bytes(bytes(document.data))
    version = RecordVersion.get(RecordVersion.record == document.record)

    said = command(app, tmp_path / "record.pdf")

    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        f"Digest (recipe 2): {version.digest}",
        digest.STATED,
        digests.SAME_IN_REGISTER,
        digest.NOT_OF_THE_SEAL,
    ]


@pytest.mark.usefixtures("in_app")
def test_the_command_says_where_the_file_or_the_register_has_another(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    said, file = attached(four.submitted(factories.ready_draft()), settings), tmp_path / "answers.json"
    changed = said["submitted"] | {"answers": said["submitted"]["answers"] | {"worries": "None at all"}}

    elsewhere = said["submitted"] | {"reference": "TMR-3333-3333"}
    of_another = {"submitted": elsewhere, "reference": "TMR-3333-3333", "version_digest": digest.of(elsewhere)}

    found = {}
    for name, changes in {
        "answers": {"submitted": changed},
        "both": {"submitted": changed, "version_digest": digest.of(changed)},
        "stated": {"version_digest": "0" * 64},
        "elsewhere": {"reference": "TMR-3333-3333"},
        "no number": {"version": "1"},
        "older recipe": {"digest_recipe": 1},
        "not ours": of_another,
    }.items():
        file.write_text(json.dumps(said | changes))
        result = command(app, file)
        found[name] = (result.exit_code, result.output.splitlines()[-2])

    assert found == {
        "answers": (1, digests.OTHER_IN_REGISTER),
        "both": (1, digests.OTHER_IN_REGISTER),
        "stated": (1, digests.SAME_IN_REGISTER),
        "elsewhere": (1, digests.SAME_IN_REGISTER),
        "no number": (1, digests.SAME_IN_REGISTER),
        "older recipe": (1, digests.OTHER_IN_REGISTER),
        "not ours": (1, digests.NOT_IN_REGISTER),
    }


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7", b"[]", b"\xff", b"[" * 100_000, b"{}"])
def test_the_command_says_that_a_file_is_none_of_ours(app: Flask, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)

    said = command(app, tmp_path / "file")

    assert said.exit_code == 1
    assert said.output.startswith("Error: ")


# The page of the code


def page_of(reader: Reader, document: SealedDocument) -> str:
    return reader.open(f"/verify?code={document.code}").words


@pytest.mark.drawn
def test_the_page_of_the_code_says_what_is_on_the_paper_and_names_nobody(nobody: Reader, sign_in: SignIn) -> None:
    document = SealedDocument.get()
    said = attachment.said_in(bytes(document.data))

    words = page_of(nobody, document)

    assert f"Pages {SealedPaper.get().pages}" in words
    assert f"Digest (recipe 2) {' '.join(in_groups(said['version_digest']).split())}" in words
    assert "Decision Approved on " in words
    for line in said["decisions"]:
        assert f"{line['part']} " in words
        assert line["name"] not in words
    assert "Maya" not in words
    assert said["version_digest"] in sign_in(story.AUTHOR).open(f"/records/{said['reference']}/history").words


def test_the_page_goes_on_saying_it_when_the_record_was_disposed_of(nobody: Reader) -> None:
    document = SealedDocument.get()
    before = page_of(nobody, document)
    stages.note_disposal(document.code, clock.today())
    SealedDocument.delete().execute()

    after = page_of(nobody, document)

    for label, value in papers.find(document.code).lines():
        assert f"{label} {' '.join(value.split())}" in before
        assert f"{label} {' '.join(value.split())}" in after


@pytest.mark.usefixtures("in_app")
def test_a_refusal_says_so_and_who_did_not_agree_in_which_part(nobody: Reader) -> None:
    record = four.sealed(four.refused_by_managers())

    words = page_of(nobody, SealedDocument.get(SealedDocument.record == record))

    assert "Decision Refused on " in words
    assert "Refused on" in words


@pytest.mark.usefixtures("in_app")
def test_a_restricted_part_is_compared_without_a_digest(nobody: Reader) -> None:
    record = four.sealed(four.submitted(KINDS["handover"]()))
    parts = {one.part: page_of(nobody, one) for one in SealedDocument.select().where(SealedDocument.record == record)}

    assert "Digest (recipe 2)" in parts[GENERAL]
    assert "Digest (recipe" not in parts[RESTRICTED]
    assert "Pages 1" in parts[RESTRICTED]
