"""What an archived record has beyond PDF/A-3a, which tests/integration/test_standards_of_documents.py holds."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents.render import render_pdf
from documents.seal import Sealed
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading
from tests.unit.documents.sample_sections import table, text

SCRIPTS = (
    "Šmídová Łukasz Țepeș",
    "Nguyễn Thị Ánh",
    "Ọlá Ẹ̀bùn",
    "Өзбек Нурлан",
    "أمينة پښتو ژڕ اردو",
    "שרה",
    "李明 王芳",
    "김민 さくら",
    "ਅਮੀਨਾ",
    "আমিনা",
    "அமினா",
    "አሚና ትግርኛ",
    "Ελένη",
    "სალომე",
    "สมชาย",
)


@pytest.fixture(scope="module")
def sealed_reading(sealed: Sealed) -> Reading:
    return Reading(sealed.data)


def test_the_title_is_in_both_places_and_the_same(sealed_reading: Reading) -> None:
    with sealed_reading.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(sealed_reading.pdf.docinfo.Title) == sample.RECORD.title


def test_dates_and_makers_are_in_both_places_and_the_same(sealed: Sealed) -> None:
    with pikepdf.open(BytesIO(sealed.data)) as pdf:
        info = {str(key): str(value) for key, value in pdf.trailer.Info.items()}
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert info["/CreationDate"].startswith("D:20260317110800")
    assert 'CreateDate="2026-03-17T11:08:00Z"' in metadata or "CreateDate>2026-03-17T11:08:00Z<" in metadata
    assert info["/CreationDate"] == info["/ModDate"]
    assert info["/Producer"] in metadata
    assert info["/Author"] in metadata


def test_nothing_in_a_record_is_transparent(sealed_reading: Reading) -> None:
    states = [state for page in sealed_reading.pdf.pages for state in page.Resources.get("/ExtGState", {}).values()]
    pictures = [thing for thing in sealed_reading.pdf.objects if isinstance(thing, pikepdf.Stream)]

    assert states
    for state in states:
        assert {float(state[key]) for key in ("/ca", "/CA") if key in state} <= {1.0}
        assert not {"/SMask", "/BM"} & set(state.keys())
    assert not [picture for picture in pictures if "/SMask" in picture]


def test_nothing_runs_and_nothing_outside_is_named(sealed_reading: Reading) -> None:
    forbidden = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/URI", "/Launch", "/RichMedia"}
    for thing in sealed_reading.pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert not forbidden & set(thing.keys())


def test_the_seals_field_takes_no_room(sealed_reading: Reading) -> None:
    (field,) = sealed_reading.pdf.Root.AcroForm.Fields
    assert [float(side) for side in field.Rect] == [0, 0, 0, 0]


def test_the_answers_are_attached_as_data_once(sealed_reading: Reading) -> None:
    (file,) = sealed_reading.pdf.Root.AF
    assert file.AFRelationship == "/Data"
    assert str(file.UF) == "answers.json"
    assert file.EF.F.Subtype == "/application/json"
    assert json.loads(file.EF.F.read_bytes())["reference"] == sample.RECORD.reference


def test_qpdf_finds_no_fault(sealed: Sealed, tmp_path: Path) -> None:
    done = subprocess.run(["qpdf", "--check", _saved(sealed.data, tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_names_in_many_scripts_are_drawn_and_can_be_found() -> None:
    answers = [text(f"name{number}", "Name?", name) for number, name in enumerate(SCRIPTS)]
    reading = Reading(render_pdf(sample.asking(*answers, table("rows", "Names?", ("Name",), *((n,) for n in SCRIPTS)))))
    assert "[U+" not in reading.text
    for name in (*SCRIPTS[:4], "李明 王芳", "김민 さくら", "Ελένη", "أمينة"):
        assert name in reading.text


def _saved(data: bytes, folder: Path) -> Path:
    path = folder / "record.pdf"
    path.write_bytes(data)
    return path
