"""The council's logo: what is taken, and how it stands in a record."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFile, PngImagePlugin

from documents import logo
from documents.render import render_pdf
from tests.unit.documents import sample
from tests.unit.documents.reading import Reading


def picture(size: tuple[int, int] = (120, 60), mode: str = "RGBA", form: str = "PNG") -> bytes:
    """A blue disc on nothing, on black where the picture cannot be transparent."""
    image, file = Image.new(mode, size), BytesIO()
    ImageDraw.Draw(image).ellipse((10, 10, 50, 50), fill="#0000ff")
    image.save(file, form)
    return file.getvalue()


def kept(tmp_path: Path, data: bytes) -> Path:
    """A file of that content."""
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def with_logo(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The sample record of a council that has a logo."""
    drawn = logo.read(kept(tmp_path_factory.mktemp("logo"), picture()))
    return Reading(render_pdf(sample.a_record(council=replace(sample.COUNCIL, logo=drawn))))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "RGB"])
def test_every_kind_of_png_is_taken_and_none_is_transparent_afterwards(tmp_path: Path, mode: str) -> None:
    flat = Image.open(BytesIO(logo.read(kept(tmp_path, picture(mode=mode) if mode != "LA" else grey()))))

    assert (flat.mode, flat.size, flat.info.get("transparency")) == ("RGB", (120, 60), None)


def grey() -> bytes:
    """A picture in grey with transparency."""
    file = BytesIO()
    Image.new("LA", (120, 60), (90, 128)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (9, 30), (100, 100)])
def test_an_interlaced_picture_is_taken_whole_and_refused_with_a_byte_missing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    passes = [(-((x - size[0]) // dx), -((y - size[1]) // dy)) for x, y, dx, dy in logo.INTERLACED]
    rows = b"".join((b"\0" + b"\x90" * columns) * lines for columns, lines in passes if columns > 0)
    whole, short = (without_data(size, chunk(b"IDAT", zlib.compress(one)), interlaced=1) for one in (rows, rows[:-1]))

    flat = Image.open(BytesIO(logo.read(kept(tmp_path, whole))))
    assert flat.getcolors() == [(size[0] * size[1], (0x90, 0x90, 0x90))]
    with pytest.raises(logo.LogoError, match="ends before its last row"):
        logo.read(kept(tmp_path, short))


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_text_or_colour_profile_that_unpacks_to_too_much_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: bytes
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)  # as before WeasyPrint is there
    bomb = b"a\0\0" + zlib.compress(bytes(10 * PngImagePlugin.MAX_TEXT_CHUNK))
    data = without_data((9, 9), chunk(kind, bomb), chunk(b"IDAT", zlib.compress(bytes(10 * 9))))

    assert Image.open(BytesIO(logo.read(kept(tmp_path, data)))).size == (9, 9)


def test_what_was_transparent_is_white(tmp_path: Path) -> None:
    flat = Image.open(BytesIO(logo.read(kept(tmp_path, picture()))))

    assert (flat.getpixel((0, 0)), flat.getpixel((30, 30))) == ((255, 255, 255), (0, 0, 255))


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def without_data(size: tuple[int, int], *chunks: bytes, interlaced: int = 0) -> bytes:
    """A grey PNG of that size, of which only these chunks are there."""
    head = size[0].to_bytes(4) + size[1].to_bytes(4) + bytes((8, 0, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + b"".join((chunk(b"IHDR", head), *chunks, chunk(b"IEND", b"")))


THREE_ROWS = chunk(b"IDAT", zlib.compress(bytes(101 * 3)))
REFUSED = {
    "three rows of a hundred": (without_data((100, 100), THREE_ROWS), "ends before its last row"),
    "three rows of a hundred, interlaced": (without_data((100, 100), THREE_ROWS, interlaced=1), "ends before its last"),
    "a side of 30,000": (without_data((30_000, 30_000), THREE_ROWS), "Make it 2000 pixels or fewer a side"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PNG picture. Save the logo as PNG"),
    "a JPEG": (picture(mode="RGB", form="JPEG"), "is not a PNG picture"),
    "half a picture": (picture()[:60], "is not a PNG picture"),
    "an empty file": (b"", "is not a PNG picture"),
    "too many bytes": (picture() + bytes(logo.MOST_BYTES), "is too large. Make it 512 KB or smaller"),
    "too many pixels": (picture((logo.MOST_PIXELS + 1, 60)), "Make it 2000 pixels or fewer a side"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_small_png_is_refused_with_what_to_do(tmp_path: Path, what: str) -> None:
    data, said = REFUSED[what]

    with pytest.raises(logo.LogoError, match=said):
        logo.read(kept(tmp_path, data))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(logo.LogoError, match="HANDOVER_LOGO_FILE: .*nowhere.png cannot be read"):
        logo.read(tmp_path / "nowhere.png")


def test_a_record_begins_with_the_logo_and_says_whose_it_is(with_logo: Reading) -> None:
    figures = with_logo.tree.find("Figure")

    assert [figure.alt for figure in figures][0] == sample.COUNCIL.name
    assert len(figures) == 2
    _, bottom, _, top = (float(side) for side in figures[0].attributes["/BBox"])
    assert 700 < bottom < top < 842


def test_the_logo_is_neither_transparent_nor_smoothed_as_pdf_a_asks(with_logo: Reading) -> None:
    [drawn] = [
        one
        for one in with_logo.pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image
    ]

    assert "/SMask" not in drawn
    assert "/Mask" not in drawn
    assert not drawn.get("/Interpolate", False)
    assert str(drawn.ColorSpace) == "/DeviceRGB"


def test_every_mark_of_the_logos_page_is_in_the_tree_or_an_artifact(with_logo: Reading) -> None:
    [first] = [figure for figure in with_logo.tree.find("Figure") if figure.alt == sample.COUNCIL.name]

    assert [page for element in first.walk() for page, _ in element.marks] == [0]


def test_a_record_drawn_by_another_process_keeps_its_logo() -> None:
    council = replace(sample.COUNCIL, logo=b"a picture")

    assert pickle.loads(pickle.dumps(council)).logo == b"a picture"  # noqa: S301 - what this test wrote
