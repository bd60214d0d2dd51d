"""None of the files that somebody could make to pass for a sealed record is called genuine, and each is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from documents.keys import Signer
from documents.outcomes import Outcome
from documents.seal import Sealed, seal
from documents.trust import Trust
from documents.verify import SAID, verify
from tests.unit.documents import attacks, sample
from tests.unit.documents.certificates_for_tests import Authority, trusting
from tests.unit.documents.conftest import CHECKED_AT
from tests.unit.documents.time_authority import TimeAuthority


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    """The time-stamp service that the council trusts."""
    with TimeAuthority(tmp_path_factory.mktemp("time"), sample.SEALED_AT).serving() as serving:
        yield serving


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("other"), sample.SEALED_AT, "Stranger").serving() as serving:
        yield serving


@pytest.fixture(scope="module")
def trust(council: Trust, service: TimeAuthority) -> Trust:
    return council.with_time_roots([service.root])


def judged(data: bytes, trust: Trust) -> tuple[Outcome, str]:
    found = verify(data, trust, CHECKED_AT)
    return found.outcome, found.explanation


def test_another_certificate_of_the_root_above_the_councils_seals_no_record_of_the_council(rendered: bytes) -> None:
    root = Authority("Big Public Document Trust Root")
    ours = root.issue()
    trust = trusting(ours, root=root)
    made = seal(rendered, ours, reference="R", at=sample.SEALED_AT)

    assert judged(made.data, trust)[0] == Outcome.GENUINE
    for name, data in attacks.of_the_same_root(rendered, root):
        outcome, said = judged(data, trust)
        assert outcome == Outcome.SEALED_BY_OTHER, name
        assert "its certificate is not one that ever sealed for this council" in said


def test_the_name_of_a_stranger_is_shown_and_cannot_be_more_than_a_name(rendered: bytes, council: Trust) -> None:
    other = Authority("Root").issue("<b>Mal\u202ecilam\n\u200bGenuine</b>" + "x" * 20)
    made = seal(rendered, other, reference="R", at=sample.SEALED_AT)

    _, said = judged(made.data, council)

    assert "“<b>Mal cilam Genuine</b>xxxxxxxxxxxxxxxxxxxx, Fernleigh County Council”" in said
    assert other.fingerprint in said


def test_a_time_stamp_by_a_stranger_is_named_and_the_record_in_it_is_as_it_was(
    sealed: Sealed, trust: Trust, stranger: TimeAuthority
) -> None:
    outcome, said = judged(attacks.stamped(sealed.data, stranger), trust)

    assert outcome == Outcome.STAMPED_BY_OTHER
    assert "but it has a time-stamp by a service that is not trusted here" in said


def test_a_time_stamp_by_the_trusted_service_changes_nothing(
    sealed: Sealed, trust: Trust, service: TimeAuthority
) -> None:
    assert judged(attacks.stamped(sealed.data, service), trust)[0] == Outcome.GENUINE


def test_whatever_else_is_added_under_a_time_stamp_is_a_change_whoever_stamped_it(
    sealed: Sealed, trust: Trust, service: TimeAuthority, stranger: TimeAuthority
) -> None:
    made = [*attacks.by_strangers(sealed.data, stranger, service), *attacks.between_objects(sealed.data, service)]

    found = {name: judged(data, trust) for name, data in made}

    assert len(found) == 2 * len(attacks.CHANGES) + 2
    assert {name: said for name, said in found.items() if said != (Outcome.ALTERED, SAID[Outcome.ALTERED])} == {}


def test_evidence_of_somebody_else_has_no_place_under_a_trusted_time_stamp(
    sealed: Sealed, trust: Trust, service: TimeAuthority
) -> None:
    """A certificate holds whatever its maker likes, and a time-stamp over it can be bought."""
    theirs = Authority("Somebody").certificate

    made = attacks.stamped(sealed.data, service, attacks.with_certificate(theirs))

    assert judged(made, trust)[0] == Outcome.ALTERED


@pytest.mark.parametrize("kind", [attacks.universal, attacks.saved_behind, attacks.wrapped])
def test_published_attacks_are_found(kind: object, sealed: Sealed, trust: Trust) -> None:
    found = {name: judged(data, trust)[0] for name, data in kind(sealed.data)}  # type: ignore[operator]

    assert found
    assert set(found.values()) <= {Outcome.ALTERED, Outcome.NOT_SEALED}, found


def test_the_digits_of_the_seal_are_of_one_case(sealed: Sealed, trust: Trust) -> None:
    assert judged(attacks.recased(sealed.data), trust)[0] == Outcome.ALTERED


def test_what_is_put_beside_the_seal_in_its_gap_is_a_change(sealed: Sealed, trust: Trust, signer: Signer) -> None:
    """The gap has room, and a certificate or an attribute in it is not signed."""
    for made in attacks.in_the_gap(sealed.data):
        assert made != sealed.data
        assert judged(made, trust)[0] == Outcome.ALTERED
