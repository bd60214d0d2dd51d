"""Nothing but a file that the council sealed, to its last byte, is called genuine; and no file breaks the checking."""

from __future__ import annotations

import random
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from documents import container, verify
from documents.keys import Signer
from documents.outcomes import Outcome
from documents.seal import Sealed, _KeySigner, seal
from documents.trust import Trust
from documents.verify import Verdict
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import YEAR, Authority, trusting
from tests.unit.documents.conftest import CHECKED_AT


def check(data: bytes, trust: Trust) -> Verdict:
    """The verdict on a file, the day after it was sealed."""
    return verify.verify(data, trust, CHECKED_AT)


@pytest.fixture(scope="module")
def stranger() -> Authority:
    return Authority("Somebody else's authority")


def test_a_sealed_record_is_genuine(sealed: Sealed, council: Trust) -> None:
    verdict = check(sealed.data, council)
    times = "It was sealed on 17 March 2026 at 11:09am (GMT), by the council’s own clock."
    assert verdict == Verdict(
        Outcome.GENUINE,
        "This is a record that Fernleigh County Council sealed: the certificate is one that seals for it, and the seal "
        f"fits the file. {times}",
        "B-B",
        sample.SEALED_AT,
        "Fernleigh County Council",
        times,
        sealed.certificate_fingerprint,
        sample.RECORD.code,
        sample.RECORD.reference,
    )


def test_a_seal_stays_genuine_after_its_certificate_ran_out(rendered: bytes, stranger: Authority) -> None:
    brief = stranger.issue(begins=sample.SEALED_AT - YEAR, ends=sample.SEALED_AT.replace(day=18))
    made = seal(rendered, brief, reference="R", at=sample.SEALED_AT)
    assert check(made.data, trusting(brief, root=stranger)).outcome == "genuine"


def test_a_certificate_that_was_not_in_date_when_it_sealed_is_not_ours(
    rendered: bytes, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = stranger.issue(begins=sample.SEALED_AT - 2 * YEAR, ends=sample.SEALED_AT - YEAR)
    monkeypatch.setattr("documents.seal.certificates.is_in_date", lambda *_: True)
    made = seal(rendered, expired, reference="R", at=sample.SEALED_AT)
    assert check(made.data, trusting(expired, root=stranger)).outcome == "sealed_by_other"


def test_a_seal_by_a_self_signed_certificate_is_not_ours(rendered: bytes, council: Trust) -> None:
    alone = Authority("Nobody above", is_authority=False, usage="digital_signature")
    made = seal(rendered, Signer(alone.certificate, alone.key), reference="R", at=sample.SEALED_AT)
    assert check(made.data, council).outcome == "sealed_by_other"


def test_one_changed_byte_anywhere_is_never_genuine(sealed: Sealed, council: Trust) -> None:
    chance = random.Random(2026)
    (seal_at,) = container.find_all(sealed.data)
    spots = [
        *chance.sample(range(len(sealed.data)), 40),
        *chance.sample(range(seal_at.gap_from, seal_at.gap_to), 20),
        *range(10),
        *range(len(sealed.data) - 10, len(sealed.data)),
        seal_at.gap_from,
        seal_at.gap_to - 1,
    ]
    for spot in spots:
        assert check(_changed(sealed.data, spot, chance), council).outcome != "genuine", spot


def test_a_thousand_single_changes_are_never_genuine(sealed: Sealed, council: Trust) -> None:
    chance = random.Random(1000)
    spots = chance.sample(range(len(sealed.data)), 1000)
    genuine = [spot for spot in spots if check(_changed(sealed.data, spot, chance), council).outcome == "genuine"]
    assert genuine == []


def test_parts_of_the_signature_that_it_does_not_sign_cannot_change_either(sealed: Sealed, council: Trust) -> None:
    """Version numbers, the names of algorithms and of the signer: ten bytes of each would verify changed."""
    (found,) = container.find_all(sealed.data)
    unsigned = [0, 2, 3, 5, 24, 25, 26, 28, 30, 40, len(found.encoded) - 1]
    unsigned += [spot for spot in range(len(found.encoded)) if found.encoded[spot : spot + 4] == b"Fern"]
    for spot in unsigned:
        digit = found.gap_from + 1 + 2 * spot
        for other in b"0123456789ABCDEFabcdef":
            changed = bytearray(sealed.data)
            changed[digit + 1] = other
            same = bytes(changed) == sealed.data
            assert (check(bytes(changed), council).outcome == "genuine") == same, spot


@pytest.mark.parametrize("added", [b"\n", b"%", b"\0" * 100, b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
def test_bytes_after_the_seal_are_a_change(sealed: Sealed, council: Trust, added: bytes) -> None:
    assert check(sealed.data + added, council).outcome == "altered"
    assert check(added + sealed.data, council).outcome == "altered"


@pytest.mark.parametrize("kept", [0.999, 0.95, 0.5])
def test_a_file_that_was_cut_is_not_genuine(sealed: Sealed, council: Trust, kept: float) -> None:
    assert check(sealed.data[: int(len(sealed.data) * kept)], council).outcome != "genuine"


def test_the_record_without_its_seal_is_not_sealed(rendered: bytes, council: Trust) -> None:
    assert check(rendered, council).outcome == "not_sealed"


@pytest.mark.parametrize("options", [(), ("--object-streams=disable",), ("--linearize",), ("--qdf",)])
def test_a_record_saved_anew_by_another_program_is_altered(
    sealed: Sealed, council: Trust, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "in.pdf").write_bytes(sealed.data)
    subprocess.run(["qpdf", *options, tmp_path / "in.pdf", tmp_path / "out.pdf"], check=True)
    assert check((tmp_path / "out.pdf").read_bytes(), council).outcome == "altered"


def test_a_later_update_of_the_file_is_a_change(sealed: Sealed, council: Trust) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed.data))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(sealed.data)
    assert check(output.getvalue(), council).outcome == "altered"


def test_the_record_sealed_by_another_authority_is_not_ours(
    rendered: bytes, council: Trust, stranger: Authority
) -> None:
    made = seal(rendered, stranger.issue("Fernleigh County Council document seal"), reference="R", at=sample.SEALED_AT)
    verdict = check(made.data, council)
    assert verdict.outcome == "sealed_by_other"
    assert "“Fernleigh County Council document seal, Fernleigh County Council”" in verdict.explanation
    assert verdict.sealed_at is None


def test_a_genuine_record_signed_once_more_by_another_is_altered(
    sealed: Sealed, council: Trust, stranger: Authority
) -> None:
    twice = _countersigned(sealed.data, stranger.issue())
    assert twice.startswith(sealed.data)
    assert check(twice, council).outcome == "altered"


def test_without_roots_nothing_is_ours(sealed: Sealed) -> None:
    assert check(sealed.data, Trust()).outcome == "sealed_by_other"


def test_a_file_under_a_password_says_so(sealed: Sealed, council: Trust) -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(sealed.data)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="o", user="u"))
    verdict = check(output.getvalue(), council)
    assert verdict.outcome in ("not_sealed", "altered")


