"""The register's files are read as spreadsheets and databases write them; what could mean two things is refused."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.register.files import ChildLine, RegisterFiles
from records.register.problems import RegisterError
from records.register.reading import MOST_OF_ONE, read_folder

TODAY = date(2026, 11, 27)
HEADER = "local_id,name,status,date_of_birth"
ZOE = "AV1,Zoë Hardcastle,looked_after,2012-03-27"


def read(folder: Path, content: str | bytes, name: str = "children.csv", *, encoding: str = "utf-8") -> RegisterFiles:
    """What is read of a folder with this file in it."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_folder(folder, today=TODAY, encoding=encoding)


def only_child(files: RegisterFiles) -> ChildLine:
    (line,) = files.children
    return line.row


def refused(folder: Path, content: str | bytes, name: str = "children.csv", *, encoding: str = "utf-8") -> str:
    """What is said of a file that is refused, or of its lines that are."""
    try:
        problems = read(folder, content, name, encoding=encoding).refused.problems
    except RegisterError as error:
        problems = [*error.problems]
    assert problems
    return "\n".join(map(str, problems))


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
    "another order of the columns": "status,date_of_birth,name,local_id\nlooked_after,2012-03-27,Zoë Hardcastle,AV1\n",
    "words between blanks or hyphens": f"Local ID,Name,Status,Date-of-birth\n{ZOE}\n",
    "a byte order mark": f"{HEADER}\n{ZOE}\n".encode("utf-8-sig"),
    "UTF-16": f"{HEADER}\n{ZOE}\n".replace(",", "\t").encode("utf-16"),
    "UTF-16 with its other end first": f"\ufeff{HEADER}\n{ZOE}\n".encode("utf-16-be"),
    "UTF-16 without a mark": f"{HEADER}\n{ZOE}\n".encode("utf-16-le"),
    "UTF-16 with its other end first, without a mark": f"{HEADER}\n{ZOE}\n".encode("utf-16-be"),
    "lines that end as on a Macintosh of old": f"{HEADER}\r{ZOE}\r",
    "a line that a database printed twice": f"{HEADER}\n{ZOE}\n{ZOE}\n",
    "lines that were refused before": f"reason,{HEADER}\nstatus 'x': Enter one of these.,{ZOE}\n",
    "nothing, as a database prints it": f"{HEADER},date_of_death,legal_status\n{ZOE},NULL,NULL\n",
    "nothing, as another database prints it": f"{HEADER},date_of_death,family\n{ZOE},\\N,n/a\n",
    "a code in words": f"{HEADER}\n{ZOE.replace('looked_after', 'looked after')}\n",
    "codes in capitals": f"{HEADER}\n{ZOE.replace('looked_after', 'Looked_After')}\n",
}


@pytest.mark.parametrize("how", AS_WRITTEN)
def test_a_file_is_read_however_a_spreadsheet_wrote_it(tmp_path: Path, how: str) -> None:
    row = only_child(read(tmp_path, AS_WRITTEN[how]))

    assert (row.local_id, row.name, row.status) == ("AV1", "Zoë Hardcastle", "looked_after")
    assert row.date_of_birth == date(2012, 3, 27)


def test_a_file_in_windows_1252_is_read_where_that_is_said(tmp_path: Path) -> None:
    files = read(tmp_path, f"{HEADER}\r\n{ZOE}\r\n".encode("cp1252"), encoding="windows-1252")

    assert only_child(files).name == "Zoë Hardcastle"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_files_bytes_say_goes_before_what_is_said_of_them(tmp_path: Path, encoding: str) -> None:
    files = read(tmp_path, f"{HEADER}\n{ZOE}\n".encode(encoding), encoding="windows-1252")

    assert only_child(files).name == "Zoë Hardcastle"


def test_a_file_in_windows_1252_is_refused_otherwise_with_its_line_and_the_option(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER}\r\n{ZOE}\r\n".encode("cp1252"))

    assert said.startswith("children.csv, line 2, whole line 'AV1,Zo\ufffd Hardcastle,looked_after'")
    assert "is not UTF-8. Save the file as 'CSV UTF-8', or say that it is Windows-1252" in said
    assert said.endswith("(the box of the page, or --encoding windows-1252).")


def test_a_day_that_could_be_another_is_refused_with_what_was_read(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER}\nAV1,Zoë,looked_after,27/03/12\n")

    assert said.startswith("children.csv, line 2, date_of_birth '27/03/12': Write the year with four figures")


def test_where_one_day_has_its_month_first_those_that_may_have_it_are_refused_too(tmp_path: Path) -> None:
    days = ("03/04/2012", "03/27/2012", "2012-03-04", "27/03/2012", "03/03/2012")
    lines = [f"AV{number},Zoë,looked_after,{day}\n" for number, day in enumerate(days)]

    said = refused(tmp_path, f"{HEADER}\n{''.join(lines)}").splitlines()

    assert [line.partition(": ")[0] for line in sorted(said)] == [
        "children.csv, line 2, date_of_birth '03/04/2012'",
        "children.csv, line 3, date_of_birth '03/27/2012'",
    ]
    assert "line 3 has '03/27/2012' with the month first, so this may be either of two days." in sorted(said)[0]


