"""Previews files that an operator uploads: what a load of them would do. Nothing of them is kept or loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from models import Child, Staff
from records import clock, searches
from records.register import loading, outcome, spelling
from records.register.files import KEYS, RegisterFiles
from records.register.loading import Loaded
from records.register.outcome import FileOutcome
from records.register.problems import Problem, RegisterError
from records.register.reading import read_folder

MOST_LINES = 5_000  # which take a second or two, and a thread of the app's few
TOO_MANY = "Preview these files with flask register load FOLDER --dry-run: a page takes {:,} lines, and they have {:,}."
NO_FILE = "Select one or more of the register's files."


@dataclass(frozen=True)
class Preview:
    """What a load would do, file by file. refused: a text for each line, with all that is wrong in it.

    warnings: what would be loaded and is doubtful, cannot be true, or has not come yet. cut_off: files in which most of
    what the register has is missing.
    """

    files: list[FileOutcome]
    refused: list[str]
    warnings: list[Problem]
    cut_off: list[Problem]

    @property
    def gone(self) -> list[str]:
        """What the files no longer list, each with its file."""
        return [f"{one.file}: {about}" for one in self.files for about in one.gone]


def preview(uploads: Iterable[tuple[str, bytes]], *, encoding: str, by: Staff) -> Preview:
    """What a load of these files would do. uploads: (name, what it holds). The children whom it tells of are noted.

    Raises RegisterError for files that cannot be read as a whole.
    """
    with TemporaryDirectory(prefix="handover-register-") as name:
        folder = Path(name)
        _write(uploads, folder)
        files = read_folder(folder, today=clock.today(), encoding=encoding)
        loaded = loading.preview(files, today=clock.today())
        _note(files, loaded, by)
        told, tally = outcome.of_files(files, loaded), loaded.tally
        return Preview(told, _by_line(loaded.refused.problems), tally.warnings, tally.cut_off)


def _by_line(problems: Iterable[Problem]) -> list[str]:
    """Each line that is refused, once."""
    of_line: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        of_line.setdefault((problem.file, problem.line), []).append(problem)
    return [" ".join([str(first), *(one.reason for one in more)]) for first, *more in of_line.values()]


def _write(uploads: Iterable[tuple[str, bytes]], folder: Path) -> None:
    """Write the files under their names, which are those of the register alone. Lines are counted, and not read yet."""
    lines, expected = 0, ", ".join(f"{name}.csv" for name in KEYS)
    problems = []
    for upload, content in uploads:
        name = upload.replace("\\", "/").rpartition("/")[2]
        if name.startswith(("~$", ".")) or not name:
            continue  # a lock file of a spreadsheet
        if name.lower() not in {f"{known}.csv" for known in KEYS}:
            is_of_register = name.partition(".")[0].lower() in KEYS
            text = "Save it as 'CSV UTF-8'." if is_of_register else f"Rename or remove it: {expected}."
            problems.append(Problem(name, 0, "file name", text))
        elif (folder / name).exists():
            problems.append(Problem(name, 0, "file name", "Remove one: there are two files of this name."))
        else:
            (folder / name).write_bytes(content)
            lines += _count(content)
    if not problems and not any(folder.iterdir()):
        problems.append(Problem("", 0, "", NO_FILE))
    if not problems and lines > MOST_LINES:
        problems.append(Problem("", 0, "", TOO_MANY.format(MOST_LINES, lines)))
    if problems:
        raise RegisterError(*problems)


def _count(content: bytes) -> int:
    """Its lines without that of the column names."""
    ends = max(content.count(b"\n"), content.count(b"\r"))
    return max(0, ends - 1) if content.endswith((b"\n", b"\r")) else ends


def _note(files: RegisterFiles, loaded: Loaded, by: Staff) -> None:
    """Note the children of the register whom the preview tells of, as a search that showed them."""
    files = spelling.as_known(files)
    told = {line.row.local_id for line in files.children}
    for lines in (files.statuses, files.legal_statuses, files.placements, files.allocations):
        told |= {line.row.child for line in lines}
    told |= set(loaded.gone.get("children", [])) | {
        about.partition(",")[0] for about in loaded.gone.get("allocations", [])
    }
    searches.note({child.id for child in Child.select(Child.id, Child.local_id) if child.local_id in told}, by=by)
