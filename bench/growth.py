"""Whether what people wait for takes longer among many records: the same things asked of two councils, in turns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench import asked, many
from bench.rounds import compare
from bench.table import Comparison

ROUNDS = 5
TARGET = 1.5
SIZES = {"thin": many.MANY, "full": many.FULL}


@dataclass(frozen=True)
class Look:
    """What is asked. only: parts of names, of which one is in each; none for all. of: keys of SIZES.

    kept: the folder whose filled databases are used again, and where those that are not there yet are kept; None: the
    run's own, which goes with it.
    """

    only: tuple[str, ...] = ()
    of: tuple[str, ...] = tuple(SIZES)
    kept: Path | None = None


def measure(_: Flask, folder: Path, look: Look) -> list[Comparison]:
    """A line for each thing that is asked, of thin records and of full ones."""
    return [line for records in look.of for line in _of_size(look.kept or folder, records, look.only)]


def _of_size(folder: Path, records: str, only: tuple[str, ...]) -> list[Comparison]:
    few, lots = (
        asked.works(many.council_of(folder / f"{count}-{records}", count, full=records == "full"))
        for count in (many.FEW, SIZES[records])
    )
    names = [name for name in few if not only or any(part in name for part in only)]
    works = {f"{side} {name}": found[name] for side, found in (("few", few), ("many", lots)) for name in names}
    taken = compare(works, rounds=ROUNDS, warm_up=2)
    of = f"{SIZES[records]:,} {records}"
    return [
        Comparison(
            f"{name}, of {of}",
            taken[f"few {name}"],
            taken[f"many {name}"],
            target=TARGET,
            at_most=True,
            letters=(few[name].letters, lots[name].letters),
        )
        for name in names
    ]
