"""Checking documents: how often somebody may, and what is said of a genuine one that no longer counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from models import Record, RecordLink, SealedDocument, SealStage, SignInAttempt, State
from records import clock
from records.deciding import exception_decisions, submission
from records.errors import TooManyRequestsError
from records.register import throttle
from records.sealing import checking, stages
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.integration.conftest import make_app
from tests.support.reader import Page, Reader

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

MOST = checking.CHECKS.most


def document() -> SealedDocument:
    """The sealed document of the database."""
    return SealedDocument.get()


def tried_often(app: Flask, who: str = "127.0.0.1", times: int = MOST) -> None:
    """Somebody's checks so far."""
    with app.app_context():
        for _ in range(times):
            checking.count_check(who)


def upload(reader: Reader, data: bytes, status: int = 200) -> Page:
    form = reader.open("/verify").form("/verify", method="post")
    return reader.send("/verify", {**form.fields, "document": FileStorage(BytesIO(data), "record.pdf")}, status=status)


def test_sixty_checks_in_five_minutes_and_then_a_page_that_says_when_to_go_on(app: Flask, nobody: Reader) -> None:
    tried_often(app, times=MOST - 1)

    assert upload(nobody, b"x").heading == "Not a PDF: check a sealed document"
    for page in (upload(nobody, b"x", 429), nobody.open("/verify?code=ZZZZ-ZZZZ-ZZZZ", status=429)):
        assert page.heading == "Try again a little later"
        assert "Wait five minutes, then go on." in page.words
        assert page.response.headers["Retry-After"] == "300"


def test_the_page_itself_opens_however_often(app: Flask, nobody: Reader) -> None:
    tried_often(app)

    assert nobody.open("/verify").heading == "Check a sealed document"


