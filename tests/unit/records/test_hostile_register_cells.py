"""Cells that would take long to read are refused unread, and those that are another for the eye are read or named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.register import spreadsheets, written_days
from records.register.files import RegisterFiles
from records.register.problems import RegisterError
from records.register.reading import read_folder

TODAY = date(2026, 11, 27)
HEADER = "local_id,name,status,date_of_birth"
LONG = {sign: sign * 12_000 for sign in ("T", "00:", "12:", " 24:00", "0", "1 ", "- ", "\u0661", "\uff11")}


def read(folder: Path, *lines: str) -> RegisterFiles:
    (folder / "children.csv").write_text("\n".join((HEADER, *lines)), encoding="utf-8")
    return read_folder(folder, today=TODAY)


def problems(files: RegisterFiles) -> list[str]:
    return [str(one) for found in files.refused.of_file("children").values() for one in found]


@pytest.mark.parametrize("sign", LONG)
def test_a_cell_that_is_longer_than_any_day_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    seen: list[int] = []
    plain = written_days._plain

    def noted(text: str) -> str:
        seen.append(len(text))
        return plain(text)

    monkeypatch.setattr(written_days, "_plain", noted)

    (said,) = problems(read(tmp_path, f"A1,Ann Lee,looked_after,{LONG[sign]}", "A2,Bo Lee,looked_after,2012-03-27"))

    assert said.endswith(f"{written_days.TOO_LONG} {written_days.EXAMPLE}")
    assert seen, "the day of the other line"
    assert max(seen) <= written_days.LONGEST


@pytest.mark.parametrize(
    "day", ["Wednesday 27 September 2023 00:00:00.0000000 +00:00", "27-SEP-23 12.00.00.000000000 AM"]
)
def test_the_longest_that_a_database_prints_is_read(tmp_path: Path, day: str) -> None:
    (line,) = read(tmp_path, f"A1,Ann Lee,looked_after,{day}").children

    assert line.row.date_of_birth == date(2023, 9, 27)


def test_quotes_that_are_never_closed_are_not_looked_for_without_end(tmp_path: Path) -> None:
    lines = ['x","'] * (spreadsheets.MOST_NOT_CLOSED + spreadsheets.MOST_LINES_OF_ONE)

    with pytest.raises(RegisterError, match="Export the file again: quotes are not closed in more than 1,000 lines"):
        read(tmp_path, *lines)


def test_a_quote_within_a_cell_is_told_in_words_of_ours(tmp_path: Path) -> None:
    (said,) = problems(read(tmp_path, 'A1,"Ann" Lee,looked_after,'))

    assert said.endswith(spreadsheets.ENDS_WITHIN)


def test_a_quote_that_stands_alone_in_a_cell_is_named(tmp_path: Path) -> None:
    files = read(tmp_path, 'A1,Smith Cyd",looked_after,', 'A2,"Bo ""Bob"" Lee",looked_after,')

    (said,) = map(str, files.doubtful)
    assert said.startswith("children.csv, line 2, name 'Smith Cyd\"': There is one quote")


@pytest.mark.parametrize("local_id", ["\uff21\uff11\uff12", "A\u0661\u0662", "A12"])
@pytest.mark.parametrize(
    "day", ["\uff12\uff17/03/2012", "\u0662\u0667/\u0660\u0663/\u0662\u0660\u0661\u0662", "27/03/2012"]
)
def test_figures_of_another_width_or_script_are_read_as_those_of_a_keyboard(
    tmp_path: Path, local_id: str, day: str
) -> None:
    (line,) = read(tmp_path, f"{local_id},Ann Lee,looked_after,{day}").children

    assert (line.row.local_id, line.row.date_of_birth) == ("A12", date(2012, 3, 27))


def test_a_local_id_of_other_letters_is_told_which_there_can_be(tmp_path: Path) -> None:
    (said,) = problems(read(tmp_path, "\u041012,Ann Lee,looked_after,"))

    assert said.endswith("Enter letters from A to Z and figures only, like 40917.")
