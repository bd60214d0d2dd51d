"""The council's logo stands on every page and in every record, and a file that is none stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from documents import logo
from models import SealedDocument, State
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import Page, Reader
from tests.unit.documents.reading import Reading

COUNCIL = "Ashbourne Vale Council"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Those of a council that has a logo."""
    Image.new("RGBA", (80, 40), (0, 90, 90, 120)).save(tmp_path / "logo.png")
    return settings.model_copy(update={"logo_file": tmp_path / "logo.png"})


def shown(page: Page) -> list[tuple[str, str]]:
    """The pictures of a page: where they are, and their text."""
    return [(image.get("src", ""), image.get("alt", "")) for image in page.each("img")]


@pytest.fixture
def picture(settings: Settings) -> bytes:
    """The logo, as the app shows it."""
    return logo.read(settings.logo_file)


def test_the_header_shows_the_logo_with_the_councils_name_as_its_text(nobody: Reader) -> None:
    [(address, text)] = shown(nobody.open("/sign-in"))

    assert text == COUNCIL
    assert address.endswith("/council-logo.png")


def test_the_logo_is_served_to_be_kept_under_an_address_of_its_own(nobody: Reader, picture: bytes) -> None:
    [(address, _)] = shown(nobody.open("/sign-in"))

    served = nobody.open(address).response

    assert (served.mimetype, served.data) == ("image/png", picture)
    assert "immutable" in served.headers["Cache-Control"]
    nobody.open("/static/council/another/council-logo.png", status=404)


def test_a_draft_in_print_begins_with_the_logo(sign_in: SignIn) -> None:
    record = factories.in_state(State.DRAFT)

    drawn = sign_in(story.AUTHOR).open(f"/records/{record.reference}/draft.pdf").response.data

    assert [figure.alt for figure in Reading(drawn).tree.find("Figure")][:1] == [COUNCIL]


@pytest.mark.drawn
def test_a_sealed_record_begins_with_the_logo(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.APPROVED), sign_in(story.AUTHOR)
    with reader.client.application.app_context():
        factories.seal_what_waits()

    sealed = reader.open(f"/records/{record.reference}/sealed/{factories.fresh(record).version}.pdf").response.data

    assert SealedDocument.select().where(SealedDocument.record == record).count() == 1
    assert [figure.alt for figure in Reading(sealed).tree.find("Figure")][:1] == [COUNCIL]


def test_without_a_logo_the_name_stands_in_the_header(settings: Settings) -> None:
    reader = Reader(make_app(settings.model_copy(update={"logo_file": None})))

    page = reader.open("/sign-in")

    assert shown(page) == []
    assert COUNCIL in page.words


def test_a_file_that_is_no_picture_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("<svg/>")

    with pytest.raises(logo.LogoError, match="is not a PNG picture"):
        make_app(settings)
