"""The seal as others see it: poppler, NSS and OpenSSL, none of which made it."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents import certificate_path, container, keys
from documents.keys import SealKeyError, Signer
from documents.seal import Sealed, seal
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import Authority, trusting
from tests.unit.documents.conftest import CHECKED_AT, MADE_AT
from tests.unit.documents.reading import Reading


@pytest.fixture(scope="module")
def file(sealed: Sealed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sealed") / "record.pdf"
    path.write_bytes(sealed.data)
    return path


def test_it_says_what_it_made(sealed: Sealed, signer: Signer) -> None:
    assert sealed.sha256 == hashlib.sha256(sealed.data).hexdigest()
    assert sealed.level == "B-B"
    assert sealed.certificate_fingerprint == signer.fingerprint


def test_the_rendered_record_stays_as_it_was_and_the_seal_follows_it(rendered: bytes, sealed: Sealed) -> None:
    assert sealed.data.startswith(rendered)


def test_the_same_record_key_and_time_give_the_same_bytes(rendered: bytes, signer: Signer, sealed: Sealed) -> None:
    again = seal(rendered, signer, reference=sample.RECORD.reference, at=sample.SEALED_AT)
    assert again.data == sealed.data


def test_it_certifies_the_file_and_allows_no_change(sealed: Sealed) -> None:
    reading = Reading(sealed.data)
    (field,) = reading.pdf.Root.AcroForm.Fields
    assert field.V.SubFilter == "/ETSI.CAdES.detached"
    assert field.V.Reference[0].TransformMethod == "/DocMDP"
    assert field.V.Reference[0].TransformParams.P == 1
    assert reading.pdf.Root.Perms.DocMDP.objgen == field.V.objgen


def test_it_says_when_and_why_and_by_whom_without_naming_a_child(sealed: Sealed) -> None:
    reading = Reading(sealed.data)
    value = reading.pdf.Root.AcroForm.Fields[0].V
    assert str(value.M) == "D:20260317110900Z"
    assert str(value.Reason) == "Decision record TMR-7K3M-Q2XD, sealed as it was decided"
    assert str(value.Name) == "Fernleigh County Council document seal"
    assert str(value.Location) == "Fernleigh County Council"


def test_nobody_calls_it_a_qualified_signature(sealed: Sealed) -> None:
    assert b"ualified" not in sealed.data
    assert "ualified" not in verify.__doc__


def test_pdfsig_calls_the_signature_valid_over_the_whole_document(file: Path) -> None:
    said = _pdfsig(file)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signing Hash Algorithm: SHA-256" in said


def test_pdfsig_trusts_the_certificate_once_it_is_given_the_councils_root(
    file: Path, seal_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(keys.root_certificate(seal_folder))
    store = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    assert "Certificate issuer is unknown." in _pdfsig(file, "-nssdir", store)
    add = ["certutil", "-A", "-d", store, "-n", "council", "-t", ",C,", "-i", str(tmp_path / "root.pem")]
    subprocess.run(add, check=True)
    assert "Certificate is Trusted." in _pdfsig(file, "-nssdir", store)


def test_pdfsig_calls_a_changed_file_invalid(file: Path, tmp_path: Path) -> None:
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "changed.pdf").write_bytes(changed)
    assert "Signature is Valid." not in _pdfsig(tmp_path / "changed.pdf")


def test_openssl_verifies_the_extracted_signature_with_the_root_alone(
    sealed: Sealed, seal_folder: Path, tmp_path: Path
) -> None:
    (found,) = container.find_all(sealed.data)
    (tmp_path / "seal.der").write_bytes(found.encoded)
    (tmp_path / "signed").write_bytes(sealed.data[: found.gap_from] + sealed.data[found.gap_to :])
    (tmp_path / "root.pem").write_bytes(keys.root_certificate(seal_folder))
    command = (
        "openssl cms -verify -cades -binary -inform DER -in seal.der -content signed -CAfile root.pem -purpose any"
    )
    done = subprocess.run([*command.split(), "-out", "out"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "successful" in done.stderr


def test_pyhankos_own_validator_trusts_it_with_the_root_certificate_alone(
    sealed: Sealed, roots: tuple[x509.Certificate, ...]
) -> None:
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_signatures
    context = ValidationContext(
        trust_roots=certificate_path.to_asn1(roots), moment=sample.SEALED_AT, allow_fetching=False
    )

    status = validate_pdf_signature(signature, context)

    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level == ModificationLevel.NONE
    assert status.docmdp_ok
    assert status.trusted


def test_pyhankos_own_validator_does_not_trust_it_without(sealed: Sealed) -> None:
    (signature,) = PdfFileReader(BytesIO(sealed.data)).embedded_signatures
    stranger = certificate_path.to_asn1([Authority("Somebody else").certificate])

    status = validate_pdf_signature(signature, ValidationContext(trust_roots=stranger, moment=sample.SEALED_AT))

    assert status.intact
    assert not status.trusted


@pytest.mark.parametrize("at", [MADE_AT - timedelta(days=1), MADE_AT + timedelta(days=3700)])
def test_nothing_is_sealed_outside_the_certificates_time(rendered: bytes, signer: Signer, at: datetime) -> None:
    with pytest.raises(SealKeyError):
        seal(rendered, signer, reference="TMR-7K3M-Q2XD", at=at)


def test_a_councils_own_elliptic_curve_certificate_seals_as_well(rendered: bytes, tmp_path: Path) -> None:
    authority = Authority("A public authority")
    signer = authority.issue(usage="content_commitment")
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT)
    assert verify(made.data, trusting(signer, root=authority), CHECKED_AT).outcome == "genuine"
    (tmp_path / "record.pdf").write_bytes(made.data)
    assert "Signature is Valid." in _pdfsig(tmp_path / "record.pdf")


def test_the_certificates_between_seal_and_root_travel_with_the_seal(rendered: bytes) -> None:
    root = Authority("Root")
    middle = Authority("Middle")
    middle.certificate = _cross_signed(root, middle)
    issued = middle.issue()
    signer = Signer(issued.certificate, issued.key, (middle.certificate,))
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT)
    assert verify(made.data, trusting(signer, root=root), CHECKED_AT).outcome == "genuine"


def test_a_file_that_is_sealed_already_is_not_sealed_again(sealed: Sealed, signer: Signer) -> None:
    with pytest.raises(Exception, match="(?i)certif|signature"):
        seal(sealed.data, signer, reference="R", at=sample.SEALED_AT)


def _cross_signed(root: Authority, middle: Authority) -> x509.Certificate:
    """The middle authority's key and name, certified by the root."""
    issued = root.issue("Middle", usage="key_cert_sign", is_authority=True)
    middle.key = issued.key  # type: ignore[assignment] # no token in tests of certificates
    return issued.certificate


def _pdfsig(file: Path, *options: str) -> str:
    return subprocess.run(["pdfsig", *options, file], capture_output=True, text=True).stdout
