"""Reads a CSV file as spreadsheets and databases write it: whatever separator, encoding, case and order of the header.

What could be read in two ways is refused with its line, because a name that was guessed at is another name. A line that
cannot be read is told from the lines after it, which are read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from pydantic import BaseModel

from forms.engine.cleaning import tidy_block, tidy_line, unprintable_problem
from records.register.decoding import UTF_8, decode
from records.register.files import KEYS
from records.register.problems import Problem, RegisterError

SEPARATORS = ",;\t|"
# What Excel takes its separator from.
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(\r\n|\r|\n)', re.IGNORECASE)
MULTILINE_COLUMN = "communication_needs"  # the only column whose cells may contain line breaks
# The columns that are put before lines that were refused, and passed over when they are loaded again.
REASON, LINE = TOLD = ("reason", "line")
NAMES = ("name",)  # somebody may be called Null
BLANKS = ("null", "\\n", "n/a", "-")  # how databases and people write that there is nothing
MOST_COLUMNS = 200
MOST_LINES_OF_ONE = 500  # that a cell may go over: an open quote is not looked for to the end, line by line
TOO_WIDE = "Take out what is no column of the register: this line has {} cells."
MOST_NOT_CLOSED = 1_000  # quotes of a file: each is looked for over many lines
TOO_MANY_NOT_CLOSED = f"Export the file again: quotes are not closed in more than {MOST_NOT_CLOSED:,} lines."
ENDS_WITHIN = "A quote ends within a cell. Move it to the cell's end, or double it where it belongs to the cell."
NOT_CLOSED = "A quote in this line is not closed. Close it, or double it in a cell."
IS_PAGE = "Export the file again: this is a page of the web, such as one that asks to sign in or names an error."
IS_ANOTHER = "Give the files their right names: these are the columns of {}.csv."
INERT = re.compile(r"'(?=\s*[=+\-@]|[\t\r\n])")  # what keeps a spreadsheet from taking a cell for a formula


@dataclass(frozen=True)
class Record:
    """The cells of a line, as they are written. number: of its first line in the file. malformed: why it has no cells
    of its own; then there is one, with the whole line.
    """

    number: int
    cells: list[str]
    malformed: str = ""

    @property
    def may_be_about(self) -> list[str]:
        """Whatever may be the key of the line, which is refused."""
        return re.split(f'["{SEPARATORS}]', self.cells[0]) if self.malformed else self.cells


@dataclass(frozen=True)
class Sheet:
    """A file that was read: the names of its columns, where they stand, and the lines below them.

    The reasons for which lines were refused before are left out; were_refused: whether it had them, and so is a part.
    """

    file: str
    columns: list[str]
    number: int
    records: Iterator[Record]
    were_refused: bool


def find_files(folder: Path) -> dict[str, list[Path]]:
    """Name without ending, in lower case → the CSV files of a folder; lock files of spreadsheets are left out."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".csv" and not path.name.startswith(("~$", ".")):
            found.setdefault(path.stem.lower(), []).append(path)
    return found


