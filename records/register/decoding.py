"""Reads the bytes of a register's file as text. An encoding is told by its bytes, and otherwise asked for.

A wrong guess would make another name of a name, without an error: so a file that is in neither UTF-8 nor UTF-16 is read
in another encoding only where whoever loads it says in which.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from records.register.problems import Problem, RegisterError

LARGEST = 256 * 1024 * 1024  # bytes of a file, which is held in memory: a line for each of two million people
UTF_8 = "utf-8"
BY_CHOICE = {"windows-1252": "cp1252"}  # as the option is written → Python's name
UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NOT_DECODED = (
    "A letter of this line is not UTF-8. Save the file as 'CSV UTF-8', or say that it is Windows-1252, if it comes "
    "from Excel on Windows (the box of the page, or --encoding windows-1252)."
)
TWO_ENCODINGS = (
    "A letter of this line is not UTF-8, and others of the file are: some were damaged. Save the file as 'CSV UTF-8' "
    "where it comes from."
)
NO_LETTER = "A letter of this line is in no encoding that is read. Save the file as 'CSV UTF-8'."
EMPTY = "Put the names of the columns in the first line: the file is empty. Where there is nothing to load, remove it."
IS_WORKBOOK = "Open it in your spreadsheet and save it as 'CSV UTF-8': it is a workbook, whatever its name ends with."
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how Excel's files of today and of before 2007 begin
NOTHING = b"\0 \r\n\t" + codecs.BOM_UTF8 + codecs.BOM_UTF16  # the bytes of a file that is empty all the same
END_OF_DOS = "\x1a"  # how a file of DOS ends, beyond its last line
AROUND = 24  # bytes before what was not decoded, and as many behind it, that are shown


def decode(path: Path, encoding: str = UTF_8) -> str:
    """The text of a file. encoding: of BY_CHOICE, for a file that is in neither UTF-8 nor UTF-16.

    Raises RegisterError for a file that cannot be read, is larger than LARGEST, or has letters in no known encoding.
    """
    try:
        data = _bytes_of(path)
        _refuse_no_text(path, data)
    except OSError as error:
        text = f"Let whoever runs this read the file ({error.strerror})."
        raise RegisterError(Problem(path.name, 0, "file", text)) from error
    known = _told_by_its_bytes(data)
    try:
        return data.decode(known or "utf-8-sig").rstrip(END_OF_DOS)
    except UnicodeDecodeError as error:
        if known is None and encoding in BY_CHOICE and not UTF_8_LETTER.search(data):
            return _decode_by_choice(path, data, BY_CHOICE[encoding])
        text = TWO_ENCODINGS if known is None and UTF_8_LETTER.search(data) else NOT_DECODED
        raise _refusal(path, data, error, NO_LETTER if known else text) from error


def _refuse_no_text(path: Path, data: bytes) -> None:
    """Raises RegisterError for an empty file, and for a workbook that was only renamed."""
    if not data.strip(NOTHING):
        raise RegisterError(Problem(path.name, 0, "file", EMPTY))
    if data.startswith(WORKBOOKS):
        raise RegisterError(Problem(path.name, 0, "file", IS_WORKBOOK))


def _told_by_its_bytes(data: bytes) -> str | None:
    """UTF-16 and UTF-32 by their mark, or by the bytes of the header's first letter that are zero."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data[:4].count(0) == 3:  # noqa: PLR2004 - of the four
        return "utf-32-le" if data[0] else "utf-32-be"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first, second = (data[:2] + b"\0\0")[:2]
    if bool(first) != bool(second):
        return "utf-16-le" if first else "utf-16-be"
    return None


def _decode_by_choice(path: Path, data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _refusal(path, data, error, NO_LETTER) from error


def _refusal(path: Path, data: bytes, error: UnicodeDecodeError, text: str) -> RegisterError:
    """With the line, and what stands around the letter in it."""
    line = data[: error.start].decode(error.encoding, errors="ignore").count("\n") + 1
    readable = error.encoding if error.encoding.startswith(("utf-16", "utf-32")) else UTF_8
    shown = data[max(0, error.start - AROUND) : error.end + AROUND].decode(readable, errors="replace")
    before, after = shown[:AROUND].rpartition("\n")[2], shown[AROUND:].partition("\n")[0]
    return RegisterError(Problem(path.name, line, "whole line", text, (before + after).strip()))


def _bytes_of(path: Path) -> bytes:
    """What a file holds. Raises RegisterError for one that is larger than LARGEST, without reading that to its end."""
    with path.open("rb") as file:
        is_large = os.fstat(file.fileno()).st_size > LARGEST
        data = b"" if is_large else file.read(LARGEST + 1)
    if is_large or len(data) > LARGEST:
        text = f"Split it: it has more than {LARGEST // 1024**2} MB. Parts are loaded one after the other."
        raise RegisterError(Problem(path.name, 0, "file", text))
    return data
