"""PDF/A-3a and PDF/UA-1, as veraPDF judges them: every sort of document conforms to both, and stays so when renewed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents import conformance
from settings import Settings
from tests.conftest import Databases
from tests.integration import archived
from tests.support import verapdf
from tests.support.databases import fill_with_council
from tests.support.verapdf import Found

STANDARDS = ("3a", "ua1")
PLAIN = "nothing answered"  # as rendered, and by this name with more behind it at each level of the seal

Verdicts = dict[tuple[str, str], Found]


@pytest.fixture(scope="module")
def files(
    databases: Callable[[str], Databases], sealed_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> archived.Files:
    """Documents of every sort that an app makes."""
    with databases("sqlite").copy(fill_with_council) as url:
        settings = Settings(env="test", database_url=url, data_folder=sealed_folder)
        return archived.of_every_sort(settings, tmp_path_factory.mktemp("archived"))


@pytest.fixture(scope="module")
def spoiled(files: archived.Files) -> archived.Files:
    """A document, each time without one thing that a standard asks for."""
    whole = files[PLAIN]
    schema = rb"<rdf:Description[^>]*>\s*<pdfaExtension:schemas>.*</pdfaExtension:schemas>\s*</rdf:Description>"
    return {
        "no part of PDF/UA": with_xmp(whole, lambda xmp: xmp.replace(b'pdfuaid:part="1"', b"")),
        "no schema of PDF/UA": with_xmp(whole, lambda xmp: re.sub(schema, b"", xmp, flags=re.DOTALL)),
        "no part of PDF/A": with_xmp(whole, lambda xmp: xmp.replace(b'pdfaid:part="3"', b"")),
        "no embedded fonts": without_fonts(whole),
    }


@pytest.fixture(scope="module")
def verdicts(files: archived.Files, spoiled: archived.Files) -> Verdicts:
    """What veraPDF finds in all of them, from one call."""
    return verapdf.validate(files | spoiled, STANDARDS)


def with_xmp(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with other metadata."""
    with pikepdf.open(BytesIO(data)) as pdf:
        before = pdf.Root.Metadata.read_bytes()
        assert change(before) != before
        pdf.Root.Metadata.write(change(before))
        return saved(pdf)


def without_fonts(data: bytes) -> bytes:
    """The file with its fonts named and not there."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                for key in {"/FontFile2", "/FontFile3"} & set(thing.keys()):
                    del thing[key]
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize("standard", STANDARDS)
def test_documents_of_every_sort_conform_to_both_standards(
    files: archived.Files, verdicts: Verdicts, standard: str
) -> None:
    assert {name: verdicts[name, standard].failed for name in files if verdicts[name, standard].failed} == {}
    assert min(verdicts[name, standard].checks for name in files) > 1_000


@pytest.mark.parametrize(
    "name, standard, rule",
    [
        ("no part of PDF/UA", "ua1", "ISO 14289-1:2014 5-1"),
        ("no schema of PDF/UA", "3a", "ISO 19005-3:2012 6.6.2.3.1-1"),
        ("no part of PDF/A", "3a", "ISO 19005-3:2012 6.6.4-2"),
        ("no embedded fonts", "3a", "ISO 19005-3:2012 6.2.11.4.1-1"),
        ("no embedded fonts", "ua1", "ISO 14289-1:2014 7.21.4.1-1"),
    ],
)
def test_what_lacks_something_fails_by_the_clause_that_asks_for_it(
    verdicts: Verdicts, name: str, standard: str, rule: str
) -> None:
    assert rule in verdicts[name, standard].failed


def test_what_is_declared_stays_to_the_letter_however_often_it_is_sealed_and_renewed(files: archived.Files) -> None:
    kept = {name: xmp_of(data) for name, data in files.items() if name.startswith(PLAIN)}

    assert conformance.PDF_UA_1 in kept[PLAIN]
    assert {name for name, xmp in kept.items() if xmp != kept[PLAIN]} == set()


def xmp_of(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    "missing, what", [("JAVA", "Java is missing"), ("JAXB", "JAXB is missing"), ("PACKAGE", "veraPDF is missing")]
)
def test_without_its_programs_nothing_is_called_conforming(
    monkeypatch: pytest.MonkeyPatch, missing: str, what: str
) -> None:
    monkeypatch.setattr(verapdf, missing, "not_here")

    with pytest.raises(RuntimeError, match=what):
        verapdf.validate({"a file": b"%PDF-1.7"}, STANDARDS)
