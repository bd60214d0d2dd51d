"""Before it is sealed a record can be printed, and says on each page that it is not the sealed record."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO

import pikepdf
import pytest

from documents import slots
from documents.content import DecisionDocument
from documents.subprocess_render import RenderingError
from models import Record, State
from protocol.chains.telling import EVERYBODY
from records.sealing.describing import BEING_SEALED, DRAFT_STATUS_TEXTS
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.unit.documents.reading import Reading
from views import printing

pytestmark = pytest.mark.usefixtures("app")

UNSEALED = [State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED]


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[DecisionDocument]:
    """What was to be drawn; nothing is."""
    documents: list[DecisionDocument] = []

    def draw(document: DecisionDocument) -> bytes:
        documents.append(document)
        return b"%PDF-"

    monkeypatch.setattr(printing, "render_in_subprocess", draw)
    return documents


def draft_of(record: Record) -> str:
    return f"/records/{record.reference}/draft.pdf"


def test_the_page_of_a_record_leads_to_a_pdf_with_draft_across_each_page(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    reader, record = sign_in(story.AUTHOR), factories.in_state(State.DRAFT)
    assert draft_of(record) in reader.open(f"/records/{record.reference}").links

    answer = reader.open(draft_of(record)).response

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{record.reference}-draft.pdf"'
    pages = Reading(answer.data).pages
    assert all("Draft: not sealed" in page for page in pages)
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize("state", UNSEALED)
def test_a_draft_says_how_the_record_stands_and_has_nothing_to_check(
    sign_in: SignIn, described: list[DecisionDocument], state: State
) -> None:
    record = factories.in_state(state)

    sign_in(record.author.email).open(draft_of(record))

    (document,) = described
    assert document.draft
    assert document.outcome_sentence == DRAFT_STATUS_TEXTS.get(state, f"{EVERYBODY} {BEING_SEALED}")
    assert (document.code, document.seal_level, document.verify_url, document.sealed_for) == ("", "", "", None)
    assert document.version == record.version + (state in (State.DRAFT, State.RETURNED))


def test_what_was_typed_and_is_no_answer_yet_is_printed_as_such(
    sign_in: SignIn, described: list[DecisionDocument]
) -> None:
    record = factories.in_state(State.DRAFT)
    kept = {name: answer for name, answer in record.answers.items() if name != "worries"}
    Record.update(answers=kept, typed={"worries": "Far too long. " * 9}).where(Record.id == record.id).execute()

    sign_in(record.author.email).open(draft_of(record))

    (printed,) = [one for part in described[0].sections for one in part.answers if one.name == "worries"]
    assert printed.value == "Far too long. " * 9
    assert printed.question.endswith("(as it was typed, to be put right)")


@pytest.mark.parametrize("state", [State.SEALED, State.WITHDRAWN])
def test_what_is_sealed_or_withdrawn_has_no_draft(
    sign_in: SignIn, described: list[DecisionDocument], state: State
) -> None:
    reader, record = sign_in(story.AUTHOR), factories.in_state(state)

    assert draft_of(record) not in reader.open(f"/records/{record.reference}").links
    reader.open(draft_of(record), status=404)
    assert described == []


def test_asking_for_headers_alone_draws_and_writes_nothing(sign_in: SignIn, described: list[DecisionDocument]) -> None:
    reader, record = sign_in(story.AUTHOR), factories.in_state(State.DRAFT)
    before = everything()

    assert reader.peek(draft_of(record)).data == b""
    assert described == []
    assert changes_since(before) == []


@pytest.mark.parametrize("page", ["", "/answers", "/history"])
@pytest.mark.parametrize("state", State)
def test_a_records_pages_print_that_they_are_not_sealed_until_it_is(sign_in: SignIn, state: State, page: str) -> None:
    record = in_state(state)

    read = sign_in(record.author.email).open(f"/records/{record.reference}{page}")

    assert bool(list(read.each("p", class_="handover-print-mark"))) == (
        state not in (State.SEALED, State.REFUSAL_SEALED)
    )


def in_state(state: State) -> Record:
    """A record in this state. Refusals are made here: they would bind the records of other tests."""
    if state in factories.IN_DATABASE:
        return factories.in_state(state)
    record = four.refused_by_managers()
    Record.update(state=state).where(Record.id == record.id).execute()
    return factories.fresh(record)


def test_the_draft_of_a_refusal_says_who_did_not_agree_and_that_it_is_not_the_sealed_record(
    sign_in: SignIn, described: list[DecisionDocument]
) -> None:
    record = in_state(State.REFUSED)

    sign_in(record.author.email).open(draft_of(record))

    (document,) = described
    assert document.outcome_sentence.endswith(f"did not agree to it, so it does not go ahead. {BEING_SEALED}")


def test_other_pages_print_no_such_mark(sign_in: SignIn) -> None:
    assert not list(sign_in(story.AUTHOR).open("/").each("p", class_="handover-print-mark"))


def test_a_record_withdrawn_after_it_was_sealed_is_printed_as_withdrawn_and_not_as_never_sealed(
    sign_in: SignIn,
) -> None:
    record = factories.in_state(State.SEALED)
    Record.update(state=State.WITHDRAWN).where(Record.id == record.id).execute()
    reader = sign_in(story.AUTHOR)

    for address in ("", "/answers"):
        words = reader.open(f"/records/{record.reference}{address}").words
        assert "Withdrawn" in words
        assert "Not sealed" not in words


@pytest.mark.parametrize(
    "name, most, said", [("draft", printing.DRAFTS_AT_ONCE, printing.OTHERS), ("draft-of-{}", 1, printing.YOURS)]
)
def test_at_most_two_drafts_are_drawn_at_once_and_one_for_each_person(
    sign_in: SignIn,
    settings: Settings,
    described: list[DecisionDocument],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    most: int,
    said: str,
) -> None:
    monkeypatch.setattr(printing, "WAIT_SECONDS", 0.0)
    record = factories.in_state(State.DRAFT)
    reader = sign_in(record.author.email)
    with ExitStack() as others:
        for _ in range(most):
            taken = slots.taken(
                settings.data_folder / slots.FOLDER, name.format(record.author.id), most=most, wait_seconds=0
            )
            others.enter_context(taken)
        page = reader.open(draft_of(record), status=429)

    assert said in page.words
    assert described == []
    reader.open(draft_of(record))
    assert len(described) == 1


def test_a_draft_that_cannot_be_drawn_says_what_to_do_and_the_log_says_where(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: DecisionDocument) -> bytes:
        raise RenderingError("the document could not be drawn: KeyError in arranging.py")

    monkeypatch.setattr(printing, "render_in_subprocess", fail)
    record = factories.in_state(State.DRAFT)

    page = sign_in(record.author.email).open(draft_of(record), status=503)

    assert "which your browser can print" in page.words
    assert "KeyError in arranging.py" in caplog.text
