"""A certificate can be distrusted, or revoked by its authority, from a day on; what is provably older stays genuine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from documents import keys, offline, seal, trust
from documents.certificates import SealKeyError
from documents.keys import Signer
from documents.outcomes import Outcome
from documents.seal import Sealed
from documents.trust import Trust
from documents.verify import verify
from tests.unit.documents import attacks, sample
from tests.unit.documents.certificates_for_tests import Authority
from tests.unit.documents.conftest import CHECKED_AT
from tests.unit.documents.time_authority import TimeAuthority

DAY = sample.SEALED_AT.date()
AUTHORITY = Authority("A public authority")
OURS = AUTHORITY.issue()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), sample.SEALED_AT).serving() as serving:
        yield serving


def distrusting(trusted: Trust, day: date, why: str = "Stolen") -> Trust:
    pins = {name: replace(pin, distrusted_from=day, why=why) for name, pin in trusted.pins.items()}
    return replace(trusted, pins=pins)


def test_a_seal_that_nothing_proves_to_be_older_is_distrusted_whatever_time_it_claims(
    sealed: Sealed, council: Trust
) -> None:
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        found = verify(sealed.data, distrusting(council, day), CHECKED_AT)
        assert found.outcome == Outcome.DISTRUSTED
        assert "that is not trusted from" in found.explanation
        assert "(“Stolen”)" in found.explanation


def test_a_trusted_time_stamp_of_before_that_day_keeps_a_seal_genuine(
    sealed: Sealed, council: Trust, service: TimeAuthority
) -> None:
    data, believed = attacks.stamped(sealed.data, service), council.with_time_roots([service.root])

    older = verify(data, distrusting(believed, DAY + timedelta(days=1)), CHECKED_AT)

    assert (older.outcome, older.explanation.endswith("proves that this seal is older.")) == (Outcome.GENUINE, True)
    assert verify(data, distrusting(believed, DAY), CHECKED_AT).outcome == Outcome.DISTRUSTED
    assert verify(data, distrusting(council, DAY + timedelta(days=1)), CHECKED_AT).outcome == Outcome.DISTRUSTED


def test_revocation_lists_lie_in_the_sealing_folder(seal_folder: Path) -> None:
    (seal_folder / "revoked").mkdir()
    listed = AUTHORITY.revoking(OURS.certificate, sample.SEALED_AT)
    (seal_folder / "revoked" / "authority.crl").write_bytes(listed)
    try:
        assert trust.load(seal_folder).lists == (listed,)
        (seal_folder / "revoked" / "rubbish.crl").write_bytes(b"hello")
        with pytest.raises(SealKeyError, match=r"rubbish\.crl does not hold a revocation list"):
            trust.load(seal_folder)
    finally:
        for file in (seal_folder / "revoked").iterdir():
            file.unlink()
        (seal_folder / "revoked").rmdir()


def test_a_seal_from_the_future_is_not_genuine(sealed: Sealed, council: Trust) -> None:
    for minutes, outcome in ((4, Outcome.GENUINE), (6, Outcome.FROM_THE_FUTURE)):
        found = verify(sealed.data, council, sample.SEALED_AT - timedelta(minutes=minutes))
        assert found.outcome == outcome
    assert "17 March 2026 at 11:09am (GMT), which is still to come" in found.explanation


def test_nothing_is_sealed_with_a_time_that_is_still_to_come(
    rendered: bytes, signer: Signer, service: TimeAuthority
) -> None:
    """By this machine's clock, or by that of the time-stamp service."""
    at = sample.SEALED_AT + timedelta(minutes=6)
    for how in ({"now": sample.SEALED_AT}, {"time_service": service.service()}):
        with pytest.raises(SealKeyError, match="ahead of the clock"):
            seal.seal(rendered, signer, reference="R", at=at, **how)


def test_the_file_beside_the_seal_says_all_that_is_trusted(council: Trust, service: TimeAuthority) -> None:
    lists = (AUTHORITY.revoking(OURS.certificate, sample.SEALED_AT),)
    everything = replace(distrusting(council.with_time_roots([service.root]), DAY), lists=lists)

    assert trust.from_json(everything.to_json()) == everything


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": "handover-trust/1"}', '{"form": 1, "roots": "x"}'])
def test_a_file_that_is_no_such_thing_says_what_to_do(text: str) -> None:
    with pytest.raises(SealKeyError, match="Download it again from the checking page"):
        trust.from_json(text)


def test_a_file_names_itself_and_the_day_on_which_it_was_made(sealed: Sealed, council: Trust, tmp_path: Path) -> None:
    with pytest.raises(SealKeyError, match=r"^of-the-council\.json cannot be read"):
        trust.from_json("{}", "of-the-council.json")
    known = trust.from_json(council.to_json(DAY))

    said = {
        days: offline.lines(sealed.data, known, sample.SEALED_AT + timedelta(days=days))[1][-1] for days in (0, 1, 12)
    }

    assert known.made_on == DAY
    assert "is of 17 March 2026, a day old." in said[1]
    assert "is of 17 March 2026, 12 days old." in said[12]
    assert said[0] == offline.NOT_KNOWN


def test_what_either_distrusts_is_distrusted_from_the_earlier_day(council: Trust) -> None:
    earlier, later = (distrusting(council, DAY + timedelta(days=days)) for days in (0, 3))

    for merged in (earlier.merged(later), later.merged(earlier), council.merged(earlier), earlier.merged(council)):
        assert {pin.distrusted_from for pin in merged.pins.values()} == {DAY}


def test_it_is_written_only_where_it_says_something_else(tmp_path: Path, council: Trust) -> None:
    assert not trust.store(tmp_path / "nowhere", council)
    assert trust.store(tmp_path, council)
    assert not trust.store(tmp_path, council, DAY)
    assert trust.load(tmp_path).pins == council.pins
    assert keys.load_roots(tmp_path) == ()
