"""Writes the lines that a load refused into files of their own, each with its reason: to be mended and loaded again.

They have the columns of the files that they come from, with `reason` and `line`, its number in the file that it comes
from, before them. A load passes these over.
"""

from __future__ import annotations

from pathlib import Path

from records.register import spreadsheets
from records.register.files import KEYS, RegisterFiles
from records.register.problems import Problem
from records.register.refused import Refused
from records.reporting import csv_files


def write(files: RegisterFiles, refused: Refused, folder: Path, *, encoding: str) -> list[Path]:
    """Write a file for each that has refused lines, and remove those that an earlier load left. Returns their paths."""
    written = []
    for name in KEYS:
        to, problems = folder / f"{name}.csv", refused.of_file(name)
        if problems:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_file(files.paths[name], to, problems, encoding)
            written.append(to)
        else:
            to.unlink(missing_ok=True)
    return written


def _write_file(path: Path, to: Path, problems: dict[int, list[Problem]], encoding: str) -> None:
    """Write the refused lines of a file, as they stand in it. The old file stays until the new one is whole."""
    sheet = spreadsheets.open_sheet(path, encoding)
    failed = (
        [_reasons(problems[record.number]), str(record.number), *_cells(record, len(sheet.columns))]
        for record in sheet.records
        if record.number in problems
    )
    whole = to.with_suffix(".new")
    with whole.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_files.lines([*spreadsheets.TOLD, *sheet.columns], failed))
    whole.replace(to)


def _reasons(problems: list[Problem]) -> str:
    return " ".join(one.reason for one in problems)


def _cells(record: spreadsheets.Record, used: int) -> list[str]:
    """The cells of a line; one that has too many or too few keeps what it has."""
    return record.cells if record.malformed else spreadsheets.without_trailing_blanks(record.cells, used)
