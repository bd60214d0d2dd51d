"""The council's colour, darkened until its contrast is sufficient (WCAG 2.2)."""

from __future__ import annotations

import re

INK = "#1b1b1b"
ENOUGH = 4.5


def readable(colour: str, against: str = "#ffffff", enough: float = ENOUGH) -> str:
    """`colour` ('#rrggbb'), darkened step by step until its contrast with `against` is enough; near-black where it is
    malformed."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return INK
    red, green, blue = _channels(colour)
    while contrast(_hex(red, green, blue), against) < enough:
        red, green, blue = red * 0.92, green * 0.92, blue * 0.92
    return _hex(red, green, blue)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 'contrast ratio')."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(red: float, green: float, blue: float) -> str:
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
