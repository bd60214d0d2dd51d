"""PDF/A-3a and PDF/UA-1, as veraPDF judges them: every sort of document conforms to both, and stays so when renewed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
def verdicts(files: archived.Files) -> Verdicts:
    """What veraPDF finds in all of them, from one call."""
    return verapdf.validate(files | archived.spoiled(files[PLAIN]), STANDARDS)


@pytest.mark.parametrize("standard", STANDARDS)
def test_documents_of_every_sort_conform_to_both_standards(
    files: archived.Files, verdicts: Verdicts, standard: str
) -> None:
    assert {name: verdicts[name, standard].failed for name in files if verdicts[name, standard].failed} == {}
    assert min(verdicts[name, standard].checks for name in files) > 1_000


@pytest.mark.parametrize(
    "name, standard, rule",
    [
        ("without a part of PDF/UA", "ua1", "ISO 14289-1:2014 5-1"),
        ("without a schema for PDF/UA", "3a", "ISO 19005-3:2012 6.6.2.3.1-1"),
        ("without a part of PDF/A", "3a", "ISO 19005-3:2012 6.6.4-2"),
        ("without its fonts", "3a", "ISO 19005-3:2012 6.2.11.4.1-1"),
        ("without its fonts", "ua1", "ISO 14289-1:2014 7.21.4.1-1"),
    ],
)
def test_what_lacks_something_fails_by_the_clause_that_asks_for_it(
    verdicts: Verdicts, name: str, standard: str, rule: str
) -> None:
    assert rule in verdicts[name, standard].failed


def test_what_is_declared_stays_to_the_letter_however_often_it_is_sealed_and_renewed(files: archived.Files) -> None:
    kept = {name: archived.xmp_of(data) for name, data in files.items() if name.startswith(PLAIN)}

    assert conformance.PDF_UA_1 in kept[PLAIN]
    assert {name for name, xmp in kept.items() if xmp != kept[PLAIN]} == set()


@pytest.mark.parametrize(
    "missing, what", [("JAVA", "Java is missing"), ("JAXB", "JAXB is missing"), ("PACKAGE", "veraPDF is missing")]
)
def test_without_its_programs_nothing_is_called_conforming(
    monkeypatch: pytest.MonkeyPatch, missing: str, what: str
) -> None:
    monkeypatch.setattr(verapdf, missing, "not_here")

    with pytest.raises(RuntimeError, match=what):
        verapdf.validate({"a file": b"%PDF-1.7"}, STANDARDS)