def test_after_five_minutes_checking_goes_on(app: Flask, nobody: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    tried_often(app)
    real = clock.now

    def later() -> datetime:
        return real() + timedelta(minutes=5, seconds=1)

    monkeypatch.setattr(clock, "now", later)
    assert upload(nobody, b"x").status == 200


def test_who_checks_too_often_shuts_nobody_else_out(app: Flask, nobody: Reader) -> None:
    tried_often(app, who="192.0.2.1")

    assert upload(nobody, b"x").status == 200


def test_checks_and_wrong_passwords_are_counted_apart(app: Flask) -> None:
    limit = throttle.Limit("something else", MOST, timedelta(minutes=5), "")
    tried_often(app)

    assert throttle.count_attempt(limit, "127.0.0.1")


def test_no_address_is_kept(app: Flask, nobody: Reader) -> None:
    upload(nobody, b"x")

    assert "127.0.0.1" not in str(SignInAttempt.get().__data__)


def test_what_was_counted_is_forgotten_after_a_day(app: Flask) -> None:
    tried_often(app, times=3)
    SignInAttempt.update(attempted_at=clock.now() - timedelta(days=1, seconds=1)).execute()

    tried_often(app, times=1)

    assert SignInAttempt.select().count() == 1


@pytest.mark.parametrize("proxies, counted_as", [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_an_address_that_a_proxy_gives_is_believed_only_where_there_is_one(
    settings: Settings, proxies: int, counted_as: str
) -> None:
    app = make_app(settings.model_copy(update={"proxies_in_front": proxies}))
    tried_often(app, who=counted_as)

    answer = app.test_client().get("/verify?code=ZZZZ-ZZZZ-ZZZZ", headers={"X-Forwarded-For": "192.0.2.7"})

    assert answer.status_code == 429


@pytest.mark.parametrize(
    "given, counted_as",
    [
        ("192.0.2.7:1033", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:1033", "192.0.2.7"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown1", "127.0.0.1"),
        ("192.0.2.7:port", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_an_address_is_one_place_however_a_proxy_writes_it_and_what_is_none_is_the_proxys(
    settings: Settings, given: str, counted_as: str
) -> None:
    app = make_app(settings.model_copy(update={"proxies_in_front": 1}))
    tried_often(app, who=counted_as)

    answer = app.test_client().get("/verify?code=ZZZZ-ZZZZ-ZZZZ", headers={"X-Forwarded-For": given})

    assert answer.status_code == 429


def test_the_last_one_that_is_allowed_is_counted_before_it_is_refused(app: Flask) -> None:
    tried_often(app)

    with pytest.raises(TooManyRequestsError):
        checking.count_check("127.0.0.1")
    assert SignInAttempt.select().count() == MOST


# Genuine, and yet


def both_ways(reader: Reader) -> list[Page]:
    """What is said of the document by its file and by its code."""
    sealed = document()
    return [upload(reader, bytes(sealed.data)), reader.open(f"/verify?code={sealed.code}")]


def test_a_genuine_document_of_a_withdrawn_record_says_that_it_was_withdrawn(nobody: Reader) -> None:
    record = document().record
    Record.update(state=State.WITHDRAWN).where(Record.id == record.id).execute()

    for page, found in zip(both_ways(nobody), ("Genuine", "Sealed here"), strict=True):
        assert page.heading == f"{found}, but withdrawn: check a sealed document"
        assert f"{record.reference} was withdrawn after it was sealed" in page.words


def test_a_code_says_that_a_document_was_sealed_here_and_not_that_a_copy_is_unchanged(nobody: Reader) -> None:
    by_file, by_code = both_ways(nobody)

    assert by_file.heading == "Genuine: check a sealed document"
    assert by_code.heading == "Sealed here: check a sealed document"
    assert checking.BY_CODE in by_code.words
    assert checking.COUNTS in by_file.words
    assert checking.COUNTS in by_code.words


def an_exception(transfer: Record) -> Record:
    """A sealed exception decision for a transfer."""
    return four.sealed(four.submitted(four.exception(transfer, ground="other_reason")))


def check(reader: Reader, record: Record) -> Page:
    """What the page says of the code in the record's sealed document."""
    return reader.open(f"/verify?code={SealedDocument.get(SealedDocument.record == record).code}")


@pytest.fixture
def in_app(app: Flask) -> Iterator[None]:
    """Sealing needs the app's settings."""
    with app.app_context():
        yield


@pytest.mark.usefixtures("in_app")
def test_a_genuine_document_of_a_withdrawn_exception_names_the_one_that_stands_instead(nobody: Reader) -> None:
    transfer = four.transfer()
    first = an_exception(transfer)
    submission.withdraw(record=first, by=first.author, reason="The dates were wrong")
    before = check(nobody, first).words
    second = an_exception(transfer)

    after = check(nobody, first).words

    assert f"{first.reference} was withdrawn" in before
    assert "stands instead" not in before
    assert f"{second.reference} stands instead." in after


@pytest.mark.usefixtures("in_app")
def test_an_exception_past_its_review_says_so_and_then_which_decision_superseded_it(nobody: Reader) -> None:
    transfer = four.transfer()
    first = an_exception(transfer)
    current = check(nobody, first)
    four.past_review(first)
    reviewed = check(nobody, first)
    second = an_exception(transfer)

    superseded = check(nobody, first)

    assert current.heading == "Sealed here: check a sealed document"
    assert reviewed.heading == "Sealed here, but past its review: check a sealed document"
    assert f"{checking.REVIEW_PASSED}" in reviewed.words
    assert superseded.heading == "Sealed here, but superseded: check a sealed document"
    assert f"{checking.REVIEW_PASSED} {second.reference} stands instead." in superseded.words
    assert checking.COUNTS in check(nobody, second).words


@pytest.mark.usefixtures("in_app")
def test_an_exception_is_not_superseded_while_it_stands_and_lifts(nobody: Reader) -> None:
    transfer = four.transfer()
    first = an_exception(transfer)
    RecordLink.create(transfer=transfer, exception=an_exception(four.transfer()), statement="315.4.1")

    assert checking.COUNTS in check(nobody, first).words


@pytest.mark.usefixtures("in_app")
def test_of_several_transfers_each_names_what_stands_instead_but_those_withdrawn(nobody: Reader) -> None:
    transfers = [four.transfer() for _ in range(3)]
    first = an_exception(transfers[0])
    for other_transfer in transfers[1:]:
        exception_decisions.link_existing(
            record=other_transfer, exception=first.reference, statement="315.4.1", by=other_transfer.author
        )
    RecordLink.create(transfer=transfers[0], exception=first, statement="315.4.4")  # what it was asked for at first
    four.past_review(first)
    instead = [an_exception(transfer).reference for transfer in transfers[:2]]
    submission.withdraw(record=factories.fresh(transfers[2]), by=transfers[2].author, reason="Started twice")

    assert f"{instead[0]} and {instead[1]} stand instead." in check(nobody, first).words


def test_a_genuine_document_that_is_not_kept_any_more_says_so(nobody: Reader) -> None:
    data = bytes(document().data)
    SealedDocument.delete().execute()

    page = upload(nobody, data)

    assert page.heading == "Genuine: check a sealed document"
    assert checking.NOT_KEPT_NOW in page.words
    assert "Level of the seal: B-B: sealed with the council’s certificate." in page.words


def test_a_document_that_was_disposed_of_is_known_by_its_bytes_and_by_its_code(nobody: Reader) -> None:
    sealed, data = document(), bytes(document().data)
    stages.note_disposal(sealed.code, date(2026, 11, 3))
    SealedDocument.delete().execute()

    for page in (upload(nobody, data), nobody.open(f"/verify?code={sealed.code}")):
        assert page.heading == "Sealed here, and disposed of since: check a sealed document"
        assert "was sealed here, and its record was disposed of on 3 November 2026." in page.words


def test_a_document_of_this_council_that_the_register_never_had_is_not_called_genuine(nobody: Reader) -> None:
    data = bytes(document().data)
    SealedDocument.delete().execute()
    SealStage.delete().execute()

    page = upload(nobody, data)

    assert page.heading == "Sealed with the council’s certificate, but not known here: check a sealed document"
    assert stages.NOT_KNOWN in page.words


def test_a_file_above_the_limit_has_a_clear_answer(app: Flask, nobody: Reader) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 50_000

    page = upload(nobody, b"%PDF-1.7" + b"x" * 60_000, 413)

    assert page.heading == "Check a sealed document"
    assert "The file must be smaller than 25 MB" in page.words
    assert page.form("/verify", method="post")
    assert upload(nobody, b"%PDF-1.7\n" + b"[" * 40_000).heading == "Not sealed: check a sealed document"
