"""The council's logo, for pages and for records: a PNG picture, flattened on white.

No SVG and no alpha channel: the sealed PDF contains no transparency and no markup from outside.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

MOST_BYTES = 512 * 1024
MOST_PIXELS = 2_000  # on a side
NO_PNG = "is not a PNG picture. Save the logo as PNG (an SVG or JPEG is not taken)"


TOO_LARGE = f"is too large. Make it {MOST_PIXELS} pixels or fewer a side"
NOT_WHOLE = "ends before its last row. Save the logo as PNG once more"
OF_PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # type of colour → values of a pixel, by the PNG specification
IN_ONE_PASS = ((0, 0, 1, 1),)
INTERLACED = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


class LogoError(ValueError):
    """The logo file cannot be used; the message is for operators: the reason, and what to do."""


def read(path: Path) -> bytes:
    """The picture in a file, laid on white, as PNG. Raises LogoError for a file that cannot be used."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # what is larger, or never ends, is not read whole
    except OSError as error:
        raise LogoError(f"HANDOVER_LOGO_FILE: {path} cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise LogoError(f"HANDOVER_LOGO_FILE: {path} is too large. Make it {MOST_BYTES // 1024} KB or smaller")
    try:
        return _read(_without_texts(data))
    except LogoError as error:
        raise LogoError(f"HANDOVER_LOGO_FILE: {path} {error}") from error


def _without_texts(data: bytes) -> bytes:
    """A PNG without texts and colour profiles, which can unpack to far more than the picture."""
    return data[:8] + b"".join(chunk for kind, chunk in _chunks(data) if kind in OF_PICTURE)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG: what each is, and its bytes, with length, name and checksum."""
    at = 8
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        yield data[at + 4 : at + 8], data[at:end]
        at = end


def _read(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            size = picture.size
            picture.verify()  # refuse truncated files, which WeasyPrint would render in part
        if max(size) > MOST_PIXELS:
            raise LogoError(TOO_LARGE)
        if not _has_every_row(data, *size):
            raise LogoError(NOT_WHOLE)
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            return _on_white(picture.convert("RGBA"))
    except Image.DecompressionBombError as error:
        raise LogoError(TOO_LARGE) from error
    except (OSError, SyntaxError, LookupError, zlib.error) as error:
        raise LogoError(NO_PNG) from error


def _has_every_row(data: bytes, width: int, height: int) -> bool:
    """Whether the data of a PNG unpack to all rows: Pillow leaves those black that are not there."""
    bits, colour, is_interlaced = data[24], data[25], data[28]
    needed = 0
    for left, top, across, down in INTERLACED if is_interlaced else IN_ONE_PASS:
        columns, rows = -((left - width) // across), -((top - height) // down)
        needed += rows * (1 + (columns * bits * CHANNELS[colour] + 7) // 8) if columns > 0 else 0
    packed = b"".join(chunk[8:-4] for kind, chunk in _chunks(data) if kind == b"IDAT")
    return len(zlib.decompressobj().decompress(packed, needed)) == needed


def _on_white(picture: Image.Image) -> bytes:
    flat, file = Image.new("RGB", picture.size, "white"), BytesIO()
    flat.paste(picture, mask=picture.getchannel("A"))
    flat.save(file, "PNG")
    return file.getvalue()
