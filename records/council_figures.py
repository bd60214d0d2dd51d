"""A council's own figures: a YAML file of parameter names and values, validated when the app starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from protocol import ParameterError, parameters_on
from protocol.parameters import checked
from records import clock


class FiguresError(ValueError):
    """The figures file is invalid; the message gives the line and the reason."""


def read_figures(path: Path | None) -> Mapping[str, object]:
    """The council's figures by name; {} without a file. Raises FiguresError with the line that is invalid."""
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        figures, lines = yaml.safe_load(text) or {}, _lines(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FiguresError(f"HANDOVER_FIGURES_FILE: {path} cannot be read as YAML: {error}") from error
    if not isinstance(figures, dict):
        raise FiguresError(f"HANDOVER_FIGURES_FILE: {path} must hold names and numbers, such as 'key_event_days: 10'")
    for name, numbers in lines.items():
        if len(numbers) > 1:
            raise FiguresError(
                f"HANDOVER_FIGURES_FILE: {path}, line {numbers[1]}: {name} stands on line {numbers[0]} already"
            )
    _check(path, {str(name): value for name, value in figures.items()}, lines)
    return figures


def _check(path: Path, figures: Mapping[str, object], lines: Mapping[str, list[int]]) -> None:
    """Validate each value, then all together against the protocol's. Raises FiguresError."""
    try:
        for name, value in figures.items():
            checked(name, value)
        parameters_on(clock.today(), figures)
    except ParameterError as error:
        at = lines.get(error.name, [1])[0]
        raise FiguresError(f"HANDOVER_FIGURES_FILE: {path}, line {at}: {error}") from error


def _lines(text: str) -> dict[str, list[int]]:
    """Name → the line numbers (from 1) on which it is a key; more than one for a duplicate."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found: dict[str, list[int]] = {}
    for key, _ in root.value if isinstance(root, yaml.MappingNode) else []:
        found.setdefault(str(key.value), []).append(key.start_mark.line + 1)
    return found
