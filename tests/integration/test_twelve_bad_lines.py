"""A night's files with twelve bad lines of twelve kinds: the rest is loaded, and the twelve are mended and loaded."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask as App

from models import Allocation, Child, Staff, Team
from records import clock
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST
from tests.integration.conftest import changes_since, everything

pytestmark = pytest.mark.both_databases

TODAY = clock.today()
BEGAN, BEFORE, LONG_BEFORE = (TODAY - timedelta(days=days) for days in (30, 60, 90))
WORKER = "new.worker@council.example"

FILES = {
    "Teams.CSV": """\
name,kind,service
Brook Lane Team,cluster,cluster
Mill Road Team,nowhere,cluster
""",
    "staff.csv": f"""\
Email;Name;Role;Team;Social Work ID
{WORKER};Rowan Ellery;social_worker;Brook Lane Team;sw 123456
b.placed@council.example;Bea Placed;social_worker;Nowhere Team;SW123457
c.number@council.example;Cal Number;social_worker;{NORTHGATE_EAST};123458
dee.address;Dee Address;social_worker;{NORTHGATE_EAST};SW123459
""",
    "children.csv": f"""\
Name,LOCAL_ID,date_of_birth,status,placement,communication_needs
Ada Lovell,T1,2014-03-27 00:00:00,looked_after,U4,
Ben Ofori,T2,27/03/12,child_in_need,,
Cara Quill,T3,2015-02-29,child_in_need,,
"Dan Roe,T4,2016-01-31,child_in_need,,
Eve Stone,T5,2016-01-31,child_in_need,
Fay O\ufffdTully,T6,2016-01-31,child_in_need,,
Gus Vane,{story.CASE_ONE_CHILD},2001-01-31,child_in_need,,
Hal Wood,T8,2016-01-31,child_in_need,,
""",
    "allocations.csv": f"""\
