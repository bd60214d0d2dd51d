"""A register's file or cell that is too large is refused in one line, and the file is not read to its end."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from records.register import decoding, spreadsheets
from records.register.files import TeamLine
from records.register.problems import RegisterError

HEADER = "name,kind,service\n"


def refused(path: Path) -> str:
    with pytest.raises(RegisterError) as error:
        list(spreadsheets.rows(spreadsheets.open_sheet(path), TeamLine))
    return str(error.value)


def refused_lines(path: Path) -> list[str]:
    rows = spreadsheets.rows(spreadsheets.open_sheet(path), TeamLine)
    return [str(problem) for _, _, problems in rows for problem in problems]


def test_a_file_of_more_than_256_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "teams.csv"
    large.touch()
    os.truncate(large, decoding.LARGEST + 1)
    monkeypatch.setattr(csv, "reader", None)

    assert refused(large) == "teams.csv, file: Split it: it has more than 256 MB. Parts are loaded one after the other."


def test_a_device_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LARGEST", 2 * 1024**2)
    endless = tmp_path / "teams.csv"
    endless.symlink_to("/dev/zero")

    assert "it has more than 2 MB" in refused(endless)


def test_a_cell_that_is_longer_than_any_can_be_is_refused_with_its_line(tmp_path: Path) -> None:
    long = tmp_path / "teams.csv"
    long.write_text(f'{HEADER}East,cluster,cluster\n"{"x" * (csv.field_size_limit() + 1)}\n')

    (said,) = refused_lines(long)

    assert said.startswith(f"teams.csv, line 3, whole line '\"{'x' * 59}…'")
    assert said.endswith("Shorten the cell that has more than 131,072 characters. Is a quote at its end missing?")


def test_an_open_quote_is_not_looked_for_beyond_the_lines_that_a_cell_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_LINES_OF_ONE", 3)
    path = tmp_path / "teams.csv"
    path.write_text(f'{HEADER}x",",\n' + "East,cluster,cluster\n" * 3 + '",cluster\n')

    assert [said.partition(" 'x")[0] for said in refused_lines(path)[:1]] == ["teams.csv, line 2, whole line"]
    assert len(refused_lines(path)) == 2  # the line, and that of the quote behind the limit
