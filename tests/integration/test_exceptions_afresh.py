"""An exception started afresh, not from a transfer's page, serves the transfer that it names, or is not submitted."""

from __future__ import annotations

import pytest

from forms import get_kind
from models import Record, State
from records import clock
from records.deciding.managers import managers_named
from records.drafting import starting
from records.errors import CannotSubmitError
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")


def started_afresh(transfer: Record, reference: str) -> Record:
    """An exception that her worker started without the transfer's page, naming a transfer by its reference."""
    form = get_kind(four.EXCEPTION)
    started = starting.start_record(
        kind=form.key, prefix=form.prefix, child=transfer.child, by=factories.person(story.AUTHOR)
    )
    asked = {**transfer.answers, **managers_named(transfer.answers), "serves_transfer": reference}
    answers = {name: said for name, said in asked.items() if name in form.questions and name != "permanence_plan"}
    factories.save(started, **(answers | other.exception_answers(clock.today(), "significant_relationship", "315.4.1")))
    return factories.fresh(started)


@pytest.mark.parametrize("typed", ["{}", " {} ", "as small letters", "without dashes"])
def test_an_exception_started_afresh_lifts_the_requirement_of_the_transfer_that_it_names(typed: str) -> None:
    transfer = four.transfer()
    plain = {"as small letters": transfer.reference.lower(), "without dashes": transfer.reference.replace("-", " ")}
    reference = plain.get(typed, typed.format(transfer.reference))
    with pytest.raises(CannotSubmitError):
        factories.submit(transfer)

    four.agreed(four.submitted(started_afresh(transfer, reference)))

    factories.submit(factories.fresh(transfer))
    assert factories.fresh(transfer).state == State.SUBMITTED


def test_an_exception_for_no_transfer_of_this_child_is_not_submitted_and_says_why(sign_in: SignIn) -> None:
    transfer = four.transfer()
    another_childs = factories.start_draft(about=story.CASE_ONE_BROTHER)
    author = sign_in(story.AUTHOR)
    for reference in ("TMR-2222-2222", "the transfer of Maya", another_childs.reference):
        exception = started_afresh(transfer, reference)

        check = author.open(f"/records/{exception.reference}/check")
        said = author.press(check.form(f"/records/{exception.reference}/submit"), {"declared": "yes"}).errors

        assert said == ["Something in this record still needs attention. See what, below."]
        assert (
            f"no transfer meeting record of this child with the reference {reference} that you can see" in check.words
        )
        assert factories.fresh(exception).state == State.DRAFT
