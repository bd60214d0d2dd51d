"""Reads a CSV file as spreadsheets and databases write it: whatever separator, encoding and case of the header.

What could be read in two ways is refused with its line, because a name that was guessed at is another name.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from pydantic import BaseModel

from forms.engine.cleaning import find_unprintable, tidy_block, tidy_line
from records.register.problems import Problem, RegisterError

SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*\r?\n', re.IGNORECASE)  # what Excel takes its separator from
MULTILINE_COLUMN = "communication_needs"  # the only column whose cells may contain line breaks
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
LARGEST = 256 * 1024 * 1024  # bytes of a file, which is held in memory: a line for each of two million people
NOT_DECODED = "Save the file as CSV in UTF-8."


def find_files(folder: Path) -> dict[str, list[Path]]:
    """Name without ending, in lower case → the CSV files of a folder; lock files of spreadsheets are left out."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".csv" and not path.name.startswith(("~$", ".")):
            found.setdefault(path.stem.lower(), []).append(path)
    return found


def rows(path: Path, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, column → cell) of each non-empty line. Raises RegisterError for a malformed file."""
    text = _decoded(path)
    separator, skipped = _separator(text)
    begins = 1 + skipped
    reader = csv.reader(StringIO(text.split("\n", skipped)[-1], newline=""), delimiter=separator, strict=True)
    try:
        header = [tidy_line(name).lower() for name in next(reader, [])]
        header = header[: _last_used(header)]
        _check_header(path, begins, header, model)
        begins = reader.line_num + 1 + skipped
        for cells in reader:
            if any(tidy_line(cell) or find_unprintable(cell) for cell in cells):
                kept = _without_trailing_blanks(cells, len(header))
                _check_cells(path, begins, header, kept)
                yield begins, {name: _tidied(name, cell) for name, cell in zip(header, kept, strict=True)}
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise RegisterError(Problem(path.name, begins, "whole line", _malformed(error))) from error


def _malformed(error: csv.Error) -> str:
    if "field limit" in str(error):
        most = f"{csv.field_size_limit():,}"
        return f"Shorten the cell that has more than {most} characters. Is a quote at its end missing?"
    return f"Save the file as CSV again, quotes in cells doubled ({error})."


def _separator(text: str) -> tuple[str, int]:
    """The separator, which a first line `sep=` gives or the header shows, and the number of lines before the header."""
    if given := SEPARATOR_LINE.match(text):
        return given[1], 1
    header = text.split("\n", 1)[0]
    return max(SEPARATORS, key=header.count), 0


def _last_used(header: list[str]) -> int:
    """The number of columns up to the last with a name: spreadsheets add blank ones behind."""
    return max((number for number, name in enumerate(header, start=1) if name), default=0)


def _without_trailing_blanks(cells: list[str], used: int) -> list[str]:
    while len(cells) > used and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _tidied(column: str, cell: str) -> str:
    return tidy_block(cell) if column == MULTILINE_COLUMN else " ".join(tidy_line(cell).split())


def _decoded(path: Path) -> str:
    try:
        data = _bytes_of(path)
        if data.startswith(UTF_16_MARKS):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        text = f"Let whoever runs this read the file ({error.strerror})."
        raise RegisterError(Problem(path.name, 1, "file", text)) from error
    except UnicodeDecodeError as error:
        return _decoded_from_windows(path, data, error)


def _bytes_of(path: Path) -> bytes:
    """What a file holds. Raises RegisterError for one that is larger than LARGEST, without reading that to its end."""
    with path.open("rb") as file:
        is_large = os.fstat(file.fileno()).st_size > LARGEST
        data = b"" if is_large else file.read(LARGEST + 1)
    if is_large or len(data) > LARGEST:
        text = f"Split it: it has more than {LARGEST // 1024**2} MB. Parts are loaded one after the other."
        raise RegisterError(Problem(path.name, 0, "file", text))
    return data


def _decoded_from_windows(path: Path, data: bytes, first: UnicodeDecodeError) -> str:
    """Decode Windows-1252, unless some letters are in UTF-8: then it was damaged, and others would come out wrong."""
    wrong = first
    try:
        if first.encoding == "utf-8" and not UTF_8_LETTER.search(data):
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        wrong = error
    line = data.count(b"\n", 0, wrong.start) + 1
    raise RegisterError(Problem(path.name, line, "whole line", NOT_DECODED)) from first


def _check_header(path: Path, line: int, header: list[str], model: type[BaseModel]) -> None:
    columns = model.model_fields
    known = f"Remove this column, or give it a name that is known: {', '.join(columns)}."
    problems = [
        *((name, "Add this column.") for name, field in columns.items() if field.is_required() and name not in header),
        *((name or "column without a name", known) for name in header if name not in columns),
        *((name, "Remove one: there are two columns of this name.") for name in columns if header.count(name) > 1),
    ]
    if problems:
        raise RegisterError(*(Problem(path.name, line, name, text) for name, text in problems))


def _check_cells(path: Path, number: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        text = f"Give it {len(header)} cells, as the first line has: it has {len(cells)}. Is a comma not in quotes?"
        raise RegisterError(Problem(path.name, number, "whole line", text))
    problems = [
        Problem(path.name, number, name, f"Correct the character {sign}, which cannot be printed.")
        for name, cell in zip(header, cells, strict=True)
        if (sign := find_unprintable(cell))
    ]
    if problems:
        raise RegisterError(*problems)
