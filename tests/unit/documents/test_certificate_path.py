"""The whole certificate path is validated before a certificate is installed and before it seals."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from documents import install, keys, trust
from documents.keys import SealKeyError, Signer
from documents.seal import Sealed, seal
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import YEAR, Authority
from tests.unit.documents.conftest import CHECKED_AT, MADE_AT, PASSPHRASE

DAY = timedelta(days=1)
NOW = sample.SEALED_AT


@pytest.fixture(scope="module")
def root() -> Authority:
    return Authority("Root of trust")


def _between(**wish: Any) -> tuple[Authority, ...]:
    root = Authority("Root of trust")
    return Authority("Issuing authority", root, **wish), root


def _three_deep() -> tuple[Authority, ...]:
    root = Authority("Root of trust", path_length=0)
    return Authority("Issuing authority", root), root


def _with_unreadable_extension() -> tuple[Authority, ...]:
    root = Authority("Root of trust")
    builder = x509.CertificateBuilder(root.name, root.name, root.key.public_key(), 1, NOW - YEAR, NOW + YEAR)
    rubbish = x509.UnrecognizedExtension(x509.BasicConstraints.oid, b"rubbish")
    root.certificate = builder.add_extension(rubbish, critical=True).sign(root.key, hashes.SHA256())
    return (root,)


def _with_unknown_condition() -> tuple[Authority, ...]:
    """What only the validator itself finds: an extension that must be understood, and is not."""
    issuing, root = _between()
    builder = x509.CertificateBuilder(root.name, issuing.name, issuing.key.public_key(), 1, NOW - 9 * YEAR, NOW + YEAR)
    builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    issuing.certificate = builder.add_extension(unknown, critical=True).sign(root.key, hashes.SHA256())
    return issuing, root


BROKEN = {
    "expired between": (
        _between(ends=NOW - DAY),
        r"intermediate certificate 1 expired 2026-03-16 .*; 1 CN=Issuing authority,.* Ask whoever",
    ),
    "not yet valid between": (
        _between(begins=NOW + DAY),
        r"intermediate certificate 1 is not valid until 2026-03-18 .* Check this machine's clock\. Ask whoever",
    ),
    "no authority": (
        _between(is_authority=False, usage="digital_signature"),
        r"intermediate certificate 1 is not a CA .* Ask whoever",
    ),
    "may not sign certificates": (
        _between(usage="digital_signature"),
        r"intermediate certificate 1 is not allowed to sign certificates .* Ask whoever",
    ),
    "too deep": (_three_deep(), r"exceeds the maximum path length .* Ask whoever"),
    "expired root": (
        (Authority("Root of trust", ends=NOW - DAY),),
        r"the trust anchor expired 2026-03-16 .* 0 CN=Root of trust,.* Ask whoever",
    ),
    "unreadable root": (_with_unreadable_extension(), r"parsing .*x509\.Extension\. .* Install a certificate"),
    "unknown condition": (_with_unknown_condition(), r"critical extension: 1\.2\.3\.4 .* Ask whoever"),
    "newer than the seal": (
        _between(begins=NOW - DAY),
        r"not valid until 2026-03-16 .*validated for 17 March 2025.* Ask whoever",
    ),
}


@pytest.mark.parametrize("authorities, why", BROKEN.values(), ids=BROKEN)
def test_a_certificate_path_that_is_not_valid_is_not_installed(
    tmp_path: Path, authorities: tuple[Authority, ...], why: str
) -> None:
    with pytest.raises(SealKeyError, match=why):
        _install(tmp_path, authorities[0].issue(), *authorities)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("authorities, why", BROKEN.values(), ids=BROKEN)
def test_a_certificate_path_that_is_no_longer_valid_seals_nothing_more(
    tmp_path: Path, authorities: tuple[Authority, ...], why: str
) -> None:
    _keep(tmp_path, *authorities)

    with pytest.raises(SealKeyError, match=why):
        keys.load_signer(tmp_path, PASSPHRASE, NOW)
    assert "flask seal install" in (install.expiry_warning(tmp_path, NOW) or "")


def test_what_a_valid_certificate_path_seals_is_called_genuine(tmp_path: Path, rendered: bytes) -> None:
    between = _between()
    _install(tmp_path, between[0].issue(), *between)

    made = seal(rendered, keys.load_signer(tmp_path, PASSPHRASE, NOW), reference="R", at=NOW)

    assert verify(made.data, trust.load(tmp_path), CHECKED_AT).outcome == "genuine"
    assert install.expiry_warning(tmp_path, NOW) is None


def test_an_authority_that_was_certified_again_counts_by_its_valid_certificate(tmp_path: Path, root: Authority) -> None:
    issuing = Authority("Issuing authority", root, ends=NOW - DAY)
    again = root.certify(issuing)
    leaf = issuing.issue()

    _write(tmp_path, leaf, [issuing.certificate, again, root.certificate])

    assert keys.load_signer(tmp_path, PASSPHRASE, NOW).intermediates == (again,)


def test_a_folder_that_lost_its_root_seals_nothing_and_says_so(tmp_path: Path, root: Authority) -> None:
    keys.add_seal(tmp_path, root.issue(), PASSPHRASE)

    with pytest.raises(SealKeyError, match="no issuer matching .*Root of trust.* restore the sealing folder"):
        keys.load_signer(tmp_path, PASSPHRASE, NOW)
    assert "no issuer matching" in (install.expiry_warning(tmp_path, NOW) or "")


def test_an_old_root_that_cannot_say_what_it_is_for_counts_as_one(tmp_path: Path) -> None:
    root = Authority("Root of trust")
    (tmp_path / "key.pem").write_bytes(
        root.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    asked = ("req", "-new", "-key", "key.pem", "-subj", "/O=Fernleigh County Council/CN=Root of trust", "-out", "r.csr")
    signed = ("x509", "-req", "-in", "r.csr", "-signkey", "key.pem", "-days", "3650", "-out", "root.pem")
    for words in (asked, signed):
        subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)
    root.certificate = x509.load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    assert root.certificate.version == x509.Version.v1

    now = datetime.now(UTC) + DAY
    _keep(tmp_path / "seal", root, begins=now, ends=now + YEAR)

    assert keys.load_signer(tmp_path / "seal", PASSPHRASE, now).certificate.issuer == root.name


# A certificate path ends with whichever certificate ends first


def test_a_certificate_above_that_ends_first_is_warned_of_by_name(tmp_path: Path) -> None:
    between = _between(ends=NOW + 5 * DAY)
    _install(tmp_path, between[0].issue(), *between)

    found = install.status(tmp_path, NOW)

    assert (found.until, found.days_left, found.problem) == (NOW + 5 * DAY, 5, "")
    assert found.issuer_that_ends_first == "CN=Issuing authority,O=Fernleigh County Council"
    assert install.expiry_warning(tmp_path, NOW) == (
        f"The certificate of {found.issuer_that_ends_first}, above the sealing certificate, runs out on 22 March 2026, "
        f"in 5 days. After that no record can be sealed. {keys.ASK_THE_ISSUER}"
    )


def test_the_councils_own_authority_issues_no_seal_that_outlives_it(own: Path) -> None:
    (root,) = keys.load_roots(own)
    end = root.not_valid_after_utc

    keys.renew_local_seal(own, sample.COUNCIL.name, PASSPHRASE, end - 5 * YEAR)

    assert keys.sealing_certificate(own).not_valid_after_utc == end
    assert install.expiry_warning(own, end - 61 * DAY) is None
    said = install.expiry_warning(own, end - 59 * DAY) or ""
    assert said.startswith("The certificate of CN=Fernleigh County Council sealing authority")
    assert "make a new authority with 'flask seal init --another'" in said
    assert "flask seal renew" not in said


def test_an_authority_that_ran_out_issues_no_seal_and_says_what_to_do(own: Path) -> None:
    before = sorted(own.rglob("*"))

    with pytest.raises(
        SealKeyError, match="sealing authority is valid .* until 6 January 2055.* 'flask seal init --another'"
    ):
        keys.renew_local_seal(own, sample.COUNCIL.name, PASSPHRASE, MADE_AT + 31 * YEAR)

    assert sorted(own.rglob("*")) == before


def test_an_authority_that_has_not_begun_blames_the_clock(own: Path) -> None:
    with pytest.raises(SealKeyError, match=r"valid from 6 January 2025 .* Check this machine's clock\."):
        keys.renew_local_seal(own, sample.COUNCIL.name, PASSPHRASE, MADE_AT - YEAR)


def test_a_seal_that_outlived_the_councils_own_authority_says_how_to_begin_anew(tmp_path: Path) -> None:
    ended = Authority("Fernleigh sealing authority", ends=NOW - DAY)
    _keep(tmp_path, ended)
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "certificate.pem").write_bytes(ended.certificate.public_bytes(serialization.Encoding.PEM))

    with pytest.raises(
        SealKeyError, match="trust anchor expired .*Fernleigh sealing authority.* 'flask seal init --another'"
    ):
        keys.load_signer(tmp_path, PASSPHRASE, NOW)


def test_what_was_sealed_before_a_new_authority_stays_genuine(own: Path, rendered: bytes, sealed: Sealed) -> None:
    former = own.rename(own.with_name("former"))
    keys.make_local_authority(own, sample.COUNCIL.name, PASSPHRASE, MADE_AT)
    assert verify(sealed.data, trust.load(own), CHECKED_AT).outcome == "sealed_by_other"

    trust.store(former, trust.load(former))
    shutil.copy(former / "trust.json", own)

    made = seal(rendered, keys.load_signer(own, PASSPHRASE, NOW), reference="R", at=NOW)
    for data in (sealed.data, made.data):
        assert verify(data, trust.load(own), CHECKED_AT).outcome == "genuine"


@pytest.fixture
def own(seal_folder: Path, tmp_path: Path) -> Path:
    """A copy of the keys that were made here, which a test may change."""
    return Path(shutil.copytree(seal_folder, tmp_path / "seal"))


def _install(folder: Path, leaf: Signer, *authorities: Authority) -> None:
    _write(folder, leaf, [one.certificate for one in authorities])


def _write(folder: Path, leaf: Signer, above: list[x509.Certificate]) -> None:
    closed = serialization.BestAvailableEncryption(b"of the file")
    data = pkcs12.serialize_key_and_certificates(b"seal", leaf.key, leaf.certificate, above, closed)  # type: ignore[arg-type]
    install.install_pkcs12(folder, data, "of the file", PASSPHRASE, NOW)


def _keep(folder: Path, *authorities: Authority, **wish: Any) -> None:
    """Puts a sealing certificate with its path in place, as if it had been installed while all was well."""
    *between, root = (one.certificate for one in authorities)
    leaf = authorities[0].issue(**wish)
    keys.trust_root(folder, root)
    keys.add_seal(folder, Signer(leaf.certificate, leaf.key, tuple(between)), PASSPHRASE)