def test_two_lines_about_the_same_that_differ_are_both_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER}\n{ZOE}\n{ZOE.replace('Zoë', 'Zoe')}\n").splitlines()

    assert said == [
        f"children.csv, line {one}, local_id 'AV1': "
        f"Remove one of them: line {other} is about the same and says something else."
        for one, other in ((2, 3), (3, 2))
    ]


def test_a_line_whose_quote_is_not_closed_takes_no_other_with_it(tmp_path: Path) -> None:
    lines = ['"AV2,Ann,looked_after,', ZOE, 'AV3,"Ann,looked_after,', '"AV4","Ann","looked_after",""']

    files = read(tmp_path, "\n".join((HEADER, *lines)))

    assert [line.row.local_id for line in files.children] == ["AV1", "AV4"]
    assert sorted(files.refused.of_file("children")) == [2, 4]
    assert [files.refused.find("children", local_id) is None for local_id in ("AV1", "AV2", "AV3")] == [
        True,
        False,
        False,
    ]


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    said = refused(tmp_path, f"sep=,\n{HEADER}\n{ZOE}\nAV2,Ann,nothing,\n")

    assert said.startswith("children.csv, line 4, status 'nothing': Enter one of: child_in_need, child_prot")


def test_text_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER},,\n{ZOE},,see notes\n")

    assert said.startswith("children.csv, line 2, whole line 'AV1 | Zoë Hardcastle | looked")
    assert said.endswith("Give it 4 cells, as the first line has: it has 6. Is a separator not in quotes?")


def test_letters_in_two_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    lines = [f"{HEADER}\nAV1,Zoë,looked_after,\n".encode(), "AV2,Zoë,looked_after,\n".encode("cp1252")]

    said = refused(tmp_path, b"".join(lines), encoding="windows-1252")

    assert said.startswith("children.csv, line 3, whole line 'AV2,Zo\ufffd,looked_after,': A letter of this line")
    assert "some were damaged" in said


def test_a_letter_that_no_encoding_has_is_refused_with_its_line(tmp_path: Path) -> None:
    said = refused(tmp_path, HEADER.encode() + b"\nAV1,Zo\x81,looked_after,\n", encoding="windows-1252")

    assert said.startswith("children.csv, line 2, whole line 'AV1,Zo\ufffd,looked_after,': A letter of this line is in")


def test_a_file_that_is_open_in_a_spreadsheet_is_read_and_its_lock_left_alone(tmp_path: Path) -> None:
    (tmp_path / "~$children.csv").write_bytes(b"\x00\x05 a lock")
    (tmp_path / ".~lock.children.csv#").write_text("another,")
    (tmp_path / "._children.csv").write_bytes(b"\x00\x05")

    assert only_child(read(tmp_path, f"{HEADER}\n{ZOE}\n", "Children.CSV")).local_id == "AV1"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "Children.csv").write_text(f"{HEADER}\n{ZOE}\n")

    said = refused(tmp_path, f"{HEADER}\n{ZOE}\n")

    assert said.count("file name: Remove one: there are two files of this name.") == 2


@pytest.mark.parametrize("content", [b"sep=;\n", b'"', b"," * 9999])
def test_what_is_no_register_at_all_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    assert "children.csv, line" in refused(tmp_path, content)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "the file is empty"),
        (b"\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\xff\xfe\r\0\n\0", "the file is empty"),
        (b"\0" * 50, "the file is empty"),
        (b"PK\x03\x04" + b"x" * 50, "it is a workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "it is a workbook"),
        (b"local_id" + b",a" * 300_000, "this line has 300001 cells"),
    ],
)
def test_what_is_no_list_of_lines_is_called_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    (problem,) = refused(tmp_path, content).splitlines()
    assert said in problem


def test_a_child_may_be_called_null(tmp_path: Path) -> None:
    assert only_child(read(tmp_path, f"{HEADER}\nAV1,Null,looked_after,\n")).name == "Null"


def test_the_days_of_a_spell_may_be_unknown(tmp_path: Path) -> None:
    files = read(tmp_path, "child,legal_status,started_on,ended_on\nAV1,c2,,2026-01-05\n", "legal_statuses.csv")

    (line,) = files.legal_statuses
    assert (line.row.legal_status, line.row.started_on, line.row.ended_on) == ("C2", None, date(2026, 1, 5))


CELLS = st.text("abcZoëł’ 1", min_size=1, max_size=12).filter(lambda cell: cell.strip() == cell)
SIGNS = st.text('a1,;"\n\r\t|=\0ë ', max_size=60)


