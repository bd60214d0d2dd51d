"""An address that holds bytes that are no letters is answered like any other: found by `python -m bench.fuzz`."""

from __future__ import annotations

import pytest

from tests import factories
from tests.integration.conftest import SignIn
from tests.integration.writing import AUTHOR
from tests.support.reader import ORIGIN, Reader

pytestmark = pytest.mark.usefixtures("app")

NO_LETTERS = {"QUERY_STRING": "page=\xed\xa0\x80"}  # as a server hands on bytes that are not UTF-8


def test_whoever_is_not_signed_in_is_asked_to(nobody: Reader) -> None:
    answer = nobody.client.get("/records", base_url=ORIGIN, environ_overrides=NO_LETTERS)

    assert answer.status_code == 302
    assert "/sign-in?next=/records" in answer.headers["Location"]


def test_what_is_posted_there_with_an_old_token_is_given_back(sign_in: SignIn) -> None:
    reader, reference = sign_in(AUTHOR), factories.start_draft().reference
    fields = {"csrf_token": "old", "meeting_place": "Northgate family centre"}

    answer = reader.client.post(
        f"/records/{reference}/sections/meeting",
        base_url=ORIGIN,
        data=fields,
        headers={"Origin": ORIGIN},
        environ_overrides=NO_LETTERS,
    )

    assert answer.status_code < 500
    assert "Northgate family centre" in answer.text