@pytest.mark.parametrize("rubbish", [b"", b"\0", b"hello", b"PK\x03\x04", b"<html>", bytes(range(256)) * 20])
def test_what_is_no_pdf_says_so(rubbish: bytes, council: Trust) -> None:
    assert check(rubbish, council) == Verdict(Outcome.NOT_A_PDF, "This file is not a PDF.")


@pytest.mark.parametrize(
    "rubbish",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.7\n" + b"1 0 obj<<" * 20_000,
        b"%PDF-1.7\nxref\n0 99999999\n"
        + b"0000000000 65535 f \n" * 50_000
        + b"trailer<</Size 99999999>>startxref\n9\n%%EOF",
        b"%PDF-1.7\n/ByteRange [0 1 2 3]",
        b"%PDF-1.7\n/ByteRange [0 9 9999999999 9999999999]",
        b"%PDF-1.7\n/ByteRange [0 30 34 0]     <30>",
        b"%PDF-1.7\n" + b"/ByteRange [0 20 20 20] " * 40_000,
    ],
)
def test_rubbish_that_begins_like_a_pdf_breaks_nothing(rubbish: bytes, council: Trust) -> None:
    assert check(rubbish, council).outcome in ("not_sealed", "altered", "too_complex")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 100_000))
def test_random_bytes_anywhere_are_never_genuine(sealed: Sealed, council: Trust, noise: bytes, spot: int) -> None:
    data = sealed.data[:spot] + noise + sealed.data[spot + len(noise) :]
    assert (check(data, council).outcome == "genuine") == (data == sealed.data)


def test_a_file_above_the_limit_is_not_looked_into(
    sealed: Sealed, council: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "MAX_BYTES", 1000)
    verdict = check(sealed.data, council)
    assert verdict.outcome == "too_large"
    assert "too large" in verdict.explanation


def test_no_verdict_says_anything_of_the_child(sealed: Sealed, rendered: bytes, council: Trust) -> None:
    for data in (sealed.data, rendered, sealed.data + b"x", b"?"):
        assert not {"Amina", "FE204518", "TMR-7K3M-Q2XD"} & set(check(data, council).explanation.split())


def _changed(data: bytes, spot: int, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[spot] ^= chance.randrange(1, 256)
    return bytes(changed)


def _countersigned(data: bytes, signer: Signer) -> bytes:
    """The sealed file with another signature after the seal, by a program that does not mind that it is forbidden."""
    metadata = signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256")
    output: BytesIO = _Heedless(metadata, _KeySigner(signer)).sign_pdf(IncrementalPdfFileWriter(BytesIO(data)))
    return output.getvalue()


class _Heedless(signers.PdfSigner):
    def _enforce_certification_constraints(self, reader: object) -> None:
        pass
