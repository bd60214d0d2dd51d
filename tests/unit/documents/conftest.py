"""Keys, a rendered record and a sealed one, made once: they take seconds, and nothing changes them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from documents import keys, trust
from documents.render import render_pdf
from documents.seal import Sealed, seal
from documents.trust import Trust
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading

PASSPHRASE = "a passphrase for tests"

# Well before the sample record, so that whoever judges the certificate by today's clock finds it valid too.
MADE_AT = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


CHECKED_AT = sample.SEALED_AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever WeasyPrint warns of while a record is drawn fails the test that drew it."""
    caplog.set_level(logging.WARNING, "weasyprint")
    yield
    for when in ("setup", "call"):
        said = [record.getMessage() for record in caplog.get_records(when) if record.name == "weasyprint"]
        assert not said, said


@pytest.fixture(scope="session")
def seal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "seal"
    keys.make_local_authority(folder, sample.COUNCIL.name, PASSPHRASE, MADE_AT)
    return folder


@pytest.fixture(scope="session")
def signer(seal_folder: Path) -> keys.Signer:
    return keys.load_signer(seal_folder, PASSPHRASE, sample.SEALED_AT)


@pytest.fixture(scope="session")
def roots(seal_folder: Path) -> tuple[x509.Certificate, ...]:
    return keys.load_roots(seal_folder)


@pytest.fixture(scope="session")
def council(seal_folder: Path) -> Trust:
    """What the council trusts before it trusts a time-stamp service."""
    return trust.load(seal_folder)


@pytest.fixture(scope="session")
def rendered() -> bytes:
    return render_pdf(sample.a_record())


@pytest.fixture(scope="session")
def reading(rendered: bytes) -> Reading:
    return Reading(rendered)


@pytest.fixture(scope="session")
def sealed(rendered: bytes, signer: keys.Signer) -> Sealed:
    return seal(rendered, signer, reference=sample.RECORD.reference, at=sample.SEALED_AT)
