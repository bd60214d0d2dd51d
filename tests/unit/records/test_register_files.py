"""The register's files are read as spreadsheets and databases write them; what could mean two things is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.register.files import ChildLine, RegisterFiles, read_folder
from records.register.problems import RegisterError

CODES = {
    "status": ["child_in_need", "looked_after"],
    "child_protection_category": ["neglect"],
    "legal_status": ["none", "C2"],
    "placement": ["none", "U4"],
    "reason_code": ["FCONTA"],
}
HEADER = "local_id,name,status,date_of_birth"
ZOE = "AV1,Zoë Hardcastle,looked_after,2012-03-27"


def read(folder: Path, content: str | bytes, name: str = "children.csv") -> RegisterFiles:
    """What is read of a folder with this file in it."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_folder(folder, CODES)


def only_child(files: RegisterFiles) -> ChildLine:
    (line,) = files.children
    return line.row


def refused(folder: Path, content: str | bytes, name: str = "children.csv") -> str:
    with pytest.raises(RegisterError) as error:
        read(folder, content, name)
    return str(error.value)


AS_WRITTEN: dict[str, str | bytes] = {
    "plain": f"{HEADER}\n{ZOE}\n",
    "a header in any case": f"Local_ID, NAME ,Status,Date_Of_Birth\n{ZOE}\n",
    "blank columns behind": f"{HEADER},,,\n{ZOE},,,\n",
    "blank columns behind the header alone": f"{HEADER},,\n{ZOE}\n",
    "blank lines": f"{HEADER}\n,,,\n{ZOE}\n\n",
    "semicolons": f"{HEADER}\n{ZOE}\n".replace(",", ";"),
    "tabs": f"{HEADER}\n{ZOE}\n".replace(",", "\t"),
    "its separator in the first line": f"sep=;\r\n{HEADER}\r\n{ZOE}\r\n".replace(",", ";"),
    "its separator in the first line, with blank columns": f"sep=,,,,\n{HEADER}\n{ZOE}\n",
    "Windows-1252": f"{HEADER}\r\n{ZOE}\r\n".encode("cp1252"),
    "a byte order mark": f"{HEADER}\n{ZOE}\n".encode("utf-8-sig"),
    "UTF-16": f"{HEADER}\n{ZOE}\n".replace(",", "\t").encode("utf-16"),
    "codes in capitals": f"{HEADER}\n{ZOE.replace('looked_after', 'Looked_After')}\n",
}


@pytest.mark.parametrize("how", AS_WRITTEN)
def test_a_file_is_read_however_a_spreadsheet_wrote_it(tmp_path: Path, how: str) -> None:
    row = only_child(read(tmp_path, AS_WRITTEN[how]))

    assert (row.local_id, row.name, row.status) == ("AV1", "Zoë Hardcastle", "looked_after")
    assert row.date_of_birth == date(2012, 3, 27)


@pytest.mark.parametrize(
    "day",
    [
        "2012-03-27",
        "27/03/2012",
        "2012-03-27 00:00:00",
        "2012-03-27T00:00:00.000",
        "27/03/2012 00:00",
        "27-Mar-2012",
        "27 March 2012",
        "27-03-2012",
        "27.03.2012",
    ],
)
def test_a_day_is_read_in_any_common_shape(tmp_path: Path, day: str) -> None:
    assert only_child(read(tmp_path, f"{HEADER}\nAV1,Zoë,looked_after,{day}\n")).date_of_birth == date(2012, 3, 27)


@pytest.mark.parametrize("day", ["27/03/12", "27-Mar-12", "2012-02-30", "03/27/2012", "41000", "soon"])
def test_a_day_that_could_be_another_is_refused(tmp_path: Path, day: str) -> None:
    said = refused(tmp_path, f"{HEADER}\nAV1,Zoë,looked_after,{day}\n")

    assert said.startswith("children.csv, line 2, date_of_birth: Enter a day that exists, like 2026-03-27")


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    said = refused(tmp_path, f"sep=,\n{HEADER}\n{ZOE}\nAV2,Ann,nothing,\n")

    assert said.startswith("children.csv, line 4, status: Enter one of: child_in_need, looked_after.")


def test_text_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    assert "line 2, whole line: Give it 4 cells" in refused(tmp_path, f"{HEADER},,\n{ZOE},,see notes\n")


def test_letters_in_two_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    lines = [f"{HEADER}\nAV1,Zoë,looked_after,\n".encode(), "AV2,Zoë,looked_after,\n".encode("cp1252")]

    assert refused(tmp_path, b"".join(lines)) == "children.csv, line 3, whole line: Save the file as CSV in UTF-8."


def test_a_letter_that_no_encoding_has_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "line 2, whole line: Save the file" in refused(tmp_path, HEADER.encode() + b"\nAV1,Zo\x81,looked_after,\n")


def test_a_file_that_is_open_in_a_spreadsheet_is_read_and_its_lock_left_alone(tmp_path: Path) -> None:
    (tmp_path / "~$children.csv").write_bytes(b"\x00\x05 a lock")
    (tmp_path / ".~lock.children.csv#").write_text("another,")
    (tmp_path / "._children.csv").write_bytes(b"\x00\x05")

    assert only_child(read(tmp_path, f"{HEADER}\n{ZOE}\n", "Children.CSV")).local_id == "AV1"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "Children.csv").write_text(f"{HEADER}\n{ZOE}\n")

    said = refused(tmp_path, f"{HEADER}\n{ZOE}\n")

    assert said.count("file name: Remove one: there are two files of this name.") == 2


@pytest.mark.parametrize("content", [b"", b"\n", b"sep=;\n", b"\xff\xfe", b'"', b"\0" * 50, b"," * 9999])
def test_what_is_no_register_at_all_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    assert "children.csv, line" in refused(tmp_path, content)


def test_the_days_of_a_spell_may_be_unknown(tmp_path: Path) -> None:
    files = read(tmp_path, "child,legal_status,started_on,ended_on\nAV1,c2,,2026-01-05\n", "legal_statuses.csv")

    (line,) = files.legal_statuses
    assert (line.row.legal_status, line.row.started_on, line.row.ended_on) == ("C2", None, date(2026, 1, 5))
