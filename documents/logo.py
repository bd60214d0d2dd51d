"""The council's logo, for pages and for records: a PNG picture, flattened on white.

No SVG and no alpha channel: the sealed PDF contains no transparency and no markup from outside.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

MOST_BYTES = 512 * 1024
MOST_PIXELS = 2_000  # on a side
NO_PNG = "is not a PNG picture. Save the logo as PNG (an SVG or JPEG is not taken)"


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
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            picture.verify()  # refuse truncated files, which WeasyPrint would render in part
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise LogoError(
                    f"HANDOVER_LOGO_FILE: {path} is too large. Make it {MOST_PIXELS} pixels or fewer a side"
                )
            return _on_white(picture.convert("RGBA"))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise LogoError(f"HANDOVER_LOGO_FILE: {path} {NO_PNG}") from error


def _on_white(picture: Image.Image) -> bytes:
    flat, file = Image.new("RGB", picture.size, "white"), BytesIO()
    flat.paste(picture, mask=picture.getchannel("A"))
    flat.save(file, "PNG")
    return file.getvalue()
