"""The page of inspection packs, and `flask records pack`."""

from __future__ import annotations

import stat
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from models import Allocation, AuditEvent, InspectionPack, PackState, State
from records import clock, purposes
from records.exporting import packing, packs
from records.exporting.choosing import Chosen
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.test_inspection_packs import made, other_service, sealed
from tests.support.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

ONLY = [story.AUTHOR, story.TRANSFERRING_LEADER, factories.LOCALITY_LEADER, story.CLUSTER_MANAGER]


@pytest.fixture(autouse=True)
def drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contents page is drawn by tests of its own."""
    monkeypatch.setattr(packing, "render_in_subprocess", lambda *_, **__: b"%PDF-contents")


@pytest.fixture
def auditor(sign_in: SignIn) -> Reader:
    """An auditor who has said what they read records for."""
    who = factories.person(story.AUDITOR)
    purposes.begin(by=who, purpose="inspection", what_for="The visit of March", last_day=clock.today())
    return sign_in(story.AUDITOR)


def boxes(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def asked(reader: Reader, status: int = 302, **fields: str) -> Reader:
    reader.press(reader.open("/packs").form("/packs", id="pack-form"), fields, status=status)
    return reader


def test_somebody_asks_waits_downloads_and_deletes_it(auditor: Reader, settings: Settings) -> None:
    page = asked(auditor, children=story.CASE_ONE_CHILD.lower()).follow()
    assert "It is being made." in page.words
    packs.make_waiting(settings)

    page = auditor.open("/packs")
    assert "It is ready." in page.words
    link = next(one for one in page.links if one.endswith("pack.zip"))
    response = auditor.open(link).response
    assert zipfile.ZipFile(BytesIO(response.data)).testzip() is None
    assert response.headers["Content-Disposition"] == (f'attachment; filename="inspection-pack-{clock.today()}.zip"')
    assert response.content_length == len(response.data)

    auditor.press(auditor.open("/packs").form("/packs/delete"), status=302)
    auditor.open(link, status=404)
    history = auditor.open(f"/records/{factories.in_state(State.SEALED).reference}/history").words
    assert "Asked for in an inspection pack" in history
    assert "Inspection pack with it downloaded" in history


def test_a_child_about_whom_there_is_nothing_is_named_before_the_pack_is_made(
    auditor: Reader, settings: Settings
) -> None:
    nothing = "There is no sealed record that you can read about the children AV104240 and AV999999."

    page = asked(auditor, children=f"{story.CASE_ONE_CHILD}, AV104240 AV999999").follow()

    assert "It is being made." in page.words
    assert nothing in page.words
    packs.make_waiting(settings)
    assert nothing in auditor.open("/packs").words
    assert "no sealed record" not in asked(auditor, children=story.CASE_ONE_CHILD).follow().words


def test_asking_for_headers_alone_is_no_download(auditor: Reader, settings: Settings) -> None:
    asked(auditor, children=story.CASE_ONE_CHILD)
    packs.make_waiting(settings)
    assert auditor.peek("/packs/pack.zip").data == b""
    assert not AuditEvent.select().where(AuditEvent.event == "pack_downloaded").exists()


@pytest.mark.parametrize("email", [*ONLY, story.BUSINESS_SUPPORT])
def test_for_everybody_else_there_is_no_such_page(sign_in: SignIn, email: str) -> None:
    reader = sign_in(email)
    for path in ("/packs", "/packs/pack.zip"):
        reader.open(path, status=404)
    reader.send("/packs", {"csrf_token": reader.token(), "children": story.CASE_ONE_CHILD}, status=404)
    assert "/packs" not in reader.open("/").links


def test_an_auditor_without_a_purpose_is_sent_to_say_it(sign_in: SignIn) -> None:
    reader = sign_in(story.AUDITOR)
    assert "say what you read records for" in reader.open("/packs").words
    fields = {"csrf_token": reader.token(), "children": story.CASE_ONE_CHILD, "what_for": "The visit of March"}
    reader.send("/packs", fields, status=403)
    assert InspectionPack.select().count() == 0


def test_a_head_of_service_says_what_it_is_for(sign_in: SignIn) -> None:
    reader = sign_in(story.CLUSTER_HEAD)
    assert asked(reader, 200, children=story.CASE_ONE_CHILD).page.errors == ["Enter what the pack is for"]
    asked(reader, children=story.CASE_ONE_CHILD, what_for="The inspectors asked for this child.")
    assert InspectionPack.get().what_for == "The inspectors asked for this child."


def test_what_could_not_be_made_says_why_and_is_asked_for_again_as_it_was(sign_in: SignIn) -> None:
    reader = sign_in(story.CLUSTER_HEAD)
    what_for = "The inspectors asked for this child."
    asked(reader, children=story.CASE_ONE_CHILD, what_for=what_for)
    InspectionPack.update(state=PackState.FAILED, why=packs.NOT_DRAWN).execute()

    page = reader.open("/packs")

    assert packs.NOT_DRAWN in page.words
    assert "Ask for it again" in page.words
    reader.press(page.form("/packs", id="pack-form"), {}, status=302)
    again = InspectionPack.get()
    assert (again.children, again.what_for, again.state) == ([story.CASE_ONE_CHILD], what_for, "waiting")


@pytest.mark.parametrize(
    "fields, error",
    [
        ({}, "Enter the local IDs of children, or the days of sealing, and not both"),
        (
            {"children": "AV104233", **boxes("since", "1", "3", "2026"), **boxes("until", "2", "3", "2026")},
            "Enter the local IDs of children, or the days of sealing, and not both",
        ),
        ({"children": "AV1, Maya-Lee"}, "Local IDs of the children must be letters and numbers with commas between"),
        ({"children": ",".join(f"AV{number}" for number in range(21))}, "Local IDs of the children must be 20 at most"),
        ({"children": "x" * 501}, "Local IDs of the children must be 500 characters or fewer"),
        ({"children": "AV999999"}, "There is no sealed record that you can read about the child AV999999."),
        ({**boxes("since", "1", "3", "2026")}, "Enter the last day of sealing"),
        ({**boxes("until", "1", "3", "2026")}, "Enter the first day of sealing"),
        (
            {**boxes("since", "2", "3", "2026"), **boxes("until", "1", "3", "2026")},
            "Last day of sealing must be the same as the first",
        ),
        (
            {**boxes("since", "1", "3", "2024"), **boxes("until", "1", "6", "2025")},
            "Last day of sealing must be within a year",
        ),
        (
            {**boxes("since", "1", "3", "2024"), **boxes("until", "2", "3", "2024")},
            "Nothing that you can read was sealed in these days.",
        ),
        (
            {**boxes("since", "30", "2", "2026"), **boxes("until", "1", "3", "2026")},
            "First day of sealing must be a real date",
        ),
    ],
    ids=["none", "both", "strange", "many", "long", "unknown", "from", "to", "backwards", "years", "empty", "no day"],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(auditor: Reader, fields: dict[str, str], error: str) -> None:
    page = asked(auditor, 200, **fields).page
    assert page.errors[0].startswith(error)
    kept = page.form("/packs", id="pack-form").fields
    assert {name: kept[name] for name in fields} == fields
    assert InspectionPack.select().count() == 0


def pack(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["records", "pack", *words])


def test_an_operator_makes_one_into_a_file_of_their_own(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    said = pack(app, "--child", story.CASE_ONE_CHILD, "--to", str(file))

    assert said.output.startswith(f"{file}: 1 document, ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]
    (event,) = AuditEvent.select().where(AuditEvent.event == "packed")
    assert event.staff is None
    name = f"records/{factories.in_state(State.SEALED).reference}-v1.pdf"
    with zipfile.ZipFile(file) as packed:
        (tmp_path / "one.pdf").write_bytes(packed.read(name))
    checked = subprocess.run(["pdfsig", tmp_path / "one.pdf"], check=False, capture_output=True, text=True)
    assert "Signature is Valid." in checked.stdout
    assert "Total document signed" in checked.stdout

    again = pack(app, "--child", story.CASE_ONE_CHILD, "--to", str(file))
    assert again.exit_code == 1
    assert "is there already, and was left as it is" in again.output


def test_for_somebody_it_holds_what_they_may_read(app: Flask, tmp_path: Path) -> None:
    file, today = tmp_path / "pack.zip", clock.today()
    words = ("--period", f"{today}..{today}", "--to", str(file))
    assert "Packs are for auditors and inspectors" in pack(app, *words, "--for", story.AUTHOR).output
    assert "Packs are for auditors and inspectors" in pack(app, *words, "--for", story.AUDITOR).output
    other_service(story.CLUSTER_HEAD)
    assert "Nothing that you can read" in pack(app, *words, "--for", story.CLUSTER_HEAD).output
    assert not file.exists()

    assert pack(app, *words, "--for", story.LOOKED_AFTER_HEAD).exit_code == 0


@pytest.mark.parametrize(
    "words, error",
    [
        ((), "Give --child, once or more often, or --period."),
        (("--child", "A", "--period", "2026-01-01..2026-01-02"), "Give --child, once or more often, or --period."),
        (("--period", "2026-01-01"), "is no period. Give its first and last day"),
        (("--period", "2026-01-01..soon"), "'soon' is no day"),
        (("--child", "AV999999"), "no sealed record that you can read about the child AV999999"),
        (("--child", story.CASE_ONE_CHILD, "--for", "nobody@nowhere.example"), "Nobody of this email works here"),
    ],
    ids=["nothing", "both", "one day", "no day", "unknown", "nobody"],
)
def test_a_command_that_cannot_be_done_says_what_to_give(
    app: Flask, tmp_path: Path, words: tuple[str, ...], error: str
) -> None:
    said = pack(app, *words, "--to", str(tmp_path / "pack.zip"))
    assert said.exit_code in (1, 2)
    assert error in said.output
    assert list(tmp_path.iterdir()) == []


def test_a_child_without_a_sealed_record_is_named_and_has_a_line_for_who_may_know(settings: Settings) -> None:
    jakub = factories.child(story.COMING_UP_TO_THIRTEEN)
    Allocation.update(team=factories.person(story.RECEIVING_LEADER).team).where(Allocation.child == jakub).execute()
    chosen = Chosen(children=(story.CASE_ONE_CHILD, jakub.local_id, "AV999999"))
    for email, has_line in ((story.CLUSTER_HEAD, False), (story.LOOKED_AFTER_HEAD, True)):
        pack = made(factories.person(email), settings, chosen)

        assert f"records/{sealed().reference}-v1.pdf" in pack.namelist()
        contents = pack.read("contents.html").decode()
        assert f"can read about the children {jakub.local_id} and AV999999." in contents
        assert (jakub.local_id in pack.read("workers.csv").decode()) == has_line
        assert "Reason code" in pack.read("workers.csv").decode()
        assert sealed().reference in pack.read("agreed.csv").decode()