child,worker,started_on,ended_on
T1,{WORKER},{BEGAN},
T2,{WORKER},{BEGAN},
T8,nobody@council.example,{BEFORE},{BEGAN}
T8,{WORKER},{BEGAN},{LONG_BEFORE}
""",
}
# Where each of the twelve stands, and what is said of it in the file of lines to mend.
BAD = {
    "Teams.CSV, line 3": "kind 'nowhere': Enter one of: cluster, disability,",
    "staff.csv, line 3": "team 'Nowhere Team': Add 'Nowhere Team' to teams.csv, or correct the name.",
    "staff.csv, line 4": "social_work_id '123458': Enter SW and the figures of Social Work England,",
    "staff.csv, line 5": "email 'dee.address': Enter a work email address,",
    "children.csv, line 3": "date_of_birth '27/03/12': Write the year with four figures: 12 may be 1912 or 2012.",
    "children.csv, line 4": "date_of_birth '2015-02-29': Enter a day that exists,",
    "children.csv, line 5": "whole line '\"Dan Roe,T4,2016-01-31,child_in_need,,': A quote in this line is not closed.",
    "children.csv, line 6": "whole line 'Eve Stone | T5 | 2016-01-31 | child_in_need | ': Give it 6 cells,",
    "children.csv, line 7": "name 'Fay O\ufffdTully': Correct the character U+FFFD behind 'Fay O': it cannot be",
    "children.csv, line 8": f"local_id '{story.CASE_ONE_CHILD}': Give this child a number of their own:",
    "allocations.csv, line 4": "worker 'nobody@council.example': Add 'nobody@council.example' to staff.csv,",
    "allocations.csv, line 5": f"ended_on '{LONG_BEFORE}': Enter a day that is not before the first.",
}
FOLLOWS = (
    "allocations.csv, line 3, child 'T2': This depends on children.csv, line 3, which is refused. Correct that first."
)
# Cell that is wrong → cells that are right.
MENDED = {
    "nowhere": ["cluster"],
    "Nowhere Team": [NORTHGATE_EAST],
    "123458": ["SW123458"],
    "dee.address": ["dee.address@council.example"],
    "27/03/12": ["27/03/2012"],
    "2015-02-29": ["2015-02-28"],
    '"Dan Roe,T4,2016-01-31,child_in_need,,': ["Dan Roe", "T4", "2016-01-31", "child_in_need", "", ""],
    "Fay O\ufffdTully": ["Fay O’Tully"],
    story.CASE_ONE_CHILD: ["T7"],
    "nobody@council.example": [story.AUTHOR],
    str(LONG_BEFORE): [""],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "register"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def load(app: App, folder: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["register", "load", str(folder), *options])


def children() -> set[str]:
    """The children of these files that are in the register."""
    return {child.local_id for child in Child.select() if len(child.local_id) == 2}


def written(folder: Path) -> list[list[str]]:
    """The lines of all files of a folder as they were written, without their reasons and numbers."""
    lines = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines += [cells[2:] for cells in csv.reader(file)]
    return lines


def mend(folder: Path) -> None:
    """Correct the lines as in a spreadsheet, which gives each as many cells as there are columns. The reasons stay."""
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            for reason, *cells in [header, *lines]:
                right = [one for cell in cells for one in MENDED.get(cell, [cell])]
                csv.writer(file).writerow([reason, *right, *[""] * (len(header) - 1 - len(right))])


def test_the_rest_is_loaded_and_the_twelve_are_told_apart(app: App, folder: Path) -> None:
    said = load(app, folder, "--take-the-rest")

    assert said.exit_code == 3
    for place, reason in BAD.items():
        assert f"  {place}, {reason}" in said.output
    assert f"13 lines refused:\n  {next(iter(BAD))}" in said.output
    assert f"  {FOLLOWS}\nCorrect them in a copy" in said.output
    assert Team.select().where(Team.name.in_(["Brook Lane Team", "Mill Road Team"])).count() == 1
    assert [one.social_work_id for one in Staff.select().where(Staff.email.endswith("council.example"))] == ["SW123456"]
    assert children() == {"T1", "T8"}
    assert [time.worker.email for time in Allocation.select().join(Child).where(Child.local_id.in_(["T1", "T8"]))] == [
        WORKER
    ]
    assert factories.child().name != "Gus Vane"


def test_the_twelve_are_loaded_once_they_are_mended_where_they_were_written(app: App, folder: Path) -> None:
    load(app, folder, "--take-the-rest")
    failed = folder / "failed"
    assert "13 lines refused" in load(app, failed, "--take-the-rest").output
    assert written(failed / "failed") == written(failed)

    mend(failed)
    said = load(app, failed)

    assert (said.exit_code, said.output.count("refused")) == (0, 0), said.output
    assert children() == {f"T{number}" for number in range(1, 9)}
    assert Allocation.select().join(Child).where(Child.local_id.in_(["T1", "T2", "T8"])).count() == 4
    assert load(app, folder / "failed", "--dry-run").output.count(" 0 new, 0 changed") == 4


def test_a_file_that_cannot_be_read_at_all_stops_the_rest_too_and_says_why(app: App, folder: Path) -> None:
    (folder / "statuses.csv").write_bytes(bytes(range(256)))
    before = everything()

    said = load(app, folder, "--take-the-rest")

    assert (said.exit_code, changes_since(before)) == (1, [])
    assert "statuses.csv, line" in said.output
    assert "Not the rest either: lines of the other files may depend on what this one says." in said.output
    assert not (folder / "failed").exists()
    (folder / "statuses.csv").unlink()
    assert "Not the rest" not in load(app, folder, "--take-the-rest").output


def test_without_an_option_nothing_is_changed_and_all_twelve_are_said(app: App, folder: Path) -> None:
    before = everything()

    said = load(app, folder)

    assert (said.exit_code, changes_since(before)) == (1, [])
    assert [place for place in BAD if f"\n{place}, {BAD[place]}" not in said.output] == []


def test_a_preview_says_what_is_new_changed_gone_and_refused_and_changes_nothing(app: App, folder: Path) -> None:
    before = everything()

    said = load(app, folder, "--dry-run")

    assert (said.exit_code, changes_since(before)) == (3, [])
    assert not (folder / "failed").exists()
    for line in (
        "Teams.CSV           1 new, 0 changed, 8 gone, 1 refused, 0 as before",
        "New:",
        "  children.csv, line 2: T1",
        "Gone: no longer listed, and left as it is:",
        f"  Teams.CSV: {NORTHGATE_EAST}",
        f"  {FOLLOWS}",
    ):
        assert line in said.output.splitlines()
    assert f"  children.csv: {story.CASE_ONE_CHILD}" not in said.output.splitlines()  # its line is refused, not gone
