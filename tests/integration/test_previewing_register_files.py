"""Operators preview the register's files on a page, which loads nothing and keeps no file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from models import ChildSearch, database
from records import clock
from records.register import loading, uploaded
from records.register.reading import read_folder
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.support.reader import ORIGIN, Page, Reader
from views.web import bodies

OPERATOR = story.AUDITOR
PATH = "/operations/register"
CHILDREN = f"""\
local_id,name,status,date_of_birth
T1,Ada Lovell,child_in_need,2014-03-27
T2,Ben Ofori,child_in_need,27/03/12
{story.CASE_ONE_CHILD},Maya Newname,looked_after,
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"operators": frozenset({OPERATOR})})


@pytest.fixture
def operator(sign_in: SignIn) -> Reader:
    return sign_in(OPERATOR)


def preview(reader: Reader, files: Mapping[str, bytes | str], **more: str) -> Page:
    """The page that answers these files."""
    fields: MultiDict[str, Any] = MultiDict({**reader.open(PATH).form(PATH).fields, **more})
    fields.poplist("files")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        fields.add("files", FileStorage(BytesIO(data), name))
    return reader.send(PATH, fields, status=200)


def test_the_page_says_what_a_load_would_do_and_does_none_of_it(operator: Reader) -> None:
    before = everything()

    page = preview(operator, {"Children.CSV": CHILDREN})

    assert changes_since(before) == ["ChildSearch: 1 new, 0 gone"]
    assert "Children.CSV 1 new, 1 changed, 29 gone, 1 refused, 0 as before" in page.words
    assert "Look at this first (1)" in page.words
    assert "Children.CSV, whole file: Check that it is whole, and neither cut off nor filtered: 29 of" in page.words
    assert "Children.CSV, line 2: T1" in page.words
    assert f"Children.CSV, line 4: {story.CASE_ONE_CHILD} (" in page.words
    assert "Children.CSV, line 3, date_of_birth '27/03/12': Write the year with four figures" in page.words


def test_a_line_with_two_problems_is_one_line_everywhere(operator: Reader) -> None:
    page = preview(operator, {"children.csv": CHILDREN.replace("child_in_need,27/03/12", "odd,27/03/12")})

    assert "children.csv 1 new, 1 changed, 29 gone, 1 refused" in page.words
    assert "Refused (1)" in page.words
    assert "Write the year with four figures" in page.words
    assert "status 'odd': Enter one of" in page.words


def test_files_that_are_too_large_are_told_the_limit_and_the_command(operator: Reader) -> None:
    most = bodies.MOST_OF_REGISTER

    answer = operator.client.post(
        PATH,
        base_url=ORIGIN,
        headers={"Referer": ORIGIN + PATH},
        data=b"x" * (most + 1),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413
    assert f"These files are larger than {most // 1024**2} MB together" in answer.text
    assert "flask register load FOLDER --dry-run" in answer.text
    assert 'type="file"' in answer.text


def test_the_children_whom_it_tells_of_are_noted_as_shown_to_the_operator(operator: Reader) -> None:
    preview(operator, {"children.csv": CHILDREN})

    search = ChildSearch.select().order_by(ChildSearch.id.desc()).first()
    assert (search.staff.email, factories.child().id in search.children) == (OPERATOR, True)


def test_nothing_of_a_file_stays_on_the_disk(operator: Reader) -> None:
    preview(operator, {"children.csv": CHILDREN})

    assert list(Path(gettempdir()).glob("handover-register-*")) == []


@pytest.mark.parametrize(
    "files, said",
    [
        ({}, "There is a problem Select one or more of the register's files."),
        ({"~$children.csv": b"\0", ".~lock.children.csv#": b"x"}, "There is a problem Select one or more"),
        ({"../../children2.csv": CHILDREN}, "children2.csv, file name: Rename or remove it: teams.csv"),
        ({"Children.xlsx": b"PK"}, "Children.xlsx, file name: Save it as 'CSV UTF-8'."),
        ({"..": b"x"}, "There is a problem Select one or more"),
        ({"children.csv": f"{'x' * 99_999}\0\ufffe,y"}, "Remove this column, or give it a name that is known"),
        ({"a\0b.csv": b"x"}, "file name: Rename or remove it"),
        ({"children.csv": b"\x00\x01\x02" * 99}, "children.csv, line 1"),
        ({"children.csv": b""}, "the file is empty"),
        ({"children.csv": CHILDREN.replace("Ada", "Zoë").encode("cp1252")}, "or say that it is Windows-1252"),
        ({"children.csv": CHILDREN, "Children.csv": CHILDREN}, "there are two files of this name."),
    ],
)
def test_what_cannot_be_read_is_said_and_is_no_fault(
    operator: Reader, files: dict[str, bytes | str], said: str
) -> None:
    assert said in preview(operator, files).words


def test_a_file_in_windows_1252_is_read_where_that_is_ticked(operator: Reader) -> None:
    page = preview(operator, {"children.csv": CHILDREN.replace("Ada", "Zoë").encode("cp1252")}, windows="yes")

    assert "children.csv 1 new, 1 changed, 29 gone, 1 refused, 0 as before" in page.words


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_more_lines_than_a_page_takes_are_left_to_the_command_and_column_names_are_none(
    operator: Reader, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    lines = CHILDREN.strip().replace("\n", end or "\n") + end
    monkeypatch.setattr(uploaded, "MOST_LINES", 3)
    assert "a page takes" not in preview(operator, {"children.csv": lines}).words

    monkeypatch.setattr(uploaded, "MOST_LINES", 2)
    monkeypatch.setattr(uploaded, "read_folder", None)  # they are counted, and not read
    page = preview(operator, {"children.csv": lines})

    assert "flask register load FOLDER --dry-run: a page takes 2 lines, and they have 3." in page.words


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_preview_needs_no_lock_while_somebody_saves(tmp_path: Path, operator: Reader) -> None:
    (tmp_path / "children.csv").write_text(CHILDREN)
    files = read_folder(tmp_path, today=clock.today())
    saves = sqlite3.connect(database.database.removeprefix("file:").partition("?")[0], isolation_level=None)
    saves.execute("BEGIN IMMEDIATE")

    try:
        found = loading.preview(files, today=clock.today())
    finally:
        saves.close()

    assert found.tally.counted["child"] == {"added": 1, "changed": 1}


def test_nobody_else_finds_the_page(sign_in: SignIn) -> None:
    sign_in(story.AUTHOR).open(PATH, status=404)
