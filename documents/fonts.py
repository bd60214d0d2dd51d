"""Which fonts a record is set in, and a clear word at the start where one is missing."""

from __future__ import annotations

from weasyprint import HTML

# What each family is for, a sample that only it should draw, and the Debian package that carries it.
NEEDED = {
    "Noto Sans": ("ŠmídováNguyễnỌláӨзбек", "fonts-noto-core"),
    "Noto Sans Arabic": ("أمينة", "fonts-noto-core"),
    "Noto Sans Bengali": ("আমিনা", "fonts-noto-core"),
    "Noto Sans Ethiopic": ("ኣሚና", "fonts-noto-core"),
    "Noto Sans Gurmukhi": ("ਅਮੀਨਾ", "fonts-noto-core"),
    "WenQuanYi Micro Hei": ("李明김민さくら", "fonts-wqy-microhei"),
    "Symbola": ("😢", "fonts-symbola"),
    "DejaVu Sans Mono": ("7KQM", "fonts-dejavu-core"),
}


class FontsMissingError(RuntimeError):
    """Fonts that a record is set in are not installed; the message names the packages that carry them."""


def check_fonts() -> None:
    """Draws a line in each family and looks at what was used. Raises FontsMissingError."""
    packages = sorted({package for family, (sample, package) in NEEDED.items() if not _drawn_in(family, sample)})
    if packages:
        raise FontsMissingError(
            "Sealed records need fonts that are not on this machine. Install the packages "
            f"{', '.join(packages)} (apt-get install {' '.join(packages)}), then start again."
        )


def _drawn_in(family: str, sample: str) -> bool:
    document = HTML(string=f"<p style=\"font-family: '{family}'\">{sample}").render()
    document.write_pdf()
    return all(font.family == family and not font.missing for font in document.fonts.values())
