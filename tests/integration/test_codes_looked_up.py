"""The code on a sealed record is looked up at the page, in the list of records and by the command; a slip is told."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from documents import codes
from models import Record, SealedDocument, SealStage, SignInAttempt
from records.sealing import checking
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Page, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

OLDER = "7KQM-4XDT-H9CR"
HINT = "check the code: a sign of it is wrong"


def document() -> SealedDocument:
    """The sealed document of the database."""
    return SealedDocument.get()


def slips(code: str) -> list[str]:
    """The code with one wrong sign, two neighbours swapped, one sign too few and too many."""
    signs = codes.squeeze(code)
    place = next(number for number in range(codes.LENGTH) if signs[number] != signs[number + 1])
    wrong = next(sign for sign in codes.SIGNS if sign != signs[5])
    swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    return [signs[:5] + wrong + signs[6:], swapped, signs[1:], signs + "3"]


def command(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["documents", "code", *words])


def listed(page: Page) -> list[str]:
    """The references that a page leads to."""
    return [link.split("/")[2] for link in page.links if link.startswith("/records/TMR-")]


def test_a_slip_says_check_the_code_and_no_slip_finds_the_record(app: Flask, nobody: Reader) -> None:
    code = document().code

    for typed in slips(code):
        page, said = nobody.open(f"/verify?code={typed}"), command(app, typed)
        assert page.heading == "Check the code: check a sealed document"
        assert checking.MISTYPED in page.words
        assert (said.exit_code, said.output.splitlines()) == (1, ["Check the code", checking.MISTYPED])
    for typed in (code, code.lower(), code.replace("-", " ")):
        assert nobody.open(f"/verify?code={typed}").heading == "Sealed here: check a sealed document"
        assert "Sealed here" in command(app, typed).output


def test_a_slip_is_no_guess_and_is_told_however_often_somebody_has_checked(app: Flask, nobody: Reader) -> None:
    slip = slips(document().code)[0]
    for _ in range(checking.CHECKS.most):
        checking.count_check("127.0.0.1")

    assert nobody.open(f"/verify?code={slip}").heading == "Check the code: check a sealed document"
    assert SignInAttempt.select().count() == checking.CHECKS.most


def test_a_code_that_is_right_in_itself_and_was_never_sealed_is_unknown(app: Flask, nobody: Reader) -> None:
    forged = codes.new_code()

    assert nobody.open(f"/verify?code={forged}").heading == "Unknown: check a sealed document"
    assert command(app, forged).exit_code == 1


def test_an_older_code_without_a_check_sign_stays_valid(app: Flask, nobody: Reader, sign_in: SignIn) -> None:
    SealedDocument.update(code=OLDER).execute()
    SealStage.update(code=OLDER).execute()

    for typed in (OLDER, "7kqm4xdth9cr"):
        assert nobody.open(f"/verify?code={typed}").heading == "Sealed here: check a sealed document"
    assert nobody.open("/verify?code=7KQM-4XDT-H9CM").heading == "Unknown: check a sealed document"
    assert listed(sign_in(story.AUTHOR).open(f"/records?find={OLDER}")) == [document().record.reference]


def test_the_list_of_records_finds_a_record_by_its_code_and_says_where_one_has_a_slip(sign_in: SignIn) -> None:
    reader, code = sign_in(story.AUTHOR), document().code

    assert listed(reader.open(f"/records?find={code.lower()}")) == [document().record.reference]
    for slip in slips(code)[:2]:
        assert HINT in reader.open(f"/records?find={slip}").words
    assert HINT not in reader.open("/records?find=Christopherjames").words


def test_a_code_leads_nobody_to_a_record_that_they_may_not_see(sign_in: SignIn) -> None:
    reader = sign_in(factories.OTHER_LOCALITY_LEADER)

    assert listed(reader.open(f"/records?find={document().code}")) == []


def test_a_reference_that_is_drawn_twice_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([*["7K3M"] * 4, "4XDT", "H9CR"])
    monkeypatch.setattr("records.drafting.references._random", lambda _: next(drawn))

    assert [factories.ready_draft().reference for _ in range(2)] == ["TMR-7K3M-7K3M", "TMR-4XDT-H9CR"]
    assert Record.select().where(Record.reference == "TMR-7K3M-7K3M").count() == 1
