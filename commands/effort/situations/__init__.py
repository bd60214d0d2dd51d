"""The situations whose effort is measured (YAML, one file each), and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from protocol.casefile import normalised

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Situation:
    """A true story of a record.

    title: its name in tables. kind: key of the kind of record. today: the day on which it is filled in.
    known: answers that are there when the record is opened, from the register or the record that it continues.
    picked: question → answers that the register fills in once that person is picked.
    answers: the truth, by question, of more questions than a form asks. reasons: statement → reason for departing.
    limits: measure → the most that the design allows. not_yet: measure → what is reached so far where that is more,
    which may fall and not rise.
    """

    key: str
    title: str
    kind: str
    today: date
    known: Mapping[str, Any]
    picked: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, Any]
    reasons: Mapping[str, str]
    limits: Mapping[str, int]
    not_yet: Mapping[str, int]


def read_situations() -> tuple[Situation, ...]:
    """All situations, in the order of their files' names."""
    return tuple(_situation(path) for path in sorted(FOLDER.glob("*.yaml")))


def _situation(path: Path) -> Situation:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    truth = {part: normalised(told.get(part, {})) for part in ("known", "picked", "answers", "reasons")}
    return Situation(
        key=path.stem.partition("_")[2],
        title=told["situation"],
        kind=told["record"],
        today=told["today"],
        limits=told["limits"],
        not_yet=told.get("not_yet", {}),
        **truth,
    )
