"""A missing font is said at the start, not seen years later."""

from __future__ import annotations

import pytest

from documents import fonts


def test_the_fonts_that_records_need_are_on_this_machine() -> None:
    fonts.check_fonts()


def test_a_missing_font_names_the_package_that_carries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fonts.NEEDED, "Handover Sans", ("A", "fonts-handover"))
    with pytest.raises(fonts.FontsMissingError, match=r"apt-get install fonts-handover\)"):
        fonts.check_fonts()


def test_a_font_without_the_letters_that_it_is_for_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "NEEDED", {"Noto Sans": ("አሚና", "fonts-noto-core")})
    with pytest.raises(fonts.FontsMissingError):
        fonts.check_fonts()
