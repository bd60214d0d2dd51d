"""The council's own certificate takes over, whole or not at all."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from documents import install, keys, trust
from documents.keys import SealKeyError, Signer
from documents.seal import Sealed, seal
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import YEAR, Authority
from tests.unit.documents.conftest import CHECKED_AT, PASSPHRASE


@pytest.fixture
def folder(seal_folder: Path, tmp_path: Path) -> Path:
    """A copy of the keys that a test may change."""
    return Path(shutil.copytree(seal_folder, tmp_path / "seal"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("A public authority")


def test_an_installed_certificate_seals_and_older_seals_stay_genuine(
    folder: Path, authority: Authority, rendered: bytes, sealed: Sealed
) -> None:
    install.install_pkcs12(folder, _file(authority.issue(), authority), "of the file", PASSPHRASE, sample.SEALED_AT)
    signer = keys.load_signer(folder, PASSPHRASE, sample.SEALED_AT)
    assert signer.certificate.issuer == authority.name
    assert keys.root_of_seal(folder) == authority.certificate
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT)
    for data in (made.data, sealed.data):
        assert verify(data, trust.load(folder), CHECKED_AT).outcome == "genuine"


@pytest.mark.parametrize("wish", [{"usage": "key_encipherment"}, {"ends": sample.SEALED_AT - timedelta(days=1)}])
def test_a_certificate_that_may_not_seal_is_not_installed(
    folder: Path, authority: Authority, wish: dict[str, Any], before: str
) -> None:
    with pytest.raises(SealKeyError):
        install.install_pkcs12(
            folder, _file(authority.issue(**wish), authority), "of the file", PASSPHRASE, sample.SEALED_AT
        )
    assert keys.sealing_certificate(folder).subject.rfc4514_string() == before


def test_a_file_without_its_whole_path_says_what_is_missing(folder: Path, authority: Authority, before: str) -> None:
    with pytest.raises(SealKeyError, match="no issuer matching .*A public authority"):
        install.install_pkcs12(folder, _file(authority.issue()), "of the file", PASSPHRASE, sample.SEALED_AT)
    assert keys.sealing_certificate(folder).subject.rfc4514_string() == before


def test_a_self_signed_certificate_is_not_installed(folder: Path, before: str) -> None:
    alone = Authority("Nobody above", is_authority=False, usage="digital_signature")
    itself = Signer(alone.certificate, alone.key, (alone.certificate,))
    for data in (_file(itself), _file(itself, alone)):
        with pytest.raises(SealKeyError, match="self-signed.* Install a certificate"):
            install.install_pkcs12(folder, data, "of the file", PASSPHRASE, sample.SEALED_AT)
    assert keys.sealing_certificate(folder).subject.rfc4514_string() == before


@pytest.mark.parametrize("data", [b"", b"rubbish"])
def test_what_is_no_such_file_says_so(folder: Path, data: bytes) -> None:
    with pytest.raises(SealKeyError, match="could not be opened"):
        install.install_pkcs12(folder, data, "of the file", PASSPHRASE, sample.SEALED_AT)


def test_a_wrong_passphrase_of_the_file_says_so(folder: Path, authority: Authority) -> None:
    with pytest.raises(SealKeyError, match="passphrase is its own"):
        install.install_pkcs12(folder, _file(authority.issue(), authority), "another", PASSPHRASE, sample.SEALED_AT)


def test_the_status_says_whose_certificate_it_is_and_warns_sixty_days_ahead(folder: Path) -> None:
    now = install.status(folder, sample.SEALED_AT)
    assert now.sealer.startswith("CN=Fernleigh County Council document seal")
    assert now.issuer.startswith("CN=Fernleigh County Council sealing authority")
    assert (now.problem, now.runs_out_soon) == ("", False)
    assert install.status(folder, now.until - timedelta(days=60, seconds=1)).runs_out_soon is False
    assert install.status(folder, now.until - timedelta(days=59)).runs_out_soon is True
    assert "end-entity certificate expired" in install.status(folder, now.until + YEAR).problem


@pytest.fixture
def before(folder: Path) -> str:
    return keys.sealing_certificate(folder).subject.rfc4514_string()


def _file(signer: Signer, *issuers: Authority) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        signer.key,  # type: ignore[arg-type] # no token
        signer.certificate,
        [one.certificate for one in issuers],
        serialization.BestAvailableEncryption(b"of the file"),
    )