@given(
    names=st.lists(CELLS, min_size=1, max_size=4, unique_by=str.casefold),
    separator=st.sampled_from(",;\t|"),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_what_any_program_writes_is_read_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], separator: str, ends: str, quoting: Any, encoding: str
) -> None:
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=ends, quoting=quoting)
    writer.writerows([["name", "kind", "service"], *([name, "cluster", "cluster"] for name in names)])

    files = read(tmp_path_factory.mktemp("any"), written.getvalue().encode(encoding), "teams.csv")

    assert [line.row.name for line in files.teams] == [" ".join(name.split()) for name in names]


@given(lines=st.lists(SIGNS, max_size=6))
def test_whatever_a_file_holds_its_good_lines_are_read_and_the_others_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    last = "Last,cluster,cluster"

    files = read(tmp_path_factory.mktemp("any"), "\n".join(("name,kind,service", *lines, last, "")), "teams.csv")

    assert files.teams[-1].row.name == "Last"
    assert all(str(problem).startswith("teams.csv, line ") for problem in files.refused.problems)


@given(data=st.binary(max_size=80))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    assert refused(tmp_path_factory.mktemp("any"), data, "teams.csv").startswith(
        ("teams.csv, line ", "teams.csv, file")
    )


TEXT = f"{HEADER}\n{ZOE}\n"


@pytest.mark.parametrize("content", [TEXT.encode("utf-32"), TEXT.encode("utf-32-le"), f"{TEXT}\x1a".encode()])
def test_utf_32_and_the_end_of_a_file_of_dos_are_read(tmp_path: Path, content: bytes) -> None:
    files = read(tmp_path, content)

    assert ([line.row.local_id for line in files.children], len(files.refused)) == (["AV1"], 0)


@pytest.mark.parametrize(
    "content, said",
    [
        ("child,worker,started_on\n", "Give the files their right names: these are the columns of allocations.csv."),
        ("<!doctype html>\n<title>Sign in</title>\n", "Export the file again: this is a page of the web"),
    ],
)
def test_another_file_or_a_page_of_the_web_is_named_as_such(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        read(tmp_path, content)


def test_a_line_that_is_there_twice_with_its_local_id_in_other_capitals_is_read_once(tmp_path: Path) -> None:
    files = read(tmp_path, f"{HEADER}\nZD1,A A,child_in_need,\nzd1,A A,child_in_need,\n")

    assert ([line.row.local_id for line in files.children], len(files.refused)) == (["ZD1"], 0)


def test_two_lines_about_one_team_in_other_capitals_that_differ_are_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, "name,kind,service\nEast Team,cluster,cluster\nEAST TEAM,other,cluster\n", "teams.csv")

    assert said.count("is about the same and says something else.") == 2


def test_of_more_lines_about_one_child_than_are_compared_with_each_other_the_rest_is_refused(tmp_path: Path) -> None:
    days = [date(2015, 1, 1) + timedelta(days=number) for number in range(MOST_OF_ONE)]
    lines = [f"{child},U1,{day},2025-01-01" for day in days for child in ("ZD1", "ZD2")]
    content = "\n".join(["child,placement,started_on,ended_on", *lines, "zd1,U1,2024-01-01,2025-01-01", ""])

    files = read(tmp_path, content, "placements.csv")

    assert (len(files.placements), list(files.refused.of_file("placements"))) == (2 * MOST_OF_ONE, [len(lines) + 2])


@pytest.mark.parametrize("cell", ["27/03/2012", "27-Mar-2012", "Tue 27th March 2012", "2012-03-27"])
def test_a_problem_quotes_what_stands_in_the_file(tmp_path: Path, cell: str) -> None:
    (line,) = read(tmp_path, f"{HEADER}\nAV1,Zoë,Looked After,{cell}\n").children

    assert line.problem("date_of_birth", "").at == f"date_of_birth '{cell}'"
    assert line.problem("status", "").at == "status 'Looked After'"
    assert line.problem("placement", "").at == "placement"


def test_letters_that_look_damaged_are_pointed_out_in_lines_that_are_read(tmp_path: Path) -> None:
    files = read(tmp_path, f"{HEADER}\nAV1,MarÃ\xa0,looked_after,\nAV2,ZoÃ«,nothing,\n")

    (said,) = files.without(files.refused).doubtful
    assert str(said).startswith("children.csv, line 2, name 'MarÃ ': 'Ã\xa0' looks like 'à'")


def test_a_day_of_death_that_may_have_its_month_first_is_refused_too(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{HEADER},date_of_death\nAV1,Zoë,looked_after,03/27/2012,\n{ZOE},03/04/2026\n")

    assert "line 3, date_of_death '03/04/2026': Write the year first: line 2 has '03/27/2012'" in said


def test_a_workbook_beside_no_csv_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "Children.xlsx").write_bytes(b"PK")
    (tmp_path / "notes.docx").write_bytes(b"PK")

    with pytest.raises(RegisterError, match=r"allocations\.csv\. Save Children\.xlsx as 'CSV UTF-8'\.$"):
        read_folder(tmp_path, today=TODAY)


def test_a_folder_with_none_of_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="Put at least one of these in it"):
        read_folder(tmp_path, today=date(2026, 11, 27))
