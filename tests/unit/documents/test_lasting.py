"""Until when others can check a seal: it is printed, and is never later than is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from documents import lasting
from documents.highest import Means, seal_highest
from documents.keys import Signer
from documents.renew import Evidence
from documents.trust import Trust
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import YEAR, Authority, trusting
from tests.unit.documents.time_authority import TimeAuthority

Printed = list[tuple[str, datetime | None]]
STAMP_ENDS = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeAuthority]:
    with TimeAuthority(tmp_path_factory.mktemp("time"), sample.SEALED_AT).serving() as serving:
        yield serving


def printed(rendered: bytes, signer: Signer, means: Means, expected: datetime | None = None) -> Printed:
    """What was printed each time that the record was drawn; the last is what was sealed."""
    drawn: Printed = []

    def render(level: str, until: datetime | None) -> bytes:
        drawn.append((level, until))
        return rendered

    aim, at = means.highest, sample.SEALED_AT
    seal_highest(render, signer, means, reference="R", at=at, aim=aim, stamp_ends_at=expected)
    return drawn


def test_without_a_time_stamp_it_is_the_first_end_among_its_certificates(rendered: bytes) -> None:
    root = Authority("A root", ends=sample.SEALED_AT + 3 * YEAR)
    between = Authority("Between", root, ends=sample.SEALED_AT + 2 * YEAR)
    for ends in (sample.SEALED_AT + YEAR, sample.SEALED_AT + 9 * YEAR):
        signer = replace(between.issue(ends=ends), intermediates=(between.certificate,))
        trust = trusting(signer, root=root)

        assert printed(rendered, signer, Means(trust)) == [("B-B", min(ends, sample.SEALED_AT + 2 * YEAR))]


def test_with_one_it_is_that_of_the_time_stamp_drawn_once_where_that_was_expected(
    rendered: bytes, signer: Signer, council: Trust, service: TimeAuthority
) -> None:
    means = Means(council, service.service(), Evidence(fetch=False))
    known, unknown, later = (
        printed(rendered, signer, means, expected) for expected in (STAMP_ENDS, None, STAMP_ENDS + timedelta(days=1))
    )

    assert known[-1] == unknown[-1] == later[-1] == ("B-T", STAMP_ENDS)
    assert (known[0][1], unknown[0][1], later[0][1]) == (STAMP_ENDS, None, STAMP_ENDS + timedelta(days=1))
    earlier = printed(rendered, signer, means, STAMP_ENDS - timedelta(days=1))
    assert earlier[-1][1] == STAMP_ENDS  # its level was lower than was aimed for, so it was drawn again anyway


def test_where_the_service_is_away_it_is_that_of_the_certificate(
    rendered: bytes, signer: Signer, council: Trust, service: TimeAuthority
) -> None:
    service.behaviour = "fails"
    try:
        drawn = printed(rendered, signer, Means(council, service.service()), STAMP_ENDS)
    finally:
        service.behaviour = "well"

    own = lasting.of_certificate(signer.certificate, council.roots)
    assert drawn == [("B-LTA", STAMP_ENDS), ("B-B", own)]
    assert own < STAMP_ENDS
