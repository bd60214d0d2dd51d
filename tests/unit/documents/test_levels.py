"""Levels of a seal, against a time-stamp authority that answers well, slowly, wrongly or not at all."""

from __future__ import annotations

import itertools
import logging
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper

from documents import bounded_answers, container, keys
from documents.keys import Signer
from documents.renew import Evidence, RenewalError, Renewed, renew
from documents.seal import NO_STAMP, Sealed, seal
from documents.time_service import TimeService
from documents.trust import Trust
from documents.verify import Verdict, verify
from tests.unit.documents import sample
from tests.unit.documents.conftest import CHECKED_AT, PASSPHRASE
from tests.unit.documents.time_authority import ENDLESS_LISTS, TimeAuthority

STAMPED_AT = sample.SEALED_AT + timedelta(seconds=5)


def check(data: bytes, trust: Trust, *services: TimeAuthority) -> Verdict:
    """The verdict on a file for whoever trusts these time-stamp services, the day after it was sealed."""
    return verify(data, trust.with_time_roots(one.root for one in services), CHECKED_AT)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), STAMPED_AT).serving() as serving:
        yield serving


@pytest.fixture(autouse=True)
def _well_behaved(authority: TimeAuthority) -> Iterator[None]:
    yield
    authority.behaviour = "well"


@pytest.fixture(scope="module")
def stamped(rendered: bytes, signer: Signer, authority: TimeAuthority) -> Sealed:
    return seal(rendered, signer, reference="R", at=sample.SEALED_AT, time_service=authority.service())


@pytest.fixture(scope="module")
def evidence(seal_folder: Path) -> Evidence:
    return Evidence((keys.revocation_list(seal_folder, PASSPHRASE, sample.SEALED_AT),))


@pytest.fixture(scope="module")
def renewed(stamped: Sealed, council: Trust, authority: TimeAuthority, evidence: Evidence) -> Renewed:
    return renew(stamped.data, council, authority.service(), evidence, STAMPED_AT)


def test_a_seal_with_a_time_stamp_is_b_t(stamped: Sealed, council: Trust, authority: TimeAuthority) -> None:
    assert (stamped.level, stamped.shortfall) == ("B-T", "")
    verdict = check(stamped.data, council, authority)
    assert (verdict.outcome, verdict.level) == ("genuine", "B-T")
    assert "An independent time-stamp service vouches that the seal existed on 17 March 2026" in verdict.explanation


def test_a_time_stamp_of_a_service_that_is_not_trusted_vouches_for_nothing(stamped: Sealed, council: Trust) -> None:
    verdict = check(stamped.data, council)
    assert (verdict.outcome, verdict.level) == ("stamped_by_other", "B-B")
    assert "by the council’s own clock" in verdict.explanation


@pytest.mark.parametrize("behaviour", ["slow", "fails", "rubbish"])
def test_a_service_that_fails_costs_the_level_and_nothing_else(
    rendered: bytes, signer: Signer, sealed: Sealed, authority: TimeAuthority, behaviour: str
) -> None:
    authority.behaviour = behaviour
    service = authority.service(timeout=0.3)
    made = seal(rendered, signer, reference=sample.RECORD.reference, at=sample.SEALED_AT, time_service=service)
    assert (made.level, made.shortfall) == ("B-B", NO_STAMP)
    assert made.data == sealed.data


