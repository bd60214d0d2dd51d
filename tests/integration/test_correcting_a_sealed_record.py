"""A sealed record of any kind is corrected by a later version of it, which counts once it is sealed."""

from __future__ import annotations

import pytest
from flask import Flask

from models import SealedDocument, State
from records.amending import family
from records.deciding import decisions
from records.sealing import checking
from tests import factories
from tests.integration import amending
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> object:
    """Sealing words records with the app's terms."""
    with app.app_context():
        yield


@pytest.mark.parametrize("kind", amending.KINDS)
def test_a_record_of_every_kind_is_corrected_by_a_version_that_counts_in_its_place(kind: str) -> None:
    record = amending.sealed(kind)
    digest, steps = factories.digest_of(record), [step.id for step in record.steps]

    later = amending.corrected(record)

    assert (later.state, later.version, later.reference) == (State.SEALED, 2, f"{record.reference}-C1")
    first = factories.fresh(record)
    assert first.state == State.CORRECTED
    assert family.counting(first).last == later
    assert factories.digest_of(first) == digest
    assert [step.id for step in first.steps] == steps
    assert decisions.get_version(first).void_reason == ""
    of_first, of_later = (SealedDocument.get(SealedDocument.record == one) for one in (first, later))
    assert of_first.code != of_later.code
    said = checking.check_code(of_first.code)
    assert said.title == "Sealed here, but corrected since"
    assert f"{record.reference}, version 1, was corrected by version 2 on " in said.counts
    assert "Version 2 counts in its place." in said.counts
    assert checking.check_code(of_later.code).title == "Sealed here"
