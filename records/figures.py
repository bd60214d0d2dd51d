"""A council's own figures: a small YAML file of names and numbers, checked when the app starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from protocol import ParameterError, parameters_on
from records import clock


class FiguresError(ValueError):
    """The file of figures cannot be used; the text says where and why."""


def read_figures(path: Path | None) -> Mapping[str, object]:
    """The council's own figures by name; {} without a file. Raises FiguresError, naming the line that is wrong."""
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        figures, lines = yaml.safe_load(text) or {}, _lines(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FiguresError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(figures, dict):
        raise FiguresError(f"{path} must hold names and numbers, such as 'key_event_days: 10'")
    for name, value in figures.items():
        try:
            parameters_on(clock.today(), {name: value})
        except ParameterError as error:
            raise FiguresError(f"{path}, line {lines.get(str(name), 1)}: {error}") from error
    return figures


def _lines(text: str) -> dict[str, int]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return {str(key.value): key.start_mark.line + 1 for key, _ in pairs}
