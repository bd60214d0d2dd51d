"""'Correct this' beside a fact of the register: another value in the question's own control, and how it is known."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms import KINDS
from forms.corrections import corrections_in
from forms.engine.section import Section
from forms.engine.source import Source
from forms.shared import ChildSection
from protocol.corrections import CORRECTABLE

TODAY = date(2026, 3, 1)
REGISTER = {
    "child": {"id": 7, "name": "Maya"},
    "child_local_id": "AV-7",
    "child_name": "Maya",
    "child_date_of_birth": "2014-02-03",
    "child_status": "looked_after",
    "legal_status": "E1",
}
KNOWN = {name: Source() for name in (*REGISTER, "child_expected_date_of_birth") if name != "child"}
STORED = {"register": "E1", "value": "C2", "how": "The order of 3 March", "by": "Hannah", "beside": {}}


def page(posted: dict[str, str] | None = None, typed: dict[str, Any] | None = None, **answers: Any) -> Section:
    stored: dict[str, Any] = {**REGISTER, **answers}
    if posted is None:
        return ChildSection.from_answers(stored, typed, known=KNOWN, today=TODAY)
    return ChildSection.from_post(MultiDict(posted), stored, typed, known=KNOWN, today=TODAY)


def correcting(value: str, how: str) -> dict[str, str]:
    return {"correction-legal_status": value, "correction-legal_status-how": how}


def test_a_fact_posted_without_a_correction_is_not_read() -> None:
    read = page({"child_status": "child_in_need", "legal_status": "none"})

    assert read.answers() == REGISTER
    assert read.posted == set()


def test_another_value_with_how_it_is_known_is_a_correction() -> None:
    read = page(correcting("C2", "The order of 3 March"))

    assert read.answers()["correction-legal_status"] == {"value": "C2", "how": "The order of 3 March"}
    assert read.errors_on_continue() == {}


def test_without_how_it_is_known_it_is_kept_as_typed_and_an_error_says_what_to_do_once_that_is_due() -> None:
    read = page(correcting("C2", " "))

    assert "correction-legal_status" not in read.answers()
    assert read.typed() == {"correction-legal_status": {"value": "C2", "how": ""}}
    assert read.errors_now() == {}
    assert "how you know" in read.errors_on_continue()["correction-legal_status-how"]


def test_how_without_a_value_asks_for_the_value() -> None:
    assert "Select the legal status" in page(correcting("", "I know")).errors_on_continue()["correction-legal_status"]


@pytest.mark.parametrize("how", ["x", ".", "?!", "12", "–"])
def test_a_sign_is_not_how_it_is_known(how: str) -> None:
    read = page(correcting("C2", how))

    assert read.answers().get("correction-legal_status") is None
    assert read.errors_now()["correction-legal_status-how"] == "Enter how you know it, in words"


def test_too_long_an_explanation_is_an_error_and_stays() -> None:
    read = page(correcting("C2", "word " * 200))

    assert "500 characters or fewer" in read.errors_now()["correction-legal_status-how"]
    assert read.typed()["correction-legal_status"]["how"].startswith("word word")


@pytest.mark.parametrize("stored", [{}, {"legal_status": "C2", "correction-legal_status": STORED}])
def test_choosing_the_registers_own_value_is_no_correction_and_the_way_back_from_one(stored: dict[str, Any]) -> None:
    read = page(correcting("E1", ""), **stored)

    assert "correction-legal_status" in read.posted
    assert "correction-legal_status" not in read.answers()
    assert (read.typed(), read.errors_on_continue()) == ({}, {})


@pytest.mark.parametrize("stored", [{}, {"legal_status": "C2", "correction-legal_status": STORED}])
def test_the_registers_own_value_with_how_it_is_known_is_kept_and_said_to_be_no_correction(
    stored: dict[str, Any],
) -> None:
    read = page(correcting("E1", "The order of 3 March"), **stored)

    assert "correction-legal_status" not in read.answers()
    again = page(None, read.typed())
    (of_status,) = (one for one in again.corrections if one.name == "correction-legal_status")
    assert of_status.how.raw == "The order of 3 March"
    assert "nothing is corrected" in of_status.how.note
    assert again.errors_on_continue() == {}


def test_clearing_how_alone_keeps_the_value_and_says_what_to_do() -> None:
    read = page(correcting("C2", ""), legal_status="C2", **{"correction-legal_status": STORED})

    (of_status,) = (one for one in read.corrections if one.name == "correction-legal_status")
    assert of_status.value.raw == "C2"
    assert "put back what the register says" in of_status.how.note


def test_what_was_refused_when_it_was_saved_holds_the_record_up_until_it_is_put_right() -> None:
    read = page(None, {"correction-legal_status": {"value": "C2", "how": "The order of 3 March"}})

    assert "has not been taken" in read.errors_on_continue()["correction-legal_status"]


def test_how_it_is_known_says_how_long_it_may_be() -> None:
    assert "500 characters" in page().corrections[0].how.description


# Expected dates lie about where a pregnancy puts them.
@pytest.mark.parametrize(
    "day, taken",
    [("1 3 2026", True), ("1 2 2026", True), ("20 12 2026", True), ("1 1 2026", False), ("1 2 2027", False)],
)
def test_an_expected_date_that_cannot_be_is_refused_in_the_question_and_in_a_correction(day: str, taken: bool) -> None:
    unborn = {**REGISTER, "child_date_of_birth": None, "child_expected_date_of_birth": "2026-05-01"}
    fields = MultiDict({"child_expected_date_of_birth-day": day})
    asked = ChildSection.from_post(fields, {"child": REGISTER["child"]}, {}, today=TODAY)
    fields = MultiDict(
        {"correction-child_expected_date_of_birth-day": day, "correction-child_expected_date_of_birth-how": "The scan"}
    )
    corrected = ChildSection.from_post(fields, unborn, {}, today=TODAY, known=KNOWN)

    for read, name in ((asked, ""), (corrected, "correction-")):
        errors = read.errors_now()
        assert (f"{name}child_expected_date_of_birth" not in errors) is taken
        assert taken or "must be between" in errors[f"{name}child_expected_date_of_birth"]


def test_a_correction_of_what_is_not_on_the_page_is_not_read() -> None:
    in_need = {**REGISTER, "child_status": "child_in_need", "placement": "U1"}
    fields = MultiDict({"correction-placement": "P1", "correction-placement-how": "I was there"})
    read = ChildSection.from_post(fields, in_need, {}, today=TODAY, known=KNOWN | {"placement": Source()})

    assert read.posted == set()
    assert "correction-placement" not in read.answers() | read.typed()


def test_a_correction_of_what_no_reading_asks_does_not_count() -> None:
    form = KINDS["transfer_meeting"]
    moved = {"register": "U1", "value": "P1", "how": "Moved on Friday", "beside": {}}
    answers: dict[str, Any] = {"child_status": "child_in_need", "placement": "P1", "correction-placement": moved}
    back = {"register": "child_in_need", "value": "looked_after", "how": "Since Friday", "beside": {}}

    assert "correction-placement" not in form.applicable_answers(answers)
    of_looked_after = {**answers, "child_status": "looked_after", "correction-child_status": back}
    assert form.applicable_answers(of_looked_after)["correction-placement"] == moved


def test_a_stored_correction_that_is_posted_again_is_the_same() -> None:
    answers: dict[str, Any] = {"legal_status": "C2", "correction-legal_status": STORED}

    assert page(correcting("C2", "The order of 3 March"), **answers).answers()["correction-legal_status"] == STORED
    assert page(**answers).answers()["correction-legal_status"] == STORED


def test_clearing_both_withdraws_it() -> None:
    stored: dict[str, Any] = {"legal_status": "C2", "correction-legal_status": STORED}
    read = page(correcting("", ""), **stored)

    assert "correction-legal_status" in read.posted
    assert "correction-legal_status" not in read.answers()
    assert read.errors_on_continue() == {}


def test_a_value_that_cannot_be_is_refused_as_in_the_question_itself() -> None:
    read = page({f"correction-child_date_of_birth-{box}": "31" for box in ("day", "month", "year")})
    later = {"day": "2", "month": "3", "year": "2030"}
    to_come = page({f"correction-child_date_of_birth-{box}": value for box, value in later.items()})

    assert "must" in read.errors_now()["correction-child_date_of_birth"]
    assert "in the past" in to_come.errors_now()["correction-child_date_of_birth"]


def test_a_fact_is_shown_as_the_register_has_it_even_where_the_form_would_not_take_it() -> None:
    read = page()

    assert read["child_local_id"].data == "AV-7"
    assert read.errors_on_continue() == {}


def test_only_facts_about_the_child_and_their_worker_can_be_corrected() -> None:
    for kind in KINDS.values():
        correctable = {name for name, question in kind.questions.items() if question.is_correctable}
        assert correctable <= set(CORRECTABLE)
        assert {*CORRECTABLE} & kind.questions.keys() == correctable


def test_what_the_register_does_not_know_is_asked_and_said_to_be_unknown() -> None:
    asked = page()["placement"]

    assert not asked.is_fact
    assert asked.is_unknown
    assert asked.correction is None


def test_a_day_that_there_is_not_is_no_line_of_its_own() -> None:
    shown = {question.short_name for question in page().shown()}

    assert "child_date_of_birth" in shown
    assert "child_expected_date_of_birth" not in shown


def test_a_question_is_asked_of_a_child_to_whom_it_applies_with_either_value() -> None:
    form = KINDS["transfer_meeting"]
    correction = {"register": "looked_after", "value": "child_in_need", "how": "Home since Friday", "beside": {}}
    answers: dict[str, Any] = {"child_status": "child_in_need", "placement": "U1"}
    answers["correction-child_status"] = correction

    assert form.questions["placement"].applies(answers)
    assert "placement" in form.applicable_answers(answers)
    assert "placement" not in form.applicable_answers({"child_status": "child_in_need", "placement": "U1"})
    assert "placement" in [one.short_name for one in page(**answers).shown()]


def test_a_correction_is_told_in_words() -> None:
    said = corrections_in(KINDS["transfer_meeting"], {"legal_status": "C2", "correction-legal_status": STORED})

    assert [(one.question, one.said[:2], one.register[:2], one.how, one.by) for one in said] == [
        ("Legal status", "C2", "E1", "The order of 3 March", "Hannah")
    ]
