"""Lines that were refused are written so that they read the same when they are loaded again, and no cell runs."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from records.register import failed_files, spreadsheets
from records.register.files import ChildLine, RegisterFiles
from records.register.reading import read_folder

HEADER = "local_id;name;status;communication_needs"
NEEDS = ["=1+1", "-one\n-two", "@here", "+44", "'-quoted", 'She said "no"; twice', "Zoë ł", "\t=x", "a\nb", ""]


def folder_with(tmp_path: Path, text: str, encoding: str = "utf-8") -> RegisterFiles:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "Children.CSV").write_bytes(text.encode(encoding))
    return read_folder(tmp_path, today=date(2026, 11, 27), encoding="windows-1252")


def write(files: RegisterFiles, to: Path) -> list[Path]:
    return failed_files.write(files, files.refused, to, encoding="windows-1252")


def cells(path: Path) -> list[dict[str, str]]:
    return [cells for _, cells, _ in spreadsheets.rows(spreadsheets.open_sheet(path), ChildLine)]


def test_a_refused_line_reads_the_same_where_it_was_written_and_no_cell_of_it_runs(tmp_path: Path) -> None:
    lines = [f'A{number};Ann;nothing;"{needs.replace(chr(34), chr(34) * 2)}"' for number, needs in enumerate(NEEDS)]
    files = folder_with(tmp_path / "in", "\n".join((HEADER, *lines)))

    (path,) = write(files, tmp_path / "failed")

    assert cells(path) == cells(files.paths["children"])
    text = path.read_text(encoding="utf-8-sig")
    assert [sign for sign in "=-@+\t" if f",{sign}" in text or f',"{sign}' in text] == []


def test_letters_are_kept_whatever_they_were_written_in(tmp_path: Path) -> None:
    files = folder_with(tmp_path / "in", f"{HEADER}\nA1;Zoë;nothing;\n", "cp1252")

    (path,) = write(files, tmp_path / "failed")

    assert cells(path) == [{"local_id": "A1", "name": "Zoë", "status": "nothing", "communication_needs": ""}]


def test_what_an_earlier_load_wrote_goes_once_nothing_is_refused(tmp_path: Path) -> None:
    write(folder_with(tmp_path / "in", f"{HEADER}\nA1;Ann;nothing;\n"), tmp_path / "failed")

    assert write(folder_with(tmp_path / "in", f"{HEADER}\nA1;Ann;looked_after;\n"), tmp_path / "failed") == []
    assert list((tmp_path / "failed").iterdir()) == []


def test_a_refused_line_is_beside_its_number_in_the_file_that_it_comes_from(tmp_path: Path) -> None:
    files = folder_with(tmp_path / "in", f"{HEADER}\nA1;Ann;looked_after;\nA2;Ann;nothing;\n")

    (path,) = write(files, tmp_path / "failed")

    assert path.read_text(encoding="utf-8-sig").splitlines()[1].rpartition(",3,A2,")[1]


def test_an_open_quote_is_mended_by_taking_it_away_in_the_cell_that_holds_the_line(tmp_path: Path) -> None:
    (path,) = write(folder_with(tmp_path / "in", f'{HEADER}\n"A1;Ann;looked_after;\n'), tmp_path / "failed")
    path.write_text(path.read_text(encoding="utf-8-sig").replace('"""A1', '"A1'), encoding="utf-8")

    again = read_folder(path.parent, today=date(2026, 11, 27))

    assert ([line.row.local_id for line in again.children], len(again.refused)) == (["A1"], 0)


@pytest.mark.parametrize(
    "line",
    [
        'A1;"Ann Open;looked_after;;;;;',
        'A1;"Ann Open;looked_after;',
        '"A1;Ann Open;looked_after;Signs, and a quiet room, and time;',
        'A1;Ann "Open;"looked_after;;',
        'A1;"Ann Open;looked_after;Signs, a picture, a quiet room, time, tea, no bell;;',
    ],
)
def test_a_wrong_quote_of_a_file_of_semicolons_is_mended_as_soon_as_it_is_taken_out(tmp_path: Path, line: str) -> None:
    (path,) = write(folder_with(tmp_path / "in", f"{HEADER}\n{line}\n"), tmp_path / "failed")
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns, (reason, number, whole, *more) = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, [reason, number, whole.replace('"', ""), *more, "", ""]])

    again = read_folder(path.parent, today=date(2026, 11, 27))

    assert again.refused.problems == []
    assert [line.row.name for line in again.children] == ["Ann Open"]


def test_a_quote_that_is_still_wrong_is_named_as_such_again_and_stands_as_it_was(tmp_path: Path) -> None:
    (path,) = write(folder_with(tmp_path / "in", f'{HEADER}\nA1;"Ann;looked_after;;;;\n'), tmp_path / "failed")
    again = read_folder(path.parent, today=date(2026, 11, 27))

    (problem,) = again.refused.problems
    assert (problem.text, problem.value) == (spreadsheets.NOT_CLOSED, 'A1;"Ann;looked_after;;;;')
    (second,) = write(again, tmp_path / "failed again")
    assert second.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_a_line_that_two_separators_split_into_its_cells_is_left_to_whoever_mends_it(tmp_path: Path) -> None:
    (path,) = write(folder_with(tmp_path / "in", f'{HEADER}\nA1;"Ann;a, b, c, d;\n'), tmp_path / "failed")
    path.write_text(path.read_text(encoding="utf-8-sig").replace('""', ""), encoding="utf-8")

    again = read_folder(path.parent, today=date(2026, 11, 27))

    (problem,) = again.refused.problems
    assert problem.reason.startswith("whole line 'A1;Ann;a, b, c, d;': Give it 4 cells")


@pytest.mark.parametrize("line", ['"A1;Ann;nothing;', "A1;Ann", "A1;Ann;looked_after;;;more"])
def test_a_line_that_has_no_cells_of_its_own_is_refused_again_until_it_is_mended(tmp_path: Path, line: str) -> None:
    (path,) = write(folder_with(tmp_path / "in", f"{HEADER}\n{line}\n"), tmp_path / "failed")

    again = read_folder(path.parent, today=date(2026, 11, 27))

    assert (len(again.children), len(again.refused)) == (0, 1)
