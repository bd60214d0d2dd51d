"""Reads the case files: one case a file, or several about one statement that share a start."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from protocol import casefile
from protocol.casefile import Case

FOLDER = Path(__file__).parent / "cases"
ANY_DAY = date(2026, 3, 1)


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case of every file."""
    return tuple(case for path in sorted(FOLDER.rglob("*.yaml")) for case in _cases_in(path))


@cache
def load_case(stem: str) -> Case:
    """The one case in the file of this name."""
    (path,) = FOLDER.rglob(f"{stem}.yaml")
    (case,) = _cases_in(path)
    return case


def _cases_in(path: Path) -> Iterator[Case]:
    parsed = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # safe_load takes eight times as long
    if "cases" not in parsed:
        yield _read(parsed)
        return
    shared = {name: value for name, value in parsed.items() if name != "cases"}
    for one in parsed["cases"]:
        answers = {**shared.get("answers", {}), **one.get("answers", {})}
        yield _read({**shared, **one, "answers": answers})


def _read(data: dict[str, Any]) -> Case:
    base = load_case(data["based_on"]) if "based_on" in data else None
    return casefile.read(data, today=ANY_DAY, base=base)
