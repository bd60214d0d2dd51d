"""Takes pictures of all pages of the four sealed documents anew: python -m tests.browser.make_documents [FOLDER]

Four records of the tests' council, one a kind, each sealed as the worker seals them, then drawn by poppler: in colour
into docs/pictures/documents, and, given a FOLDER, the PDFs themselves and large pictures in colour and in grey into it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app import create_app
from models import Record, SealedDocument
from records.sealing.describing import GENERAL
from settings import Settings
from tests import four_records as four
from tests.browser.make_pictures import departure
from tests.support.databases import SqliteDatabases, fill_with_council
from tests.support.server import ROOT

PICTURES = ROOT / "docs" / "pictures" / "documents"
SMALL, LARGE = 56, 110  # dots an inch


def main() -> None:
    """Seal the four, and draw their pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in sealed_documents(Path(scratch)):
            file = Path(sys.argv[1] if len(sys.argv) > 1 else scratch) / f"{name}.pdf"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            draw(file, PICTURES / name, SMALL)
            if len(sys.argv) > 1:
                draw(file, file.with_suffix(""), LARGE)
                draw(file, file.parent / f"{name}-grey", LARGE, "-gray")


def sealed_documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(kind, bytes) of one sealed document a kind."""
    databases = SqliteDatabases(folder)
    with databases.copy(fill_with_council) as url:
        app = create_app(Settings(env="demo", data_folder=folder, database_url=url))
        app.test_cli_runner().invoke(args=["seal", "init"], catch_exceptions=False)
        with app.app_context():
            made = [sealed(record) for record in records()]
            for record in made:
                yield record.kind, bytes(document_of(record).data)


def records() -> Iterator[Record]:
    """Maya's transfer, which needs an exception and departs from an expectation; that exception; the other two."""
    transfer = four.transfer(**departure(reason=True))
    exception = four.exception(transfer)
    yield four.submitted(exception)
    yield four.submitted(transfer)
    yield four.submitted(four.emergency())
    yield four.submitted(four.handover())


def sealed(record: Record) -> Record:
    return four.sealed(record)


def document_of(record: Record) -> SealedDocument:
    found: SealedDocument = SealedDocument.get((SealedDocument.record == record) & (SealedDocument.part == GENERAL))
    return found


def draw(file: Path, to: Path, dots: int, *options: str) -> None:
    """A picture of each page: to-1.png and so on."""
    subprocess.run(["pdftoppm", "-png", "-r", str(dots), *options, file, to], check=True)


if __name__ == "__main__":
    main()
