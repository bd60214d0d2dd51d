"""What says that a certificate was revoked counts where its authority says it, at hand or in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from documents import seal
from documents.keys import Signer
from documents.outcomes import Outcome
from documents.trust import Trust
from documents.verify import FITS, SAID, Verdict, verify
from tests.unit.documents import attacks, sample
from tests.unit.documents.certificates_for_tests import Authority, trusting
from tests.unit.documents.conftest import CHECKED_AT
from tests.unit.documents.time_authority import TimeAuthority

AUTHORITY = Authority("A public authority")
BETWEEN = Authority("A public authority for seals", AUTHORITY)
OURS = AUTHORITY.issue()
BELOW = replace(BETWEEN.issue(), intermediates=(BETWEEN.certificate,))
ANOTHER = AUTHORITY.issue("Mallory Ltd")  # anybody may have one
RESPONDER = AUTHORITY.issue("Answers for the authority", purposes=(ExtendedKeyUsageOID.OCSP_SIGNING,))
REVOKED_AT = sample.SEALED_AT - timedelta(minutes=1)
REVOKED = "17 March 2026 on, when it was revoked"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), sample.SEALED_AT).serving() as serving:
        yield serving


@pytest.fixture(scope="module")
def ours(rendered: bytes) -> bytes:
    return seal.seal(rendered, OURS, reference="R", at=sample.SEALED_AT).data


@pytest.fixture(scope="module")
def below(rendered: bytes) -> bytes:
    """Sealed by a certificate with an intermediate above it."""
    return seal.seal(rendered, BELOW, reference="R", at=sample.SEALED_AT).data


def check(data: bytes, trust: Trust, service: TimeAuthority | None = None, *, lists: tuple[bytes, ...] = ()) -> Verdict:
    believed = trust.with_time_roots([service.root]) if service else trust
    return verify(data, replace(believed, lists=lists), CHECKED_AT)


OF_OURS = trusting(OURS, root=AUTHORITY)
OF_BELOW = trusting(BELOW, root=AUTHORITY)


def with_answer(data: bytes, service: TimeAuthority, answer: bytes) -> bytes:
    """With an OCSP response in the file, under a trusted time-stamp."""
    return attacks.stamped(data, service, attacks.with_evidence("/OCSPs", answer))


def test_a_revocation_list_at_hand_is_honoured(ours: bytes) -> None:
    assert check(ours, OF_OURS).explanation.startswith(FITS.format(council="Fernleigh County Council"))

    found = check(ours, OF_OURS, lists=(AUTHORITY.revoking(OURS.certificate, REVOKED_AT),))

    assert found.outcome == Outcome.DISTRUSTED
    assert REVOKED in found.explanation


def test_a_time_stamp_of_before_it_was_revoked_keeps_a_seal_genuine(ours: bytes, service: TimeAuthority) -> None:
    stamped = attacks.stamped(ours, service)
    for minutes, outcome in ((1, Outcome.GENUINE), (-1, Outcome.DISTRUSTED)):
        at = sample.SEALED_AT + timedelta(minutes=minutes)
        listed = AUTHORITY.revoking(OURS.certificate, at)
        assert check(stamped, OF_OURS, service, lists=(listed,)).outcome == outcome


def by_list_and_response(by: Authority, below: bytes, service: TimeAuthority) -> list[Outcome]:
    """What is found where `by` says that the intermediate was revoked: in a list at hand, and in the file."""
    listed = by.revoking(BETWEEN.certificate, REVOKED_AT)
    answered = with_answer(below, service, by.answer(BETWEEN.certificate, revoked=REVOKED_AT))
    return [check(below, OF_BELOW, lists=(listed,)).outcome, check(answered, OF_BELOW, service).outcome]


def test_a_revoked_intermediate_distrusts_what_is_below_it(below: bytes, service: TimeAuthority) -> None:
    assert check(below, OF_BELOW).outcome == Outcome.GENUINE
    assert by_list_and_response(AUTHORITY, below, service) == [Outcome.DISTRUSTED, Outcome.DISTRUSTED]
    assert REVOKED in check(below, OF_BELOW, lists=(AUTHORITY.revoking(BETWEEN.certificate, REVOKED_AT),)).explanation


def test_that_an_intermediate_was_revoked_its_issuer_alone_can_say(below: bytes, service: TimeAuthority) -> None:
    """A list of somebody else at hand says nothing; their response in the file is no evidence."""
    assert by_list_and_response(BETWEEN, below, service) == [Outcome.GENUINE, Outcome.ALTERED]


@pytest.mark.parametrize("by", [None, RESPONDER], ids=["the authority", "a responder that it certified for that"])
def test_our_own_certificate_revoked_by_an_ocsp_response_is_distrusted(
    by: Signer | None, ours: bytes, service: TimeAuthority
) -> None:
    data = with_answer(ours, service, AUTHORITY.answer(OURS.certificate, revoked=REVOKED_AT, by=by))

    found = check(data, OF_OURS, service)

    assert found.outcome == Outcome.DISTRUSTED
    assert REVOKED in found.explanation


@pytest.mark.parametrize("revoked", [None, REVOKED_AT], ids=["good", "revoked"])
@pytest.mark.parametrize("who", ["another certificate of the authority", "another authority of its name"])
def test_a_forged_ocsp_response_is_no_evidence_whatever_it_says(
    who: str, revoked: bool, ours: bytes, service: TimeAuthority
) -> None:
    forger = Authority("A public authority")
    if who.endswith("of its name"):
        forged = forger.answer(OURS.certificate, revoked=REVOKED_AT if revoked else None)
    else:
        forged = AUTHORITY.answer(OURS.certificate, revoked=REVOKED_AT if revoked else None, by=ANOTHER)

    found = check(with_answer(ours, service, forged), OF_OURS, service)

    assert (found.outcome, found.explanation) == (Outcome.ALTERED, SAID[Outcome.ALTERED])


def test_a_response_that_all_is_well_lifts_no_revocation(ours: bytes, service: TimeAuthority) -> None:
    data = with_answer(ours, service, AUTHORITY.answer(OURS.certificate, revoked=None))
    listed = AUTHORITY.revoking(OURS.certificate, REVOKED_AT)

    genuine = check(data, OF_OURS, service)

    assert genuine.outcome == Outcome.GENUINE
    assert check(data, OF_OURS, service, lists=(listed,)).outcome == Outcome.DISTRUSTED


def test_a_revocation_list_of_somebody_else_by_that_name_says_nothing(ours: bytes) -> None:
    forged = Authority("A public authority").revoking(OURS.certificate, REVOKED_AT)

    assert check(ours, OF_OURS, lists=(forged,)).outcome == Outcome.GENUINE


def test_what_another_certificate_of_the_authority_issued_or_listed_is_no_evidence(
    ours: bytes, service: TimeAuthority
) -> None:
    """It is certified, and may certify nothing: what it puts into a certificate or list could be anything."""
    lesser = Authority("Mallory Ltd", AUTHORITY, is_authority=False, usage="digital_signature")
    theirs = lesser.issue("A message").certificate.public_bytes(Encoding.DER)
    both = attacks.with_evidence("/Certs", lesser.certificate.public_bytes(Encoding.DER), theirs)
    listed = attacks.with_evidences(
        {
            "/Certs": (lesser.certificate.public_bytes(Encoding.DER),),
            "/CRLs": (lesser.revoking(OURS.certificate, REVOKED_AT),),
        }
    )
    for change in (both, listed):
        assert check(attacks.stamped(ours, service, change), OF_OURS, service).outcome == Outcome.ALTERED
