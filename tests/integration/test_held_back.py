"""A requirement ceases to hold after a record was approved and before it is sealed: it is held back."""

from __future__ import annotations

import pytest
from flask import Flask

import tasks
from models import SealingProblem, State
from records.deciding import submission
from records.errors import ConflictError
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")


def test_an_approved_transfer_whose_exception_ended_is_not_sealed_and_its_author_takes_it_back(
    app: Flask, sign_in: SignIn
) -> None:
    transfer = four.transfer()
    with app.app_context():
        exception = four.sealed(four.submitted(four.exception(transfer, ground="other_reason")))
        four.agreed(four.submitted(factories.fresh(transfer)))
        submission.withdraw(record=exception, by=exception.author, reason="The hearing was brought forward")
        assert not tasks.seal_one(factories.fresh(transfer))

    author, address = sign_in(story.AUTHOR), f"/records/{transfer.reference}"
    assert "This record cannot be sealed as it is. Take it back and put this right." in author.open(address).words
    assert (
        "no longer holds: 3.1.5, From a cluster team to a looked after children team."
        in SealingProblem.get(SealingProblem.record == transfer).why
    )
    form = author.open(f"{address}/take-back").form(f"{address}/take-back")
    author.press(form, {"reason": "The exception has ended."}, status=302)
    assert factories.fresh(transfer).state == State.RETURNED
    assert not SealingProblem.select().exists()


def test_an_approved_record_that_holds_is_neither_taken_back_nor_withdrawn() -> None:
    record = factories.in_state(State.APPROVED)

    for change in (submission.recall, submission.withdraw):
        with pytest.raises(ConflictError):
            change(record=record, by=record.author, reason="A second thought")