@pytest.mark.parametrize("behaviour", ["drips", "floods"])
def test_a_service_that_never_ends_its_answer_is_given_up_and_said_once(
    rendered: bytes,
    signer: Signer,
    sealed: Sealed,
    authority: TimeAuthority,
    behaviour: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where it drips, a second goes by at each look at the clock."""
    authority.behaviour = behaviour
    if behaviour == "drips":
        monkeypatch.setattr(bounded_answers, "time", SimpleNamespace(monotonic=itertools.count().__next__))

    made = seal(
        rendered, signer, reference=sample.RECORD.reference, at=sample.SEALED_AT, time_service=authority.service()
    )

    assert (made.level, made.shortfall, made.data) == ("B-B", NO_STAMP, sealed.data)
    assert [one.levelno for one in caplog.records if one.levelno >= logging.WARNING] == [logging.WARNING]


def test_a_service_that_is_away_costs_the_level_and_nothing_else(rendered: bytes, signer: Signer) -> None:
    away = TimeService("http://127.0.0.1:9/tsa", (), timeout=0.5)
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT, time_service=away)
    assert (made.level, made.shortfall) == ("B-B", NO_STAMP)


def test_a_stamp_of_another_service_than_was_asked_is_not_kept(
    rendered: bytes, signer: Signer, council: Trust, authority: TimeAuthority
) -> None:
    posing = TimeService(authority.service().url, council.roots)
    made = seal(rendered, signer, reference="R", at=sample.SEALED_AT, time_service=posing)
    assert (made.level, made.shortfall) == ("B-B", NO_STAMP)


def test_a_renewed_seal_is_b_lta_and_its_earlier_bytes_are_as_they_were(
    stamped: Sealed, renewed: Renewed, council: Trust, authority: TimeAuthority
) -> None:
    assert renewed.level == "B-LTA"
    assert renewed.data.startswith(stamped.data)
    assert check(stamped.data, council, authority).outcome == "genuine"
    verdict = check(renewed.data, council, authority)
    assert (verdict.outcome, verdict.level) == ("genuine", "B-LTA")
    assert verdict.sealed_at == sample.SEALED_AT
    assert "That evidence is time-stamped as well." in verdict.explanation


def test_a_seal_without_a_time_stamp_can_be_raised_as_well(
    sealed: Sealed, council: Trust, authority: TimeAuthority, evidence: Evidence
) -> None:
    raised = renew(sealed.data, council, authority.service(), evidence, STAMPED_AT)
    assert raised.level == "B-LTA"
    assert raised.data.startswith(sealed.data)


def test_a_seal_can_be_renewed_again_and_again(
    renewed: Renewed, council: Trust, authority: TimeAuthority, evidence: Evidence
) -> None:
    again = renew(renewed.data, council, authority.service(), evidence, STAMPED_AT)
    assert again.level == "B-LTA"
    assert again.data.startswith(renewed.data)
    assert len(container.find_all(again.data)) == 3


def test_without_evidence_a_seal_is_stamped_and_no_more(
    sealed: Sealed, council: Trust, authority: TimeAuthority
) -> None:
    raised = renew(sealed.data, council, authority.service(), Evidence(fetch=False), STAMPED_AT)
    assert raised.level == "B-T"
    assert check(raised.data, council, authority).level == "B-T"


def test_a_revocation_list_without_end_is_no_evidence(
    sealed: Sealed, council: Trust, authority: TimeAuthority, evidence: Evidence
) -> None:
    authority.behaviour = ENDLESS_LISTS
    raised = renew(sealed.data, council, authority.service(), evidence, STAMPED_AT)
    assert raised.level == "B-T"


@pytest.mark.parametrize("behaviour", ["slow", "fails", "rubbish"])
def test_a_renewal_that_fails_says_so_and_leaves_the_file_alone(
    sealed: Sealed, council: Trust, authority: TimeAuthority, evidence: Evidence, behaviour: str
) -> None:
    authority.behaviour = behaviour
    with pytest.raises(RenewalError):
        renew(sealed.data, council, authority.service(timeout=0.3), evidence, STAMPED_AT)


def test_only_a_genuine_file_is_renewed(
    sealed: Sealed, rendered: bytes, council: Trust, authority: TimeAuthority, evidence: Evidence
) -> None:
    for data in (rendered, sealed.data + b"\n", b"rubbish"):
        with pytest.raises(RenewalError, match="not a genuine record"):
            renew(data, council, authority.service(), evidence, STAMPED_AT)


def test_whoever_does_not_know_the_service_is_told_that_and_that_the_council_sealed_it(
    renewed: Renewed, council: Trust
) -> None:
    verdict = check(renewed.data, council)
    assert (verdict.outcome, verdict.level) == ("stamped_by_other", "B-B")
    assert "sealed, but it has a time-stamp by a service that is not trusted here" in verdict.explanation


def test_a_renewed_file_that_is_cut_or_added_to_is_altered(renewed: Renewed, stamped: Sealed, council: Trust) -> None:
    middle = (len(stamped.data) + len(renewed.data)) // 2
    for data in (renewed.data[:middle], renewed.data + b"\n", stamped.data + b"\n" + renewed.data[len(stamped.data) :]):
        assert check(data, council).outcome == "altered"


def test_a_change_behind_the_seal_stays_one_however_it_is_stamped(
    sealed: Sealed, council: Trust, authority: TimeAuthority
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed.data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    stamper = PdfTimeStamper(authority.service().client(), field_name="TimeStamp1")
    changed = stamper.timestamp_pdf(writer, "sha256").getvalue()

    assert changed.startswith(sealed.data)
    assert check(changed, council, authority).outcome == "altered"


@pytest.mark.parametrize("level", ["stamped", "renewed"])
def test_changed_bytes_in_a_higher_level_are_found(
    request: pytest.FixtureRequest, level: str, council: Trust, authority: TimeAuthority
) -> None:
    data: bytes = request.getfixturevalue(level).data
    for spot in range(7, len(data), len(data) // 60):
        changed = bytearray(data)
        changed[spot] ^= 0x41
        assert check(bytes(changed), council, authority).outcome != "genuine", spot


def test_pdfsig_and_qpdf_find_no_fault_in_a_renewed_file(renewed: Renewed, tmp_path: Path) -> None:
    """Debian's pdfsig does not know document time-stamps: it says which bytes they cover, and no more."""
    file = tmp_path / "record.pdf"
    file.write_bytes(renewed.data)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True).stdout
    seal_said, stamp_said = said.split("Signature #2")
    assert "Signature is Valid." in seal_said
    assert "Total document signed" in stamp_said
    assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0


