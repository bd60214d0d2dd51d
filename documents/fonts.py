"""The fonts that a record needs, and a check at start that they are installed."""

from __future__ import annotations

# Font family: (sample text that it must render itself, Debian package).
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
    """Needed fonts are not installed; the message names their packages."""


def check_fonts() -> None:
    """Render a sample in each family and check which fonts were used. Raises FontsMissingError."""
    packages = sorted({package for family, (sample, package) in NEEDED.items() if not _is_installed(family, sample)})
    if packages:
        raise FontsMissingError(
            "Sealed records need fonts that are not on this machine. Install the packages "
            f"{', '.join(packages)} (apt-get install {' '.join(packages)}), then start again."
        )


def _is_installed(family: str, sample: str) -> bool:
    from weasyprint import HTML  # which only the worker needs, when it starts

    document = HTML(string=f"<p style=\"font-family: '{family}'\">{sample}").render()
    document.write_pdf()
    return all(font.family == family and not font.missing for font in document.fonts.values())