def find_other_forms(folder: Path) -> list[str]:
    """The names of files that are called like one of the register's and are no CSV files, such as workbooks."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() != ".csv")
    return [name for name in names if name.partition(".")[0].lower() in KEYS]


def open_sheet(path: Path, encoding: str = UTF_8) -> Sheet:
    """A file with its header read. Raises RegisterError where its bytes are no text or the header cannot be read."""
    text = decode(path, encoding)
    separator, begins = _separator(text)
    lines = _Lines(text, begins)
    records = _records(path.name, lines, separator)
    header = next(records, Record(lines.number + 1, []))
    if header.malformed:
        raise RegisterError(Problem(path.name, header.number, "whole line", header.malformed))
    used = header.cells[: _last_used(header.cells)]
    if len(used) > MOST_COLUMNS:
        raise RegisterError(Problem(path.name, header.number, "whole line", TOO_WIDE.format(len(used))))
    columns = [_column(name) for name in used]
    were_refused = REASON in columns
    for told in [name for name in TOLD if name in columns]:
        records = _without(columns.index(told), records)
        columns.remove(told)
    if were_refused:
        records = _mended(records, len(columns))
    return Sheet(path.name, columns, header.number, records, were_refused)


def rows(sheet: Sheet, model: type[BaseModel]) -> Iterator[tuple[Record, dict[str, str], list[Problem]]]:
    """Each line that is not blank, with its cells by column, or with what is wrong with it and no cells.

    Raises RegisterError for a file whose columns are not those of `model`.
    """
    _check_header(sheet, model)
    for record in sheet.records:
        if any(map(tidy_line, record.cells)):
            cells = without_trailing_blanks(record.cells, len(sheet.columns))
            problems = _problems_of(sheet, record, cells)
            named = () if problems else zip(sheet.columns, cells, strict=True)
            yield record, {name: _tidied(name, cell) for name, cell in named}, problems


class _Lines:
    """The lines of a text, one after the other, and back to the second line of the record that was being read."""

    def __init__(self, text: str, begins: int) -> None:
        self._text = StringIO(text, newline="")
        self.number = 0
        for _ in range(begins):
            next(self)
        self.begin()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.number += 1
        if self._first and self.number > self._number + MOST_LINES_OF_ONE:
            raise csv.Error("unexpected end of data")
        if not self._first:
            self._first, self._after_first, self._number = line, self._text.tell(), self.number
        return line

    _first, _number = "", 0

    def begin(self) -> int:
        """A record begins with the next line, whose number is returned."""
        self._first, self._after_first, self._number = "", self._text.tell(), self.number
        return self.number + 1

    def back(self) -> str:
        """Go on after the first line of the record, which is returned."""
        self._text.seek(self._after_first)
        self.number = self._number
        return self._first.rstrip("\r\n")


def _records(file: str, lines: _Lines, separator: str) -> Iterator[Record]:
    """The records, the header too. A line whose quotes cannot be read, or that took in others, stands by itself.

    Raises RegisterError where that are too many to go on.
    """
    not_closed = 0
    reader = csv.reader(lines, delimiter=separator, strict=True)
    used: int | None = None
    while True:
        begins = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            not_closed += lines.number > begins
            if not_closed > MOST_NOT_CLOSED:
                raise RegisterError(Problem(file, begins, "whole line", TOO_MANY_NOT_CLOSED)) from error
            yield Record(begins, [lines.back()], _malformed(error))
            continue
        used = _last_used(cells) if used is None else used
        if lines.number > begins and len(without_trailing_blanks(cells, used)) != used:
            yield Record(begins, [lines.back()], NOT_CLOSED)
            continue
        yield Record(begins, cells)


def _without(column: int, records: Iterator[Record]) -> Iterator[Record]:
    """The records without their cells in one column."""
    for record in records:
        left = record.cells if record.malformed else record.cells[:column] + record.cells[column + 1 :]
        yield replace(record, cells=left)


def _mended(records: Iterator[Record], used: int) -> Iterator[Record]:
    """The records; one that was kept whole in its first cell, for its quotes, has its cells once these are right."""
    for record in records:
        whole = without_trailing_blanks(record.cells, 1)
        if record.malformed or len(whole) != 1:
            yield record
        elif len(cells := _cells_in(whole[0], used)) > 1:
            yield replace(record, cells=cells)
        else:
            yield replace(record, cells=whole, malformed=NOT_CLOSED) if '"' in whole[0] else record


def _cells_in(line: str, used: int) -> list[str]:
    """By the one separator that gives as many cells as the file has columns; where none does, by the most frequent.

    None where two do: the line may be read in two ways.
    """
    by_separator = [_split(line, separator, used) for separator in SEPARATORS]
    fitting = [cells for cells in by_separator if len(cells) == used]
    return fitting[0] if len(fitting) == 1 else [] if fitting else max(by_separator, key=len)


def _split(line: str, separator: str, used: int) -> list[str]:
    try:
        return without_trailing_blanks(next(csv.reader([line], delimiter=separator, strict=True)), used)
    except csv.Error:
        return []


def _malformed(error: csv.Error) -> str:
    if "field limit" in str(error):
        most = f"{csv.field_size_limit():,}"
        return f"Shorten the cell that has more than {most} characters. Is a quote at its end missing?"
    return NOT_CLOSED if "end of data" in str(error) else ENDS_WITHIN


def _separator(text: str) -> tuple[str, int]:
    """The separator, which a first line `sep=` gives or the header shows, and the number of lines before the header."""
    if given := SEPARATOR_LINE.match(text):
        return given[1], 1
    header = text.split("\n", 1)[0]
    return max(SEPARATORS, key=header.count), 0


def _column(name: str) -> str:
    """A column's name, in whatever case and with whatever stands between its words."""
    return re.sub(r"[\s_-]+", "_", tidy_line(name).lower())


