"""Keys are made whole, kept closed, never written over, and refused before they sign what they should not."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from documents import certificates, keys
from documents.keys import SealKeyError, Signer
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import FOR_WEB_SERVERS, YEAR, Authority
from tests.unit.documents.conftest import MADE_AT, PASSPHRASE


@pytest.fixture
def folder(seal_folder: Path, tmp_path: Path) -> Path:
    """A copy of the keys that a test may spoil."""
    return Path(shutil.copytree(seal_folder, tmp_path / "seal"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("A public authority")


def test_a_folder_without_keys_says_what_to_do(tmp_path: Path) -> None:
    assert not keys.exists(tmp_path)
    assert keys.load_roots(tmp_path) == ()
    assert keys.root_fingerprint(tmp_path) == ""
    for wanted in (
        lambda: keys.load_signer(tmp_path, PASSPHRASE, sample.SEALED_AT),
        lambda: keys.root_certificate(tmp_path),
    ):
        with pytest.raises(SealKeyError, match="Make or install one first"):
            wanted()


def test_the_seal_is_issued_by_the_councils_own_authority(signer: Signer, roots: tuple[x509.Certificate, ...]) -> None:
    (root,) = roots
    signer.certificate.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    name = signer.certificate.subject
    assert name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "Fernleigh County Council"


def test_the_seal_may_sign_documents_and_nothing_else(signer: Signer) -> None:
    usage = signer.certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert not signer.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    purposes = signer.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert certificates.DOCUMENT_SIGNING in purposes
    assert ExtendedKeyUsageOID.SERVER_AUTH not in purposes


def test_the_authority_may_issue_seals_but_no_further_authorities(roots: tuple[x509.Certificate, ...]) -> None:
    constraints = roots[0].extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert constraints.value.ca
    assert constraints.value.path_length == 0


def test_a_long_name_of_a_council_is_cut_to_what_a_certificate_holds() -> None:
    key = certificates.new_key()
    root = certificates.make_root("The " + "Very " * 30 + "Long Council", key, MADE_AT)
    assert all(len(str(part.value)) <= 64 for part in root.subject)


def test_private_keys_are_closed_and_their_files_are_the_owners(seal_folder: Path) -> None:
    for path in (path for path in seal_folder.rglob("*") if path.is_file()):
        assert path.stat().st_mode & 0o777 == 0o600, path
    for path in seal_folder.rglob("key.pem"):
        assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
        with pytest.raises(TypeError, match="encrypted"):
            serialization.load_pem_private_key(path.read_bytes(), None)


def test_nothing_half_made_is_left_behind(seal_folder: Path) -> None:
    assert not [path for path in seal_folder.rglob("*") if path.name.startswith(".making")]


def test_a_wrong_passphrase_says_so(folder: Path) -> None:
    with pytest.raises(SealKeyError, match="Check that the passphrase"):
        keys.load_signer(folder, "another passphrase", sample.SEALED_AT)


def test_a_short_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SealKeyError, match="must be 12 characters or more"):
        keys.make_local_authority(tmp_path / "seal", "A council", "short", MADE_AT)
    assert not (tmp_path / "seal").exists()


def test_keys_are_never_written_over(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.pem")}
    with pytest.raises(SealKeyError, match="already"):
        keys.make_local_authority(folder, "Another council", PASSPHRASE, MADE_AT)
    assert {path: path.read_bytes() for path in folder.rglob("*.pem")} == before


def test_two_makers_at_once_leave_the_first_ones_keys(folder: Path) -> None:
    with pytest.raises(SealKeyError, match="Nothing was changed"), keys._new_folder(folder / "seals" / "0001") as place:
        (place / "key.pem").write_bytes(b"second")
    assert (folder / "seals" / "0001" / "key.pem").read_bytes() != b"second"


def test_an_attempt_that_was_broken_off_is_taken_up(folder: Path, roots: tuple[x509.Certificate, ...]) -> None:
    shutil.rmtree(folder / "seals")
    keys.make_local_authority(folder, sample.COUNCIL.name, PASSPHRASE, MADE_AT)
    keys.load_signer(folder, PASSPHRASE, sample.SEALED_AT).certificate.verify_directly_issued_by(roots[0])


def test_a_renewed_seal_leads_to_the_same_root_and_the_old_one_is_kept(folder: Path, signer: Signer) -> None:
    root = keys.root_fingerprint(folder)
    keys.renew_local_seal(folder, sample.COUNCIL.name, PASSPHRASE, sample.SEALED_AT)
    assert keys.load_signer(folder, PASSPHRASE, sample.SEALED_AT).fingerprint != signer.fingerprint
    assert keys.root_fingerprint(folder) == root
    assert (folder / "seals" / "0001" / "certificate.pem").is_file()


@pytest.mark.parametrize(
    "after, problem",
    [
        (timedelta(days=3700), r"end-entity certificate expired 2035-01-0.* 'flask seal renew'"),
        (timedelta(days=-1), r"is not valid until 2025-01-0.* Check this machine's clock"),
    ],
)
def test_a_certificate_out_of_its_time_is_refused(folder: Path, after: timedelta, problem: str) -> None:
    with pytest.raises(SealKeyError, match=problem):
        keys.load_signer(folder, PASSPHRASE, MADE_AT + after)


@pytest.mark.parametrize("wish", [{"usage": "key_encipherment"}, {"is_authority": True}, {"purposes": FOR_WEB_SERVERS}])
def test_a_certificate_for_another_purpose_is_refused(
    tmp_path: Path, authority: Authority, wish: dict[str, Any]
) -> None:
    keys.trust_root(tmp_path, authority.certificate)
    keys.add_seal(tmp_path, authority.issue(**wish), PASSPHRASE)
    with pytest.raises(SealKeyError, match="not meant for sealing documents: .* 'flask seal install'"):
        keys.load_signer(tmp_path, PASSPHRASE, sample.SEALED_AT)


@pytest.mark.parametrize("purposes", [(), (certificates.DOCUMENT_SIGNING,), (ExtendedKeyUsageOID.EMAIL_PROTECTION,)])
def test_a_certificate_of_a_public_authority_may_seal(
    tmp_path: Path, authority: Authority, purposes: tuple[x509.ObjectIdentifier, ...]
) -> None:
    keys.trust_root(tmp_path, authority.certificate)
    keys.add_seal(tmp_path, authority.issue(usage="content_commitment", purposes=purposes), PASSPHRASE)
    assert keys.load_signer(tmp_path, PASSPHRASE, sample.SEALED_AT).certificate.issuer == authority.name


def test_a_key_that_belongs_to_another_certificate_is_refused(tmp_path: Path, authority: Authority) -> None:
    mixed = Signer(authority.issue().certificate, authority.issue().key)
    keys.trust_root(tmp_path, authority.certificate)
    keys.add_seal(tmp_path, mixed, PASSPHRASE)
    with pytest.raises(SealKeyError, match="does not belong to its certificate"):
        keys.load_signer(tmp_path, PASSPHRASE, sample.SEALED_AT)


def test_a_spoilt_or_missing_file_says_where_and_what_to_do(folder: Path) -> None:
    place = folder / "seals" / "0001"
    (place / "certificate.pem").write_text("not a certificate")
    with pytest.raises(SealKeyError, match="does not hold a certificate. Restore it"):
        keys.load_signer(folder, PASSPHRASE, sample.SEALED_AT)
    (place / "certificate.pem").unlink()
    with pytest.raises(SealKeyError, match="could not be read .* Restore it"):
        keys.load_signer(folder, PASSPHRASE, sample.SEALED_AT)


def test_no_message_holds_the_passphrase(folder: Path) -> None:
    with pytest.raises(SealKeyError) as caught:
        keys.load_signer(folder, "a secret that is wrong", sample.SEALED_AT)
    assert "secret" not in str(caught.value)


def test_the_root_can_be_handed_out_in_both_forms(seal_folder: Path, roots: tuple[x509.Certificate, ...]) -> None:
    assert x509.load_pem_x509_certificate(keys.root_certificate(seal_folder)) == roots[0]
    assert x509.load_der_x509_certificate(keys.root_certificate(seal_folder, der=True)) == roots[0]
    assert keys.root_fingerprint(seal_folder) == roots[0].fingerprint(hashes.SHA256()).hex()


def test_trusted_roots_count_beside_the_councils_own(folder: Path, authority: Authority) -> None:
    (folder / "trusted").mkdir()
    (folder / "trusted" / "public.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    keys.add_seal(folder, authority.issue(), PASSPHRASE)
    assert len(keys.load_roots(folder)) == 2
    assert keys.root_of_seal(folder) == authority.certificate


def test_a_seal_lasts_ten_years_and_its_root_thirty(signer: Signer, roots: tuple[x509.Certificate, ...]) -> None:
    assert signer.certificate.not_valid_after_utc - MADE_AT > 10 * YEAR
    assert roots[0].not_valid_after_utc - MADE_AT > 30 * YEAR