def test_openssl_verifies_the_time_stamp_over_a_renewed_file(
    renewed: Renewed, authority: TimeAuthority, tmp_path: Path
) -> None:
    stamp = container.find_all(renewed.data)[-1]
    (tmp_path / "stamp.der").write_bytes(stamp.encoded)
    (tmp_path / "root.pem").write_bytes(authority.root.public_bytes(serialization.Encoding.PEM))
    command = f"openssl ts -verify -token_in -in stamp.der -CAfile root.pem -digest {stamp.digest(renewed.data).hex()}"
    done = subprocess.run(command.split(), capture_output=True, text=True, cwd=tmp_path)
    assert "Verification: OK" in done.stdout, done.stderr


def test_a_stamp_from_after_the_certificate_ran_out_lifts_nothing(
    sealed: Sealed, council: Trust, tmp_path: Path
) -> None:
    late = sample.SEALED_AT + timedelta(days=3700)
    with TimeAuthority(tmp_path, late).serving() as authority, pytest.raises(RenewalError):
        renew(sealed.data, council, authority.service(), Evidence(fetch=False), late)


def test_evidence_under_a_later_time_stamp_that_is_not_trusted_is_b_lt(
    stamped: Sealed, council: Trust, authority: TimeAuthority, evidence: Evidence, tmp_path: Path
) -> None:
    """As when the council's next time-stamp service is not known to whoever checks."""
    with TimeAuthority(tmp_path, STAMPED_AT, "Other time").serving() as other:
        both = TimeService(other.service().url, (authority.root, other.root))
        made = renew(stamped.data, council, both, evidence, STAMPED_AT)
    assert made.level == "B-LTA"
    verdict = check(made.data, council, authority)
    assert (verdict.outcome, verdict.level) == ("stamped_by_other", "B-LT")
    assert verdict.explanation.endswith("The file carries what is needed to check its certificates later.")