def _last_used(header: list[str]) -> int:
    """The number of columns up to the last with a name: spreadsheets add blank ones behind."""
    return max((number for number, name in enumerate(header, start=1) if name.strip()), default=0)


def without_trailing_blanks(cells: list[str], used: int) -> list[str]:
    """The cells of a line less the blank ones behind its `used` columns."""
    return cells[: max(_last_used(cells), used)]


def _tidied(column: str, cell: str) -> str:
    text = cell[1:] if INERT.match(cell) else cell
    if column not in NAMES and text.strip().casefold() in BLANKS:
        return ""
    return tidy_block(text) if column == MULTILINE_COLUMN else " ".join(tidy_line(text).split())


def _check_header(sheet: Sheet, model: type[BaseModel]) -> None:
    columns, header = model.model_fields, sheet.columns
    if header and header[0].startswith("<"):
        raise RegisterError(Problem(sheet.file, sheet.number, "whole line", IS_PAGE, ",".join(header)))
    if meant := _file_of(set(header), model):
        raise RegisterError(Problem(sheet.file, sheet.number, "whole line", IS_ANOTHER.format(meant)))
    known = f"Remove this column, or give it a name that is known: {', '.join(columns)}."
    problems = [
        *((name, "Add this column.") for name, field in columns.items() if field.is_required() and name not in header),
        *((name or "column without a name", known) for name in header if name not in columns),
        *((name, "Remove one: there are two columns of this name.") for name in columns if header.count(name) > 1),
    ]
    if problems:
        raise RegisterError(*(Problem(sheet.file, sheet.number, name, text) for name, text in problems))


def _file_of(header: set[str], model: type[BaseModel]) -> str | None:
    """The name of another file of which these are the columns, and not of this one."""
    fits = {
        other: name
        for name, (other, _) in KEYS.items()
        if header <= other.model_fields.keys()
        and {column for column, field in other.model_fields.items() if field.is_required()} <= header
    }
    return None if model in fits else next(iter(fits.values()), None)


def _problems_of(sheet: Sheet, record: Record, cells: list[str]) -> list[Problem]:
    """What is wrong with a line as such: its quotes, the number of its cells, characters that cannot be printed."""
    if record.malformed:
        return [Problem(sheet.file, record.number, "whole line", record.malformed, record.cells[0])]
    if len(cells) != len(sheet.columns):
        text = f"Give it {len(sheet.columns)} cells, as the first line has: it has {len(cells)}. "
        sign = "Is a separator not in quotes?" if len(cells) > len(sheet.columns) else "Is a separator missing?"
        return [Problem(sheet.file, record.number, "whole line", text + sign, " | ".join(cells))]
    return [
        Problem(sheet.file, record.number, name, f"{problem}.", cell)
        for name, cell in zip(sheet.columns, cells, strict=True)
        if (problem := unprintable_problem(cell))
    ]
